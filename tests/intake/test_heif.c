/* test_heif.c -- HEIC, AVIF, JPEG XL: what is found, kept, refused. */
#include "tests/intake/picture_kit.h"

#include "intake/format/heif/box.h"
#include "intake/format/heif/coded.h"
#include "intake/format/heif/heif.h"
#include "intake/format/heif/heif_write.h"
#include "intake/format/image/image.h"
#include "intake/format/image/png_code.h"
#include "intake/format/tags/numbers.h"

#define HEIC "tests/data/pictures/dirty.heic"
#define AVIF "tests/data/pictures/dirty.avif"

static void
safe_copy(struct bytes *pdf, const struct format *f, const struct bytes *in)
{
	struct exam e = EXAM_INIT;

	kit_run(&e, f, in, WANT_SAFE, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, pdf), 0);
	exam_free(&e);
}

/* The same pixels: pages drawn from both are the same bytes. */
static void
assert_same_pixels(const struct format *f, const struct bytes *a,
    const struct bytes *b)
{
	struct bytes pa = BYTES_INIT(KIT_MAX), pb = BYTES_INIT(KIT_MAX);

	safe_copy(&pa, f, a);
	safe_copy(&pb, f, b);
	assert_true(pa.len > 500);
	assert_int_equal(pa.len, pb.len);
	assert_memory_equal(pa.data, pb.data, pa.len);
	bytes_free(&pa);
	bytes_free(&pb);
}

static void
keeps_the_picture_of(const char *path, const struct format *f)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	assert_int_equal(load(path, &in), 0);
	kit_run(&e, f, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "EXIF", "Artist"), "Ada Secret");
	assert_non_null(exam_meta(&e, "GPS", "GPSLatitude"));
	assert_string_equal(exam_meta(&e, "XMP", "dc:creator"), "Ada Secret");
	exam_free(&e);
	kit_clean(&out, f, &in);
	assert_false(kit_holds(&out, "Secret"));
	assert_same_pixels(f, &in, &out);
	kit_assert_pages(f, &in, 1);
	kit_cut(f, &in);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_keeps_the_picture_and_no_word(void **state)
{
	(void)state;
	keeps_the_picture_of(HEIC, &format_heic);
	keeps_the_picture_of(AVIF, &format_avif);
}

static void
tell(void *arg, const char *name, const uint8_t *p, size_t len)
{
	(void)name;
	(void)p;
	*(size_t *)arg += len;
}

/* x265 writes its name, version and every option it was given. */
static void
test_the_words_of_an_encoder_go(void **state)
{
	/* Units of two bytes' length: a slice, words (SEI), a slice. */
	static const uint8_t hevc[] = {
		0, 3, 0x28, 1, 7, 0, 8, 0x4e, 1, 'x', '2', '6', '5', 0, 1,
		0, 3, 0x2a, 1, 9
	};
	/* A sequence header, metadata, padding, a frame that has the rest. */
	static const uint8_t av1[] = {
		0x0a, 1, 5, 0x2a, 3, 'a', 'b', 'c', 0x7a, 1, 0, 0x30, 6, 7
	};
	uint8_t hvcc[23] = { 1, [21] = 1 };
	struct bytes out = BYTES_INIT(KIT_MAX);
	size_t told = 0;
	const struct coded_tell t = { tell, &told };

	(void)state;
	assert_true(coded_hevc(&out, hevc, sizeof(hevc), &(struct bmff){
	    .data = hvcc, .len = sizeof(hvcc) }, &t));
	assert_int_equal(out.len, 10);
	assert_memory_equal(out.data, "\0\3\x28\1\7\0\3\x2a\1\x09", 10);
	assert_int_equal(told, 8);
	bytes_reset(&out);
	told = 0;
	assert_true(coded_av1(&out, av1, sizeof(av1), &t));
	assert_int_equal(out.len, 6);
	assert_memory_equal(out.data, "\x0a\1\5\x30\6\7", 6);
	assert_int_equal(told, 8);
	assert_false(coded_hevc(&out, hevc, sizeof(hevc) - 1, &(struct bmff){
	    .data = hvcc, .len = sizeof(hvcc) }, NULL));
	bytes_free(&out);
}

/* A film behind the picture (a motion photo), and bytes behind the film. */
static void
test_what_lies_in_other_boxes_is_told_and_goes(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;
	size_t at;

	(void)state;
	assert_int_equal(load(HEIC, &in), 0);
	at = box_begin(&in, "mpvd");
	assert_int_equal(bytes_add(&in, "Secret film", 11), 0);
	box_end(&in, at);
	at = box_begin(&in, "free");
	assert_int_equal(bytes_add(&in, "Secret", 6), 0);
	box_end(&in, at);
	assert_int_equal(bytes_add(&in, "Secret", 6), 0);
	kit_run(&e, &format_heic, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "HEIF", "mpvd"),
	    "11 bytes, a film");
	assert_string_equal(exam_meta(&e, "HEIF", "free"), "6 bytes");
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 6);
	kit_clean(&out, &format_heic, &in);
	assert_false(kit_holds(&out, "Secret"));
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

/* Shown turned: with the property "irot", appended to `out`. */
static void
turned(struct bytes *out)
{
	struct bytes in = BYTES_INIT(KIT_MAX);
	struct heif_item *picture;
	bool replaced = false;
	struct heif h;
	struct doc d;

	assert_int_equal(load(HEIC, &in), 0);
	d = (struct doc){ .data = in.data, .len = in.len };
	assert_int_equal(heif_read(&h, &d, NULL), 0);
	picture = heif_item(&h, h.primary);
	for (size_t i = 0; i < picture->nproperties; i++) {
		struct bmff *b = &h.properties[(picture->properties[i] &
		    ~HEIF_ESSENTIAL) - 1];

		if (replaced || box_is(b, "hvcC") || box_is(b, "ispe"))
			continue;
		*b = (struct bmff){ "irot", (const uint8_t *)"\1", 1 };
		replaced = true;
	}
	assert_true(replaced);
	assert_int_equal(heif_write(out, &h, NULL), 0);
	heif_free(&h);
	bytes_free(&in);
}

/* The property stays and the page is on its side. */
static void
test_a_turned_picture_stays_turned(void **state)
{
	struct bytes out = BYTES_INIT(KIT_MAX);
	struct heif again;
	struct heif_view v;
	struct doc d;

	(void)state;
	turned(&out);
	d = (struct doc){ .data = out.data, .len = out.len };
	assert_int_equal(heif_read(&again, &d, NULL), 0);
	assert_true(heif_view(&again, heif_item(&again, again.primary), &v));
	assert_int_equal(v.size.orientation, 8);
	assert_int_equal(v.size.width, 72);
	heif_free(&again);
	bytes_free(&out);
}

/* The PNG of a picture with a box on the left `x` pixels, as shown. */
static void
paint(struct bytes *png, const struct format *f, const struct bytes *in,
    int32_t x)
{
	struct edits edits = { .nranges = 0 };
	struct exam e = EXAM_INIT;

	assert_int_equal(edits_add_box(&edits, &(struct box){ 0, 0, 0, x * 100,
	    10000 }), 0);
	kit_run(&e, f, in, WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_DONE);
	bytes_reset(png);
	assert_int_equal(exam_file_bytes(&e, png), 0);
	kit_assert_clean(&format_png, png);
	edits_free(&edits);
	exam_free(&e);
}

static bool
is_black(const uint8_t rgba[4])
{
	return rgba[0] == 0 && rgba[1] == 0 && rgba[2] == 0;
}

/* 72 x 56 pixels as stored: are those black, and those alone? */
static void
black_is(const struct bytes *png, uint32_t x1, uint32_t y1)
{
	const struct doc d = { .data = png->data, .len = png->len };
	static uint8_t rgba[72 * 56 * 4];
	size_t beside = 0;
	uint32_t x, y;

	assert_int_equal(png_rgba(&d, NULL, 72, 56, rgba), 0);
	for (y = 0; y < 56; y++)
		for (x = 0; x < 72; x++)
			if (x < x1 && y < y1)
				assert_true(is_black(rgba + 4 * (72 * y + x)));
			else
				beside += is_black(rgba + 4 * (72 * y + x));
	assert_in_range(beside, 0, 72 * 56 / 8);
}

static void
test_a_coded_picture_with_boxes_becomes_a_png(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), png = BYTES_INIT(KIT_MAX);

	(void)state;
	assert_int_equal(load(HEIC, &in), 0);
	paint(&png, &format_heic, &in, 30);
	black_is(&png, 30, 56);
	bytes_reset(&in);
	assert_int_equal(load(AVIF, &in), 0);
	paint(&png, &format_avif, &in, 30);
	black_is(&png, 30, 56);
	/* Shown on its side, its left is the first row as stored. */
	bytes_reset(&in);
	turned(&in);
	paint(&png, &format_heic, &in, 20);
	black_is(&png, 72, 20);
	assert_true(kit_holds(&png, "eXIf"));
	bytes_free(&in);
	bytes_free(&png);
}

/* A container around a codestream of `parts` boxes; 60 x 40 pixels. */
static void
make_jxl(struct bytes *b, unsigned parts)
{
	static const uint8_t stream[] = {
		/* small, height 40 (4), ratio 4 (3:2), default */
		0xff, 0x0a, 1 | 4 << 1 | (4 & 3) << 6, 4 >> 2 | 1 << 1,
		9, 8, 7, 6, 5, 4, 3, 2, 1
	};
	size_t at = b->len, from = 0;

	assert_int_equal(bytes_add(b, "\0\0\0\x0cJXL \x0d\x0a\x87\x0a"
	    "\0\0\0\x14" "ftypjxl \0\0\0\0jxl ", 32), 0);
	for (unsigned i = 0; i < parts; i++) {
		size_t n = i + 1 == parts ? sizeof(stream) - from : 4;

		at = box_begin(b, parts == 1 ? "jxlc" : "jxlp");
		if (parts > 1)
			box_put(b, i | (i + 1 == parts ? 0x80000000u : 0), 4);
		assert_int_equal(bytes_add(b, stream + from, n), 0);
		box_end(b, at);
		from += n;
		at = box_begin(b, i == 0 ? "brob" : "jbrd");
		assert_int_equal(bytes_add(b, "Exifsecret bytes", 16), 0);
		box_end(b, at);
	}
}

static void
test_jxl_keeps_its_codestream_and_nothing_beside_it(void **state)
{
	struct bytes one = BYTES_INIT(KIT_MAX), three = BYTES_INIT(KIT_MAX);
	struct bytes a = BYTES_INIT(KIT_MAX), b = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make_jxl(&one, 1);
	make_jxl(&three, 3);
	kit_run(&e, &format_jxl, &three, WANT_REPORT | WANT_TEXT | WANT_LAYOUT,
	    NULL);
	assert_string_equal(exam_meta(&e, "JXL", "Compressed"),
	    "Exif, 12 bytes");
	assert_non_null(exam_meta(&e, "JXL", "JPEGReconstruction"));
	assert_int_equal(e.layout.pages[0].width, 6000);
	assert_int_equal(e.layout.pages[0].height, 4000);
	kit_clean(&a, &format_jxl, &one);
	kit_clean(&b, &format_jxl, &three);
	assert_false(kit_holds(&a, "secret"));
	assert_int_equal(a.len, 32 + 8 + 13);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	kit_cut(&format_jxl, &three);
	exam_free(&e);
	bytes_free(&one);
	bytes_free(&three);
	bytes_free(&a);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_the_picture_and_no_word),
		cmocka_unit_test(test_the_words_of_an_encoder_go),
		cmocka_unit_test(
		    test_what_lies_in_other_boxes_is_told_and_goes),
		cmocka_unit_test(test_a_turned_picture_stays_turned),
		cmocka_unit_test(test_a_coded_picture_with_boxes_becomes_a_png),
		cmocka_unit_test(
		    test_jxl_keeps_its_codestream_and_nothing_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
