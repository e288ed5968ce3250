/* inside.c -- see inside.h. */
#include "intake/examine/inside.h"

#include "vault/base/err.h"
#include "vault/base/print.h"

void
inside_head(uint8_t head[INSIDE_HEAD_BYTES], size_t name_len, uint64_t len)
{
	head[0] = (uint8_t)(name_len >> 8);
	head[1] = (uint8_t)name_len;
	for (unsigned i = 0; i < 8; i++)
		head[2 + i] = (uint8_t)(len >> (56 - 8 * i));
}

int
inside_next(struct inside *one, const uint8_t *p, size_t len, size_t *at)
{
	uint64_t size = 0;
	size_t left = len - *at;

	if (left == 0)
		return 0;
	if (left < INSIDE_HEAD_BYTES)
		goto bad;
	p += *at;
	one->name_len = (size_t)p[0] << 8 | p[1];
	for (unsigned i = 0; i < 8; i++)
		size = size << 8 | p[2 + i];
	left -= INSIDE_HEAD_BYTES;
	if (one->name_len > INSIDE_NAME_MAX || one->name_len > left ||
	    size > left - one->name_len)
		goto bad;
	one->name = (const char *)p + INSIDE_HEAD_BYTES;
	if (!utf8_valid((const uint8_t *)one->name, one->name_len))
		goto bad;
	one->data = p + INSIDE_HEAD_BYTES + one->name_len;
	one->len = (size_t)size;
	*at += INSIDE_HEAD_BYTES + one->name_len + one->len;
	return 1;
bad:
	return err_set(ERR_FORMAT, "what the parser told of a document's inside "
	    "breaks its rules; treat the document as hostile");
}
