/* gif_walk.c -- see gif_walk.h. */
#include "intake/format/raster/gif_walk.h"

#include <string.h>

#include "intake/format/tags/numbers.h"

#define HEAD_BYTES 13
#define DESCRIPTOR_BYTES 10
#define EXTENSION 0x21
#define IMAGE 0x2c
#define TRAILER 0x3b

/* A colour table at `at`, whose size is in `flags`. */
static bool
read_table(struct gif_walk *w, uint8_t flags, struct gif_table *t)
{
	size_t n;

	*t = (struct gif_table){ .rgb = NULL };
	if ((flags & 0x80) == 0)
		return true;
	t->bits = (flags & 7u) + 1;
	n = (size_t)3 << t->bits;
	if (n > w->len - w->at)
		return false;
	t->rgb = w->data + w->at;
	w->at += n;
	return true;
}

struct gif_walk
gif_walk(const uint8_t *data, size_t len)
{
	struct gif_walk w = { .data = data, .len = len };

	if (len < HEAD_BYTES || (memcmp(data, "GIF89a", 6) != 0 &&
	    memcmp(data, "GIF87a", 6) != 0)) {
		w.bad = true;
		return w;
	}
	w.width = le16(data + 6);
	w.height = le16(data + 8);
	w.resolution = data[10] >> 4 & 7;
	w.background = data[11];
	w.aspect = data[12];
	w.at = HEAD_BYTES;
	w.cut = !read_table(&w, data[10], &w.table);
	return w;
}

/* The chain of sub-blocks at `at`. */
static bool
read_subs(struct gif_walk *w, struct gif_block *b)
{
	size_t from = w->at;

	b->data = w->data + from;
	while (w->at < w->len) {
		size_t n = w->data[w->at];

		if (n >= w->len - w->at)
			break;
		w->at += n + 1;
		if (n == 0) {
			b->len = w->at - from;
			return true;
		}
	}
	w->at = w->len;
	b->len = w->len - from;
	w->cut = true;
	return false;
}

static bool
read_image(struct gif_walk *w, struct gif_block *b)
{
	const uint8_t *p = w->data + w->at;

	if (w->len - w->at < DESCRIPTOR_BYTES)
		goto cut;
	b->image = true;
	b->left = le16(p + 1);
	b->top = le16(p + 3);
	b->width = le16(p + 5);
	b->height = le16(p + 7);
	b->interlaced = (p[9] & 0x40) != 0;
	w->at += DESCRIPTOR_BYTES;
	if (!read_table(w, p[9], &b->table) || w->at >= w->len)
		goto cut;
	b->code_bits = w->data[w->at++];
	/* A picture whose data is cut is still one. */
	(void)read_subs(w, b);
	return true;
cut:
	w->cut = true;
	return false;
}

bool
gif_next(struct gif_walk *w, struct gif_block *b)
{
	*b = (struct gif_block){ .image = false };
	if (w->bad || w->cut || w->ended)
		return false;
	while (w->at < w->len && w->data[w->at] == 0)
		w->at++;	/* some writers end their blocks twice */
	if (w->at >= w->len) {
		w->cut = true;
		return false;
	}
	switch (w->data[w->at]) {
	case TRAILER:
		w->at++;
		w->ended = true;
		return false;
	case IMAGE:
		return read_image(w, b);
	case EXTENSION:
		if (w->len - w->at < 3) {
			w->cut = true;
			return false;
		}
		b->label = w->data[w->at + 1];
		w->at += 2;
		return read_subs(w, b);
	default:
		w->bad = true;
		return false;
	}
}

bool
gif_sub(const struct gif_block *b, size_t *at, const uint8_t **p, size_t *n)
{
	if (*at >= b->len || (*n = b->data[*at]) == 0 || *n >= b->len - *at)
		return false;
	*p = b->data + *at + 1;
	*at += *n + 1;
	return true;
}
