/* test_jpeg.c -- JPEG: what is found, what is kept, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>

#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)

/* How a picture is coded for a test. */
struct how {
	int width, height, components;
	bool progressive, arithmetic, optimized, plain_sampling;
	unsigned restart;
	int quality;
};

static const struct how usual = { 133, 87, 3, false, false, false, false, 0,
	85 };

static uint8_t
tone(int x, int y, int c)
{
	return (uint8_t)(128 + (x * (c + 3) + y * 5) % 100 - (x / 9 + y / 7) %
	    3 * 20);
}

/* A JPEG, with `app` (whole segments) behind its SOI. */
static void
make(struct bytes *out, const struct how *how, const void *app, size_t len)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned char *data = NULL;
	unsigned long n = 0;
	JSAMPLE *row = calloc((size_t)how->width, 4);

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &data, &n);
	c.image_width = (JDIMENSION)how->width;
	c.image_height = (JDIMENSION)how->height;
	c.input_components = how->components;
	c.in_color_space = how->components == 1 ? JCS_GRAYSCALE :
	    how->components == 4 ? JCS_CMYK : JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, how->quality, TRUE);
	c.optimize_coding = how->optimized;
	c.arith_code = how->arithmetic;
	c.restart_interval = how->restart;
	if (how->plain_sampling)
		c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor =
		    1;
	if (how->progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		for (int i = 0; i < how->width * how->components; i++)
			row[i] = tone(i / how->components,
			    (int)c.next_scanline, i % how->components);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	assert_int_equal(bytes_add(out, data, 2), 0);
	assert_int_equal(bytes_add(out, app, len), 0);
	assert_int_equal(bytes_add(out, data + 2, n - 2), 0);
	free(data);
	free(row);
}

/* Decoded pixels, width and height first. */
static void
decode(struct bytes *out, const struct bytes *jpeg)
{
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr err;
	uint8_t *row;

	d.err = jpeg_std_error(&err);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, jpeg->data, jpeg->len);
	assert_int_equal(jpeg_read_header(&d, TRUE), JPEG_HEADER_OK);
	jpeg_start_decompress(&d);
	assert_int_equal(bytes_addf(out, "%u %u %d ", d.output_width,
	    d.output_height, d.output_components), 0);
	while (d.output_scanline < d.output_height) {
		assert_int_equal(bytes_room(out, (size_t)d.output_width *
		    (size_t)d.output_components, &row), 0);
		jpeg_read_scanlines(&d, &row, 1);
	}
	jpeg_destroy_decompress(&d);
}

static void
assert_same_pixels(const struct bytes *a, const struct bytes *b)
{
	struct bytes pa = BYTES_INIT(FILE_MAX), pb = BYTES_INIT(FILE_MAX);

	decode(&pa, a);
	decode(&pb, b);
	assert_int_equal(pa.len, pb.len);
	assert_memory_equal(pa.data, pb.data, pa.len);
	bytes_free(&pa);
	bytes_free(&pb);
}

static void
run(struct exam *e, const struct bytes *in, unsigned want,
    const struct edits *edits)
{
	assert_int_equal(run_format(e, &format_jpeg, in->data, in->len, want,
	    edits), 0);
}

/* Cleaned into `out`: looked at again, it must say nothing. */
static void
clean(struct bytes *out, const struct bytes *in)
{
	struct exam e = EXAM_INIT, again = EXAM_INIT;

	run(&e, in, WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	run(&again, out, WANT_REPORT, NULL);
	for (size_t i = 0; i < again.report.nmetas; i++)
		printf("left: %s %s\n", again.report.metas[i].group,
		    again.report.metas[i].name);
	assert_int_equal(again.report.nmetas, 0);
	assert_int_equal(again.report.nmarks, 0);
	exam_free(&e);
	exam_free(&again);
}

static void
segment(struct bytes *b, uint8_t marker, const void *data, size_t len)
{
	uint8_t head[4] = { 0xff, marker, (uint8_t)((len + 2) >> 8),
		(uint8_t)(len + 2) };

	assert_int_equal(bytes_add(b, head, 4), 0);
	assert_int_equal(bytes_add(b, data, len), 0);
}

/* IFD0 with Make, Orientation, and GPS at 48 deg 30 min S, 2 deg E. */
static void
exif(struct bytes *b, uint8_t orientation)
{
	uint8_t t[] = {
		'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
		3, 0,
		0x0f, 0x01, 2, 0, 4, 0, 0, 0, 'A', 'c', 'm', 0,
		0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
		0x25, 0x88, 4, 0, 1, 0, 0, 0, 50, 0, 0, 0,
		0, 0, 0, 0,
		4, 0,						/* at 50 */
		1, 0, 2, 0, 2, 0, 0, 0, 'S', 0, 0, 0,
		2, 0, 5, 0, 3, 0, 0, 0, 104, 0, 0, 0,
		3, 0, 2, 0, 2, 0, 0, 0, 'E', 0, 0, 0,
		4, 0, 5, 0, 3, 0, 0, 0, 128, 0, 0, 0,
		0, 0, 0, 0,
		48, 0, 0, 0, 1, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0,/* 104 */
		0, 0, 0, 0, 1, 0, 0, 0,
		2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,	/* 128 */
		0, 0, 0, 0, 1, 0, 0, 0,
	};

	segment(b, 0xe1, t, sizeof(t));
}

static const char xmp[] = "http://ns.adobe.com/xap/1.0/\0"
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='r'>"
    "<rdf:Description xmlns:dc='d' dc:format='image/jpeg'><dc:creator>"
    "<rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>";

static void
test_jpeg__names_what_it_finds(void **state)
{
	static const char irb[] = "Photoshop 3.0\0" "8BIM\4\4\0\0\0\0\0\10"
	    "\x1c\2\120\0\3B\xf6\x62";
	static const char icc[] = "ICC_PROFILE\0\1\1short";
	struct bytes app = BYTES_INIT(65536), in = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	exif(&app, 6);
	segment(&app, 0xe1, xmp, sizeof(xmp) - 1);
	segment(&app, 0xe2, icc, sizeof(icc) - 1);
	segment(&app, 0xed, irb, sizeof(irb) - 1);
	segment(&app, 0xfe, "by hand", 7);
	segment(&app, 0xe7, "Vendor stuff", 12);
	make(&in, &usual, app.data, app.len);
	assert_int_equal(bytes_add(&in, "PKtail", 6), 0);
	run(&e, &in, WANT_REPORT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_string_equal(exam_meta(&e, "EXIF", "Make"), "Acm");
	assert_string_equal(exam_meta(&e, "EXIF", "Orientation"), "6");
	assert_string_equal(exam_meta(&e, "GPS", "GPSPosition"),
	    "-48.500000, 2.000000");
	assert_string_equal(exam_meta(&e, "XMP", "dc:creator"), "Ada");
	assert_string_equal(exam_meta(&e, "XMP", "dc:format"), "image/jpeg");
	assert_string_equal(exam_meta(&e, "IPTC", "By-line"), "B\xc3\xb6" "b");
	assert_string_equal(exam_meta(&e, "ICC", "Profile"), "5 bytes");
	assert_string_equal(exam_meta(&e, "JPEG", "Comment"), "by hand");
	assert_string_equal(exam_meta(&e, "JPEG", "APP7"),
	    "Vendor stuff, 12 bytes");
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 6);
	exam_free(&e);
	bytes_free(&app);
	bytes_free(&in);
}

/* Through the short way and through libjpeg alike. */
static void
test_jpeg__cleaning_keeps_every_pixel(void **state)
{
	static const struct how hows[] = {
		{ 133, 87, 3, false, false, false, false, 0, 85 },
		{ 133, 87, 3, false, false, true, true, 0, 30 },
		{ 64, 64, 3, false, false, false, true, 5, 100 },
		{ 133, 87, 1, false, false, true, false, 3, 95 },
		{ 133, 87, 3, true, false, false, false, 0, 85 },
		{ 133, 87, 3, true, false, false, false, 4, 85 },
		{ 133, 87, 3, false, true, false, false, 0, 85 },
		{ 133, 87, 4, false, false, false, false, 0, 85 },
		{ 1, 1, 3, false, false, false, false, 0, 85 },
	};
	struct bytes app = BYTES_INIT(65536);

	(void)state;
	exif(&app, 1);
	segment(&app, 0xfe, "secret-word", 11);
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);

		make(&in, &hows[i], app.data, app.len);
		assert_int_equal(bytes_add(&in, "secret-word", 11), 0);
		clean(&out, &in);
		assert_same_pixels(&in, &out);
		assert_null(memmem(out.data, out.len, "secret-word", 11));
		assert_null(memmem(out.data, out.len, "Acm", 3));
		bytes_free(&in);
		bytes_free(&out);
	}
	bytes_free(&app);
}

static void
test_jpeg__cleaning_keeps_only_how_it_is_turned(void **state)
{
	(void)state;
	for (uint8_t o = 1; o <= 9; o++) {
		struct bytes app = BYTES_INIT(65536);
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);
		struct exam e = EXAM_INIT;

		exif(&app, o);
		make(&in, &usual, app.data, app.len);
		clean(&out, &in);
		assert_int_equal(memmem(out.data, out.len, "Exif", 4) != NULL,
		    o >= 2 && o <= 8);
		run(&e, &out, WANT_TEXT | WANT_LAYOUT, NULL);
		assert_int_equal(e.layout.npages, 1);
		assert_int_equal(e.layout.pages[0].width,
		    o >= 5 && o <= 8 ? 8700 : 13300);
		assert_int_equal(e.text.len, 0);
		exam_free(&e);
		bytes_free(&app);
		bytes_free(&in);
		bytes_free(&out);
	}
}

/* What hides where the coded data has room for it. */
static void
test_jpeg__nothing_hides_in_the_coded_data(void **state)
{
	struct how how = usual;
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);

	(void)state;
	/* Behind the last block, before EOI: bare, and as a segment. */
	for (int as_segment = 0; as_segment < 2; as_segment++) {
		make(&in, &how, NULL, 0);
		in.len -= 2;
		if (as_segment)
			segment(&in, 0xfe, "secret-word", 11);
		else
			assert_int_equal(bytes_add(&in, "secret-word", 11), 0);
		assert_int_equal(bytes_add(&in, "\xff\xd9", 2), 0);
		clean(&out, &in);
		assert_null(memmem(out.data, out.len, "secret-word", 11));
		assert_memory_equal(out.data + out.len - 2, "\xff\xd9", 2);
		assert_same_pixels(&in, &out);
		bytes_reset(&in);
		bytes_reset(&out);
	}

	/* In a table the picture does not use. */
	how.components = 1;
	{
		uint8_t dqt[65] = { 3 };

		memcpy(dqt + 1, "secret-word", 11);
		memset(dqt + 12, 1, 53);
		struct bytes app = BYTES_INIT(1024);
		segment(&app, 0xdb, dqt, sizeof(dqt));
		make(&in, &how, app.data, app.len);
		bytes_free(&app);
	}
	clean(&out, &in);
	assert_null(memmem(out.data, out.len, "secret-word", 11));
	assert_same_pixels(&in, &out);
	bytes_free(&in);
	bytes_free(&out);
}

/* A code nobody uses is a byte that could say anything: coded anew. */
static void
test_jpeg__unused_codes_are_not_kept(void **state)
{
	static const uint8_t head[] = { 0xff, 0xc4 };
	struct how how = { 64, 64, 1, false, false, true, false, 0, 90 };
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes odd = BYTES_INIT(FILE_MAX);
	uint8_t *ac, *p, n;

	(void)state;
	make(&in, &how, NULL, 0);
	/* The second DHT is the AC table; one more code of 16 bits in it. */
	p = memmem(in.data, in.len, head, 2);
	ac = memmem(p + 2, in.len - (size_t)(p + 2 - in.data), head, 2);
	assert_non_null(ac);
	n = (uint8_t)(ac[3] - 19);	/* symbols: all lengths below 256 */
	assert_int_equal(bytes_add(&odd, in.data,
	    (size_t)(ac - in.data) + 21 + n), 0);
	ac = odd.data + (ac - in.data);
	ac[3]++;
	ac[20]++;
	assert_int_equal(bytes_add(&odd, "\xa7", 1), 0);
	assert_int_equal(bytes_add(&odd, in.data + odd.len - 1,
	    in.len - odd.len + 1), 0);
	assert_same_pixels(&in, &odd);
	clean(&out, &odd);
	assert_same_pixels(&in, &out);
	assert_int_not_equal(out.len, odd.len);
	assert_int_equal(out.len, in.len);
	bytes_free(&in);
	bytes_free(&odd);
	bytes_free(&out);
}

static void
test_jpeg__the_same_file_comes_out_twice(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes twice = BYTES_INIT(FILE_MAX);

	(void)state;
	make(&in, &usual, NULL, 0);
	clean(&out, &in);
	clean(&twice, &out);
	assert_int_equal(out.len, twice.len);
	assert_memory_equal(out.data, twice.data, out.len);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&twice);
}

/* Pixel of the decoded picture (decode() above); its grey. */
static int
grey_at(const struct bytes *pixels, int x, int y)
{
	unsigned w = 0, h = 0;
	int c = 0, n = 0;

	assert_int_equal(sscanf((const char *)pixels->data, "%u %u %d %n", &w,
	    &h, &c, &n), 3);
	return pixels->data[n + (y * (int)w + x) * c];
}

static void
test_jpeg__boxes_are_black_and_the_rest_is_not(void **state)
{
	/* As shown 87 wide and 133 high: turned by 6, a quarter clockwise. */
	struct box box = { 0, 1600, 3200, 4800, 6400 };
	struct bytes app = BYTES_INIT(65536), in = BYTES_INIT(FILE_MAX);
	struct bytes out = BYTES_INIT(FILE_MAX), px = BYTES_INIT(FILE_MAX);
	struct bytes was = BYTES_INIT(FILE_MAX);
	struct edits edits = { .nranges = 0 };
	struct exam e = EXAM_INIT, again = EXAM_INIT;

	(void)state;
	exif(&app, 6);
	make(&in, &usual, app.data, app.len);
	assert_int_equal(edits_add_box(&edits, &box), 0);
	run(&e, &in, WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &out), 0);
	decode(&px, &out);
	decode(&was, &in);
	/* Shown (X, Y) is stored (Y, height - 1 - X).  Colours of the blocks
	 * beside the box reach a pixel or two into it, never out of it. */
	for (int y = 0; y < 133; y++)
		for (int x = 0; x < 87; x++) {
			int now = grey_at(&px, y, 86 - x);

			if (x >= 16 && x < 48 && y >= 32 && y < 64)
				assert_in_range(now, 0, 40);
			else if (x < 4 || x >= 66 || y < 14 || y >= 82)
				assert_int_equal(now,
				    grey_at(&was, y, 86 - x));
		}
	assert_true(grey_at(&px, 80, 60) > 60);
	assert_true(grey_at(&px, 40, 5) > 60);
	run(&again, &out, WANT_REPORT, NULL);
	assert_int_equal(again.report.nmetas, 0);
	exam_free(&e);
	exam_free(&again);
	edits_free(&edits);
	bytes_free(&app);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&px);
	bytes_free(&was);
}

static void
test_jpeg__a_plan_for_other_pages_is_refused(void **state)
{
	struct box box = { 1, 0, 0, 100, 100 };
	struct edits edits = { .nranges = 0 };
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual, NULL, 0);
	assert_int_equal(edits_add_box(&edits, &box), 0);
	run(&e, &in, WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	exam_free(&e);
	edits_free(&edits);
	bytes_free(&in);
}

static void
test_jpeg__the_safe_copy_is_one_page(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual, NULL, 0);
	run(&e, &in, WANT_SAFE, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &out), 0);
	assert_true(out.len > 500);
	assert_memory_equal(out.data, "%PDF-", 5);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

/*
 * Cut anywhere it is refused or, when only the end mark is missing, whole;
 * never is a part passed on as the picture.
 */
static void
test_jpeg__a_cut_file_is_refused(void **state)
{
	struct how hows[2] = { usual, usual };
	struct bytes app = BYTES_INIT(65536);

	(void)state;
	hows[1].progressive = true;
	exif(&app, 3);
	for (int k = 0; k < 2; k++) {
		struct bytes in = BYTES_INIT(FILE_MAX);

		make(&in, &hows[k], app.data, app.len);
		for (size_t n = 3; n < in.len - 2; n += n < 1000 ? 1 : 97) {
			struct exam e = EXAM_INIT;

			assert_int_equal(run_format(&e, &format_jpeg, in.data,
			    n, WANT_CLEAN | WANT_REPORT, NULL), 0);
			if (e.report.state != EXAM_REFUSED)
				fail_msg("%zu of %zu bytes were cleaned", n,
				    in.len);
			assert_int_equal(e.report.reason, REASON_DAMAGED);
			exam_free(&e);
		}
		bytes_free(&in);
	}
	bytes_free(&app);
}

/* Whatever is flipped: no crash, and what comes out holds nothing. */
static void
test_jpeg__flipped_bytes_do_no_harm(void **state)
{
	struct how how = { 40, 24, 3, false, false, false, false, 0, 60 };
	struct bytes app = BYTES_INIT(65536), in = BYTES_INIT(FILE_MAX);

	(void)state;
	exif(&app, 6);
	segment(&app, 0xe1, xmp, sizeof(xmp) - 1);
	make(&in, &how, app.data, app.len);
	for (size_t i = 0; i < in.len; i++) {
		struct exam e = EXAM_INIT, again = EXAM_INIT;
		struct bytes out = BYTES_INIT(FILE_MAX);

		in.data[i] ^= (uint8_t)(1u << (i * 5 % 8));
		run(&e, &in, WANT_REPORT | WANT_TEXT | WANT_CLEAN, NULL);
		if (e.report.state == EXAM_DONE) {
			assert_int_equal(exam_file_bytes(&e, &out), 0);
			run(&again, &out, WANT_REPORT, NULL);
			assert_int_equal(again.report.nmetas, 0);
			assert_int_equal(again.report.nmarks, 0);
		}
		in.data[i] ^= (uint8_t)(1u << (i * 5 % 8));
		exam_free(&e);
		exam_free(&again);
		bytes_free(&out);
	}
	bytes_free(&app);
	bytes_free(&in);
}

static void
test_jpeg__its_structure_is_told_from_others(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct doc d;

	(void)state;
	make(&in, &usual, NULL, 0);
	d = (struct doc){ .data = in.data, .len = in.len };
	assert_true(format_jpeg.structure(&d));
	d.len /= 2;
	assert_true(format_jpeg.structure(&d));
	d = (struct doc){ .data = (const uint8_t *)"\xff\xd8\xff\xd9", .len = 4 };
	assert_false(format_jpeg.structure(&d));
	d = (struct doc){ .data = (const uint8_t *)"%PDF-1.4\n", .len = 9 };
	assert_false(format_jpeg.structure(&d));
	bytes_free(&in);
}

static void
test_jpeg__too_many_pixels_are_refused(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;
	uint8_t *sof;

	(void)state;
	make(&in, &usual, NULL, 0);
	sof = memmem(in.data, in.len, "\xff\xc0", 2);
	assert_non_null(sof);
	memcpy(sof + 5, "\xff\xdc\xff\xdc", 4);
	run(&e, &in, WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_LIMIT);
	exam_free(&e);
	bytes_free(&in);
}

/* Every JPEG of the corpus is cleaned, with its pixels unchanged. */
static void
test_jpeg__the_corpus_is_cleaned(void **state)
{
	static const char *const folders[] = {
		"../shared/corpus/meta", "../shared/corpus/ocr",
		"../shared/corpus/planted/img"
	};
	unsigned n = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		DIR *dir = opendir(folders[i]);
		struct dirent *entry;

		while (dir != NULL && (entry = readdir(dir)) != NULL) {
			struct bytes in = BYTES_INIT(FILE_MAX);
			struct bytes out = BYTES_INIT(FILE_MAX);
			char path[512];

			if (strstr(entry->d_name, ".jpg") == NULL)
				continue;
			(void)snprintf(path, sizeof(path), "%s/%s",
			    folders[i], entry->d_name);
			assert_int_equal(load(path, &in), 0);
			clean(&out, &in);
			assert_same_pixels(&in, &out);
			bytes_free(&in);
			bytes_free(&out);
			n++;
		}
		if (dir != NULL)
			closedir(dir);
	}
	if (n == 0) {
		printf("no corpus beside the repository\n");
		skip();
	}
	printf("%u files\n", n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jpeg__names_what_it_finds),
		cmocka_unit_test(test_jpeg__cleaning_keeps_every_pixel),
		cmocka_unit_test(
		    test_jpeg__cleaning_keeps_only_how_it_is_turned),
		cmocka_unit_test(test_jpeg__nothing_hides_in_the_coded_data),
		cmocka_unit_test(test_jpeg__unused_codes_are_not_kept),
		cmocka_unit_test(test_jpeg__the_same_file_comes_out_twice),
		cmocka_unit_test(
		    test_jpeg__boxes_are_black_and_the_rest_is_not),
		cmocka_unit_test(test_jpeg__a_plan_for_other_pages_is_refused),
		cmocka_unit_test(test_jpeg__the_safe_copy_is_one_page),
		cmocka_unit_test(test_jpeg__a_cut_file_is_refused),
		cmocka_unit_test(test_jpeg__flipped_bytes_do_no_harm),
		cmocka_unit_test(test_jpeg__its_structure_is_told_from_others),
		cmocka_unit_test(test_jpeg__too_many_pixels_are_refused),
		cmocka_unit_test(test_jpeg__the_corpus_is_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
