/*
 * png.c -- PNG (W3C PNG, third edition).
 *
 * Cleaning decodes the rows and codes them anew.  Pixels change in one case
 * only: a printer's tracking dots are painted over with the paper around
 * them.  Animations (APNG) are refused.
 */
#include "intake/format/page/dots.h"
#include "intake/format/image/image.h"
#include "intake/format/format.h"
#include "intake/format/page/picture.h"
#include "intake/format/image/png_code.h"
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

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
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
		.width = get32(c.data), .height = get32(c.data + 4),
		.orientation = 1,
	};
	while (png_next(&w, &c))
		if (png_is(&c, "acTL"))
			return answer_refuse(a, REASON_UNSUPPORTED,
			    "PNG: an animation; send its frames as pictures");
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

	(void)layout;	/* a page without words has no places */
	if (look(d, a, &size) < 0)
		return -1;
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

	if ((r = look(d, a, &size)) < 0 ||
	    (r = png_dots(d, a, &dots, &count)) < 0)
		return r;
	r = png_copy(d, a, dots);
	dots_free(dots);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct picture_size size;
	struct dots *dots = NULL;
	uint32_t count;
	int r;

	if ((r = look(d, a, &size)) < 0 ||
	    (r = picture_edits_check(a, e, 1)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &size, 1, 1)) < 0 ||
	    (r = png_dots(d, a, &dots, &count)) < 0)
		goto done;
	if (e->nboxes == 0)
		r = png_copy(d, a, dots);
	else
		r = png_repaint(d, a, dots, &size, &boxes);
done:
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

	if ((r = look(d, a, &size)) < 0 ||
	    (r = png_dots(d, a, &dots, &count)) < 0)
		return r;
	r = png_show(d, a, dots, &size);
	dots_free(dots);
	return r;
}

const struct format format_png = {
	.id = FORMAT_PNG,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
};
