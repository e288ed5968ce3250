/* formats.h -- every format the worker knows. */
#ifndef INTAKE_WORKER_FORMATS_H
#define INTAKE_WORKER_FORMATS_H

#include "intake/worker/format.h"

/* NULL ends; format_text is the last, for it takes what no other does. */
extern const struct format *const formats[];

/* Load what drawing needs (fonts); the first call does it. */
void formats_prepare(void);

#endif
