/* icc.c -- see icc.h. */
#include "intake/format/tags/icc.h"

#include <string.h>

#include "vault/base/print.h"

#define HEADER_BYTES 128
#define TAG_BYTES 12
#define TAGS_MAX 100
#define RECORD_BYTES 12		/* of a multi-language text */

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* multiLocalizedUnicodeType: the first language's text, UTF-16BE. */
static void
line_mluc(struct answer *a, const char *name, const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	uint32_t n, at, i;

	if (len < 16 + RECORD_BYTES || get32(p + 8) == 0)
		return;
	n = get32(p + 20);
	at = get32(p + 24);
	if (at > len || n > len - at)
		return;
	for (i = 0; i + 1 < n; i += 2) {
		uint32_t c = (uint32_t)p[at + i] << 8 | p[at + i + 1];

		if (c == 0 || utf8_put(&b,
		    c >= 0xd800 && c < 0xe000 ? 0xfffd : c) < 0)
			break;
	}
	if (b.len > 0)
		answer_meta(a, "ICC", name, b.data, b.len);
	bytes_free(&b);
}

static void
line_text(struct answer *a, const char *name, const uint8_t *p, size_t len)
{
	size_t n = 0;

	if (len < 12)
		return;
	if (memcmp(p, "mluc", 4) == 0) {
		line_mluc(a, name, p, len);
		return;
	}
	if (memcmp(p, "desc", 4) == 0) {	/* textDescriptionType */
		p += 12;
		len -= 12;
	} else if (memcmp(p, "text", 4) == 0) {
		p += 8;
		len -= 8;
	} else {
		return;
	}
	while (n < len && p[n] != '\0')
		n++;
	if (n > 0)
		answer_meta(a, "ICC", name, p, n);
}

static void
line_tag(struct answer *a, const uint8_t *entry, const uint8_t *p, size_t len)
{
	static const struct {
		const char *sign, *name;
	} texts[] = {
		{ "desc", "ProfileDescription" },
		{ "cprt", "ProfileCopyright" },
		{ "dmnd", "DeviceMfgDesc" }, { "dmdd", "DeviceModelDesc" },
	};
	uint32_t at = get32(entry + 4), n = get32(entry + 8);
	size_t i;

	if (at > len || n > len - at)
		return;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (memcmp(entry, texts[i].sign, 4) == 0)
			line_text(a, texts[i].name, p + at, n);
}

void
icc_report(struct answer *a, const uint8_t *p, size_t len)
{
	uint32_t i, n;

	answer_metaf(a, "ICC", "Profile", "%zu bytes", len);
	if (len < HEADER_BYTES + 4 || memcmp(p + 36, "acsp", 4) != 0)
		return;
	answer_metaf(a, "ICC", "ProfileDateTime",
	    "%04u-%02u-%02u %02u:%02u:%02u", get32(p + 24) >> 16,
	    get32(p + 24) & 0xffff, get32(p + 28) >> 16,
	    get32(p + 28) & 0xffff, get32(p + 32) >> 16,
	    get32(p + 32) & 0xffff);
	n = get32(p + HEADER_BYTES);
	for (i = 0; i < n && i < TAGS_MAX &&
	    HEADER_BYTES + 4 + (size_t)(i + 1) * TAG_BYTES <= len; i++)
		line_tag(a, p + HEADER_BYTES + 4 + (size_t)i * TAG_BYTES, p,
		    len);
}
