/* drawn.c -- see drawn.h. */
#include "intake/format/page/drawn.h"

#include <math.h>

#include "intake/format/answer.h"
#include "intake/format/page/pages_image.h"

/* A copy of the surface, smaller; NULL without memory. */
static cairo_surface_t *
scaled(cairo_surface_t *s, int width)
{
	double w = cairo_image_surface_get_width(s);
	double h = cairo_image_surface_get_height(s);
	int height = (int)fmax(1, floor(h * width / w + 0.5));
	cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    width, height);
	cairo_t *cr = cairo_create(to);

	cairo_scale(cr, width / w, height / h);
	cairo_set_source_surface(cr, s, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(to);
		to = NULL;
	}
	cairo_destroy(cr);
	return to;
}

int
drawn_put(struct answer *a, cairo_surface_t *s, uint32_t width)
{
	struct pages_image im = PAGES_IMAGE_INIT;
	cairo_surface_t *small = NULL;
	int r = -1;

	if ((uint32_t)cairo_image_surface_get_width(s) > width &&
	    (s = small = scaled(s, (int)width)) == NULL)
		goto done;
	if (pages_image_file(&im, s) == 0) {
		answer_file(a, im.data.data, im.data.len);
		r = 0;
	}
done:
	cairo_surface_destroy(small);
	pages_image_free(&im);
	return r == 0 ? 0 : answer_refuse(a, REASON_LIMIT,
	    "the page's picture does not fit the memory of an examination");
}

int
drawn_missing(struct answer *a, uint32_t page, uint32_t pages)
{
	return answer_refuse(a, REASON_UNSUPPORTED, "page %lu of a document "
	    "that has %u; ask for one that it has", (unsigned long)page + 1,
	    pages);
}

/* The redacted copy, as bytes. */
static int
make(const struct format *f, const struct doc *d, const struct edits *e,
    struct bytes *to, struct answer *a)
{
	struct answer *own = NULL;
	int r;

	if (f->apply == NULL)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "%s documents cannot be redacted", format_name(f->id));
	if (answer_new_file(&own, to) < 0)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	r = f->apply(d, e, own);
	if (r != 0 || answer_refused(own) || answer_end(own) < 0)
		r = answer_refuse_as(a, own);
	answer_free(own);
	return r;
}

int
drawn_by_safe(const struct format *f, const struct doc *d,
    const struct pictured *p, struct answer *a)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX);
	struct doc shown = *d;
	int r;

	if (p->edits != NULL) {
		if ((r = make(f, d, p->edits, &copy, a)) < 0)
			goto done;
		shown = (struct doc){ .data = copy.data, .len = copy.len };
		if (formats_holding(&shown, &f) != 1 || f->safe == NULL) {
			r = answer_refuse(a, REASON_UNSUPPORTED,
			    "the redacted copy cannot be shown");
			goto done;
		}
	}
	answer_show(a, p);
	r = f->safe(&shown, a);
	answer_show(a, NULL);
done:
	bytes_free(&copy);
	return r;
}
