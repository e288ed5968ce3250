/*
 * transfer.h -- content transfer encodings, both ways.  Undoing never fails:
 * what is no part of the encoding is skipped or taken as it stands, as mail
 * programs do; only memory can run out.
 */
#ifndef INTAKE_FORMAT_MAIL_WORD_TRANSFER_H
#define INTAKE_FORMAT_MAIL_WORD_TRANSFER_H

#include <stdbool.h>

#include "vault/base/bytes.h"

int transfer_from_base64(struct bytes *out, const char *p, size_t len);
/* `words`: as in encoded words, where "_" is a space. */
int transfer_from_quoted(struct bytes *out, const char *p, size_t len,
    bool words);
int transfer_from_uu(struct bytes *out, const char *p, size_t len);

/* Lines of 76 characters, each ended by CRLF. */
int transfer_to_base64(struct bytes *out, const void *p, size_t len);
/* Of UTF-8 text with LF line ends; lines of at most 76, ended by CRLF. */
int transfer_to_quoted(struct bytes *out, const void *p, size_t len);
/* An encoded word for each piece that fits one, folded between them. */
int transfer_to_words(struct bytes *out, const void *p, size_t len);

#endif
