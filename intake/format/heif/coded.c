/* coded.c -- see coded.h. */
#include "intake/format/heif/coded.h"

#define HVCC_HEAD 23		/* before the arrays of parameter sets */
#define AV1C_HEAD 4

/* nal_unit_type (H.265, table 7-1) and obu_type (AV1, 6.2.2). */
enum { NAL_SLICES_END = 32, NAL_VPS = 32, NAL_SPS = 33, NAL_PPS = 34 };
enum { OBU_SEQUENCE = 1, OBU_FRAME_HEADER = 3, OBU_TILES = 4, OBU_FRAME = 6,
	OBU_REDUNDANT = 7, OBU_TILE_LIST = 8 };

static void
tell(const struct coded_tell *t, const char *name, const uint8_t *p,
    size_t len)
{
	if (t != NULL)
		t->unit(t->arg, name, p, len);
}

static bool
is_parameters(unsigned type)
{
	return type == NAL_VPS || type == NAL_SPS || type == NAL_PPS;
}

/* Copy `n` units, each behind two bytes of length. */
static bool
parameter_sets(struct bytes *out, struct boxread *r, uint64_t n)
{
	for (; n > 0; n--) {
		size_t len = (size_t)boxread_number(r, 2);

		if (r->failed || len > r->left)
			return false;
		box_put(out, len, 2);
		(void)bytes_add(out, r->p, len);
		r->p += len;
		r->left -= len;
	}
	return true;
}

static bool
pass_over(struct boxread *r, uint64_t n, const struct coded_tell *t)
{
	for (; n > 0; n--) {
		size_t len = (size_t)boxread_number(r, 2);

		if (r->failed || len > r->left)
			return false;
		tell(t, "HEVC", r->p, len);
		r->p += len;
		r->left -= len;
	}
	return true;
}

bool
coded_hvcc(struct bytes *out, const struct bmff *b, const struct coded_tell *t)
{
	struct boxread r = boxread(b);
	unsigned arrays, kept = 0;
	size_t count;

	if (b->len < HVCC_HEAD)
		return false;
	(void)bytes_add(out, b->data, HVCC_HEAD - 1);
	count = out->len;
	box_put(out, 0, 1);
	arrays = b->data[HVCC_HEAD - 1];
	r.p += HVCC_HEAD;
	r.left -= HVCC_HEAD;
	for (; arrays > 0; arrays--) {
		unsigned head = (unsigned)boxread_number(&r, 1);
		uint64_t n = boxread_number(&r, 2);

		if (r.failed)
			return false;
		if (!is_parameters(head & 0x3f)) {
			if (!pass_over(&r, n, t))
				return false;
			continue;
		}
		kept++;
		box_put(out, head & 0xbf, 1);
		box_put(out, n, 2);
		if (!parameter_sets(out, &r, n))
			return false;
	}
	if (bytes_ok(out) < 0)
		return false;
	out->data[count] = (uint8_t)kept;
	return true;
}

bool
coded_hevc(struct bytes *out, const uint8_t *p, size_t len,
    const struct bmff *hvcc, const struct coded_tell *t)
{
	struct bmff b = { .data = p, .len = len };
	struct boxread r = boxread(&b);
	unsigned width;

	if (hvcc->len < HVCC_HEAD)
		return false;
	width = (hvcc->data[21] & 3u) + 1;
	while (r.left > 0) {
		size_t n = (size_t)boxread_number(&r, width);
		unsigned type;

		if (r.failed || n > r.left || n < 2)
			return false;
		type = r.p[0] >> 1 & 0x3f;
		if (type < NAL_SLICES_END || is_parameters(type)) {
			box_put(out, n, width);
			(void)bytes_add(out, r.p, n);
		} else {
			tell(t, "HEVC", r.p, n);
		}
		r.p += n;
		r.left -= n;
	}
	return bytes_ok(out) == 0;
}

/* leb128 (AV1, 4.10.5). */
static uint64_t
leb128(struct boxread *r)
{
	uint64_t v = 0;
	unsigned i;

	for (i = 0; i < 8; i++) {
		uint64_t byte = boxread_number(r, 1);

		v |= (byte & 0x7f) << (7 * i);
		if ((byte & 0x80) == 0)
			break;
	}
	return v;
}

static bool
is_pixels(unsigned type)
{
	return type == OBU_SEQUENCE || type == OBU_FRAME_HEADER ||
	    type == OBU_TILES || type == OBU_FRAME || type == OBU_REDUNDANT ||
	    type == OBU_TILE_LIST;
}

static bool
obus(struct bytes *out, struct boxread r, bool only_sequence,
    const struct coded_tell *t)
{
	while (r.left > 0) {
		const uint8_t *from = r.p;
		unsigned head = (unsigned)boxread_number(&r, 1);
		unsigned type = head >> 3 & 15;
		uint64_t n;

		if ((head & 4) != 0)
			(void)boxread_number(&r, 1);	/* extension */
		n = (head & 2) != 0 ? leb128(&r) : r.left;
		if (r.failed || n > r.left)
			return false;
		r.p += n;
		r.left -= (size_t)n;
		if (only_sequence ? type == OBU_SEQUENCE : is_pixels(type))
			(void)bytes_add(out, from, (size_t)(r.p - from));
		else if (n > 0)
			tell(t, "AV1", from, (size_t)(r.p - from));
	}
	return bytes_ok(out) == 0;
}

bool
coded_av1c(struct bytes *out, const struct bmff *b, const struct coded_tell *t)
{
	struct boxread r = boxread(b);

	if (b->len < AV1C_HEAD)
		return false;
	(void)bytes_add(out, b->data, AV1C_HEAD);
	r.p += AV1C_HEAD;
	r.left -= AV1C_HEAD;
	return obus(out, r, true, t);
}

bool
coded_av1(struct bytes *out, const uint8_t *p, size_t len,
    const struct coded_tell *t)
{
	struct bmff b = { .data = p, .len = len };

	return obus(out, boxread(&b), false, t);
}
