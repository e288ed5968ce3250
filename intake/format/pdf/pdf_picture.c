/* pdf_picture.c -- draw a page; look at its pixels; paint over them. */
#include "intake/format/pdf/pdf_picture.h"

#include <math.h>
#include <stdlib.h>

#include "intake/format/page/surface.h"

#define SEEN 24		/* difference of a channel that an eye may notice */
#define INK 40		/* difference that is ink, not the ground's grain */
#define DRAWN_PART 5	/* drawn: more than 1/5 of the page is of one colour */
#define SAMPLE 7	/* of so many pixels, and rows, one tells it */
#define RIM 48		/* units around a box that say what is below it */
#define VOTES 4096	/* colours told apart for the ground: 4 bits a channel */

struct span {		/* pixels x0 <= x < x1, y0 <= y < y1 */
	int x0, y0, x1, y1;
};

/* Room for pixels costs as much as drawing them, so it is used again. */
static void
make_surface(struct pdf_picture *p, int width, int height)
{
	if (p->surface == NULL ||
	    cairo_image_surface_get_width(p->surface) != width ||
	    cairo_image_surface_get_height(p->surface) != height) {
		cairo_surface_destroy(p->surface);
		p->surface = surface_new(width, height);
		p->white = true;
	}
	p->width = width;
	p->height = height;
	p->grain = 0;
}

double
pdf_picture_size(const struct pdf_page *page, double dpi, int *width,
    int *height)
{
	double dots = dpi / 72;
	double area = page->width * page->height * dots * dots;

	if (area > PDF_PICTURE_PIXELS_MAX)
		dots *= sqrt(PDF_PICTURE_PIXELS_MAX / area);
	*width = (int)fmax(1, floor(page->width * dots + 0.5));
	*height = (int)fmax(1, floor(page->height * dots + 0.5));
	return dots;
}

int
pdf_picture_draw(struct pdf_picture *p, const struct pdf_page *page,
    double dpi, struct answer *a)
{
	cairo_t *cr;
	cairo_status_t status;
	int width, height;

	p->scale = pdf_picture_size(page, dpi, &width, &height) / 100;
	make_surface(p, width, height);
	cr = pdf_picture_pen(p);
	if (!p->white) {
		cairo_set_source_rgb(cr, 1, 1, 1);
		cairo_paint(cr);
	}
	p->white = false;
	cairo_set_source_rgb(cr, 0, 0, 0);
	/* As for paper: a link's frame would tell how long its words were. */
	poppler_page_render_for_printing_with_options(page->poppler, cr,
	    POPPLER_PRINT_DOCUMENT);
	/* A pen in error has left something out without a word. */
	status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_flush(p->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(p->surface);
	p->data = cairo_image_surface_get_data(p->surface);
	p->stride = cairo_image_surface_get_stride(p->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return 0;
	pdf_picture_free(p);
	if (status == CAIRO_STATUS_NO_MEMORY)
		return answer_refuse(a, REASON_LIMIT,
		    "a page cannot be drawn in the memory there is");
	return answer_refuse(a, REASON_DAMAGED, "a page cannot be drawn");
}

void
pdf_picture_matrix(const struct pdf_picture *p, cairo_matrix_t *m)
{
	cairo_matrix_init_scale(m, p->scale * 100, p->scale * 100);
}

cairo_t *
pdf_picture_pen(const struct pdf_picture *p)
{
	cairo_t *cr = cairo_create(p->surface);

	cairo_scale(cr, p->scale * 100, p->scale * 100);
	return cr;
}

static uint32_t *
row_of(const struct pdf_picture *p, int y)
{
	return (uint32_t *)(void *)(p->data + (ptrdiff_t)y * p->stride);
}

static int
clamp(double v, int max)
{
	return v <= 0 ? 0 : v >= max ? max : (int)v;
}

/* All pixels that the box touches. */
static struct span
span_of(const struct pdf_picture *p, const struct pdf_box *box)
{
	return (struct span){
	    clamp(floor(box->x0 * p->scale), p->width),
	    clamp(floor(box->y0 * p->scale), p->height),
	    clamp(ceil(box->x1 * p->scale), p->width),
	    clamp(ceil(box->y1 * p->scale), p->height) };
}

static bool
differ(uint32_t a, uint32_t b, int by)
{
	return abs((int)(a >> 16 & 255) - (int)(b >> 16 & 255)) > by ||
	    abs((int)(a >> 8 & 255) - (int)(b >> 8 & 255)) > by ||
	    abs((int)(a & 255) - (int)(b & 255)) > by;
}

/* Is all of it as its first pixel?  Most of it is the very same. */
static bool
is_even(const struct pdf_picture *p, struct span s)
{
	const uint32_t first = row_of(p, s.y0)[s.x0];
	int n = s.x1 - s.x0, x, y;

	for (y = s.y0; y < s.y1; y++) {
		const uint32_t *row = row_of(p, y) + s.x0;

		for (x = 0; x < n; x++)
			if (row[x] != first && differ(row[x], first, SEEN))
				return false;
	}
	return true;
}

bool
pdf_picture_shows(const struct pdf_picture *p, const struct pdf_box *box,
    bool whole)
{
	struct span s = span_of(p, box);
	int dy = whole ? 0 : (s.y1 - s.y0) / 4;
	int dx = whole ? 0 : (s.x1 - s.x0) / 20;

	s.x0 += dx, s.x1 -= dx;
	s.y0 += dy, s.y1 -= dy;
	return s.x0 < s.x1 && s.y0 < s.y1 && !is_even(p, s);
}

bool
pdf_picture_blank(const struct pdf_picture *p, const struct pdf_box *box)
{
	struct span s = span_of(p, box);

	return s.x0 >= s.x1 || s.y0 >= s.y1 || is_even(p, s);
}

/* From (x, y) on: where the next of the spans begins; or, in one, where that
 * ends, and *in is true. */
static int
next_edge(const struct span *at, size_t n, int x, int y, int end, bool *in)
{
	size_t i;

	*in = false;
	for (i = 0; i < n; i++) {
		if (y < at[i].y0 || y >= at[i].y1 || x >= at[i].x1)
			continue;
		if (x >= at[i].x0) {
			*in = true;
			return at[i].x1;
		}
		end = at[i].x0 < end ? at[i].x0 : end;
	}
	return end;
}

static bool
is_bare_row(const struct pdf_picture *p, struct span s, int y,
    const struct span *but, size_t n, uint32_t colour)
{
	const uint32_t *row = row_of(p, y);
	int x, to;
	bool in;

	for (x = s.x0; x < s.x1; x = to) {
		to = next_edge(but, n, x, y, s.x1, &in);
		for (; !in && x < to; x++)
			if ((row[x] & 0xffffff) != colour)
				return false;
	}
	return true;
}

bool
pdf_picture_bare(const struct pdf_picture *p, const struct pdf_box *box,
    const struct pdf_box *but, size_t n, uint32_t colour)
{
	struct span s = span_of(p, box), *at = calloc(n + 1, sizeof(*at));
	bool bare = at != NULL;
	size_t i;
	int y;

	for (i = 0; i < n && bare; i++)
		at[i] = span_of(p, &but[i]);
	for (y = s.y0; y < s.y1 && bare; y++)
		bare = is_bare_row(p, s, y, at, n, colour);
	free(at);
	return bare;
}

static unsigned
vote_of(uint32_t c)
{
	return (c >> 12 & 0xf00) | (c >> 8 & 0xf0) | (c >> 4 & 0xf);
}

struct votes {
	uint32_t of[VOTES], sample[VOTES], best, most;
};

/* Neighbours are mostly of one colour, and vote together. */
static void
vote(struct votes *v, const uint32_t *row, int n)
{
	uint32_t c;
	unsigned of;
	int x, from;

	for (from = 0; from < n; from = x) {
		c = row[from] & 0xffffff;
		for (x = from + 1; x < n && (row[x] & 0xffffff) == c; x++)
			;
		of = vote_of(c);
		if (v->of[of] == 0)
			v->sample[of] = c;
		v->of[of] += (uint32_t)(x - from);
		if (v->of[of] > v->most) {
			v->most = v->of[of];
			v->best = v->sample[of];
		}
	}
}

/* Of the pixels of a span, or of its outline alone. */
static uint32_t
commonest(const struct pdf_picture *p, struct span s, bool outline)
{
	struct votes v = { .best = 0xffffff };
	int rim = (int)fmax(1, floor(p->scale * RIM + 0.5)), y;

	s.x0 = s.x0 > rim ? s.x0 - rim : 0;
	s.y0 = s.y0 > rim ? s.y0 - rim : 0;
	s.x1 = s.x1 < p->width - rim ? s.x1 + rim : p->width;
	s.y1 = s.y1 < p->height - rim ? s.y1 + rim : p->height;
	for (y = s.y0; y < s.y1; y++) {
		const uint32_t *row = row_of(p, y);

		if (!outline || y == s.y0 || y == s.y1 - 1) {
			vote(&v, row + s.x0, s.x1 - s.x0);
		} else if (s.x1 - s.x0 > 1) {
			vote(&v, row + s.x0, 1);
			vote(&v, row + s.x1 - 1, 1);
		} else {
			vote(&v, row + s.x0, s.x1 - s.x0);
		}
	}
	return v.best;
}

uint32_t
pdf_picture_ground(const struct pdf_picture *p, const struct pdf_box *box)
{
	return commonest(p, span_of(p, box), false);
}

uint32_t
pdf_picture_around(const struct pdf_picture *p, const struct pdf_box *box)
{
	return commonest(p, span_of(p, box), true);
}

/*
 * Letters may reach out of their font's box.  Follow ink from the box's edge
 * outward, line by line, and paint it over; ink that only passes by outside
 * stays.  (x, y) of step k and place i is given by the side's own axes.
 */
struct side {
	int x, y;		/* the first pixel inside the edge */
	int along_x, along_y;	/* one step along the edge */
	int out_x, out_y;	/* one step outward */
	int length;
};

static void
follow(struct pdf_picture *p, const struct side *side, int reach,
    uint32_t ground, int grain)
{
	uint8_t *was, *now, *swap;
	int i, k, n = side->length;
	bool any = true;

	was = calloc((size_t)n + 2, 1);
	now = calloc((size_t)n + 2, 1);
	for (k = 0; was != NULL && now != NULL && any && k <= reach; k++) {
		any = false;
		for (i = 0; i < n; i++) {
			int x = side->x + i * side->along_x + k * side->out_x;
			int y = side->y + i * side->along_y + k * side->out_y;
			uint32_t *at;

			now[i + 1] = 0;
			if (x < 0 || y < 0 || x >= p->width || y >= p->height)
				continue;
			at = row_of(p, y) + x;
			if (!differ(*at, ground, grain - 1) ||
			    (k > 0 && !was[i] && !was[i + 1] && !was[i + 2]))
				continue;
			now[i + 1] = 1;
			any = true;
			if (k > 0)
				*at = ground;
		}
		swap = was, was = now, now = swap;
	}
	free(was);
	free(now);
}

static void
fill(struct pdf_picture *p, struct span s, uint32_t colour)
{
	int n = s.x1 - s.x0, x, y;

	for (y = s.y0; y < s.y1; y++) {
		uint32_t *row = row_of(p, y) + s.x0;

		for (x = 0; x < n; x++)
			row[x] = colour;
	}
}

void
pdf_picture_clear(struct pdf_picture *p, const struct pdf_box *box,
    const struct pdf_box *but, uint32_t ground)
{
	struct span s = span_of(p, box), keep = { 0, 0, 0, 0 }, part = s;

	if (but != NULL)
		keep = span_of(p, but);
	if (keep.x0 > s.x0 || keep.x1 < s.x1 || keep.y0 >= keep.y1) {
		fill(p, s, ground);
	} else {
		part.y1 = keep.y0 < s.y1 ? keep.y0 : s.y1;
		fill(p, part, ground);
		part.y0 = keep.y1 > s.y0 ? keep.y1 : s.y0;
		part.y1 = s.y1;
		fill(p, part, ground);
	}
	cairo_surface_mark_dirty(p->surface);
}

void
pdf_picture_again(struct pdf_picture *p, const struct pdf_page *page,
    const struct pdf_box *box, double way)
{
	struct span s = span_of(p, box);
	cairo_t *cr = cairo_create(p->surface);

	cairo_rectangle(cr, s.x0, s.y0, s.x1 - s.x0, s.y1 - s.y0);
	cairo_clip(cr);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, p->scale * 100, p->scale * 100);
	cairo_translate(cr, 0, way / 100);
	cairo_set_source_rgb(cr, 0, 0, 0);
	poppler_page_render_for_printing_with_options(page->poppler, cr,
	    POPPLER_PRINT_DOCUMENT);
	cairo_destroy(cr);
	cairo_surface_flush(p->surface);
}

/*
 * On paper that was drawn every speck that is not the ground's colour is ink:
 * the rim of a marking would tell how long it was.  A scan has a grain.
 */
static int
grain_of(struct pdf_picture *p, uint32_t ground)
{
	size_t same = 0, all;
	int x, y;

	if (p->grain > 0)
		return p->grain;
	all = (size_t)((p->width + SAMPLE - 1) / SAMPLE) *
	    (size_t)((p->height + SAMPLE - 1) / SAMPLE);
	for (y = 0; y < p->height && same <= all / DRAWN_PART; y += SAMPLE) {
		const uint32_t *row = row_of(p, y);

		for (x = 0; x < p->width; x += SAMPLE)
			same += (row[x] & 0xffffff) == ground;
	}
	p->grain = same > all / DRAWN_PART ? 1 : INK;
	return p->grain;
}

void
pdf_picture_cover(struct pdf_picture *p, const struct pdf_box *box,
    int32_t reach, uint32_t ground)
{
	struct span s = span_of(p, box);
	int w = s.x1 - s.x0, h = s.y1 - s.y0, out, grain;

	if (w <= 0 || h <= 0)
		return;
	out = (int)ceil(reach * p->scale);
	grain = grain_of(p, ground);
	follow(p, &(struct side){ s.x0, s.y0, 1, 0, 0, -1, w }, out, ground,
	    grain);
	follow(p, &(struct side){ s.x0, s.y1 - 1, 1, 0, 0, 1, w }, out, ground,
	    grain);
	follow(p, &(struct side){ s.x0, s.y0, 0, 1, -1, 0, h }, out, ground,
	    grain);
	follow(p, &(struct side){ s.x1 - 1, s.y0, 0, 1, 1, 0, h }, out, ground,
	    grain);
	fill(p, s, ground);
	cairo_surface_mark_dirty(p->surface);
}

void
pdf_picture_free(struct pdf_picture *p)
{
	cairo_surface_destroy(p->surface);
	p->surface = NULL;
	p->data = NULL;
}
