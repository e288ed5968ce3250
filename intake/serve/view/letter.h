/* letter.h -- the form for a message and files; and the one to leave by. */
#ifndef INTAKE_SERVE_VIEW_LETTER_H
#define INTAKE_SERVE_VIEW_LETTER_H

#include "intake/serve/view/put.h"

/* `heading` is its h2. */
void letter_put(const struct page *p, const char *heading);

void letter_put_leave(const struct page *p);

#endif
