/*
 * token.h -- the words, numbers and marks of a view, sentence by sentence.
 *
 * A word is a run of letters, digits and marks on letters; a hyphen joins
 * ("Kowalska-Nowak") between letters.  What French elides stands alone
 * ("d'", "Arc"), and so does what English adds ("Smith", "'s"); "O'Brien"
 * stays whole.  One capital letter and its full stop are one word ("J.").  A
 * number is digits, with single '.', ',' or ':' between them ("10.12.2004");
 * digits that touch letters are a word ("5th", "AB12").  Any other character
 * that is not a space is a mark, alone.
 *
 * A sentence ends at '.', '!', '?' or "..." before a space and a capital letter
 * or digit, unless an abbreviation stands before it; at an empty line; and at
 * the end of a line that is short, or before one that begins unlike prose: a
 * line of wrapped prose goes on.  It also ends after TOKENS_MAX tokens, so
 * that work and memory are bounded whatever the text.
 */
#ifndef REDACT_FIND_TOKEN_H
#define REDACT_FIND_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "redact/find/view/view.h"

#define TOKENS_MAX 256u		/* tokens of one sentence */
#define TOKEN_LOW_MAX 48u	/* bytes kept of a word in lower case */

enum token_sort { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK };

/* What a token looks like; any set. */
enum token_is {
	TOKEN_CAPITAL = 1,	/* begins with a capital letter */
	TOKEN_UPPER = 2,	/* two capital letters or more, none small */
	TOKEN_MIXED = 4,	/* a capital after a small letter: "McKay" */
	TOKEN_DIGIT = 8,	/* has a digit */
	TOKEN_HYPHEN = 16,	/* has a hyphen inside */
	TOKEN_INITIAL = 32,	/* "J." */
	TOKEN_ELIDED = 64,	/* "d'", "qu'" */
	TOKEN_ADDED = 128,	/* "'s", "'t" */
	TOKEN_ACCENT = 256,	/* has a letter beyond ASCII */
	TOKEN_SPACE = 512,	/* white space, or nothing at all, before it */
	TOKEN_LINE = 1024,	/* first on its line */
	TOKEN_FIRST = 2048,	/* first of its sentence */
	TOKEN_LONG = 4096	/* more than TOKEN_LOW_MAX bytes */
};

struct token {
	size_t start, end;	/* in the folded text */
	uint8_t sort;		/* enum token_sort */
	uint8_t low_len;
	uint16_t is;		/* set of enum token_is */
	uint16_t low;		/* where its lower case begins: token_low() */
	uint64_t hash;		/* of its lower case; equal on every machine */
};

/* One sentence. */
struct tokens {
	const struct view *v;
	struct token list[TOKENS_MAX];
	size_t n;
	size_t next;		/* where the next sentence begins to be looked for */
	uint16_t low_end;
	char low[TOKENS_MAX * TOKEN_LOW_MAX];
};

/*
 * tokens_next(t, v, at):
 * Read the next sentence at or behind `at` (0 at first, then t->next).  False
 * at the end of the text.  A sentence that is returned has one token or more.
 */
bool tokens_next(struct tokens *t, const struct view *v, size_t at);

/* A token in lower case, accents kept, cut to TOKEN_LOW_MAX bytes; not
 * terminated: *len bytes. */
const char *token_low(const struct tokens *t, size_t i, size_t *len);

/* Is the token this word (lower case)?  False for i beyond the sentence. */
static inline bool
token_is_word(const struct tokens *t, size_t i, const char *low)
{
	const struct token *k;

	if (i >= t->n)
		return false;
	/* Asked for word after word of a list: the first byte answers most. */
	k = &t->list[i];
	return t->low[k->low] == low[0] &&
	    strncmp(t->low + k->low, low, k->low_len) == 0 &&
	    low[k->low_len] == '\0';
}

/* The one byte of a mark; 0 for other tokens, for marks beyond ASCII, and for
 * i beyond the sentence. */
char token_mark(const struct tokens *t, size_t i);

/* The hash that struct token has, of `len` bytes in lower case. */
uint64_t token_hash(const char *low, size_t len);

#endif
