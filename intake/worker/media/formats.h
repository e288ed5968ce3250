/* formats.h -- the formats of tipline-worker-media. */
#ifndef INTAKE_WORKER_MEDIA_FORMATS_H
#define INTAKE_WORKER_MEDIA_FORMATS_H

#include "intake/format/format.h"

extern const struct format *const formats_media[];

#endif
