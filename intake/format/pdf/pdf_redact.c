/* pdf_redact.c -- one page: segments set anew, boxes painted, words listed. */
#include "intake/format/pdf/pdf_redact.h"

#include <stdlib.h>

#include "vault/base/err.h"

int
pdf_redact_word(struct pdf_redaction *r, const char *utf8, size_t len,
    const struct pdf_box *box)
{
	if (r->nout == r->room) {
		size_t room = r->room * 2 + 256;
		struct page_word *out = realloc(r->out, room * sizeof *out);

		if (out == NULL)
			return err_set(ERR_NO_MEMORY, "no memory to redact a "
			    "page; close other programs and try again");
		r->out = out;
		r->room = room;
	}
	r->out[r->nout++] = (struct page_word){ utf8, len, box->x0, box->y0,
	    box->x1, box->y1 };
	return 0;
}

static void
paint_boxes(struct pdf_redaction *r)
{
	cairo_t *cr;
	size_t i;

	if (r->nboxes == 0)
		return;
	cr = pdf_picture_pen(r->picture);
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	cairo_set_source_rgb(cr, 0, 0, 0);
	for (i = 0; i < r->nboxes; i++) {
		const struct pdf_box *b = &r->boxes[i];

		cairo_rectangle(cr, b->x0 / 100.0, b->y0 / 100.0,
		    (b->x1 - b->x0) / 100.0, (b->y1 - b->y0) / 100.0);
		cairo_fill(cr);
	}
	cairo_destroy(cr);
	cairo_surface_flush(r->picture->surface);
}

/* A word that stays where it is, unless something was painted over it. */
static bool
stays(const struct pdf_redaction *r, size_t i)
{
	uint32_t s;

	if (r->fate[i] != FATE_KEPT)
		return false;
	for (s = 0; s < r->nsegments; s++)
		if (pdf_box_under(&r->words->at[i].box, &r->covers[s].box))
			return false;
	return true;
}

/*
 * All segments are painted over before the first is set anew, so that none
 * loses what another's paint reaches.  Their words are listed where the first
 * of each stands: the text keeps its order.
 */
int
pdf_redact(struct pdf_redaction *r)
{
	uint32_t s;
	size_t i;
	int e;

	if ((e = pdf_segment(r)) < 0)
		return e;
	for (s = 1; s <= r->nsegments; s++)
		pdf_cover(r, s);
	for (i = 0; i < r->words->n && e == 0; i++) {
		const struct pdf_word *w = &r->words->at[i];

		s = r->segment[i];
		if (s == 0 && stays(r, i)) {
			e = pdf_redact_word(r, r->words->text + w->start,
			    w->end - w->start, &w->box);
		} else if (s != 0 && !r->covers[s - 1].set) {
			r->covers[s - 1].set = true;
			e = pdf_reset(r, s);
		}
	}
	paint_boxes(r);
	return e;
}

void
pdf_redact_free(struct pdf_redaction *r)
{
	free(r->fate);
	free(r->segment);
	free(r->covers);
	free(r->out);
	r->fate = NULL;
	r->segment = NULL;
	r->covers = NULL;
	r->out = NULL;
}
