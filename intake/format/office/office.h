/* office.h -- the formats of this room. */
#ifndef INTAKE_FORMAT_OFFICE_OFFICE_H
#define INTAKE_FORMAT_OFFICE_OFFICE_H

#include "intake/format/format.h"

extern const struct format format_docx, format_xlsx, format_pptx;

/* The documents inside one of them. */
int office_children(const struct doc *d, struct answer *a);

#endif
