/* inside.h -- the parts of a message, decoded, for the proof: struct format's
 * inside() of EML. */
#ifndef INTAKE_FORMAT_MAIL_INSIDE_H
#define INTAKE_FORMAT_MAIL_INSIDE_H

#include "intake/format/format.h"

int mail_inside(const struct doc *d, struct answer *a);

#endif
