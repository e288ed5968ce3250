/* charset.h -- text in whatever character set a mail names, as UTF-8. */
#ifndef INTAKE_FORMAT_MAIL_WORD_CHARSET_H
#define INTAKE_FORMAT_MAIL_WORD_CHARSET_H

#include "vault/base/bytes.h"

/*
 * charset_to_utf8(out, p, len, name):
 * Append.  Where the name is unknown, "" or does not fit the bytes, UTF-8 is
 * tried, then Windows-1252, which has a character for nearly every byte.  What
 * is no character becomes U+FFFD; NUL and other control characters but tab and
 * line ends go.  ERR_TOO_BIG; ERR_NO_MEMORY.
 */
int charset_to_utf8(struct bytes *out, const void *p, size_t len,
    const char *name);

#endif
