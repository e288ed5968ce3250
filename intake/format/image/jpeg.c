/*
 * jpeg.c -- JPEG (ITU-T T.81, JFIF, EXIF).
 *
 * Cleaning keeps the picture's coefficients and writes a new file around
 * them; nothing else of the old one is used.
 */
#include "intake/format/tags/exif.h"
#include "intake/format/image/image.h"
#include "intake/format/answer.h"
#include "intake/format/image/jpeg_code.h"
#include "intake/format/image/jpeg_plain.h"
#include "intake/format/image/jpeg_report.h"
#include "intake/format/image/jpeg_thumbs.h"
#include "intake/format/image/jpeg_walk.h"
#include "intake/format/page/drawn.h"
#include "intake/format/page/picture.h"

static const char *const mimes[] = { "image/jpeg", NULL };

/* SOI, whole segments, and a frame before the first scan: cut is still one. */
static bool
structure(const struct doc *d)
{
	struct jpeg_walk w = jpeg_walk(d->data, d->len);
	struct jpeg_segment s;
	bool frame = false;
	size_t n = 0;

	while (jpeg_next(&w, &s)) {
		n++;
		if (jpeg_is_frame(&s))
			frame = true;
		if (s.marker == MARKER_SOS)
			return frame;
	}
	return w.cut && n > 0;
}

/* What is shown: the first frame's size, the first EXIF's orientation. */
static int
look(const struct doc *d, struct answer *a, struct picture_size *size)
{
	struct jpeg_walk w = jpeg_walk(d->data, d->len);
	struct jpeg_segment s;
	bool frame = false, exif = false;

	*size = (struct picture_size){ .orientation = 1 };
	while (jpeg_next(&w, &s) && s.marker != MARKER_SOS) {
		const uint8_t *tiff;
		size_t len;

		if (!frame && jpeg_is_frame(&s)) {
			size->height = (uint32_t)s.data[1] << 8 | s.data[2];
			size->width = (uint32_t)s.data[3] << 8 | s.data[4];
			frame = true;
		} else if (!exif && (tiff = jpeg_exif(&s, &len)) != NULL) {
			size->orientation = exif_orientation(tiff, len);
			exif = true;
		}
	}
	if (!frame)
		return answer_refuse(a, REASON_DAMAGED,
		    "JPEG: it ends before the picture begins");
	return picture_check(a, size);
}

/* Looking for dots needs the pixels: a damaged picture is refused here too,
 * behind the lines that could be read. */
static int
report(const struct doc *d, struct answer *a)
{
	struct dots *dots = NULL;
	uint32_t count;

	jpeg_report(d, a);
	jpeg_thumbs(d, a);
	if (jpeg_dots(d, a, &dots, &count) < 0)
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

/* By coefficients where that is possible: then only boxes change. */
static int
copy(const struct doc *d, struct answer *a, const struct picture_size *size,
    const struct dots *dots, const struct whiten *white,
    const struct picture_boxes *boxes)
{
	if (dots != NULL || white != NULL || (boxes->n > 0 && !jpeg_can_blacken(d, a)))
		return answer_refused(a) ? -1 :
		    jpeg_repaint(d, a, size, dots, white, boxes);
	if (boxes->n > 0)
		return jpeg_blacken(d, a, size, boxes);
	if (jpeg_plain_copy(d, a, size->orientation))
		return 0;
	return jpeg_copy(d, a, size->orientation);
}

static int
clean(const struct doc *d, struct answer *a)
{
	const struct picture_boxes none = PICTURE_BOXES_INIT;
	struct picture_size size;
	struct dots *dots = NULL;
	uint32_t count;
	int r;

	if ((r = look(d, a, &size)) < 0 ||
	    (r = jpeg_dots(d, a, &dots, &count)) < 0)
		return r;
	r = copy(d, a, &size, dots, NULL, &none);
	dots_free(dots);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct picture_size size;
	struct dots *dots = NULL;
	struct whiten *white = NULL;
	uint32_t grid_x, grid_y, count;
	int r;

	if ((r = look(d, a, &size)) < 0 ||
	    (r = jpeg_grid(d, a, &grid_x, &grid_y)) < 0 ||
	    (r = picture_edits_check(a, e, 1, true)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &size, grid_x,
	    grid_y)) < 0)
		return r;
	if ((e->flags & EDITS_WHITEN) != 0)
		r = jpeg_whiten(d, a, &white);
	if (r == 0 && (r = jpeg_dots(d, a, &dots, &count)) == 0)
		r = copy(d, a, &size, dots, white, &boxes);
	picture_boxes_free(&boxes);
	dots_free(dots);
	whiten_free(white);
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
	    (r = jpeg_dots(d, a, &dots, &count)) < 0)
		return r;
	r = jpeg_show(d, a, dots, &size);
	dots_free(dots);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_jpeg, d, p, a);
}

const struct format format_jpeg = {
	.id = FORMAT_JPEG,
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
