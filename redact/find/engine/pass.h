/*
 * pass.h -- the first pass: one walk over a view that calls the finders whose
 * trigger stands there (view/finder.h).
 */
#ifndef REDACT_FIND_PASS_H
#define REDACT_FIND_PASS_H

#include "redact/find/view/view.h"

/* The first error of a finder ends it. */
int pass_run(const struct finder *const list[], size_t n,
    const struct view *v);

#endif
