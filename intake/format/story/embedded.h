/* embedded.h -- what the report of a document says of one inside it. */
#ifndef INTAKE_FORMAT_STORY_EMBEDDED_H
#define INTAKE_FORMAT_STORY_EMBEDDED_H

#include "intake/format/format.h"

#define EMBEDDED_LINES_MAX 200u		/* told of one; the rest is left out */

/*
 * embedded_report(a, group, name, d):
 * What its own format reports of `d`, as lines of `group` under `name`, and
 * its marks.  What is of no format that can be cleaned is told as such.
 */
void embedded_report(struct answer *a, const char *group, const char *name,
    const struct doc *d);

#endif
