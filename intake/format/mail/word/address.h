/*
 * address.h -- lists of addresses (From, To, Cc, Bcc).
 */
#ifndef INTAKE_FORMAT_MAIL_WORD_ADDRESS_H
#define INTAKE_FORMAT_MAIL_WORD_ADDRESS_H

#include <stddef.h>

#include "vault/base/bytes.h"

/* Append the list as a reader sees it: Name <address>, with quotes where a
 * name needs them; comments are kept, encoded words decoded. */
int address_text(struct bytes *out, const char *raw, size_t len);

/*
 * address_next(name, address, raw, len, at):
 * Append what stands at `at`, which begins as 0: a name (maybe none), and an
 * address without its brackets.  Returns where the next begins, 0 when there
 * was none.
 */
size_t address_next(struct bytes *name, struct bytes *address, const char *raw,
    size_t len, size_t at);

/* Append a list of that form as a header field has it: ASCII, folded. */
int address_write(struct bytes *out, const char *text, size_t len);

#endif
