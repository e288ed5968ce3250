/*
 * meta.h -- what the fields of metadata hold: in a field "Author" stands a
 * person, whatever it looks like.
 */
#ifndef REDACT_FIND_META_H
#define REDACT_FIND_META_H

#include "redact/find/view/finder.h"

/*
 * meta_read(group, name, value, out):
 * What the value of this field is.  Fills `out` with places in the value, no
 * more than META_MOST, and returns how many: 0 when the field names no kind,
 * or when nothing of anybody stands in it (an empty value, "Normal.dotm").
 */
#define META_MOST 32u	/* addresses in one field; more are read as text */
size_t meta_read(const char *group, const char *name, const char *value,
    struct finding out[META_MOST]);

#endif
