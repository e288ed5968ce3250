/*
 * webp.c -- WebP (RFC 9649).
 *
 * Cleaning writes a new file around the coded pictures, which are copied as
 * they are.  A box makes the picture (of an animation: every frame) one that
 * is coded without loss, so nothing outside the box is lost by it.
 */
#include <string.h>

#include "intake/format/raster/raster.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/webp_code.h"
#include "intake/format/raster/webp_walk.h"
#include "intake/format/tags/exif.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/numbers.h"
#include "intake/format/tags/xmp.h"

#define FLAG_MOVING 0x02
#define FLAG_EXIF 0x08
#define FLAG_ALPHA 0x10

static const char *const mimes[] = { "image/webp", NULL };

static bool
structure(const struct doc *d)
{
	struct webp_walk w = webp_walk(d->data, d->len);
	struct webp_chunk c;

	return !w.bad && (webp_next(&w, &c) ? webp_is(&c, "VP8X") ||
	    webp_is(&c, "VP8 ") || webp_is(&c, "VP8L") : w.cut);
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct webp p;
	uint32_t i;

	(void)layout;	/* pages without words have no places */
	if (webp_read(&p, d, a) < 0)
		return -1;
	for (i = 0; i < p.frames; i++)
		picture_page(a, &p.size);
	return 0;
}

static void
report_exif(struct answer *a, const struct webp_chunk *c)
{
	if (c->len > 6 && memcmp(c->data, "Exif\0", 6) == 0)
		exif_report(a, c->data + 6, c->len - 6);
	else if (!exif_is_only_orientation(c->data, c->len))
		exif_report(a, c->data, c->len);
}

static void
report_chunk(struct answer *a, const struct webp_chunk *c)
{
	static const char *const pictures[] = {
		"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"
	};
	size_t i;

	for (i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++)
		if (webp_is(c, pictures[i]))
			return;
	if (webp_is(c, "EXIF"))
		report_exif(a, c);
	else if (webp_is(c, "XMP "))
		xmp_report(a, c->data, c->len);
	else if (webp_is(c, "ICCP"))
		icc_report(a, c->data, c->len);
	else
		answer_metaf(a, "WebP", c->type, "%zu bytes", c->len);
}

/* What lies in a frame beside its picture. */
static void
report_frame(struct answer *a, const struct webp_chunk *frame)
{
	struct webp_image im = { .width = 0 };
	struct webp_walk w;
	struct webp_chunk c;

	if (frame->len < 16)
		return;
	w = webp_walk_inside(frame->data + 16, frame->len - 16);
	while (webp_next(&w, &c))
		if (!webp_take(&im, &c))
			answer_metaf(a, "WebP", c.type,
			    "%zu bytes in a frame", c.len);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct webp_walk w = webp_walk(d->data, d->len);
	struct webp_chunk c;
	struct webp p;

	while (webp_next(&w, &c)) {
		if (webp_is(&c, "ANMF"))
			report_frame(a, &c);
		else
			report_chunk(a, &c);
	}
	if (w.len < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.len,
		    "%zu bytes behind the end of the picture",
		    d->len - w.len);
	if (webp_read(&p, d, a) < 0)
		return -1;
	answer_pages(a, p.frames);
	return 0;
}

static void
put_header(struct bytes *out, const struct webp *p)
{
	uint8_t head[10] = { 0 };

	if (p->moving)
		head[0] |= FLAG_MOVING;
	if (p->moving ? p->transparent : p->still.transparent)
		head[0] |= FLAG_ALPHA;
	if (p->size.orientation > 1)
		head[0] |= FLAG_EXIF;
	put_le32(head + 4, p->size.width - 1);
	put_le16(head + 7, p->size.height - 1);
	head[9] = (uint8_t)((p->size.height - 1) >> 16);
	webp_put(out, "VP8X", head, sizeof(head));
}

static int
put_image(struct bytes *out, const struct webp_image *im, uint32_t left,
    uint32_t top, const struct picture_boxes *boxes, bool whitened,
    struct answer *a)
{
	if (boxes != NULL)
		return webp_paint(out, im, left, top, boxes, whitened, a);
	if (im->alpha.data != NULL)
		webp_put(out, "ALPH", im->alpha.data, im->alpha.len);
	webp_put(out, im->coded.type, im->coded.data, im->coded.len);
	return 0;
}

static int
put_frames(struct bytes *out, const struct doc *d, const struct webp *p,
    const struct picture_boxes *boxes, struct answer *a)
{
	struct webp_walk w = webp_walk(d->data, d->len);
	struct bytes body = BYTES_INIT(CLEAN_MAX);
	struct webp_frame f;
	struct webp_chunk c;
	uint8_t anim[6];
	int r = 0;

	memcpy(anim, p->background, 4);
	put_le16(anim + 4, p->loops);
	webp_put(out, "ANIM", anim, sizeof(anim));
	while (r == 0 && webp_next(&w, &c)) {
		if (!webp_is(&c, "ANMF"))
			continue;
		if (!webp_frame(&f, &c)) {
			r = answer_refuse(a, REASON_DAMAGED,
			    "WebP: a frame holds no picture");
			break;
		}
		bytes_reset(&body);
		(void)bytes_add(&body, f.head, sizeof(f.head));
		r = put_image(&body, &f.image, f.left, f.top, boxes,
		    false, a);
		if (bytes_ok(&body) < 0)
			r = answer_refuse(a, REASON_LIMIT, "out of memory");
		webp_put(out, "ANMF", body.data, body.len);
	}
	bytes_free(&body);
	return r;
}

/* The file anew; `boxes` (or NULL) are painted, and then a picture that does
 * not move has white paper when it shall be `whitened`. */
static int
write_file(struct bytes *out, const struct doc *d, const struct webp *p,
    const struct picture_boxes *boxes, bool whitened, struct answer *a)
{
	uint8_t exif[EXIF_ORIENTATION_BYTES];
	int r;

	(void)bytes_add(out, "RIFF\0\0\0\0WEBP", 12);
	if (p->moving || p->still.alpha.data != NULL ||
	    p->size.orientation > 1)
		put_header(out, p);
	r = p->moving ? put_frames(out, d, p, boxes, a) :
	    put_image(out, &p->still, 0, 0, boxes, whitened, a);
	if (r < 0)
		return r;
	if (p->size.orientation > 1) {
		exif_only_orientation(exif, p->size.orientation);
		webp_put(out, "EXIF", exif, sizeof(exif));
	}
	if (bytes_ok(out) < 0)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	put_le32(out->data + 4, (uint32_t)(out->len - 8));
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct webp p;
	int r;

	if ((r = webp_read(&p, d, a)) == 0 &&
	    (r = write_file(&out, d, &p, NULL, false, a)) == 0)
		answer_file(a, out.data, out.len);
	bytes_free(&out);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	bool whitened = (e->flags & EDITS_WHITEN) != 0;
	struct webp p;
	int r;

	if ((r = webp_read(&p, d, a)) < 0 ||
	    (r = picture_edits_check(a, e, p.frames, !p.moving)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, PICTURE_EVERY_PAGE, &p.size,
	    1, 1)) < 0)
		return r;
	if ((r = write_file(&out, d, &p, boxes.n > 0 || whitened ? &boxes :
	    NULL, whitened, a)) == 0)
		answer_file(a, out.data, out.len);
	picture_boxes_free(&boxes);
	bytes_free(&out);
	return r;
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct webp p;
	int r;

	if ((r = webp_read(&p, d, a)) == 0 &&
	    (r = write_file(&out, d, &p, NULL, false, a)) == 0)
		r = webp_show(&p, &out, a);
	bytes_free(&out);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_webp, d, p, a);
}

const struct format format_webp = {
	.id = FORMAT_WEBP,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
