/* codes.c -- see codes.h; QR and bar codes, by zbar. */
#include "intake/format/ocr/codes.h"

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "intake/format/ocr/codes_matrix.h"

#define SIDE_MAX 4000		/* pixels; larger pictures are made smaller */

bool
codes_add(struct codes *c, const char *kind, const void *p, size_t len,
    const struct code *box)
{
	struct code *one = &c->at[c->n];
	size_t i;

	if (c->n == OCR_CODES_MAX || len == 0)
		return false;
	len = len < OCR_CODE_BYTES_MAX ? len : OCR_CODE_BYTES_MAX;
	for (i = 0; i < c->n; i++)	/* two readers may see the same one */
		if (c->at[i].len == len && memcmp(c->at[i].text, p, len) == 0 &&
		    c->at[i].x0 < box->x1 && box->x0 < c->at[i].x1 &&
		    c->at[i].y0 < box->y1 && box->y0 < c->at[i].y1)
			return false;
	*one = *box;
	if ((one->text = malloc(len)) == NULL)
		return false;
	memcpy(one->text, p, len);
	one->kind = kind;
	one->len = len;
	c->n++;
	return true;
}

static const char *
kind_of(zbar_symbol_type_t type)
{
	return type == ZBAR_QRCODE ? "QR code" : zbar_get_symbol_name(type);
}

/* The box around its points; bar codes have some along one line only. */
static struct code
box_of(const zbar_symbol_t *s, double scale, PIX *grey)
{
	struct code box = { .x0 = pixGetWidth(grey), .y0 = pixGetHeight(grey) };
	unsigned i;
	int x, y;

	for (i = 0; i < zbar_symbol_get_loc_size(s); i++) {
		x = (int)(zbar_symbol_get_loc_x(s, i) / scale);
		y = (int)(zbar_symbol_get_loc_y(s, i) / scale);
		box.x0 = x < box.x0 ? x : box.x0;
		box.y0 = y < box.y0 ? y : box.y0;
		box.x1 = x + 1 > box.x1 ? x + 1 : box.x1;
		box.y1 = y + 1 > box.y1 ? y + 1 : box.y1;
	}
	return box;
}

/* Rows of bytes, one after the other, as zbar and dmtx take them. */
uint8_t *
codes_rows(PIX *grey)
{
	int x, y, w = pixGetWidth(grey), h = pixGetHeight(grey);
	uint8_t *rows = malloc((size_t)w * (size_t)h), *to = rows;
	const l_uint32 *from = pixGetData(grey);

	for (y = 0; rows != NULL && y < h; y++, from += pixGetWpl(grey))
		for (x = 0; x < w; x++)
			*to++ = (uint8_t)GET_DATA_BYTE(from, x);
	return rows;
}

static void
find_bars(struct codes *c, PIX *grey, double scale, PIX *small)
{
	unsigned w = (unsigned)pixGetWidth(small);
	unsigned h = (unsigned)pixGetHeight(small);
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();
	uint8_t *rows = codes_rows(small);
	const zbar_symbol_t *s;
	struct code box;

	if (scanner == NULL || image == NULL || rows == NULL)
		goto done;
	(void)zbar_image_scanner_set_config(scanner, ZBAR_NONE,
	    ZBAR_CFG_ENABLE, 1);
	/* Two and five digits beside another code are nothing by themselves. */
	(void)zbar_image_scanner_set_config(scanner, ZBAR_EAN2,
	    ZBAR_CFG_ENABLE, 0);
	(void)zbar_image_scanner_set_config(scanner, ZBAR_EAN5,
	    ZBAR_CFG_ENABLE, 0);
	/* Any few stripes are digits to these; scanned text is full of them. */
	(void)zbar_image_scanner_set_config(scanner, ZBAR_I25,
	    ZBAR_CFG_MIN_LEN, 8);
	(void)zbar_image_scanner_set_config(scanner, ZBAR_CODABAR,
	    ZBAR_CFG_MIN_LEN, 8);
	(void)zbar_image_scanner_set_config(scanner, ZBAR_DATABAR,
	    ZBAR_CFG_ENABLE, 0);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, w, h);
	zbar_image_set_data(image, rows, (unsigned long)w * h, NULL);
	if (zbar_scan_image(scanner, image) <= 0)
		goto done;
	for (s = zbar_image_first_symbol(image); s != NULL;
	    s = zbar_symbol_next(s)) {
		box = box_of(s, scale, grey);
		if (zbar_symbol_get_data(s) != NULL && box.x0 < box.x1)
			(void)codes_add(c, kind_of(zbar_symbol_get_type(s)),
			    zbar_symbol_get_data(s),
			    zbar_symbol_get_data_length(s), &box);
	}
done:
	zbar_image_destroy(image);
	zbar_image_scanner_destroy(scanner);
	free(rows);
}

void
codes_find(struct codes *c, PIX *grey)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey);
	double side = w > h ? w : h;
	double scale = side > SIDE_MAX ? SIDE_MAX / side : 1;
	PIX *small = scale < 1 ? pixScale(grey, (l_float32)scale,
	    (l_float32)scale) : pixClone(grey);

	if (small == NULL)
		return;
	find_bars(c, grey, scale, small);
	codes_find_matrix(c, small, scale);
	pixDestroy(&small);
}

void
codes_free(struct codes *c)
{
	while (c->n > 0)
		free(c->at[--c->n].text);
}
