/* pictures.c -- see pictures.h. */
#include "intake/format/story/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

/* As the cleaner of PNG files writes one: cleaning a copy changes nothing. */
static const uint8_t grey_png[] = {
	0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
	0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
	0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55,
	0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63,
	0x38, 0x00, 0x00, 0x00, 0xc2, 0x00, 0xc1, 0xff, 0xd6, 0x2d, 0xdc,
	0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
	0x82
};

static const struct {
	enum format_id format;
	const char *mime;
} mimes[] = {
	{ FORMAT_PNG, "image/png" },
	{ FORMAT_JPEG, "image/jpeg" },
	{ FORMAT_GIF, "image/gif" },
	{ FORMAT_TIFF, "image/tiff" },
	{ FORMAT_BMP, "image/bmp" },
	{ FORMAT_WEBP, "image/webp" },
	{ FORMAT_SVG, "image/svg+xml" }
};

const char *
pictures_mime(enum format_id f)
{
	size_t i;

	for (i = 0; i < sizeof mimes / sizeof mimes[0]; i++)
		if (mimes[i].format == f)
			return mimes[i].mime;
	return NULL;
}

bool
pictures_is_format(enum format_id f)
{
	return pictures_mime(f) != NULL;
}

const struct picture *
pictures_find(const struct pictures *p, const char *key)
{
	const struct map_entry *e = map_find(&p->by_key, key);

	return e != NULL && e->value != 0 ? &p->list[e->value - 1] : NULL;
}

static int
fill(struct picture *pic, const void *data, size_t len)
{
	const struct doc d = { .data = data, .len = len };
	const struct format *f = NULL;

	if (len == sizeof grey_png && memcmp(data, grey_png, len) == 0)
		len = 0;
	if (len > 0 && (f = format_clean_embedded(&d, &pic->data)) != NULL &&
	    pictures_is_format(f->id) && pic->data.len > 0) {
		pic->format = f->id;
		return 0;
	}
	bytes_reset(&pic->data);
	pic->format = FORMAT_PNG;
	pic->grey = true;
	return bytes_add(&pic->data, grey_png, sizeof grey_png);
}

const struct picture *
pictures_put(struct pictures *p, const char *key, const void *data, size_t len)
{
	struct map_entry *e = map_put(&p->by_key, key);
	struct picture *pic;
	size_t room;

	if (e == NULL)
		return NULL;
	if (e->value != 0)
		return &p->list[e->value - 1];
	if (p->n == PICTURES_MAX) {
		(void)err_set(ERR_TOO_BIG, "the document has too many "
		    "pictures; split it");
		return NULL;
	}
	if (p->n == p->room) {
		room = p->room == 0 ? 16 : p->room * 2;
		if ((pic = realloc(p->list, room * sizeof *pic)) == NULL) {
			(void)err_set(ERR_NO_MEMORY, "out of memory");
			return NULL;
		}
		p->list = pic;
		p->room = room;
	}
	pic = &p->list[p->n];
	*pic = (struct picture){ .data = BYTES_INIT(PICTURES_BYTES_MAX -
	    p->bytes) };
	if (fill(pic, data, len) < 0) {
		bytes_free(&pic->data);
		return NULL;
	}
	(void)snprintf(pic->name, sizeof pic->name, "image%zu.%s", p->n + 1,
	    format_ext(pic->format));
	p->bytes += pic->data.len;
	e->value = (unsigned)++p->n;
	return pic;
}

void
pictures_free(struct pictures *p)
{
	while (p->n > 0)
		bytes_free(&p->list[--p->n].data);
	free(p->list);
	map_free(&p->by_key);
	*p = PICTURES_INIT;
}
