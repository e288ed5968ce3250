/*
 * job.h -- what is asked of one document, done by its format's row.
 */
#ifndef INTAKE_WORKER_JOB_H
#define INTAKE_WORKER_JOB_H

#include "intake/format/answer.h"
#include "intake/format/format.h"

struct job {
	unsigned want;			/* enum exam_want */
	const struct edits *edits;	/* with WANT_APPLY; NULL: none */
	const struct parts *parts;	/* NULL: nobody knows them yet */
	uint32_t page, width;		/* with WANT_PICTURE */
	uint64_t start;			/* of the page's own text */
};

/* Report, text, children and the file in `want`, in this order; -1 at a
 * refusal.  A format of another program is answered by that program's number. */
int job_run(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a);

#endif
