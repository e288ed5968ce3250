/* webp_walk.c -- see webp_walk.h. */
#include "intake/format/raster/webp_walk.h"

#include <string.h>

#include "intake/format/tags/exif.h"
#include "intake/format/tags/numbers.h"

#define FRAME_HEAD 16
#define FLAG_MOVING 0x02
#define FLAG_ALPHA 0x10

struct webp_walk
webp_walk_inside(const uint8_t *data, size_t len)
{
	return (struct webp_walk){ .data = data, .len = len };
}

struct webp_walk
webp_walk(const uint8_t *data, size_t len)
{
	struct webp_walk w = { .data = data, .len = len };
	uint64_t end;

	if (len < WEBP_HEAD_BYTES || memcmp(data, "RIFF", 4) != 0 ||
	    memcmp(data + 8, "WEBP", 4) != 0) {
		w.bad = true;
		return w;
	}
	end = 8 + (uint64_t)le32(data + 4);
	w.cut = end > len;
	if (end < len)
		w.len = (size_t)end;
	w.at = WEBP_HEAD_BYTES;
	return w;
}

bool
webp_next(struct webp_walk *w, struct webp_chunk *c)
{
	size_t left, n, i;

	if (w->bad || w->at > w->len || (left = w->len - w->at) == 0)
		return false;
	if (left < 8) {
		w->cut = true;
		w->at = w->len;
		return false;
	}
	for (i = 0; i < 4; i++) {
		uint8_t b = w->data[w->at + i];

		if (b < 0x20 || b > 0x7e) {
			w->bad = true;
			return false;
		}
		c->type[i] = (char)b;
	}
	c->type[4] = '\0';
	n = le32(w->data + w->at + 4);
	if (n > left - 8) {
		w->cut = true;
		w->at = w->len;
		return false;
	}
	c->data = w->data + w->at + 8;
	c->len = n;
	w->at += 8 + n + (n & 1);
	return true;
}

bool
webp_is(const struct webp_chunk *c, const char *type)
{
	return memcmp(c->type, type, 4) == 0;
}

/* The size stands in the first bytes of both codings (RFC 6386, RFC 9649). */
static bool
take_coded(struct webp_image *im, const struct webp_chunk *c)
{
	static const uint8_t start[3] = { 0x9d, 0x01, 0x2a };
	uint32_t bits;

	if (webp_is(c, "VP8 ")) {
		if (c->len < 10 || (c->data[0] & 1) != 0 ||
		    memcmp(c->data + 3, start, sizeof(start)) != 0)
			return false;
		im->width = le16(c->data + 6) & 0x3fff;
		im->height = le16(c->data + 8) & 0x3fff;
	} else {
		if (c->len < 5 || c->data[0] != 0x2f)
			return false;
		bits = le32(c->data + 1);
		im->width = (bits & 0x3fff) + 1;
		im->height = (bits >> 14 & 0x3fff) + 1;
		im->transparent = (bits >> 28 & 1) != 0;
	}
	im->coded = *c;
	return true;
}

bool
webp_take(struct webp_image *im, const struct webp_chunk *c)
{
	if (webp_is(c, "ALPH") && im->coded.data == NULL &&
	    im->alpha.data == NULL && c->len > 1) {
		im->alpha = *c;
		im->transparent = true;
		return true;
	}
	if ((webp_is(c, "VP8 ") || (webp_is(c, "VP8L") &&
	    im->alpha.data == NULL)) && im->coded.data == NULL)
		return take_coded(im, c);
	return false;
}

bool
webp_frame(struct webp_frame *f, const struct webp_chunk *c)
{
	struct webp_walk w;
	struct webp_chunk part;

	*f = (struct webp_frame){ .left = 0 };
	if (c->len < FRAME_HEAD)
		return false;
	memcpy(f->head, c->data, FRAME_HEAD);
	f->head[15] &= 3;	/* blending and disposal */
	f->left = 2 * le24(c->data);
	f->top = 2 * le24(c->data + 3);
	w = webp_walk_inside(c->data + FRAME_HEAD, c->len - FRAME_HEAD);
	while (webp_next(&w, &part))
		(void)webp_take(&f->image, &part);
	return f->image.coded.data != NULL &&
	    f->image.width == le24(c->data + 6) + 1 &&
	    f->image.height == le24(c->data + 9) + 1;
}

static unsigned
orientation(const struct webp_chunk *c)
{
	/* Some writers put JPEG's mark before it. */
	if (c->len > 6 && memcmp(c->data, "Exif\0", 6) == 0)
		return exif_orientation(c->data + 6, c->len - 6);
	return exif_orientation(c->data, c->len);
}

static int
damaged(struct answer *a, const char *what)
{
	return answer_refuse(a, REASON_DAMAGED, "WebP: %s", what);
}

static void
take_chunk(struct webp *p, const struct webp_chunk *c)
{
	if (webp_is(c, "VP8X") && c->len >= 10) {
		p->size.width = le24(c->data + 4) + 1;
		p->size.height = le24(c->data + 7) + 1;
		p->moving = (c->data[0] & FLAG_MOVING) != 0;
		p->transparent = (c->data[0] & FLAG_ALPHA) != 0;
	} else if (webp_is(c, "ANIM") && c->len >= 6) {
		memcpy(p->background, c->data, 4);
		p->loops = le16(c->data + 4);
	} else if (webp_is(c, "ANMF")) {
		p->frames++;
	} else if (webp_is(c, "EXIF")) {
		p->size.orientation = orientation(c);
	} else if (!p->moving) {
		(void)webp_take(&p->still, c);
	}
}

int
webp_read(struct webp *p, const struct doc *d, struct answer *a)
{
	struct webp_walk w = webp_walk(d->data, d->len);
	struct webp_chunk c;

	*p = (struct webp){ .size = { .orientation = 1 } };
	while (webp_next(&w, &c))
		take_chunk(p, &c);
	if (w.cut)
		return damaged(a, "the picture's data is cut short");
	if (p->frames > PAGES_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "WebP: more than %u frames", PAGES_MAX);
	if (p->moving ? p->frames == 0 : p->still.coded.data == NULL)
		return damaged(a, "there is no picture in it");
	if (!p->moving) {
		p->frames = 1;
		/* A header that says another size is not believed. */
		if (p->size.width != 0 && (p->size.width != p->still.width ||
		    p->size.height != p->still.height))
			return damaged(a, "two headers disagree on its size");
		p->size.width = p->still.width;
		p->size.height = p->still.height;
	}
	return picture_check(a, &p->size);
}
