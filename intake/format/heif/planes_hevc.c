/* planes_hevc.c -- HEVC through libde265, in this thread; see planes.h. */
#include <libde265/de265.h>

#include "intake/format/heif/box.h"
#include "intake/format/heif/planes.h"

#define HVCC_HEAD 23
#define STEPS_MAX 100000	/* calls of a decoder that does not end */

/* Parameter sets: arrays of units behind two bytes of length. */
static bool
push_config(de265_decoder_context *c, const uint8_t *p, size_t len)
{
	struct bmff b = { .data = p, .len = len };
	struct boxread r = boxread(&b);
	unsigned arrays;

	if (len < HVCC_HEAD)
		return false;
	r.p += HVCC_HEAD;
	r.left -= HVCC_HEAD;
	for (arrays = p[HVCC_HEAD - 1]; arrays > 0; arrays--) {
		uint64_t n;

		(void)boxread_number(&r, 1);
		for (n = boxread_number(&r, 2); n > 0; n--) {
			size_t one = (size_t)boxread_number(&r, 2);

			if (r.failed || one > r.left)
				return false;
			if (de265_push_NAL(c, r.p, (int)one, 0, NULL) !=
			    DE265_OK)
				return false;
			r.p += one;
			r.left -= one;
		}
	}
	return true;
}

static bool
push_slices(de265_decoder_context *c, unsigned width, const uint8_t *p,
    size_t len)
{
	struct bmff b = { .data = p, .len = len };
	struct boxread r = boxread(&b);

	while (r.left > 0) {
		size_t one = (size_t)boxread_number(&r, width);

		if (r.failed || one > r.left || one > INT32_MAX)
			return false;
		if (de265_push_NAL(c, r.p, (int)one, 0, NULL) != DE265_OK)
			return false;
		r.p += one;
		r.left -= one;
	}
	return de265_flush_data(c) == DE265_OK;
}

static const struct de265_image *
decode(de265_decoder_context *c)
{
	const struct de265_image *im = NULL;
	int more = 1, steps;

	for (steps = 0; im == NULL && more != 0 && steps < STEPS_MAX;
	    steps++) {
		de265_error e = de265_decode(c, &more);

		if (e != DE265_OK && e != DE265_ERROR_WAITING_FOR_INPUT_DATA)
			return NULL;
		im = de265_get_next_picture(c);
	}
	return im;
}

static struct planes
planes_of(const struct de265_image *im)
{
	enum de265_chroma chroma = de265_get_chroma_format(im);
	struct planes p = {
		.width = (uint32_t)de265_get_image_width(im, 0),
		.height = (uint32_t)de265_get_image_height(im, 0),
		.bits = (unsigned)de265_get_bits_per_pixel(im, 0),
		.across = chroma == de265_chroma_420 ||
		    chroma == de265_chroma_422,
		.down = chroma == de265_chroma_420,
		.matrix = (unsigned)de265_get_image_matrix_coefficients(im),
		.full = de265_get_image_full_range_flag(im) != 0,
	};
	int i, stride = 0;

	for (i = 0; i < (chroma == de265_chroma_mono ? 1 : 3); i++) {
		p.at[i] = de265_get_image_plane(im, i, &stride);
		p.stride[i] = stride;
	}
	return p;
}

bool
planes_hevc(const uint8_t *config, size_t config_len, const uint8_t *data,
    size_t len, planes_take take, void *arg)
{
	de265_decoder_context *c = de265_new_decoder();
	const struct de265_image *im;
	struct planes p;
	bool ok = false;

	if (c == NULL)
		return false;
	/* No threads are started: it decodes when it is asked to. */
	if (push_config(c, config, config_len) &&
	    push_slices(c, (config[21] & 3u) + 1, data, len) &&
	    (im = decode(c)) != NULL) {
		p = planes_of(im);
		ok = p.bits >= 8 && p.bits <= 16 && take(arg, &p);
	}
	(void)de265_free_decoder(c);
	return ok;
}
