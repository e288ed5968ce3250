/* jpeg_report.c -- see jpeg_report.h. */
#include "intake/format/image/jpeg_report.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/tags/exif.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/iptc.h"
#include "intake/format/image/jpeg_code.h"
#include "intake/format/tags/xmp.h"

#define JFIF_BYTES 14		/* its header, without the thumbnail */
#define ADOBE_BYTES 12
#define IDENT_MAX 32		/* bytes of an unknown segment's name */
#define XMP_EXT_HEAD 40		/* GUID, length, offset */

/* A segment that begins with `ident`: *rest is what follows it. */
static bool
begins(const struct jpeg_segment *s, const void *ident, size_t n,
    struct doc *rest)
{
	if (s->len < n || memcmp(s->data, ident, n) != 0)
		return false;
	rest->data = s->data + n;
	rest->len = s->len - n;
	return true;
}

#define BEGINS(s, literal, rest) begins(s, literal, sizeof(literal) - 1, rest)

const uint8_t *
jpeg_exif(const struct jpeg_segment *s, size_t *len)
{
	struct doc rest;

	/* Its padding byte is not always 0 in the wild. */
	if (s->marker != MARKER_APP0 + 1 || !BEGINS(s, "Exif\0", &rest) ||
	    rest.len < 1)
		return NULL;
	*len = rest.len - 1;
	return rest.data + 1;
}

static void
unknown(struct answer *a, const struct jpeg_segment *s)
{
	char name[8], ident[IDENT_MAX + 1];
	size_t n = 0;

	while (n < s->len && n < IDENT_MAX && s->data[n] >= 0x20 &&
	    s->data[n] <= 0x7e) {
		ident[n] = (char)s->data[n];
		n++;
	}
	ident[n] = '\0';
	if (s->marker >= MARKER_APP0 && s->marker <= MARKER_APP15)
		(void)snprintf(name, sizeof(name), "APP%d",
		    s->marker - MARKER_APP0);
	else
		(void)snprintf(name, sizeof(name), "0x%02x", s->marker);
	answer_metaf(a, "JPEG", name, "%s%s%zu bytes", ident,
	    n > 0 ? ", " : "", s->len);
}

static void
app0(struct answer *a, const struct jpeg_segment *s)
{
	struct doc rest;

	if (BEGINS(s, "JFIF\0", &rest)) {
		if (s->len > JFIF_BYTES)
			answer_metaf(a, "JFIF", "Thumbnail", "%zu bytes",
			    s->len - JFIF_BYTES);
	} else if (BEGINS(s, "JFXX\0", &rest)) {
		answer_metaf(a, "JFIF", "ExtensionThumbnail", "%zu bytes",
		    rest.len);
	} else {
		unknown(a, s);
	}
}

static void
app1(struct answer *a, const struct jpeg_segment *s)
{
	struct doc rest;
	const uint8_t *tiff;
	size_t len;

	if ((tiff = jpeg_exif(s, &len)) != NULL) {
		if (!exif_is_only_orientation(tiff, len) ||
		    s->len != JPEG_ORIENTATION_BYTES)
			exif_report(a, tiff, len);
	} else if (BEGINS(s, "http://ns.adobe.com/xap/1.0/\0", &rest)) {
		xmp_report(a, rest.data, rest.len);
	} else if (BEGINS(s, "http://ns.adobe.com/xmp/extension/\0", &rest)) {
		answer_metaf(a, "XMP", "ExtendedPacket", "%zu bytes",
		    rest.len > XMP_EXT_HEAD ? rest.len - XMP_EXT_HEAD : 0);
	} else {
		unknown(a, s);
	}
}

static void
app2(struct answer *a, const struct jpeg_segment *s)
{
	struct doc rest;

	if (BEGINS(s, "ICC_PROFILE\0", &rest) && rest.len >= 2) {
		/* Its words stand in the first part. */
		if (rest.data[0] == 1)
			icc_report(a, rest.data + 2, rest.len - 2);
		else
			answer_metaf(a, "ICC", "ProfilePart", "%zu bytes",
			    rest.len - 2);
	} else if (BEGINS(s, "MPF\0", &rest)) {
		answer_metaf(a, "MPF", "Index", "%zu bytes; it tells of "
		    "further pictures behind this one", rest.len);
	} else {
		unknown(a, s);
	}
}

/* JUMBF (ISO 19566-5), in which C2PA keeps who made and changed a picture. */
static void
app11(struct answer *a, const struct jpeg_segment *s)
{
	struct doc rest;

	if (BEGINS(s, "JP", &rest) && rest.len >= 14 &&
	    memcmp(rest.data + 10, "jumb", 4) == 0)
		answer_metaf(a, "JUMBF", memmem(rest.data, rest.len, "c2pa",
		    4) != NULL ? "C2PA" : "Box", "%zu bytes", rest.len);
	else
		unknown(a, s);
}

static void
segment(struct answer *a, const struct jpeg_segment *s)
{
	struct doc rest;

	switch (s->marker) {
	case MARKER_APP0:
		app0(a, s);
		break;
	case MARKER_APP0 + 1:
		app1(a, s);
		break;
	case MARKER_APP0 + 2:
		app2(a, s);
		break;
	case MARKER_APP0 + 11:
		app11(a, s);
		break;
	case MARKER_APP0 + 13:
		if (BEGINS(s, "Photoshop 3.0\0", &rest))
			photoshop_report(a, rest.data, rest.len);
		else
			unknown(a, s);
		break;
	case MARKER_APP0 + 14:
		if (!BEGINS(s, "Adobe", &rest) || s->len != ADOBE_BYTES)
			unknown(a, s);
		break;
	case MARKER_COM:
		answer_meta(a, "JPEG", "Comment", s->data, s->len);
		break;
	default:
		/* 0xf0 to 0xfd are reserved; all below APP0 codes pixels. */
		if (s->marker >= MARKER_APP0)
			unknown(a, s);
	}
}

static void
trailing(struct answer *a, const uint8_t *p, size_t len)
{
	const char *what = "";

	if (len >= 2 && p[0] == 0xff && p[1] == MARKER_SOI)
		what = ", a second JPEG";
	else if (memmem(p, len, "ftyp", 4) != NULL)
		what = ", with a video";
	answer_mark(a, MARK_TRAILING_DATA, len,
	    "%zu bytes behind the end of the picture%s", len, what);
}

void
jpeg_report(const struct doc *d, struct answer *a)
{
	struct jpeg_walk w = jpeg_walk(d->data, d->len);
	struct jpeg_segment s;

	while (jpeg_next(&w, &s))
		segment(a, &s);
	if (w.stray > 0)
		answer_metaf(a, "JPEG", "StrayData",
		    "%zu bytes between the segments", w.stray);
	if (w.ended && w.at < d->len)
		trailing(a, d->data + w.at, d->len - w.at);
}
