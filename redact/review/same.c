/* same.c -- see same.h. */
#include "redact/review/same.h"

#include <string.h>

static bool
same_box(const struct planned_box *a, const struct planned_box *b)
{
	return a->box.page == b->box.page && a->box.x0 == b->box.x0 &&
	    a->box.y0 == b->box.y0 && a->box.x1 == b->box.x1 &&
	    a->box.y1 == b->box.y1 && strcmp(a->reason, b->reason) == 0;
}

static bool
same_time(const struct planned_time *a, const struct planned_time *b)
{
	return a->time.from == b->time.from && a->time.to == b->time.to &&
	    a->time.x0 == b->time.x0 && a->time.y0 == b->time.y0 &&
	    a->time.x1 == b->time.x1 && a->time.y1 == b->time.y1 &&
	    strcmp(a->reason, b->reason) == 0;
}

size_t
same_box_in(const struct plan *p, const struct planned_box *box)
{
	size_t i;

	for (i = p->nboxes; i > 0 && !same_box(&p->boxes[i - 1], box); i--)
		;
	return i;	/* one more than where it is; 0: nowhere */
}

size_t
same_time_in(const struct plan *p, const struct planned_time *t)
{
	size_t i;

	for (i = p->ntimes; i > 0 && !same_time(&p->times[i - 1], t); i--)
		;
	return i;
}

bool
same_note_in(const struct plan *p, const struct plan_note *note)
{
	for (size_t i = 0; i < p->nnotes; i++)
		if (fpr_equal(&p->notes[i].by, &note->by) &&
		    p->notes[i].returned == note->returned &&
		    strcmp(p->notes[i].text, note->text) == 0)
			return true;
	return false;
}

bool
same_reason_in(const struct plan *p, const struct plan_reason *reason)
{
	for (size_t i = 0; i < p->nreasons; i++)
		if (strcmp(p->reasons[i].code, reason->code) == 0 &&
		    strcmp(p->reasons[i].text, reason->text) == 0)
			return true;
	return false;
}

bool
same_pseudonym_in(const struct plan *p, const struct plan_pseudonym *name)
{
	for (size_t i = 0; i < p->npseudonyms; i++)
		if (strcmp(p->pseudonyms[i].name, name->name) == 0)
			return true;
	return false;
}
