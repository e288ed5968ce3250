/*
 * frame.h -- what stands around every page: its head, the skip link, the other
 * languages, and what is to be told first.
 */
#ifndef INTAKE_SERVE_VIEW_FRAME_H
#define INTAKE_SERVE_VIEW_FRAME_H

#include "intake/serve/view/put.h"

/*
 * Everything up to and with <h1> and the notice; with no `heading` the notice
 * is the heading.  `title` is what the window is called:
 * nothing that tells a passer-by what the page is.
 */
void frame_open(const struct page *p, const char *title, const char *heading);
/* The rest.  What went wrong since the page began, or 0. */
int frame_close(const struct page *p);

#endif
