/*
 * unread.h -- pages whose words only a person can read: no text of their own,
 * or text that may not be what is seen, and reading them did not succeed.  No
 * finder has seen them, and what stands in them stays in a redacted copy unless
 * a box is drawn over it.
 */
#ifndef REDACT_DOC_UNREAD_H
#define REDACT_DOC_UNREAD_H

#include <stddef.h>

#include "intake/examine/layout.h"
#include "intake/examine/report.h"
#include "vault/base/bytes.h"

/* How many such pages the document has; `layout` is of `text`, checked. */
size_t unread_pages(const struct report *report, const struct layout *layout,
    const struct bytes *text);

#endif
