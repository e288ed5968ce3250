/* say.c -- see say.h. */
#include "intake/foreign/wall/say.h"

#include <string.h>

#include "vault/base/err.h"

#define DATA_BYTES (256u << 10)	/* of one frame */

static void
send(struct say *s, enum foreign_record type, const struct bytes *b)
{
	if (s->failed == 0 && (s->failed = bytes_ok(b)) == 0)
		s->failed = wire_send(s->sock, type, b->data, b->len, NULL, 0);
}

/* A string field of at most `max` bytes, not cut inside a character. */
static void
put(struct bytes *b, const char *value, size_t max)
{
	size_t len = strlen(value);

	if (len > max)
		for (len = max; len > 0 && (value[len] & 0xc0) == 0x80; len--)
			;
	wire_put_bytes(b, value, len);
}

void
say_submission(struct say *s, size_t items)
{
	struct bytes b = BYTES_INIT(4);

	wire_put_u32(&b, (uint32_t)items);
	send(s, FOREIGN_SUBMISSION, &b);
	bytes_free(&b);
}

void
say_whole(struct say *s)
{
	struct bytes b = BYTES_INIT(1);

	send(s, FOREIGN_WHOLE, &b);
	bytes_free(&b);
}

void
say_fact(struct say *s, enum fact_what what, const char *value)
{
	struct bytes b = BYTES_INIT(MANIFEST_FACT_MAX + 16);

	if (value == NULL || value[0] == '\0')
		return;
	wire_put_u8(&b, (uint8_t)what);
	put(&b, value, MANIFEST_FACT_MAX);
	send(s, FOREIGN_FACT, &b);
	bytes_free(&b);
}

void
say_item_begin(struct say *s, enum item_what what, const char *name)
{
	struct bytes b = BYTES_INIT(MANIFEST_NAME_MAX + 16);

	wire_put_u8(&b, (uint8_t)what);
	put(&b, name, MANIFEST_NAME_MAX);
	send(s, FOREIGN_ITEM, &b);
	bytes_free(&b);
}

void
say_data(struct say *s, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t n;

	for (; s->failed == 0 && len > 0; p += n, len -= n) {
		n = len < DATA_BYTES ? len : DATA_BYTES;
		s->failed = wire_send(s->sock, FOREIGN_DATA, p, n, NULL, 0);
	}
}

void
say_item_end(struct say *s)
{
	struct bytes none = BYTES_INIT(1);

	send(s, FOREIGN_END, &none);
	bytes_free(&none);
}

void
say_item(struct say *s, enum item_what what, const char *name,
    const void *data, size_t len)
{
	say_item_begin(s, what, name);
	say_data(s, data, len);
	say_item_end(s);
}

void
say_range(struct say *s, uint64_t offset, uint64_t length, const char *name)
{
	struct bytes b = BYTES_INIT(MANIFEST_NAME_MAX + 32);

	wire_put_u64(&b, offset);
	wire_put_u64(&b, length);
	put(&b, name, MANIFEST_NAME_MAX);
	send(s, FOREIGN_RANGE, &b);
	bytes_free(&b);
}

void
say_sealed(struct say *s, uint32_t number, uint64_t size, const char *name)
{
	struct bytes b = BYTES_INIT(MANIFEST_NAME_MAX + 16);

	wire_put_u32(&b, number);
	wire_put_u64(&b, size);
	put(&b, name, MANIFEST_NAME_MAX);
	send(s, FOREIGN_ENTRY, &b);
	bytes_free(&b);
}

void
say_left(struct say *s, enum foreign_why why, const char *name)
{
	struct bytes b = BYTES_INIT(MANIFEST_NAME_MAX + 16);

	wire_put_u8(&b, (uint8_t)why);
	put(&b, name, MANIFEST_NAME_MAX);
	send(s, FOREIGN_LEFT, &b);
	bytes_free(&b);
}

void
say_reference(struct say *s, const char *path, const char *name)
{
	struct bytes b = BYTES_INIT(2 * MANIFEST_NAME_MAX + 16);

	put(&b, path, MANIFEST_NAME_MAX);
	put(&b, name, MANIFEST_NAME_MAX);
	send(s, FOREIGN_REFERENCE, &b);
	bytes_free(&b);
}

void
say_done(struct say *s)
{
	struct bytes b = BYTES_INIT(4);

	wire_put_u32(&b, s->left_out);
	send(s, FOREIGN_DONE, &b);
	bytes_free(&b);
}

int
say_ok(const struct say *s)
{
	return s->failed;
}
