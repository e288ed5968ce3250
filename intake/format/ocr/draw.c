/* draw.c -- see draw.h. */
#include "intake/format/ocr/draw.h"

#include <cairo.h>
#include <math.h>

#include "intake/format/ocr/sight.h"

/* Grey as eyes see it (ITU-R BT.601), in 1/256. */
#define RED 77u
#define GREEN 150u
#define BLUE 29u

static int
refuse(struct answer *a)
{
	return answer_refuse(a, REASON_LIMIT,
	    "a page cannot be drawn in the memory there is");
}

static PIX *
grey_of(cairo_surface_t *s, int width, int height)
{
	PIX *p = pixCreateNoInit(width, height, 8);
	const uint8_t *from = cairo_image_surface_get_data(s);
	ptrdiff_t stride = cairo_image_surface_get_stride(s);
	l_uint32 *to;
	int x, y, words;

	if (p == NULL)
		return NULL;
	to = pixGetData(p);
	words = pixGetWpl(p);
	for (y = 0; y < height; y++, from += stride, to += words) {
		const uint32_t *row = (const uint32_t *)(const void *)from;

		for (x = 0; x < width; x++)
			SET_DATA_BYTE(to, x, (l_uint8)(((row[x] >> 16 & 255) *
			    RED + (row[x] >> 8 & 255) * GREEN +
			    (row[x] & 255) * BLUE) >> 8));
	}
	return p;
}

int
draw_page(struct drawing *out, const struct pdf_page *page, double dpi,
    struct answer *a)
{
	double area = page->width * page->height * (dpi / 72) * (dpi / 72);
	cairo_surface_t *s;
	cairo_t *cr;
	int w, h;
	bool drawn;

	if (area > (double)OCR_PIXELS_MAX)
		dpi *= sqrt((double)OCR_PIXELS_MAX / area);
	w = (int)fmax(1, floor(page->width * dpi / 72 + 0.5));
	h = (int)fmax(1, floor(page->height * dpi / 72 + 0.5));
	s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
	cr = cairo_create(s);
	cairo_scale(cr, dpi / 72, dpi / 72);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	poppler_page_render_for_printing_with_options(page->poppler, cr,
	    POPPLER_PRINT_DOCUMENT);
	drawn = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_flush(s);
	drawn = drawn && cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
	*out = (struct drawing){ .scale = dpi / 7200, .dpi = (int)lround(dpi) };
	if (drawn)
		out->grey = grey_of(s, w, h);
	cairo_surface_destroy(s);
	return out->grey != NULL ? 0 : refuse(a);
}

void
draw_free(struct drawing *d)
{
	pixDestroy(&d->grey);
}
