/* rtf.h -- Rich Text Format. */
#ifndef INTAKE_FORMAT_RTF_RTF_H
#define INTAKE_FORMAT_RTF_RTF_H

#include "intake/format/format.h"

extern const struct format format_rtf;

#endif
