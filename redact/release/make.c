/* make.c -- see make.h. */
#include "redact/release/make.h"

#include <unistd.h>

#include "redact/apply/edits_of_plan.h"
#include "redact/release/prove.h"
#include "vault/base/err.h"

int
make_redacted(struct worker *w, const struct exam_request *of,
    const struct plan *plan, const struct bytes *text, struct exam *made)
{
	struct exam applied = EXAM_INIT;
	struct exam_request request = *of;
	struct edits edits = { 0 };
	struct values *values = NULL;
	int r;

	request.want = WANT_APPLY;
	request.edits = &edits;
	if ((r = edits_of_plan(&edits, plan)) < 0 ||
	    (r = values_of(&values, plan, text->data)) < 0 ||
	    (r = worker_run(w, &request, &applied)) < 0)
		goto done;
	if (applied.report.state != EXAM_DONE) {
		*made = applied;	/* says why; handed over */
		applied = EXAM_INIT;
		goto done;
	}
	request = (struct exam_request){ .fd = applied.file,
	    .want = WANT_REPORT | WANT_TEXT, .patient = of->patient };
	if ((r = worker_run(w, &request, made)) < 0)
		goto done;
	if (made->report.state != EXAM_DONE)
		goto done;
	if (made->report.nmetas > 0) {
		r = err_set(ERR_NOT_PERMITTED, "the result still holds "
		    "metadata; report this file's kind to the maintainers");
		goto done;
	}
	made->file = applied.file;
	applied.file = -1;
	r = values_gone(values, made);
done:
	values_free(values);
	edits_free(&edits);
	exam_free(&applied);
	return r;
}
