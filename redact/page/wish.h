/* wish.h -- what is to be made aside of an item, and what it depends on. */
#ifndef REDACT_PAGE_WISH_H
#define REDACT_PAGE_WISH_H

#include "redact/page/parts.h"

/*
 * wish_of(w, p, what, item, page, width, edited):
 * All but the original: with `edited` the edits of the plan as it is now.  The
 * key of a page's picture tells only of what stands on that page.
 */
int wish_of(struct aside_wish *w, struct review_page *p, enum aside_what what,
    size_t item, uint32_t page, uint32_t width, bool edited);

/*
 * wish_get(thing, p, w, item, waiter):
 * What was made by this wish: *thing is NULL while it is being made, for which
 * `waiter` (0: nobody) waits then.  Takes the wish.
 */
int wish_get(const struct aside_thing **thing, struct review_page *p,
    struct aside_wish *w, size_t item, uint32_t waiter);

#endif
