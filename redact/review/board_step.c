/*
 * board_step.c -- one step of a review: changes are made one by one, labelled
 * and saved together, and taken back together when that fails or when the
 * person wants it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/review/board_parts.h"
#include "vault/base/err.h"

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory; close other programs "
	    "and try again");
}

int
board_check(const struct board *b, size_t item)
{
	return item < b->n ? 0 : err_set(ERR_NOT_FOUND, "there is no item "
	    "%zu in this review; load it anew", item + 1);
}

/* Make one change, or take it back, and keep the counts. */
static int
turn(struct board *b, size_t item, const struct change *c, bool back)
{
	struct board_part *part = &b->parts[item];
	const struct planned *from = back ? &c->after : &c->before;
	const struct planned *to = back ? &c->before : &c->after;
	bool was = back ? c->is : c->was, is = back ? c->was : c->is;
	int r;

	if (c->what == CHANGE_MINE) {
		part->mine[c->page] = is;
	} else if ((r = back ? change_unmake(b->plans[item], &b->notes, c) :
	    change_make(b->plans[item], &b->notes, c)) < 0) {
		return r;
	}
	part->edition++;
	if (c->what != CHANGE_FINDING)
		return 0;
	if (was && from->decision == DECISION_NONE) {
		part->undecided--;
		b->undecided--;
	}
	if (is && to->decision == DECISION_NONE) {
		part->undecided++;
		b->undecided++;
	}
	if (was != is)
		board_forget_twins(b);
	if (was != is || from->show != to->show)
		b->relabel = true;
	return 0;
}

/* What is made again has the label that it had. */
static void
keep_label(struct board *b, struct board_change *done)
{
	struct change *c = &done->change;
	const struct planned *here;

	if (c->what == CHANGE_FINDING && c->is &&
	    (here = plan_find(b->plans[done->item], &c->after)) != NULL)
		memcpy(c->after.label, here->label, sizeof(here->label));
}

/* Forget whole steps, the oldest, at least a half of what is held. */
static void
forget(struct board *b)
{
	size_t from = b->ndone / 2;

	while (from < b->ndone && b->done[from].step == b->done[from - 1].step)
		from++;
	memmove(b->done, b->done + from, (b->ndone - from) * sizeof(*b->done));
	b->ndone -= from;
}

void
board_begin(struct board *b)
{
	if (b->ndone >= BOARD_UNDO_MAX)
		forget(b);
	b->step++;
	b->open = b->ndone;
	b->relabel = false;
}

int
board_put(struct board *b, size_t item, const struct change *c)
{
	struct board_change *grown;
	size_t cap;
	int r;

	if (b->ndone == b->cap) {
		cap = b->cap > 0 ? b->cap * 2 : 64;
		if ((grown = realloc(b->done, cap * sizeof(*grown))) == NULL)
			return no_memory();
		b->done = grown;
		b->cap = cap;
	}
	if ((r = turn(b, item, c, false)) < 0)
		return r;
	b->done[b->ndone++] = (struct board_change){ .step = b->step,
	    .item = item, .revision = b->parts[item].revision, .change = *c };
	return 0;
}

/* Rather say that too much was touched than run out of memory. */
static void
touch(struct board *b, const struct board_change *done)
{
	const struct change *c = &done->change;
	const struct planned *f = c->is ? &c->after : &c->before;
	struct board_touch *grown;
	size_t cap;

	if (c->what != CHANGE_FINDING)
		return;
	if (b->ntouched == BOARD_TOUCHED_MAX)
		goto too_much;
	/* Room is always the next power of two. */
	if ((b->ntouched & (b->ntouched - 1)) == 0) {
		cap = b->ntouched > 0 ? b->ntouched * 2 : 1;
		if ((grown = realloc(b->touched, cap * sizeof(*grown))) ==
		    NULL)
			goto too_much;
		b->touched = grown;
	}
	b->touched[b->ntouched] = (struct board_touch){
	    .revision = b->revision, .start = f->start, .end = f->end,
	    .item = done->item };
	memcpy(b->touched[b->ntouched++].kind, f->kind, sizeof(f->kind));
	return;
too_much:
	free(b->touched);
	b->touched = NULL;
	b->ntouched = 0;
	b->forgotten = b->revision;
}

/* Everything of the open step, the last first.  Taking back needs no memory
 * that was not there before. */
static void
take_back(struct board *b)
{
	struct board_change *c;

	while (b->ndone > b->open) {
		c = &b->done[--b->ndone];
		(void)turn(b, c->item, &c->change, true);
		b->parts[c->item].revision = c->revision;
	}
}

static int
label(struct board *b)
{
	int r = b->relabel ? board_labelled(b) : 0;

	/* Labels of any item may be others now. */
	for (size_t i = 0; b->relabel && i < b->n; i++)
		b->parts[i].edition++;
	b->relabel = false;
	return r;
}

int
board_save(const struct board *b)
{
	return b->setup.save != NULL ? b->setup.save(b->setup.arg, b) : 0;
}

/* What was done counts from now on, if it can be saved. */
static int
close_step(struct board *b)
{
	uint64_t forgotten = b->forgotten;
	size_t ntouched = b->ntouched, i;
	int r;

	b->revision++;
	for (i = b->open; i < b->ndone; i++) {
		b->parts[b->done[i].item].revision = b->revision;
		touch(b, &b->done[i]);
	}
	if ((r = board_save(b)) == 0)
		return 0;
	b->revision--;
	if (b->forgotten == forgotten)
		b->ntouched = ntouched;
	return r;
}

int
board_end(struct board *b, int r)
{
	char line[ERR_LINE_MAX];

	if (r == 0 && b->ndone == b->open)
		return 0;
	if (r == 0 && (r = label(b)) == 0)
		r = close_step(b);
	if (r == 0)
		return 0;
	(void)snprintf(line, sizeof(line), "%s", err_line());
	take_back(b);
	(void)label(b);
	return err_set((enum err)r, "%s", line);
}

/* Where the last step begins. */
static size_t
last_step(const struct board *b)
{
	size_t i = b->ndone;

	while (i > 0 && b->done[i - 1].step == b->done[b->ndone - 1].step)
		i--;
	return i;
}

void
board_one_step(struct board *b)
{
	size_t from, i;

	if (b->ndone == 0 || (from = last_step(b)) == 0)
		return;
	for (i = from; i < b->ndone; i++)
		b->done[i].step = b->done[from - 1].step;
}

static void
where(const struct board_change *c, size_t *item, struct planned *at)
{
	if (item != NULL)
		*item = c->item;
	if (at != NULL && c->change.what == CHANGE_FINDING)
		*at = c->change.was ? c->change.before : c->change.after;
}

/* The step is taken back; when that cannot be saved, it is made again. */
int
board_undo(struct board *b, size_t *item, struct planned *at)
{
	char line[ERR_LINE_MAX];
	size_t n = b->ndone, i;
	int r;

	if (n == 0)
		return err_set(ERR_NOT_FOUND, "there is nothing to undo; go "
		    "on deciding");
	if (at != NULL)
		memset(at, 0, sizeof(*at));
	b->open = last_step(b);
	b->relabel = false;
	where(&b->done[b->open], item, at);
	for (i = n; i > b->open; i--) {
		keep_label(b, &b->done[i - 1]);
		(void)turn(b, b->done[i - 1].item, &b->done[i - 1].change,
		    true);
	}
	if ((r = label(b)) == 0 && (r = close_step(b)) == 0) {
		b->ndone = b->open;
		return 0;
	}
	(void)snprintf(line, sizeof(line), "%s", err_line());
	for (i = b->open; i < n; i++) {
		(void)turn(b, b->done[i].item, &b->done[i].change, false);
		b->parts[b->done[i].item].revision = b->revision;
	}
	(void)label(b);
	return err_set((enum err)r, "%s", line);
}

void
board_anew(struct board *b, size_t item)
{
	struct board_part *part = &b->parts[item];

	b->undecided -= part->undecided;
	part->undecided = plan_undecided(b->plans[item]);
	b->undecided += part->undecided;
	part->edition++;
	part->revision = b->revision;
	b->ndone = 0;
	changes_free(&b->notes);
	board_forget_twins(b);
}
