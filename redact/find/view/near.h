/*
 * near.h -- what stands beside a match: words that speak for a kind or against
 * it, and the bytes at its edges.  Offsets are of the folded text.
 */
#ifndef REDACT_FIND_NEAR_H
#define REDACT_FIND_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/view.h"

#define NEAR_MAX 200u	/* bytes looked at on one side */

/*
 * near_before(v, at, reach, words):
 * Does one of the words (lower case, NULL at the end) stand in the `reach`
 * bytes before `at`?  It must begin where a word begins; a word that ends in
 * '-' may go on ("telefon-" sees "telefonu"), others must end there too.
 *
 * The label of the field that `at` lies in (fields.h: the head of its column,
 * its key ...) counts like a word just before it; in the cell of a table that
 * has a head the cells beside it do not count.
 */
bool near_before(const struct view *v, size_t at, size_t reach,
    const char *const words[]);
bool near_after(const struct view *v, size_t at, size_t reach,
    const char *const words[]);

/* Does this word begin at `at`? */
bool near_stands(const struct view *v, size_t at, const char *word);

/* The byte before / at this place; 0 outside the text. */
static inline uint8_t
byte_before(const struct view *v, size_t at)
{
	return at > 0 ? v->s[at - 1] : 0;
}

static inline uint8_t
byte_at(const struct view *v, size_t at)
{
	return at < v->len ? v->s[at] : 0;
}

static inline bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* ASCII letter, digit, '_' or any byte of a character beyond ASCII. */
static inline bool
is_wordly(uint8_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || is_digit(c) ||
	    c == '_' || c >= 0x80;
}

/*
 * report(v, start, end, kind, finder, confidence, why):
 * Add a finding for a folded range, or for the part of it that lies in the
 * same cell of a table; `why` is a printf format, without any of
 * the text.
 */
int report(const struct view *v, size_t start, size_t end, const char *kind,
    const char *finder, double confidence, const char *why, ...)
    __attribute__((format(printf, 7, 8)));

#endif
