/* changes.c -- see changes.h: what is different between two plans. */
#include "redact/review/changes.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/review/same.h"

static const struct fpr nobody;

int
changes_add(struct changes *c, const struct change *one)
{
	int r;

	if ((r = array_grow(&c->list, c->n, CHANGES_MAX,
	    sizeof(*c->list))) < 0)
		return r;
	c->list[c->n++] = *one;
	return 0;
}

void
changes_free(struct changes *c)
{
	free(c->list);
	free(c->notes);
	free(c->reasons);
	memset(c, 0, sizeof(*c));
}

bool
change_of_mind(const struct planned *a, const struct planned *b)
{
	return a->decision != b->decision || a->show != b->show ||
	    strcmp(a->reason, b->reason) != 0;
}

/* As plan.h sorts them. */
static int
order(const struct planned *x, const struct planned *y)
{
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

static int
findings(struct changes *out, const struct plan *from, const struct plan *to)
{
	struct change one = { .what = CHANGE_FINDING };
	size_t i = 0, k = 0;
	int c, r = 0;

	while (r == 0 && (i < from->n || k < to->n)) {
		c = i == from->n ? 1 : k == to->n ? -1 :
		    order(&from->list[i], &to->list[k]);
		one.was = c <= 0;
		one.is = c >= 0;
		memset(&one.before, 0, sizeof(one.before));
		memset(&one.after, 0, sizeof(one.after));
		if (one.was)
			one.before = from->list[i++];
		if (one.is)
			one.after = to->list[k++];
		if (c != 0 || change_of_mind(&one.before, &one.after))
			r = changes_add(out, &one);
	}
	return r;
}

/* People draw some boxes; a thousand are compared in no time. */
static int
boxes(struct changes *out, const struct plan *from, const struct plan *to)
{
	struct change one = { .what = CHANGE_BOX, .was = true };
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->nboxes; i++) {
		one.box = from->boxes[i];
		if (same_box_in(to, &one.box) == 0)
			r = changes_add(out, &one);
	}
	one.was = false;
	one.is = true;
	for (i = 0; r == 0 && i < to->nboxes; i++) {
		one.box = to->boxes[i];
		if (same_box_in(from, &one.box) == 0)
			r = changes_add(out, &one);
	}
	return r;
}

static int
times(struct changes *out, const struct plan *from, const struct plan *to)
{
	struct change one = { .what = CHANGE_TIME, .was = true };
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->ntimes; i++) {
		one.time = from->times[i];
		if (same_time_in(to, &one.time) == 0)
			r = changes_add(out, &one);
	}
	one.was = false;
	one.is = true;
	for (i = 0; r == 0 && i < to->ntimes; i++) {
		one.time = to->times[i];
		if (same_time_in(from, &one.time) == 0)
			r = changes_add(out, &one);
	}
	return r;
}

static int
pages(struct changes *out, const struct plan *from, const struct plan *to)
{
	struct change one = { .what = CHANGE_PAGE, .was = true };
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->npages_seen; i++) {
		one.page = from->pages_seen[i];
		if (!plan_has_page(to, one.page))
			r = changes_add(out, &one);
	}
	one.was = false;
	one.is = true;
	for (i = 0; r == 0 && i < to->npages_seen; i++) {
		one.page = to->pages_seen[i];
		if (!plan_has_page(from, one.page))
			r = changes_add(out, &one);
	}
	return r;
}

static int
flag(struct changes *out, enum change_what what, bool from, bool to)
{
	struct change one = { .what = what, .was = from, .is = to };

	return from == to ? 0 : changes_add(out, &one);
}

static int
person(struct changes *out, enum change_what what, const struct fpr *from,
    const struct fpr *to)
{
	struct change one = { .what = what };

	if (fpr_equal(from, to))
		return 0;
	one.was = !fpr_equal(from, &nobody);
	one.is = !fpr_equal(to, &nobody);
	one.from = *from;
	one.to = *to;
	return changes_add(out, &one);
}

static int
flags(struct changes *out, const struct plan *from, const struct plan *to)
{
	int r;

	if ((r = flag(out, CHANGE_KEEP, from->keep, to->keep)) < 0 ||
	    (r = flag(out, CHANGE_WHITEN, from->whiten, to->whiten)) < 0 ||
	    (r = person(out, CHANGE_UNREDACTED, &from->unredacted_by,
	    &to->unredacted_by)) < 0)
		return r;
	return person(out, CHANGE_STATED, &from->stated_by, &to->stated_by);
}

static int
add_note(struct changes *out, const struct plan_note *note)
{
	struct change one = { .what = CHANGE_NOTE, .is = true,
	    .at = out->nnotes };
	int r;

	if ((r = array_grow(&out->notes, out->nnotes, PLAN_NOTES_MAX,
	    sizeof(*out->notes))) < 0)
		return r;
	out->notes[out->nnotes++] = *note;
	return changes_add(out, &one);
}

static int
add_reason(struct changes *out, const struct plan_reason *reason)
{
	struct change one = { .what = CHANGE_REASON, .is = true,
	    .at = out->nreasons };
	int r;

	if ((r = array_grow(&out->reasons, out->nreasons, PLAN_REASONS_MAX,
	    sizeof(*out->reasons))) < 0)
		return r;
	out->reasons[out->nreasons++] = *reason;
	return changes_add(out, &one);
}

/* Notes and the texts of reasons are only ever added. */
static int
words(struct changes *out, const struct plan *from, const struct plan *to)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < to->nnotes; i++)
		if (!same_note_in(from, &to->notes[i]))
			r = add_note(out, &to->notes[i]);
	for (i = 0; r == 0 && i < to->nreasons; i++)
		if (!same_reason_in(from, &to->reasons[i]))
			r = add_reason(out, &to->reasons[i]);
	return r;
}

/* Names are only ever added, too. */
static int
names(struct changes *out, const struct plan *from, const struct plan *to)
{
	struct change one = { .what = CHANGE_PSEUDONYM, .is = true };
	int r = 0;

	for (size_t i = 0; r == 0 && i < to->npseudonyms; i++) {
		one.name = to->pseudonyms[i];
		if (!same_pseudonym_in(from, &one.name))
			r = changes_add(out, &one);
	}
	return r;
}

int
changes_between(struct changes *out, const struct plan *from,
    const struct plan *to)
{
	int r;

	if ((r = findings(out, from, to)) < 0 ||
	    (r = boxes(out, from, to)) < 0 ||
	    (r = times(out, from, to)) < 0 ||
	    (r = pages(out, from, to)) < 0 ||
	    (r = flags(out, from, to)) < 0 ||
	    (r = names(out, from, to)) < 0)
		return r;
	return words(out, from, to);
}
