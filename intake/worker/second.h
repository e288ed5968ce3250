/*
 * second.h -- is a document a second thing as well?
 */
#ifndef INTAKE_WORKER_SECOND_H
#define INTAKE_WORKER_SECOND_H

#include <stdbool.h>

#include "intake/format/format.h"

/*
 * second_thing(d, f):
 * `d` is of format `f`.  What else a reader of another kind would take it for:
 * the name of an archive or a PDF that stands before, in or after it; NULL.
 */
const char *second_thing(const struct doc *d, enum format_id f);

/* Does this type of libmagic's mean text that has no metadata of its own? */
bool second_is_plain(const char *mime);

#endif
