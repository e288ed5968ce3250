/* surface.c -- see surface.h. */
#include "intake/format/page/surface.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE ((size_t)2 << 20)	/* bytes of a large page of memory */

static const cairo_user_data_key_t pixels_key;

void
surface_whiten(cairo_surface_t *s)
{
	memset(cairo_image_surface_get_data(s), 0xff,
	    (size_t)cairo_image_surface_get_stride(s) *
	    (size_t)cairo_image_surface_get_height(s));
	cairo_surface_mark_dirty(s);
}

/* Cairo's own: small, or to be in error. */
static cairo_surface_t *
small_one(int width, int height)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    width, height);

	if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS)
		surface_whiten(s);
	return s;
}

cairo_surface_t *
surface_new(int width, int height)
{
	int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, width);
	cairo_surface_t *s;
	size_t size;
	void *pixels;

	if (stride <= 0 || height <= 0 ||
	    (size = (size_t)stride * (size_t)height) < LARGE)
		return small_one(width, height);
	size = (size + LARGE - 1) / LARGE * LARGE;
	if ((pixels = aligned_alloc(LARGE, size)) == NULL)
		return small_one(width, height);
	/* A kernel without them has small ones. */
	(void)madvise(pixels, size, MADV_HUGEPAGE);
	s = cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24,
	    width, height, stride);
	if (cairo_surface_set_user_data(s, &pixels_key, pixels, free) !=
	    CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(s);
		free(pixels);
		return small_one(width, height);
	}
	surface_whiten(s);
	return s;
}
