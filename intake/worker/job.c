/* job.c -- see job.h. */
#include "intake/worker/job.h"

static int
write_file(const struct format *f, const struct doc *d, unsigned want,
    const struct edits *edits, struct answer *a)
{
	if ((want & WANT_CLEAN) != 0)
		return f->clean(d, a);
	if ((want & WANT_APPLY) != 0)
		return f->apply(d, edits, a);
	if ((want & WANT_SAFE) != 0)
		return f->safe(d, a);
	return 0;
}

int
job_run(const struct format *f, const struct doc *d, unsigned want,
    const struct edits *edits, struct answer *a)
{
	if (f->pages > 0)
		answer_pages(a, f->pages);
	if (((want & WANT_REPORT) != 0 && f->report(d, a) != 0) ||
	    ((want & WANT_TEXT) != 0 &&
	    f->text(d, a, (want & WANT_LAYOUT) != 0) != 0) ||
	    write_file(f, d, want, edits, a) != 0) {
		if (!answer_refused(a))
			(void)answer_refuse(a, REASON_DAMAGED,
			    "it cannot be read");
	}
	return answer_refused(a) ? -1 : 0;
}
