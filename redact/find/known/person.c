/* person.c -- see person.h. */
#include "redact/find/known/person.h"

#include <string.h>

#include "redact/find/known/inflect.h"
#include "redact/find/known/reading.h"
#include "redact/find/known/words.h"

#define WORDS_MAX 8u

struct word {
	struct person_word w;
	size_t to;		/* bytes of the value */
	bool capitals;
	bool comma, hyphen;	/* before it */
};

struct words {
	struct word list[WORDS_MAX];
	size_t n;
};

/* What stands between two letters; true when they are of one word. */
static bool
joins(const uint8_t *value, size_t from, size_t to, bool *comma, bool *hyphen)
{
	bool apostrophe = false;

	*comma = *hyphen = false;
	for (; from < to; from++) {
		apostrophe = apostrophe || value[from] == '\'' ||
		    value[from] == 0x99;	/* of U+2019 */
		*comma = *comma || value[from] == ',';
		*hyphen = *hyphen || value[from] == '-';
	}
	return apostrophe;
}

static bool
read_words(struct words *words, const uint8_t *value, size_t len)
{
	struct word *t = NULL;
	bool comma, hyphen;
	struct reading r;
	struct letter l;

	for (reading_begin(&r, value, len, 0); reading_next(&r, &l);) {
		if (l.digit || (t != NULL && l.gap == GAP_FAR))
			return false;
		if (t == NULL || ((l.gap == GAP_SPACE || l.gap == GAP_SIGN) &&
		    !joins(value, t->to, l.from, &comma, &hyphen))) {
			if (words->n == WORDS_MAX)
				return false;
			if (t == NULL)
				comma = hyphen = false;
			t = &words->list[words->n++];
			*t = (struct word){ .capitals = true,
			    .comma = comma, .hyphen = hyphen };
		}
		if (t->w.n == PERSON_LETTERS_MAX)
			return false;
		t->w.letters[t->w.n++] = l.cp;
		t->capitals = t->capitals && (l.upper || l.part);
		t->to = l.to;
	}
	return words->n > 0;
}

/* Titles and particles go, if anything else is there. */
static void
sift(struct words *words)
{
	size_t i, n = 0, real = 0;
	bool comma = false;
	struct word *t;

	for (i = 0; i < words->n; i++) {
		t = &words->list[i];
		real += t->w.n > 1 && !word_is_title(t->w.letters, t->w.n) &&
		    !word_is_particle(t->w.letters, t->w.n);
	}
	for (i = 0; i < words->n; i++) {
		t = &words->list[i];
		t->comma = comma = comma || t->comma;
		if (t->w.n > 1 && real > 0 && (word_is_title(t->w.letters,
		    t->w.n) || (!t->capitals &&
		    word_is_particle(t->w.letters, t->w.n))))
			continue;
		comma = false;
		words->list[n++] = *t;
	}
	words->n = n;
}

/* Which words are the surname: those up to the comma, those in capitals, the
 * last one with what is hyphened to it.  [*from, *to) */
static void
find_surname(const struct words *words, size_t *from, size_t *to)
{
	const struct word *t = words->list;
	size_t i, first = words->n, last = 0, capitals = 0;

	for (i = 1; i < words->n; i++)
		if (t[i].comma) {
			*from = 0;
			*to = i;
			return;
		}
	for (i = 0; i < words->n; i++)
		if (t[i].capitals && t[i].w.n > 1) {
			capitals++;
			first = i < first ? i : first;
			last = i;
		}
	if (capitals > 0 && capitals < words->n && last - first + 1 ==
	    capitals) {
		*from = first;
		*to = last + 1;
		return;
	}
	*to = words->n;
	for (i = words->n - 1; i > 0 && t[i].hyphen; i--)
		;
	*from = i;
}

bool
person_read(struct person *p, const void *value, size_t len)
{
	struct words words = { .n = 0 };
	size_t from, to, i;

	memset(p, 0, sizeof(*p));
	if (!read_words(&words, value, len))
		return false;
	sift(&words);
	if (words.n == 0)
		return false;
	find_surname(&words, &from, &to);
	if (to - from > PERSON_PART_MAX ||
	    words.n - (to - from) > PERSON_PART_MAX)
		return false;
	for (i = 0; i < words.n; i++)
		if (i >= from && i < to)
			p->surname[p->nsurname++] = words.list[i].w;
		else
			p->given[p->ngiven++] = words.list[i].w;
	return true;
}

bool
person_is_full(const struct person *p)
{
	return p->ngiven > 0 && p->given[0].n > 1 && p->nsurname > 0 &&
	    p->surname[0].n > 1;
}

/* --- comparing --- */

enum form { FORM_NONE, FORM_EQUAL, FORM_CASE };

/*
 * The endings that make a case and never another name: no plurals, no names of
 * wives, nothing that a woman's name or another given name ends in.
 */
static const char *const sure[ENDINGS] = {
	[ENDS_NOUN] = " a owi em iem u ie ze ",
	[ENDS_STEM] = " a owi em iem u ie ",
	[ENDS_Y] = " ego emu ym ",
	[ENDS_A] = " y i ie ",
	[ENDS_O] = " i ",
	[ENDS_VOWEL] = " ego emu m ",
	[ENDS_CIE] = " cie ", [ENDS_DZIE] = " dzie ", [ENDS_CE] = " ce ",
	[ENDS_DZE] = " dze ",
	[ENDS_RU_NOUN] = " a y oм e ",
	[ENDS_RU_ADJECTIVE] = " oгo oмy им oм ",
	[ENDS_RU_A] = " ы и y e oи ",
};

/* "Petrov", "Putin": with an -a it is a woman's. */
static bool
has_a_woman_s(const struct person_word *w)
{
	uint32_t last = w->letters[w->n - 1], before = w->letters[w->n - 2];

	return w->n > 3 && ((last == 'v' && (before == 'o' || before == 'e')) ||
	    (last == 'w' && before == 'o') || (last == 'n' && (before == 'i' ||
	    before == 'y')) || (last == 0x432 && (before == 'o' ||
	    before == 'e')) || (last == 0x43d && (before == 0x438 ||
	    before == 0x44b)));
}

static bool
is_sure(const struct person_word *base, enum endings kind,
    const uint32_t *ending, size_t n)
{
	char text[4 * ENDING_MAX + 3] = " ";
	const char *list = sure[kind];
	size_t at = 1;

	if (kind == ENDS_ADJECTIVE)	/* a man's, or a woman's */
		list = base->letters[base->n - 1] == 'a' ? " iej " :
		    " iego iemu im ";
	if (list == NULL || n == 0 || n > ENDING_MAX || (n == 1 &&
	    ending[0] == 'a' && has_a_woman_s(base)))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (ending[i] >= 0x80 && ending[i] < 0x800)
			text[at++] = (char)(0xc0 | ending[i] >> 6);
		else if (ending[i] >= 0x800)
			return false;
		text[at++] = (char)(ending[i] < 0x80 ? ending[i] :
		    0x80 | (ending[i] & 0x3f));
	}
	text[at++] = ' ';
	text[at] = '\0';
	return strstr(list, text) != NULL;
}

static bool
are_equal(const struct person_word *a, const struct person_word *b)
{
	return a->n == b->n && memcmp(a->letters, b->letters,
	    a->n * sizeof(*a->letters)) == 0;
}

/* Is `form` the base, or one of its cases? */
static enum form
form_of(const struct person_word *base, const struct person_word *form)
{
	struct stem stems[STEMS_MAX];
	size_t n;

	if (are_equal(base, form))
		return FORM_EQUAL;
	if (base->n < 3 || form->n < 3)
		return FORM_NONE;
	n = inflect(stems, base->letters, base->n);
	for (size_t i = 0; i < n; i++)
		if (form->n > stems[i].n && memcmp(form->letters,
		    stems[i].letters, stems[i].n * sizeof(*form->letters)) ==
		    0 && is_sure(base, stems[i].endings, form->letters +
		    stems[i].n, form->n - stems[i].n))
			return FORM_CASE;
	return FORM_NONE;
}

static bool
is_vowel(uint32_t c)
{
	return c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static enum form
surname_form(const struct person *base, const struct person *form)
{
	enum form all = FORM_EQUAL, one;

	if (base->nsurname != form->nsurname)
		return FORM_NONE;
	for (unsigned i = 0; i < base->nsurname; i++) {
		one = form_of(&base->surname[i], &form->surname[i]);
		if (one == FORM_NONE)
			return FORM_NONE;
		all = one == FORM_CASE ? FORM_CASE : all;
	}
	return all;
}

/* Do the given names go with a surname in this form? */
static enum person_same
given_same(const struct person *base, const struct person *form,
    enum form surname)
{
	enum person_same same = PERSON_SAME;
	const struct person_word *a, *b;
	enum form one;
	unsigned i;

	for (i = 0; i < base->ngiven && i < form->ngiven; i++) {
		a = &base->given[i];
		b = &form->given[i];
		if (a->n == 1 || b->n == 1) {
			if (a->letters[0] != b->letters[0])
				return PERSON_OTHER;
			same = a->n == b->n ? same : PERSON_PERHAPS;
			continue;
		}
		one = form_of(a, b);
		if (one == FORM_NONE || (one == FORM_CASE &&
		    surname != FORM_CASE) || (one == FORM_EQUAL &&
		    surname == FORM_CASE &&
		    !is_vowel(a->letters[a->n - 1])))
			return PERSON_OTHER;
	}
	return base->ngiven == form->ngiven && base->ngiven > 0 ? same :
	    PERSON_PERHAPS;
}

static enum person_same
compare(const struct person *base, const struct person *form)
{
	enum form surname;

	if (base->surname[0].n == 1 || form->surname[0].n == 1)
		return PERSON_OTHER;	/* "J. K." is many people's */
	surname = surname_form(base, form);
	return surname == FORM_NONE ? PERSON_OTHER :
	    given_same(base, form, surname);
}

enum person_same
person_same(const struct person *a, const struct person *b)
{
	enum person_same one = compare(a, b), other;

	if (one == PERSON_SAME)
		return one;
	other = compare(b, a);
	return other > one ? other : one;
}
