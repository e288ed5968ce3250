/* test_gif.c -- GIF: what is found, what is kept, what is refused. */
#include "tests/intake/picture_kit.h"

#include "intake/format/raster/gif_frames.h"
#include "intake/format/raster/gif_lzw.h"

#define W 40
#define H 30

static void
add(struct bytes *b, const void *p, size_t n)
{
	assert_int_equal(bytes_add(b, p, n), 0);
}

#define ADD(b, literal) add(b, literal, sizeof(literal) - 1)

/* Codes that never learn: a clear every few pixels, as encoders without LZW
 * write them; 8 bits, so every code has 9. */
static void
plain_codes(struct bytes *b, uint32_t pixels, uint8_t first, bool stop)
{
	uint32_t bits = 0;
	unsigned have = 0;
	uint8_t sub[255], n = 0;

	ADD(b, "\x08");
	for (uint32_t i = 0; i <= pixels; i++) {
		unsigned codes[2] = { 256, i == pixels ? 257 :
		    (uint8_t)(first + i * 7) };

		for (int k = 0; k < 2; k++) {
			if ((k == 0 && i % 100 != 0) ||
			    (k == 1 && i == pixels && !stop))
				continue;
			bits |= codes[k] << have;
			for (have += 9; have >= 8; have -= 8, bits >>= 8) {
				sub[n++] = (uint8_t)bits;
				if (n == 255) {
					add(b, &n, 1);
					add(b, sub, n);
					n = 0;
				}
			}
		}
	}
	sub[n++] = (uint8_t)(bits | 0xffu << have);	/* filled up with ones */
	add(b, &n, 1);
	add(b, sub, n);
	ADD(b, "\0");
}

static void
frame(struct bytes *b, uint8_t left, uint8_t width, uint8_t height,
    uint8_t first)
{
	const uint8_t head[10] = { ',', left, 0, 2, 0, width, 0, height, 0, 0 };

	add(b, head, sizeof(head));
	plain_codes(b, (uint32_t)width * height, first, true);
}

/* Two frames, and everything around them that may say something. */
static void
make(struct bytes *b)
{
	const uint8_t screen[7] = { W, 0, H, 0, 0xf7, 0, 0 };

	ADD(b, "GIF89a");
	add(b, screen, sizeof(screen));
	for (int i = 0; i < 256; i++) {
		uint8_t rgb[3] = { (uint8_t)i, (uint8_t)(i * 3),
			(uint8_t)(255 - i) };

		add(b, rgb, 3);
	}
	ADD(b, "!\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x00");
	ADD(b, "!\xfe\x0a" "Ada Secret\x00");
	ADD(b, "!\xff\x0bXMP DataXMP<x a='Secret'/>\x01");
	for (int i = 255; i >= 0; i--) {	/* leads readers out of it */
		uint8_t step = (uint8_t)i;

		add(b, &step, 1);
	}
	ADD(b, "\0");
	ADD(b, "!\xf9\x04\x05\x0a\x00\x07\x00");
	frame(b, 0, 30, 20, 1);
	ADD(b, "!\xff\x0bSecretApp10\x03" "abc\x00");
	ADD(b, "!\xf9\x04\x08\x14\x00\x00\x00");
	frame(b, 4, 20, 25, 90);
	ADD(b, ";");
}

static void
indices(struct bytes *out, const struct bytes *file, uint32_t n)
{
	struct doc d = { .data = file->data, .len = file->len };
	struct gif_frames f;
	struct gif_frame frame;
	struct exam e = EXAM_INIT;
	uint8_t *room;

	assert_int_equal(gif_frames(&f, &d, NULL), 0);
	for (uint32_t i = 0; i <= n; i++)
		assert_int_equal(gif_frames_next(&f, &frame, NULL), 1);
	assert_int_equal(bytes_room(out, (size_t)frame.image.width *
	    frame.image.height, &room), 0);
	memset(room, 0, out->len);
	assert_true(gif_lzw_read(&frame.image, room, NULL));
	exam_free(&e);
}

static void
test_keeps_frames_and_loops_and_no_word(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in);
	kit_run(&e, &format_gif, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "GIF", "Comment"), "Ada Secret");
	assert_string_equal(exam_meta(&e, "GIF", "Application"),
	    "SecretApp10, 3 bytes");
	assert_non_null(exam_meta(&e, "XMP", "Packet"));
	assert_int_equal(e.report.pages, 2);
	exam_free(&e);
	kit_clean(&out, &format_gif, &in);
	assert_false(kit_holds(&out, "Secret"));
	assert_non_null(memmem(out.data, out.len,
	    "NETSCAPE2.0\x03\x01\x05\x00\x00", 16));
	/* Delay, disposal and the clear index of both. */
	assert_non_null(memmem(out.data, out.len,
	    "!\xf9\x04\x05\x0a\x00\x07\x00", 8));
	assert_non_null(memmem(out.data, out.len,
	    "!\xf9\x04\x08\x14\x00\x00\x00", 8));
	for (uint32_t i = 0; i < 2; i++) {
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);

		indices(&a, &in, i);
		indices(&b, &out, i);
		assert_int_equal(a.len, i == 0 ? 600 : 500);
		assert_int_equal(a.data[1], i == 0 ? 8 : 97);
		assert_memory_equal(a.data, b.data, a.len);
		bytes_free(&a);
		bytes_free(&b);
	}
	kit_assert_pages(&format_gif, &in, 2);
	bytes_free(&in);
	bytes_free(&out);
}

/* What follows the last pixel's code, in the same sub-blocks, goes too. */
static void
test_bytes_behind_the_last_code_go(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in);
	in.len -= 2;	/* the trailer, the end of the last frame's blocks */
	ADD(&in, "\x06Secret\x00;more Secret");
	kit_run(&e, &format_gif, &in, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 11);
	exam_free(&e);
	kit_clean(&out, &format_gif, &in);
	assert_false(kit_holds(&out, "Secret"));
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_a_box_is_painted_on_all_frames(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	const uint32_t width[2] = { 30, 20 }, left[2] = { 0, 4 };

	(void)state;
	make(&in);
	kit_paint(&out, &format_gif, &in, 0, 3, 5, 11, 9);
	for (uint32_t i = 0; i < 2; i++) {
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
		uint32_t differ = 0;

		indices(&a, &in, i);
		indices(&b, &out, i);
		for (uint32_t k = 0; k < a.len; k++) {
			uint32_t x = k % width[i] + left[i];
			uint32_t y = k / width[i] + 2;
			bool boxed = x >= 3 && x < 11 && y >= 5 && y < 9;

			differ += a.data[k] != b.data[k];
			if (!boxed)
				assert_int_equal(a.data[k], b.data[k]);
			else	/* the darkest: 0, 0, 255 and 86, 2, 169 */
				assert_int_equal(b.data[k], b.data[(5u - 2) *
				    width[i] + 4 - left[i]]);
		}
		assert_true(differ > 20);
		bytes_free(&a);
		bytes_free(&b);
	}
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_the_coder_is_read_back(void **state)
{
	static const unsigned bits[] = { 1, 2, 4, 8 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		for (uint32_t n = 1; n < 200000; n = n * 7 + 3) {
			struct bytes coded = BYTES_INIT(KIT_MAX);
			uint8_t *p = malloc(n), *back = calloc(1, n);
			struct gif_block b = { .image = true, .width = n,
				.height = 1 };

			for (uint32_t k = 0; k < n; k++)
				p[k] = (uint8_t)((k * k / 37 ^ k >> 9) &
				    ((1u << bits[i]) - 1));
			gif_lzw_write(&coded, p, n, bits[i]);
			b.code_bits = coded.data[0];
			b.data = coded.data + 1;
			b.len = coded.len - 1;
			assert_true(gif_lzw_read(&b, back, NULL));
			assert_memory_equal(p, back, n);
			free(p);
			free(back);
			bytes_free(&coded);
		}
}

static void
test_what_is_wrong_is_refused_by_name(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX);

	(void)state;
	make(&in);
	kit_cut(&format_gif, &in);
	/* 65,535 x 65,535 pixels. */
	memset(in.data + 6, 0xff, 4);
	kit_refused(&format_gif, &in, REASON_LIMIT);
	bytes_reset(&in);
	ADD(&in, "GIF89a\x01\x00\x01\x00\x00\x00\x00;");
	kit_refused(&format_gif, &in, REASON_DAMAGED);
	bytes_free(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_frames_and_loops_and_no_word),
		cmocka_unit_test(test_bytes_behind_the_last_code_go),
		cmocka_unit_test(test_a_box_is_painted_on_all_frames),
		cmocka_unit_test(test_the_coder_is_read_back),
		cmocka_unit_test(test_what_is_wrong_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
