/* spelling.c -- see spelling.h. */
#include "redact/find/known/spelling.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "vault/base/bytes.h"
#include "vault/base/print.h"

/* What is longer stands first; '$' is the end of the word. */
struct rule {
	const char *from, *to;
};

static const struct rule umlauts[] = {
	{ "ö", "oe" }, { "ø", "oe" }, { "ä", "ae" }, { "ü", "ue" },
	{ "å", "aa" }, { "ő", "oe" }, { "ű", "ue" }, { NULL, NULL },
};

static const struct rule plain[] = {
	{ "oe", "o" }, { "ae", "a" }, { "ue", "u" }, { "aa", "a" },
	{ NULL, NULL },
};

/* BGN/PCGN without apostrophes; also what passports have. */
static const struct rule english[] = {
	{ "ый$", "y" }, { "ий$", "iy" }, { "кс", "x" }, { "а", "a" },
	{ "б", "b" }, { "в", "v" }, { "г", "g" }, { "ґ", "g" }, { "д", "d" },
	{ "е", "e" }, { "ё", "yo" }, { "є", "ye" }, { "ж", "zh" },
	{ "з", "z" }, { "и", "i" }, { "і", "i" }, { "ї", "yi" },
	{ "й", "y" }, { "к", "k" }, { "л", "l" }, { "м", "m" }, { "н", "n" },
	{ "о", "o" }, { "п", "p" }, { "р", "r" }, { "с", "s" }, { "т", "t" },
	{ "у", "u" }, { "ф", "f" }, { "х", "kh" }, { "ц", "ts" },
	{ "ч", "ch" }, { "ш", "sh" }, { "щ", "shch" }, { "ъ", "" },
	{ "ы", "y" }, { "ь", "" }, { "э", "e" }, { "ю", "yu" }, { "я", "ya" },
	{ NULL, NULL },
};

/* As English, but -y and -ii for -ий. */
static const struct rule short_y[] = {
	{ "ий$", "y" }, { "ый$", "yi" }, { NULL, NULL },
};

static const struct rule double_i[] = {
	{ "ий$", "ii" }, { "й", "i" }, { "ю", "iu" }, { "я", "ia" },
	{ "ё", "e" }, { NULL, NULL },
};

static const struct rule polish[] = {
	{ "ский$", "ski" }, { "цкий$", "cki" }, { "ий$", "i" },
	{ "в", "w" }, { "ж", "z" }, { "й", "j" }, { "х", "ch" }, { "ц", "c" },
	{ "ч", "cz" }, { "ш", "sz" }, { "щ", "szcz" }, { "ё", "io" },
	{ "ю", "iu" }, { "я", "ia" }, { "є", "ie" }, { "ї", "ji" },
	{ NULL, NULL },
};

static const struct rule french[] = {
	{ "ий$", "i" }, { "ж", "j" }, { "у", "ou" }, { "ч", "tch" },
	{ "ш", "ch" }, { "щ", "chtch" }, { "й", "i" }, { "ю", "iou" },
	{ "я", "ia" }, { "ё", "io" }, { "ин$", "ine" }, { NULL, NULL },
};

static const struct rule german[] = {
	{ "ий$", "i" }, { "в", "w" }, { "ж", "sch" }, { "з", "s" },
	{ "й", "j" }, { "х", "ch" }, { "ц", "z" }, { "ч", "tsch" },
	{ "ш", "sch" }, { "щ", "schtsch" }, { "ю", "ju" }, { "я", "ja" },
	{ "ё", "jo" }, { NULL, NULL },
};

/* ISO 9, whose marks go when letters are folded. */
static const struct rule standard[] = {
	{ "ий$", "ij" }, { "ж", "z" }, { "й", "j" }, { "х", "h" },
	{ "ц", "c" }, { "ч", "c" }, { "ш", "s" }, { "щ", "s" }, { "ю", "u" },
	{ "я", "a" }, { "ё", "e" }, { NULL, NULL },
};

/* ELOT 743. */
static const struct rule greek[] = {
	{ "ου", "ou" }, { "αυ", "av" }, { "ευ", "ev" }, { "μπ", "b" },
	{ "ντ", "nt" }, { "γγ", "ng" }, { "γκ", "gk" }, { "α", "a" },
	{ "β", "v" }, { "γ", "g" }, { "δ", "d" }, { "ε", "e" }, { "ζ", "z" },
	{ "η", "i" }, { "θ", "th" }, { "ι", "i" }, { "κ", "k" },
	{ "λ", "l" }, { "μ", "m" }, { "ν", "n" }, { "ξ", "x" }, { "ο", "o" },
	{ "π", "p" }, { "ρ", "r" }, { "σ", "s" }, { "ς", "s" }, { "τ", "t" },
	{ "υ", "y" }, { "φ", "f" }, { "χ", "ch" }, { "ψ", "ps" },
	{ "ω", "o" }, { NULL, NULL },
};

static const struct rule greek_classic[] = {
	{ "γι", "y" }, { "β", "b" }, { "φ", "ph" }, { "χ", "h" },
	{ "υ", "i" }, { NULL, NULL },
};

static const struct rule to_greek[] = {
	{ "th", "θ" }, { "ch", "χ" }, { "ps", "ψ" }, { "ou", "ου" },
	{ "ph", "φ" }, { "ks", "ξ" }, { "a", "α" }, { "b", "μπ" },
	{ "c", "κ" }, { "d", "δ" }, { "e", "ε" }, { "f", "φ" }, { "g", "γ" },
	{ "h", "χ" }, { "i", "ι" }, { "j", "τζ" }, { "k", "κ" },
	{ "l", "λ" }, { "m", "μ" }, { "n", "ν" }, { "o", "ο" }, { "p", "π" },
	{ "q", "κ" }, { "r", "ρ" }, { "s", "σ" }, { "t", "τ" }, { "u", "ου" },
	{ "v", "β" }, { "w", "β" }, { "x", "ξ" }, { "y", "υ" }, { "z", "ζ" },
	{ NULL, NULL },
};

static const struct rule polish_to_russian[] = {
	{ "dzki$", "дзкий" }, { "lski$", "льский" }, { "ski$", "ский" },
	{ "cki$", "цкий" }, { "ska$", "ская" }, { "cka$", "цкая" },
	{ "szcz", "щ" }, { "sz", "ш" }, { "cz", "ч" }, { "rz", "ж" },
	{ "ch", "х" }, { "ja", "я" }, { "ju", "ю" }, { "je", "е" },
	{ "jo", "йо" }, { "ia", "я" }, { "ie", "е" }, { "io", "ё" },
	{ "iu", "ю" }, { "ż", "ж" }, { "ź", "зь" }, { "ś", "сь" },
	{ "ć", "ць" }, { "ń", "нь" }, { "ł", "л" }, { "ó", "у" },
	{ "ą", "он" }, { "ę", "ен" }, { "w", "в" }, { "c", "ц" },
	{ "j", "й" }, { "h", "х" }, { "y", "ы" }, { "l$", "ль" },
	{ NULL, NULL },
};

static const struct rule english_to_russian[] = {
	{ "skiy$", "ский" }, { "sky$", "ский" }, { "shch", "щ" },
	{ "sch", "ш" }, { "sh", "ш" }, { "ch", "ч" }, { "zh", "ж" },
	{ "kh", "х" }, { "ts", "ц" }, { "ya", "я" }, { "yu", "ю" },
	{ "yo", "ё" }, { "ye", "е" }, { "ph", "ф" }, { "th", "т" },
	{ "ck", "к" }, { "ee", "и" }, { "oo", "у" }, { "ou", "у" },
	{ "a", "а" }, { "b", "б" }, { "c", "к" }, { "d", "д" }, { "e", "е" },
	{ "f", "ф" }, { "g", "г" }, { "h", "х" }, { "i", "и" },
	{ "j", "дж" }, { "k", "к" }, { "l", "л" }, { "m", "м" }, { "n", "н" },
	{ "o", "о" }, { "p", "п" }, { "q", "к" }, { "r", "р" }, { "s", "с" },
	{ "t", "т" }, { "u", "у" }, { "v", "в" }, { "w", "в" }, { "x", "кс" },
	{ "y", "и" }, { "z", "з" }, { NULL, NULL },
};

/* The first rule that fits at `s`; its length in *n. */
static const char *
apply(const struct rule *rules, const char *s, size_t *n)
{
	size_t len;

	for (; rules != NULL && rules->from != NULL; rules++) {
		len = strcspn(rules->from, "$");
		if (strncmp(s, rules->from, len) == 0 &&
		    (rules->from[len] == '\0' || s[len] == '\0')) {
			*n = len;
			return rules->to;
		}
	}
	return NULL;
}

struct spellings {
	struct spelling *list;
	size_t n;
};

/* Spell by the first table, and by the second where that says nothing. */
static void
spell(struct spellings *all, const char *word, const struct rule *one,
    const struct rule *two)
{
	struct spelling *to = &all->list[all->n];
	const char *s, *part;
	size_t n, len;

	if (all->n == SPELLINGS_MAX)
		return;
	to->len = 0;
	for (s = word; *s != '\0'; s += n) {
		if ((part = apply(one, s, &n)) == NULL &&
		    (part = apply(two, s, &n)) == NULL) {
			for (n = 1; ((uint8_t)s[n] & 0xc0) == 0x80; n++)
				;
			part = s;
			len = n;
		} else {
			len = strlen(part);
		}
		if (to->len + len >= SPELLING_BYTES)
			return;
		memcpy(to->text + to->len, part, len);
		to->len += len;
	}
	to->text[to->len] = '\0';
	if (to->len == 0 || strcmp(to->text, word) == 0)
		return;
	for (n = 0; n < all->n; n++)
		if (strcmp(all->list[n].text, to->text) == 0)
			return;
	all->n++;
}

static void
spell_cyrillic(struct spellings *all, const char *word)
{
	spell(all, word, english, NULL);
	spell(all, word, short_y, english);
	spell(all, word, double_i, english);
	spell(all, word, polish, english);
	spell(all, word, french, english);
	spell(all, word, german, english);
	spell(all, word, standard, english);
}

/* Lower case; the script of its letters, USCRIPT_UNKNOWN when they differ. */
static UScriptCode
lower(char out[SPELLING_BYTES], const uint8_t *word, size_t len)
{
	struct bytes b = BYTES_INIT(SPELLING_BYTES - 1);
	UScriptCode script = USCRIPT_COMMON, here;
	UErrorCode e = U_ZERO_ERROR;
	uint32_t cp;
	size_t n;

	for (; len > 0; word += n, len -= n) {
		if ((n = utf8_next(word, len, &cp)) == 0 ||
		    utf8_put(&b, (uint32_t)u_tolower((UChar32)cp)) < 0)
			break;
		here = uscript_getScript((UChar32)cp, &e);
		if (here == USCRIPT_COMMON || here == USCRIPT_INHERITED)
			continue;
		if (script != USCRIPT_COMMON && here != script)
			break;
		script = here;
	}
	if (len > 0 || U_FAILURE(e))
		script = USCRIPT_UNKNOWN;
	if (b.len > 0)
		memcpy(out, b.data, b.len);
	out[b.len] = '\0';
	bytes_free(&b);
	return script;
}

size_t
spellings_of(struct spelling out[SPELLINGS_MAX], const uint8_t *word,
    size_t len)
{
	struct spellings all = { .list = out };
	char s[SPELLING_BYTES];

	if (len == 0 || len >= SPELLING_BYTES)
		return 0;
	switch (lower(s, word, len)) {
	case USCRIPT_LATIN:
		spell(&all, s, umlauts, NULL);
		spell(&all, s, plain, NULL);
		spell(&all, s, polish_to_russian, english_to_russian);
		spell(&all, s, english_to_russian, polish_to_russian);
		spell(&all, s, to_greek, NULL);
		break;
	case USCRIPT_CYRILLIC:
		spell_cyrillic(&all, s);
		break;
	case USCRIPT_GREEK:
		spell(&all, s, greek, NULL);
		spell(&all, s, greek_classic, greek);
		break;
	default:
		break;
	}
	return all.n;
}
