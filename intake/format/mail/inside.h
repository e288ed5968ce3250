/* inside.h -- the parts of messages, decoded, for the proof: struct format's
 * inside() of EML, and what those of mbox and EMLX are made of. */
#ifndef INTAKE_FORMAT_MAIL_INSIDE_H
#define INTAKE_FORMAT_MAIL_INSIDE_H

#include "intake/format/format.h"

int mail_inside(const struct doc *d, struct answer *a);

/* The parts of one message of several, named "<of>part 1"; `of` may be "". */
int mail_inside_of(const void *message, size_t len, const char *of,
    struct answer *a);

#endif
