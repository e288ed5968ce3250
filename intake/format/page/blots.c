/* blots.c -- see blots.h: runs of black pixels, joined where they touch. */
#include "intake/format/page/blots.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define RUNS_MAX 4000000u	/* of black pixels in a page's rows */
#define LINE_LEAST 3u		/* blots that end in one row make it a line's */
#define LINE_NEAR 12u		/* rows between the ends of two lines */
#define DEPTH_MAX 128u		/* rows that letters reach below their line */
#define RAISE_MAX 160u		/* rows that they may end above it */
#define FILLED_WIDE 32u		/* pixels of what may be a box with a label */
#define FILLED_HIGH 12u
#define FILLED_TENTHS 6u	/* of it that are black */
#define JOIN_SIDE 100u		/* pixels of what becomes one letter */

struct run {
	uint32_t up;		/* a run of the same blot; itself: the first */
	uint32_t blot;		/* its number */
	uint16_t y;
	uint16_t x0, x1;	/* x0 <= x < x1 */
};

/* What is known of a blot before it is cut out. */
struct box {
	unsigned x0, y0, x1, y1;	/* x1 and y1 are outside */
	uint32_t joined;	/* the one it is part of; itself */
	unsigned line;		/* row where its line ends, or its own */
	size_t at;		/* of its pixels */
	uint64_t black;		/* pixels */
};

struct taking {
	const struct bitmap *page;
	struct run *runs;
	uint32_t nruns, room;
	struct box *boxes;
	uint32_t nboxes;
};

/* --- runs --- */

static uint32_t
first_of(struct run *runs, uint32_t i)
{
	while (runs[i].up != i) {
		runs[i].up = runs[runs[i].up].up;
		i = runs[i].up;
	}
	return i;
}

static void
join_runs(struct run *runs, uint32_t a, uint32_t b)
{
	a = first_of(runs, a);
	b = first_of(runs, b);
	if (a < b)
		runs[b].up = a;
	else
		runs[a].up = b;
}

static int
add_run(struct taking *t, unsigned y, unsigned x0, unsigned x1)
{
	struct run *runs;
	uint32_t room;

	if (t->nruns == t->room) {
		room = t->room * 2 + 4096;
		if ((runs = realloc(t->runs, room * sizeof *runs)) == NULL)
			return err_set(ERR_NO_MEMORY, "no memory for a page's "
			    "letters; close other programs and try again");
		t->runs = runs;
		t->room = room;
	}
	t->runs[t->nruns] = (struct run){ t->nruns, UINT32_MAX, (uint16_t)y,
	    (uint16_t)x0, (uint16_t)x1 };
	t->nruns++;
	return 0;
}

/* The row's next 64 pixels from x, a multiple of 8; white behind its end. */
static uint64_t
pixels_at(const struct bitmap *b, const uint8_t *row, unsigned x)
{
	size_t at = x / 8, n = b->stride - at;
	uint64_t v = 0;

	if (n >= sizeof v)
		memcpy(&v, row + at, sizeof v);
	else
		memcpy(&v, row + at, n);
	return be64toh(v);
}

/* Where a pixel is of another colour than the one before it, a run begins or
 * ends.  Behind the row's end all is white. */
static int
runs_of_row(struct taking *t, unsigned y)
{
	const uint8_t *row = t->page->data + y * t->page->stride;
	unsigned width = t->page->width, x, at, from = 0;
	uint64_t v, changes, before = 0;
	bool black = false;

	for (x = 0; x < width; x += 64, before = v & 1) {
		v = pixels_at(t->page, row, x);
		changes = v ^ (v >> 1 | before << 63);
		for (; changes != 0; changes &= ~(1ull << 63 >> (at - x))) {
			at = x + (unsigned)__builtin_clzll(changes);
			if (black && add_run(t, y, from, at) < 0)
				return -1;
			from = at;
			black = !black;
		}
	}
	return black ? add_run(t, y, from, width) : 0;
}

/* Runs of two rows that touch, corners too. */
static void
join_rows(struct taking *t, uint32_t above, uint32_t row)
{
	uint32_t i = above, k = row;

	while (i < row && k < t->nruns) {
		const struct run *a = &t->runs[i], *b = &t->runs[k];

		if (a->x0 <= b->x1 && b->x0 <= a->x1)
			join_runs(t->runs, i, k);
		if (a->x1 < b->x1)
			i++;
		else
			k++;
	}
}

/* Of a page whose sides fit the runs.  0; 1: too many; ERR_NO_MEMORY. */
static int
take_runs(struct taking *t)
{
	uint32_t above = 0, row;
	unsigned y;

	for (y = 0; y < t->page->height; y++, above = row) {
		row = t->nruns;
		if (runs_of_row(t, y) < 0)
			return ERR_NO_MEMORY;
		if (t->nruns > RUNS_MAX)
			return 1;
		join_rows(t, above, row);
	}
	return 0;
}

/* --- boxes --- */

static void
widen(struct box *b, unsigned x0, unsigned y0, unsigned x1, unsigned y1)
{
	b->x0 = x0 < b->x0 ? x0 : b->x0;
	b->y0 = y0 < b->y0 ? y0 : b->y0;
	b->x1 = x1 > b->x1 ? x1 : b->x1;
	b->y1 = y1 > b->y1 ? y1 : b->y1;
}

/* The first run of a blot is the topmost, and comes first. */
static int
take_boxes(struct taking *t)
{
	uint32_t i, first, n = 0;

	for (i = 0; i < t->nruns; i++)
		n += t->runs[i].up == i;
	if (n > BLOTS_MAX)
		return 1;
	if ((t->boxes = calloc(n + 1, sizeof *t->boxes)) == NULL)
		return err_set(ERR_NO_MEMORY, "no memory for a page's "
		    "letters; close other programs and try again");
	for (i = 0; i < t->nruns; i++) {
		const struct run *r = &t->runs[i];

		first = first_of(t->runs, i);
		if (first == i) {
			t->runs[i].blot = t->nboxes;
			t->boxes[t->nboxes] = (struct box){ r->x0, r->y, r->x1,
			    r->y + 1u, t->nboxes, 0, 0, 0 };
			t->nboxes++;
		}
		t->runs[i].blot = t->runs[first].blot;
		widen(&t->boxes[r->blot], r->x0, r->y, r->x1, r->y + 1u);
		t->boxes[r->blot].black += r->x1 - r->x0;
	}
	return 0;
}

static bool
is_large(const struct box *b)
{
	return b->x1 - b->x0 > BLOT_WIDE || b->y1 - b->y0 > BLOT_HIGH;
}

/* --- lines --- */

/* Rows in which at least LINE_LEAST blots end, and none near does more. */
static bool
ends_line(const uint32_t *ends, unsigned rows, unsigned y)
{
	unsigned from = y > LINE_NEAR ? y - LINE_NEAR : 0, i;

	if (ends[y] < LINE_LEAST)
		return false;
	for (i = from; i < rows && i <= y + LINE_NEAR; i++)
		if (ends[i] > ends[y] || (ends[i] == ends[y] && i < y))
			return false;
	return true;
}

/* The line that reaches to row y: the next below, if it is near enough; else
 * the one above, whose letters reach down. */
static unsigned
line_at(const unsigned *below, const unsigned *above, const struct box *b)
{
	unsigned last = b->y1 - 1, down = below[last], up = above[last];

	if (up != UINT32_MAX && b->y0 <= up && last - up < DEPTH_MAX &&
	    (b->y1 - b->y0) * 2 > last - up)
		return up;
	if (down != UINT32_MAX && down - last < RAISE_MAX)
		return down;
	return last;
}

static void
spread_lines(unsigned *below, unsigned *above, const uint32_t *ends,
    unsigned rows)
{
	unsigned y, line = UINT32_MAX;

	for (y = 0; y < rows; y++) {
		if (ends_line(ends, rows, y))
			line = y;
		above[y] = line;
	}
	for (line = UINT32_MAX, y = rows; y-- > 0;) {
		if (above[y] == y)
			line = y;
		below[y] = line;
	}
}

static int
by_line(const void *a, const void *b)
{
	const struct box *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->x0 != y->x0)
		return x->x0 < y->x0 ? -1 : 1;
	return (x->y0 > y->y0) - (x->y0 < y->y0);
}

static int
take_lines(struct taking *t)
{
	unsigned rows = t->page->height, *below, *above;
	uint32_t *ends, i;
	int r = 0;

	ends = calloc(rows, sizeof *ends);
	below = calloc(rows, sizeof *below);
	above = calloc(rows, sizeof *above);
	if (ends == NULL || below == NULL || above == NULL) {
		r = err_set(ERR_NO_MEMORY, "no memory for a page's letters; "
		    "close other programs and try again");
		goto done;
	}
	for (i = 0; i < t->nboxes; i++)
		ends[t->boxes[i].y1 - 1]++;
	spread_lines(below, above, ends, rows);
	for (i = 0; i < t->nboxes; i++)
		t->boxes[i].line = line_at(below, above, &t->boxes[i]);
done:
	free(ends);
	free(below);
	free(above);
	return r;
}

/* --- letters of two parts --- */

static bool
are_one(const struct box *a, const struct box *b)
{
	unsigned x0 = a->x0 > b->x0 ? a->x0 : b->x0;
	unsigned x1 = a->x1 < b->x1 ? a->x1 : b->x1;
	unsigned wa = a->x1 - a->x0, wb = b->x1 - b->x0;
	unsigned least = wa < wb ? wa : wb;

	return x0 < x1 && (x1 - x0) * 2 >= least && wa <= JOIN_SIDE &&
	    wb <= JOIN_SIDE && a->y1 - a->y0 <= JOIN_SIDE &&
	    b->y1 - b->y0 <= JOIN_SIDE;
}

/* Neighbours in a line, which are in the order of x. */
static void
join_parts(struct taking *t, const uint32_t *order)
{
	uint32_t i, last = 0;

	for (i = 0; i < t->nboxes; i++) {
		struct box *b = &t->boxes[order[i]], *a = &t->boxes[last];

		if (i > 0 && a->line == b->line && are_one(a, b)) {
			b->joined = last;
			widen(a, b->x0, b->y0, b->x1, b->y1);
		} else {
			last = order[i];
		}
	}
}

/* --- pixels --- */

/* How far below the line its letters may reach: few such depths, so that equal
 * letters of two lines are equal blots. */
static unsigned
depth_of(unsigned deepest)
{
	unsigned depth = 16;

	while (depth < deepest)
		depth *= 2;
	return depth;
}

/* Where the rows of a line's blots end; false: too far from where one does. */
static void
set_ends(struct taking *t, const uint32_t *order)
{
	uint32_t i, k, n;

	for (i = 0; i < t->nboxes; i = n) {
		unsigned line = t->boxes[order[i]].line, deepest = 0, end;

		for (n = i; n < t->nboxes && t->boxes[order[n]].line == line;
		    n++) {
			const struct box *b = &t->boxes[order[n]];

			if (b->joined == order[n] && !is_large(b) &&
			    b->y1 - 1 > line && b->y1 - 1 - line > deepest)
				deepest = b->y1 - 1 - line;
		}
		end = line + depth_of(deepest);
		for (k = i; k < n; k++)
			t->boxes[order[k]].line = end < t->page->height ? end :
			    t->page->height - 1;
	}
}

static void
set_run(struct bitmap *b, unsigned x0, unsigned x1, unsigned y)
{
	uint8_t *row = b->data + y * b->stride;
	unsigned from = x0 / 8, to = (x1 - 1) / 8;
	uint8_t head = (uint8_t)(0xff >> x0 % 8);
	uint8_t tail = (uint8_t)(0xff << (7 - (x1 - 1) % 8));

	if (from == to) {
		row[from] |= head & tail;
		return;
	}
	row[from] |= head;
	memset(row + from + 1, 0xff, to - from - 1);
	row[to] |= tail;
}

static struct bitmap
frame_of(const struct box *b)
{
	return (struct bitmap){ .width = b->x1 - b->x0,
	    .height = b->line + 1 - b->y0,
	    .stride = (b->x1 - b->x0 + 7) / 8 };
}

/* Room for each blot, in the order of the lines. */
static int
make_frames(struct blots *out, struct taking *t, const uint32_t *order)
{
	size_t size = 0;
	uint32_t i;

	for (i = 0; i < t->nboxes; i++) {
		struct box *b = &t->boxes[order[i]];
		struct bitmap f;

		if (b->joined != order[i] || is_large(b))
			continue;
		f = frame_of(b);
		b->at = size;
		size += f.stride * f.height;
	}
	out->pixels = calloc(size + 1, 1);
	out->at = calloc(t->nboxes + 1, sizeof *out->at);
	if (out->pixels == NULL || out->at == NULL)
		return err_set(ERR_NO_MEMORY, "no memory for a page's "
		    "letters; close other programs and try again");
	for (i = 0; i < t->nboxes; i++) {
		const struct box *b = &t->boxes[order[i]];
		struct blot *blot = &out->at[out->n];

		if (b->joined != order[i] || is_large(b))
			continue;
		*blot = (struct blot){ b->x0, b->line, frame_of(b) };
		blot->bitmap.data = out->pixels + b->at;
		out->n++;
	}
	return 0;
}

static const struct box *
box_of(struct taking *t, uint32_t run)
{
	return &t->boxes[t->boxes[t->runs[run].blot].joined];
}

static int
make_rest(struct blots *out, struct taking *t)
{
	struct box all = { .x0 = UINT32_MAX };
	uint32_t i;
	int r;

	for (i = 0; i < t->nboxes; i++) {
		const struct box *b = &t->boxes[i];

		if (b->joined != i || !is_large(b))
			continue;
		if (all.x0 == UINT32_MAX)
			all = *b;
		widen(&all, b->x0, b->y0, b->x1, b->y1);
	}
	if (all.x0 == UINT32_MAX)
		return 0;
	out->x = all.x0;
	out->y = all.y0;
	if ((r = bitmap_new(&out->rest, all.x1 - all.x0, all.y1 -
	    all.y0)) < 0)
		return r;
	for (i = 0; i < t->nruns; i++)
		if (is_large(box_of(t, i)))
			set_run(&out->rest, t->runs[i].x0 - out->x,
			    t->runs[i].x1 - out->x, t->runs[i].y - out->y);
	return 0;
}

static void
fill_frames(struct blots *out, struct taking *t)
{
	uint32_t i;

	for (i = 0; i < t->nruns; i++) {
		const struct run *r = &t->runs[i];
		const struct box *b = box_of(t, i);
		struct bitmap f;

		if (is_large(b))
			continue;
		f = frame_of(b);
		f.data = out->pixels + b->at;
		set_run(&f, r->x0 - b->x0, r->x1 - b->x0, r->y - b->y0);
	}
}

static _Thread_local const struct box *sorting;	/* qsort has no argument */

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	int r = by_line(&sorting[*x], &sorting[*y]);

	return r != 0 ? r : (*x > *y) - (*x < *y);
}

static int
take_apart(struct blots *out, struct taking *t)
{
	uint32_t *order, i;
	int r;

	if ((order = calloc(t->nboxes + 1, sizeof *order)) == NULL)
		return err_set(ERR_NO_MEMORY, "no memory for a page's "
		    "letters; close other programs and try again");
	for (i = 0; i < t->nboxes; i++)
		order[i] = i;
	sorting = t->boxes;
	qsort(order, t->nboxes, sizeof *order, by_number);
	join_parts(t, order);
	set_ends(t, order);
	/* Lines may have come to end in one row. */
	qsort(order, t->nboxes, sizeof *order, by_number);
	if ((r = make_frames(out, t, order)) == 0 &&
	    (r = make_rest(out, t)) == 0)
		fill_frames(out, t);
	free(order);
	return r;
}

static int
all_rest(struct blots *out, const struct bitmap *page)
{
	int r;

	if ((r = bitmap_new(&out->rest, page->width, page->height)) == 0)
		memcpy(out->rest.data, page->data, page->stride *
		    page->height);
	return r;
}

static void
taking_free(struct taking *t)
{
	free(t->runs);
	free(t->boxes);
	*t = (struct taking){ .page = NULL };
}

/* What touches.  0; 1: too much of it; ERR_NO_MEMORY. */
static int
take(struct taking *t, const struct bitmap *page)
{
	int r;

	*t = (struct taking){ .page = page };
	if (page->width > UINT16_MAX || page->height > UINT16_MAX)
		return 1;
	if ((r = take_runs(t)) == 0)
		r = take_boxes(t);
	return r;
}

/* The blots of what was taken; `r` is how that went. */
static int
sort_out(struct blots *out, struct taking *t, const struct bitmap *page, int r)
{
	if (r == 0 && (r = take_lines(t)) == 0)
		r = take_apart(out, t);
	return r == 1 ? all_rest(out, page) : r;
}

/* --- boxes --- */

static bool
is_filled(const struct box *b)
{
	uint64_t w = b->x1 - b->x0, h = b->y1 - b->y0;

	return w >= FILLED_WIDE && h >= FILLED_HIGH && b->black < w * h &&
	    b->black * 10 >= w * h * FILLED_TENTHS;
}

/* The page with its boxes black all over; nothing where there are none. */
static int
fill(struct bitmap *full, const struct taking *t)
{
	uint32_t i;
	unsigned y;
	int r;

	for (i = 0; i < t->nboxes; i++) {
		const struct box *b = &t->boxes[i];

		if (!is_filled(b))
			continue;
		if (full->data == NULL) {
			if ((r = bitmap_new(full, t->page->width,
			    t->page->height)) < 0)
				return r;
			memcpy(full->data, t->page->data, full->stride *
			    full->height);
		}
		for (y = b->y0; y < b->y1; y++)
			set_run(full, b->x0, b->x1, y);
	}
	return 0;
}

static int
holes_of(struct blots *holes, const struct bitmap *full,
    const struct bitmap *page)
{
	struct bitmap white;
	struct taking t;
	size_t i;
	int r;

	if ((r = bitmap_new(&white, page->width, page->height)) < 0)
		return r;
	for (i = 0; i < page->stride * page->height; i++)
		white.data[i] = full->data[i] ^ page->data[i];
	r = sort_out(holes, &t, &white, take(&t, &white));
	taking_free(&t);
	bitmap_free(&white);
	return r;
}

int
blots_of(struct blots *b, struct blots *holes, const struct bitmap *page)
{
	struct bitmap full = { .data = NULL };
	struct taking t;
	int r;

	*b = *holes = (struct blots){ .n = 0 };
	if ((r = take(&t, page)) == 0 && (r = fill(&full, &t)) == 0 &&
	    full.data != NULL) {
		taking_free(&t);
		if ((r = holes_of(holes, &full, page)) == 0)
			r = take(&t, &full);
	}
	if (r >= 0)
		r = sort_out(b, &t, full.data != NULL ? &full : page, r);
	taking_free(&t);
	bitmap_free(&full);
	if (r < 0) {
		blots_free(b);
		blots_free(holes);
	}
	return r;
}

void
blots_free(struct blots *b)
{
	free(b->at);
	free(b->pixels);
	bitmap_free(&b->rest);
	*b = (struct blots){ .n = 0 };
}
