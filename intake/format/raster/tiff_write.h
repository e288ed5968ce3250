/*
 * tiff_write.h -- a TIFF file written anew from the pictures of another.
 *
 * Strips and tiles are copied as they are, so samples stay identical; JPEG
 * inside them loses its own segments with words.  Of the directory only what
 * decoding and size on paper need is written, as numbers.
 */
#ifndef INTAKE_FORMAT_RASTER_TIFF_WRITE_H
#define INTAKE_FORMAT_RASTER_TIFF_WRITE_H

#include "intake/format/raster/tiff_page.h"
#include "vault/base/bytes.h"

struct tiff_out {
	struct ifd form;	/* byte order and width of what is written */
	struct bytes b;
	size_t link;		/* where the next directory's place goes */
	bool turn;		/* Orientation is written */
};

/* A file of the same byte order and width as `like`. */
int tiff_out_begin(struct tiff_out *o, const struct ifd *like,
    struct answer *a);

/* Append a picture.  0, or -1 after answer_refuse(). */
int tiff_out_page(struct tiff_out *o, const struct ifd *t,
    const struct tiff_page *p, struct answer *a);
void tiff_out_free(struct tiff_out *o);

/* Does an entry describe the picture, so that it is no metadata? */
bool tiff_is_structure(uint16_t tag);

#endif
