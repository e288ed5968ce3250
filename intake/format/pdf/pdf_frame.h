/* pdf_frame.h -- the bytes around a PDF's objects: head, ends, what is outside. */
#ifndef INTAKE_FORMAT_PDF_PDF_FRAME_H
#define INTAKE_FORMAT_PDF_PDF_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

struct pdf_frame {
	size_t before;		/* bytes before %PDF- */
	size_t after;		/* bytes after the last %%EOF, line ends apart */
	uint64_t revisions;	/* earlier ones, each with an end of its own */
};

/* A linearized file has two ends for one revision. */
struct pdf_frame pdf_frame(const struct doc *d, bool linearized);

#endif
