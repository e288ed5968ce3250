/* board.c -- see board.h: making a board, and looking at it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/review/board_parts.h"
#include "vault/base/err.h"

static const struct fpr nobody;

static int
make_part(struct board_part *part, const struct board_item *item)
{
	int r;

	part->item = *item;
	part->revision = 1;
	part->undecided = plan_undecided(item->plan);
	if ((r = sheets_of(&part->sheets, &part->nsheets, item->layout,
	    item->text)) < 0 ||
	    (r = plan_copy(&part->base, item->plan)) < 0)
		return r;
	part->mine = calloc(part->nsheets, sizeof(*part->mine));
	return part->mine != NULL ? 0 : err_set(ERR_NO_MEMORY, "out of memory; "
	    "close other programs and try again");
}

int
board_new(struct board **out, const struct board_setup *setup)
{
	struct board *b;
	size_t i;
	int r = 0;

	*out = NULL;
	if ((b = calloc(1, sizeof(*b))) == NULL)
		goto full;
	b->setup = *setup;
	b->setup.items = NULL;		/* copied into the parts */
	b->revision = 1;
	b->parts = calloc(setup->n + 1, sizeof(*b->parts));
	b->plans = calloc(setup->n + 1, sizeof(struct plan *));
	b->bases = calloc(setup->n + 1, sizeof(struct plan *));
	b->texts = calloc(setup->n + 1, sizeof(*b->texts));
	if (b->parts == NULL || b->plans == NULL || b->bases == NULL ||
	    b->texts == NULL)
		goto full;
	for (i = 0; r == 0 && i < setup->n; i++) {
		b->n++;			/* from here on it is freed */
		r = make_part(&b->parts[i], &setup->items[i]);
		b->plans[i] = setup->items[i].plan;
		b->bases[i] = &b->parts[i].base;
		b->texts[i] = *setup->items[i].text;
		b->undecided += b->parts[i].undecided;
	}
	if (r < 0)
		board_free(b);
	else
		*out = b;
	return r;
full:
	board_free(b);
	return err_set(ERR_NO_MEMORY, "out of memory; close other programs "
	    "and try again");
}

void
board_free(struct board *b)
{
	size_t i;

	if (b == NULL)
		return;
	for (i = 0; i < b->n; i++) {
		plan_free(&b->parts[i].base);
		free(b->parts[i].sheets);
		free(b->parts[i].mine);
	}
	board_forget_twins(b);
	changes_free(&b->notes);
	free(b->parts);
	free(b->plans);
	free(b->bases);
	free(b->texts);
	free(b->done);
	free(b->touched);
	free(b);
}

uint64_t
board_revision(const struct board *b)
{
	return b->revision;
}

uint64_t
board_item_revision(const struct board *b, size_t item)
{
	return b->parts[item].revision;
}

bool
board_touched(const struct board *b, size_t item, const struct planned *like,
    uint64_t since)
{
	const struct board_touch *t;
	size_t i;

	if (since >= b->revision)
		return false;
	if (since < b->forgotten)
		return true;
	for (i = b->ntouched; i > 0; i--) {
		t = &b->touched[i - 1];
		if (t->revision <= since)
			return false;
		if (t->item == item && t->start == like->start &&
		    t->end == like->end && strcmp(t->kind, like->kind) == 0)
			return true;
	}
	return false;
}

uint64_t
board_edition(const struct board *b, size_t item)
{
	return b->parts[item].edition;
}

size_t
board_items(const struct board *b)
{
	return b->n;
}

const struct board_item *
board_item(const struct board *b, size_t item)
{
	return &b->parts[item].item;
}

const struct fpr *
board_by(const struct board *b)
{
	return &b->setup.by;
}

const struct sheet *
board_sheets(const struct board *b, size_t item, size_t *n)
{
	*n = b->parts[item].nsheets;
	return b->parts[item].sheets;
}

bool
board_is_picture(const struct board *b, size_t item, size_t sheet,
    size_t *first)
{
	const struct board_part *part = &b->parts[item];
	size_t n = part->nsheets;

	if (format_has_pictures(part->item.report->format))
		while (n > 0 && part->sheets[n - 1].page != SHEET_NO_PAGE)
			n--;
	*first = n;
	return sheet >= n;
}

void
board_sheet_name(char name[BOARD_SHEET_SIZE], const struct board *b,
    size_t item, size_t sheet)
{
	size_t first;

	if (board_is_picture(b, item, sheet, &first))
		(void)snprintf(name, BOARD_SHEET_SIZE, "picture %zu",
		    sheet - first + 1);
	else
		(void)snprintf(name, BOARD_SHEET_SIZE, "page %zu", sheet + 1);
}

size_t
board_undecided(const struct board *b)
{
	return b->undecided;
}

size_t
board_undecided_in(const struct board *b, size_t item)
{
	return b->parts[item].undecided;
}

size_t
board_next_undecided(const struct board *b, size_t item)
{
	size_t i, at;

	for (i = 0; i < b->n; i++) {
		at = (item + i) % b->n;
		if (b->parts[at].undecided > 0)
			return at;
	}
	return b->n;
}

/* What is only a box around others is not released, and need not be seen. */
static bool
is_box(const struct board *b, size_t item)
{
	return format_is_container(b->parts[item].item.report->format);
}

static bool
stated(const struct board *b, size_t item)
{
	return is_box(b, item) ||
	    !fpr_equal(&b->plans[item]->stated_by, &nobody);
}

bool
board_seen(const struct board *b, size_t item, size_t sheet)
{
	return stated(b, item) ||
	    plan_has_page(b->plans[item], (uint32_t)sheet);
}

bool
board_seen_by_me(const struct board *b, size_t item, size_t sheet)
{
	return is_box(b, item) || b->parts[item].mine[sheet];
}

size_t
board_unseen_in(const struct board *b, size_t item)
{
	const struct plan *p = b->plans[item];
	size_t n = b->parts[item].nsheets, i, seen = 0;

	if (stated(b, item))
		return 0;
	for (i = 0; i < p->npages_seen; i++)
		seen += p->pages_seen[i] < n;
	return n - seen;
}

size_t
board_unseen(const struct board *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->n; i++)
		n += board_unseen_in(b, i);
	return n;
}

size_t
board_unseen_by_me(const struct board *b)
{
	size_t i, s, n = 0;

	for (i = 0; i < b->n; i++)
		for (s = 0; s < b->parts[i].nsheets; s++)
			n += !board_seen_by_me(b, i, s);
	return n;
}

bool
board_is_new(const struct board *b, size_t item, const struct planned *f)
{
	const struct plan *then = b->parts[item].item.then;
	const struct planned *old;

	if (then == NULL)
		return false;
	old = plan_find(then, f);
	return old == NULL || change_of_mind(old, f);
}

/* How many changes there are that are no matter of having looked. */
static int
count_changes(const struct plan *from, const struct plan *to, size_t *n)
{
	struct changes c = { 0 };
	size_t i;
	int r;

	*n = 0;
	if ((r = changes_between(&c, from, to)) == 0)
		for (i = 0; i < c.n; i++)
			*n += c.list[i].what != CHANGE_PAGE;
	changes_free(&c);
	return r;
}

int
board_news(const struct board *b, size_t item, size_t *n)
{
	*n = 0;
	return b->parts[item].item.then == NULL ? 0 :
	    count_changes(b->parts[item].item.then, b->plans[item], n);
}

/* Out of memory it is rather stored once too often. */
bool
board_changed_in(const struct board *b, size_t item)
{
	size_t n;

	return count_changes(&b->parts[item].base, b->plans[item], &n) < 0 ||
	    n > 0;
}

bool
board_changed(const struct board *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (board_changed_in(b, i))
			return true;
	return false;
}

bool
board_looked(const struct board *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->parts[i].base.npages_seen < b->plans[i]->npages_seen)
			return true;
	return false;
}

static int
undecided_at(const struct board *b, size_t item)
{
	const struct plan *p = b->plans[item];
	const struct board_part *part = &b->parts[item];
	char where[BOARD_SHEET_SIZE];
	size_t i;

	for (i = 0; i + 1 < p->n && p->list[i].decision != DECISION_NONE; i++)
		;
	board_sheet_name(where, b, item, sheets_at(part->sheets,
	    part->nsheets, p->list[i].start));
	return err_set(ERR_NOT_PERMITTED, "%zu findings are undecided, the "
	    "first (%s) in item %zu on %s; decide on them, then sign",
	    b->undecided, p->list[i].kind, part->item.number, where);
}

static int
unseen_at(const struct board *b, bool myself)
{
	char where[BOARD_SHEET_SIZE];
	size_t i, s;

	for (i = 0; i < b->n; i++)
		for (s = 0; s < b->parts[i].nsheets; s++) {
			if (board_seen(b, i, s) &&
			    (!myself || board_seen_by_me(b, i, s)))
				continue;
			board_sheet_name(where, b, i, s);
			return err_set(ERR_NOT_PERMITTED, "item %zu, %s was "
			    "not seen%s; look at it and mark it seen (v), "
			    "then sign", b->parts[i].item.number, where,
			    myself ? " by you" : "");
		}
	return 0;
}

int
board_ready(const struct board *b, bool myself)
{
	if (b->undecided > 0)
		return undecided_at(b, board_next_undecided(b, 0));
	return unseen_at(b, myself);
}
