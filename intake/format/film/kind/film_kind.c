/* film_kind.c -- see film_kind.h. */
#include "intake/format/film/kind/film_kind.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define BOXES_LOOKED 64u	/* for "moov", in a file without "ftyp" */
#define EBML_HEAD_BYTES 128u	/* where the type of an EBML file is told */

const char *const film_mp4_mimes[] = { "video/mp4", "video/quicktime",
	"audio/mp4", "audio/x-m4a", "video/x-m4v", "video/3gpp", "video/3gpp2",
	"audio/3gpp", "application/mp4", "audio/aac", NULL };
const char *const film_matroska_mimes[] = { "video/x-matroska", "video/webm",
	"audio/x-matroska", "audio/webm", "application/octet-stream", NULL };
const char *const film_avi_mimes[] = { "video/x-msvideo", "video/avi", NULL };
const char *const film_asf_mimes[] = { "video/x-ms-asf", "video/x-ms-wmv",
	"audio/x-ms-wma", "application/vnd.ms-asf", NULL };

static uint32_t
be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* Brands of pictures, which come in the same boxes. */
static bool
is_picture(const uint8_t *brand)
{
	static const char brands[][5] = { "mif1", "mif2", "msf1", "heic",
	    "heix", "heim", "heis", "hevc", "hevx", "avif", "avis", "jxl ",
	    "crx ", "miaf", "jp2 ", "jpx ", "jpm " };
	size_t i;

	for (i = 0; i < COUNT(brands); i++)
		if (memcmp(brand, brands[i], 4) == 0)
			return true;
	return false;
}

/* QuickTime before there were brands: boxes of its own, one of them "moov". */
static bool
is_old(const struct doc *d)
{
	static const char types[][5] = { "moov", "mdat", "wide", "free",
	    "skip", "pnot", "udta", "uuid" };
	size_t at = 0, i;
	unsigned n;
	uint64_t size;

	for (n = 0; n < BOXES_LOOKED && d->len - at >= 8; n++) {
		for (i = 0; i < COUNT(types); i++)
			if (memcmp(d->data + at + 4, types[i], 4) == 0)
				break;
		if (i == COUNT(types))
			return false;
		if (i == 0)
			return true;
		size = be32(d->data + at);
		if (size == 1 && d->len - at >= 16)
			size = (uint64_t)be32(d->data + at + 8) << 32 |
			    be32(d->data + at + 12);
		if (size < 8 || size >= d->len - at)
			return false;
		at += (size_t)size;
	}
	return false;
}

bool
film_is_mp4(const struct doc *d)
{
	if (d->len < 16)
		return false;
	if (memcmp(d->data + 4, "ftyp", 4) == 0)
		return be32(d->data) >= 16 && !is_picture(d->data + 8);
	return is_old(d);
}

bool
film_is_matroska(const struct doc *d)
{
	size_t n = d->len < EBML_HEAD_BYTES ? d->len : EBML_HEAD_BYTES;

	return n > 16 && memcmp(d->data, "\x1a\x45\xdf\xa3", 4) == 0 &&
	    (memmem(d->data, n, "\x42\x82\x88matroska", 11) != NULL ||
	    memmem(d->data, n, "\x42\x82\x84webm", 7) != NULL);
}

bool
film_is_avi(const struct doc *d)
{
	return d->len >= 24 && memcmp(d->data, "RIFF", 4) == 0 &&
	    memcmp(d->data + 8, "AVI ", 4) == 0;
}

bool
film_is_asf(const struct doc *d)
{
	return d->len >= 30 && memcmp(d->data, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"
	    "\xa6\xd9\x00\xaa\x00\x62\xce\x6c", 16) == 0;
}

const struct format film_mp4_elsewhere = { .id = FORMAT_MP4,
	.mimes = film_mp4_mimes, .pages = 1, .structure = film_is_mp4,
	.program = PROGRAM_MEDIA };
const struct format film_matroska_elsewhere = { .id = FORMAT_MATROSKA,
	.mimes = film_matroska_mimes, .pages = 1,
	.structure = film_is_matroska, .program = PROGRAM_MEDIA };
const struct format film_avi_elsewhere = { .id = FORMAT_AVI,
	.mimes = film_avi_mimes, .pages = 1, .structure = film_is_avi,
	.program = PROGRAM_MEDIA };
const struct format film_asf_elsewhere = { .id = FORMAT_ASF,
	.mimes = film_asf_mimes, .pages = 1, .structure = film_is_asf,
	.program = PROGRAM_MEDIA };
