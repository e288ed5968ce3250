/*
 * token.c -- API keys and tokens whose makers gave them a form of their own: a
 * beginning, a set of characters, a length.  The forms are those the makers
 * document for secret scanners.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define TOKEN_MAX 2048u		/* bytes of a token */
#define SEEN_MAX FIND_REACH	/* bytes of a run looked at */

#define HEX_LOW (RUN_DIGIT | RUN_AF)
#define CAPITAL (RUN_DIGIT | RUN_UPPER)
#define DOTTED (RUN_WORD | RUN_DOT)

struct form {
	const char *head;
	unsigned set;		/* of what follows it */
	size_t least, most;	/* bytes that follow it */
	const char *whose;
};

static const struct form forms[] = {
	{ "ABIA", CAPITAL, 16, 16, "AWS" },
	{ "ABSK", RUN_BASE64, 109, 272, "AWS Bedrock" },
	{ "ACCA", CAPITAL, 16, 16, "AWS" },
	{ "AKCp", RUN_ALNUM, 69, 69, "Artifactory" },
	{ "AKIA", CAPITAL, 16, 16, "AWS" },
	{ "API-", CAPITAL, 26, 26, "Octopus Deploy" },
	{ "APKA", CAPITAL, 16, 16, "AWS" },
	{ "AROA", CAPITAL, 16, 17, "AWS" },
	{ "ASIA", CAPITAL, 16, 16, "AWS" },
	{ "ATATT3", RUN_WORD | RUN_EQUALS, 150, 260, "Atlassian" },
	{ "AIza", RUN_WORD, 35, 35, "Google" },
	{ "CLOJARS_", RUN_DIGIT | RUN_LOWER, 60, 60, "Clojars" },
	{ "EAA", RUN_ALNUM, 100, 400, "Facebook" },
	{ "EZAK", RUN_ALNUM, 54, 54, "EasyPost" },
	{ "FLWSECK", RUN_WORD, 12, 48, "Flutterwave" },
	{ "GOCSPX-", RUN_WORD, 24, 40, "Google OAuth" },
	{ "GR1348941", RUN_WORD, 20, 24, "GitLab" },
	{ "HRKU-", RUN_WORD, 36, 70, "Heroku" },
	{ "LTAI", RUN_ALNUM, 12, 20, "Alibaba" },
	{ "NRAK-", CAPITAL, 27, 27, "New Relic" },
	{ "NRII-", RUN_WORD, 32, 32, "New Relic" },
	{ "NRJS-", HEX_LOW, 19, 19, "New Relic" },
	{ "PMAK-", RUN_HEX | RUN_DASH, 59, 59, "Postman" },
	{ "SK", HEX_LOW, 32, 32, "Twilio" },
	{ "dapi", HEX_LOW | RUN_DASH, 32, 34, "Databricks" },
	{ "dckr_pat_", RUN_WORD, 24, 60, "Docker" },
	{ "dnkey-", RUN_WORD, 60, 100, "Defined Networking" },
	{ "doo_v1_", HEX_LOW, 64, 64, "DigitalOcean" },
	{ "dop_v1_", HEX_LOW, 64, 64, "DigitalOcean" },
	{ "dor_v1_", HEX_LOW, 64, 64, "DigitalOcean" },
	{ "duffel_", RUN_WORD, 40, 60, "Duffel" },
	{ "fio-u-", RUN_WORD, 60, 70, "Frame.io" },
	{ "fm2_", RUN_BASE64, 100, TOKEN_MAX, "Fly.io" },
	{ "fo1_", RUN_WORD, 43, 43, "Fly.io" },
	{ "ghc_", RUN_ALNUM, 30, 40, "GitHub" },
	{ "gho_", RUN_ALNUM, 36, 255, "GitHub" },
	{ "ghp_", RUN_ALNUM, 36, 255, "GitHub" },
	{ "ghr_", RUN_ALNUM, 36, 255, "GitHub" },
	{ "ghs_", RUN_ALNUM, 36, 255, "GitHub" },
	{ "ghu_", RUN_ALNUM, 36, 255, "GitHub" },
	{ "github_pat_", RUN_ALNUM | RUN_UNDER, 60, 255, "GitHub" },
	{ "glagent-", RUN_WORD, 40, 80, "GitLab" },
	{ "glcbt-", RUN_WORD, 20, 60, "GitLab" },
	{ "glc_", RUN_BASE64, 32, 400, "Grafana" },
	{ "gldt-", RUN_WORD, 20, 40, "GitLab" },
	{ "glffct-", RUN_WORD, 20, 40, "GitLab" },
	{ "glft-", RUN_WORD, 20, 40, "GitLab" },
	{ "glimt-", RUN_WORD, 20, 40, "GitLab" },
	{ "gloas-", RUN_WORD, 60, 80, "GitLab" },
	{ "glpat-", DOTTED, 20, 320, "GitLab" },
	{ "glptt-", RUN_WORD, 20, 60, "GitLab" },
	{ "glrt-", DOTTED, 20, 320, "GitLab" },
	{ "glsa_", RUN_ALNUM | RUN_UNDER, 41, 41, "Grafana" },
	{ "glsoat-", RUN_WORD, 20, 40, "GitLab" },
	{ "gsk_", RUN_ALNUM, 40, 60, "Groq" },
	{ "hf_", RUN_ALNUM, 30, 40, "Hugging Face" },
	{ "ico-", RUN_ALNUM, 32, 32, "Infracost" },
	{ "key-", HEX_LOW, 32, 32, "Mailgun" },
	{ "lin_api_", RUN_ALNUM, 40, 40, "Linear" },
	{ "live_", RUN_WORD, 35, 40, "GoCardless or Lob" },
	{ "npm_", RUN_ALNUM, 36, 36, "npm" },
	{ "ntn_", RUN_ALNUM, 40, 50, "Notion" },
	{ "oy2", RUN_DIGIT | RUN_LOWER, 43, 43, "NuGet" },
	{ "pnu_", RUN_ALNUM, 36, 36, "Prefect" },
	{ "pplx-", RUN_ALNUM, 40, 60, "Perplexity" },
	{ "pscale_", DOTTED, 32, 80, "PlanetScale" },
	{ "pul-", HEX_LOW, 40, 40, "Pulumi" },
	{ "pypi-", RUN_WORD, 70, TOKEN_MAX, "PyPI" },
	{ "rdme_", RUN_DIGIT | RUN_LOWER, 70, 70, "ReadMe" },
	{ "rk_live_", RUN_ALNUM, 10, 200, "Stripe" },
	{ "rk_test_", RUN_ALNUM, 10, 200, "Stripe" },
	{ "rpa_", RUN_ALNUM, 40, 50, "RunPod" },
	{ "rubygems_", HEX_LOW, 48, 48, "RubyGems" },
	{ "secret_", RUN_ALNUM, 43, 43, "Notion" },
	{ "shpat_", RUN_HEX, 32, 32, "Shopify" },
	{ "shpca_", RUN_HEX, 32, 32, "Shopify" },
	{ "shppa_", RUN_HEX, 32, 32, "Shopify" },
	{ "shpss_", RUN_HEX, 32, 32, "Shopify" },
	{ "sk-", RUN_WORD, 32, 300, "OpenAI, Anthropic or alike" },
	{ "sk_live_", RUN_ALNUM, 10, 200, "Stripe" },
	{ "sk_test_", RUN_ALNUM, 10, 200, "Stripe" },
	{ "sq0atp-", RUN_WORD, 22, 60, "Square" },
	{ "sq0csp-", RUN_WORD, 22, 60, "Square" },
	{ "squ_", RUN_HEX, 40, 40, "SonarQube" },
	{ "sntryu_", HEX_LOW, 64, 64, "Sentry" },
	{ "tfp_", RUN_WORD, 40, 70, "Typeform" },
	{ "tskey-", RUN_WORD, 16, 90, "Tailscale" },
	{ "vercel_", RUN_ALNUM, 24, 60, "Vercel" },
	{ "whsec_", RUN_BASE64, 24, 100, "Stripe" },
	{ "xai-", RUN_ALNUM, 60, 100, "xAI" },
	{ "xapp-", RUN_WORD, 40, 200, "Slack" },
	{ "xkeysib-", RUN_WORD, 60, 100, "Brevo" },
	{ "xoxa-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxb-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxc-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxd-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxe-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxp-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxr-", RUN_WORD, 20, 260, "Slack" },
	{ "xoxs-", RUN_WORD, 20, 260, "Slack" },
};

/* Those with a dot behind the head: the run begins behind it. */
static const struct form dotted[] = {
	{ "SG.", DOTTED, 60, 72, "SendGrid" },
	{ "dp.pt.", RUN_ALNUM, 40, 44, "Doppler" },
	{ "dp.st.", DOTTED, 40, 80, "Doppler" },
	{ "dt0c01.", DOTTED, 80, 95, "Dynatrace" },
	{ "hvb.", RUN_WORD, 90, 300, "HashiCorp Vault" },
	{ "hvs.", RUN_WORD, 24, 120, "HashiCorp Vault" },
	{ "pat.", DOTTED, 60, 100, "Harness" },
	{ "pk.", DOTTED, 60, 120, "Mapbox" },
	{ "sk.", DOTTED, 60, 120, "Mapbox" },
	{ "sl.", RUN_WORD, 100, TOKEN_MAX, "Dropbox" },
	{ "ya29.", RUN_WORD, 40, TOKEN_MAX, "Google OAuth" },
};

static const char *const kinds[] = { "API_KEY", NULL };

static int
say(const struct view *v, size_t start, size_t end, double confidence,
    const char *whose)
{
	if (run_is_placeholder(v, start, end))
		return 0;
	return report(v, start, end, "API_KEY", "token", confidence,
	    "the form of a key: %s", whose);
}

/* The end of a token of this form whose head stands at `at`; 0. */
static size_t
form_end(const struct view *v, size_t at, const struct form *f)
{
	size_t body = at + strlen(f->head), end;

	end = run_end(v, body, f->set, f->most + 1);
	while (end > body && v->s[end - 1] == '.')
		end--;
	if (end - body < f->least || end - body > f->most ||
	    is_wordly(byte_at(v, end)))
		return 0;
	return end;
}

/* Words in a row, "sk-and-some-other-words", are no key. */
static bool
is_mixed(const struct view *v, size_t start, size_t end)
{
	struct mix m = run_mix(v, start, end);

	return m.digits > 0 && m.lower + m.upper > 0 && m.entropy >= 2.8;
}

static int
by_form(const struct view *v, size_t at, size_t *end)
{
	const size_t n = sizeof(forms) / sizeof(forms[0]);
	const struct form *f;
	uint8_t c = v->s[at];

	for (f = forms; f < forms + n; f++) {
		if ((uint8_t)f->head[0] != c || !run_is(v, at, f->head) ||
		    (*end = form_end(v, at, f)) == 0)
			continue;
		if (!is_mixed(v, at + strlen(f->head), *end))
			continue;
		return say(v, at, *end, 0.97, f->whose);
	}
	*end = at;
	return 0;
}

/* JSON Web Tokens: base64 of `{"` begins each part (RFC 7519). */
static int
web_token(const struct view *v, size_t at, size_t *end)
{
	size_t dot = run_end(v, at, RUN_WORD, TOKEN_MAX);

	*end = at;
	if (byte_at(v, dot) != '.' || !run_is(v, dot + 1, "ey") ||
	    dot - at < 10)
		return 0;
	*end = run_end(v, dot, DOTTED, TOKEN_MAX);
	while (v->s[*end - 1] == '.')
		--*end;
	return report(v, at, *end, "API_KEY", "token", 0.97,
	    "JSON Web Token: who it was given to stands in it");
}

/* What begins before the run: "SG.", "123456789:AA..." */
static int
by_dot(const struct view *v, size_t at, size_t *end)
{
	size_t head, len;

	for (size_t i = 0; i < sizeof(dotted) / sizeof(dotted[0]); i++) {
		len = strlen(dotted[i].head);
		if (at < len || v->s[at - 1] != (uint8_t)dotted[i].head[len - 1])
			continue;
		head = at - len;
		if (!run_is(v, head, dotted[i].head) ||
		    is_wordly(byte_before(v, head)) ||
		    (*end = form_end(v, head, &dotted[i])) == 0)
			continue;
		return say(v, head, *end, 0.96, dotted[i].whose);
	}
	*end = at;
	return 0;
}

static int
telegram(const struct view *v, size_t at, size_t *end)
{
	size_t start = run_start(v, at - 1, RUN_DIGIT, 11);

	*end = run_end(v, at, RUN_WORD, 40);
	if (at - 1 - start < 8 || at - 1 - start > 10 || *end - at != 35 ||
	    (is_wordly(byte_before(v, start)) &&
	    (start < 3 || !run_is(v, start - 3, "bot")))) {
		*end = at;
		return 0;
	}
	return say(v, start, *end, 0.96, "Telegram bot");
}

/* Three parts: 24 to 28 that begin with M, N or O, 6, and 27 to 40. */
static int
discord(const struct view *v, size_t at, size_t *end)
{
	size_t a = run_end(v, at, RUN_WORD, 32), b, c;

	*end = at;
	if (a - at < 24 || a - at > 30 || byte_at(v, a) != '.')
		return 0;
	b = run_end(v, a + 1, RUN_WORD, 8);
	if (b - a != 7 || byte_at(v, b) != '.')
		return 0;
	c = run_end(v, b + 1, RUN_WORD, 48);
	if (c - b < 27 || c - b > 42 || !is_mixed(v, at, c))
		return 0;
	*end = c;
	return say(v, at, c, 0.95, "Discord");
}

/* "T0000/B0000/24 letters", as in the address of a Slack webhook. */
static int
webhook(const struct view *v, size_t at, size_t *end)
{
	size_t b = run_end(v, at, CAPITAL, 14), c;

	*end = at;
	if (b - at < 9 || !run_is(v, b, "/B"))
		return 0;
	c = run_end(v, b + 1, CAPITAL, 14);
	if (c - b < 10 || byte_at(v, c) != '/')
		return 0;
	*end = run_end(v, c + 1, RUN_ALNUM, 40);
	if (*end - c < 21) {
		*end = at;
		return 0;
	}
	return say(v, at, *end, 0.95, "Slack webhook");
}

/* Entra: three characters, a digit, "Q~", and 31 to 34 more. */
static int
entra(const struct view *v, size_t at, size_t *end)
{
	size_t start = at;

	*end = at;
	if (at < 2 || v->s[at - 1] != '~' || v->s[at - 2] != 'Q')
		return 0;
	start = run_start(v, at - 2, RUN_WORD | RUN_DOT, 4);
	if (at - 2 - start != 4 || !is_digit(v->s[at - 3]))
		return 0;
	*end = run_end(v, at, DOTTED | RUN_TILDE, 40);
	if (*end - at < 31 || *end - at > 34) {
		*end = at;
		return 0;
	}
	return say(v, start, *end, 0.95, "Microsoft Entra");
}

/* A key may begin here: the run does, or something that is no letter of a
 * word stands before. */
static int
at_segment(const struct view *v, size_t at, size_t *end)
{
	uint8_t c = v->s[at];
	int r = 0;

	*end = at;
	if (c == 'e' && run_is(v, at, "eyJ"))
		r = web_token(v, at, end);
	else if (c >= 'M' && c <= 'O')
		r = discord(v, at, end);
	else if (c == 'T')
		r = webhook(v, at, end);
	if (r == 0 && *end == at)
		r = by_form(v, at, end);
	return r;
}

static int
at(const struct view *v, size_t start, enum trigger trigger, size_t *next)
{
	size_t stop = run_end(v, start, RUN_WORD | RUN_PLUS | RUN_EQUALS,
	    SEEN_MAX), i, end = start;
	uint8_t before = byte_before(v, start);
	int r = 0;

	(void)trigger;
	if (before == ':')
		r = telegram(v, start, &end);
	else if (before == '~')
		r = entra(v, start, &end);
	if (r == 0 && end == start && (before == '.' || before == 0))
		r = by_dot(v, start, &end);
	for (i = end; r == 0 && i < stop; i++) {
		/* '_' joins: "my_sk_live_..." still holds a key. */
		before = byte_before(v, i);
		if ((run_of(before) & RUN_ALNUM) != 0 || before >= 0x80 ||
		    (run_of(v->s[i]) & RUN_ALNUM) == 0)
			continue;
		if ((r = at_segment(v, i, &end)) == 0 && end > i)
			i = end - 1;
	}
	*next = end > start ? end : start + 1;
	return r;
}

const struct finder find_token = {
	.name = "token", .kinds = kinds,
	.what = "keys of programs and services, by the form their maker gives",
	.triggers = TRIGGER_LONG, .at = at,
};
