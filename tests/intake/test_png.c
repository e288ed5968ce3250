/* test_png.c -- PNG: what is found, what is kept, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/format/image/png_walk.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)

struct how {
	uint32_t width, height;
	int depth, type, interlace;
	bool transparent;	/* tRNS */
};

static const struct how usual = { 61, 33, 8, PNG_COLOR_TYPE_RGB, 0, false };

static void
on_write(png_structp png, png_bytep p, size_t n)
{
	assert_int_equal(bytes_add(png_get_io_ptr(png), p, n), 0);
}

static void
on_flush(png_structp png)
{
	(void)png;
}

static void
make(struct bytes *out, const struct how *how)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_color palette[16];
	png_byte alphas[3] = { 0, 128, 255 };
	png_color_16 clear = { 0, 7, 7, 7, 1 };
	png_text text = { .compression = PNG_TEXT_COMPRESSION_zTXt,
		.key = (char *)"Author", .text = (char *)"Ada Secret" };
	size_t row_bytes;
	uint8_t *rows;
	int passes;

	png_set_write_fn(png, out, on_write, on_flush);
	png_set_IHDR(png, info, how->width, how->height, how->depth, how->type,
	    how->interlace, 0, 0);
	for (int i = 0; i < 16; i++)
		palette[i] = (png_color){ (png_byte)(i * 16),
			(png_byte)(255 - i * 9), (png_byte)(i * i) };
	if (how->type == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(png, info, palette,
		    how->depth >= 4 ? 16 : 1 << how->depth);
	if (how->transparent)
		png_set_tRNS(png, info, alphas, how->depth == 1 ? 2 : 3,
		    &clear);
	png_set_gAMA_fixed(png, info, 45455);
	png_set_pHYs(png, info, 11811, 11811, PNG_RESOLUTION_METER);
	png_set_text(png, info, &text, 1);
	png_write_info(png, info);
	row_bytes = png_get_rowbytes(png, info);
	rows = calloc(how->height, row_bytes);
	for (size_t i = 0; i < row_bytes * how->height; i++)
		rows[i] = (uint8_t)(how->type == PNG_COLOR_TYPE_PALETTE &&
		    how->depth == 8 ? i * 7 % 16 : i * 31 + i / 13);
	passes = png_set_interlace_handling(png);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < how->height; y++)
			png_write_row(png, rows + y * row_bytes);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	free(rows);
}

struct source {
	const uint8_t *p;
	size_t left;
};

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct source *s = png_get_io_ptr(png);

	assert_true(n <= s->left);
	memcpy(to, s->p, n);
	s->p += n;
	s->left -= n;
}

/*
 * Everything about the picture: header, palette, transparency, looks, and
 * the rows as they are stored.  `flat`: 8 bits RGBA instead, and no header.
 */
static void
decode(struct bytes *out, const struct bytes *file, bool flat)
{
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	struct source source = { file->data, file->len };
	png_colorp palette = NULL;
	png_bytep alphas = NULL;
	png_color_16p clear = NULL;
	png_fixed_point gamma = 0;
	uint32_t width, height;
	size_t row_bytes;
	uint8_t *rows;
	int n = 0, passes;

	png_set_read_fn(png, &source, on_read);
	png_read_info(png, info);
	width = png_get_image_width(png, info);
	height = png_get_image_height(png, info);
	if (flat) {
		png_set_expand(png);
		png_set_scale_16(png);
		png_set_gray_to_rgb(png);
		png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
	} else {
		png_get_gAMA_fixed(png, info, &gamma);
		(void)bytes_addf(out, "%u %u %d %d %d %u\n", width, height,
		    png_get_bit_depth(png, info),
		    png_get_color_type(png, info), gamma,
		    png_get_pixels_per_meter(png, info));
		if (png_get_PLTE(png, info, &palette, &n))
			(void)bytes_add(out, palette, (size_t)n * 3);
		if (png_get_tRNS(png, info, &alphas, &n, &clear) &&
		    alphas != NULL)
			(void)bytes_add(out, alphas, (size_t)n);
		else if (clear != NULL)
			(void)bytes_addf(out, "%u %u %u\n", clear->red,
			    clear->green, clear->gray);
	}
	passes = png_set_interlace_handling(png);
	png_read_update_info(png, info);
	row_bytes = png_get_rowbytes(png, info);
	assert_int_equal(bytes_room(out, row_bytes * height, &rows), 0);
	memset(rows, 0, row_bytes * height);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < height; y++)
			png_read_row(png, rows + y * row_bytes, NULL);
	png_destroy_read_struct(&png, &info, NULL);
}

static void
assert_same_picture(const struct bytes *a, const struct bytes *b)
{
	struct bytes pa = BYTES_INIT(FILE_MAX), pb = BYTES_INIT(FILE_MAX);

	decode(&pa, a, false);
	decode(&pb, b, false);
	assert_int_equal(pa.len, pb.len);
	assert_memory_equal(pa.data, pb.data, pa.len);
	bytes_free(&pa);
	bytes_free(&pb);
}

static void
run(struct exam *e, const struct bytes *in, unsigned want,
    const struct edits *edits)
{
	assert_int_equal(run_format(e, &format_png, in->data, in->len, want,
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

static uint32_t
crc(const uint8_t *p, size_t len)
{
	uint32_t c = 0xffffffffu;

	for (size_t i = 0; i < len; i++) {
		c ^= p[i];
		for (int k = 0; k < 8; k++)
			c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
	}
	return c ^ 0xffffffffu;
}

static void
put32(struct bytes *b, uint32_t v)
{
	uint8_t p[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v };

	assert_int_equal(bytes_add(b, p, 4), 0);
}

static void
chunk(struct bytes *b, const char *type, const void *data, size_t len)
{
	size_t at = b->len + 4;

	put32(b, (uint32_t)len);
	assert_int_equal(bytes_add(b, type, 4), 0);
	assert_int_equal(bytes_add(b, data, len), 0);
	put32(b, crc(b->data + at, len + 4));
}

/* `in` with one more chunk behind its header. */
static void
with_chunk(struct bytes *out, const struct bytes *in, const char *type,
    const void *data, size_t len)
{
	assert_int_equal(bytes_add(out, in->data, 33), 0);
	chunk(out, type, data, len);
	assert_int_equal(bytes_add(out, in->data + 33, in->len - 33), 0);
}

static void
test_png__names_what_it_finds(void **state)
{
	static const char xmp[] = "XML:com.adobe.xmp\0\0\0\0\0<x xmlns:dc='d'>"
	    "<dc:title>Leak</dc:title></x>";
	static const uint8_t exif[] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
		1, 0x0f, 0, 2, 0, 0, 0, 4, 'A', 'c', 'm', 0, 0, 0, 0, 0 };
	static const uint8_t when[] = { 7, 232, 2, 29, 23, 59, 58 };
	struct bytes in = BYTES_INIT(FILE_MAX), a = BYTES_INIT(FILE_MAX);
	struct bytes b = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual);
	with_chunk(&a, &in, "iTXt", xmp, sizeof(xmp) - 1);
	with_chunk(&b, &a, "eXIf", exif, sizeof(exif));
	bytes_reset(&a);
	with_chunk(&a, &b, "tIME", when, sizeof(when));
	bytes_reset(&b);
	with_chunk(&b, &a, "tEXt", "Comment\0caf\xe9", 12);
	bytes_reset(&a);
	with_chunk(&a, &b, "prVt", "12345", 5);
	assert_int_equal(bytes_add(&a, "tail", 4), 0);
	run(&e, &a, WANT_REPORT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_string_equal(exam_meta(&e, "zTXt", "Author"), "Ada Secret");
	assert_string_equal(exam_meta(&e, "tEXt", "Comment"), "caf\xc3\xa9");
	assert_string_equal(exam_meta(&e, "XMP", "dc:title"), "Leak");
	assert_string_equal(exam_meta(&e, "EXIF", "Make"), "Acm");
	assert_string_equal(exam_meta(&e, "PNG", "ModifyDate"),
	    "2024-02-29 23:59:58");
	assert_string_equal(exam_meta(&e, "PNG", "prVt"), "5 bytes");
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 4);
	assert_int_equal(exam_marks(&e, MARK_PRINTER_DOTS), 0);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&a);
	bytes_free(&b);
}

static void
test_png__cleaning_keeps_every_kind_of_pixel(void **state)
{
	static const struct {
		int type, depth;
	} kinds[] = {
		{ 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 },
		{ 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 },
		{ 4, 16 }, { 6, 8 }, { 6, 16 }
	};

	(void)state;
	for (unsigned i = 0; i < 15 * 4; i++) {
		struct how how = { 61, 33, kinds[i / 4].depth,
			kinds[i / 4].type, (int)(i & 1), (i & 2) != 0 };
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);

		if (how.type & PNG_COLOR_MASK_ALPHA)
			how.transparent = false;
		make(&in, &how);
		assert_int_equal(bytes_add(&in, "Secret", 6), 0);
		clean(&out, &in);
		assert_same_picture(&in, &out);
		assert_null(memmem(out.data, out.len, "Secret", 6));
		assert_null(memmem(out.data, out.len, "Author", 6));
		bytes_free(&in);
		bytes_free(&out);
	}
}

/* The zlib stream may go on behind the last row: that is not copied. */
static void
test_png__nothing_hides_in_the_compressed_data(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes odd = BYTES_INIT(FILE_MAX);
	struct png_walk w;
	struct png_chunk c;

	(void)state;
	make(&in, &usual);
	w = png_walk(in.data, in.len);
	assert_int_equal(bytes_add(&odd, in.data, 8), 0);
	while (png_next(&w, &c)) {
		if (png_is(&c, "IEND"))
			chunk(&odd, "IDAT", "hidden-words", 12);
		chunk(&odd, c.type, c.data, c.len);
	}
	clean(&out, &odd);
	assert_same_picture(&in, &out);
	assert_null(memmem(out.data, out.len, "hidden-words", 12));
	bytes_free(&in);
	bytes_free(&odd);
	bytes_free(&out);
}

static void
test_png__the_same_file_comes_out_twice(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes twice = BYTES_INIT(FILE_MAX);

	(void)state;
	make(&in, &usual);
	clean(&out, &in);
	clean(&twice, &out);
	assert_int_equal(out.len, twice.len);
	assert_memory_equal(out.data, twice.data, out.len);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&twice);
}

/* Boxes are exact here; what alpha hid goes, what is seen stays. */
static void
test_png__boxes_are_black_and_the_rest_stays(void **state)
{
	static const struct how hows[] = {
		{ 61, 33, 8, 2, 0, false }, { 61, 33, 8, 6, 1, false },
		{ 61, 33, 2, 3, 0, true }, { 61, 33, 16, 0, 0, false },
	};
	struct box box = { 0, 1050, 500, 2000, 1500 };
	struct edits edits = { .nranges = 0 };

	(void)state;
	assert_int_equal(edits_add_box(&edits, &box), 0);
	for (size_t i = 0; i < 4; i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);
		struct bytes was = BYTES_INIT(FILE_MAX);
		struct bytes is = BYTES_INIT(FILE_MAX);
		struct exam e = EXAM_INIT;

		make(&in, &hows[i]);
		run(&e, &in, WANT_APPLY, &edits);
		assert_int_equal(e.report.state, EXAM_DONE);
		assert_int_equal(exam_file_bytes(&e, &out), 0);
		decode(&was, &in, true);
		decode(&is, &out, true);
		assert_int_equal(was.len, is.len);
		for (size_t at = 0; at < is.len; at += 4) {
			size_t x = at / 4 % 61, y = at / 4 / 61;
			uint8_t *p = is.data + at, *q = was.data + at;

			if (x >= 10 && x < 20 && y >= 5 && y < 15)
				assert_memory_equal(p, "\0\0\0\xff", 4);
			else if (q[3] == 0)
				assert_memory_equal(p, "\0\0\0\0", 4);
			else
				assert_memory_equal(p, q, 4);
		}
		exam_free(&e);
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&was);
		bytes_free(&is);
	}
	edits_free(&edits);
}

static void
test_png__the_safe_copy_is_one_page(void **state)
{
	struct how how = { 61, 33, 8, 6, 0, false };
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &how);
	run(&e, &in, WANT_SAFE, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &out), 0);
	assert_true(out.len > 500);
	assert_memory_equal(out.data, "%PDF-", 5);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_png__its_page_is_counted_in_pixels(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual);
	run(&e, &in, WANT_TEXT | WANT_LAYOUT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.layout.npages, 1);
	assert_int_equal(e.layout.pages[0].width, 6100);
	assert_int_equal(e.layout.pages[0].height, 3300);
	assert_int_equal(e.text.len, 0);
	exam_free(&e);
	bytes_free(&in);
}

static void
refused(const struct bytes *in, enum exam_reason reason)
{
	struct exam e = EXAM_INIT;

	run(&e, in, WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, reason);
	exam_free(&e);
}

static void
test_png__a_turned_picture_stays_turned(void **state)
{
	static const uint8_t exif[] = {
		'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0,
		0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0,
		0x31, 1, 2, 0, 4, 0, 0, 0, 'S', 'e', 'c', 0, 0, 0, 0, 0
	};
	struct bytes in = BYTES_INIT(FILE_MAX), turned = BYTES_INIT(FILE_MAX);
	struct bytes out = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual);
	with_chunk(&turned, &in, "eXIf", exif, sizeof(exif));
	clean(&out, &turned);
	assert_same_picture(&in, &out);
	assert_null(memmem(out.data, out.len, "Sec", 3));
	run(&e, &out, WANT_TEXT | WANT_LAYOUT, NULL);
	assert_int_equal(e.layout.pages[0].width, usual.height * 100);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&turned);
	bytes_free(&out);
}

/* It says that it moves, and has no frame: cleaned, it says so no more. */
static void
test_png__an_animation_without_frames_is_a_picture(void **state)
{
	static const uint8_t control[8] = { 0, 0, 0, 1, 0, 0, 0, 0 };
	struct bytes in = BYTES_INIT(FILE_MAX), apng = BYTES_INIT(FILE_MAX);
	struct bytes out = BYTES_INIT(FILE_MAX);

	(void)state;
	make(&in, &usual);
	with_chunk(&apng, &in, "acTL", control, sizeof(control));
	clean(&out, &apng);
	assert_same_picture(&in, &out);
	assert_null(memmem(out.data, out.len, "acTL", 4));
	bytes_free(&in);
	bytes_free(&apng);
	bytes_free(&out);
}

static void
test_png__too_many_pixels_are_refused(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX), b = BYTES_INIT(FILE_MAX);
	struct png_walk w;
	struct png_chunk c;
	uint8_t header[13];

	(void)state;
	make(&in, &usual);
	w = png_walk(in.data, in.len);
	assert_int_equal(bytes_add(&b, in.data, 8), 0);
	while (png_next(&w, &c)) {
		if (png_is(&c, "IHDR")) {
			memcpy(header, c.data, 13);
			memcpy(header, "\0\1\0\0\0\1\0\0", 8);
			chunk(&b, "IHDR", header, 13);
		} else {
			chunk(&b, c.type, c.data, c.len);
		}
	}
	refused(&b, REASON_LIMIT);
	bytes_free(&in);
	bytes_free(&b);
}

/* Cut inside the picture it is refused; behind it, it is whole. */
static void
test_png__a_cut_file_is_refused(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct png_walk w;
	struct png_chunk c = { .len = 0 };
	size_t end = 0;

	(void)state;
	make(&in, &usual);
	w = png_walk(in.data, in.len);
	while (png_next(&w, &c))
		if (png_is(&c, "IDAT"))
			end = w.at;
	for (size_t n = 8; n < end - 12; n += n < 200 ? 1 : 53) {
		struct bytes cut = { .data = in.data, .len = n };

		refused(&cut, REASON_DAMAGED);
	}
	bytes_free(&in);
}

/* Whatever is flipped: no crash, and what comes out holds nothing. */
static void
test_png__flipped_bytes_do_no_harm(void **state)
{
	struct how how = { 17, 9, 4, PNG_COLOR_TYPE_PALETTE, 1, true };
	struct bytes in = BYTES_INIT(FILE_MAX);

	(void)state;
	make(&in, &how);
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
	bytes_free(&in);
}

static void
test_png__its_structure_is_told_from_others(void **state)
{
	struct bytes in = BYTES_INIT(FILE_MAX);
	struct doc d;

	(void)state;
	make(&in, &usual);
	d = (struct doc){ .data = in.data, .len = in.len };
	assert_true(format_png.structure(&d));
	d.len -= 20;
	assert_true(format_png.structure(&d));
	in.data[24] = 3;	/* no such depth */
	assert_false(format_png.structure(&d));
	d = (struct doc){ .data = (const uint8_t *)"\xff\xd8\xff\xe0", .len = 4 };
	assert_false(format_png.structure(&d));
	bytes_free(&in);
}

/* Text that unpacks without end is told by its size. */
static void
test_png__a_bomb_in_a_text_is_not_unpacked(void **state)
{
	struct how how = { 4000, 4000, 8, 0, 0, false };
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes body = BYTES_INIT(FILE_MAX);
	struct bytes file = BYTES_INIT(FILE_MAX);
	struct png_walk w;
	struct png_chunk c;
	struct exam e = EXAM_INIT;

	(void)state;
	/* 16 MB of filtered rows are a zlib stream that unpacks to 16 MB. */
	make(&in, &how);
	assert_int_equal(bytes_add(&body, "Bomb\0\0", 6), 0);
	w = png_walk(in.data, in.len);
	while (png_next(&w, &c))
		if (png_is(&c, "IDAT"))
			assert_int_equal(bytes_add(&body, c.data, c.len), 0);
	make(&out, &usual);
	with_chunk(&file, &out, "zTXt", body.data, body.len);
	run(&e, &file, WANT_REPORT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_non_null(exam_meta(&e, "zTXt", "Bomb"));
	assert_non_null(strstr(exam_meta(&e, "zTXt", "Bomb"), "too long"));
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&body);
	bytes_free(&file);
}

/* Every PNG of the corpus is cleaned; but for dots its pixels are the same. */
static void
test_png__the_corpus_is_cleaned(void **state)
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
			struct bytes was = BYTES_INIT(FILE_MAX);
			struct bytes is = BYTES_INIT(FILE_MAX);
			char path[512];

			if (strstr(entry->d_name, ".png") == NULL)
				continue;
			(void)snprintf(path, sizeof(path), "%s/%s",
			    folders[i], entry->d_name);
			assert_int_equal(load(path, &in), 0);
			clean(&out, &in);
			decode(&was, &in, true);
			decode(&is, &out, true);
			assert_int_equal(was.len, is.len);
			if (strstr(path, "yellow-dots") == NULL)
				assert_memory_equal(was.data, is.data, is.len);
			else
				assert_null(memmem(is.data, is.len,
				    "\xff\xff\x99", 3));
			bytes_free(&in);
			bytes_free(&out);
			bytes_free(&was);
			bytes_free(&is);
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
		cmocka_unit_test(test_png__names_what_it_finds),
		cmocka_unit_test(test_png__cleaning_keeps_every_kind_of_pixel),
		cmocka_unit_test(
		    test_png__nothing_hides_in_the_compressed_data),
		cmocka_unit_test(test_png__the_same_file_comes_out_twice),
		cmocka_unit_test(test_png__boxes_are_black_and_the_rest_stays),
		cmocka_unit_test(test_png__the_safe_copy_is_one_page),
		cmocka_unit_test(test_png__its_page_is_counted_in_pixels),
		cmocka_unit_test(test_png__a_turned_picture_stays_turned),
		cmocka_unit_test(
		    test_png__an_animation_without_frames_is_a_picture),
		cmocka_unit_test(test_png__too_many_pixels_are_refused),
		cmocka_unit_test(test_png__a_cut_file_is_refused),
		cmocka_unit_test(test_png__flipped_bytes_do_no_harm),
		cmocka_unit_test(test_png__its_structure_is_told_from_others),
		cmocka_unit_test(test_png__a_bomb_in_a_text_is_not_unpacked),
		cmocka_unit_test(test_png__the_corpus_is_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
