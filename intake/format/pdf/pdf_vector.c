/* pdf_vector.c -- see pdf_vector.h. */
#include "intake/format/pdf/pdf_vector.h"

#include <string.h>

#include <cairo-pdf.h>

#define PARTS_MAX 200u		/* of a page; more are left blank, and so told */

static cairo_status_t
collect(void *ctx, const unsigned char *p, unsigned len)
{
	return bytes_add(ctx, p, len) < 0 ? CAIRO_STATUS_WRITE_ERROR :
	    CAIRO_STATUS_SUCCESS;
}

int
pdf_vector_begin(struct pdf_vector *v, struct answer *a)
{
	*v = (struct pdf_vector){ .file = BYTES_INIT(CLEAN_MAX) };
	v->surface = cairo_pdf_surface_create_for_stream(collect, &v->file,
	    100, 100);
	if (cairo_surface_status(v->surface) == CAIRO_STATUS_SUCCESS)
		return 0;
	pdf_vector_free(v);
	return answer_refuse(a, REASON_LIMIT, "out of memory");
}

static void
end_page(struct pdf_vector *v)
{
	if (v->cr == NULL)
		return;
	cairo_show_page(v->cr);
	cairo_destroy(v->cr);
	v->cr = NULL;
}

void
pdf_vector_page(struct pdf_vector *v, double width, double height)
{
	end_page(v);
	cairo_pdf_surface_set_size(v->surface, width, height);
	v->cr = cairo_create(v->surface);
}

/* A part of the page that is drawn by itself: in `box`, lower by `way`. */
struct vector_part {
	struct pdf_box box;
	double way;
};

static bool
is_empty(const struct pdf_box *b)
{
	return b->x0 >= b->x1 || b->y0 >= b->y1;
}

static struct pdf_box
common(const struct pdf_box *a, const struct pdf_box *b)
{
	return (struct pdf_box){ a->x0 > b->x0 ? a->x0 : b->x0,
	    a->y0 > b->y0 ? a->y0 : b->y0, a->x1 < b->x1 ? a->x1 : b->x1,
	    a->y1 < b->y1 ? a->y1 : b->y1 };
}

/* The part without the hole: above, below, at the left and at the right of it.
 * Plain boxes, for cairo leaves out only what lies outside of those. */
static size_t
split(struct vector_part *to, const struct vector_part *p, const struct pdf_box *hole)
{
	struct pdf_box h = common(&p->box, hole);
	const struct pdf_box *b = &p->box;
	const struct pdf_box sides[4] = { { b->x0, b->y0, b->x1, h.y0 },
		{ b->x0, h.y1, b->x1, b->y1 }, { b->x0, h.y0, h.x0, h.y1 },
		{ h.x1, h.y0, b->x1, h.y1 } };
	size_t i, n = 0;

	if (is_empty(&h)) {
		to[n++] = *p;
		return n;
	}
	for (i = 0; i < 4; i++)
		if (!is_empty(&sides[i]))
			to[n++] = (struct vector_part){ sides[i], p->way };
	return n;
}

/* What was moved out of a part, and to where, is no part of it any more; both
 * lie closely together. */
static size_t
find_parts(struct vector_part parts[PARTS_MAX], const struct pdf_page *page,
    const struct pdf_redaction *r)
{
	struct vector_part next[PARTS_MAX];
	size_t n = 1, more, i, k;

	parts[0] = (struct vector_part){ { 0, 0, page->w, page->h }, 0 };
	for (i = 0; i < r->nmoved; i++) {
		struct pdf_box hole = r->moved[i].from;

		pdf_box_widen(&hole, &r->moved[i].to);
		for (k = more = 0; k < n && more + 5 < PARTS_MAX; k++)
			more += split(&next[more], &parts[k], &hole);
		next[more++] = (struct vector_part){ r->moved[i].to,
		    r->moved[i].way };
		memcpy(parts, next, more * sizeof *parts);
		n = more;
	}
	return n;
}

void
pdf_vector_draw(struct pdf_vector *v, const struct pdf_page *page,
    const struct pdf_redaction *r)
{
	struct vector_part parts[PARTS_MAX];
	size_t i, n = find_parts(parts, page, r);

	for (i = 0; i < n; i++) {
		const struct pdf_box *b = &parts[i].box;

		cairo_save(v->cr);
		cairo_rectangle(v->cr, b->x0 / 100.0, b->y0 / 100.0,
		    (b->x1 - b->x0) / 100.0, (b->y1 - b->y0) / 100.0);
		cairo_clip(v->cr);
		cairo_translate(v->cr, 0, parts[i].way / 100);
		cairo_set_source_rgb(v->cr, 0, 0, 0);
		poppler_page_render_for_printing_with_options(page->poppler,
		    v->cr, POPPLER_PRINT_DOCUMENT);
		cairo_restore(v->cr);
	}
}

int
pdf_vector_end(struct pdf_vector *v, struct answer *a)
{
	end_page(v);
	cairo_surface_finish(v->surface);
	if (cairo_surface_status(v->surface) == CAIRO_STATUS_SUCCESS)
		return 0;
	return answer_refuse(a, REASON_LIMIT,
	    "its pages cannot be drawn as lines and letters");
}

void
pdf_vector_free(struct pdf_vector *v)
{
	cairo_destroy(v->cr);
	cairo_surface_destroy(v->surface);
	bytes_free(&v->file);
	*v = (struct pdf_vector){ .cr = NULL };
}
