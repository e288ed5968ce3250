/* ocr_edits.c -- see ocr_edits.h. */
#include "intake/examine/ocr_edits.h"

#include <stdbool.h>
#include <string.h>

#include "vault/base/err.h"

#define MARGIN 8	/* this part of a word's height is painted around it */
#define COLUMN 3	/* heights between words: another column begins */
#define LABEL_WIDE 6	/* heights that a label is wide */
#define ROW_PLACES_MAX 4000u	/* words of a page that are looked through */
#define ROW_PASSES 4u		/* times; they come in the order of reading */
#define ROW_BOXES_MAX 2000u	/* boxes of a page; over that no word stays */
#define UNDER 5		/* a word is gone when this part of it is under a box */

struct split {
	const struct layout *l;
	const struct bytes *text;
	const struct edits *in;
	struct edits *out;
	size_t made, nmade;	/* boxes in `out` of words of one page */
};

/* --- the document's own text --- */

/* A range of the own text, which begins `shift` bytes earlier there.  One that
 * was read over in between is joined again. */
static int
own_range(struct split *s, const struct edit *e, uint64_t start, uint64_t end,
    uint64_t shift, bool goes_on)
{
	struct edits *out = s->out;

	if (goes_on && out->nranges > 0 &&
	    out->ranges[out->nranges - 1].end == start - shift) {
		out->ranges[out->nranges - 1].end = end - shift;
		return 0;
	}
	return edits_add(out, start - shift, end - shift, e->label);
}

/* --- what was read --- */

/* The first place that ends behind `at`. */
static size_t
place_behind(const struct layout *l, uint64_t at)
{
	size_t low = 0, high = l->nplaces, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (l->places[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int32_t
at_most(int64_t v, uint32_t max)
{
	return v < 0 ? 0 : v > (int64_t)max ? (int32_t)max : (int32_t)v;
}

static bool
is_empty(const struct place *w)
{
	return w->x0 >= w->x1 || w->y0 >= w->y1;
}

/* Do b's words go on on the row of `a`? */
static bool
same_row(const struct box *a, const struct place *b)
{
	int64_t ha = a->y1 - a->y0, hb = b->y1 - b->y0;
	int64_t top = a->y0 > b->y0 ? a->y0 : b->y0;
	int64_t bottom = a->y1 < b->y1 ? a->y1 : b->y1;

	return a->page == b->page &&
	    2 * (bottom - top) > (ha < hb ? ha : hb) &&
	    b->x0 >= a->x0 && (int64_t)b->x0 - a->x1 < 3 * (ha > hb ? ha : hb);
}

static void
widen(struct box *box, const struct place *w)
{
	box->x0 = w->x0 < box->x0 ? w->x0 : box->x0;
	box->y0 = w->y0 < box->y0 ? w->y0 : box->y0;
	box->x1 = w->x1 > box->x1 ? w->x1 : box->x1;
	box->y1 = w->y1 > box->y1 ? w->y1 : box->y1;
}

/* Do they stand on one row, whichever is first? */
static bool
beside(const struct box *a, const struct place *b)
{
	int64_t ha = a->y1 - a->y0, hb = b->y1 - b->y0;
	int64_t top = a->y0 > b->y0 ? a->y0 : b->y0;
	int64_t bottom = a->y1 < b->y1 ? a->y1 : b->y1;

	return !is_empty(b) && 2 * (bottom - top) > (ha < hb ? ha : hb);
}

/* The places of the box's page, or none where they are too many. */
static size_t
places_of(const struct layout *l, uint32_t page, size_t *first)
{
	size_t n = 0;

	for (*first = place_behind(l, l->pages[page].start);
	    n <= ROW_PLACES_MAX && *first + n < l->nplaces &&
	    l->places[*first + n].page == page;)
		n++;
	return n > ROW_PLACES_MAX ? 0 : n;
}

/*
 * Grow the box to the end of its row.  What stands behind it on the row, a word
 * apart, would tell by its place how wide it was; what stands in another column
 * does not move with it.
 */
static void
to_row_end(const struct layout *l, struct box *box)
{
	int32_t high = box->y1 - box->y0, low = box->y0, end, next;
	size_t i, first, n = places_of(l, box->page, &first);
	const struct box row = *box;
	unsigned pass;
	bool more = true;

	end = box->x1;
	next = (int32_t)l->pages[box->page].width;
	/* Words join on until none is near enough. */
	for (pass = 0; more && pass < ROW_PASSES; pass++) {
		more = false;
		for (i = first; i < first + n; i++) {
			const struct place *w = &l->places[i];

			if (!beside(&row, w) || w->x1 <= end ||
			    w->x0 < row.x0)
				continue;
			if (w->x0 - end < COLUMN * (int64_t)high) {
				end = w->x1;
				more = true;
			}
		}
	}
	for (i = first; !more && i < first + n; i++) {
		const struct place *w = &l->places[i];

		if (!beside(&row, w))
			continue;
		if (w->x0 >= end && w->x0 - high / 2 < next)
			next = w->x0 - high / 2;
		if (w->x0 < end) {
			low = w->y0 < low ? w->y0 : low;
			box->y1 = w->y1 > box->y1 ? w->y1 : box->y1;
		}
	}
	box->y0 = low;
	box->x1 = next > end ? next : end;
}

/* The box to the end of its row, and ink that reaches a little out of it; and
 * the label, when it shall stand there. */
static int
put_box(struct split *s, struct box box, const char *label)
{
	const struct page *page = &s->l->pages[box.page];
	int64_t margin, wide;
	struct box at;
	int r;

	to_row_end(s->l, &box);
	margin = (box.y1 - box.y0) / MARGIN + 1;
	wide = LABEL_WIDE * (int64_t)(box.y1 - box.y0);
	at = box;
	at.x1 = at_most(box.x0 + wide, page->width);
	box.x0 = at_most(box.x0 - margin, page->width);
	box.y0 = at_most(box.y0 - margin, page->height);
	box.x1 = at_most(box.x1 + margin, page->width);
	box.y1 = at_most(box.y1 + margin, page->height);
	if ((r = edits_add_box(s->out, &box)) == 0 && label != NULL &&
	    at.x0 < at.x1 && at.y0 < at.y1)
		r = edits_add_word(s->out, &at, label, strlen(label));
	return r;
}

/* Boxes for what was read in [start, end); a label at the first of them. */
static int
read_range(struct split *s, const struct edit *e, uint64_t start, uint64_t end,
    bool labelled)
{
	const struct layout *l = s->l;
	size_t i = place_behind(l, start);
	const char *label = labelled ? NULL : e->label;
	struct box box = { 0 };
	bool any = false;
	int r = 0;

	for (; r == 0 && i < l->nplaces && l->places[i].start < end; i++) {
		const struct place *w = &l->places[i];

		if (any && same_row(&box, w)) {
			widen(&box, w);
			continue;
		}
		if (any) {
			r = put_box(s, box, label);
			label = NULL;
		}
		box = (struct box){ w->page, w->x0, w->y0, w->x1, w->y1 };
		any = true;
	}
	if (r == 0 && any)
		return put_box(s, box, label);
	for (; r == 0 && start < end; start++)
		if (s->text->data[start] > ' ')
			return err_set(ERR_FORMAT, "a redacted word was read "
			    "from a page and has no place on it; examine the "
			    "document again");
	return r;
}

/* --- all of it --- */

/* One range: through the pages it touches, by turns own and read. */
static int
split_range(struct split *s, const struct edit *e, size_t *page,
    uint64_t *shift)
{
	const struct layout *l = s->l;
	uint64_t at = e->start, to;
	bool own = false, read = false;
	const struct page *p;
	int r = 0;

	while (*page < l->npages && l->pages[*page].end <= at) {
		*shift += l->pages[*page].end - l->pages[*page].own;
		++*page;
	}
	while (r == 0 && at < e->end) {
		p = *page < l->npages ? &l->pages[*page] : NULL;
		if (p == NULL || at < p->own) {
			to = p == NULL || e->end < p->own ? e->end : p->own;
			r = own_range(s, e, at, to, *shift, own);
			own = true;
		} else {
			to = e->end < p->end ? e->end : p->end;
			r = read_range(s, e, at, to, own || read);
			read = true;
		}
		at = to;
		if (p != NULL && at == p->end && at < e->end) {
			*shift += p->end - p->own;
			++*page;
		}
	}
	return r;
}

/* Is it under one of these boxes? */
static bool
is_below(const struct box *boxes, size_t n, const struct place *w)
{
	int64_t area = (int64_t)(w->x1 - w->x0) * (w->y1 - w->y0);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct box *b = &boxes[i];
		int64_t x0 = b->x0 > w->x0 ? b->x0 : w->x0;
		int64_t y0 = b->y0 > w->y0 ? b->y0 : w->y0;
		int64_t x1 = b->x1 < w->x1 ? b->x1 : w->x1;
		int64_t y1 = b->y1 < w->y1 ? b->y1 : w->y1;

		if (b->page == w->page && x0 < x1 && y0 < y1 &&
		    UNDER * (x1 - x0) * (y1 - y0) >= area)
			return true;
	}
	return false;
}

/* Is it under a box that a person drew, or one of a word before it on its row?
 * The latter are in the order of pages, as the places are. */
static bool
is_under(struct split *s, const struct place *w)
{
	const struct edits *out = s->out;

	while (s->made < out->nboxes && out->boxes[s->made].page < w->page) {
		s->made++;
		s->nmade = 0;
	}
	while (s->made + s->nmade < out->nboxes &&
	    out->boxes[s->made + s->nmade].page == w->page)
		s->nmade++;
	return s->nmade > ROW_BOXES_MAX ||
	    is_below(s->in->boxes, s->in->nboxes, w) ||
	    (s->nmade > 0 && is_below(&out->boxes[s->made], s->nmade, w));
}

/* Words that were read and stay. */
static int
kept_words(struct split *s)
{
	const struct layout *l = s->l;
	const struct edits *in = s->in;
	size_t i, range = 0;
	int r = 0;

	for (i = 0; r == 0 && i < l->nplaces; i++) {
		const struct place *w = &l->places[i];
		const struct box box = { w->page, w->x0, w->y0, w->x1, w->y1 };

		while (range < in->nranges && in->ranges[range].end <= w->start)
			range++;
		if (w->start < l->pages[w->page].own ||
		    (range < in->nranges && in->ranges[range].start < w->end) ||
		    is_empty(w) || is_under(s, w))
			continue;
		r = edits_add_word(s->out, &box,
		    (const char *)s->text->data + w->start, w->end - w->start);
	}
	return r;
}

int
ocr_edits(struct edits *out, const struct edits *in,
    const struct layout *layout, const struct bytes *text)
{
	struct split s = { .l = layout, .text = text, .in = in, .out = out,
	    .made = in->nboxes };
	uint64_t shift = 0;
	size_t i, page = 0;
	int r = 0;

	out->flags = in->flags;
	for (i = 0; r == 0 && i < in->nboxes; i++)
		r = edits_add_box(out, &in->boxes[i]);
	for (i = 0; r == 0 && i < in->ntimes; i++)
		r = edits_add_time(out, &in->times[i]);
	for (i = 0; r == 0 && i < in->nranges; i++)
		r = split_range(&s, &in->ranges[i], &page, &shift);
	if (r == 0)
		r = kept_words(&s);
	if (r < 0)
		edits_free(out);
	return r;
}
