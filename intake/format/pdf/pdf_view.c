/* pdf_view.c -- see pdf_view.h. */
#include "intake/format/pdf/pdf_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAINT 0.8		/* lighter text may be as light as its ground */
#define NEAR 0.25		/* lightness of text and of what it stands on */
#define CLEAR 0.5		/* alpha below which text may not show */
#define THIN 2.0		/* points: lines hide no text */
#define COVERING 0.4		/* of a line's height: letters are read no more */
#define LETTER_REACH 0.4	/* of a line's height: half a wide letter */
#define OVER_WIDE 6.0		/* points of a picture that something may hide */
#define OVER_HIGH 5.0
#define CROPPED 0.15		/* of a picture, outside of the page */
#define NEAR_WORD 0.6		/* points: a letter's middle and its word's box */

void
pdf_view_init(struct pdf_view *v)
{
	*v = (struct pdf_view){
	    .text = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct rect)),
	    .fills = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct view_fill)),
	    .pictures = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct rect)),
	    .covers = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct rect)),
	    .over = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct rect)),
	    .unseen = BYTES_INIT(VIEW_RECTS_MAX * sizeof(struct view_word)) };
}

void
pdf_view_free(struct pdf_view *v)
{
	bytes_free(&v->text);
	bytes_free(&v->fills);
	bytes_free(&v->pictures);
	bytes_free(&v->covers);
	bytes_free(&v->over);
	bytes_free(&v->unseen);
	free(v->in_strip);
	v->in_strip = NULL;
}

static unsigned
strip_of(const struct pdf_view *v, double y)
{
	double at = (y - v->strips_from) / v->strip_high;

	return !(at > 0) ? 0 : at < VIEW_STRIPS ? (unsigned)at :
	    VIEW_STRIPS - 1;
}

/* Letters are many, and the words that show nothing may be as many. */
static void
make_strips(struct pdf_view *v)
{
	const struct view_word *w =
	    (const struct view_word *)(const void *)v->unseen.data;
	size_t n = v->unseen.len / sizeof *w, i, all = 0;
	double top = INFINITY, bottom = -INFINITY;
	uint32_t at[VIEW_STRIPS] = { 0 };
	unsigned k;

	for (i = 0; i < n; i++) {
		top = fmin(top, w[i].box.y0);
		bottom = fmax(bottom, w[i].box.y1);
	}
	if (!(bottom > top))
		return;
	v->strips_from = top;
	v->strip_high = (bottom - top) / VIEW_STRIPS;
	for (i = 0; i < n; i++)
		for (k = strip_of(v, w[i].box.y0);
		    k <= strip_of(v, w[i].box.y1); k++, all++)
			at[k]++;
	if ((v->in_strip = calloc(all, sizeof *v->in_strip)) == NULL)
		return;
	for (k = 0; k < VIEW_STRIPS; k++) {
		v->strip[k + 1] = v->strip[k] + at[k];
		at[k] = v->strip[k];
	}
	for (i = 0; i < n; i++)
		for (k = strip_of(v, w[i].box.y0);
		    k <= strip_of(v, w[i].box.y1); k++)
			v->in_strip[at[k]++] = (uint32_t)i;
}

void
pdf_view_decide(struct pdf_view *v)
{
	v->decided = true;
	make_strips(v);
	memset(v->taken, 0, sizeof v->taken);
	v->layer = v->specks = 0;
}

void
pdf_multiply(double m[6], const double by[6])
{
	double r[6] = { by[0] * m[0] + by[1] * m[2],
		by[0] * m[1] + by[1] * m[3],
		by[2] * m[0] + by[3] * m[2],
		by[2] * m[1] + by[3] * m[3],
		by[4] * m[0] + by[5] * m[2] + m[4],
		by[4] * m[1] + by[5] * m[3] + m[5] };

	memcpy(m, r, sizeof r);
}

struct rect
pdf_rect_under(const struct rect *box, const double m[6])
{
	const double x[2] = { box->x0, box->x1 }, y[2] = { box->y0, box->y1 };
	struct rect r = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	int i;

	for (i = 0; i < 4; i++) {
		double px = m[0] * x[i & 1] + m[2] * y[i >> 1] + m[4];
		double py = m[1] * x[i & 1] + m[3] * y[i >> 1] + m[5];

		r.x0 = fmin(r.x0, px);
		r.y0 = fmin(r.y0, py);
		r.x1 = fmax(r.x1, px);
		r.y1 = fmax(r.y1, py);
	}
	return r;
}

static bool
meet(const struct rect *a, const struct rect *b)
{
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 &&
	    b->y0 < a->y1;
}

static bool
meets_text(const struct pdf_view *v, const struct rect *box)
{
	const struct rect *r = (const struct rect *)(const void *)v->text.data;
	size_t i, n = v->text.len / sizeof *r;

	for (i = 0; i < n; i++)
		if (meet(&r[i], box))
			return true;
	return n > 0 && bytes_ok(&v->text) < 0;
}

static void
note_cover(struct pdf_view *v, const struct rect *box)
{
	if (!meets_text(v, box))
		return;
	v->doubtful = true;
	(void)bytes_add(&v->covers, box, sizeof *box);
}

/* The part of a picture that this is drawn over, if it may hide something. */
static void
note_over(struct pdf_view *v, const struct rect *box)
{
	const struct rect *p =
	    (const struct rect *)(const void *)v->pictures.data;
	size_t i, n = v->pictures.len / sizeof *p;

	for (i = 0; i < n; i++) {
		struct rect both = { fmax(p[i].x0, box->x0),
		    fmax(p[i].y0, box->y0), fmin(p[i].x1, box->x1),
		    fmin(p[i].y1, box->y1) };

		if (both.x1 - both.x0 < OVER_WIDE ||
		    both.y1 - both.y0 < OVER_HIGH)
			continue;
		v->doubtful = true;
		(void)bytes_add(&v->over, &both, sizeof both);
	}
}

void
pdf_view_stroke(struct pdf_view *v, const struct rect *box, double thick)
{
	struct rect r = *box;
	bool line = box->x1 - box->x0 < THIN || box->y1 - box->y0 < THIN;

	r.x0 -= thick, r.y0 -= thick;
	r.x1 += thick, r.y1 += thick;
	if (v->decided)
		return;
	note_cover(v, &r);
	if (line)
		pdf_view_fill(v, &r, -1);
}

void
pdf_view_fill(struct pdf_view *v, const struct rect *box, double light)
{
	struct view_fill f = { *box, light };

	if (v->decided || box->x1 - box->x0 < THIN || box->y1 - box->y0 < THIN)
		return;
	note_cover(v, box);
	note_over(v, box);
	(void)bytes_add(&v->fills, &f, sizeof f);
}

/* Much of a picture cut off by the page's edge; bleed is a narrow strip. */
static void
note_crop(struct pdf_view *v, const struct rect *box)
{
	double wide = fmin(box->x1, v->crop.x1) - fmax(box->x0, v->crop.x0);
	double high = fmin(box->y1, v->crop.y1) - fmax(box->y0, v->crop.y0);
	double all = (box->x1 - box->x0) * (box->y1 - box->y0);

	if (all > 0 && fmax(0, wide) * fmax(0, high) < all * (1 - CROPPED))
		v->hidden_pictures++;
}

void
pdf_view_picture(struct pdf_view *v, const struct rect *box)
{
	if (v->decided)
		return;
	note_cover(v, box);
	note_over(v, box);
	note_crop(v, box);
	(void)bytes_add(&v->pictures, box, sizeof *box);
}

/* A place of the page's space, in points from the top left as shown. */
static void
show(const struct pdf_view *v, double x, double y, double *sx, double *sy)
{
	switch (v->turn) {
	case 90:
		*sx = y - v->crop.y0, *sy = x - v->crop.x0;
		break;
	case 180:
		*sx = v->crop.x1 - x, *sy = y - v->crop.y0;
		break;
	case 270:
		*sx = v->crop.y1 - y, *sy = v->crop.x1 - x;
		break;
	default:
		*sx = x - v->crop.x0, *sy = v->crop.y1 - y;
		break;
	}
}

/* A box of the page's space as it is shown. */
struct rect
pdf_view_shown(const struct pdf_view *v, const struct rect *box)
{
	double x0, y0, x1, y1;

	show(v, box->x0, box->y0, &x0, &y0);
	show(v, box->x1, box->y1, &x1, &y1);
	return (struct rect){ fmin(x0, x1), fmin(y0, y1), fmax(x0, x1),
	    fmax(y0, y1) };
}

bool
pdf_view_cuts(const struct pdf_view *v, const struct rect *box)
{
	struct rect s = pdf_view_shown(v, box);
	double x = (s.x0 + s.x1) / 2, y = (s.y0 + s.y1) / 2;
	size_t i;

	for (i = 0; i < v->ncuts; i++) {
		const struct rect *c = &v->cuts[i].box;

		if (v->cuts[i].drawn ? meet(&s, c) : x > c->x0 - NEAR_WORD &&
		    x < c->x1 + NEAR_WORD && y > c->y0 && y < c->y1)
			return true;
	}
	return false;
}

static bool
inside(const struct rect *a, const struct rect *b)
{
	return a->x0 >= b->x0 && a->x1 <= b->x1 && a->y0 >= b->y0 &&
	    a->y1 <= b->y1;
}

enum view_fate
pdf_view_fate(const struct pdf_view *v, const struct rect *box, bool picture)
{
	struct rect s = pdf_view_shown(v, box);
	enum view_fate fate = VIEW_STAYS;
	size_t i;

	for (i = 0; i < v->ncuts; i++) {
		struct rect c = v->cuts[i].box, near = c;
		double reach = v->cuts[i].drawn ? 0 : (c.y1 - c.y0) / 3;

		near.x0 -= reach, near.x1 += reach;
		near.y0 -= reach, near.y1 += reach;
		if (!picture && inside(&s, &near))
			fate = VIEW_GOES;
		else if (s.x0 < c.x1 && c.x0 < s.x1 && s.y0 < c.y1 &&
		    c.y0 < s.y1 && (picture || !inside(&c, &s)))
			return VIEW_SPOILS;
	}
	return fate;
}

/* Is there something of about its own lightness below it? */
static bool
blends(const struct pdf_view *v, const struct rect *box, double light)
{
	const struct view_fill *f =
	    (const struct view_fill *)(const void *)v->fills.data;
	size_t i, n = v->fills.len / sizeof *f;

	for (i = 0; i < n; i++)
		if (meet(&f[i].box, box) && (f[i].light < 0 ||
		    fabs(f[i].light - light) < NEAR))
			return true;
	return n > 0 && bytes_ok(&v->fills) < 0;
}

void
pdf_view_text(struct pdf_view *v, const struct rect *box,
    const struct pdf_state *s, double high)
{
	if (v->decided)
		return;
	v->any_text = true;
	v->doubtful |= s->mode == 3 || s->light < 0 || s->light > FAINT ||
	    s->alpha < CLEAR || high < VIEW_TINY || s->hidden ||
	    box->x0 < v->crop.x0 || box->x1 > v->crop.x1 ||
	    box->y0 < v->crop.y0 || box->y1 > v->crop.y1 ||
	    box->x1 < s->clip.x0 || box->x0 > s->clip.x1 ||
	    box->y1 < s->clip.y0 || box->y0 > s->clip.y1 ||
	    blends(v, box, s->light);
	(void)bytes_add(&v->text, box, sizeof *box);
}

static bool
over_picture(const struct pdf_view *v, double x, double y)
{
	const struct rect *r =
	    (const struct rect *)(const void *)v->pictures.data;
	size_t i, n = v->pictures.len / sizeof *r;

	for (i = 0; i < n; i++)
		if (x >= r[i].x0 && x <= r[i].x1 && y >= r[i].y0 &&
		    y <= r[i].y1)
			return true;
	return false;
}

bool
pdf_view_covers(const struct pdf_view *v, const struct rect *shown)
{
	const struct rect *r =
	    (const struct rect *)(const void *)v->covers.data;
	double x0, y0, x1, y1, wide, high;
	size_t i;

	for (i = 0; i < v->covers.len / sizeof *r; i++) {
		show(v, r[i].x0, r[i].y0, &x0, &y0);
		show(v, r[i].x1, r[i].y1, &x1, &y1);
		wide = fmin(fmax(x0, x1), shown->x1) -
		    fmax(fmin(x0, x1), shown->x0);
		high = fmin(fmax(y0, y1), shown->y1) -
		    fmax(fmin(y0, y1), shown->y0);
		if (wide >= THIN && high >= THIN &&
		    high >= (shown->y1 - shown->y0) * COVERING)
			return true;
	}
	return false;
}

/* Is the letter with its middle here a part that shows? */
static bool
shows_at(const struct view_word *w, double x, double y)
{
	double high = w->box.y1 - w->box.y0, wide = w->box.x1 - w->box.x0;

	if (!(w->shows.x0 <= w->shows.x1))
		return false;
	if (wide * 2 < high)		/* written from top to bottom */
		return y > w->shows.y0 - wide * LETTER_REACH &&
		    y < w->shows.y1 + wide * LETTER_REACH;
	return x > w->shows.x0 - high * LETTER_REACH &&
	    x < w->shows.x1 + high * LETTER_REACH;
}

/* The word that shows nothing, and has (x, y) in it; NULL. */
static struct view_word *
unseen_at(const struct pdf_view *v, double x, double y)
{
	struct view_word *w = (struct view_word *)(void *)v->unseen.data;
	size_t i = 0, n = v->unseen.len / sizeof *w, k;
	double sx, sy;

	show(v, x, y, &sx, &sy);
	if (v->in_strip != NULL) {
		i = v->strip[strip_of(v, sy)];
		n = v->strip[strip_of(v, sy) + 1];
	}
	for (; i < n; i++) {
		k = v->in_strip != NULL ? v->in_strip[i] : i;
		if (sx > w[k].box.x0 - NEAR_WORD && sx < w[k].box.x1 +
		    NEAR_WORD && sy > w[k].box.y0 && sy < w[k].box.y1)
			return shows_at(&w[k], sx, sy) ? NULL : &w[k];
	}
	return NULL;
}

bool
pdf_view_takes(struct pdf_view *v, double x, double y, double wide,
    double high, const struct pdf_state *s)
{
	double reach = fmax(wide, high);
	struct view_word *w = unseen_at(v, x, y);
	enum unseen why;

	if (s->hidden)
		why = UNSEEN_LAYER;
	else if (v->layers_only)
		return false;
	else if (x + reach < v->crop.x0 || x - reach > v->crop.x1 ||
	    y + reach < v->crop.y0 || y - reach > v->crop.y1)
		why = UNSEEN_OUTSIDE;
	else if (s->font != NULL && s->font->drawn)
		return false;		/* modes mean nothing to it */
	else if (s->mode == 3 && (w != NULL || !over_picture(v, x, y)))
		why = UNSEEN_MODE;
	else if (s->mode == 7)
		return false;		/* it cuts what is drawn later */
	else if (high < VIEW_TINY && high > 0 && v->specks_stay) {
		v->specks++;
		return false;
	} else if (high < VIEW_TINY && high > 0)
		why = UNSEEN_TINY;
	else if (s->mode != 3 && w != NULL)
		why = w->label ? UNSEEN_LABEL : UNSEEN_COVERED;
	else {
		v->layer += s->mode == 3;
		return false;
	}
	v->taken[why]++;
	if (w != NULL)
		w->taken++;
	return true;
}
