/*
 * find_names.h -- the finder of names, for those who bring their own model.
 */
#ifndef REDACT_FIND_FIND_NAMES_H
#define REDACT_FIND_FIND_NAMES_H

#include "redact/find/name/model.h"
#include "redact/find/view/view.h"

/* What find_names does, with this model; ERR_NO_MEMORY, or report()'s error. */
int find_names_with(const struct model *m, const struct view *v);

#endif
