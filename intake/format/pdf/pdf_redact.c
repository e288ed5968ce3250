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
ink_boxes(const struct pdf_redaction *r, struct ink *ink,
    const cairo_matrix_t *m)
{
	size_t i;

	for (i = 0; i < r->nboxes; i++) {
		const struct pdf_box *b = &r->boxes[i];

		ink_box(ink, m, 0, true, b->x0 / 100.0, b->y0 / 100.0,
		    (b->x1 - b->x0) / 100.0, (b->y1 - b->y0) / 100.0);
	}
}

static int
paint_boxes(struct pdf_redaction *r)
{
	struct ink ink = INK_INIT;
	cairo_matrix_t m;
	int e;

	pdf_picture_matrix(r->picture, &m);
	ink_boxes(r, &r->ink, &m);
	if (r->vector == NULL || r->nboxes == 0)
		return 0;
	cairo_get_matrix(r->vector, &m);
	ink_boxes(r, &ink, &m);
	e = ink_draw(&ink, r->vector);
	ink_free(&ink);
	return e;
}

int
pdf_redact_ink(struct pdf_redaction *r)
{
	cairo_t *cr = cairo_create(r->picture->surface);
	int e = ink_draw(&r->ink, cr);

	cairo_destroy(cr);
	cairo_surface_flush(r->picture->surface);
	ink_free(&r->ink);
	return e;
}

uint32_t
pdf_segment_of(const struct pdf_redaction *r, size_t i)
{
	return r->row == NULL ? 0 : r->rows[r->row[i] - 1].segment;
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

	if ((e = pdf_segment(r)) < 0 || (e = pdf_paragraphs(r)) < 0 ||
	    (e = pdf_flow(r)) < 0 ||
	    (r->base != NULL && (e = r->base(r, r->ctx)) < 0))
		return e;
	for (i = 0; i < r->words->n && e == 0; i++) {
		const struct pdf_word *w = &r->words->at[i];

		s = pdf_segment_of(r, i);
		if (s == 0 && r->fate[i] == FATE_KEPT) {
			e = pdf_redact_word(r, r->words->text + w->start,
			    w->end - w->start, &w->box);
		} else if (s != 0 && r->segments[s - 1].line != NULL) {
			e = pdf_line_draw(&r->segments[s - 1]);
			pdf_line_free(r->segments[s - 1].line);
			r->segments[s - 1].line = NULL;
		}
	}
	return e < 0 ? e : paint_boxes(r);
}

void
pdf_redact_free(struct pdf_redaction *r)
{
	uint32_t s;

	for (s = 0; s < r->nsegments; s++)
		pdf_line_free(r->segments[s].line);
	r->nsegments = 0;
	ink_free(&r->ink);
	free(r->fate);
	free(r->row);
	free(r->rows);
	free(r->segments);
	free(r->moved);
	free(r->out);
	r->fate = NULL;
	r->row = NULL;
	r->rows = NULL;
	r->segments = NULL;
	r->moved = NULL;
	r->out = NULL;
}
