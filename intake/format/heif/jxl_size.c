/* jxl_size.c -- see jxl_size.h. */
#include "intake/format/heif/jxl_size.h"

struct bits {
	const uint8_t *p;
	size_t len, at;		/* bits */
	bool failed;
};

static uint32_t
take(struct bits *b, unsigned n)
{
	uint32_t v = 0;
	unsigned i;

	if (b->len * 8 - b->at < n) {
		b->failed = true;
		return 0;
	}
	for (i = 0; i < n; i++, b->at++)
		v |= (uint32_t)(b->p[b->at / 8] >> b->at % 8 & 1) << i;
	return v;
}

/* A side: small ones in steps of 8, others by four lengths (D.2). */
static uint32_t
side(struct bits *b, bool small)
{
	static const unsigned lengths[4] = { 9, 13, 18, 30 };

	if (small)
		return 8 * (take(b, 5) + 1);
	return take(b, lengths[take(b, 2)]) + 1;
}

bool
jxl_size(const uint8_t *p, size_t len, struct picture_size *size)
{
	/* The width by its ratio to the height. */
	static const uint32_t ratios[8][2] = {
		{ 0, 1 }, { 1, 1 }, { 12, 10 }, { 4, 3 }, { 3, 2 }, { 16, 9 },
		{ 5, 4 }, { 2, 1 }
	};
	struct bits b = { .p = p, .len = len, .at = 16 };
	uint32_t ratio;
	bool small;

	*size = (struct picture_size){ .orientation = 1 };
	if (len < 2 || p[0] != 0xff || p[1] != 0x0a)
		return false;
	small = take(&b, 1) != 0;
	size->height = side(&b, small);
	ratio = take(&b, 3);
	size->width = ratio == 0 ? side(&b, small) :
	    (uint32_t)((uint64_t)size->height * ratios[ratio][0] /
	    ratios[ratio][1]);
	/* all_default, then extra_fields with the orientation in front. */
	if (take(&b, 1) == 0 && take(&b, 1) != 0)
		size->orientation = take(&b, 3) + 1;
	return !b.failed;
}
