/* edits_of_plan.c -- see edits_of_plan.h. */
#include "redact/apply/edits_of_plan.h"

#include <string.h>

#include "vault/base/err.h"

static int
add_ranges(struct edits *e, const struct plan *p)
{
	struct edit *last;
	uint64_t longest = 0;	/* finding of the last range */
	int r;

	for (size_t i = 0; i < p->n; i++) {
		const struct planned *f = &p->list[i];

		if (f->decision != DECISION_REDACT)
			continue;
		if (f->label[0] == '\0')
			return err_set(ERR_FORMAT, "a finding to redact has "
			    "no label; run `tipline find` again");
		/* Sorted by start: only the last can touch this one. */
		last = e->nranges ? &e->ranges[e->nranges - 1] : NULL;
		if (last != NULL && f->start <= last->end) {
			if (f->end > last->end)
				last->end = f->end;
			if (f->end - f->start > longest) {
				longest = f->end - f->start;
				memcpy(last->label, f->label,
				    strlen(f->label) + 1);
			}
			continue;
		}
		longest = f->end - f->start;
		if ((r = edits_add(e, f->start, f->end, f->label)) < 0)
			return r;
	}
	return 0;
}

int
edits_of_plan(struct edits *e, const struct plan *p)
{
	int r;

	if ((r = add_ranges(e, p)) < 0)
		goto done;
	for (size_t i = 0; i < p->nboxes && r == 0; i++)
		r = edits_add_box(e, &p->boxes[i].box);
	for (size_t i = 0; i < p->ntimes && r == 0; i++)
		r = edits_add_time(e, &p->times[i].time);
	e->flags = (p->keep ? EDITS_KEEP : 0) | (p->whiten ? EDITS_WHITEN : 0) |
	    (p->unredacted ? EDITS_UNREDACTED : 0);
	if (r == 0)
		r = edits_check(e);
done:
	if (r < 0)
		edits_free(e);
	return r;
}
