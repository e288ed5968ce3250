/* pages_picture.c -- see pages_picture.h. */
#include "intake/format/page/pages_picture.h"

#include "intake/format/page/coarse.h"
#include "intake/format/page/jbig2.h"
#include "vault/base/err.h"

static void
code_duo(struct pages_part *part, const struct duo *d)
{
	const struct jbig2_segment first = { .number = 1 };

	part->duo = true;
	part->ink = d->ink;
	part->paper = d->paper;
	jbig2_page(&part->jbig2, 0, d->bitmap.width, d->bitmap.height);
	jbig2_bitmap(&part->jbig2, &first, &d->bitmap, 0, 0);
}

static int
make_part(struct pages_part *part, const struct tint *t, cairo_surface_t *s)
{
	struct tint_kept kept;
	int r;

	*part = (struct pages_part){ .at = *t, .jbig2 = BYTES_INIT(CLEAN_MAX),
	    .image = PAGES_IMAGE_INIT };
	if ((r = tints_keep(&kept, t, s)) == 0 && kept.coarse != NULL) {
		r = pages_image_encode(&part->image, kept.coarse);
	} else if (r == 0) {
		code_duo(part, &kept.duo);
		r = bytes_ok(&part->jbig2);
	}
	tints_forget(&kept);
	return r;
}

static int
make_fine(struct pages_picture *p, struct book *book, struct tints *tints,
    cairo_surface_t *s)
{
	int r = 0;

	p->fine = true;
	p->width = tints->black.width;
	p->height = tints->black.height;
	while (r == 0 && p->nparts < tints->n) {
		r = make_part(&p->part[p->nparts], &tints->at[p->nparts], s);
		p->nparts++;
	}
	return r < 0 ? r : book_add(book, &tints->black);
}

static int
make_coarse(struct pages_picture *p, cairo_surface_t *s)
{
	cairo_surface_t *coarse = coarse_of(s);
	int r = coarse != NULL ? pages_image_encode(&p->image, coarse) :
	    err_set(ERR_NO_MEMORY, "no memory for a page's picture; close "
	    "other programs and try again");

	cairo_surface_destroy(coarse);
	return r;
}

int
pages_picture_make(struct pages_picture *p, struct book *book,
    cairo_surface_t *s, bool fine)
{
	struct tints tints;
	bool is = false;
	int r;

	p->fine = false;
	p->nparts = 0;
	p->image = PAGES_IMAGE_INIT;
	p->ink = (struct bitmap){ .data = NULL };
	if (!fine)
		return pages_image_encode(&p->image, s);
	if ((r = tints_of(&tints, s, &is)) == 0)
		r = is ? make_fine(p, book, &tints, s) : make_coarse(p, s);
	p->ink = tints.ink;
	tints.ink = (struct bitmap){ .data = NULL };
	tints_free(&tints);
	return r;
}

void
pages_picture_free(struct pages_picture *p)
{
	unsigned i;

	for (i = 0; i < p->nparts; i++) {
		bytes_free(&p->part[i].jbig2);
		pages_image_free(&p->part[i].image);
	}
	p->nparts = 0;
	pages_image_free(&p->image);
	bitmap_free(&p->ink);
}
