/* ink.c -- see ink.h. */
#include "intake/format/page/ink.h"

#include <stddef.h>

#include "vault/base/err.h"

struct item {
	cairo_matrix_t m;
	double grey;
	cairo_font_face_t *face;	/* NULL: a box; else owned */
	double x, y, width, height;	/* of the box */
	bool sharp;
	double size;			/* of the glyphs */
	size_t at;			/* bytes of the ink's glyphs */
	int n;
};

static void
add(struct ink *k, const struct item *it)
{
	if (bytes_add(&k->items, it, sizeof(*it)) == 0)
		k->n++;
}

void
ink_box(struct ink *k, const cairo_matrix_t *m, double grey, bool sharp,
    double x, double y, double width, double height)
{
	const struct item it = { .m = *m, .grey = grey, .sharp = sharp,
	    .x = x, .y = y, .width = width, .height = height };

	add(k, &it);
}

void
ink_glyphs(struct ink *k, const cairo_matrix_t *m, double grey,
    cairo_font_face_t *face, double size, const cairo_glyph_t *at, int n)
{
	const struct item it = { .m = *m, .grey = grey, .face = face,
	    .size = size, .at = k->glyphs.len, .n = n };

	if (bytes_add(&k->glyphs, at, (size_t)n * sizeof(*at)) < 0 ||
	    bytes_add(&k->items, &it, sizeof(it)) < 0)
		return;
	(void)cairo_font_face_reference(face);
	k->n++;
}

static const struct item *
items_of(const struct ink *k)
{
	return (const struct item *)(const void *)k->items.data;
}

/* The same options whoever draws: no letter is moved to a pixel's edge. */
static void
set_options(cairo_t *cr)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	cairo_set_font_options(cr, o);
	cairo_font_options_destroy(o);
}

static void
draw_item(const struct ink *k, const struct item *it, cairo_t *cr)
{
	cairo_set_matrix(cr, &it->m);
	cairo_set_source_rgb(cr, it->grey, it->grey, it->grey);
	if (it->face == NULL) {
		cairo_set_antialias(cr, it->sharp ? CAIRO_ANTIALIAS_NONE :
		    CAIRO_ANTIALIAS_DEFAULT);
		cairo_rectangle(cr, it->x, it->y, it->width, it->height);
		cairo_fill(cr);
		return;
	}
	cairo_set_font_face(cr, it->face);
	cairo_set_font_size(cr, it->size);
	cairo_show_glyphs(cr, (const cairo_glyph_t *)(const void *)
	    (k->glyphs.data + it->at), it->n);
}

int
ink_draw(const struct ink *k, cairo_t *cr)
{
	const struct item *it = items_of(k);
	int i;

	cairo_save(cr);
	set_options(cr);
	for (i = 0; i < k->n; i++)
		draw_item(k, &it[i], cr);
	cairo_restore(cr);
	if (bytes_ok(&k->items) == 0 && bytes_ok(&k->glyphs) == 0 &&
	    cairo_status(cr) == CAIRO_STATUS_SUCCESS)
		return 0;
	return err_set(ERR_NO_MEMORY, "no memory to draw the words of a page; "
	    "close other programs and try again");
}

void
ink_free(struct ink *k)
{
	const struct item *it = items_of(k);
	int i;

	for (i = 0; i < k->n; i++)
		cairo_font_face_destroy(it[i].face);
	bytes_free(&k->items);
	bytes_free(&k->glyphs);
	k->n = 0;
}
