/* board_merge.c -- the board beside the stored plans; see board.h. */
#include <stdlib.h>
#include <string.h>

#include "redact/doc/given.h"
#include "redact/review/board_parts.h"

/* From here on nobody knows what was touched before. */
static void
all_touched(struct board *b)
{
	b->revision++;
	b->forgotten = b->revision;
	b->ntouched = 0;
	free(b->touched);
	b->touched = NULL;
}

int
board_join(struct board *b, size_t item, const struct changes *c,
    size_t *conflicts)
{
	struct plan joined = { 0 };
	size_t count = 0, i;
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = plan_copy(&joined, b->plans[item])) < 0)
		return r;
	if ((r = changes_apply(&joined, c, &count)) < 0) {
		plan_free(&joined);
		return r;
	}
	plan_free(b->plans[item]);
	*b->plans[item] = joined;
	for (i = 0; i < c->n; i++)
		if (c->list[i].what == CHANGE_MINE &&
		    c->list[i].page < b->parts[item].nsheets)
			b->parts[item].mine[c->list[i].page] = c->list[i].is;
	*conflicts += count;
	all_touched(b);
	board_anew(b, item);
	return 0;
}

int
board_labelled(struct board *b)
{
	return plans_label(b->plans, b->bases, b->texts, b->n);
}

int
board_rebase(struct board *b, size_t item, const struct plan *theirs,
    size_t *conflicts)
{
	struct changes c = { 0 };
	struct plan base = { 0 }, stored = { 0 };
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = changes_between(&c, &b->parts[item].base,
	    b->plans[item])) < 0 ||
	    (r = plan_copy(&base, theirs)) < 0 ||
	    (r = plan_copy(&stored, theirs)) < 0 ||
	    (r = changes_apply(&stored, &c, conflicts)) < 0 ||
	    (r = given_add_all(&stored, b->plans[item])) < 0)
		goto done;
	plan_free(&b->parts[item].base);
	b->parts[item].base = base;
	base = (struct plan){ 0 };
	plan_free(b->plans[item]);
	*b->plans[item] = stored;
	stored = (struct plan){ 0 };
	all_touched(b);
	board_anew(b, item);
	r = board_labelled(b);
done:
	plan_free(&base);
	plan_free(&stored);
	changes_free(&c);
	return r;
}

int
board_stored(struct board *b)
{
	struct plan copy;
	size_t i;
	int r;

	for (i = 0; i < b->n; i++) {
		if ((r = plan_copy(&copy, b->plans[i])) < 0)
			return r;
		plan_free(&b->parts[i].base);
		b->parts[i].base = copy;
		b->parts[i].edition++;
	}
	b->ndone = 0;
	changes_free(&b->notes);
	return 0;
}
