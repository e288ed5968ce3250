/*
 * png.c -- PNG (W3C PNG, third edition).
 *
 * Cleaning decodes the rows and codes them anew.  Pixels change in one case
 * only: a printer's tracking dots are painted over with the paper around
 * them.  Of an animation (APNG) each frame is a page, and a box is painted on
 * all frames, because a frame leaves standing what lay below it.
 */
#include "intake/format/page/dots.h"
#include "intake/format/image/image.h"
#include "intake/format/format.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/picture.h"
#include "intake/format/tags/numbers.h"
#include "intake/format/image/png_code.h"
#include "intake/format/image/png_inside.h"
#include "intake/format/image/png_frames.h"
#include "intake/format/image/png_report.h"
#include "intake/format/image/png_walk.h"

static const char *const mimes[] = { "image/png", NULL };

/* The signature, a sane header first, then chunks: cut is still one. */
static bool
structure(const struct doc *d)
{
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;

	if (!png_next(&w, &c))
		return w.cut;
	if (!png_is_header(&c))
		return false;
	while (png_next(&w, &c))
		continue;
	return !w.bad;
}

static int
look(const struct doc *d, struct answer *a, struct picture_size *size)
{
	struct png_walk w = png_walk(d->data, d->len);
	struct png_chunk c;

	if (!png_next(&w, &c) || !png_is_header(&c))
		return answer_refuse(a, REASON_DAMAGED,
		    "PNG: it ends before the picture begins");
	*size = (struct picture_size){
		.width = be32(c.data), .height = be32(c.data + 4),
		/* Of an animation nobody turns the frames. */
		.orientation = png_is_moving(d) ? 1 : png_orientation(d),
	};
	return picture_check(a, size);
}

/* Looking for dots needs the pixels: a damaged picture is refused here too,
 * behind the lines that could be read. */
static int
report(const struct doc *d, struct answer *a)
{
	struct dots *dots = NULL;
	uint32_t count;

	png_report(d, a);
	answer_pages(a, 1);
	if (png_is_moving(d)) {
		count = png_frames_count(d, a);
		answer_pages(a, count);
		return count > 0 ? 0 : -1;
	}
	if (png_dots(d, a, &dots, &count) < 0)
		return -1;
	if (count > 0)
		answer_mark(a, MARK_PRINTER_DOTS, count,
		    "%u light yellow dots all over the page", count);
	dots_free(dots);
	return 0;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct picture_size size;
	uint32_t i, n = 1;

	(void)layout;	/* a page without words has no places */
	if (look(d, a, &size) < 0 || (png_is_moving(d) &&
	    (n = png_frames_count(d, a)) == 0))
		return -1;
	for (i = 0; i < n; i++)
		picture_page(a, &size);
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct picture_size size;
	struct dots *dots = NULL;
	uint32_t count;
	int r;

	if ((r = look(d, a, &size)) < 0)
		return r;
	if (png_is_moving(d))
		return png_frames_write(d, NULL, a);
	if ((r = png_dots(d, a, &dots, &count)) < 0)
		return r;
	r = png_copy(d, a, dots, size.orientation);
	dots_free(dots);
	return r;
}

static int
apply_frames(const struct doc *d, const struct edits *e,
    const struct picture_size *size, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	uint32_t n = png_frames_count(d, a);
	int r;

	if (n == 0 || picture_edits_check(a, e, n, false) < 0 ||
	    picture_boxes_from(&boxes, a, e, PICTURE_EVERY_PAGE, size, 1,
	    1) < 0)
		return -1;
	r = png_frames_write(d, boxes.n > 0 ? &boxes : NULL, a);
	picture_boxes_free(&boxes);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct picture_size size;
	struct dots *dots = NULL;
	struct whiten *white = NULL;
	uint32_t count;
	int r;

	if ((r = look(d, a, &size)) < 0)
		return r;
	if (png_is_moving(d))
		return apply_frames(d, e, &size, a);
	if ((r = picture_edits_check(a, e, 1, true)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &size, 1, 1)) < 0 ||
	    (r = png_dots(d, a, &dots, &count)) < 0)
		goto done;
	if ((e->flags & EDITS_WHITEN) != 0 &&
	    (r = png_whiten(d, a, &white)) < 0)
		goto done;
	if (e->nboxes == 0 && white == NULL)
		r = png_copy(d, a, dots, size.orientation);
	else
		r = png_repaint(d, a, dots, white, &size, &boxes);
done:
	whiten_free(white);
	picture_boxes_free(&boxes);
	dots_free(dots);
	return r;
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct picture_size size;
	struct dots *dots = NULL;
	uint32_t count;
	int r;

	if ((r = look(d, a, &size)) < 0)
		return r;
	if (png_is_moving(d))
		return png_frames_show(d, a);
	if ((r = png_dots(d, a, &dots, &count)) < 0)
		return r;
	r = png_show(d, a, dots, &size);
	dots_free(dots);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_png, d, p, a);
}

const struct format format_png = {
	.id = FORMAT_PNG,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.inside = png_inside,
	.safe = safe,
	.picture = picture,
};
