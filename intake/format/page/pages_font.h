/*
 * pages_font.h -- the one neutral font in which words are drawn anew.
 *
 * A plain sans-serif of the machine; characters it lacks come from the first
 * other font that has them, and those no font has become an empty frame.
 * Advances are not hinted, so a word is as wide as its characters say, at any
 * resolution.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_FONT_H
#define INTAKE_FORMAT_PAGE_PAGES_FONT_H

#include <cairo.h>
#include <stddef.h>

#include "intake/format/page/ink.h"

struct font;

/* Load fontconfig's and cairo's tables; once, before the sandbox. */
void font_prepare(void);

/* ERR_NOT_FOUND when the machine has no font at all; ERR_NO_MEMORY. */
int font_new(struct font **out);

/* How far the line moves on for this text at `size` units. */
double font_width(struct font *f, const char *utf8, size_t len, double size);

/* Draw in the current colour, the line's start at (x, y) in user space. */
void font_draw(struct font *f, cairo_t *cr, double x, double y, double size,
    const char *utf8, size_t len);

/* The same, later: white is 1, and `m` leads from user space to the surface. */
void font_ink(struct font *f, struct ink *ink, const cairo_matrix_t *m,
    double grey, double x, double y, double size, const char *utf8,
    size_t len);

void font_free(struct font *f);		/* NULL is fine */

#endif
