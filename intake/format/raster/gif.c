/*
 * gif.c -- GIF (GIF87a, GIF89a).
 *
 * Each frame is a page.  Cleaning writes the frames anew with the same codes;
 * how often an animation plays stays, every other extension goes.  A box is
 * painted on all frames, because a frame leaves standing what lay below it.
 */
#include <string.h>

#include "intake/format/raster/gif_frames.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/raster.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/xmp.h"

#define XMP_TRAILER 257		/* bytes that lead a reader out of the packet */

static const char *const mimes[] = { "image/gif", NULL };

static bool
structure(const struct doc *d)
{
	struct gif_walk w = gif_walk(d->data, d->len);
	struct gif_block b;

	/* The first block of a file that is whole must be one. */
	return !w.bad && (gif_next(&w, &b) || !w.bad);
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct gif_frames f;
	struct gif_frame frame;
	struct picture_size size;
	int r;

	(void)layout;	/* pages without words have no places */
	if ((r = gif_frames(&f, d, a)) < 0)
		return r;
	size = (struct picture_size){ f.walk.width, f.walk.height, 1 };
	while ((r = gif_frames_next(&f, &frame, a)) == 1)
		picture_page(a, &size);
	return r;
}

/* All sub-blocks in one piece. */
static void
join(struct bytes *out, const struct gif_block *b, size_t at)
{
	const uint8_t *p;
	size_t n;

	while (gif_sub(b, &at, &p, &n))
		(void)bytes_add(out, p, n);
}

/* XMP lies without sub-blocks: its own bytes are read as their lengths. */
static void
report_xmp(struct answer *a, const struct gif_block *b, size_t at)
{
	size_t n = b->len - at;

	xmp_report(a, b->data + at, n > XMP_TRAILER ? n - XMP_TRAILER : n);
}

static void
report_application(struct answer *a, const struct gif_block *b)
{
	struct bytes all = BYTES_INIT(b->len);
	const uint8_t *p;
	size_t at = 0, n;
	uint16_t loops;

	if (gif_loops(b, &loops))
		return;
	if (!gif_sub(b, &at, &p, &n) || n != 11) {
		answer_metaf(a, "GIF", "Application", "%zu bytes", b->len);
		return;
	}
	join(&all, b, at);
	if (memcmp(p, "XMP DataXMP", 11) == 0)
		report_xmp(a, b, at);
	else if (memcmp(p, "ICCRGBG1012", 11) == 0)
		icc_report(a, all.data, all.len);
	else
		answer_metaf(a, "GIF", "Application", "%.11s, %zu bytes",
		    (const char *)p, all.len);
	bytes_free(&all);
}

static void
report_words(struct answer *a, const char *name, const struct gif_block *b)
{
	struct bytes all = BYTES_INIT(b->len);

	join(&all, b, 0);
	answer_meta(a, "GIF", name, all.data, all.len);
	bytes_free(&all);
}

static void
report_block(struct answer *a, const struct gif_block *b)
{
	if (b->image || b->label == GIF_CONTROL)
		return;
	if (b->label == GIF_COMMENT)
		report_words(a, "Comment", b);
	else if (b->label == GIF_PLAIN_TEXT)
		report_words(a, "PlainText", b);
	else if (b->label == GIF_APPLICATION)
		report_application(a, b);
	else
		answer_metaf(a, "GIF", "Extension", "0x%02x, %zu bytes",
		    b->label, b->len);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct gif_walk w = gif_walk(d->data, d->len);
	struct gif_block b;
	uint32_t frames = 0;

	while (gif_next(&w, &b)) {
		report_block(a, &b);
		frames += b.image && frames < PAGES_MAX;
	}
	if ((w.ended || w.bad) && w.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.at,
		    "%zu bytes behind the end of the picture", d->len - w.at);
	answer_pages(a, frames);
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return gif_write(d, NULL, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct gif_frames f;
	struct gif_frame frame;
	struct picture_size size;
	int r;

	if ((r = gif_frames(&f, d, a)) < 0)
		return r;
	size = (struct picture_size){ f.walk.width, f.walk.height, 1 };
	while ((r = gif_frames_next(&f, &frame, a)) == 1)
		continue;
	if (r < 0 || (r = picture_edits_check(a, e, f.n, false)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, PICTURE_EVERY_PAGE, &size,
	    1, 1)) < 0)
		return r;
	r = gif_write(d, boxes.n > 0 ? &boxes : NULL, a);
	picture_boxes_free(&boxes);
	return r;
}

static int
safe(const struct doc *d, struct answer *a)
{
	return gif_show(d, a);
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_gif, d, p, a);
}

const struct format format_gif = {
	.id = FORMAT_GIF,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
