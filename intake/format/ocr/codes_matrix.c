/* codes_matrix.c -- see codes_matrix.h. */
#include "intake/format/ocr/codes_matrix.h"

#include <dmtx.h>
#include <stdlib.h>
#include <string.h>

#define CLOSE 9			/* pixels: modules of one code grow together */
#define EDGE 12			/* how deep a side is: this part of the whole */
#define SOLID 0.95		/* ink along a side */
#define SIDE_LEAST 20		/* pixels of a code */
#define SIDE_MOST 1200
#define QUIET 12		/* pixels of light put around it */
#define SHOWN_MOST 300		/* pixels of its longer side, to be quick */

/* Of the lines along one side, in how many is there ink near it? */
static double
inked(PIX *part, bool rows, bool far)
{
	int w = pixGetWidth(part), h = pixGetHeight(part);
	int along = rows ? h : w, deep = (rows ? w : h) / EDGE + 1;
	int i, k, n = 0;

	for (i = 0; i < along; i++)
		for (k = 0; k < deep; k++) {
			int across = far ? (rows ? w : h) - 1 - k : k;
			l_uint32 ink = 0;

			(void)pixGetPixel(part, rows ? across : i,
			    rows ? i : across, &ink);
			if (ink != 0) {
				n++;
				break;
			}
		}
	return (double)n / along;
}

/* Two sides that meet are solid lines: what such a code is found by. */
static bool
has_corner(PIX *part)
{
	bool left = inked(part, true, false) > SOLID;
	bool right = inked(part, true, true) > SOLID;
	bool top = inked(part, false, false) > SOLID;
	bool bottom = inked(part, false, true) > SOLID;

	return (left || right) && (top || bottom);
}

/* As wide as high, or up to five times so, neither empty nor full. */
static bool
may_be_one(PIX *ink, const BOX *box)
{
	l_int32 x, y, w, h, full = 0;
	PIX *part;
	BOX *copy;
	bool may;

	if (boxGetGeometry((BOX *)box, &x, &y, &w, &h) != 0 ||
	    w < SIDE_LEAST || h < SIDE_LEAST || w > SIDE_MOST ||
	    h > SIDE_MOST || w > 5 * h || h > 5 * w)
		return false;
	copy = boxCreate(x, y, w, h);
	part = pixClipRectangle(ink, copy, NULL);
	boxDestroy(&copy);
	if (part == NULL)
		return false;
	(void)pixCountPixels(part, &full, NULL);
	may = full > 0.25 * w * h && full < 0.8 * w * h && has_corner(part);
	pixDestroy(&part);
	return may;
}

/* Look at one part, whose pixels are `factor` times those of the picture. */
static void
look(struct codes *c, PIX *part, const struct code *box)
{
	uint8_t *rows = codes_rows(part);
	DmtxImage *image = NULL;
	DmtxDecode *decode = NULL;
	DmtxRegion *region = NULL;
	DmtxMessage *message = NULL;
	DmtxTime until = dmtxTimeAdd(dmtxTimeNow(), OCR_MATRIX_MSEC);

	if (rows == NULL ||
	    (image = dmtxImageCreate(rows, pixGetWidth(part),
	    pixGetHeight(part), DmtxPack8bppK)) == NULL ||
	    (decode = dmtxDecodeCreate(image, 1)) == NULL ||
	    (region = dmtxRegionFindNext(decode, &until)) == NULL)
		goto done;
	message = dmtxDecodeMatrixRegion(decode, region, DmtxUndefined);
	if (message != NULL && message->outputIdx > 0)
		(void)codes_add(c, "DataMatrix", message->output,
		    (size_t)message->outputIdx, box);
done:
	if (message != NULL)
		(void)dmtxMessageDestroy(&message);
	if (region != NULL)
		(void)dmtxRegionDestroy(&region);
	if (decode != NULL)
		(void)dmtxDecodeDestroy(&decode);
	if (image != NULL)
		(void)dmtxImageDestroy(&image);
	free(rows);
}

static void
try_part(struct codes *c, PIX *small, const BOX *box, double scale)
{
	l_int32 x, y, w, h;
	struct code at = { .kind = NULL };
	PIX *part, *framed = NULL, *shown;
	float factor;
	int side;

	(void)boxGetGeometry((BOX *)box, &x, &y, &w, &h);
	at.x0 = (int)(x / scale);
	at.y0 = (int)(y / scale);
	at.x1 = (int)((x + w) / scale);
	at.y1 = (int)((y + h) / scale);
	if ((part = pixClipRectangle(small, (BOX *)box, NULL)) != NULL)
		framed = pixAddBorder(part, QUIET, 0xff);
	pixDestroy(&part);
	if (framed == NULL)
		return;
	side = w > h ? w : h;
	factor = side > SHOWN_MOST ? (float)SHOWN_MOST / (float)side :
	    side < SHOWN_MOST / 3 ? 3 : 1;
	if ((shown = pixScale(framed, factor, factor)) != NULL)
		look(c, shown, &at);
	pixDestroy(&shown);
	pixDestroy(&framed);
}

void
codes_find_matrix(struct codes *c, PIX *small, double scale)
{
	PIX *ink = pixThresholdToBinary(small, 128), *grown = NULL;
	BOXA *boxes = NULL;
	unsigned tried = 0;
	BOX *box;
	int i;

	if (ink == NULL ||
	    (grown = pixCloseSafeBrick(NULL, ink, CLOSE, CLOSE)) == NULL ||
	    (boxes = pixConnCompBB(grown, 8)) == NULL)
		goto done;
	for (i = 0; i < boxaGetCount(boxes) && tried < OCR_MATRIX_PARTS_MAX;
	    i++) {
		box = boxaGetBox(boxes, i, L_CLONE);
		if (box != NULL && may_be_one(ink, box)) {
			try_part(c, small, box, scale);
			tried++;
		}
		boxDestroy(&box);
	}
done:
	boxaDestroy(&boxes);
	pixDestroy(&grown);
	pixDestroy(&ink);
}
