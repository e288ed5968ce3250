/*
 * bic.c -- codes of banks (ISO 9362): four letters, a country, two, and three
 * for a branch.  Any long word in capitals may look so: a word must name it.
 */
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#include <string.h>

#define AHEAD 48u	/* bytes looked at behind the word */
#define WORDS_MAX 3u	/* "code", "is" */

static const char *const kinds[] = { "BIC", NULL };

static const char *const words[] = {
	"bic", "swift", "swiftcode", "bic_swift", "swift_code", "bic_code",
	NULL
};

/* ISO 3166-1 and XK. */
static const char countries[] =
	"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBV"
	"BWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERES"
	"ETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIE"
	"ILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLY"
	"MAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNU"
	"NZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSM"
	"SNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVE"
	"VGVIVNVUWFWSYEYTZAZMZWXK";

static bool
is_country(const uint8_t *s)
{
	for (const char *c = countries; *c != '\0'; c += 2)
		if ((uint8_t)c[0] == s[0] && (uint8_t)c[1] == s[1])
			return true;
	return false;
}

/* What may stand between the word and the code. */
static const char *const between[] = {
	"code", "kod", "no", "nr", "number", "numÃ©ro", "is", "to",
	"jest", "est", "bic", "swift", "banku", "bank", "du", "de", NULL
};

static bool
is_capital(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

/* The length of the code that stands at `at`, or 0. */
static size_t
length(const struct view *v, size_t at)
{
	const uint8_t *s = v->s + at;
	size_t n = 0;

	while (n < 12 && at + n < v->len && (is_capital(s[n]) ||
	    is_digit(s[n])))
		n++;
	if ((n != 8 && n != 11) || token_goes_on(v, at + n) ||
	    !is_country(s + 4))
		return 0;
	for (size_t i = 0; i < 6; i++)
		if (!is_capital(s[i]))
			return 0;
	return n;
}

/* Over marks and one of the words; `at` when no word stands there. */
static size_t
over_word(const struct view *v, size_t at)
{
	size_t n;

	for (size_t i = 0; between[i] != NULL; i++) {
		n = strlen(between[i]);
		if (near_stands(v, at, between[i]))
			return at + n;
	}
	return at;
}

static size_t
over_marks(const struct view *v, size_t at, size_t most)
{
	while (at < most && !is_wordly(v->s[at]))
		at++;
	return at;
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	size_t most = v->len - at < AHEAD ? v->len : at + AHEAD, n, behind;

	(void)trigger;
	while (at < most && is_wordly(v->s[at]))
		at++;
	for (size_t words_left = WORDS_MAX; ; words_left--) {
		at = over_marks(v, at, most);
		if (at == most)
			return 0;
		if ((n = length(v, at)) != 0)
			break;
		if ((behind = over_word(v, at)) == at || words_left == 0)
			return 0;
		at = behind;
	}
	*next = at + n;
	return report(v, at, at + n, "BIC", "bic", 0.95, "%zu characters with "
	    "a country, behind a word that names it", n);
}

const struct finder find_bic = {
	.name = "bic", .kinds = kinds,
	.what = "codes of banks (BIC, SWIFT) beside a word that names them",
	.triggers = TRIGGER_WORD, .words = words, .at = at,
};
