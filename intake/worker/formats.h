/* formats.h -- every format the worker knows. */
#ifndef INTAKE_WORKER_FORMATS_H
#define INTAKE_WORKER_FORMATS_H

#include "intake/worker/format.h"

/* NULL ends; format_text is the last, for it takes what no other does. */
extern const struct format *const formats[];

/* Load what formats need, once, before the first document is there. */
void formats_prepare(void);

#endif
