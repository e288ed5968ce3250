/* box.c -- see box.h. */
#include "intake/format/heif/box.h"

#include <string.h>

#include "intake/format/tags/numbers.h"

struct boxes
boxes(const uint8_t *data, size_t len)
{
	return (struct boxes){ .data = data, .len = len };
}

bool
boxes_next(struct boxes *b, struct bmff *out)
{
	const uint8_t *p = b->data + b->at;
	size_t left = b->len - b->at, head = 8;
	uint64_t n;

	if (left == 0 || b->cut)
		return false;
	if (left < 8) {
		b->cut = true;
		return false;
	}
	n = be32(p);
	if (n == 1 && left >= 16) {
		n = be64(p + 8);
		head = 16;
	} else if (n == 0) {
		n = left;	/* up to the end */
	}
	if (n < head || n > left) {
		b->cut = true;
		return false;
	}
	memcpy(out->type, p + 4, 4);
	out->type[4] = '\0';
	out->data = p + head;
	out->len = (size_t)n - head;
	b->at += (size_t)n;
	return true;
}

bool
box_is(const struct bmff *b, const char *type)
{
	return memcmp(b->type, type, 4) == 0;
}

bool
boxes_find(const uint8_t *data, size_t len, const char *type, struct bmff *out)
{
	struct boxes b = boxes(data, len);

	while (boxes_next(&b, out))
		if (box_is(out, type))
			return true;
	return false;
}

struct boxread
boxread(const struct bmff *b)
{
	return (struct boxread){ .p = b->data, .left = b->len };
}

uint64_t
boxread_number(struct boxread *r, unsigned bytes)
{
	uint64_t v = 0;

	if (r->failed || r->left < bytes) {
		r->failed = true;
		return 0;
	}
	r->left -= bytes;
	for (; bytes > 0; bytes--)
		v = v << 8 | *r->p++;
	return v;
}

const uint8_t *
boxread_text(struct boxread *r, size_t *len)
{
	const uint8_t *from = r->p, *end;

	*len = 0;
	if (r->failed || r->left == 0 ||
	    (end = memchr(r->p, '\0', r->left)) == NULL) {
		r->failed = true;
		return NULL;
	}
	*len = (size_t)(end - from);
	r->left -= *len + 1;
	r->p = end + 1;
	return from;
}

size_t
box_begin(struct bytes *out, const char *type)
{
	size_t at = out->len;

	box_put(out, 0, 4);
	(void)bytes_add(out, type, 4);
	return at;
}

void
box_end(struct bytes *out, size_t begun)
{
	if (bytes_ok(out) == 0)
		put_be32(out->data + begun, (uint32_t)(out->len - begun));
}

void
box_put(struct bytes *out, uint64_t v, unsigned bytes)
{
	uint8_t p[8];

	put_be64(p, v);
	(void)bytes_add(out, p + 8 - bytes, bytes);
}
