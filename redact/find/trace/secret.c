/*
 * secret.c -- passwords and keys that only the word beside them gives away:
 * "password=...", "DB_PASSWORD: ...", "hasło to ...", "Bearer ...", TOTP
 * addresses, words for a recovery.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define KEY_MAX 48u		/* bytes of the word before ':' or '=' */
#define VALUE_MAX 512u
#define PASSWORD_MAX 96u
#define TOKEN_LEAST 12u

static const char *const kinds[] = { "PASSWORD", "API_KEY", NULL };

static const char *const words[] = {
	"password", "passphrase", "passcode", "has\xc5\x82o", "has\xc5\x82""a",
	"has\xc5\x82""em", "mot", "mdp", "bearer", "basic", "otpauth", "seed",
	"recovery", "mnemonic", "fraza", "frazy", "phrase", NULL
};

/* How the word before ':' or '=' ends, without '_', '-', '.', spaces. */
static const char *const passwords[] = { "password", "passwd", "passwrd",
	"passphrase", "passcode", "userpass", "dbpass", "smtppass", "pwd",
	"passwort", "has\xc5\x82o", "haslo", "motdepasse", "mdp",
	"wifikey", "wpakey", "psk", "doorcode", "accesscode", "gatecode",
	"kodpin", "kodpuk", "kodalarmu", "koddost\xc4\x99pu", "codepin",
	"codeacc\xc3\xa8s", "coded'acc\xc3\xa8s", "has\xc5\x82""em", "secretword",
	NULL };
static const char *const keys[] = { "token", "apikey", "secret", "secretkey",
	"accesskey", "accesskeyid", "privatekey", "authkey", "accountkey",
	"sharedaccesskey", "sharedsecret", "clientsecret", "encryptionkey",
	"signingkey", "masterkey", "licensekey", "productkey", "authtoken",
	"accesstoken", "refreshtoken", "sessionid", "sessionkey", "sessid",
	"csrftoken", "xapikey", "sas", "sig", "credential", "credentials",
	"authorization", "jeton", "cl\xc3\xa9""api", "kluczapi",
	"cl\xc3\xa9secr\xc3\xa8te", "otp", "totp", "totpsecret", "webhook",
	NULL };
static const char *const pins[] = { "pin", "puk", "pincode", NULL };

/* What stands where a password would, and is none. */
static const char *const no_values[] = { "none", "null", "nil", "true",
	"false", "yes", "no", "required", "password", "string", "undefined",
	"empty", "optional", "str", "text", "varchar", "bool", "enabled",
	"disabled", "hidden", "brak", "tak", "nie", "oui", "non", "aucun",
	"secret", "token", "input", "getpass", "os.environ", "process.env",
	"unknown", "forgotten", "protected", "reset", "changed", NULL };

/* --- the word before --- */

struct key {
	char s[KEY_MAX + 1];	/* lower case, only its letters and digits */
	size_t start;		/* in the text */
};

static bool
is_key_byte(uint8_t c)
{
	return is_wordly(c) || c == '-' || c == '.' || c == '\'';
}

/* Read the word that ends before `at`, with up to two words before it. */
static void
read_key(const struct view *v, size_t at, struct key *k)
{
	size_t end = at, start, n = 0, spaces = 0;
	uint8_t c;

	while (end > 0 && at - end < 4 && run_in(v->s[end - 1], " \t\"'*]`>"))
		end--;
	start = end;
	while (start > 0 && end - start < KEY_MAX) {
		c = v->s[start - 1];
		if (c == ' ' && spaces < 2 && start > 1 &&
		    is_key_byte(v->s[start - 2]))
			spaces++;
		else if (!is_key_byte(c))
			break;
		start--;
	}
	for (size_t i = start; i < end && n < KEY_MAX; i++) {
		c = v->s[i];
		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + 32);
		if ((is_wordly(c) && c != '_') || c == '\'')
			k->s[n++] = (char)c;
	}
	k->s[n] = '\0';
	k->start = start;
}

static bool
ends_with(const struct key *k, const char *const *endings, bool whole)
{
	size_t n = strlen(k->s), len;

	for (; *endings != NULL; endings++) {
		len = strlen(*endings);
		if (len <= n && memcmp(k->s + n - len, *endings, len) == 0 &&
		    (!whole || n == len))
			return true;
	}
	return false;
}

/* --- the value --- */

static bool
is_no_value(const struct view *v, size_t start, size_t end)
{
	size_t stop;

	for (size_t i = 0; no_values[i] != NULL; i++)
		if (strlen(no_values[i]) == end - start &&
		    run_is_any(v, start, no_values[i]))
			return true;
	/* "passwd = getpass(prompt": a program's words. */
	stop = run_end(v, start, RUN_ALNUM | RUN_UNDER | RUN_DOT, end - start);
	if (stop > start && stop < end && (v->s[stop] == '(' ||
	    v->s[stop] == '['))
		return true;
	return end - start < 4 || run_is_placeholder(v, start, end) ||
	    byte_at(v, end) == '(';
}

/* From `at` on: within quotes, or up to white space and what ends a field. */
static size_t
value_end(const struct view *v, size_t *at, size_t most)
{
	size_t end, max;
	uint8_t quote = byte_at(v, *at);

	if (run_in(quote, "\"'`")) {
		max = v->len - *at > most + 1 ? *at + 1 + most : v->len;
		for (end = *at + 1; end < max && v->s[end] != quote; end++)
			if (v->s[end] == '\n')
				break;
		if (end < max && v->s[end] == quote) {
			++*at;
			return end;
		}
		++*at;
	}
	max = v->len - *at > most ? *at + most : v->len;
	for (end = *at; end < max; end++)
		if (v->s[end] <= ' ' || run_in(v->s[end], "\"'`<>,;"))
			break;
	while (end > *at && run_in(v->s[end - 1], ".)]}:"))
		end--;
	return end;
}

/* How sure it is that this stands there as a password. */
static double
as_password(const struct view *v, size_t start, size_t end, bool equals)
{
	struct mix m = run_mix(v, start, end);
	uint8_t after = byte_at(v, end);
	bool alone = after == 0 || run_in(after, "\n\r\"'`;,<&");

	if (m.digits > 0 && (m.lower + m.upper > 0 || m.other > 0))
		return 0.85;
	if ((m.lower > 0 && m.upper > 1) || (m.other > 0 && m.other <
	    m.lower + m.upper && alone))
		return 0.7;
	/* A word may be one; a sentence goes on. */
	if (equals)
		return alone ? 0.7 : 0.45;
	return alone && (m.digits > 0 || m.lower + m.upper >= 5) ? 0.45 : 0;
}

static int
say_password(const struct view *v, size_t at, bool equals, double most,
    size_t *next)
{
	size_t start = at, end = value_end(v, &start, PASSWORD_MAX);
	double sure;

	if (end - start >= PASSWORD_MAX || end <= start ||
	    is_no_value(v, start, end) ||
	    (sure = as_password(v, start, end, equals)) == 0)
		return 0;
	*next = end;
	return report(v, start, end, "PASSWORD", "secret", sure < most ? sure :
	    most, "what stands beside a word for a password");
}

static int
say_key(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end;
	struct mix m;

	if (run_is_any(v, at, "bearer ") || run_is_any(v, at, "basic "))
		start += run_is_any(v, at, "basic ") ? 6 : 7;
	end = value_end(v, &start, VALUE_MAX);
	if (end <= start || end - start < TOKEN_LEAST ||
	    is_no_value(v, start, end))
		return 0;
	m = run_mix(v, start, end);
	if (m.digits == 0 || m.lower + m.upper == 0 || m.entropy < 2.7)
		return 0;
	*next = end;
	return report(v, start, end, "API_KEY", "secret", m.entropy > 3.5 ?
	    0.85 : 0.6, "mixed characters beside a word for a secret");
}

static int
say_pin(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_DIGIT, 9);

	if (end - at < 4 || end - at > 8 || is_wordly(byte_at(v, end)) ||
	    run_in(byte_at(v, end), ".,-/:"))
		return 0;
	*next = end;
	return report(v, at, end, "PASSWORD", "secret", 0.7,
	    "digits beside a word for a PIN");
}

/* ':' or '=' between a word and its value. */
static int
assigned(const struct view *v, size_t at, bool equals, size_t *next)
{
	struct key k;
	size_t value = at + 1;

	if (run_in(byte_at(v, value), "=:>"))
		value++;	/* ":=", "=>", "==" */
	value = run_skip_blanks(v, value, 4);
	if (value >= v->len || v->s[value] == '\n' || v->s[value] == '\r' ||
	    (v->s[at] == ':' && run_is(v, at, "://")))
		return 0;
	read_key(v, at, &k);
	if (k.s[0] == '\0')
		return 0;
	if (ends_with(&k, passwords, false) || (ends_with(&k,
	    (const char *const[]){ "pass", NULL }, true) && equals))
		return say_password(v, value, equals, 1, next);
	if (ends_with(&k, pins, true) || (ends_with(&k, pins, false) &&
	    strlen(k.s) < 12))
		return say_pin(v, value, next);
	if (ends_with(&k, keys, false))
		return say_key(v, value, next);
	return 0;
}

/* --- in sentences --- */

/* "the password is hunter2", "hasło to ...", "mot de passe est ..." */
static int
told(const struct view *v, size_t at, size_t *next)
{
	static const char *const links[] = { "is ", "was ", "to ", "brzmi ",
	    "est ", "was set to ", "will be ", NULL };
	size_t end = run_end(v, at, RUN_LOWER | RUN_UPPER | RUN_BEYOND, 16);

	if (run_is_any(v, at, "mot de passe"))
		end = at + 12;
	else if ((v->s[at] | 32) == 'm' && !run_is_any(v, at, "mdp"))
		return 0;
	if (byte_at(v, end) != ' ')
		return 0;
	end++;
	for (size_t i = 0; links[i] != NULL; i++)
		if (run_is_any(v, end, links[i])) {
			struct mix m;
			size_t start = run_skip_blanks(v, end +
			    strlen(links[i]), 2), stop;

			stop = value_end(v, &start, PASSWORD_MAX);
			m = run_mix(v, start, stop);
			/* "the password is wrong" */
			if (m.digits == 0 && start == end + strlen(links[i]) &&
			    !(m.lower > 0 && m.upper > 1))
				return 0;
			return say_password(v, start, false, 0.8, next);
		}
	/* "password hunter2!" */
	if (end < v->len && !run_in(v->s[end], "\"'")) {
		size_t stop = value_end(v, &end, PASSWORD_MAX);
		struct mix m = run_mix(v, end, stop);

		if (m.digits == 0 || m.lower == 0 || stop - end < 6)
			return 0;
	}
	return say_password(v, end, false, 0.6, next);
}

static int
bearer(const struct view *v, size_t at, size_t *next)
{
	static const char *const cue[] = { "authorization", NULL };

	if (!near_before(v, at, 24, cue) && (v->s[at] | 32) == 'b' &&
	    run_is_any(v, at, "basic"))
		return 0;
	return say_key(v, at, next);
}

/* "otpauth://totp/Name?secret=..." */
static int
otp(const struct view *v, size_t at, size_t *next)
{
	size_t end = at;

	if (!run_is_any(v, at, "otpauth://"))
		return 0;
	while (end < v->len && end - at < VALUE_MAX && v->s[end] > ' ' &&
	    !run_in(v->s[end], "\"'<>"))
		end++;
	*next = end;
	return report(v, at, end, "API_KEY", "secret", 0.98,
	    "the secret and the account of one-time passwords");
}

/* --- words for a recovery (BIP 39) --- */

#define PHRASE_WORDS_LEAST 12u
#define PHRASE_WORDS_MAX 24u

/* The word at `at`: 3 to 8 small letters, numbered or not; its end, or 0. */
static size_t
phrase_word(const struct view *v, size_t *at)
{
	size_t i = *at, end;

	while (i - *at < 8 && (v->len > i) && (run_in(v->s[i], " \n\r\t,") ||
	    is_digit(v->s[i]) || run_in(v->s[i], ".)")))
		i++;
	end = run_end(v, i, RUN_LOWER, 9);
	if (end - i < 3 || end - i > 8 || is_wordly(byte_at(v, end)))
		return 0;
	*at = i;
	return end;
}

/* 12 to 24 words of 3 to 8 letters, nothing else between them, close behind a
 * name for such words: sentences have shorter and longer ones. */
static int
phrase(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_line_end(v, at, 80), start = 0, word, stop, n = 0;
	size_t last = 0;

	for (size_t i = at; i < end && i - at < 80; i++)
		if (v->s[i] == ':' || v->s[i] == '=' || v->s[i] == '"') {
			start = i + 1;
			break;
		}
	if (start == 0)
		start = end;
	for (word = start; n <= PHRASE_WORDS_MAX; n++, word = stop) {
		if ((stop = phrase_word(v, &word)) == 0)
			break;
		if (n == 0)
			start = word;
		last = stop;
	}
	if (n < PHRASE_WORDS_LEAST || n > PHRASE_WORDS_MAX || n % 3 != 0)
		return 0;
	*next = last;
	return report(v, start, last, "PASSWORD", "secret", 0.9,
	    "%zu words behind a name for recovery words", n);
}

static int
at_word(const struct view *v, size_t at, size_t *next)
{
	if (run_is_any(v, at, "bearer ") || run_is_any(v, at, "basic "))
		return bearer(v, at, next);
	if (run_is_any(v, at, "otpauth"))
		return otp(v, at, next);
	if (run_is_any(v, at, "seed phrase") || run_is_any(v, at, "seed:") ||
	    run_is_any(v, at, "seed words") ||
	    run_is_any(v, at, "recovery phrase") ||
	    run_is_any(v, at, "recovery words") ||
	    run_is_any(v, at, "mnemonic") || run_is_any(v, at, "fraza ") ||
	    run_is_any(v, at, "frazy ") ||
	    run_is_any(v, at, "phrase de r") ||
	    run_is_any(v, at, "phrase secr"))
		return phrase(v, at, next);
	if (run_is_any(v, at, "pass") || run_is_any(v, at, "has") ||
	    run_is_any(v, at, "m"))
		return told(v, at, next);
	return 0;
}

/* "scheme://user:password@host" */
static int
in_address(const struct view *v, size_t at, size_t *next)
{
	size_t user = at + 2, colon, end;

	if (byte_before(v, at) != ':' || byte_at(v, at + 1) != '/')
		return 0;
	for (colon = user; colon < v->len && colon - user < 64; colon++)
		if (v->s[colon] <= ' ' || run_in(v->s[colon], ":/@\"'<>"))
			break;
	if (colon == user || byte_at(v, colon) != ':')
		return 0;
	for (end = colon + 1; end < v->len && end - colon < PASSWORD_MAX; end++)
		if (v->s[end] <= ' ' || run_in(v->s[end], "/@\"'<>"))
			break;
	if (byte_at(v, end) != '@' || end - colon < 3)
		return 0;
	*next = end;
	return report(v, user, end, "PASSWORD", "secret", 0.97,
	    "name and password in an address");
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	if (trigger == TRIGGER_WORD)
		return at_word(v, place, next);
	if (trigger == TRIGGER_SLASH)
		return in_address(v, place, next);
	return assigned(v, place, trigger == TRIGGER_EQUALS, next);
}

const struct finder find_secret = {
	.name = "secret", .kinds = kinds,
	.what = "passwords, PINs and keys, by the words beside them",
	.triggers = TRIGGER_COLON | TRIGGER_EQUALS | TRIGGER_SLASH |
	    TRIGGER_WORD, .words = words, .at = at,
};
