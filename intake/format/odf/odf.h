/* odf.h -- OpenDocument: texts, sheets, slides, drawings, formulas, and their
 * templates. */
#ifndef INTAKE_FORMAT_ODF_ODF_H
#define INTAKE_FORMAT_ODF_ODF_H

#include "intake/format/format.h"

extern const struct format format_odt;
extern const struct format format_ods;
extern const struct format format_odp;
extern const struct format format_odg;
extern const struct format format_odf;

#endif
