/* pdf_jp2.c -- JPEG 2000 (ISO 15444-1): boxes, and the codestream's comments. */
#include "intake/format/pdf/pdf_image.h"

#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/tags/xmp.h"

#define PARTS_MAX 200		/* reported of one image */
#define MARKER_SOC 0xff4fu
#define MARKER_COM 0xff64u
#define MARKER_SOT 0xff90u
#define BOX_HEAD 8u
#define COLR_HEAD 3u		/* of a colr box, before the profile */
#define COLR_PROFILE 2		/* its method */

struct jp2_box {
	const uint8_t *type;
	const uint8_t *data;
	size_t len;		/* of the data */
	size_t whole;		/* with its head */
};

static uint32_t
get16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static bool
next(const uint8_t *p, size_t left, struct jp2_box *box)
{
	size_t head = BOX_HEAD;
	uint64_t len;
	unsigned i;

	if (left < BOX_HEAD)
		return false;
	len = (uint64_t)get16(p) << 16 | get16(p + 2);
	if (len == 1 && left >= 16) {
		head = 16;
		for (len = 0, i = 8; i < 16; i++)
			len = len << 8 | p[i];
	} else if (len == 0) {
		len = left;
	}
	if (len < head || len > left)
		return false;
	*box = (struct jp2_box){ p + 4, p + head, (size_t)len - head, (size_t)len };
	return true;
}

static bool
is(const struct jp2_box *box, const char *type)
{
	return memcmp(box->type, type, 4) == 0;
}

static bool
needs(const struct jp2_box *box)
{
	return is(box, "jP  ") || is(box, "ftyp") || is(box, "jp2h") ||
	    is(box, "jp2c");
}

static bool
needs_inside(const struct jp2_box *box)
{
	return is(box, "ihdr") || is(box, "bpcc") || is(box, "colr") ||
	    is(box, "pclr") || is(box, "cmap") || is(box, "cdef");
}

static void
put_box(struct bytes *out, const uint8_t *type, const uint8_t *p, size_t len)
{
	size_t whole = len + BOX_HEAD;
	const uint8_t head[4] = { (uint8_t)(whole >> 24),
		(uint8_t)(whole >> 16), (uint8_t)(whole >> 8), (uint8_t)whole };

	bytes_add(out, head, sizeof head);
	bytes_add(out, type, 4);
	bytes_add(out, p, len);
}

/* The main header without its comments; all else as it is. */
static void
strip_code(struct bytes *out, const uint8_t *p, size_t len)
{
	size_t at = 2;

	if (len < 2 || get16(p) != MARKER_SOC) {
		bytes_add(out, p, len);
		return;
	}
	bytes_add(out, p, 2);
	while (len - at >= 4 && get16(p + at) != MARKER_SOT) {
		size_t n = 2 + get16(p + at + 2);

		if (n < 4 || n > len - at)
			break;
		if (get16(p + at) != MARKER_COM)
			bytes_add(out, p + at, n);
		at += n;
	}
	bytes_add(out, p + at, len - at);
}

static void
put_colour(struct bytes *out, const struct jp2_box *box)
{
	struct bytes b = BYTES_INIT(CLEAN_MAX);
	struct bytes profile = BYTES_INIT(CLEAN_MAX);

	if (box->len > COLR_HEAD && box->data[0] == COLR_PROFILE) {
		bytes_add(&b, box->data, COLR_HEAD);
		if (pdf_profile_strip(&profile, box->data + COLR_HEAD,
		    box->len - COLR_HEAD)) {
			bytes_add(&b, profile.data, profile.len);
			put_box(out, box->type, b.data, b.len);
		}
	} else {
		put_box(out, box->type, box->data, box->len);
	}
	bytes_free(&b);
	bytes_free(&profile);
}

static void
strip_head(struct bytes *out, const uint8_t *p, size_t len)
{
	struct jp2_box box;

	for (; next(p, len, &box); p += box.whole, len -= box.whole)
		if (is(&box, "colr"))
			put_colour(out, &box);
		else if (needs_inside(&box))
			put_box(out, box.type, box.data, box.len);
}

bool
pdf_jp2_strip(struct bytes *out, const uint8_t *p, size_t len)
{
	struct bytes part = BYTES_INIT(CLEAN_MAX);
	bool picture = false;
	struct jp2_box box;

	if (len >= 2 && get16(p) == MARKER_SOC) {
		strip_code(out, p, len);
		return bytes_ok(out) == 0;
	}
	for (; next(p, len, &box); p += box.whole, len -= box.whole) {
		if (!needs(&box))
			continue;
		bytes_reset(&part);
		if (is(&box, "jp2h"))
			strip_head(&part, box.data, box.len);
		else if (is(&box, "jp2c"))
			strip_code(&part, box.data, box.len);
		else
			bytes_add(&part, box.data, box.len);
		picture |= is(&box, "jp2c");
		put_box(out, box.type, part.data, part.len);
	}
	bytes_free(&part);
	return picture && bytes_ok(out) == 0;
}

static void
report_code(struct answer *a, const uint8_t *p, size_t len)
{
	size_t at = 2;

	while (len > at && len - at >= 4 && get16(p + at) != MARKER_SOT) {
		size_t n = 2 + get16(p + at + 2);

		if (n < 4 || n > len - at)
			break;
		if (get16(p + at) == MARKER_COM && n > 6)
			answer_meta(a, "Image", "Comment", p + at + 6, n - 6);
		at += n;
	}
}

void
pdf_jp2_report(struct answer *a, unsigned object, const uint8_t *p, size_t len)
{
	struct jp2_box box;
	unsigned n = 0;

	if (len >= 2 && get16(p) == MARKER_SOC)
		report_code(a, p, len);
	for (; n < PARTS_MAX && next(p, len, &box);
	    p += box.whole, len -= box.whole) {
		if (is(&box, "jp2c"))
			report_code(a, box.data, box.len);
		if (needs(&box))
			continue;
		answer_metaf(a, "Image", "JPEG 2000 box",
		    "object %u, %zu bytes", object, box.whole);
		if (is(&box, "xml "))
			xmp_report(a, box.data, box.len);
		else if (is(&box, "uuid") && box.len > 16)
			xmp_report(a, box.data + 16, box.len - 16);
		n++;
	}
}
