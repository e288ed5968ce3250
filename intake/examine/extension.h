/*
 * extension.h -- does a file's name say that it is something else?
 *
 * Programs open a file by its name.  So a name that promises another kind than
 * the content is has a reason, and whoever works on the file should know it.
 */
#ifndef INTAKE_EXAMINE_EXTENSION_H
#define INTAKE_EXAMINE_EXTENSION_H

#include "intake/examine/kinds.h"

/*
 * extension_denies(name, f):
 * The ending of `name` ("jpg", in lower case, static) when it is one of those
 * that we know and none of format `f`; NULL when there is nothing to object
 * to.  No ending, or one that we do not know, says nothing; one of texts fits
 * every format that is text.
 */
const char *extension_denies(const char *name, enum format_id f);

#endif
