/* tell.h -- pieces of JSON that several answers have. */
#ifndef REDACT_PAGE_TELL_H
#define REDACT_PAGE_TELL_H

#include "redact/page/parts.h"
#include "vault/base/print.h"

/* What somebody is called; "" for nobody.  No key when it is NULL. */
void tell_person(struct json *j, struct review_page *p, const char *key,
    const struct fpr *who);

/* Into an open object: revision, undecided, unseen, and which items were
 * changed after `since`. */
void tell_changed(struct json *j, const struct board *b, uint64_t since);

/* Is it other than when this person last looked, by somebody else? */
bool item_is_news(const struct board *b, size_t item, const struct planned *f);
bool item_box_is_news(const struct board *b, size_t item,
    const struct planned_box *box);

#endif
