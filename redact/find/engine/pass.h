/*
 * pass.h -- the first pass: one walk over a view that calls the finders whose
 * trigger stands there (view/finder.h).
 */
#ifndef REDACT_FIND_PASS_H
#define REDACT_FIND_PASS_H

#include <stdbool.h>

#include "redact/find/view/view.h"

#define PASS_FINDERS_MAX 256u

/* What the walk looks for; made once, used by any number of threads. */
struct pass;

/*
 * `list` ends with NULL, is borrowed until pass_free(), and holds at most
 * PASS_FINDERS_MAX finders, of which those without `at` are never called.
 * ERR_NO_MEMORY.
 */
int pass_new(struct pass **out, const struct finder *const list[]);
void pass_free(struct pass *p);		/* NULL is fine */

/*
 * Call `at` of the finders of the list for which `wanted` (one for each; NULL:
 * all) is set.  At one place: first TRIGGER_LONG, then TRIGGER_WORD, then the
 * other one that stands there; the finders in the order of the list.  The
 * first error of a finder ends it.
 */
int pass_run(const struct pass *p, const bool wanted[], const struct view *v);

#endif
