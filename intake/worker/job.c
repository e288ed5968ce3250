/* job.c -- see job.h. */
#include "intake/worker/job.h"

#include <stdbool.h>

#include "intake/format/inner.h"

static int
cannot(struct answer *a, const struct format *f, const char *what)
{
	return answer_refuse(a, REASON_UNSUPPORTED, "%s documents cannot be %s",
	    format_name(f->id), what);
}

/* A container: at once where it holds nothing, else when its parts are known. */
static int
pack(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a)
{
	const struct parts none = { 0 };
	const struct edits *edits =
	    (job->want & WANT_APPLY) != 0 ? job->edits : NULL;

	if (job->parts != NULL)
		return f->pack(d, job->parts, edits, a);
	/* Told already, or counted now; nobody asked for them then. */
	if ((job->want & WANT_CHILDREN) == 0 && f->children(d, a) != 0)
		return -1;
	return answer_children(a) == 0 ? f->pack(d, &none, edits, a) : 0;
}

static int
draw(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a)
{
	const struct pictured p = { .page = job->page, .width = job->width,
	    .start = job->start, .edits = job->edits };

	if (format_has_pictures(f->id))
		return inner_show(f, d, &p, a);
	return f->picture != NULL ? f->picture(d, &p, a) :
	    cannot(a, f, "shown as pages");
}

static int
apply(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a)
{
	if (f->pack != NULL)
		return pack(f, d, job, a);
	return f->apply != NULL ? f->apply(d, job->edits, a) :
	    cannot(a, f, "redacted");
}

/* Is a file asked for that is nothing without the documents inside? */
static bool
waits(const struct format *f, const struct job *job, const struct answer *a)
{
	if ((job->want & (WANT_PICTURE | WANT_INSIDE | WANT_PICTURES)) != 0)
		return false;
	if ((job->want & WANT_SAFE) != 0)
		return f->safe == NULL;		/* a container */
	return f->pack != NULL && job->parts == NULL && answer_children(a) > 0;
}

/* Boxes are on the pictures in it: the format gets the rest. */
static int
apply_to_pictures(const struct format *f, const struct doc *d,
    const struct job *job, struct answer *a)
{
	struct edits edits = *job->edits;
	struct job rest = *job;
	size_t lost;
	int r;

	edits.boxes = NULL;
	edits.nboxes = 0;
	rest.edits = &edits;
	if (inner_paint(f, d, job->edits, a) < 0)
		return -1;
	r = apply(f, d, &rest, a);
	lost = inner_rest();
	if (r == 0 && lost > 0 && !waits(f, &rest, a))
		return answer_refuse(a, REASON_UNSUPPORTED, "the plan has "
		    "boxes on pages (%zu), and it has no picture there; it has "
		    "no pages but the pictures in it", lost);
	return r;
}

static int
write_file(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a)
{
	if ((job->want & WANT_PICTURE) != 0)
		return draw(f, d, job, a);
	if ((job->want & WANT_INSIDE) != 0)
		return f->inside != NULL ? f->inside(d, a) : 0;
	if ((job->want & WANT_PICTURES) != 0)
		return format_has_pictures(f->id) ? inner_give(f, d, a) : 0;
	if ((job->want & WANT_APPLY) != 0)
		return format_has_pictures(f->id) ?
		    apply_to_pictures(f, d, job, a) : apply(f, d, job, a);
	if ((job->want & WANT_CLEAN) != 0 && f->pack != NULL)
		return pack(f, d, job, a);
	if ((job->want & WANT_CLEAN) != 0)
		return f->clean != NULL ? f->clean(d, a) :
		    cannot(a, f, "written clean");
	if ((job->want & WANT_SAFE) != 0 && f->safe != NULL)
		return f->safe(d, a);
	if ((job->want & WANT_SAFE) != 0 && !format_is_container(f->id))
		return cannot(a, f, "drawn as pages");
	return 0;
}

int
job_run(const struct format *f, const struct doc *d, const struct job *job,
    struct answer *a)
{
	unsigned want = job->want;

	if (f->report == NULL) {
		answer_elsewhere(a, f->program);
		return 0;
	}
	if ((want & WANT_APPLY) != 0 && job->edits->ntimes > 0 &&
	    f->times != PROGRAM_DOCUMENTS) {
		answer_elsewhere(a, f->times);
		return 0;
	}
	if ((want & WANT_APPLY) != 0 && job->edits->ntimes > 0 &&
	    !format_plays(f->id))
		return cannot(a, f, "redacted by times");
	answer_document(a, d->len);
	if (f->pages > 0)
		answer_pages(a, f->pages);
	if (((want & WANT_REPORT) != 0 && f->report(d, a) != 0) ||
	    ((want & WANT_TEXT) != 0 &&
	    f->text(d, a, (want & WANT_LAYOUT) != 0) != 0) ||
	    ((want & WANT_TEXT) != 0 && format_has_pictures(f->id) &&
	    inner_pages(f, d, a) != 0) ||
	    ((want & WANT_CHILDREN) != 0 && f->children != NULL &&
	    f->children(d, a) != 0) || write_file(f, d, job, a) != 0) {
		if (!answer_refused(a))
			(void)answer_refuse(a, REASON_DAMAGED,
			    "it cannot be read");
	} else if (waits(f, job, a)) {
		answer_waits(a);
	}
	return answer_refused(a) ? -1 : 0;
}
