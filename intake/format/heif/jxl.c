/*
 * jxl.c -- JPEG XL (ISO/IEC 18181-2).
 *
 * Cleaning keeps the codestream, which holds the picture and how it is turned,
 * and writes new boxes around it; all that is beside it goes, with what would
 * rebuild the JPEG it came from ("jbrd"), since that holds the JPEG's words.
 * No library: the picture is neither shown nor painted on.
 */
#include "intake/format/heif/heif.h"

#include <string.h>

#include "intake/format/heif/box.h"
#include "intake/format/heif/jxl_size.h"
#include "intake/format/page/drawn.h"
#include "intake/format/tags/exif.h"
#include "intake/format/tags/numbers.h"
#include "intake/format/tags/xmp.h"

static const char *const mimes[] = { "image/jxl", NULL };

static const uint8_t signature[12] = {
	0, 0, 0, 12, 'J', 'X', 'L', ' ', 0x0d, 0x0a, 0x87, 0x0a
};
static const uint8_t brand[20] = {
	0, 0, 0, 20, 'f', 't', 'y', 'p', 'j', 'x', 'l', ' ', 0, 0, 0, 0,
	'j', 'x', 'l', ' '
};

static bool
is_bare(const struct doc *d)
{
	return d->len >= 2 && d->data[0] == 0xff && d->data[1] == 0x0a;
}

static bool
structure(const struct doc *d)
{
	struct doc bare = *d;
	struct picture_size size;

	if (is_bare(d))
		return jxl_size(bare.data, bare.len, &size);
	return d->len >= sizeof(signature) &&
	    memcmp(d->data, signature, sizeof(signature)) == 0;
}

/* The codestream in one piece, and its level (0: not said). */
static int
codestream(struct bytes *out, uint8_t *level, const struct doc *d,
    struct answer *a)
{
	struct boxes b = boxes(d->data, d->len);
	struct bmff one;
	bool whole = false;

	*level = 0;
	if (is_bare(d)) {
		whole = true;
		(void)bytes_add(out, d->data, d->len);
	}
	while (!whole && boxes_next(&b, &one)) {
		if (box_is(&one, "jxll") && one.len == 1) {
			*level = one.data[0];
		} else if (box_is(&one, "jxlc") && out->len == 0) {
			(void)bytes_add(out, one.data, one.len);
			whole = true;
		} else if (box_is(&one, "jxlp") && one.len >= 4) {
			(void)bytes_add(out, one.data + 4, one.len - 4);
			whole = (one.data[0] & 0x80) != 0;
		}
	}
	if (bytes_ok(out) < 0)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if (!whole)
		return answer_refuse(a, REASON_DAMAGED,
		    "JPEG XL: the picture's data is cut short");
	return 0;
}

static int
look(struct bytes *stream, uint8_t *level, const struct doc *d,
    struct picture_size *size, struct answer *a)
{
	int r;

	if ((r = codestream(stream, level, d, a)) < 0)
		return r;
	if (!jxl_size(stream->data, stream->len, size))
		return answer_refuse(a, REASON_DAMAGED,
		    "JPEG XL: its header makes no sense");
	return picture_check(a, size);
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes stream = BYTES_INIT(d->len);
	struct picture_size size;
	uint8_t level;
	int r;

	(void)layout;	/* a page without words has no places */
	if ((r = look(&stream, &level, d, &size, a)) == 0)
		picture_page(a, &size);
	bytes_free(&stream);
	return r;
}

static void
report_box(struct answer *a, const struct bmff *b)
{
	static const char *const own[] = {
		"JXL ", "ftyp", "jxll", "jxlc", "jxlp"
	};
	uint32_t skip;
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (box_is(b, own[i]))
			return;
	if (box_is(b, "Exif") && b->len >= 4 &&
	    (skip = be32(b->data)) <= b->len - 4)
		exif_report(a, b->data + 4 + skip, b->len - 4 - skip);
	else if (box_is(b, "xml "))
		xmp_report(a, b->data, b->len);
	else if (box_is(b, "brob") && b->len >= 4)
		answer_metaf(a, "JXL", "Compressed", "%.4s, %zu bytes",
		    (const char *)b->data, b->len - 4);
	else if (box_is(b, "jbrd"))
		answer_metaf(a, "JXL", "JPEGReconstruction", "%zu bytes, with "
		    "the words of the JPEG it came from", b->len);
	else if (box_is(b, "jumb"))
		answer_metaf(a, "JUMBF", "Box", "%zu bytes", b->len);
	else
		answer_metaf(a, "JXL", b->type, "%zu bytes", b->len);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct boxes b = boxes(d->data, d->len);
	struct bmff one;

	if (is_bare(d))
		return 0;
	while (boxes_next(&b, &one))
		report_box(a, &one);
	if (b.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - b.at,
		    "%zu bytes behind the last box", d->len - b.at);
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct bytes stream = BYTES_INIT(d->len), out = BYTES_INIT(CLEAN_MAX);
	struct picture_size size;
	uint8_t level;
	size_t at;
	int r;

	if ((r = look(&stream, &level, d, &size, a)) < 0)
		goto done;
	if (!is_bare(d)) {
		(void)bytes_add(&out, signature, sizeof(signature));
		(void)bytes_add(&out, brand, sizeof(brand));
		if (level != 0) {
			at = box_begin(&out, "jxll");
			box_put(&out, level, 1);
			box_end(&out, at);
		}
		at = box_begin(&out, "jxlc");
		(void)bytes_add(&out, stream.data, stream.len);
		box_end(&out, at);
	} else {
		(void)bytes_add(&out, stream.data, stream.len);
	}
	if (bytes_ok(&out) < 0)
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
	else
		answer_file(a, out.data, out.len);
done:
	bytes_free(&stream);
	bytes_free(&out);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	if (picture_edits_check(a, e, 1, false) < 0)
		return -1;
	if (e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED, "JPEG XL: its "
		    "coded picture cannot be painted on; send a PNG of it");
	return clean(d, a);
}

static int
safe(const struct doc *d, struct answer *a)
{
	(void)d;
	return answer_refuse(a, REASON_UNSUPPORTED, "JPEG XL: its pixels "
	    "cannot be shown; send a PNG of it");
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_jxl, d, p, a);
}

const struct format format_jxl = {
	.id = FORMAT_JXL,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
