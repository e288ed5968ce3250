/*
 * psd.c -- Photoshop documents (PSD, PSB).
 *
 * Cleaning keeps the picture that shows all layers together, as it is coded.
 * Layers go, each is told: a hidden one is seen by whoever opens the file.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/raster/psd_read.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/raster.h"
#include "intake/format/tags/iptc.h"
#include "intake/format/tags/numbers.h"
#include "vault/base/bytes.h"
#include "vault/base/print.h"

#define LAYERS_MAX 8000u	/* names told */
#define COLOURS_BYTES 768

static const char *const mimes[] = { "image/vnd.adobe.photoshop", NULL };

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct psd p;

	(void)layout;	/* a page without words has no places */
	if (psd_read(&p, d, a) < 0)
		return -1;
	picture_page(a, &p.size);
	return 0;
}

/* Layer records: their names in Unicode stand behind "8BIMluni". */
static void
report_layers(const struct psd *p, struct answer *a)
{
	static const char mark[] = "8BIMluni";
	const uint8_t *at = p->layers, *end = p->layers + p->layers_len;
	size_t width = p->large ? 8 : 4, found = 0;
	uint16_t count;

	if (p->layers_len < width + 2)
		return;
	count = be16(at + width);
	count = (count & 0x8000) != 0 ? (uint16_t)-count : count;
	answer_metaf(a, "Photoshop", "Layers", "%u, %zu bytes", count,
	    p->layers_len);
	while (found++ < LAYERS_MAX && (at = memmem(at, (size_t)(end - at),
	    mark, 8)) != NULL) {
		struct bytes name = BYTES_INIT(META_VALUE_MAX);
		uint32_t n, i;

		at += 8;
		if (end - at < 8)
			return;
		n = be32(at + 4);
		at += 8;
		for (i = 0; i < n && end - at >= 2; i++, at += 2)
			if (utf8_put(&name, be16(at) >= 0xd800 &&
			    be16(at) < 0xe000 ? 0xfffd : be16(at)) < 0)
				break;
		answer_meta(a, "Photoshop", "LayerName", name.data, name.len);
		bytes_free(&name);
	}
}

static int
report(const struct doc *d, struct answer *a)
{
	struct psd p;
	size_t end;

	if (psd_read(&p, d, a) < 0)
		return -1;
	photoshop_report(a, p.resources, p.resources_len);
	report_layers(&p, a);
	end = (size_t)(p.pixels - d->data) + p.pixels_len;
	if (end < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - end,
		    "%zu bytes behind the end of the picture", d->len - end);
	return 0;
}

static void
put32(struct bytes *b, uint32_t v)
{
	uint8_t p[4];

	put_be32(p, v);
	(void)bytes_add(b, p, sizeof(p));
}

static void
put16(struct bytes *b, uint32_t v)
{
	uint8_t p[2];

	put_be16(p, v);
	(void)bytes_add(b, p, sizeof(p));
}

static int
put_head(struct bytes *b, const struct psd *p, unsigned coding)
{
	bool indexed = p->mode == PSD_INDEXED;

	(void)bytes_add(b, "8BPS", 4);
	put16(b, p->large ? 2 : 1);
	(void)bytes_add(b, "\0\0\0\0\0\0", 6);
	put16(b, p->channels);
	put32(b, p->size.height);
	put32(b, p->size.width);
	put16(b, p->depth);
	put16(b, p->mode);
	put32(b, indexed ? COLOURS_BYTES : 0);
	(void)bytes_add(b, p->colours, indexed ? COLOURS_BYTES : 0);
	put32(b, 0);			/* no resources */
	put32(b, 0);			/* no layers */
	if (p->large)
		put32(b, 0);
	put16(b, coding);
	return bytes_ok(b);
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct bytes head = BYTES_INIT((size_t)1 << 16);
	uint8_t *rows = NULL;
	struct psd p;
	int r;

	/* Decoded once, so that nothing but rows is among its bytes. */
	if ((r = psd_read(&p, d, a)) < 0 || (p.coding == 1 &&
	    (rows = psd_rows(&p, a)) == NULL)) {
		r = -1;
		goto done;
	}
	if (put_head(&head, &p, p.coding) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	answer_file(a, head.data, head.len);
	answer_file(a, p.pixels, p.pixels_len);
done:
	bytes_free(&head);
	free(rows);
	return r;
}

static unsigned
darkest(const struct psd *p)
{
	unsigned i, best = 0, least = UINT16_MAX;

	for (i = 0; i < 256; i++) {
		unsigned sum = p->colours[i] + 0u + p->colours[256 + i] +
		    p->colours[512 + i];

		if (sum < least) {
			least = sum;
			best = i;
		}
	}
	return best;
}

/* Black: 0 in light and, as it is stored, in inks; 1 in a bitmap.  Channels
 * behind the colours (masks) become 0 too. */
static void
paint(const struct psd *p, uint8_t *rows, const struct picture_boxes *boxes)
{
	uint8_t black[2] = { 0, 0 };
	uint64_t i;
	size_t k;
	uint32_t x;

	if (p->mode == PSD_INDEXED)
		black[0] = (uint8_t)darkest(p);
	for (i = 0; i < p->rows; i++) {
		uint8_t *row = rows + i * p->row_bytes;
		uint32_t y = (uint32_t)(i % p->size.height);

		if (p->depth > 1) {
			picture_paint(boxes, row, y, black, p->depth / 8);
			continue;
		}
		for (k = 0; k < boxes->n; k++)
			for (x = boxes->at[k].x0; y >= boxes->at[k].y0 &&
			    y < boxes->at[k].y1 && x < boxes->at[k].x1; x++)
				row[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct bytes head = BYTES_INIT((size_t)1 << 16);
	uint8_t *rows = NULL;
	struct psd p;
	int r;

	if ((r = psd_read(&p, d, a)) < 0 ||
	    (r = picture_edits_check(a, e, 1, false)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &p.size, 1, 1)) < 0)
		return r;
	if (boxes.n == 0) {
		r = clean(d, a);
	} else if ((rows = psd_rows(&p, a)) == NULL) {
		r = -1;
	} else if (put_head(&head, &p, 0) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
	} else {
		paint(&p, rows, &boxes);
		answer_file(a, head.data, head.len);
		answer_file(a, rows, (size_t)p.rows * p.row_bytes);
	}
	picture_boxes_free(&boxes);
	bytes_free(&head);
	free(rows);
	return r;
}

/* Sample x of a channel's row, 8 bits. */
static unsigned
sample(const struct psd *p, const uint8_t *rows, unsigned channel, uint32_t y,
    uint32_t x)
{
	const uint8_t *row = rows + ((uint64_t)channel * p->size.height + y) *
	    p->row_bytes;

	if (p->depth == 1)
		return (row[x / 8] >> (7 - x % 8) & 1) != 0 ? 0 : 255;
	return row[(size_t)x * (p->depth / 8)];
}

static void
rgb_row(const struct psd *p, const uint8_t *rows, uint32_t y, uint8_t *rgb)
{
	uint32_t x;
	unsigned i;

	for (x = 0; x < p->size.width; x++)
		for (i = 0; i < 3; i++) {
			bool own = p->mode == PSD_RGB || p->mode == PSD_CMYK;
			unsigned v = sample(p, rows, own ? i : 0, y, x);

			if (p->mode == PSD_CMYK)
				v = v * sample(p, rows, 3, y, x) / 255;
			else if (p->mode == PSD_INDEXED)
				v = p->colours[256 * i + v];
			*rgb++ = (uint8_t)v;
		}
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct picture_safe *s = NULL;
	uint8_t *rows = NULL, *rgb = NULL;
	struct psd p;
	uint32_t y;
	int r;

	if ((r = psd_read(&p, d, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0 ||
	    (r = picture_safe_page(s, &p.size)) < 0)
		goto done;
	if ((rows = psd_rows(&p, a)) == NULL) {
		r = -1;
		goto done;
	}
	if ((rgb = malloc((size_t)p.size.width * 3)) == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	for (y = 0; y < p.size.height; y++) {
		rgb_row(&p, rows, y, rgb);
		picture_safe_row(s, rgb);
	}
	r = picture_safe_end(s);
done:
	picture_safe_free(s);
	free(rows);
	free(rgb);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_psd, d, p, a);
}

const struct format format_psd = {
	.id = FORMAT_PSD,
	.mimes = mimes,
	.pages = 1,
	.structure = psd_is_head,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
