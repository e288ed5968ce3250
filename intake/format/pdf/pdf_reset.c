/*
 * pdf_reset.c -- one segment set anew: a row, or the lines of a paragraph.
 *
 * All is reckoned in the segment's own frame, where text runs to the right.
 * Nothing that is drawn may depend on the words that go: the start is where
 * other lines start too, the size comes from the words that stay, and the end
 * is what stands next on the row, or the page's margin.
 */
#include "intake/format/pdf/pdf_redact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define BOX_EMS 6.0		/* width of every redaction */
#define GAP_EMS 0.3		/* width of every space */
#define SIZE_OF_HEIGHT 0.9	/* of a word's box, ascent to descent */
#define BASE_OF_HEIGHT 0.78
#define SIZE_STEP 0.5		/* points */
#define TYPE_MIN 4.0
#define TYPE_MAX 200.0
#define GRID 3600		/* units: where a lone line may start */
#define MARGIN_MAX 3600
#define HALF (0.5 + 1e-6)	/* of a pixel: no last bit decides a tie */
#define PARAGRAPH_PART 0.92	/* of the size: the neutral font is a wide one */

/* A word that stays, or a redaction. */
struct piece {
	const char *utf8;
	size_t len;
	bool box;
	bool glued;		/* no space before it */
	uint32_t line;
	double x, width;	/* points, in the frame */
};

struct pdf_line {
	struct pdf_redaction *r;
	uint32_t number;	/* of the segment */
	double pitch;		/* units; 0: one row */
	uint32_t lines;
	unsigned turn;
	struct pdf_box all;	/* every member, in the frame */
	struct pdf_box stays;	/* members that stay; `all` if none does */
	double height, base;	/* means of the members that stay, in units */
	size_t nstays;
	int32_t start, end;	/* where the new line may stand */
	double size, squeeze;	/* points; factor of all widths */
	struct piece *pieces;
	size_t npieces, room;
};

static int
add_piece(struct pdf_line *l, const char *utf8, size_t len, bool box, bool glued)
{
	if (l->npieces == l->room) {
		size_t room = l->room * 2 + 16;
		struct piece *p = realloc(l->pieces, room * sizeof *p);

		if (p == NULL)
			return ERR_NO_MEMORY;
		l->pieces = p;
		l->room = room;
	}
	l->pieces[l->npieces++] = (struct piece){ .utf8 = utf8, .len = len,
	    .box = box, .glued = glued };
	return 0;
}

/* What stays of a cut word, and its redactions. */
static int
split_word(struct pdf_line *l, const struct pdf_word *w)
{
	struct pdf_redaction *r = l->r;
	uint32_t at = w->start;
	bool glued = false;
	size_t i;

	for (i = 0; i < r->nranges && at < w->end; i++) {
		struct pdf_range *range = &r->ranges[i];

		if (range->end <= at || range->start >= w->end)
			continue;
		if (range->start > at) {
			if (add_piece(l, r->words->text + at,
			    range->start - at, false, glued) < 0)
				return ERR_NO_MEMORY;
			glued = true;
		}
		if (!range->labelled) {
			if (add_piece(l, range->label, strlen(range->label),
			    true, glued) < 0)
				return ERR_NO_MEMORY;
			range->labelled = true;
			glued = true;
		}
		at = range->end;
	}
	if (at < w->end && add_piece(l, r->words->text + at, w->end - at,
	    false, glued) < 0)
		return ERR_NO_MEMORY;
	return 0;
}

/* Words of a paragraph may be broken at a line's end. */
static bool
is_broken(const struct pdf_line *l)
{
	const struct piece *last = &l->pieces[l->npieces - 1];

	return l->npieces > 0 && !last->box && last->len > 1 &&
	    last->utf8[last->len - 1] == '-';
}

/* Members, row by row, from left to right. */
static int
collect(struct pdf_line *l)
{
	struct pdf_redaction *r = l->r;
	uint32_t row = 0;
	size_t i, before;

	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box;
		bool broken;
		int e = 0;

		if (pdf_segment_of(r, i) != l->number)
			continue;
		box = pdf_turn_in(&w->box, w->turn);
		pdf_box_widen(&l->all, &box);
		broken = row != 0 && row != r->row[i] && is_broken(l);
		row = r->row[i];
		before = l->npieces;
		if (r->fate[i] == FATE_KEPT) {
			if (l->nstays++ == 0)
				l->stays = box;
			pdf_box_widen(&l->stays, &box);
			l->height += box.y1 - box.y0;
			l->base += box.y0 + BASE_OF_HEIGHT * (box.y1 - box.y0);
			e = add_piece(l, r->words->text + w->start,
			    w->end - w->start, false, false);
		} else if (r->fate[i] == FATE_CUT) {
			e = split_word(l, w);
		}
		if (e < 0)
			return e;
		if (broken && l->npieces > before)
			l->pieces[before].glued = true;
	}
	if (l->nstays == 0) {
		l->stays = l->all;
		l->height = l->all.y1 - l->all.y0;
		l->base = l->all.y0 + BASE_OF_HEIGHT * l->height;
	} else {
		l->height /= (double)l->nstays;
		l->base /= (double)l->nstays;
	}
	return 0;
}

/* A paragraph begins where its first row stands. */
static void
find_top(struct pdf_line *l)
{
	const struct pdf_row *top = NULL;
	uint32_t k;

	for (k = 0; k < l->r->nrows; k++)
		if (l->r->rows[k].segment == l->number && (top == NULL ||
		    l->r->rows[k].box.y0 < top->box.y0))
			top = &l->r->rows[k];
	if (top == NULL)
		return;
	if (l->nstays == 0)
		l->height = top->box.y1 - top->box.y0;
	l->base = top->box.y0 + BASE_OF_HEIGHT * (top->box.y1 - top->box.y0);
}

/*
 * Where the line starts.  If other lines start there too, it is the column's
 * edge.  If not, the old start may tell how long a centred or right-aligned
 * line was: then it is what stands before it on the row, or the leftmost start
 * on the page, or, for a line all alone, a coarse grid.
 */
static void
find_start(struct pdf_line *l)
{
	struct pdf_redaction *r = l->r;
	int32_t left = INT32_MAX, before = INT32_MIN;
	size_t i;

	l->start = l->all.x0;
	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box = pdf_turn_in(&w->box, w->turn);

		if (w->turn != l->turn || pdf_segment_of(r, i) == l->number)
			continue;
		if (pdf_same_row(&l->stays, &box)) {
			if (box.x1 <= l->all.x0 && box.x1 > before &&
			    pdf_segment_of(r, i) == 0)
				before = box.x1;
			continue;
		}
		if (!pdf_starts(r, i))
			continue;
		if (abs(box.x0 - l->all.x0) <= PDF_ALIGNED)
			return;
		if (box.x0 < left)
			left = box.x0;
	}
	if (before != INT32_MIN)
		l->start = before + (int32_t)lround(l->height);
	else if (left < l->all.x0)
		l->start = left;
	else
		l->start = l->all.x0 - ((l->all.x0 % GRID) + GRID) % GRID;
	if (l->start > l->all.x0)
		l->start = l->all.x0;
}

static void
find_end(struct pdf_line *l)
{
	struct pdf_redaction *r = l->r;
	struct pdf_box page = { 0, 0, r->page->w, r->page->h };
	struct pdf_box frame = pdf_turn_in(&page, l->turn);
	int32_t margin = l->start - frame.x0;
	size_t i;

	if (margin > MARGIN_MAX || margin < 0)
		margin = MARGIN_MAX;
	l->end = frame.x1 - margin;
	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box = pdf_turn_in(&w->box, w->turn);

		if (w->turn == l->turn && pdf_segment_of(r, i) != l->number &&
		    pdf_same_row(&l->stays, &box) && box.x0 > l->all.x0 && box.x0 < l->end)
			l->end = box.x0;
	}
}

/* Place the pieces at a size, in lines `room` points wide (0: in one); how wide
 * the widest becomes. */
static double
place(struct pdf_line *l, double size, double room)
{
	double x = 0, widest = 0, gap;
	uint32_t line = 0;
	size_t i;

	for (i = 0; i < l->npieces; i++) {
		struct piece *p = &l->pieces[i];

		p->width = p->box ? BOX_EMS * size :
		    font_width(l->r->font, p->utf8, p->len, size);
		gap = i == 0 || x == 0 ? 0 : p->glued ? 0.05 * size :
		    GAP_EMS * size;
		if (room > 0 && x > 0 && !p->glued &&
		    x + gap + p->width > room) {
			x = gap = 0;
			line++;
		}
		p->x = x + gap;
		p->line = line;
		x = p->x + p->width;
		widest = fmax(widest, x);
	}
	l->lines = line + 1;
	return widest;
}

static double
size_of(const struct pdf_line *l, double part)
{
	double size = floor(l->height / 100 * SIZE_OF_HEIGHT * part /
	    SIZE_STEP) * SIZE_STEP;

	return fmin(TYPE_MAX, fmax(TYPE_MIN, size));
}

static void
squeeze(struct pdf_line *l, double width, double room)
{
	l->squeeze = width > room && room > 1 ? room / width : 1;
}

static void
fit(struct pdf_line *l)
{
	double room = (l->end - l->start) / 100.0, width;

	l->size = size_of(l, 1);
	while ((width = place(l, l->size, 0)) > room &&
	    l->size - SIZE_STEP >= TYPE_MIN)
		l->size -= SIZE_STEP;
	squeeze(l, width, room);
}

static void
wrap(struct pdf_line *l)
{
	double room = (l->end - l->start) / 100.0;

	squeeze(l, place(l, l->size, room), room);
}

static bool
is_dark(uint32_t c)
{
	return 3 * (c >> 16 & 255) + 6 * (c >> 8 & 255) + (c & 255) < 1280;
}

/* Where a line is drawn; to whole pixels, where there are some: equal things are
 * then drawn equal. */
struct pen {
	struct ink *ink;
	cairo_matrix_t m, back;	/* from points to the surface, and back */
	bool pixels;
};

static void
snap(const struct pen *pen, double *x, double *y)
{
	if (!pen->pixels)
		return;
	cairo_matrix_transform_point(&pen->m, x, y);
	*x = floor(*x + HALF);
	*y = floor(*y + HALF);
	cairo_matrix_transform_point(&pen->back, x, y);
}

/* As large, in whole pixels. */
static void
snap_size(const struct pen *pen, double *wide, double *high)
{
	if (!pen->pixels)
		return;
	cairo_matrix_transform_distance(&pen->m, wide, high);
	*wide = floor(*wide + HALF);
	*high = floor(*high + HALF);
	cairo_matrix_transform_distance(&pen->back, wide, high);
}

/* The box, no higher than a line, for those of two lines must not touch; and
 * its label as large as fits inside. */
static void
draw_box(const struct pdf_line *l, const struct pen *pen,
    const struct piece *p, double base, bool dark)
{
	double size = l->size * 0.85, width, x = p->x;
	double y = base - 0.8 * l->size, wide = p->width, high = l->size;

	snap(pen, &x, &y);
	snap_size(pen, &wide, &high);
	ink_box(pen->ink, &pen->m, dark ? 1 : 0, false, x, y, wide, high);
	if (p->len == 0)
		return;
	width = font_width(l->r->font, p->utf8, p->len, size);
	if (width > p->width * 0.92) {
		size *= p->width * 0.92 / width;
		width = p->width * 0.92;
	}
	x += (p->width - width) / 2;
	y += 0.5 * l->size + 0.36 * size;
	snap(pen, &x, &y);
	font_ink(l->r->font, pen->ink, &pen->m, dark ? 0 : 1, x, y, size,
	    p->utf8, p->len);
}

static double
base_of(const struct pdf_line *l, const struct piece *p)
{
	return (l->base + p->line * l->pitch) / 100;
}

/* From the line's own frame, which is turned and squeezed. */
static void
set_frame(const struct pdf_line *l, cairo_matrix_t *m)
{
	static const double turns[4][4] = {	/* xx, yx, xy, yy */
		{ 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { -1, 0, 0, -1 },
		{ 0, -1, 1, 0 }
	};
	const double *t = turns[l->turn & 3];
	cairo_matrix_t turned;

	cairo_matrix_init(&turned, t[0], t[1], t[2], t[3], 0, 0);
	cairo_matrix_multiply(m, &turned, m);
	cairo_matrix_translate(m, l->start / 100.0, 0);
	cairo_matrix_scale(m, l->squeeze, 1);
}

/* Into the ink; `m` leads from the page's points to the surface. */
static void
draw(const struct pdf_line *l, struct ink *ink, const cairo_matrix_t *m,
    bool pixels, bool dark)
{
	struct pen pen = { .ink = ink, .m = *m, .pixels = pixels };
	size_t i;

	set_frame(l, &pen.m);
	pen.back = pen.m;
	if (cairo_matrix_invert(&pen.back) != CAIRO_STATUS_SUCCESS)
		pen.pixels = false;	/* nothing of it would be seen */
	for (i = 0; i < l->npieces; i++) {
		const struct piece *p = &l->pieces[i];
		double x = p->x, y = base_of(l, p);

		if (p->box) {
			draw_box(l, &pen, p, y, dark);
			continue;
		}
		snap(&pen, &x, &y);
		font_ink(l->r->font, ink, &pen.m, dark ? 1 : 0, x, y, l->size,
		    p->utf8, p->len);
	}
}

static int
list(const struct pdf_line *l)
{
	size_t i;
	int e = 0;

	for (i = 0; i < l->npieces && e == 0; i++) {
		const struct piece *p = &l->pieces[i];
		struct pdf_box box;

		box.x0 = l->start + (int32_t)lround(p->x * l->squeeze * 100);
		box.x1 = l->start + (int32_t)lround((p->x + p->width) *
		    l->squeeze * 100);
		box.y0 = (int32_t)lround((base_of(l, p) - 0.8 * l->size) * 100);
		box.y1 = (int32_t)lround((base_of(l, p) + 0.2 * l->size) * 100);
		box = pdf_turn_out(&box, l->turn);
		e = pdf_redact_word(l->r, p->utf8, p->len, &box);
	}
	return e;
}

int
pdf_line(struct pdf_redaction *r, uint32_t number)
{
	struct pdf_segment *s = &r->segments[number - 1];
	struct pdf_line *l = calloc(1, sizeof *l);
	size_t i;

	if (l == NULL)
		goto no_memory;
	s->line = l;
	l->r = r;
	l->number = number;
	l->pitch = s->pitch;
	for (i = 0; pdf_segment_of(r, i) != number; i++)
		;
	l->turn = r->words->at[i].turn;
	l->all = pdf_turn_in(&r->words->at[i].box, l->turn);
	if (collect(l) < 0)
		goto no_memory;
	if (s->pitch > 0) {
		find_top(l);
		l->start = s->start;
		l->end = s->end;
		l->size = size_of(l, PARAGRAPH_PART);
		wrap(l);
	} else {
		find_start(l);
		find_end(l);
		fit(l);
	}
	return 0;
no_memory:
	return err_set(ERR_NO_MEMORY, "no memory to redact a page; close other "
	    "programs and try again");
}

uint32_t
pdf_line_count(const struct pdf_segment *s)
{
	return s->line->lines;
}

unsigned
pdf_line_turn(const struct pdf_segment *s)
{
	return s->line->turn;
}

void
pdf_line_fit(struct pdf_segment *s, uint32_t lines)
{
	struct pdf_line *l = s->line;

	while (l->lines > lines && l->size - SIZE_STEP >= TYPE_MIN) {
		l->size -= SIZE_STEP;
		wrap(l);
	}
}

void
pdf_line_move(struct pdf_segment *s, double way)
{
	s->line->base += way;
}

static int
draw_vector(const struct pdf_line *l, bool dark)
{
	struct ink ink = INK_INIT;
	cairo_matrix_t m;
	int e;

	cairo_get_matrix(l->r->vector, &m);
	draw(l, &ink, &m, false, dark);
	e = ink_draw(&ink, l->r->vector);
	ink_free(&ink);
	return e;
}

int
pdf_line_draw(struct pdf_segment *s)
{
	struct pdf_line *l = s->line;
	cairo_matrix_t m;
	bool dark = false;
	uint32_t k;
	int e;

	for (k = 0; k < l->r->nrows; k++)
		if (l->r->rows[k].segment == l->number) {
			dark = is_dark(l->r->rows[k].ground);
			break;
		}
	pdf_picture_matrix(l->r->picture, &m);
	draw(l, &l->r->ink, &m, true, dark);
	if (l->r->vector != NULL && (e = draw_vector(l, dark)) < 0)
		return e;
	return list(l);
}

void
pdf_line_free(struct pdf_line *l)
{
	if (l != NULL)
		free(l->pieces);
	free(l);
}
