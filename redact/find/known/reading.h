/*
 * reading.h -- a text letter by letter, as known values are compared: case
 * folded, accents stripped, ligatures and look-alikes Latin, hidden marks seen
 * through (letter.h); what stood between the letters is told with each.
 *
 * It holds nothing of the text but where it stands, so memory stays flat.
 */
#ifndef REDACT_FIND_READING_H
#define REDACT_FIND_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/letter.h"

#define GAP_BYTES_MAX 256u	/* a longer gap ends a name */
#define GAP_SIGNS_MAX 3u	/* punctuation between two words of a name */

/* What stands before a letter. */
enum gap {
	GAP_NONE,	/* another letter */
	GAP_BREAK,	/* hyphen and line break */
	GAP_SPACE,	/* white space, line breaks too */
	GAP_SIGN,	/* a little punctuation, perhaps with white space */
	GAP_FAR		/* too much, or the beginning */
};

struct letter {
	uint32_t cp;		/* folded */
	size_t from, to;	/* the character's bytes */
	enum gap gap;
	bool part;		/* not the first of those of its character */
	bool upper;		/* a capital in the text */
	bool digit;
	bool hump;		/* begins a part of a word: "janK", "2024K" */
};

struct reading {
	const uint8_t *text;
	size_t len, at;
	uint32_t more[LETTERS_MAX];	/* of the last character */
	size_t nmore, next;
	struct letter last;
	bool begun;		/* a letter was read */
	size_t word;		/* where the word began */
	size_t word_end;	/* of the word that was looked at last */
	bool latin;		/* that word is Latin with look-alikes in it */
};

void reading_begin(struct reading *r, const void *text, size_t len, size_t at);

/* The next letter, false at the end of the text. */
bool reading_next(struct reading *r, struct letter *l);

/* All letters of the last character are read. */
bool reading_whole(const struct reading *r);

/* Behind the accents that stand at `at`. */
size_t reading_accents(const void *text, size_t len, size_t at);

/* The character before / at a place, 0 at an end of the text. */
uint32_t reading_before(const void *text, size_t at);
uint32_t reading_at(const void *text, size_t len, size_t at);

/*
 * Which letters may begin something: by the first three, as far as they are
 * letters and digits of ASCII.
 */
#define BEGINNING_LETTERS 36u
struct beginnings {
	uint64_t third[BEGINNING_LETTERS][BEGINNING_LETTERS]; /* a bit each */
	bool first[BEGINNING_LETTERS];	/* any that begins so */
	bool anywhere;			/* inside words too */
};
void beginnings_add(struct beginnings *b, const uint32_t *letters, size_t n);

/* Go on to the next place where a word, or a part of one, may begin so. */
void reading_skip(struct reading *r, const struct beginnings *b);

#endif
