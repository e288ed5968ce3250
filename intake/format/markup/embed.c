/* embed.c -- see embed.h: data: of RFC 2397. */
#include "intake/format/markup/embed.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "intake/format/format.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool
embed_is(const char *s)
{
	s += strspn(s, " \t\r\n\f");
	return strncasecmp(s, "data:", 5) == 0;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next byte of the address, %XX taken apart; -1 at its end. */
static int
next(const char **s)
{
	int c = (unsigned char)**s;

	if (c == '\0')
		return -1;
	if (c == '%' && hex((*s)[1]) >= 0 && hex((*s)[2]) >= 0) {
		c = hex((*s)[1]) << 4 | hex((*s)[2]);
		*s += 2;
	}
	(*s)++;
	return c;
}

static int
value(int c)
{
	const char *p;

	if (c == '-' || c == '_')	/* the alphabet for addresses */
		return c == '-' ? 62 : 63;
	p = memchr(digits, c, sizeof(digits) - 1);
	return p != NULL ? (int)(p - digits) : -1;
}

static void
decode(struct bytes *out, const char *s, bool base64)
{
	uint32_t bits = 0;
	unsigned n = 0;
	uint8_t b;
	int c, v;

	while ((c = next(&s)) >= 0) {
		if (!base64) {
			b = (uint8_t)c;
			(void)bytes_add(out, &b, 1);
			continue;
		}
		if ((v = value(c)) < 0)
			continue;	/* padding, line ends */
		bits = bits << 6 | (uint32_t)v;
		if ((n += 6) >= 8) {
			n -= 8;
			b = (uint8_t)(bits >> n);
			(void)bytes_add(out, &b, 1);
		}
	}
}

static void
encode(struct bytes *out, const uint8_t *p, size_t len)
{
	char four[4];
	uint32_t v;
	size_t i, n;

	for (i = 0; i < len; i += 3) {
		n = len - i < 3 ? len - i : 3;
		v = (uint32_t)p[i] << 16 |
		    (n > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
		    (n > 2 ? (uint32_t)p[i + 2] : 0);
		four[0] = digits[v >> 18];
		four[1] = digits[v >> 12 & 63];
		four[2] = n > 1 ? digits[v >> 6 & 63] : '=';
		four[3] = n > 2 ? digits[v & 63] : '=';
		(void)bytes_add(out, four, 4);
	}
}

static const char *
mime_of(enum format_id f)
{
	static const struct {
		enum format_id format;
		const char *mime;
	} known[] = {
		{ FORMAT_JPEG, "image/jpeg" }, { FORMAT_PNG, "image/png" },
		{ FORMAT_GIF, "image/gif" }, { FORMAT_WEBP, "image/webp" },
		{ FORMAT_SVG, "image/svg+xml" }, { FORMAT_BMP, "image/bmp" },
		{ FORMAT_TIFF, "image/tiff" }, { FORMAT_AVIF, "image/avif" },
		{ FORMAT_HEIC, "image/heic" }, { FORMAT_JXL, "image/jxl" },
	};
	size_t i;

	for (i = 0; i < COUNT(known); i++)
		if (known[i].format == f)
			return known[i].mime;
	return NULL;
}

bool
embed_clean(struct bytes *out, const char *s, bool *changed)
{
	struct bytes raw = BYTES_INIT(EMBED_MAX);
	struct bytes clean = BYTES_INIT(EMBED_MAX);
	const char *comma, *mime = NULL;
	const struct format *f;
	struct doc d;

	s += strspn(s, " \t\r\n\f");
	if ((comma = strchr(s, ',')) == NULL)
		goto done;
	decode(&raw, comma + 1, comma - s >= 7 &&
	    strncasecmp(comma - 7, ";base64", 7) == 0);
	if (bytes_ok(&raw) != 0 || raw.len == 0)
		goto done;
	d = (struct doc){ .data = raw.data, .len = raw.len };
	f = format_clean_embedded(&d, &clean);
	if (f == NULL || (mime = mime_of(f->id)) == NULL)
		goto done;
	(void)bytes_addf(out, "data:%s;base64,", mime);
	encode(out, clean.data, clean.len);
	if (changed != NULL)
		*changed = clean.len != raw.len ||
		    memcmp(clean.data, raw.data, raw.len) != 0;
done:
	bytes_free(&raw);
	bytes_free(&clean);
	return mime != NULL;
}
