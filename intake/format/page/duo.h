/*
 * duo.h -- a picture in two colours: letters of one colour, on paper of
 * another, and nothing else but the rims of letters between both.
 */
#ifndef INTAKE_FORMAT_PAGE_DUO_H
#define INTAKE_FORMAT_PAGE_DUO_H

#include "intake/format/page/bitmap.h"

struct duo {
	struct bitmap bitmap;	/* black: ink */
	uint32_t ink, paper;	/* 0xRRGGBB */
};

/*
 * duo_of(d, s, is):
 * The image surface `s` (RGB24) in two colours; *is is false, and there is
 * none, when it has more.  0; ERR_NO_MEMORY.
 */
int duo_of(struct duo *d, cairo_surface_t *s, bool *is);
void duo_free(struct duo *d);

#endif
