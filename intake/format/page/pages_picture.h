/*
 * pages_picture.h -- what a page's picture is stored as, made of its pixels
 * alone: in black and white, in a book, with what has a colour over it; or one
 * picture.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_PICTURE_H
#define INTAKE_FORMAT_PAGE_PAGES_PICTURE_H

#include "intake/format/page/book.h"
#include "intake/format/page/pages_image.h"
#include "intake/format/page/tints.h"

/* What lies over a page in black and white. */
struct pages_part {
	struct tint at;
	bool duo;		/* in two colours, which are these */
	uint32_t ink, paper;
	struct bytes jbig2;	/* of the duo */
	struct pages_image image;	/* else */
};

struct pages_picture {
	bool fine;		/* it is in black and white, in the book */
	unsigned width, height;	/* of that, pixels */
	struct pages_part part[TINTS_MAX];
	unsigned nparts;
	struct pages_image image;	/* when it is not fine */
	struct bitmap ink;	/* of the surface, where it is known; no data */
};

/*
 * pages_picture_make(p, book, s, fine):
 * Of the image surface `s`; with `fine` it may go into the book.  0, or an
 * error of those; pages_picture_free() after use in any case.
 */
int pages_picture_make(struct pages_picture *p, struct book *book,
    cairo_surface_t *s, bool fine);
void pages_picture_free(struct pages_picture *p);

#endif
