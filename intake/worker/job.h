/*
 * job.h -- what is asked of one document, done by its format's row.
 */
#ifndef INTAKE_WORKER_JOB_H
#define INTAKE_WORKER_JOB_H

#include "intake/format/answer.h"
#include "intake/format/format.h"

/* Report, text and the file in `want`, in this order; -1 at a refusal. */
int job_run(const struct format *f, const struct doc *d, unsigned want,
    const struct edits *edits, struct answer *a);

#endif
