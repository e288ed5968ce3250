/* make.c -- see make.h. */
#include "redact/release/make.h"

#include <stdbool.h>
#include <unistd.h>

#include "intake/examine/ocr_edits.h"
#include "redact/apply/edits_of_plan.h"
#include "redact/release/prove.h"
#include "redact/release/values.h"
#include "vault/base/err.h"

/* The file with the plan's edits, each in the document's own text or on it. */
static int
apply(struct worker *w, const struct exam_request *of, const struct made_of *m,
    struct exam *applied)
{
	struct exam_request request = *of;
	struct edits planned = { 0 }, edits = { 0 };
	int r;

	request.want = WANT_APPLY;
	request.edits = &edits;
	if ((r = edits_of_plan(&planned, m->plan)) == 0 &&
	    (r = ocr_edits(&edits, &planned, m->layout, m->text)) == 0)
		r = worker_run(w, &request, applied);
	edits_free(&planned);
	edits_free(&edits);
	return r;
}

static bool
is_read(const struct layout *l, size_t page)
{
	return page < l->npages && (l->pages[page].flags & PAGE_READ) != 0;
}

/* What was read before must have been read again: else nothing is proven. */
static int
read_again(const struct layout *before, const struct layout *now)
{
	size_t i;

	for (i = 0; i < before->npages; i++)
		if (is_read(before, i) && !is_read(now, i))
			return err_set(ERR_NOT_PERMITTED, "page %zu of the "
			    "result could not be read again, so it is not "
			    "proven; run it with --patient", i + 1);
	return 0;
}

/* Look at the result as at any document, and read the pages read before. */
static int
look(struct worker *w, const struct exam_request *of,
    const struct layout *before, int fd, struct exam *made)
{
	struct exam_request request = { .fd = fd, .patient = of->patient,
	    .want = WANT_REPORT | WANT_TEXT, .read_before = before };
	size_t i;
	int r;

	for (i = 0; i < before->npages; i++)
		if (is_read(before, i))
			request.want |= WANT_LAYOUT | WANT_OCR;
	if ((r = worker_run(w, &request, made)) < 0 ||
	    made->report.state != EXAM_DONE)
		return r;
	if (report_metas_left(&made->report) > 0)
		return err_set(ERR_NOT_PERMITTED, "the result still holds "
		    "metadata; report this file's kind to the maintainers");
	return read_again(before, &made->layout);
}

int
make_redacted(struct worker *w, const struct exam_request *of,
    const struct made_of *m, struct exam *made, struct hits *hits)
{
	struct proof proof = { .plan = m->plan, .before = m->layout, .worker = w,
	    .patient = of->patient };
	struct exam applied = EXAM_INIT;
	struct values *values = NULL;
	int r;

	if ((r = values_of(&values, m->plan, m->text)) < 0 ||
	    (r = apply(w, of, m, &applied)) < 0)
		goto done;
	if (applied.report.state != EXAM_DONE) {
		*made = applied;	/* says why; handed over */
		applied = EXAM_INIT;
		goto done;
	}
	if ((r = look(w, of, m->layout, applied.file, made)) < 0 ||
	    made->report.state != EXAM_DONE)
		goto done;
	made->file = applied.file;
	applied.file = -1;
	proof.values = values;
	r = prove_gone(&proof, made, hits);
done:
	values_free(values);
	exam_free(&applied);
	return r;
}
