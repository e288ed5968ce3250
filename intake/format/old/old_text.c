/* old_text.c -- characters of old office files; see old_text.h. */
#include "intake/format/old/old_text.h"

#include "vault/base/err.h"
#include "vault/base/print.h"

#define TOLD_MAX 4096u	/* bytes of one line of the report */

uint32_t
old_u16(const uint8_t *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

uint32_t
old_u32(const uint8_t *p)
{
	return old_u16(p) | old_u16(p + 2) << 16;
}

void
old_put_char(struct bytes *out, uint32_t cp)
{
	if (cp == 0 || (cp >= 0xd800 && cp < 0xe000) || cp > 0x10ffff)
		cp = 0xfffd;
	if (cp == '\r' || cp == 0x0b)
		cp = '\n';
	if ((cp >= 0x20 && cp != 0x7f) || cp == '\n' || cp == '\t')
		(void)utf8_put(out, cp);
}

void
old_put_utf16(struct bytes *out, const uint8_t *p, size_t units)
{
	uint32_t cp, low;
	size_t i;

	for (i = 0; i < units; i++) {
		cp = old_u16(p + 2 * i);
		if (cp >= 0xd800 && cp < 0xdc00 && i + 1 < units) {
			low = old_u16(p + 2 * i + 2);
			if (low >= 0xdc00 && low < 0xe000) {
				cp = 0x10000 + ((cp - 0xd800) << 10) +
				    (low - 0xdc00);
				i++;
			}
		}
		old_put_char(out, cp);
	}
}

void
old_put_1252(struct bytes *out, const uint8_t *p, size_t len)
{
	static const uint16_t high[32] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
		0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178
	};
	size_t i;

	for (i = 0; i < len; i++)
		old_put_char(out, p[i] >= 0x80 && p[i] < 0xa0 ?
		    high[p[i] - 0x80] : p[i]);
}

void
old_tell(struct answer *a, const char *group, const char *name,
    const uint8_t *utf16, size_t units)
{
	struct bytes b = BYTES_INIT(TOLD_MAX);

	if (a == NULL || units == 0)
		return;
	old_put_utf16(&b, utf16, units < TOLD_MAX / 3 ? units : TOLD_MAX / 3);
	if (b.len > 0)
		answer_meta(a, group, name, b.data, b.len);
	bytes_free(&b);
}

int
old_damaged(void)
{
	return err_set(ERR_FORMAT, "the document is cut or damaged; ask for "
	    "the file again");
}

int
old_encrypted(void)
{
	return err_set(ERR_NOT_PERMITTED, "the document needs a password; ask "
	    "for it without one");
}
