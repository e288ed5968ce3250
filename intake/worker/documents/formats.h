/* formats.h -- the formats of tipline-worker. */
#ifndef INTAKE_WORKER_DOCUMENTS_FORMATS_H
#define INTAKE_WORKER_DOCUMENTS_FORMATS_H

#include "intake/format/format.h"

extern const struct format *const formats_documents[];

#endif
