/*
 * inner.h -- the pictures inside a document that has no pages of its own: in a
 * letter, on a slide, in an address (data:).
 *
 * Each is a page of the layout, behind all of the document's text and without
 * text of its own (layout.h), so it is read, shown and boxed as any page is.
 * Pictures are met where they are cleaned (nested.c), in the order in which the
 * copy is written; those that are equal when cleaned are one.  What cannot be
 * cleaned does not come into the copy, and is none.
 */
#ifndef INTAKE_FORMAT_INNER_H
#define INTAKE_FORMAT_INNER_H

#include "intake/format/format.h"

#define INNER_WIDTH_LEAST 24u	/* pixels; smaller ones hold no word */
#define INNER_HEIGHT_LEAST 12u

/* The pages, to answer_page(), and nothing else; a document whose copy cannot
 * be written has none.  0, or -1 after a refusal. */
int inner_pages(const struct format *f, const struct doc *d, struct answer *a);

/* The cleaned pictures, to answer_inside(), each named by the number (from 0)
 * of its first page, in this order.  0, or -1 after a refusal. */
int inner_give(const struct format *f, const struct doc *d, struct answer *a);

/* format.picture() for one of these pages; boxes of `p->edits` are burned in. */
int inner_show(const struct format *f, const struct doc *d,
    const struct pictured *p, struct answer *a);

/*
 * inner_paint(f, d, e, a):
 * From here on the boxes of `e` (borrowed) are burned into the pictures that
 * are cleaned, wherever and in whatever order they come.  One that takes no
 * boxes is as one that cannot be cleaned, and so is a drawing (SVG) that holds
 * text: it is not in the document's, so nobody decided on it.  Until
 * inner_rest(), which says how many boxes were on no picture.  0, or -1 after a
 * refusal; then there is nothing to end.
 */
int inner_paint(const struct format *f, const struct doc *d,
    const struct edits *e, struct answer *a);
size_t inner_rest(void);

/*
 * inner_met(f, out, at):
 * What is `f` was cleaned: out->data from `at` on.  0 when it, or what stands
 * there in its place now, goes into the copy; *changed says which.  -1: it does
 * not.  For nested.c.
 */
int inner_met(const struct format *f, struct bytes *out, size_t at,
    bool *changed);

#endif
