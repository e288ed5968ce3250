/* test_apng.c -- animated PNG: frames are pages, and stay what they are. */
#include "tests/intake/picture_kit.h"

#include <zlib.h>

#include "intake/format/image/png_frames.h"
#include "intake/format/image/png_code.h"
#include "intake/format/image/png_write.h"
#include "intake/format/tags/numbers.h"

#define W 31
#define H 22

static void
pixels(struct bytes *out, uint32_t w, uint32_t h, unsigned shade)
{
	uint8_t raw[H * (1 + 4 * W)], *p = raw, packed[H * W * 8];
	uLongf n = sizeof(packed);

	for (uint32_t y = 0; y < h; y++) {
		*p++ = 0;
		for (uint32_t x = 0; x < w; x++, p += 4) {
			kit_pixel(p, x, y);
			p[0] = (uint8_t)(p[0] + shade);
			p[3] = (uint8_t)(x % 3 == 0 ? 128 : 255);
		}
	}
	assert_int_equal(compress(packed, &n, raw, (uLong)(p - raw)), Z_OK);
	assert_int_equal(bytes_add(out, packed, n), 0);
}

static void
control(struct bytes *b, uint32_t number, uint32_t w, uint32_t h,
    uint32_t left, uint32_t top, uint8_t dispose, uint8_t blend)
{
	uint8_t p[26];

	put_be32(p, number);
	put_be32(p + 4, w);
	put_be32(p + 8, h);
	put_be32(p + 12, left);
	put_be32(p + 16, top);
	put_be16(p + 20, 1);
	put_be16(p + 22, 10);
	p[24] = dispose;
	p[25] = blend;
	png_put(b, "fcTL", p, sizeof(p));
}

/* Three frames; with `apart` the first picture is none of them. */
static void
make(struct bytes *b, bool apart)
{
	uint8_t header[13] = { 0, 0, 0, W, 0, 0, 0, H, 8, 6, 0, 0, 0 };
	struct bytes data = BYTES_INIT(KIT_MAX);
	uint32_t number = 0, frames = apart ? 2 : 3;
	uint8_t act[8] = { 0, 0, 0, (uint8_t)frames, 0, 0, 0, 7 };

	png_put_signature(b);
	png_put(b, "IHDR", header, sizeof(header));
	png_put(b, "tEXt", "Author\0Ada Secret", 17);
	png_put(b, "acTL", act, sizeof(act));
	if (!apart)
		control(b, number++, W, H, 0, 0, 0, 0);
	pixels(&data, W, H, 0);
	/* In two chunks, with words between frames. */
	png_put(b, "IDAT", data.data, 100);
	png_put(b, "IDAT", data.data + 100, data.len - 100);
	png_put(b, "tEXt", "Comment\0Secret", 14);
	for (uint32_t i = 0; i < 2; i++) {
		control(b, number++, 10, 8, 5 + i, 6, (uint8_t)(1 + i), 1);
		bytes_reset(&data);
		assert_int_equal(bytes_add(&data, "\0\0\0\0", 4), 0);
		put_be32(data.data, number++);
		pixels(&data, 10, 8, 50 + i);
		png_put(b, "fdAT", data.data, data.len);
	}
	png_put(b, "IEND", NULL, 0);
	bytes_free(&data);
}

/* Frame `i` as it is stored, RGBA. */
static void
frame_pixels(struct bytes *out, const struct bytes *file, uint32_t i,
    struct png_frame *frame)
{
	struct doc d = { .data = file->data, .len = file->len };
	struct bytes png = BYTES_INIT(KIT_MAX);
	struct png_frames f;
	uint8_t *room;

	assert_int_equal(png_frames(&f, &d, NULL), 0);
	for (uint32_t k = 0; k <= i; k++) {
		bytes_reset(&png);
		assert_int_equal(png_frames_next(&f, frame, &png, NULL), 1);
	}
	assert_int_equal(bytes_room(out, (size_t)frame->width *
	    frame->height * 4, &room), 0);
	d = (struct doc){ .data = png.data, .len = png.len };
	assert_int_equal(png_rgba(&d, NULL, frame->width, frame->height,
	    room), 0);
	bytes_free(&png);
}

static void
test_frames_stay_and_words_go(void **state)
{
	(void)state;
	for (int apart = 0; apart < 2; apart++) {
		struct bytes in = BYTES_INIT(KIT_MAX);
		struct bytes out = BYTES_INIT(KIT_MAX);

		make(&in, apart);
		kit_clean(&out, &format_png, &in);
		assert_false(kit_holds(&out, "Secret"));
		assert_true(kit_holds(&out, "acTL"));
		for (uint32_t i = 0; i < 3; i++) {
			struct bytes a = BYTES_INIT(KIT_MAX);
			struct bytes b = BYTES_INIT(KIT_MAX);
			struct png_frame fa, fb;

			frame_pixels(&a, &in, i, &fa);
			frame_pixels(&b, &out, i, &fb);
			assert_memory_equal(&fa.timing, &fb.timing, 6);
			assert_int_equal(fa.left, fb.left);
			assert_int_equal(fa.shown, fb.shown);
			assert_memory_equal(a.data, b.data, a.len);
			bytes_free(&a);
			bytes_free(&b);
		}
		kit_assert_pages(&format_png, &in, 3);
		kit_cut(&format_png, &in);
		bytes_free(&in);
		bytes_free(&out);
	}
}

static void
test_a_box_is_painted_on_all_frames(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);

	(void)state;
	make(&in, false);
	kit_paint(&out, &format_png, &in, 2, 8, 7, 12, 10);
	for (uint32_t i = 0; i < 3; i++) {
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
		struct png_frame f;

		frame_pixels(&a, &in, i, &f);
		frame_pixels(&b, &out, i, &f);
		for (uint32_t k = 0; k < f.width * f.height; k++) {
			uint32_t x = f.left + k % f.width;
			uint32_t y = f.top + k / f.width;
			bool boxed = x >= 8 && x < 12 && y >= 7 && y < 10;

			assert_memory_equal(b.data + 4 * k, boxed ?
			    (const uint8_t *)"\0\0\0\xff" : a.data + 4 * k, 4);
		}
		bytes_free(&a);
		bytes_free(&b);
	}
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_a_frame_that_leaves_the_picture_is_refused(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX);
	uint8_t *at;

	(void)state;
	make(&in, false);
	at = memmem(in.data, in.len, "\0\0\0\x0a\0\0\0\x08\0\0\0\x05", 12);
	assert_non_null(at);
	at[3] = 200;
	kit_refused(&format_png, &in, REASON_DAMAGED);
	bytes_free(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames_stay_and_words_go),
		cmocka_unit_test(test_a_box_is_painted_on_all_frames),
		cmocka_unit_test(
		    test_a_frame_that_leaves_the_picture_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
