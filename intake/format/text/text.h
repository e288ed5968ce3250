/* text.h -- the formats of this room. */
#ifndef INTAKE_FORMAT_TEXT_TEXT_H
#define INTAKE_FORMAT_TEXT_TEXT_H

#include "intake/format/format.h"

extern const struct format format_text;

#endif
