/* test_webp.c -- WebP: what is found, what is kept, what is refused. */
#include "tests/intake/picture_kit.h"

#include <webp/decode.h>
#include <webp/encode.h>

#include "intake/format/raster/webp_code.h"
#include "intake/format/tags/numbers.h"

#define W 70
#define H 50

/* Coded by libwebp; `transparent` has an ALPH chunk where it has losses. */
static void
encode(struct bytes *out, bool lossless, bool transparent, int shade)
{
	uint8_t *rgba = malloc(W * H * 4), *file = NULL;
	size_t n;

	for (uint32_t y = 0; y < H; y++)
		for (uint32_t x = 0; x < W; x++) {
			kit_pixel(rgba + 4 * (y * W + x), x, y);
			rgba[4 * (y * W + x)] ^= (uint8_t)shade;
			rgba[4 * (y * W + x) + 3] =
			    transparent ? (uint8_t)(40 + x * 3) : 255;
		}
	n = lossless ? WebPEncodeLosslessRGBA(rgba, W, H, W * 4, &file) :
	    WebPEncodeRGBA(rgba, W, H, W * 4, 80, &file);
	assert_true(n > 0);
	assert_int_equal(bytes_add(out, file, n), 0);
	WebPFree(file);
	free(rgba);
}

static void
end_riff(struct bytes *b)
{
	put_le32(b->data + 4, (uint32_t)(b->len - 8));
}

static const uint8_t exif[] = {
	'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0,
	0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0,
	0x31, 1, 2, 0, 4, 0, 0, 0, 'S', 'e', 'c', 0, 0, 0, 0, 0
};

static void
make(struct bytes *out, bool lossless, bool transparent)
{
	struct bytes coded = BYTES_INIT(KIT_MAX);
	struct webp_walk w;
	struct webp_chunk c;
	uint8_t head[10] = { 0x2c, 0, 0, 0, W - 1, 0, 0, H - 1, 0, 0 };

	encode(&coded, lossless, transparent, 0);
	assert_int_equal(bytes_add(out, "RIFF\0\0\0\0WEBP", 12), 0);
	webp_put(out, "VP8X", head, sizeof(head));
	webp_put(out, "ICCP", "Secret profile of a printer", 27);
	w = webp_walk(coded.data, coded.len);
	while (webp_next(&w, &c))
		if (!webp_is(&c, "VP8X"))
			webp_put(out, c.type, c.data, c.len);
	webp_put(out, "EXIF", exif, sizeof(exif));
	webp_put(out, "XMP ", "<x a='Secret'/>", 15);
	webp_put(out, "Sec1", "Secret", 6);
	end_riff(out);
	bytes_free(&coded);
}

static void
decode(struct bytes *out, const struct bytes *file)
{
	int w = 0, h = 0;
	uint8_t *p = WebPDecodeRGBA(file->data, file->len, &w, &h);

	assert_non_null(p);
	assert_int_equal(w, W);
	assert_int_equal(h, H);
	assert_int_equal(bytes_add(out, p, W * H * 4), 0);
	WebPFree(p);
}

static void
test_keeps_every_pixel_and_no_word(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct bytes in = BYTES_INIT(KIT_MAX);
		struct bytes out = BYTES_INIT(KIT_MAX);
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
		struct exam e = EXAM_INIT;

		make(&in, i & 1, i & 2);
		kit_run(&e, &format_webp, &in, WANT_REPORT, NULL);
		assert_string_equal(exam_meta(&e, "EXIF", "Software"), "Sec");
		assert_string_equal(exam_meta(&e, "WebP", "Sec1"), "6 bytes");
		assert_non_null(exam_meta(&e, "ICC", "Profile"));
		exam_free(&e);
		kit_clean(&out, &format_webp, &in);
		assert_false(kit_holds(&out, "Sec"));
		decode(&a, &in);
		decode(&b, &out);
		assert_memory_equal(a.data, b.data, a.len);
		/* Shown turned, as before. */
		kit_run(&e, &format_webp, &out, WANT_TEXT | WANT_LAYOUT, NULL);
		assert_int_equal(e.layout.pages[0].width, H * 100);
		exam_free(&e);
		kit_assert_pages(&format_webp, &in, 1);
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&a);
		bytes_free(&b);
	}
}

static void
test_a_box_is_painted_and_the_rest_is_kept(void **state)
{
	(void)state;
	for (int lossless = 0; lossless < 2; lossless++) {
		struct bytes in = BYTES_INIT(KIT_MAX);
		struct bytes out = BYTES_INIT(KIT_MAX);
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
		uint32_t x0 = lossless ? 20 : 16, x1 = lossless ? 30 : 32;

		encode(&in, lossless, false, 0);
		kit_paint(&out, &format_webp, &in, 0, 20, 20, 30, 30);
		decode(&a, &in);
		decode(&b, &out);
		for (uint32_t i = 0; i < W * H; i++) {
			uint32_t x = i % W, y = i / W;
			bool boxed = x >= x0 && x < x1 && y >= x0 && y < x1;

			assert_memory_equal(b.data + 4 * i, boxed ?
			    (const uint8_t *)"\0\0\0\xff" : a.data + 4 * i, 4);
		}
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&a);
		bytes_free(&b);
	}
}

static void
put_frame(struct bytes *out, uint8_t left, bool lossless, int shade)
{
	struct bytes coded = BYTES_INIT(KIT_MAX), body = BYTES_INIT(KIT_MAX);
	uint8_t head[16] = { left, 0, 0, 0, 0, 0, W - 1, 0, 0, H - 1, 0, 0,
		100, 0, 0, 0xfd };
	struct webp_walk w;
	struct webp_chunk c;

	encode(&coded, lossless, true, shade);
	assert_int_equal(bytes_add(&body, head, sizeof(head)), 0);
	w = webp_walk(coded.data, coded.len);
	while (webp_next(&w, &c))
		if (!webp_is(&c, "VP8X"))
			webp_put(&body, c.type, c.data, c.len);
	webp_put(&body, "note", "Secret", 6);
	webp_put(out, "ANMF", body.data, body.len);
	bytes_free(&coded);
	bytes_free(&body);
}

static void
test_frames_stay_and_what_lies_between_them_goes(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;
	uint8_t head[10] = { 0x12, 0, 0, 0, W + 20, 0, 0, H - 1, 0, 0 };

	(void)state;
	assert_int_equal(bytes_add(&in, "RIFF\0\0\0\0WEBP", 12), 0);
	webp_put(&in, "VP8X", head, sizeof(head));
	webp_put(&in, "ANIM", "\xff\xff\xff\xff\x03\x00", 6);
	put_frame(&in, 0, true, 0);
	put_frame(&in, 10, false, 99);
	end_riff(&in);
	assert_int_equal(bytes_add(&in, "Secret behind", 13), 0);
	kit_run(&e, &format_webp, &in, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 13);
	assert_string_equal(exam_meta(&e, "WebP", "note"),
	    "6 bytes in a frame");
	assert_int_equal(e.report.pages, 2);
	exam_free(&e);
	kit_clean(&out, &format_webp, &in);
	assert_false(kit_holds(&out, "Secret"));
	kit_assert_pages(&format_webp, &out, 2);
	bytes_reset(&out);
	kit_paint(&out, &format_webp, &in, 1, 0, 0, 30, 30);
	kit_assert_pages(&format_webp, &out, 2);
	kit_cut(&format_webp, &in);
	bytes_free(&in);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_every_pixel_and_no_word),
		cmocka_unit_test(test_a_box_is_painted_and_the_rest_is_kept),
		cmocka_unit_test(
		    test_frames_stay_and_what_lies_between_them_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
