/* test_bmp.c -- BMP and PNM: what is found, what is kept, what is refused. */
#include "tests/intake/picture_kit.h"

#include "intake/format/raster/bmp_rows.h"
#include "intake/format/tags/numbers.h"

#define W 21
#define H 13

struct how {
	uint32_t head;		/* bytes of the information header */
	unsigned bits, coding;
	bool down;
};

static void
put(struct bytes *b, uint32_t v, size_t n)
{
	uint8_t p[4];

	put_le32(p, v);
	assert_int_equal(bytes_add(b, p, n), 0);
}

static void
runs(struct bytes *b, unsigned bits)
{
	for (uint32_t y = 0; y < H; y++) {
		put(b, 9u | 0x31u << 8, 2);		/* nine alike */
		put(b, 0 | 5u << 8, 2);			/* five that differ */
		put(b, 0x05040302 + y, 4);
		if (bits == 8)
			put(b, 0xee06, 2);
		put(b, 0, 2);
	}
	put(b, 0x0100, 2);
}

static void
make(struct bytes *b, const struct how *how)
{
	size_t at = b->len, head, stride = (W * how->bits + 31) / 32 * 4;
	unsigned colours = how->bits <= 8 ? 1u << how->bits : 0;

	assert_int_equal(bytes_add(b, "BM", 2), 0);
	put(b, 0, 4);
	put(b, 0x65536553, 4);			/* "SeSe" where zeros should be */
	put(b, 0, 4);
	put(b, how->head, 4);
	if (how->head == 12) {
		put(b, W | H << 16, 4);
		put(b, 1 | how->bits << 16, 4);
	} else {
		put(b, W, 4);
		put(b, how->down ? 0u - H : H, 4);
		put(b, 1 | how->bits << 16, 4);
		put(b, how->coding, 4);
		put(b, 0, 4);
		put(b, 2835, 4);
		put(b, 2835, 4);
		put(b, 0, 4);
		put(b, 0, 4);
		if (how->coding == BMP_MASKS) {
			put(b, how->bits == 16 ? 0xf800 : 0xff0000, 4);
			put(b, how->bits == 16 ? 0x07e0 : 0x00ff00, 4);
			put(b, how->bits == 16 ? 0x001f : 0x0000ff, 4);
			if (how->head >= 56)
				put(b, 0xff000000, 4);
		}
		while (how->head > 40 && b->len < at + 14 + how->head)
			put(b, 0x63655363, 4);	/* "cSec", no colour space */
	}
	for (unsigned i = 0; i < colours; i++)
		put(b, i * 0x01030507u, how->head == 12 ? 3 : 4);
	assert_int_equal(bytes_add(b, "a Secret gap", 12), 0);
	head = b->len - at;
	put_le32(b->data + at + 10, (uint32_t)head);
	if (how->coding == BMP_RLE8 || how->coding == BMP_RLE4)
		runs(b, how->bits);
	for (size_t i = 0; i < stride * H && how->coding != BMP_RLE8 &&
	    how->coding != BMP_RLE4; i++)
		put(b, (uint32_t)(i * 11 + i / 7), 1);
	assert_int_equal(bytes_add(b, "Secret behind", 13), 0);
}

static void
decode(struct bytes *out, const struct bytes *file)
{
	struct doc d = { .data = file->data, .len = file->len };
	struct bmp_head h;
	uint8_t *room, *index = calloc(W, H);

	assert_int_equal(bmp_head(&h, &d, NULL), 0);
	assert_int_equal(h.size.width, W);
	assert_int_equal(h.size.height, H);
	if (h.stride == 0)
		assert_true(bmp_runs(&h, index, NULL));
	for (uint32_t y = 0; y < H; y++) {
		assert_int_equal(bytes_room(out, W * 4, &room), 0);
		if (h.stride == 0) {
			memset(room, 0, W * 4);
			for (uint32_t x = 0; x < W; x++)
				memcpy(room + 4 * x, h.colours + 4 *
				    index[(H - 1 - y) * W + x], 3);
			continue;
		}
		bmp_rgba(&h, h.pixels + (h.top_down ? y : H - 1 - y) *
		    h.stride, room);
	}
	free(index);
}

static void
test_keeps_every_pixel_and_no_word(void **state)
{
	static const struct how hows[] = {
		{ 12, 8, BMP_ROWS, false }, { 12, 24, BMP_ROWS, false },
		{ 40, 1, BMP_ROWS, false }, { 40, 4, BMP_ROWS, true },
		{ 40, 8, BMP_ROWS, false }, { 40, 16, BMP_ROWS, false },
		{ 40, 24, BMP_ROWS, true }, { 40, 32, BMP_ROWS, false },
		{ 40, 16, BMP_MASKS, false }, { 56, 32, BMP_MASKS, false },
		{ 108, 32, BMP_MASKS, true }, { 124, 24, BMP_ROWS, false },
		{ 64, 24, BMP_ROWS, false },
		{ 40, 8, BMP_RLE8, false }, { 40, 4, BMP_RLE4, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		struct bytes in = BYTES_INIT(KIT_MAX);
		struct bytes out = BYTES_INIT(KIT_MAX);
		struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
		struct exam e = EXAM_INIT;

		printf("head %u, %u bits, coding %u\n", hows[i].head,
		    hows[i].bits, hows[i].coding);
		make(&in, &hows[i]);
		kit_run(&e, &format_bmp, &in, WANT_REPORT, NULL);
		assert_non_null(exam_meta(&e, "BMP", "Reserved"));
		assert_non_null(exam_meta(&e, "BMP", "Gap"));
		assert_int_not_equal(exam_marks(&e, MARK_TRAILING_DATA), 0);
		exam_free(&e);
		kit_clean(&out, &format_bmp, &in);
		assert_false(kit_holds(&out, "Sec"));
		decode(&a, &in);
		decode(&b, &out);
		assert_memory_equal(a.data, b.data, a.len);
		kit_assert_pages(&format_bmp, &in, 1);
		bytes_reset(&out);
		bytes_reset(&b);
		kit_paint(&out, &format_bmp, &in, 0, 2, 3, 9, 7);
		decode(&b, &out);
		for (uint32_t k = 0; k < W * H; k++)
			if (k % W < 2 || k % W >= 9 || k / W < 3 || k / W >= 7) {
				if (hows[i].coding != BMP_RLE8 &&
				    hows[i].coding != BMP_RLE4)
					assert_memory_equal(a.data + 4 * k,
					    b.data + 4 * k, 4);
			} else {
				assert_memory_equal(b.data + 4 * k,
				    b.data + 4 * (3 * W + 2), 4);
			}
		kit_cut(&format_bmp, &in);
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&a);
		bytes_free(&b);
	}
}

static void
test_what_is_wrong_is_refused_by_name(void **state)
{
	static const struct how usual = { 40, 24, BMP_ROWS, false };
	struct bytes in = BYTES_INIT(KIT_MAX);

	(void)state;
	make(&in, &usual);
	put_le32(in.data + 18, 30000);
	kit_refused(&format_bmp, &in, REASON_DAMAGED);
	put_le32(in.data + 22, 30000);
	kit_refused(&format_bmp, &in, REASON_LIMIT);
	put_le32(in.data + 18, W);
	put_le32(in.data + 22, 0x80000000u);
	kit_refused(&format_bmp, &in, REASON_LIMIT);
	put_le32(in.data + 22, H);
	put_le32(in.data + 30, 4);	/* a JPEG inside */
	kit_refused(&format_bmp, &in, REASON_UNSUPPORTED);
	bytes_free(&in);
}

static void
clean_pnm(const char *from, size_t len, const char *to)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);

	assert_int_equal(bytes_add(&in, from, len), 0);
	kit_clean(&out, &format_pnm, &in);
	assert_int_equal(out.len, strlen(to));
	assert_memory_equal(out.data, to, out.len);
	kit_assert_pages(&format_pnm, &in, 1);
	kit_cut(&format_pnm, &in);
	bytes_free(&in);
	bytes_free(&out);
}

#define CLEAN_PNM(from, to) clean_pnm(from, sizeof(from) - 1, to)

static void
test_pnm_keeps_samples_and_no_comment(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);

	(void)state;
	CLEAN_PNM("P3\n# Ada Secret\n2 1\t9 #x\n1 2 3 #y\n 4 5 6",
	    "P3\n2 1\n9\n1 2 3 4 5 6\n");
	CLEAN_PNM("P1 3 2\n101\n0#z\n1 0", "P1\n3 2\n1 0 1\n0 1 0\n");
	CLEAN_PNM("P5\n#a\n2 2 255\nabcdrest", "P5\n2 2\n255\nabcd");
	CLEAN_PNM("P4 9 1\na\xff", "P4\n9 1\na\x80");
	CLEAN_PNM("P7\nWIDTH 1\n# b\nHEIGHT 2\nDEPTH 3\nMAXVAL 255\n"
	    "TUPLTYPE RGB\nENDHDR\nabcdef", "P7\nWIDTH 1\nHEIGHT 2\nDEPTH 3\n"
	    "MAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabcdef");
	assert_int_equal(bytes_add_str(&in, "P5 #one\n2 1 255\n!!tail"), 0);
	kit_run(&e, &format_pnm, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "PNM", "Comment"), "one");
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 4);
	kit_paint(&out, &format_pnm, &in, 0, 1, 0, 2, 1);
	assert_int_equal(out.len, 13);
	assert_memory_equal(out.data, "P5\n2 1\n255\n!\0", 13);
	bytes_reset(&in);
	assert_int_equal(bytes_add_str(&in, "P6 20000 20000 255\nabc"), 0);
	kit_refused(&format_pnm, &in, REASON_DAMAGED);
	bytes_reset(&in);
	assert_int_equal(bytes_add_str(&in, "P6 90000 90000 255\nabc"), 0);
	kit_refused(&format_pnm, &in, REASON_LIMIT);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_every_pixel_and_no_word),
		cmocka_unit_test(test_what_is_wrong_is_refused_by_name),
		cmocka_unit_test(test_pnm_keeps_samples_and_no_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
