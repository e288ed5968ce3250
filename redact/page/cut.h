/*
 * cut.h -- which part of a released text corresponds to one sheet of the
 * original's.  It is for looking at: a released text is cleaned as well, so no
 * place is exactly where counting says.  Neighbours share their edge, so
 * nothing of the released text is on no sheet.  Edits may be of more text than
 * `text`, behind it.
 */
#ifndef REDACT_PAGE_CUT_H
#define REDACT_PAGE_CUT_H

#include "intake/examine/edits.h"
#include "vault/base/bytes.h"

/* Where `at`, a byte of `text`, is in `made`, which came of it by `e`. */
size_t cut_at(const struct bytes *text, const struct edits *e,
    const struct bytes *made, uint64_t at);

#endif
