/* test_psd.c -- PSD: one picture stays, layers and settings go. */
#include "tests/intake/picture_kit.h"

#include "intake/format/raster/psd_read.h"
#include "intake/format/tags/numbers.h"

#define W 13
#define H 9

static void
put(struct bytes *b, uint32_t v, unsigned n)
{
	uint8_t p[4];

	put_be32(p, v);
	assert_int_equal(bytes_add(b, p + 4 - n, n), 0);
}

static void
words(struct bytes *b, const char *s)
{
	assert_int_equal(bytes_add(b, s, strlen(s)), 0);
}

static void
make(struct bytes *b, bool large, unsigned mode, unsigned channels,
    unsigned depth, bool packed)
{
	size_t row = (W * depth + 7) / 8, layers;

	words(b, "8BPS");
	put(b, large ? 2 : 1, 2);
	assert_int_equal(bytes_add(b, "Secret", 6), 0);
	put(b, channels, 2);
	put(b, H, 4);
	put(b, W, 4);
	put(b, depth, 2);
	put(b, mode, 2);
	put(b, mode == PSD_INDEXED ? 768 : 0, 4);
	for (int i = 0; mode == PSD_INDEXED && i < 768; i++)
		put(b, (uint32_t)(i * 5 % 256), 1);
	put(b, 12 + 12, 4);		/* a block: IPTC, 12 bytes */
	words(b, "8BIM");
	put(b, 0x0404, 2);
	put(b, 0, 2);
	put(b, 12, 4);
	assert_int_equal(bytes_add(b, "\x1c\x02\x50\x00\x06Secret\0", 12), 0);
	if (large)
		put(b, 0, 4);
	put(b, 0, 4);
	layers = b->len;
	put(b, 0, 4);
	if (large)
		put(b, 0, 4);
	put(b, 1, 2);
	words(b, "8BIMluni");
	put(b, 16, 4);
	put(b, 6, 4);
	assert_int_equal(bytes_add(b, "\0S\0e\0c\0r\0e\0t", 12), 0);
	put_be32(b->data + layers - 4, (uint32_t)(b->len - layers));
	put(b, packed, 2);
	for (size_t i = 0; packed && i < channels * H; i++)
		put(b, (uint32_t)row + 1, large ? 4 : 2);
	for (size_t i = 0; i < channels * H; i++) {
		if (packed)
			put(b, (uint32_t)row - 1, 1);
		for (size_t k = 0; k < row; k++)
			put(b, (uint32_t)(i * 19 + k * 7) & 255, 1);
	}
	words(b, "Secret behind");
}

static uint8_t *
rows_of(const struct bytes *file, struct psd *p)
{
	struct doc d = { .data = file->data, .len = file->len };
	uint8_t *rows;

	assert_int_equal(psd_read(p, &d, NULL), 0);
	rows = psd_rows(p, NULL);
	assert_non_null(rows);
	return rows;
}

static void
test_the_picture_stays_and_layers_go(void **state)
{
	static const struct {
		bool large;
		unsigned mode, channels, depth;
		bool packed;
	} hows[] = {
		{ false, PSD_RGB, 3, 8, true }, { true, PSD_RGB, 4, 8, true },
		{ false, PSD_GREY, 1, 16, false },
		{ false, PSD_INDEXED, 1, 8, true },
		{ false, PSD_CMYK, 4, 8, false },
		{ false, PSD_BITMAP, 1, 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		struct bytes in = BYTES_INIT(KIT_MAX);
		struct bytes out = BYTES_INIT(KIT_MAX);
		struct exam e = EXAM_INIT;
		struct psd p, q;
		uint8_t *a, *b;

		make(&in, hows[i].large, hows[i].mode, hows[i].channels,
		    hows[i].depth, hows[i].packed);
		kit_run(&e, &format_psd, &in, WANT_REPORT, NULL);
		assert_string_equal(exam_meta(&e, "IPTC", "By-line"),
		    "Secret");
		assert_string_equal(exam_meta(&e, "Photoshop", "LayerName"),
		    "Secret");
		assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 13);
		exam_free(&e);
		kit_clean(&out, &format_psd, &in);
		assert_false(kit_holds(&out, "Secret"));
		a = rows_of(&in, &p);
		b = rows_of(&out, &q);
		assert_memory_equal(a, b, p.rows * p.row_bytes);
		free(b);
		kit_assert_pages(&format_psd, &in, 1);
		bytes_reset(&out);
		kit_paint(&out, &format_psd, &in, 0, 2, 3, 5, 6);
		b = rows_of(&out, &q);
		for (uint32_t y = 0; y < H && p.depth == 8; y++)
			for (uint32_t x = 0; x < W; x++)
				if (x >= 2 && x < 5 && y >= 3 && y < 6)
					assert_int_equal(b[y * W + x],
					    b[3 * W + 2]);
				else
					assert_int_equal(b[y * W + x],
					    a[y * W + x]);
		free(a);
		free(b);
		kit_cut(&format_psd, &in);
		bytes_free(&in);
		bytes_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_picture_stays_and_layers_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
