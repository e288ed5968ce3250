/* inflect.c -- see inflect.h. */
#include "redact/find/known/inflect.h"

#include <string.h>

/*
 * Blanks part the endings; "-" is none.  The Cyrillic ones stand as letters
 * fold: а, е, о, у and х are Latin here, й is и.
 */
static const char *const tables[ENDINGS] = {
	[ENDS_NOT] = "-",
	[ENDS_NOUN] = "- a owi em iem u ie ze e y i owie ow om ami ach "
	    "ia iowi iu iow owa owej owna owny ownie ownej owne",
	[ENDS_STEM] = "a owi em iem u ie ze e y i owie ow om ami ach owa "
	    "owej owna owny ownie",
	[ENDS_ADJECTIVE] = "i iego iemu im a iej ie ich imi y",
	[ENDS_Y] = "y ego emu ym a ej e ych ymi i",
	[ENDS_A] = "a y i ie ze e o om ami ach",
	[ENDS_O] = "o i y ie ze e a om owie ow ami ach",
	[ENDS_VOWEL] = "- ego emu go mu m ch mi owie a owi em",
	[ENDS_CIE] = "cie",
	[ENDS_DZIE] = "dzie",
	[ENDS_CE] = "ce",
	[ENDS_DZE] = "dze",
	[ENDS_SCY] = "cy",
	[ENDS_RU_NOUN] = "- a y oм e ы oв aм aми ax ым oи",
	[ENDS_RU_ADJECTIVE] = "ии oгo oмy им oм aя oи yю иe иx ими",
	[ENDS_RU_A] = "a ы и e y oи",
};

static const char apostrophe[] = "a owi em iem ego emu m ie u owie ow om ami "
    "ach y";

/* The next character of a table, all of which is of two bytes at most. */
static uint32_t
next_of(const char **s)
{
	uint32_t c = (uint8_t)*(*s)++;

	if (c >= 0x80)
		c = (c & 0x1f) << 6 | ((uint8_t)*(*s)++ & 0x3f);
	return c;
}

static bool
in_table(const char *table, const uint32_t *letters, size_t n)
{
	const char *s = table;
	size_t i;

	while (*s != '\0') {
		for (i = 0; *s != ' ' && *s != '\0';) {
			uint32_t c = next_of(&s);

			if (c == '-')
				continue;
			i = i < n && letters[i] == c ? i + 1 : n + 1;
		}
		if (i == n)
			return true;
		s += *s == ' ';
	}
	return false;
}

bool
inflect_ends(enum endings endings, const uint32_t *letters, size_t n)
{
	return in_table(tables[endings], letters, n);
}

bool
inflect_apostrophe(const uint32_t *letters, size_t n)
{
	return n > 0 && in_table(apostrophe, letters, n);
}

static bool
ends_in(const uint32_t *name, size_t n, const char *end)
{
	size_t len = strlen(end);

	if (n < len + 2)
		return false;
	for (size_t i = 0; i < len; i++)
		if (name[n - len + i] != (uint8_t)end[i])
			return false;
	return true;
}

static bool
is_vowel(uint32_t c)
{
	return c < 0x80 && c != 0 && strchr("aeiouy", (int)c) != NULL;
}

struct stems {
	struct stem *list;
	size_t n;
};

/* The first `keep` letters of the name, then `then`. */
static void
add(struct stems *s, const uint32_t *name, size_t keep, const char *then,
    enum endings endings, bool changed)
{
	struct stem *to;

	if (s->n == STEMS_MAX || keep + strlen(then) > STEM_MAX)
		return;
	to = &s->list[s->n++];
	memcpy(to->letters, name, keep * sizeof(*name));
	to->n = keep;
	for (; *then != '\0'; then++)
		to->letters[to->n++] = (uint8_t)*then;
	to->endings = endings;
	to->changed = changed;
}

/* A vowel that goes, or another that comes: Dudek, Kozioł, Gołąb. */
static void
add_changed(struct stems *s, const uint32_t *name, size_t n)
{
	static const struct {
		const char *end, *then;
	} changes[] = {
		{ "rzec", "rc" }, { "niec", "nc" }, { "iec", "c" },
		{ "ec", "c" }, { "iek", "k" }, { "ek", "k" }, { "iel", "l" },
		{ "el", "l" }, { "iol", "l" }, { "ol", "l" }, { "er", "r" },
		{ "dzien", "dni" }, { "cien", "tni" }, { "ien", "ni" },
		{ "en", "ni" },
		{ "ab", "ebi" }, { "adz", "edzi" }, { "aw", "awi" },
	};

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (ends_in(name, n, changes[i].end)) {
			add(s, name, n - strlen(changes[i].end),
			    changes[i].then, ENDS_STEM, true);
			return;
		}
}

/* What the last consonant becomes before -ie. */
static void
add_softened(struct stems *s, const uint32_t *name, size_t n)
{
	static const struct {
		char last;
		enum endings endings;
	} soft[] = {
		{ 't', ENDS_CIE }, { 'd', ENDS_DZIE }, { 'k', ENDS_CE },
		{ 'g', ENDS_DZE },
	};

	for (size_t i = 0; i < sizeof(soft) / sizeof(soft[0]); i++)
		if (n > 2 && name[n - 1] == (uint8_t)soft[i].last)
			add(s, name, n - 1, "", soft[i].endings, false);
}

static void
inflect_latin(struct stems *s, const uint32_t *name, size_t n)
{
	if (ends_in(name, n, "ski") || ends_in(name, n, "ska") ||
	    ends_in(name, n, "cki") || ends_in(name, n, "cka") ||
	    ends_in(name, n, "dzki") || ends_in(name, n, "dzka")) {
		add(s, name, n - 1, "", ENDS_ADJECTIVE, false);
		add(s, name, n - 2, "", ENDS_SCY, false);
	} else if (name[n - 1] == 'a') {
		add(s, name, n - 1, "", ENDS_A, false);
		add_softened(s, name, n - 1);
	} else if (name[n - 1] == 'o') {
		add(s, name, n - 1, "", ENDS_O, false);
		add_softened(s, name, n - 1);
		add(s, name, n, "", ENDS_NOT, false);
	} else if (name[n - 1] == 'y' && !is_vowel(name[n - 2])) {
		add(s, name, n - 1, "", ENDS_Y, false);
	} else if (is_vowel(name[n - 1])) {
		add(s, name, n, "", ENDS_VOWEL, false);
	} else {
		add(s, name, n, "", ENDS_NOUN, false);
		add_softened(s, name, n);
		add_changed(s, name, n);
	}
}

/* By how it ends: -ий and -ый (й folds to и), -а, or else. */
static void
inflect_cyrillic(struct stems *s, const uint32_t *name, size_t n)
{
	uint32_t last = name[n - 1], before = name[n - 2];

	if (n > 3 && last == 0x438 && (before == 0x438 || before == 0x44b))
		add(s, name, n - 2, "", ENDS_RU_ADJECTIVE, false);
	else if (last == 'a')
		add(s, name, n - 1, "", ENDS_RU_A, false);
	else
		add(s, name, n, "", ENDS_RU_NOUN, false);
}

size_t
inflect(struct stem stems[STEMS_MAX], const uint32_t *name, size_t n)
{
	struct stems s = { .list = stems };
	bool cyrillic = false;

	for (size_t i = 0; i < n; i++)
		cyrillic = cyrillic || (name[i] >= 0x400 && name[i] < 0x530);
	if (n < 3)
		add(&s, name, n, "", ENDS_NOT, false);
	else if (cyrillic)
		inflect_cyrillic(&s, name, n);
	else
		inflect_latin(&s, name, n);
	return s.n;
}
