/*
 * charset.h -- which characters the bytes of a text mean, and the same in
 * UTF-8.
 *
 * In this order: a byte order mark; what somebody said (a mail header, an XML
 * or HTML declaration), if the bytes can be that; UTF-8 when all of it is
 * valid; UTF-16 or UTF-32 without a mark when the zeros stand where they must;
 * ICU's guess (ucsdet).  One-byte charsets fit any bytes, so a guess carries
 * its confidence, and whoever shows the text should say so.
 */
#ifndef INTAKE_FORMAT_NORMAL_CHARSET_H
#define INTAKE_FORMAT_NORMAL_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define CHARSET_NAME_SIZE 32
#define CHARSET_SURE 100

struct charset {
	char name[CHARSET_NAME_SIZE];	/* "UTF-8", "windows-1250" ... */
	unsigned confidence;		/* percent; CHARSET_SURE: no guess */
	size_t mark;			/* bytes of the byte order mark */
	bool utf8;			/* the bytes after the mark are UTF-8 */
};

/*
 * charset_of(c, p, len, said):
 * Find the charset of the bytes; `said` is a name somebody gave, or NULL.
 * ERR_FORMAT when they are not text in any charset (zeros, control bytes).
 */
int charset_of(struct charset *c, const void *p, size_t len,
    const char *said);

/* Might charset_of() find one?  Quick, and asks no library. */
bool charset_may_be(const void *p, size_t len);

/*
 * charset_convert(out, c, p, len):
 * Append the text in UTF-8, without a byte order mark; what the charset has
 * no character for becomes U+FFFD.  ERR_TOO_BIG over out's maximum.
 */
int charset_convert(struct bytes *out, const struct charset *c, const void *p,
    size_t len);

#endif
