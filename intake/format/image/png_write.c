/* png_write.c -- see png_write.h. */
#include "intake/format/image/png_write.h"

#include <stdint.h>

#include <zlib.h>

#include "intake/format/tags/numbers.h"

void
png_put_signature(struct bytes *out)
{
	(void)bytes_add(out, "\x89PNG\r\n\x1a\n", 8);
}

void
png_put(struct bytes *out, const char *type, const void *p, size_t len)
{
	size_t at = out->len;
	uint8_t n[4];

	put_be32(n, (uint32_t)len);
	(void)bytes_add(out, n, sizeof(n));
	(void)bytes_add(out, type, 4);
	(void)bytes_add(out, p, len);
	if (bytes_ok(out) < 0)
		return;
	put_be32(n, (uint32_t)crc32_z(0, out->data + at + 4, len + 4));
	(void)bytes_add(out, n, sizeof(n));
}
