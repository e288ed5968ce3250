/*
 * view.h -- one way to look at a picture: enlarged, turned, straightened; and
 * where a word that was seen so stands in the picture itself.
 */
#ifndef INTAKE_FORMAT_OCR_VIEW_H
#define INTAKE_FORMAT_OCR_VIEW_H

#include "intake/format/ocr/engine.h"

struct view {
	double factor;		/* first: so many times as large */
	int quarters;		/* then: turned clockwise by quarters */
	float skew;		/* last: turned clockwise by degrees */
};

#define VIEW_INIT ((struct view){ .factor = 1 })

/* *out is owned by the caller.  0; ERR_NO_MEMORY. */
int view_make(PIX **out, PIX *grey, const struct view *view);

/* The box of a word in `seen`, which view_make() made of `grey`, becomes the
 * one around it in `grey`. */
void view_back(const struct view *view, PIX *grey, PIX *seen,
    struct ocr_word *word);

#endif
