/*
 * bmp.c -- BMP (Windows and OS/2 bitmaps).
 *
 * Cleaning writes new headers and the same pixels.  A box on a picture coded by
 * runs makes it one of plain rows.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/raster/bmp_rows.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/raster.h"
#include "intake/format/tags/icc.h"
#include "intake/format/tags/numbers.h"

#define FILE_HEAD 14
#define INFO_HEAD 40
#define V4_HEAD 108
#define SRGB 0x73524742u	/* 'sRGB', the colour space of our header */

static const char *const mimes[] = { "image/bmp", "image/x-ms-bmp", NULL };

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct bmp_head h;

	(void)layout;	/* a page without words has no places */
	if (bmp_head(&h, d, a) < 0)
		return -1;
	picture_page(a, &h.size);
	return 0;
}

/* Is what fills rows to whole words zero? */
static bool
rows_are_full(const struct bmp_head *h)
{
	uint64_t bits = (uint64_t)h->size.width * h->bits;
	uint32_t y;
	size_t i;

	for (y = 0; h->stride > 0 && y < h->size.height; y++)
		for (i = (size_t)((bits + 7) / 8); i < h->stride; i++)
			if (h->pixels[(size_t)y * h->stride + i] != 0)
				return false;
	return true;
}

/* Bytes between the headers and the pixels, but for the profile. */
static void
report_gap(struct answer *a, const struct bmp_head *h, const struct doc *d)
{
	size_t from = h->head_bytes, at = (size_t)(h->pixels - d->data);
	size_t i;

	for (i = from; i < at; i++)
		if (d->data[i] != 0) {
			answer_metaf(a, "BMP", "Gap", "%zu bytes before the "
			    "pixels", at - from);
			return;
		}
}

static void
report_rest(struct answer *a, const struct bmp_head *h, const struct doc *d)
{
	struct bytes runs = BYTES_INIT(CLEAN_MAX);
	size_t end = (size_t)(h->pixels - d->data) + h->pixel_bytes;

	if (h->stride == 0) {
		if (bmp_runs(h, NULL, &runs))
			end = end - h->pixel_bytes + runs.len;
		bytes_free(&runs);
	}
	if (h->profile_bytes > 0 && h->profile_at >= end &&
	    h->profile_at - end < 4)
		end = h->profile_at + h->profile_bytes;
	/* Writers fill up to two or four bytes. */
	while (end < d->len && end % 4 != 0 && d->data[end] == 0)
		end++;
	if (end < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - end,
		    "%zu bytes behind the end of the picture", d->len - end);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct bmp_head h;

	if (bmp_head(&h, d, a) < 0)
		return -1;
	if (le32(d->data + 6) != 0)
		answer_metaf(a, "BMP", "Reserved", "0x%08x",
		    le32(d->data + 6));
	if (h.profile_bytes > 0)
		icc_report(a, d->data + h.profile_at, h.profile_bytes);
	if (!rows_are_full(&h))
		answer_metaf(a, "BMP", "Padding", "bytes behind the rows");
	report_gap(a, &h, d);
	report_rest(a, &h, d);
	return 0;
}

static void
put32(struct bytes *b, uint32_t v)
{
	uint8_t p[4];

	put_le32(p, v);
	(void)bytes_add(b, p, sizeof(p));
}

static void
put16(struct bytes *b, uint32_t v)
{
	uint8_t p[2];

	put_le16(p, v);
	(void)bytes_add(b, p, sizeof(p));
}

/* Headers for pixels of `n` bytes: short, or with masks where it has some. */
static void
put_head(struct bytes *b, const struct bmp_head *h, size_t n)
{
	bool alpha = h->masks[3] != 0 && h->coding == BMP_MASKS;
	bool masks = h->coding == BMP_MASKS;
	uint32_t head = alpha ? V4_HEAD : INFO_HEAD;
	uint32_t at = FILE_HEAD + head + (masks && !alpha ? 12 : 0) +
	    4 * h->ncolours;
	size_t i;

	(void)bytes_add_str(b, "BM");
	put32(b, (uint32_t)(at + n));
	put32(b, 0);
	put32(b, at);
	put32(b, head);
	put32(b, h->size.width);
	put32(b, h->top_down ? 0u - h->size.height : h->size.height);
	put16(b, 1);
	put16(b, h->bits);
	put32(b, (uint32_t)h->coding);
	put32(b, (uint32_t)n);
	put32(b, h->x_density);
	put32(b, h->y_density);
	put32(b, h->bits <= 8 && h->ncolours < 1u << h->bits ?
	    h->ncolours : 0);
	put32(b, 0);
	for (i = 0; masks && i < (alpha ? 4 : 3); i++)
		put32(b, h->masks[i]);
	if (alpha) {
		put32(b, SRGB);
		for (i = 0; i < 12; i++)	/* no primaries, no gamma */
			put32(b, 0);
	}
	for (i = 0; i < h->ncolours; i++) {
		(void)bytes_add(b, h->colours + i * h->colour_bytes, 3);
		(void)bytes_add(b, "", 1);
	}
}

/* The row at `y` from below in the file, its padding zero. */
static void
take_row(const struct bmp_head *h, uint32_t y, uint8_t *row)
{
	size_t bits = (size_t)h->size.width * h->bits;

	memcpy(row, h->pixels + (size_t)y * h->stride, h->stride);
	memset(row + (bits + 7) / 8, 0, h->stride - (bits + 7) / 8);
	if (bits % 8 != 0)
		row[bits / 8] &= (uint8_t)(0xff00u >> bits % 8);
}

/* The darkest colour of the palette. */
static unsigned
darkest(const struct bmp_head *h)
{
	unsigned i, best = 0, least = UINT16_MAX;

	for (i = 0; i < h->ncolours; i++) {
		const uint8_t *c = h->colours + (size_t)i * h->colour_bytes;
		unsigned sum = c[0] + 0u + c[1] + c[2];

		if (sum < least) {
			least = sum;
			best = i;
		}
	}
	return best;
}

/* Pixels x0 <= x < x1 of a row: black, or the darkest there is. */
static void
paint(const struct bmp_head *h, uint8_t *row, uint32_t x0, uint32_t x1)
{
	uint32_t x, black = h->bits <= 8 ? darkest(h) : h->masks[3];
	size_t bytes = h->bits / 8;
	uint8_t p[4];

	put_le32(p, black);
	for (x = x0; x < x1; x++) {
		unsigned at = x * h->bits, shift;

		if (h->bits >= 8) {
			memcpy(row + x * bytes, p, bytes);
			continue;
		}
		shift = 8 - h->bits - at % 8;
		row[at / 8] &= (uint8_t)~(((1u << h->bits) - 1) << shift);
		row[at / 8] |= (uint8_t)(black << shift);
	}
}

static int
write_rows(const struct bmp_head *h, const struct picture_boxes *boxes,
    struct answer *a)
{
	struct bytes head = BYTES_INIT((size_t)1 << 16);
	uint8_t *row = malloc(h->stride);
	uint32_t i;
	size_t k;
	int r = 0;

	put_head(&head, h, (size_t)h->stride * h->size.height);
	if (row == NULL || bytes_ok(&head) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	answer_file(a, head.data, head.len);
	for (i = 0; i < h->size.height; i++) {
		uint32_t y = h->top_down ? i : h->size.height - 1 - i;

		take_row(h, i, row);
		for (k = 0; boxes != NULL && k < boxes->n; k++)
			if (y >= boxes->at[k].y0 && y < boxes->at[k].y1)
				paint(h, row, boxes->at[k].x0,
				    boxes->at[k].x1);
		answer_file(a, row, h->stride);
	}
done:
	bytes_free(&head);
	free(row);
	return r;
}

static int
write_runs(const struct bmp_head *h, struct answer *a)
{
	struct bytes head = BYTES_INIT((size_t)1 << 16);
	struct bytes runs = BYTES_INIT(CLEAN_MAX);
	int r = 0;

	if (!bmp_runs(h, NULL, &runs)) {
		r = answer_refuse(a, REASON_DAMAGED,
		    "BMP: a run leaves the picture");
		goto done;
	}
	put_head(&head, h, runs.len);
	if (bytes_ok(&head) < 0 || bytes_ok(&runs) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	answer_file(a, head.data, head.len);
	answer_file(a, runs.data, runs.len);
done:
	bytes_free(&head);
	bytes_free(&runs);
	return r;
}

/* Runs as plain rows of 8 bits; *own is what they lie in, to be freed. */
static int
flatten(struct bmp_head *h, uint8_t **own, struct answer *a)
{
	uint32_t y;
	uint8_t *index;

	*own = NULL;
	if (h->stride > 0)
		return 0;
	h->stride = (h->size.width + 3) / 4 * 4;
	*own = calloc(h->size.height, h->stride);
	index = calloc(h->size.height, h->size.width);
	if (*own == NULL || index == NULL || !bmp_runs(h, index, NULL)) {
		free(index);
		return answer_refuse(a, REASON_DAMAGED,
		    "BMP: a run leaves the picture, or it is too large");
	}
	for (y = 0; y < h->size.height; y++)
		memcpy(*own + (size_t)y * h->stride,
		    index + (size_t)y * h->size.width, h->size.width);
	free(index);
	h->pixels = *own;
	h->pixel_bytes = (size_t)h->stride * h->size.height;
	h->bits = 8;
	h->coding = BMP_ROWS;
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct bmp_head h;

	if (bmp_head(&h, d, a) < 0)
		return -1;
	return h.stride > 0 ? write_rows(&h, NULL, a) : write_runs(&h, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct bmp_head h;
	uint8_t *own = NULL;
	int r;

	if ((r = bmp_head(&h, d, a)) < 0 ||
	    (r = picture_edits_check(a, e, 1, false)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &h.size, 1, 1)) < 0)
		return r;
	if (boxes.n == 0)
		r = clean(d, a);
	else if ((r = flatten(&h, &own, a)) == 0)
		r = write_rows(&h, &boxes, a);
	picture_boxes_free(&boxes);
	free(own);
	return r;
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct picture_safe *s = NULL;
	struct bmp_head h;
	uint8_t *own = NULL, *rgba = NULL, *rgb = NULL;
	uint32_t y;
	int r;

	if ((r = bmp_head(&h, d, a)) < 0 || (r = flatten(&h, &own, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0 ||
	    (r = picture_safe_page(s, &h.size)) < 0)
		goto done;
	rgba = malloc((size_t)h.size.width * 4);
	rgb = malloc((size_t)h.size.width * 3);
	if (rgba == NULL || rgb == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	for (y = 0; y < h.size.height; y++) {
		bmp_rgba(&h, h.pixels + (size_t)h.stride *
		    (h.top_down ? y : h.size.height - 1 - y), rgba);
		picture_on_white(rgb, rgba, h.size.width);
		picture_safe_row(s, rgb);
	}
	r = picture_safe_end(s);
done:
	picture_safe_free(s);
	free(own);
	free(rgba);
	free(rgb);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_bmp, d, p, a);
}

const struct format format_bmp = {
	.id = FORMAT_BMP,
	.mimes = mimes,
	.pages = 1,
	.structure = bmp_is_head,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
