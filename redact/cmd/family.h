/*
 * family.h -- a document and those in it: what one of them tells is looked for
 * in all.
 */
#ifndef REDACT_CMD_FAMILY_H
#define REDACT_CMD_FAMILY_H

#include "intake/examine/tree.h"
#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"

/*
 * family_known(t, options, known):
 * What find_in() finds in each document of the tree that is done, ready to be
 * looked for in the others (find_known); the caller's.
 */
int family_known(const struct tree *t, const struct find_options *options,
    struct known **known);

#endif
