/*
 * run.h -- runs of characters of one set, and what secrets and names of
 * machines are told by: how mixed a run is, and whether it is a made-up one.
 * Offsets are of the folded text.
 */
#ifndef REDACT_FIND_RUN_H
#define REDACT_FIND_RUN_H

#include "redact/find/view/near.h"

enum run_set {
	RUN_DIGIT = 1, RUN_AF = 2, RUN_GZ = 4,	/* lower case */
	RUN_UPPER_AF = 8, RUN_UPPER_GZ = 16,
	RUN_UNDER = 32, RUN_DASH = 64, RUN_DOT = 128,
	RUN_PLUS = 256,		/* '+' and '/' */
	RUN_EQUALS = 512, RUN_TILDE = 1024, RUN_COLON = 2048,
	RUN_BEYOND = 4096,	/* any byte of a character beyond ASCII */

	RUN_LOWER = RUN_AF | RUN_GZ,
	RUN_UPPER = RUN_UPPER_AF | RUN_UPPER_GZ,
	RUN_HEX = RUN_DIGIT | RUN_AF | RUN_UPPER_AF,
	RUN_ALNUM = RUN_DIGIT | RUN_LOWER | RUN_UPPER,
	RUN_WORD = RUN_ALNUM | RUN_UNDER | RUN_DASH,	/* base64url too */
	RUN_BASE64 = RUN_ALNUM | RUN_PLUS | RUN_EQUALS,
	RUN_HOST = RUN_ALNUM | RUN_DASH
};

/* The set that a byte is of; 0 when of none. */
unsigned run_of(uint8_t c);

/* Is it one of these?  No byte, 0, never is. */
bool run_in(uint8_t c, const char *set);

/* The end of the run from `at`, and the start of the one before it; no more
 * than `max` bytes away. */
size_t run_end(const struct view *v, size_t at, unsigned set, size_t max);
size_t run_start(const struct view *v, size_t at, unsigned set, size_t max);

/* Does the text at `at` begin with this, in this case / in any case? */
bool run_is(const struct view *v, size_t at, const char *s);
bool run_is_any(const struct view *v, size_t at, const char *s);

/* What a run is made of. */
struct mix {
	size_t digits, lower, upper, other;
	size_t distinct;	/* different bytes */
	double entropy;		/* bits a byte */
};
struct mix run_mix(const struct view *v, size_t start, size_t end);

/* Nothing but a place for something: "xxxxxxxx", "<token>", "EXAMPLE",
 * "your-password-here", "${PASSWORD}". */
bool run_is_placeholder(const struct view *v, size_t start, size_t end);

/* The place behind at most `max` spaces and tabs. */
size_t run_skip_blanks(const struct view *v, size_t at, size_t max);

/* Where the line begins / ends; no more than `max` bytes away. */
size_t run_line_start(const struct view *v, size_t at, size_t max);
size_t run_line_end(const struct view *v, size_t at, size_t max);

#endif
