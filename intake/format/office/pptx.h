/*
 * pptx.h -- one presentation on its way to its text or its copy.
 *
 * A slide begins with its number; what was hidden is shown.  Its charts,
 * diagrams and notes follow it; masters and layouts come last.
 */
#ifndef INTAKE_FORMAT_OFFICE_PPTX_H
#define INTAKE_FORMAT_OFFICE_PPTX_H

#include "intake/format/office/job.h"
#include "intake/format/office/part.h"

#define PPTX_SLIDES_MAX 10000u

struct pptx {
	struct office_job job;	/* the first: hooks find the whole by it */
	char **slides;		/* parts, in the order they are shown */
	size_t nslides;
	unsigned hidden_slides;
};

int pptx_read(struct pptx *p, const struct opc_rels *rels);
int pptx_walk_slides(struct pptx *p);
int pptx_walk_main(struct pptx *p, const struct opc_rels *rels);
void pptx_free(struct pptx *p);

#endif
