/*
 * jpeg_paint.c -- boxes painted on coefficients; see jpeg_code.h.
 *
 * A block whose coefficients are all zero but the first is one even colour,
 * whatever was there before; every other block stays as it is, to the bit.
 */
#include "intake/format/image/jpeg_code.h"

#include <string.h>

#include "intake/format/image/jpeg_session.h"

#define DARKEST (-1024)		/* eight times the least sample, level shifted */

bool
jpeg_can_blacken(const struct doc *d, struct answer *a)
{
	struct jpeg_session *s;
	bool can;

	if ((s = jpeg_session_new(a)) == NULL)
		return false;
	if (setjmp(s->jump) != 0) {
		(void)jpeg_session_end(s, -1);
		return false;
	}
	jpeg_session_in(s, d, NULL);
	can = s->in.jpeg_color_space == JCS_GRAYSCALE ||
	    s->in.jpeg_color_space == JCS_YCbCr ||
	    s->in.jpeg_color_space == JCS_RGB;
	(void)jpeg_session_end(s, 0);
	return can;
}

/* The first coefficient of a black block: rounded down, and so clamped. */
static JCOEF
black(const struct jpeg_session *s, int component)
{
	const jpeg_component_info *c = &s->in.comp_info[component];
	int q = c->quant_table != NULL ? c->quant_table->quantval[0] : 1;

	if (component > 0 && s->in.jpeg_color_space == JCS_YCbCr)
		return 0;	/* no colour */
	return (JCOEF)((DARKEST - q + 1) / q);
}

/* Does the block that begins at pixel (x, y) lie in a box?  Boxes are whole
 * cells of the grid, and a cell is whole blocks. */
static bool
is_boxed(const struct picture_boxes *b, uint32_t x, uint32_t y)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (x >= b->at[i].x0 && x < b->at[i].x1 &&
		    y >= b->at[i].y0 && y < b->at[i].y1)
			return true;
	return false;
}

static void
blacken(struct jpeg_session *s, jvirt_barray_ptr blocks, int component,
    const struct picture_boxes *boxes)
{
	const jpeg_component_info *c = &s->in.comp_info[component];
	uint32_t wide = DCTSIZE * (uint32_t)(s->in.max_h_samp_factor /
	    c->h_samp_factor);
	uint32_t high = DCTSIZE * (uint32_t)(s->in.max_v_samp_factor /
	    c->v_samp_factor);
	JDIMENSION x, y;

	for (y = 0; y < c->height_in_blocks; y++) {
		JBLOCKARRAY row = s->in.mem->access_virt_barray(
		    (j_common_ptr)&s->in, blocks, y, 1, TRUE);

		for (x = 0; x < c->width_in_blocks; x++) {
			if (!is_boxed(boxes, x * wide, y * high))
				continue;
			memset(row[0][x], 0, sizeof(row[0][x]));
			row[0][x][0] = black(s, component);
		}
	}
}

int
jpeg_blacken(const struct doc *d, struct answer *a,
    const struct picture_size *size, const struct picture_boxes *boxes)
{
	jvirt_barray_ptr *blocks;
	struct jpeg_session *s;
	int i;

	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, size);
	blocks = jpeg_read_coefficients(&s->in);
	for (i = 0; i < s->in.num_components; i++)
		blacken(s, blocks[i], i, boxes);
	jpeg_write_copy(s, blocks, size->orientation);
	return jpeg_session_end(s, 0);
}
