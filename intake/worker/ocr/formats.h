/*
 * formats.h -- the formats in which tipline-worker-ocr reads what is seen:
 * every one that has pages of pixels.
 */
#ifndef INTAKE_WORKER_OCR_FORMATS_H
#define INTAKE_WORKER_OCR_FORMATS_H

#include "intake/format/format.h"

/* Made at the first call, of the families' own rows: what a document is told
 * by, and how it is shown, is theirs; the words are ours.  NULL ends. */
const struct format *const *formats_ocr(void);

#endif
