/* inside.h -- the members of a zip package, unpacked, for the proof. */
#ifndef INTAKE_FORMAT_PACKAGE_INSIDE_H
#define INTAKE_FORMAT_PACKAGE_INSIDE_H

#include "intake/format/format.h"

/* struct format's inside() for every format that is a zip package. */
int package_inside(const struct doc *d, struct answer *a);

#endif
