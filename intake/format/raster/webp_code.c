/* webp_code.c -- see webp_code.h. */
#include "intake/format/raster/webp_code.h"

#include "intake/format/page/whiten.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#include "intake/format/tags/numbers.h"

#define BLOCK 16u	/* VP8's macroblocks */

void
webp_put(struct bytes *out, const char *type, const void *p, size_t len)
{
	uint8_t n[4];

	put_le32(n, (uint32_t)len);
	(void)bytes_add(out, type, 4);
	(void)bytes_add(out, n, sizeof(n));
	(void)bytes_add(out, p, len);
	if (len % 2 != 0)
		(void)bytes_add(out, "", 1);
}

/* The chunks as a file of their own, which is what libwebp reads. */
static int
wrap(struct bytes *out, const struct webp_image *im)
{
	uint8_t head[10] = { im->alpha.data != NULL ? 0x10 : 0 };
	size_t at = out->len + 4;

	(void)bytes_add(out, "RIFF\0\0\0\0WEBP", 12);
	if (im->alpha.data != NULL) {
		put_le32(head + 4, im->width - 1);
		put_le16(head + 7, im->height - 1);
		head[9] = (uint8_t)((im->height - 1) >> 16);
		webp_put(out, "VP8X", head, sizeof(head));
		webp_put(out, "ALPH", im->alpha.data, im->alpha.len);
	}
	webp_put(out, im->coded.type, im->coded.data, im->coded.len);
	if (bytes_ok(out) == 0)
		put_le32(out->data + at, (uint32_t)(out->len - at - 4));
	return bytes_ok(out);
}

static int
cannot_decode(struct answer *a)
{
	return answer_refuse(a, REASON_DAMAGED,
	    "WebP: its pixels cannot be decoded");
}

static int
no_memory(struct answer *a)
{
	return answer_refuse(a, REASON_LIMIT, "out of memory");
}

/* Its pixels, to be freed with WebPFree(); NULL after a refusal. */
static uint8_t *
decode(const struct webp_image *im, struct answer *a)
{
	struct bytes file = BYTES_INIT(CLEAN_MAX);
	uint8_t *rgba = NULL;
	int width = 0, height = 0;

	if (wrap(&file, im) < 0) {
		(void)no_memory(a);
	} else {
		rgba = WebPDecodeRGBA(file.data, file.len, &width, &height);
		if (rgba == NULL || (uint32_t)width != im->width ||
		    (uint32_t)height != im->height) {
			(void)cannot_decode(a);
			WebPFree(rgba);
			rgba = NULL;
		}
	}
	bytes_free(&file);
	return rgba;
}

/* From canvas to picture, outwards to whole blocks, inside its side. */
static void
inside(uint32_t *from, uint32_t *to, uint32_t at, uint32_t side,
    uint32_t grid)
{
	*from = *from > at ? *from - at : 0;
	*to = *to > at ? *to - at : 0;
	*from -= *from % grid;
	*to = (*to + grid - 1) / grid * grid;
	if (*to > side)
		*to = side;
}

static int
paint(uint8_t *rgba, const struct webp_image *im, uint32_t left, uint32_t top,
    const struct picture_boxes *boxes)
{
	static const uint8_t black[4] = { 0, 0, 0, 255 };
	uint32_t grid = im->coded.type[3] == ' ' ? BLOCK : 1, y;
	struct picture_boxes own = PICTURE_BOXES_INIT;
	size_t i;

	if ((own.at = calloc(boxes->n + 1, sizeof(*own.at))) == NULL)
		return -1;
	for (i = 0; i < boxes->n; i++) {
		struct picture_box b = boxes->at[i];

		inside(&b.x0, &b.x1, left, im->width, grid);
		inside(&b.y0, &b.y1, top, im->height, grid);
		if (b.x0 < b.x1 && b.y0 < b.y1)
			own.at[own.n++] = b;
	}
	for (y = 0; y < im->height; y++)
		picture_paint(&own, rgba + 4 * (size_t)y * im->width, y,
		    black, 4);
	picture_boxes_free(&own);
	return 0;
}

/* Only the coded picture of what libwebp writes. */
static bool
take_coded(struct bytes *out, const WebPMemoryWriter *w)
{
	struct webp_walk walk = webp_walk(w->mem, w->size);
	struct webp_chunk c;

	while (webp_next(&walk, &c))
		if (webp_is(&c, "VP8L")) {
			webp_put(out, "VP8L", c.data, c.len);
			return bytes_ok(out) == 0;
		}
	return false;
}

static bool
encode(struct bytes *out, const uint8_t *rgba, const struct webp_image *im)
{
	WebPMemoryWriter writer;
	WebPPicture picture;
	WebPConfig config;
	bool ok;

	WebPMemoryWriterInit(&writer);
	if (WebPConfigInit(&config) == 0 || WebPPictureInit(&picture) == 0)
		return false;
	config.lossless = 1;
	config.method = 1;	/* quick: it is coded once, and kept */
	config.quality = 20;
	picture.use_argb = 1;
	picture.width = (int)im->width;
	picture.height = (int)im->height;
	picture.writer = WebPMemoryWrite;
	picture.custom_ptr = &writer;
	ok = WebPPictureImportRGBA(&picture, rgba, (int)im->width * 4) != 0 &&
	    WebPEncode(&config, &picture) != 0 && take_coded(out, &writer);
	WebPPictureFree(&picture);
	WebPMemoryWriterClear(&writer);
	return ok;
}

static int
whiten(uint8_t *rgba, const struct webp_image *im)
{
	struct whiten *w = NULL;
	uint32_t y;

	if (whiten_new(&w, im->width, im->height, &WHITEN_RGBA) < 0)
		return -1;
	for (y = 0; y < im->height; y++)
		whiten_see(w, y, rgba + 4 * (size_t)y * im->width);
	for (y = 0; y < im->height; y++)
		whiten_row(w, y, rgba + 4 * (size_t)y * im->width);
	whiten_free(w);
	return 0;
}

int
webp_paint(struct bytes *out, const struct webp_image *im, uint32_t left,
    uint32_t top, const struct picture_boxes *boxes, bool whitened,
    struct answer *a)
{
	uint8_t *rgba = decode(im, a);
	int r = 0;

	if (rgba == NULL)
		return -1;
	if ((whitened && whiten(rgba, im) < 0) || paint(rgba, im, left, top, boxes) < 0 || !encode(out, rgba, im))
		r = no_memory(a);
	WebPFree(rgba);
	return r;
}

static int
show_rgba(struct picture_safe *s, const struct picture_size *size,
    const uint8_t *rgba, uint8_t *row)
{
	uint32_t y;

	if (picture_safe_page(s, size) < 0)
		return -1;
	for (y = 0; y < size->height; y++) {
		picture_on_white(row, rgba + 4 * (size_t)y * size->width,
		    size->width);
		picture_safe_row(s, row);
	}
	return 0;
}

static int
show_frames(struct picture_safe *s, const struct webp *p,
    const struct bytes *file, uint8_t *row, struct answer *a)
{
	WebPData data = { .bytes = file->data, .size = file->len };
	WebPAnimDecoderOptions options;
	WebPAnimDecoder *decoder;
	uint32_t i;
	int r = 0;

	if (WebPAnimDecoderOptionsInit(&options) == 0)
		return no_memory(a);
	options.color_mode = MODE_RGBA;
	options.use_threads = 0;
	if ((decoder = WebPAnimDecoderNew(&data, &options)) == NULL)
		return cannot_decode(a);
	for (i = 0; i < p->frames && r == 0; i++) {
		uint8_t *rgba = NULL;
		int when;

		if (WebPAnimDecoderGetNext(decoder, &rgba, &when) == 0)
			r = cannot_decode(a);
		else
			r = show_rgba(s, &p->size, rgba, row);
	}
	WebPAnimDecoderDelete(decoder);
	return r;
}

static int
show_still(struct picture_safe *s, const struct webp *p, uint8_t *row,
    struct answer *a)
{
	uint8_t *rgba = decode(&p->still, a);
	int r;

	if (rgba == NULL)
		return -1;
	r = show_rgba(s, &p->size, rgba, row);
	WebPFree(rgba);
	return r;
}

int
webp_show(const struct webp *p, const struct bytes *file, struct answer *a)
{
	uint8_t *row = malloc((size_t)p->size.width * 3);
	struct picture_safe *s = NULL;
	int r;

	if (row == NULL) {
		r = no_memory(a);
		goto done;
	}
	if ((r = picture_safe_new(&s, a)) < 0 ||
	    (r = p->moving ? show_frames(s, p, file, row, a) :
	    show_still(s, p, row, a)) < 0)
		goto done;
	r = picture_safe_end(s);
done:
	picture_safe_free(s);
	free(row);
	return r;
}
