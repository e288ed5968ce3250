/*
 * pdf_reset.c -- one segment painted over and set anew.
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
#define REACH_PART 3		/* ink is followed for a third of the height */
#define GRID 3600		/* units: where a lone line may start */
#define MARGIN_MAX 3600

/* A word that stays, or a redaction. */
struct piece {
	const char *utf8;
	size_t len;
	bool box;
	bool glued;		/* no space before it */
	double x, width;	/* points, in the frame */
};

struct line {
	struct pdf_redaction *r;
	uint32_t number;	/* of the segment */
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
add_piece(struct line *l, const char *utf8, size_t len, bool box, bool glued)
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
split_word(struct line *l, const struct pdf_word *w)
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

/* Members from left to right. */
static int
collect(struct line *l)
{
	struct pdf_redaction *r = l->r;
	size_t i;

	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box;
		int e = 0;

		if (r->segment[i] != l->number)
			continue;
		box = pdf_turn_in(&w->box, w->turn);
		pdf_box_widen(&l->all, &box);
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

static bool
on_row(const struct line *l, const struct pdf_box *b)
{
	return b->y0 < l->stays.y1 && l->stays.y0 < b->y1;
}

/*
 * Where the line starts.  If other lines start there too, it is the column's
 * edge.  If not, the old start may tell how long a centred or right-aligned
 * line was: then it is what stands before it on the row, or the leftmost start
 * on the page, or, for a line all alone, a coarse grid.
 */
static void
find_start(struct line *l)
{
	struct pdf_redaction *r = l->r;
	int32_t left = INT32_MAX, before = INT32_MIN;
	size_t i;

	l->start = l->all.x0;
	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box = pdf_turn_in(&w->box, w->turn);

		if (w->turn != l->turn || r->segment[i] == l->number)
			continue;
		if (on_row(l, &box)) {
			if (box.x1 <= l->all.x0 && box.x1 > before &&
			    r->segment[i] == 0)
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
find_end(struct line *l)
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

		if (w->turn == l->turn && r->segment[i] != l->number &&
		    on_row(l, &box) && box.x0 > l->all.x0 && box.x0 < l->end)
			l->end = box.x0;
	}
}

/* Place the pieces at a size; how wide the line becomes, in points. */
static double
place(struct line *l, double size)
{
	double x = 0;
	size_t i;

	for (i = 0; i < l->npieces; i++) {
		struct piece *p = &l->pieces[i];

		if (i > 0)
			x += p->glued ? 0.05 * size : GAP_EMS * size;
		p->x = x;
		p->width = p->box ? BOX_EMS * size :
		    font_width(l->r->font, p->utf8, p->len, size);
		x += p->width;
	}
	return x;
}

static void
fit(struct line *l)
{
	double room = (l->end - l->start) / 100.0, width;

	l->size = floor(l->height / 100 * SIZE_OF_HEIGHT / SIZE_STEP) *
	    SIZE_STEP;
	l->size = fmin(TYPE_MAX, fmax(TYPE_MIN, l->size));
	l->squeeze = 1;
	while ((width = place(l, l->size)) > room &&
	    l->size - SIZE_STEP >= TYPE_MIN)
		l->size -= SIZE_STEP;
	if (width > room && room > 1)
		l->squeeze = room / width;
}

static bool
is_dark(uint32_t c)
{
	return 3 * (c >> 16 & 255) + 6 * (c >> 8 & 255) + (c & 255) < 1280;
}

static void
set_grey(cairo_t *cr, double v)
{
	cairo_set_source_rgb(cr, v, v, v);
}

/* The box, and its label as large as fits inside. */
static void
draw_box(const struct line *l, cairo_t *cr, const struct piece *p, double base,
    bool dark)
{
	double size = l->size * 0.85, width;

	set_grey(cr, dark ? 1 : 0);
	cairo_rectangle(cr, p->x, base - 0.85 * l->size, p->width,
	    1.1 * l->size);
	cairo_fill(cr);
	if (p->len == 0)
		return;
	width = font_width(l->r->font, p->utf8, p->len, size);
	if (width > p->width * 0.92) {
		size *= p->width * 0.92 / width;
		width = p->width * 0.92;
	}
	set_grey(cr, dark ? 0 : 1);
	font_draw(l->r->font, cr, p->x + (p->width - width) / 2,
	    base - 0.3 * l->size + 0.36 * size, size, p->utf8, p->len);
}

static int
draw(struct line *l, bool dark)
{
	static const double turns[4][4] = {	/* xx, yx, xy, yy */
		{ 1, 0, 0, 1 }, { 0, 1, -1, 0 }, { -1, 0, 0, -1 },
		{ 0, -1, 1, 0 }
	};
	const double *t = turns[l->turn & 3];
	double base = l->base / 100;
	cairo_t *cr = pdf_picture_pen(l->r->picture);
	cairo_matrix_t m;
	size_t i;
	int e = 0;

	cairo_matrix_init(&m, t[0], t[1], t[2], t[3], 0, 0);
	cairo_transform(cr, &m);
	cairo_translate(cr, l->start / 100.0, 0);
	cairo_scale(cr, l->squeeze, 1);
	for (i = 0; i < l->npieces && e == 0; i++) {
		const struct piece *p = &l->pieces[i];
		struct pdf_box box;

		if (p->box) {
			draw_box(l, cr, p, base, dark);
		} else {
			set_grey(cr, dark ? 1 : 0);
			font_draw(l->r->font, cr, p->x, base, l->size, p->utf8,
			    p->len);
		}
		box.x0 = l->start + (int32_t)lround(p->x * l->squeeze * 100);
		box.x1 = l->start + (int32_t)lround((p->x + p->width) *
		    l->squeeze * 100);
		box.y0 = (int32_t)lround((base - 0.8 * l->size) * 100);
		box.y1 = (int32_t)lround((base + 0.2 * l->size) * 100);
		box = pdf_turn_out(&box, l->turn);
		e = pdf_redact_word(l->r, p->utf8, p->len, &box);
	}
	cairo_destroy(cr);
	cairo_surface_flush(l->r->picture->surface);
	return e;
}

/* Every member with its overhang, as one box. */
void
pdf_cover(struct pdf_redaction *r, uint32_t number)
{
	struct pdf_cover *cover = &r->covers[number - 1];
	struct pdf_box all = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };
	unsigned turn = 0;
	int32_t height;
	size_t i;

	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_box box = pdf_turn_in(&w->box, w->turn);

		if (r->segment[i] != number)
			continue;
		pdf_box_widen(&all, &box);
		turn = w->turn;
	}
	height = all.y1 - all.y0;
	all.x0 -= height / 10;
	all.x1 += height / 10;
	all.y0 -= height / 20;
	all.y1 += height / 20;
	cover->box = pdf_turn_out(&all, turn);
	cover->ground = pdf_picture_ground(r->picture, &cover->box);
	pdf_picture_cover(r->picture, &cover->box, height / REACH_PART,
	    cover->ground);
}

int
pdf_reset(struct pdf_redaction *r, uint32_t number)
{
	struct line l = { .r = r, .number = number };
	size_t i;
	int e;

	for (i = 0; r->segment[i] != number; i++)
		;
	l.turn = r->words->at[i].turn;
	l.all = pdf_turn_in(&r->words->at[i].box, l.turn);
	if ((e = collect(&l)) < 0) {
		e = err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
		goto done;
	}
	find_start(&l);
	find_end(&l);
	fit(&l);
	e = draw(&l, is_dark(r->covers[number - 1].ground));
done:
	free(l.pieces);
	return e;
}
