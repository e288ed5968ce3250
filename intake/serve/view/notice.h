/* notice.h -- what is told above a page: view.h's enum, in words. */
#ifndef INTAKE_SERVE_VIEW_NOTICE_H
#define INTAKE_SERVE_VIEW_NOTICE_H

#include "intake/serve/view/put.h"

/* True when something was refused, so that the title says so. */
bool notice_is_problem(enum view_notice n);

/* Its first sentence, in English; "" for none. */
const char *notice_head(enum view_notice n);

/* The box with both sentences; nothing for VIEW_NOTICE_NONE. */
void notice_put(const struct page *p);
/* The second sentence alone, as a paragraph. */
void notice_put_next(const struct page *p);

/* The id of the box, for fields that it is about. */
#define NOTICE_ID "told"

#endif
