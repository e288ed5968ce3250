/* changes_make.c -- see changes.h: changes made to a plan, and taken back. */
#include <string.h>

#include "redact/review/changes.h"
#include "redact/review/same.h"

/* From one state of a finding to another; NULL: it is not there. */
static int
put_finding(struct plan *p, const struct planned *from,
    const struct planned *to)
{
	struct planned *here;

	if (to != NULL && (here = plan_find(p, to)) != NULL) {
		*here = *to;
		return 0;
	}
	if (from != NULL && (here = plan_find(p, from)) != NULL)
		plan_remove(p, here);
	return to != NULL ? plan_add(p, to) : 0;
}

static int
put_box(struct plan *p, const struct planned_box *box, bool there)
{
	size_t at = same_box_in(p, box);

	if ((at > 0) == there)
		return 0;
	if (there)
		return plan_add_box(p, box);
	plan_remove_box(p, at - 1);
	return 0;
}

static int
put_time(struct plan *p, const struct planned_time *t, bool there)
{
	size_t at = same_time_in(p, t);

	if ((at > 0) == there)
		return 0;
	if (there)
		return plan_add_time(p, t);
	plan_remove_time(p, at - 1);
	return 0;
}

static int
put_page(struct plan *p, uint32_t page, bool there)
{
	if (there)
		return plan_add_page(p, page);
	plan_remove_page(p, page);
	return 0;
}

static void
put_unredacted(struct plan *p, const struct fpr *who, bool there)
{
	p->unredacted = there;
	p->unredacted_by = *who;
}

/* A note is taken back only by the step that wrote it: it is the last. */
static int
put_note(struct plan *p, const struct plan_note *note, bool there)
{
	if (there)
		return plan_add_note(p, note);
	if (p->nnotes > 0)
		p->nnotes--;
	return 0;
}

static int
put_reason(struct plan *p, const struct plan_reason *reason, bool there)
{
	size_t i;

	if (there)
		return plan_add_reason(p, reason);
	for (i = 0; i < p->nreasons; i++)
		if (strcmp(p->reasons[i].code, reason->code) == 0)
			break;
	if (i == p->nreasons)
		return 0;
	p->nreasons--;
	memmove(&p->reasons[i], &p->reasons[i + 1],
	    (p->nreasons - i) * sizeof(*p->reasons));
	return 0;
}

/* A name is taken back only by the step that brought it: it is the last. */
static int
put_pseudonym(struct plan *p, const struct plan_pseudonym *name, bool there)
{
	if (there)
		return plan_add_pseudonym(p, name->name);
	if (p->npseudonyms > 0 && same_pseudonym_in(p, name))
		p->npseudonyms--;
	return 0;
}

static int
put(struct plan *p, const struct changes *c, const struct change *one,
    bool back)
{
	bool there = back ? one->was : one->is;

	switch (one->what) {
	case CHANGE_FINDING:
		return back ? put_finding(p, one->is ? &one->after : NULL,
		    one->was ? &one->before : NULL) :
		    put_finding(p, one->was ? &one->before : NULL,
		    one->is ? &one->after : NULL);
	case CHANGE_BOX:
		return put_box(p, &one->box, there);
	case CHANGE_TIME:
		return put_time(p, &one->time, there);
	case CHANGE_PAGE:
		return put_page(p, one->page, there);
	case CHANGE_KEEP:
		p->keep = there;
		return 0;
	case CHANGE_WHITEN:
		p->whiten = there;
		return 0;
	case CHANGE_UNREDACTED:
		put_unredacted(p, back ? &one->from : &one->to, there);
		return 0;
	case CHANGE_STATED:
		p->stated_by = back ? one->from : one->to;
		return 0;
	case CHANGE_NOTE:
		return put_note(p, &c->notes[one->at], there);
	case CHANGE_REASON:
		return put_reason(p, &c->reasons[one->at], there);
	case CHANGE_PSEUDONYM:
		return put_pseudonym(p, &one->name, there);
	case CHANGE_MINE:
		break;
	}
	return 0;
}

int
change_make(struct plan *p, const struct changes *c,
    const struct change *one)
{
	return put(p, c, one, false);
}

int
change_unmake(struct plan *p, const struct changes *c,
    const struct change *one)
{
	return put(p, c, one, true);
}

/* What stands there comes with what was given to it. */
static void
put_show(struct planned *here, const struct planned *from)
{
	here->show = from->show;
	memcpy(here->label, from->label, sizeof(here->label));
}

/* What is said about the decision, as far as this side changed it. */
static void
merge_words(struct planned *here, const struct change *one)
{
	if (!one->was || one->before.show != one->after.show)
		put_show(here, &one->after);
	if (!one->was || strcmp(one->before.reason, one->after.reason) != 0)
		memcpy(here->reason, one->after.reason, sizeof(here->reason));
}

/*
 * What this side wants of a finding against what stands there now.  Where both
 * decided, and not alike, nobody has; what one side alone decided stands.
 */
static int
merge_finding(struct plan *p, const struct change *one, size_t *conflicts)
{
	struct planned *here = plan_find(p, one->is ? &one->after :
	    &one->before);

	if (!one->is) {
		if (here != NULL && !change_of_mind(here, &one->before))
			plan_remove(p, here);
		return 0;	/* else they decided on it meanwhile */
	}
	if (here == NULL)
		return plan_add(p, &one->after);
	merge_words(here, one);
	if (one->was && one->after.decision == one->before.decision)
		return 0;
	if (here->decision == one->after.decision ||
	    here->decision == DECISION_NONE ||
	    (one->was && here->decision == one->before.decision)) {
		here->decision = one->after.decision;
		here->by = one->after.by;
		return 0;
	}
	here->decision = DECISION_NONE;
	memset(&here->by, 0, sizeof(here->by));
	++*conflicts;
	return 0;
}

int
changes_apply(struct plan *p, const struct changes *c, size_t *conflicts)
{
	const struct change *one;
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->n; i++) {
		one = &c->list[i];
		if (one->what == CHANGE_FINDING)
			r = merge_finding(p, one, conflicts);
		else if (one->what != CHANGE_NOTE ||
		    !same_note_in(p, &c->notes[one->at]))
			r = change_make(p, c, one);
	}
	return r;
}
