/*
 * bytes.h -- a growing run of bytes that is born with its maximum.
 *
 * A failed append leaves what was there, sets `failed`, and every later append
 * fails too: a writer may append many times and look once, with bytes_ok().
 * Keys are not for it (vault/seal/secret.h): it may be swapped out.  For what
 * passes through and must not stay, such as a code name in a form, there is
 * BYTES_WIPED: it is overwritten before its memory is given back or used again.
 */
#ifndef VAULT_BASE_BYTES_H
#define VAULT_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	uint8_t *data;	/* NULL while nothing was appended */
	size_t len;
	size_t cap;
	size_t max;	/* never grows past this many bytes */
	int failed;	/* 0, or the code of the first append that failed */
	bool wiped;	/* when it grows, is reset or freed */
};

#define BYTES_INIT(max_bytes) \
	((struct bytes){ .data = NULL, .len = 0, .cap = 0, \
	    .max = (max_bytes), .failed = 0, .wiped = false })
#define BYTES_WIPED(max_bytes) \
	((struct bytes){ .data = NULL, .len = 0, .cap = 0, \
	    .max = (max_bytes), .failed = 0, .wiped = true })

/* Append.  0; ERR_TOO_BIG over `max`; ERR_NO_MEMORY.  `p` may be NULL if len is 0. */
int bytes_add(struct bytes *b, const void *p, size_t len);
int bytes_add_str(struct bytes *b, const char *s);
int bytes_addf(struct bytes *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Append `len` bytes of unset content and point *p at them. */
int bytes_room(struct bytes *b, size_t len, uint8_t **p);

/* Append what `from` holds, whose memory is freed, or is b's if it has none.  Is
 * one of them wiped, so is b from then on. */
int bytes_take(struct bytes *b, struct bytes *from);

/* 0 while no append failed; else the code of the first that did. */
int bytes_ok(const struct bytes *b);

/*
 * bytes_str(b): the content as a NUL-terminated string (the NUL is not
 * counted in len).  NULL when it could not be appended.  Valid until the next
 * append.
 */
const char *bytes_str(struct bytes *b);

/* Overwrite all of the memory, whatever kind of bytes it is, and forget it. */
void bytes_wipe(struct bytes *b);

/* Forget the content, keep the memory. */
void bytes_reset(struct bytes *b);

/* Free the memory; the maximum stays, so it can be used again. */
void bytes_free(struct bytes *b);

#endif
