/*
 * unread.h -- pages whose words nobody but a person can read: pictures, and
 * pages of a PDF without any text.  No finder has seen them, and what stands
 * in them stays in a redacted copy unless a box is drawn over it.
 */
#ifndef REDACT_DOC_UNREAD_H
#define REDACT_DOC_UNREAD_H

#include <stddef.h>

#include "intake/examine/report.h"
#include "vault/base/bytes.h"

/* How many pages of the document, whose text is `text`, hold no text. */
size_t unread_pages(const struct report *report, const struct bytes *text);

#endif
