/* comment.c -- see comment.h. */
#include "intake/format/sound/comment.h"

#include <string.h>

#include "vault/base/print.h"

static void
tell(struct answer *a, const char *group, const char *name, struct bytes *b)
{
	size_t i;

	/* A NUL ends the text, or parts a description from it. */
	while (b->len > 0 && b->data[b->len - 1] == '\0')
		b->len--;
	for (i = 0; i < b->len; i++)
		if (b->data[i] == '\0')
			b->data[i] = ' ';
	/* Too long is cut in the report anyway: what was taken in is told. */
	answer_meta(a, group, name, b->data, b->len);
	bytes_free(b);
}

void
comment_utf8(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);

	(void)bytes_add(&b, p, len < META_VALUE_MAX ? len : META_VALUE_MAX);
	tell(a, group, name, &b);
}

void
comment_latin1(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i;

	for (i = 0; i < len && bytes_ok(&b) == 0; i++)
		(void)utf8_put(&b, p[i]);
	tell(a, group, name, &b);
}

void
comment_utf16(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len, bool big)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	uint32_t unit, high = 0;
	size_t i;

	for (i = 0; i + 1 < len && bytes_ok(&b) == 0; i += 2) {
		unit = big ? (uint32_t)p[i] << 8 | p[i + 1] :
		    (uint32_t)p[i + 1] << 8 | p[i];
		if (unit == 0xfffe)
			big = !big;
		else if (unit >= 0xd800 && unit < 0xdc00)
			high = unit;
		else if (unit >= 0xdc00 && unit < 0xe000)
			(void)utf8_put(&b, high == 0 ? 0xfffd : 0x10000 +
			    ((high - 0xd800) << 10) + (unit - 0xdc00));
		else if (unit != 0xfeff && unit != 0)
			(void)utf8_put(&b, unit);
		if (unit < 0xd800 || unit >= 0xdc00)
			high = 0;
	}
	tell(a, group, name, &b);
}

static uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static void
tell_field(struct answer *a, const char *group, const uint8_t *p, size_t len)
{
	const uint8_t *eq = memchr(p, '=', len);
	char name[META_NAME_MAX + 1];
	size_t n = eq != NULL ? (size_t)(eq - p) : 0;

	if (eq == NULL || n == 0 || n > META_NAME_MAX) {
		answer_meta(a, group, "Comment", p, len);
		return;
	}
	memcpy(name, p, n);
	name[n] = '\0';
	answer_meta(a, group, name, eq + 1, len - n - 1);
}

void
comment_report(struct answer *a, const char *group, const uint8_t *p,
    size_t len)
{
	size_t at = 0, n;
	uint32_t count, i;

	if (len < 4 || (n = le32(p)) > len - 4) {
		answer_metaf(a, group, "Comment", "%zu bytes, damaged", len);
		return;
	}
	if (n > 0)
		answer_meta(a, group, "Vendor", p + 4, n);
	at = 4 + n;
	if (len - at < 4)
		return;
	count = le32(p + at);
	at += 4;
	for (i = 0; i < count && i < COMMENT_FIELDS_MAX; i++) {
		if (len - at < 4 || (n = le32(p + at)) > len - at - 4) {
			answer_meta(a, group, "Comment", "damaged", 7);
			return;
		}
		tell_field(a, group, p + at + 4, n);
		at += 4 + n;
	}
	if (count > COMMENT_FIELDS_MAX)
		answer_metaf(a, group, "Comment", "%u fields in all", count);
}
