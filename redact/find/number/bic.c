/*
 * bic.c -- codes of banks (ISO 9362): four letters, a country, two, and three
 * for a branch.  Any long word in capitals may look so: a word must name it.
 */
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#include <string.h>

#define AHEAD 48u	/* bytes looked at behind the word */

static const char *const kinds[] = { "BIC", NULL };

static const char *const words[] = {
	"bic", "bic/swift", "swift", "swift-bic", "swiftcode", "bic_swift",
	"kod swift", "code bic", "code swift", NULL
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

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	size_t most = v->len - at < AHEAD ? v->len : at + AHEAD, n;

	(void)trigger;
	for (size_t i = at + 3; i < most; i++) {
		if (!is_capital(v->s[i]) || is_wordly(v->s[i - 1]) ||
		    (n = length(v, i)) == 0)
			continue;
		*next = i + n;
		return report(v, i, i + n, "BIC", "bic", 0.95,
		    "%zu characters with a country, beside a word that names "
		    "it", n);
	}
	return 0;
}

const struct finder find_bic = {
	.name = "bic", .kinds = kinds,
	.what = "codes of banks (BIC, SWIFT) beside a word that names them",
	.triggers = TRIGGER_WORD, .words = words, .at = at,
};
