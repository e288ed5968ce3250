/* inside.h -- an archive's members, unpacked, for the proof: struct format's
 * inside() of every archive. */
#ifndef INTAKE_FORMAT_ARCHIVE_INSIDE_H
#define INTAKE_FORMAT_ARCHIVE_INSIDE_H

#include "intake/format/format.h"

int archive_inside(const struct doc *d, struct answer *a);

#endif
