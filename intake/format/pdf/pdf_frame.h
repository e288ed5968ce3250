/*
 * pdf_frame.h -- the bytes around a PDF's objects: head, ends, what is outside.
 *
 * Each save that only adds leaves the old bytes where they were and writes an
 * end of its own behind them: what lies before an earlier end is an earlier
 * revision, whole.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_FRAME_H
#define INTAKE_FORMAT_PDF_PDF_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define REVISIONS_MAX 100u	/* earlier ones that are told and shown */
#define REVISION_OBJECTS_MAX 100000u	/* objects of one that are told apart */

struct pdf_frame {
	size_t before;		/* bytes before %PDF- */
	size_t after;		/* bytes after the last %%EOF, line ends apart */
	uint64_t revisions;	/* earlier ones, each with an end of its own */
	size_t ends[REVISIONS_MAX];	/* of the first of those */
};

/* A linearized file has two ends for one revision. */
struct pdf_frame pdf_frame(const struct doc *d, bool linearized);

/*
 * pdf_frame_objects(p, from, to, numbers):
 * Append to `numbers` (uint32_t) the objects that begin between two offsets.
 */
void pdf_frame_objects(const uint8_t *p, size_t from, size_t to,
    struct bytes *numbers);

#endif
