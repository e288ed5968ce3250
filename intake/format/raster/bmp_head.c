/* bmp_head.c -- see bmp_head.h. */
#include "intake/format/raster/bmp_head.h"

#include <string.h>

#include "intake/format/tags/numbers.h"

#define FILE_HEAD 14
#define CORE_HEAD 12
#define INFO_HEAD 40
#define OS2_HEAD 64
#define V5_HEAD 124
#define PROFILE_EMBEDDED 0x4d424544u	/* 'MBED' */

bool
bmp_is_head(const struct doc *d)
{
	uint32_t head;

	if (d->len < FILE_HEAD + CORE_HEAD || memcmp(d->data, "BM", 2) != 0)
		return false;
	head = le32(d->data + FILE_HEAD);
	if (head == CORE_HEAD)
		return le16(d->data + FILE_HEAD + 8) == 1;
	return (head == 16 || (head >= INFO_HEAD && head <= V5_HEAD)) &&
	    d->len >= FILE_HEAD + 16 && le16(d->data + FILE_HEAD + 12) == 1;
}

static bool
good_bits(unsigned bits)
{
	return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 ||
	    bits == 24 || bits == 32;
}

/* The fields of an information header `n` bytes long. */
static void
read_info(struct bmp_head *h, const uint8_t *p, uint32_t n, uint32_t *used)
{
	int32_t width = (int32_t)le32(p + 4), height = (int32_t)le32(p + 8);
	uint32_t coding = n >= 20 ? le32(p + 16) : 0;

	h->size.width = width > 0 ? (uint32_t)width : 0;
	h->top_down = height < 0;
	h->size.height = height < 0 ? 0u - (uint32_t)height : (uint32_t)height;
	h->bits = le16(p + 14);
	h->coding = coding;
	h->colour_bytes = 4;
	if (n < INFO_HEAD)
		return;
	h->x_density = le32(p + 24);
	h->y_density = le32(p + 28);
	*used = le32(p + 32);
	if (n == OS2_HEAD && coding == BMP_MASKS)
		h->coding = BMP_ALPHA_MASKS + 1;	/* Huffman: not ours */
}

static void
usual_masks(struct bmp_head *h)
{
	static const uint32_t of16[4] = { 0x7c00, 0x03e0, 0x001f, 0 };
	static const uint32_t of32[4] = { 0xff0000, 0x00ff00, 0x0000ff, 0 };

	memcpy(h->masks, h->bits == 16 ? of16 : of32, sizeof(h->masks));
}

/* Masks lie in the long headers, and behind the short one. */
static bool
read_masks(struct bmp_head *h, const struct doc *d, uint32_t n)
{
	const uint8_t *p = d->data + FILE_HEAD + INFO_HEAD;
	size_t i, have = n >= 56 || h->coding == BMP_ALPHA_MASKS ? 4 : 3;

	usual_masks(h);
	if (h->coding != BMP_MASKS && h->coding != BMP_ALPHA_MASKS)
		return true;
	if (h->bits != 16 && h->bits != 32)
		return false;
	if (d->len < FILE_HEAD + INFO_HEAD + 4 * have)
		return false;
	for (i = 0; i < have; i++)
		h->masks[i] = le32(p + 4 * i);
	if (n == INFO_HEAD)
		h->head_bytes += 4 * have;
	h->coding = BMP_MASKS;
	return true;
}

static void
read_profile(struct bmp_head *h, const struct doc *d, uint32_t n)
{
	const uint8_t *p = d->data + FILE_HEAD;

	if (n < V5_HEAD || le32(p + 56) != PROFILE_EMBEDDED)
		return;
	h->profile_at = FILE_HEAD + (size_t)le32(p + 112);
	h->profile_bytes = le32(p + 116);
	if (h->profile_at > d->len || h->profile_bytes > d->len - h->profile_at)
		h->profile_bytes = 0;
}

static bool
read_colours(struct bmp_head *h, const struct doc *d, uint32_t used)
{
	unsigned most = h->bits <= 8 ? 1u << h->bits : 0;
	size_t room;

	h->ncolours = used == 0 || used > most ? most : used;
	if (h->head_bytes > d->len)
		return false;
	room = (d->len - h->head_bytes) / h->colour_bytes;
	if (h->ncolours > room)
		return false;
	h->colours = d->data + h->head_bytes;
	/* Those of a picture without a palette are advice, and skipped. */
	h->head_bytes += (size_t)h->ncolours * h->colour_bytes;
	return true;
}

static int
read_pixels(struct bmp_head *h, const struct doc *d, struct answer *a)
{
	uint32_t at = le32(d->data + 10);
	uint64_t n;

	if (at > d->len || at < FILE_HEAD + CORE_HEAD)
		return answer_refuse(a, REASON_DAMAGED,
		    "BMP: its pixels lie outside the file");
	h->pixels = d->data + at;
	h->pixel_bytes = d->len - at;
	if (h->coding == BMP_RLE8 || h->coding == BMP_RLE4)
		return 0;
	h->stride = (uint32_t)(((uint64_t)h->size.width * h->bits + 31) / 32 *
	    4);
	n = (uint64_t)h->stride * h->size.height;
	if (n > h->pixel_bytes)
		return answer_refuse(a, REASON_DAMAGED,
		    "BMP: the picture's data is cut short");
	h->pixel_bytes = (size_t)n;
	return 0;
}

static bool
is_known(const struct bmp_head *h)
{
	switch ((int)h->coding) {
	case BMP_ROWS:
	case BMP_MASKS:
	case BMP_ALPHA_MASKS:
		return true;
	case BMP_RLE8:
		return h->bits == 8 && !h->top_down;
	case BMP_RLE4:
		return h->bits == 4 && !h->top_down;
	default:
		return false;
	}
}

int
bmp_head(struct bmp_head *h, const struct doc *d, struct answer *a)
{
	const uint8_t *p = d->data + FILE_HEAD;
	uint32_t n, used = 0;

	*h = (struct bmp_head){ .size = { .orientation = 1 } };
	if (!bmp_is_head(d) || d->len - FILE_HEAD < (n = le32(p)))
		return answer_refuse(a, REASON_DAMAGED,
		    "BMP: it ends before the picture begins");
	h->head_bytes = FILE_HEAD + n;
	if (n == CORE_HEAD) {
		h->size.width = le16(p + 4);
		h->size.height = le16(p + 6);
		h->bits = le16(p + 10);
		h->colour_bytes = 3;
	} else {
		read_info(h, p, n, &used);
	}
	if (picture_check(a, &h->size) < 0)
		return -1;
	if (!good_bits(h->bits) || !is_known(h))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "BMP: %u bits coded as %u", h->bits, (unsigned)h->coding);
	if (!read_masks(h, d, n) || !read_colours(h, d, used))
		return answer_refuse(a, REASON_DAMAGED,
		    "BMP: its colours are cut short");
	read_profile(h, d, n);
	return read_pixels(h, d, a);
}
