/* make.c -- see make.h. */
#include "redact/release/make.h"

#include <stdbool.h>
#include <unistd.h>

#include "intake/examine/ocr_edits.h"
#include "redact/apply/edits_of_plan.h"
#include "redact/release/prove.h"
#include "redact/release/values.h"
#include "vault/base/err.h"

static bool
is_read(const struct layout *l, size_t page)
{
	return page < l->npages && (l->pages[page].flags & PAGE_READ) != 0;
}

/* What is searched while the child that knows nothing of it looks at the file. */
struct searched {
	const struct values *values;
	struct hits hits;
	bool done;		/* else it is searched behind that */
};

static int
search(int file, void *arg)
{
	struct searched *s = arg;
	int r = values_empty(s->values) ? 0 :
	    prove_bytes(s->values, file, &s->hits);

	s->done = r == 0;
	return r;
}

/*
 * The file with the plan's edits, each in the document's own text or on it; and
 * what a child that knows nothing of it finds there, as in any document, the
 * pages read that were read before.
 */
static int
apply(struct worker *w, const struct exam_request *of, const struct made_of *m,
    struct searched *searched, struct exam *applied, struct exam *made)
{
	struct exam_request request = *of;
	struct edits planned = { 0 }, edits = { 0 };
	size_t i;
	int r;

	request.want = WANT_APPLY;
	request.edits = &edits;
	request.again = made;
	request.want_again = WANT_TEXT;
	request.read_before = m->layout;
	request.meanwhile = search;
	request.meanwhile_arg = searched;
	for (i = 0; i < m->layout->npages; i++)
		if (is_read(m->layout, i))
			request.want_again |= WANT_LAYOUT | WANT_OCR;
	if ((r = edits_of_plan(&planned, m->plan)) == 0 &&
	    (r = ocr_edits(&edits, &planned, m->layout, m->text)) == 0)
		r = worker_run(w, &request, applied);
	edits_free(&planned);
	edits_free(&edits);
	return r;
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

int
make_redacted(struct worker *w, const struct exam_request *of,
    const struct made_of *m, struct exam *made, struct hits *hits)
{
	struct searched searched = { .values = NULL };
	struct proof proof = { .plan = m->plan, .before = m->layout, .worker = w,
	    .patient = of->patient };
	struct exam applied = EXAM_INIT;
	struct values *values = NULL;
	int r;

	if ((r = values_of(&values, m->plan, m->text)) < 0)
		goto done;
	searched.values = values;
	if ((r = apply(w, of, m, &searched, &applied, made)) < 0)
		goto done;
	if (applied.report.state != EXAM_DONE) {
		exam_free(made);
		*made = applied;	/* says why; handed over */
		applied = EXAM_INIT;
		goto done;
	}
	if (applied.file < 0) {
		r = err_set(ERR_NOT_PERMITTED, "it holds documents that must "
		    "be redacted first; redact each of them by itself");
		goto done;
	}
	if (report_metas_left(&made->report) > 0) {
		r = err_set(ERR_NOT_PERMITTED, "the result still holds "
		    "metadata; report this file's kind to the maintainers");
		goto done;
	}
	if ((r = read_again(m->layout, &made->layout)) < 0)
		goto done;
	made->file = applied.file;
	applied.file = -1;
	proof.values = values;
	if (searched.done)
		proof.bytes = &searched.hits;
	r = prove_gone(&proof, made, hits);
done:
	hits_free(&searched.hits);
	values_free(values);
	exam_free(&applied);
	return r;
}
