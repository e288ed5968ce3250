/*
 * pnm.c -- PNM (Netpbm's PBM, PGM, PPM and PAM).
 *
 * Cleaning writes the header in one form and the samples as they are; text
 * stays text.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/raster/pnm_read.h"
#include "intake/format/page/drawn.h"
#include "intake/format/raster/raster.h"

#define LINE_MAX_BYTES 70	/* of a raster that is text */

static const char *const mimes[] = {
	"image/x-portable-pixmap", "image/x-portable-graymap",
	"image/x-portable-greymap", "image/x-portable-bitmap",
	"image/x-portable-arbitrarymap", NULL
};

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct pnm p = PNM_INIT;
	int r;

	(void)layout;	/* a page without words has no places */
	if ((r = pnm_head(&p, d, a)) == 0)
		picture_page(a, &p.size);
	pnm_free(&p);
	return r;
}

static int
read_all(struct pnm *p, const struct doc *d, struct answer *a)
{
	return pnm_head(p, d, a) < 0 ? -1 : pnm_samples(p, d, a);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct pnm p = PNM_INIT;
	int r;

	r = read_all(&p, d, a);
	if (p.comments.len > 0)
		answer_meta(a, "PNM", "Comment", p.comments.data,
		    p.comments.len - 1);
	if (r == 0 && p.end < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - p.end,
		    "%zu bytes behind the end of the picture",
		    d->len - p.end);
	pnm_free(&p);
	return r;
}

static void
put_head(struct bytes *out, const struct pnm *p)
{
	static const char *const types[] = {
		"GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"
	};

	if (p->kind == 7)
		(void)bytes_addf(out, "P7\nWIDTH %u\nHEIGHT %u\nDEPTH %u\n"
		    "MAXVAL %u\nTUPLTYPE %s\nENDHDR\n", p->size.width,
		    p->size.height, p->depth, p->max, types[p->depth - 1]);
	else if (p->kind == 1 || p->kind == 4)
		(void)bytes_addf(out, "P%d\n%u %u\n", p->kind, p->size.width,
		    p->size.height);
	else
		(void)bytes_addf(out, "P%d\n%u %u\n%u\n", p->kind,
		    p->size.width, p->size.height, p->max);
}

static void
put_text_row(struct bytes *out, const struct pnm *p, const uint16_t *row)
{
	size_t i, n = (size_t)p->size.width * p->depth, line = out->len;

	for (i = 0; i < n; i++) {
		if (out->len - line > LINE_MAX_BYTES - 7) {
			(void)bytes_add(out, "\n", 1);
			line = out->len;
		}
		(void)bytes_addf(out, out->len == line ? "%u" : " %u", row[i]);
	}
	(void)bytes_add(out, "\n", 1);
}

static void
put_raw_row(struct bytes *out, const struct pnm *p, const uint16_t *row)
{
	size_t i, n = (size_t)p->size.width * p->depth;
	uint8_t *to;

	if (bytes_room(out, p->kind == 4 ? (n + 7) / 8 :
	    p->max > 255 ? 2 * n : n, &to) < 0)
		return;
	if (p->kind == 4)
		memset(to, 0, (n + 7) / 8);
	for (i = 0; i < n; i++) {
		if (p->kind == 4) {
			to[i / 8] |= (uint8_t)(row[i] << (7 - i % 8));
		} else if (p->max > 255) {
			*to++ = (uint8_t)(row[i] >> 8);
			*to++ = (uint8_t)row[i];
		} else {
			*to++ = (uint8_t)row[i];
		}
	}
}

static int
write_file(const struct pnm *p, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	uint32_t y;
	int r = 0;

	put_head(&out, p);
	for (y = 0; y < p->size.height; y++) {
		const uint16_t *row = p->samples +
		    (size_t)y * p->size.width * p->depth;

		if (pnm_is_text(p))
			put_text_row(&out, p, row);
		else
			put_raw_row(&out, p, row);
		if (bytes_ok(&out) < 0) {
			r = answer_refuse(a, REASON_LIMIT, "out of memory");
			goto done;
		}
		answer_file(a, out.data, out.len);
		bytes_reset(&out);
	}
done:
	bytes_free(&out);
	return r;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct pnm p = PNM_INIT;
	int r;

	if ((r = read_all(&p, d, a)) == 0)
		r = write_file(&p, a);
	pnm_free(&p);
	return r;
}

/* Black; a bitmap's black is 1. */
static void
paint(struct pnm *p, const struct picture_box *b)
{
	uint32_t x, y;
	unsigned i;

	for (y = b->y0; y < b->y1; y++)
		for (x = b->x0; x < b->x1; x++)
			for (i = 0; i < p->depth; i++)
				p->samples[((size_t)y * p->size.width + x) *
				    p->depth + i] = p->kind == 1 ||
				    p->kind == 4 ? 1 : p->alpha &&
				    i == p->depth - 1 ? (uint16_t)p->max : 0;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct picture_boxes boxes = PICTURE_BOXES_INIT;
	struct pnm p = PNM_INIT;
	size_t i;
	int r;

	if ((r = read_all(&p, d, a)) < 0 ||
	    (r = picture_edits_check(a, e, 1, false)) < 0 ||
	    (r = picture_boxes_from(&boxes, a, e, 0, &p.size, 1, 1)) < 0)
		goto done;
	for (i = 0; i < boxes.n; i++)
		paint(&p, &boxes.at[i]);
	r = write_file(&p, a);
done:
	picture_boxes_free(&boxes);
	pnm_free(&p);
	return r;
}

static void
rgba_row(const struct pnm *p, const uint16_t *from, uint8_t *rgba)
{
	unsigned colours = p->depth - (p->alpha ? 1 : 0), i;
	uint32_t x;

	for (x = 0; x < p->size.width; x++, from += p->depth, rgba += 4) {
		for (i = 0; i < 3; i++) {
			unsigned v = from[colours >= 3 ? i : 0];

			v = v < p->max ? v * 255 / p->max : 255;
			rgba[i] = (uint8_t)(p->kind == 1 || p->kind == 4 ?
			    255 - v : v);
		}
		rgba[3] = (uint8_t)(p->alpha && from[p->depth - 1] < p->max ?
		    from[p->depth - 1] * 255u / p->max : 255);
	}
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct picture_safe *s = NULL;
	struct pnm p = PNM_INIT;
	uint8_t *rgba = NULL, *rgb = NULL;
	uint32_t y;
	int r;

	if ((r = read_all(&p, d, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0 ||
	    (r = picture_safe_page(s, &p.size)) < 0)
		goto done;
	rgba = malloc((size_t)p.size.width * 4);
	rgb = malloc((size_t)p.size.width * 3);
	if (rgba == NULL || rgb == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	for (y = 0; y < p.size.height; y++) {
		rgba_row(&p, p.samples + (size_t)y * p.size.width * p.depth,
		    rgba);
		picture_on_white(rgb, rgba, p.size.width);
		picture_safe_row(s, rgb);
	}
	r = picture_safe_end(s);
done:
	picture_safe_free(s);
	free(rgba);
	free(rgb);
	pnm_free(&p);
	return r;
}

static int
picture(const struct doc *d, const struct pictured *p, struct answer *a)
{
	return drawn_by_safe(&format_pnm, d, p, a);
}

const struct format format_pnm = {
	.id = FORMAT_PNM,
	.mimes = mimes,
	.pages = 1,
	.structure = pnm_is_head,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.safe = safe,
	.picture = picture,
};
