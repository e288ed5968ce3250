/* second.c -- see second.h. */
#include "intake/worker/second.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PDF_HEAD_BYTES 1024u	/* where readers look for %PDF- */
#define PDF_TAIL_BYTES 2048u	/* where they look for startxref */
#define ZIP_END_BYTES 22u	/* end of central directory, no comment */
#define ZIP_COMMENT_MAX 65535u

static bool
holds(const uint8_t *p, size_t len, const char *what, size_t n)
{
	return len >= n && memmem(p, len, what, n) != NULL;
}

static uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* The record that unpackers look for from the end, if its numbers hold. */
static bool
is_zip_end(const struct doc *d, size_t at)
{
	const uint8_t *p = d->data + at;
	uint32_t size = le32(p + 12);

	if (memcmp(p, "PK\5\6", 4) != 0)
		return false;
	/* The directory lies right before it, wherever it says it does. */
	return size >= 4 && size <= at &&
	    memcmp(d->data + at - size, "PK\1\2", 4) == 0;
}

static bool
is_zip(const struct doc *d)
{
	size_t at, stop;

	if (d->len < ZIP_END_BYTES)
		return false;
	at = d->len - ZIP_END_BYTES;
	stop = at > ZIP_COMMENT_MAX ? at - ZIP_COMMENT_MAX : 0;
	for (;; at--) {
		if (d->data[at] == 'P' && is_zip_end(d, at))
			return true;
		if (at == stop)
			return false;
	}
}

static bool
is_pdf(const struct doc *d)
{
	size_t head = d->len < PDF_HEAD_BYTES ? d->len : PDF_HEAD_BYTES;
	size_t tail = d->len < PDF_TAIL_BYTES ? d->len : PDF_TAIL_BYTES;

	return holds(d->data, head, "%PDF-", 5) ||
	    (holds(d->data + d->len - tail, tail, "startxref", 9) &&
	    holds(d->data, d->len, "%PDF-", 5));
}

/* Archives that unpackers find behind anything. */
static const char *
other_archive(const struct doc *d)
{
	if (holds(d->data, d->len, "Rar!\x1a\x07", 6))
		return "a RAR archive";
	if (holds(d->data, d->len, "7z\xbc\xaf\x27\x1c", 6))
		return "a 7z archive";
	return NULL;
}

/* They are made of other documents, each looked at, and are written anew:
 * nothing stays in them that is not one of those. */
static bool
is_archive(enum format_id f)
{
	return f == FORMAT_ZIP || f == FORMAT_TAR || f == FORMAT_7Z ||
	    f == FORMAT_RAR || f == FORMAT_GZIP || f == FORMAT_XZ ||
	    f == FORMAT_ZSTD || f == FORMAT_BZIP2;
}

/* Rows of pixels, with nothing inside that could be a document. */
static bool
is_picture(enum format_id f)
{
	switch (f) {
	case FORMAT_JPEG:
	case FORMAT_PNG:
	case FORMAT_TIFF:
	case FORMAT_WEBP:
	case FORMAT_GIF:
	case FORMAT_BMP:
	case FORMAT_HEIC:
	case FORMAT_AVIF:
	case FORMAT_JXL:
	case FORMAT_PNM:
	case FORMAT_PSD:
		return true;
	default:
		return false;
	}
}

/* Documents that are ZIP archives of parts. */
static bool
is_package(enum format_id f)
{
	return f == FORMAT_DOCX || f == FORMAT_XLSX || f == FORMAT_PPTX ||
	    (f >= FORMAT_ODT && f <= FORMAT_EPUB);
}

/* Office 97 to 2003: newer documents lie in them as they are.  No copy is made
 * of these, so nothing rides along. */
static bool
is_old(enum format_id f)
{
	return f == FORMAT_DOC || f == FORMAT_XLS || f == FORMAT_PPT;
}

const char *
second_thing(const struct doc *d, enum format_id f)
{
	if (!is_package(f) && !is_archive(f) && !is_old(f) && is_zip(d))
		return "a ZIP archive";
	if (is_picture(f))
		return is_pdf(d) ? "a PDF" : other_archive(d);
	if (is_package(f) && holds(d->data, d->len < PDF_HEAD_BYTES ?
	    d->len : PDF_HEAD_BYTES, "%PDF-", 5))
		return "a PDF";
	return NULL;
}

bool
second_is_plain(const char *mime)
{
	/* Words that libmagic has for what people write, right or wrong; none
	 * is of a format that could hide in a text. */
	static const char *const plain[] = {
		"application/csv", "application/javascript",
		"application/json", "application/octet-stream",
		"application/pgp", "application/pgp-encrypted",
		"application/pgp-keys", "application/pgp-signature",
		"application/postscript", "application/vnd.hp-HPGL",
		"application/x-ndjson",
		/* One line "Date:" is enough for these; what is a mail by its
		 * structure has been taken for one by then. */
		"application/mbox", "message/news", "message/rfc822",
	};
	static const char *const marked_up[] = {
		"text/rtf", "text/xml", "text/x-xml",
	};
	size_t i;

	for (i = 0; i < COUNT(plain); i++)
		if (strcmp(mime, plain[i]) == 0)
			return true;
	for (i = 0; i < COUNT(marked_up); i++)
		if (strcmp(mime, marked_up[i]) == 0)
			return false;
	/* Of sound, film and fonts libmagic may know no more than the first
	 * letters ("MAC "), and all of them have bytes that no text has. */
	return strncmp(mime, "text/", 5) == 0 ||
	    strncmp(mime, "application/x-", 14) == 0 ||
	    strncmp(mime, "audio/", 6) == 0 ||
	    strncmp(mime, "video/", 6) == 0 || strncmp(mime, "font/", 5) == 0;
}
