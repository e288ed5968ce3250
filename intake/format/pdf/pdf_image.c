/* pdf_image.c -- segments of JPEG streams; the other kinds by their name. */
#include "intake/format/pdf/pdf_image.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/tags/exif.h"
#include "intake/format/tags/iptc.h"
#include "intake/format/image/jpeg_walk.h"
#include "intake/format/tags/xmp.h"

/* Markers, ITU-T T.81 table B.1. */
#define SOI 0xd8
#define EOI 0xd9
#define SOS 0xda
#define APP0 0xe0
#define APP1 0xe1
#define APP13 0xed
#define APP14 0xee
#define APP15 0xef
#define COM 0xfe

#define ADOBE_LEN 12		/* bytes of Adobe's colour note */
#define JFIF_LEN 14		/* bytes of a JFIF head without a thumbnail */
#define PARTS_MAX 200		/* reported of one image */
#define EXIF_HEAD 6		/* "Exif\0\0" */
#define PHOTOSHOP_HEAD 14	/* "Photoshop 3.0\0" */

static bool
begins(const uint8_t *p, size_t len, const char *with, size_t n)
{
	return len >= n && memcmp(p, with, n) == 0;
}

/* Colour needs the JFIF head and Adobe's note; all other notes go. */
static bool
jpeg_needs(const struct jpeg_segment *s)
{
	if (s->marker == COM)
		return false;
	if (s->marker < APP0 || s->marker > APP15)
		return true;
	if (s->marker == APP0)
		return s->len == JFIF_LEN && begins(s->data, s->len, "JFIF", 5);
	return s->marker == APP14 && s->len == ADOBE_LEN &&
	    begins(s->data, s->len, "Adobe", 5);
}

static bool
jpeg_strip(struct bytes *out, const uint8_t *p, size_t len)
{
	static const uint8_t soi[] = { 0xff, SOI };
	static const uint8_t eoi[] = { 0xff, EOI };
	struct jpeg_walk w = jpeg_walk(p, len);
	struct jpeg_segment s;
	bool scan = false;

	bytes_add(out, soi, sizeof soi);
	while (jpeg_next(&w, &s)) {
		const uint8_t *end = p + w.at;

		if (s.data == NULL || !jpeg_needs(&s))
			continue;
		/* Behind SOS, `at` is behind the coded data. */
		if (s.marker != SOS)
			end = s.data + s.len;
		/* Nor is what fills up to the next marker needed. */
		while (end > s.data + s.len && end[-1] == 0xff)
			end--;
		scan |= s.marker == SOS;
		bytes_add(out, s.data - 4, (size_t)(end - (s.data - 4)));
	}
	bytes_add(out, eoi, sizeof eoi);
	/* Fax and scan software leaves the end marker out; readers bear it. */
	return scan && bytes_ok(out) == 0;
}

static void
jpeg_part(struct answer *a, unsigned object, const struct jpeg_segment *s)
{
	char name[32];

	if (s->marker == COM) {
		answer_meta(a, "Image", "Comment", s->data, s->len);
		return;
	}
	if (s->marker == APP1 && begins(s->data, s->len, "Exif\0", EXIF_HEAD - 1)
	    && s->len > EXIF_HEAD)
		exif_report(a, s->data + EXIF_HEAD, s->len - EXIF_HEAD);
	else if (s->marker == APP1 && begins(s->data, s->len, "http", 4) &&
	    memchr(s->data, 0, s->len) != NULL)
		xmp_report(a, s->data + strnlen((const char *)s->data, s->len),
		    s->len - strnlen((const char *)s->data, s->len));
	else if (s->marker == APP13 &&
	    begins(s->data, s->len, "Photoshop 3.0", PHOTOSHOP_HEAD))
		photoshop_report(a, s->data + PHOTOSHOP_HEAD,
		    s->len - PHOTOSHOP_HEAD);
	snprintf(name, sizeof name, "APP%u", s->marker - (unsigned)APP0);
	answer_metaf(a, "Image", name, "object %u, %zu bytes", object, s->len);
}

static void
jpeg_report(struct answer *a, unsigned object, const uint8_t *p, size_t len)
{
	struct jpeg_walk w = jpeg_walk(p, len);
	struct jpeg_segment s;
	unsigned n = 0;

	while (n < PARTS_MAX && jpeg_next(&w, &s)) {
		if (s.data == NULL || jpeg_needs(&s))
			continue;
		jpeg_part(a, object, &s);
		n++;
	}
	if (w.ended && w.at + 2 < len)
		answer_metaf(a, "Image", "After the end",
		    "object %u, %zu bytes", object, len - w.at);
}

bool
pdf_image_strip(struct bytes *out, enum pdf_image_kind kind, const uint8_t *p,
    size_t len)
{
	switch (kind) {
	case PDF_IMAGE_JPEG:
		return jpeg_strip(out, p, len);
	case PDF_IMAGE_JP2:
		return pdf_jp2_strip(out, p, len);
	default:
		return pdf_jbig2_strip(out, p, len);
	}
}

void
pdf_image_report(struct answer *a, enum pdf_image_kind kind, unsigned object,
    const uint8_t *p, size_t len)
{
	if (kind == PDF_IMAGE_JPEG)
		jpeg_report(a, object, p, len);
	else if (kind == PDF_IMAGE_JP2)
		pdf_jp2_report(a, object, p, len);
}
