/* report_packed.c -- what gzip, xz, zstd, 7z and rar files say of their making. */
#include "intake/format/archive/report.h"

#include <string.h>

#define GZIP_HEADER 10u
#define SEVENZ_HEADER 32u

enum gzip_flag {
	GZIP_TEXT = 1, GZIP_CRC = 2, GZIP_EXTRA = 4, GZIP_NAME = 8,
	GZIP_COMMENT = 16
};

/* A string that ends in NUL; where the next field begins. */
static size_t
gzip_string(const struct doc *d, size_t at, const char *what,
    struct answer *a)
{
	const uint8_t *end;

	if (at >= d->len || (end = memchr(d->data + at, '\0',
	    d->len - at)) == NULL)
		return d->len;
	answer_meta(a, "gzip", what, d->data + at,
	    (size_t)(end - d->data) - at);
	return (size_t)(end - d->data) + 1;
}

static void
report_gzip(const struct doc *d, struct answer *a)
{
	const uint8_t *p = d->data;
	size_t at = GZIP_HEADER;

	if (d->len < at)
		return;
	if (zip_u32(p + 4) != 0)
		answer_metaf(a, "gzip", "modified", "%u", zip_u32(p + 4));
	if (p[9] != 255)
		answer_metaf(a, "gzip", "made on", "system %u", p[9]);
	if (p[8] != 0)
		answer_metaf(a, "gzip", "effort", "%u", p[8]);
	if ((p[3] & GZIP_EXTRA) != 0 && d->len - at >= 2) {
		answer_metaf(a, "gzip", "extra", "%u bytes", zip_u16(p + at));
		at += 2 + zip_u16(p + at);
	}
	if ((p[3] & GZIP_NAME) != 0)
		at = gzip_string(d, at, "name", a);
	if ((p[3] & GZIP_COMMENT) != 0)
		(void)gzip_string(d, at, "comment", a);
}

/* One gzip file ends with its content's size: else more follows the first. */
static int
gzip_end(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	struct reader *r = NULL;
	struct member m;
	int code = -1;

	if (reader_open(&r, d, FORMAT_GZIP, a) == 0 && reader_next(r, &m) > 0)
		code = m.what == MEMBER_EMPTY ? 0 :
		    reader_content(r, &content, &m);
	if (code == 0 && (uint32_t)content.len != zip_u32(d->data + d->len - 4))
		answer_mark(a, MARK_TRAILING_DATA, 1, "several gzip files in "
		    "one, or bytes after the end");
	reader_free(r);
	bytes_free(&content);
	return code < 0 ? -1 : 0;
}

/*
 * Where a zstd frame ends (RFC 8878, 3.1.1): its header, blocks that say their
 * length, a checksum.  0 when it is none.
 */
static size_t
zstd_frame(const uint8_t *p, size_t len)
{
	static const uint8_t id_bytes[] = { 0, 1, 2, 4 };
	static const uint8_t size_bytes[] = { 0, 2, 4, 8 };
	size_t at = 5, n;
	uint32_t block;

	if (len < at || memcmp(p, "\x28\xb5\x2f\xfd", 4) != 0)
		return 0;
	at += id_bytes[p[4] & 3];
	at += p[4] >> 6 == 0 ? (p[4] >> 5 & 1) : size_bytes[p[4] >> 6];
	at += (p[4] & 0x20) == 0;	/* the window */
	do {
		if (at > len || len - at < 3)
			return 0;
		block = zip_u16(p + at) | (uint32_t)p[at + 2] << 16;
		n = (block >> 1 & 3) == 1 ? 1 : block >> 3;
		at += 3 + n;
	} while ((block & 1) == 0);
	at += (p[4] & 4) != 0 ? 4 : 0;
	return at <= len ? at : 0;
}

static void
report_zstd(const struct doc *d, struct answer *a)
{
	size_t n, at = zstd_frame(d->data, d->len);

	while (at > 0 && at < d->len &&
	    (n = zstd_frame(d->data + at, d->len - at)) > 0)
		at += n;
	if (at > 0 && at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - at,
		    "bytes behind the data, or frames that hold anything");
}

static void
report_7z(const struct doc *d, struct answer *a)
{
	uint64_t offset = zip_u64(d->data + 12), size = zip_u64(d->data + 20);
	uint64_t left = d->len - SEVENZ_HEADER;

	if (d->data[6] != 0 || d->data[7] != 4)
		answer_metaf(a, "7z", "version", "%u.%u", d->data[6],
		    d->data[7]);
	if (offset <= left && size <= left - offset && left - offset > size)
		answer_mark(a, MARK_TRAILING_DATA, left - offset - size,
		    "bytes after the end of the archive");
}

/* Zeros may follow its end, four at a time; nothing else. */
static void
report_xz(const struct doc *d, struct answer *a)
{
	size_t len = d->len;

	while (len >= 4 && memcmp(d->data + len - 4, "\0\0\0\0", 4) == 0)
		len -= 4;
	if (len < 2 || memcmp(d->data + len - 2, "YZ", 2) != 0)
		answer_mark(a, MARK_TRAILING_DATA, 1,
		    "bytes after the end");
}

int
report_packed(const struct doc *d, enum format_id f, struct answer *a)
{
	switch (f) {
	case FORMAT_GZIP:
		report_gzip(d, a);
		return gzip_end(d, a);
	case FORMAT_XZ:
		report_xz(d, a);
		return 0;
	case FORMAT_ZSTD:
		report_zstd(d, a);
		return 0;
	case FORMAT_7Z:
		report_7z(d, a);
		return 0;
	default:
		return 0;
	}
}
