/*
 * inflect.h -- how a name ends in other cases: the stems that a name has, and
 * the endings that each may take.  Polish and, in Cyrillic letters, Russian;
 * endings are folded as letters are (letter.h), so "ą" is "a".
 *
 * A stem with its endings stands for dozens of forms and is one key to look
 * for; what is no form of the language ("kowalskiemi") may be one here.
 */
#ifndef REDACT_FIND_INFLECT_H
#define REDACT_FIND_INFLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STEM_MAX 64u		/* letters of a name */
#define STEMS_MAX 6u		/* of one name */
#define ENDING_MAX 6u		/* letters */

enum endings {
	ENDS_NOT,	/* nothing may follow */
	ENDS_NOUN,	/* Nowak: -, -a, -owi, -iem */
	ENDS_STEM,	/* of a changed stem (Wróbl-): the same, but something */
	ENDS_ADJECTIVE,	/* Kowalsk-: -i, -iego, -a, -iej, -ą */
	ENDS_Y,		/* Czarn-: -y, -ego, -a */
	ENDS_A,		/* Ann-: -a, -y, -ie, -ę */
	ENDS_O,		/* Kościuszk-: -o, -i, -ę */
	ENDS_VOWEL,	/* Rossi, Blake: -, -ego, -m */
	ENDS_CIE,	/* Marta, Marcie */
	ENDS_DZIE,	/* Wanda, Wandzie */
	ENDS_CE,	/* Monika, Monice */
	ENDS_DZE,	/* Jadwiga, Jadwidze */
	ENDS_SCY,	/* Kowalski, Kowalscy */
	ENDS_RU_NOUN,	/* Иванов */
	ENDS_RU_ADJECTIVE,	/* Ковальск- */
	ENDS_RU_A,	/* Анн- */
	ENDINGS
};

struct stem {
	uint32_t letters[STEM_MAX];
	size_t n;
	enum endings endings;
	bool changed;		/* a vowel is not as in the name */
};

/* The stems of a folded name of 2 to STEM_MAX letters: at least one. */
size_t inflect(struct stem stems[STEMS_MAX], const uint32_t *name, size_t n);

/* Are these letters such an ending?  None at all is the name as it is. */
bool inflect_ends(enum endings endings, const uint32_t *letters, size_t n);

/* What may follow an apostrophe behind a foreign name: Blake'a. */
bool inflect_apostrophe(const uint32_t *letters, size_t n);

#endif
