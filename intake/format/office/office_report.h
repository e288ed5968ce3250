/*
 * office_report.h -- what a spreadsheet or a presentation tells beside what it
 * shows: every part that is not kept, every string in it, and what of the
 * parts that are kept does not come through.  Nothing is reported of a copy.
 */
#ifndef INTAKE_FORMAT_OFFICE_OFFICE_REPORT_H
#define INTAKE_FORMAT_OFFICE_OFFICE_REPORT_H

#include "intake/format/office/job.h"

#define OFFICE_LINES_MAX 5000u		/* told of all parts together */
#define OFFICE_PART_LINES_MAX 200u	/* told of one part */

/* `job` was walked once.  0, or negative. */
int office_report(const struct office_job *job, struct answer *a);

/* office_look.c: the strings in a part that is not kept.  ERR_FORMAT when it
 * is not well-formed XML. */
int office_look(struct answer *a, const char *part, const void *xml,
    size_t len, unsigned *lines);
/* And what leads out of the package. */
int office_look_out(struct answer *a, const char *part, const void *xml,
    size_t len);

#endif
