/*
 * pages.h -- write a PDF of page pictures over a clean text layer: what a
 * redacted PDF, and every "safe" copy, is.  Nothing of any old file goes in
 * but pixels and the words given.
 *
 * The text layer lies under the picture, so that it can be searched and
 * copied but not seen; its letters have no shape (pages_layer.h).  Output is
 * deterministic and says nothing of who made it: no dates, no ids, no producer.
 * Every function returns 0, or -1 after answer_refuse().
 *
 * Where one page is to be shown (answer_show()), that page becomes a PNG or
 * JPEG, the others nothing.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_H
#define INTAKE_FORMAT_PAGE_PAGES_H

#include <cairo.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "intake/format/page/ink.h"

struct pages;

/*
 * A page drawn as finely as this, or finer, is stored in black and white, and
 * every letter that looks like another is stored once (book.h); what has a
 * colour is pictures over it (tints.h), and when it is much of the page, this
 * is one picture, less fine (coarse.h).
 */
#define PAGES_FINE_DPI 240.0

/* A word of the text layer; units of layout.h (1/100 point). */
struct page_word {
	const char *utf8;
	size_t len;
	int32_t x0, y0, x1, y1;
};

int pages_new(struct pages **out, struct answer *a);
/*
 * One page of width x height points: the picture (an image surface, RGB24 or
 * opaque ARGB32), scaled to fill it, and its words in reading order.  Both
 * stay the caller's.
 */
int pages_add(struct pages *p, double width, double height,
    cairo_surface_t *picture, const struct page_word *words, size_t nwords);
/*
 * The same of a surface that is RGB24 and was made here, when the ink is drawn
 * on it: both are taken, and this and what becomes of it is worked out beside
 * (beside.h) while the next page is drawn.  In its place *picture is another, all
 * white, or NULL; it may be of another size.  Not where one page is to be
 * shown.
 */
int pages_add_beside(struct pages *p, double width, double height,
    cairo_surface_t **picture, struct ink *ink, const struct page_word *words,
    size_t nwords);
/* The first page that is added so will be of about so many pixels: room for the
 * second is made beside while the first is drawn. */
void pages_expect(struct pages *p, int width, int height);
/* Plain text (valid UTF-8) on A4 pages, wrapped, drawn and pictured; a form
 * feed begins a new page. */
int pages_add_text(struct pages *p, const char *utf8, size_t len);
/* Such a page as a PNG or JPEG at most `pixels` wide, to answer_file(): as it
 * would be stored, and the picture is changed to that. */
int pages_show(struct answer *a, double width, cairo_surface_t *picture,
    uint32_t pixels);
/* Where a refusal goes: the answer given to pages_new(). */
struct answer *pages_answer(struct pages *p);
/* Finish and hand the PDF to answer_file(). */
int pages_end(struct pages *p);
void pages_free(struct pages *p);

#endif
