/* test_tiff.c -- TIFF: what is found, what is kept, what is refused. */
#include "tests/intake/picture_kit.h"

#include <jpeglib.h>
#include <tiffio.h>

#include "intake/format/tags/numbers.h"

#define W 67
#define H 45

struct how {
	const char *mode;	/* of TIFFFdOpen() */
	int compression, photometric, bits, samples;
	int planes, tile;	/* sides of a tile; 0: strips */
	int pages;
};

static const struct how usual = {
	"wl", COMPRESSION_LZW, PHOTOMETRIC_RGB, 8, 3, 0, 0, 1
};

static TIFF *
open_file(int *fd, const char *mode)
{
	if (*fd < 0)
		assert_true((*fd = memfd_create("tiff", 0)) >= 0);
	assert_int_equal(lseek(*fd, 0, SEEK_SET), 0);
	return TIFFFdOpen(dup(*fd), "tiff", mode);
}

static void
fill(uint8_t *row, const struct how *how, uint32_t y, uint32_t x0, uint32_t n)
{
	memset(row, 0, n * 4 * 2);
	for (uint32_t x = 0; x < n; x++) {
		uint8_t rgb[3];

		kit_pixel(rgb, x0 + x, y);
		for (int s = 0; s < how->samples; s++)
			if (how->bits == 16)
				memset(row + 2 * (x * how->samples + s),
				    rgb[s % 3], 2);
			else if (how->bits == 8)
				row[x * how->samples + s] = rgb[s % 3];
			else if (rgb[0] > 127)
				row[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

static void
describe(TIFF *t, const struct how *how)
{
	uint16_t colours[3][256];

	TIFFSetField(t, TIFFTAG_IMAGEWIDTH, W);
	TIFFSetField(t, TIFFTAG_IMAGELENGTH, H);
	TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, how->bits);
	TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, how->samples);
	TIFFSetField(t, TIFFTAG_PHOTOMETRIC, how->photometric);
	TIFFSetField(t, TIFFTAG_COMPRESSION, how->compression);
	TIFFSetField(t, TIFFTAG_PLANARCONFIG, how->planes ? 2 : 1);
	TIFFSetField(t, TIFFTAG_ORIENTATION, 6);
	TIFFSetField(t, TIFFTAG_XRESOLUTION, 300.0);
	TIFFSetField(t, TIFFTAG_YRESOLUTION, 300.0);
	TIFFSetField(t, TIFFTAG_ARTIST, "Ada Secret");
	TIFFSetField(t, TIFFTAG_SOFTWARE, "Secret 1.0");
	TIFFSetField(t, TIFFTAG_XMLPACKET, 28,
	    "<x a='http://Secret.test'/>   ");
	if (how->photometric == PHOTOMETRIC_PALETTE) {
		for (int i = 0; i < 256; i++)
			for (int c = 0; c < 3; c++)
				colours[c][i] = (uint16_t)(i * 200 + c * 77);
		TIFFSetField(t, TIFFTAG_COLORMAP, colours[0], colours[1],
		    colours[2]);
	}
	if (how->compression == COMPRESSION_JPEG &&
	    how->photometric == PHOTOMETRIC_YCBCR)
		TIFFSetField(t, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
	if (how->tile) {
		TIFFSetField(t, TIFFTAG_TILEWIDTH, how->tile);
		TIFFSetField(t, TIFFTAG_TILELENGTH, how->tile);
	} else {
		TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, 16);
	}
}

static void
write_tiles(TIFF *t, const struct how *how)
{
	size_t n = (size_t)how->tile * how->tile * 16;
	uint8_t *tile = calloc(1, n);

	for (uint32_t y = 0; y < H; y += (uint32_t)how->tile)
		for (uint32_t x = 0; x < W; x += (uint32_t)how->tile) {
			for (int i = 0; i < how->tile; i++) {
				uint8_t row[4096];

				fill(row, how, y + (uint32_t)i, x,
				    (uint32_t)how->tile);
				memcpy(tile + (size_t)i * how->tile *
				    how->samples, row, (size_t)how->tile *
				    how->samples);
			}
			assert_true(TIFFWriteTile(t, tile, x, y, 0, 0) > 0);
		}
	free(tile);
}

static void
make(struct bytes *out, const struct how *how)
{
	struct how plane = *how;
	int fd = -1;
	TIFF *t = open_file(&fd, how->mode);
	uint8_t row[4096];

	if (how->planes)
		plane.samples = 1;
	for (int page = 0; page < how->pages; page++) {
		describe(t, how);
		if (how->tile)
			write_tiles(t, how);
		for (int s = 0; s < (how->planes ? how->samples : 1); s++)
			for (uint32_t y = 0; y < H && !how->tile; y++) {
				fill(row, &plane, y, (uint32_t)page, W);
				assert_true(TIFFWriteScanline(t, row, y,
				    (uint16_t)s) > 0);
			}
		assert_true(TIFFWriteDirectory(t));
	}
	TIFFClose(t);
	lseek(fd, 0, SEEK_SET);
	assert_int_equal(io_read_all(fd, out), 0);
	close(fd);
}

/* Page `page` as RGBA, not turned. */
static void
decode(struct bytes *out, const struct bytes *file, int page)
{
	uint32_t w = 0, h = 0;
	int fd = -1;
	uint8_t *room;
	TIFF *t;

	assert_true((fd = memfd_create("tiff", 0)) >= 0);
	assert_int_equal(io_write_all(fd, file->data, file->len), 0);
	t = open_file(&fd, "r");
	assert_non_null(t);
	assert_true(TIFFSetDirectory(t, (tdir_t)page));
	TIFFGetField(t, TIFFTAG_IMAGEWIDTH, &w);
	TIFFGetField(t, TIFFTAG_IMAGELENGTH, &h);
	assert_int_equal(w, W);
	assert_int_equal(h, H);
	assert_int_equal(bytes_room(out, W * H * 4, &room), 0);
	assert_true(TIFFReadRGBAImageOriented(t, W, H,
	    (uint32_t *)(void *)room, ORIENTATION_TOPLEFT, 1));
	TIFFClose(t);
	close(fd);
}

static void
assert_same_pages(const struct bytes *a, const struct bytes *b, int pages)
{
	for (int i = 0; i < pages; i++) {
		struct bytes pa = BYTES_INIT(KIT_MAX), pb = BYTES_INIT(KIT_MAX);

		decode(&pa, a, i);
		decode(&pb, b, i);
		assert_memory_equal(pa.data, pb.data, pa.len);
		bytes_free(&pa);
		bytes_free(&pb);
	}
}

static void
keeps_every_pixel_of(const struct how *how)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);

	printf("%s compression %d photometric %d, %d x %d bits\n", how->mode,
	    how->compression, how->photometric, how->samples, how->bits);
	make(&in, how);
	assert_true(kit_holds(&in, "Secret"));
	kit_clean(&out, &format_tiff, &in);
	assert_false(kit_holds(&out, "Secret"));
	assert_same_pages(&in, &out, how->pages);
	kit_assert_pages(&format_tiff, &in, (uint32_t)how->pages);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_keeps_every_pixel_and_no_word(void **state)
{
	static const struct how hows[] = {
		{ "wl", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, 0, 0, 1 },
		{ "wb", COMPRESSION_LZW, PHOTOMETRIC_RGB, 16, 3, 0, 0, 2 },
		{ "w8", COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 8, 4, 0,
		    0, 3 },
		{ "w8b", COMPRESSION_PACKBITS, PHOTOMETRIC_PALETTE, 8, 1, 0,
		    0, 1 },
		{ "wl", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, 0,
		    0, 2 },
		{ "wb", COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 8, 3, 0, 0, 1 },
		{ "wl", COMPRESSION_JPEG, PHOTOMETRIC_RGB, 8, 3, 0, 32, 1 },
		{ "wl", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, 1, 0, 1 },
		{ "wl", COMPRESSION_LZW, PHOTOMETRIC_SEPARATED, 8, 4, 0, 0, 1 },
		{ "wb", COMPRESSION_NONE, PHOTOMETRIC_MINISBLACK, 16, 1, 0, 0,
		    1 },
		{ "wl", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, 0, 16, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++)
		keeps_every_pixel_of(&hows[i]);
}

static void
test_tells_what_a_page_says(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	make(&in, &usual);
	assert_int_equal(bytes_add(&in, "hidden behind everything", 24), 0);
	kit_run(&e, &format_tiff, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "EXIF", "Artist"), "Ada Secret");
	assert_string_equal(exam_meta(&e, "EXIF", "Software"), "Secret 1.0");
	assert_non_null(exam_meta(&e, "XMP", "Packet"));
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 24);
	exam_free(&e);
	bytes_free(&in);
}

static void
test_a_box_is_painted_on_its_page_alone(void **state)
{
	struct how how = usual;
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct bytes was = BYTES_INIT(KIT_MAX), is = BYTES_INIT(KIT_MAX);
	uint32_t black = 0;

	(void)state;
	how.pages = 2;
	make(&in, &how);
	/* Shown turned by 90 degrees: x runs down the rows as stored. */
	kit_paint(&out, &format_tiff, &in, 1, 0, 0, 10, 5);
	decode(&was, &in, 0);
	decode(&is, &out, 0);
	assert_memory_equal(was.data, is.data, was.len);
	bytes_reset(&was);
	bytes_reset(&is);
	decode(&was, &in, 1);
	decode(&is, &out, 1);
	for (size_t i = 0; i < is.len; i += 4) {
		bool dark = is.data[i] + is.data[i + 1] + is.data[i + 2] == 0;

		black += dark;
		if (!dark)
			assert_memory_equal(was.data + i, is.data + i, 4);
	}
	assert_int_equal(black, 50);
	bytes_free(&was);
	bytes_free(&is);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_a_smaller_picture_of_a_page_is_told_and_dropped(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;
	int fd = -1;
	TIFF *t = open_file(&fd, "wl");
	uint8_t row[4096];

	(void)state;
	for (int page = 0; page < 2; page++) {
		describe(t, &usual);
		TIFFSetField(t, TIFFTAG_SUBFILETYPE,
		    page == 1 ? FILETYPE_REDUCEDIMAGE : 0);
		for (uint32_t y = 0; y < H; y++) {
			fill(row, &usual, y, 0, W);
			assert_true(TIFFWriteScanline(t, row, y, 0) > 0);
		}
		assert_true(TIFFWriteDirectory(t));
	}
	TIFFClose(t);
	lseek(fd, 0, SEEK_SET);
	assert_int_equal(io_read_all(fd, &in), 0);
	close(fd);
	kit_run(&e, &format_tiff, &in, WANT_REPORT, NULL);
	assert_string_equal(exam_meta(&e, "Thumbnail", "Picture"),
	    "67 x 45 pixels");
	kit_clean(&out, &format_tiff, &in);
	kit_assert_pages(&format_tiff, &out, 1);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

static void
put(struct bytes *b, uint32_t v, int n)
{
	uint8_t p[4];

	put_le32(p, v);
	assert_int_equal(bytes_add(b, p, (size_t)n), 0);
}

/* One directory at 8, by hand: W x H of 8 bits in one strip at 8. */
static void
by_hand(struct bytes *b, uint32_t width, uint32_t height, uint32_t rows,
    uint32_t bytes, uint32_t next)
{
	const uint32_t e[][3] = {
		{ 256, 4, width }, { 257, 4, height }, { 258, 3, 8 },
		{ 259, 3, 1 }, { 262, 3, 1 }, { 273, 4, 8 },
		{ 278, 4, rows }, { 279, 4, bytes },
	};

	put(b, 0x002a4949, 4);
	put(b, 8, 4);
	put(b, 8, 2);
	for (size_t i = 0; i < 8; i++) {
		put(b, e[i][0], 2);
		put(b, e[i][1], 2);
		put(b, 1, 4);
		put(b, e[i][2], 4);
	}
	put(b, next, 4);
}

/* A grey JPEG of 16 x 16 with a comment and a maker's segment in it. */
static void
make_jpeg(struct bytes *b)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned long len = 0;
	uint8_t *data = NULL, row[16];
	JSAMPROW rows[1] = { row };

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &data, &len);
	c.image_width = c.image_height = 16;
	c.input_components = 1;
	c.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&c);
	jpeg_start_compress(&c, TRUE);
	jpeg_write_marker(&c, JPEG_COM, (const JOCTET *)"Ada Secret", 10);
	jpeg_write_marker(&c, JPEG_APP0 + 5, (const JOCTET *)"Secret", 6);
	for (int y = 0; y < 16; y++) {
		for (int x = 0; x < 16; x++)
			row[x] = (uint8_t)(x * 9 + y * 5);
		jpeg_write_scanlines(&c, rows, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	assert_int_equal(bytes_add(b, data, len), 0);
	free(data);
}

static void
test_words_inside_a_jpeg_strip_go(void **state)
{
	struct bytes b = BYTES_INIT(KIT_MAX), jpeg = BYTES_INIT(KIT_MAX);
	struct bytes out = BYTES_INIT(KIT_MAX);

	(void)state;
	make_jpeg(&jpeg);
	by_hand(&b, 16, 16, 16, (uint32_t)jpeg.len, 0);
	put_le16(b.data + 10 + 3 * 12 + 8, COMPRESSION_JPEG);
	put_le32(b.data + 10 + 5 * 12 + 8, (uint32_t)b.len);
	assert_int_equal(bytes_add(&b, jpeg.data, jpeg.len), 0);
	assert_true(kit_holds(&b, "Secret"));
	kit_clean(&out, &format_tiff, &b);
	assert_false(kit_holds(&out, "Secret"));
	/* The coded data is there to the last byte. */
	assert_true(memmem(out.data, out.len, jpeg.data + jpeg.len - 40,
	    40) != NULL);
	bytes_free(&b);
	bytes_free(&jpeg);
	bytes_free(&out);
}

static void
test_what_is_wrong_is_refused_by_name(void **state)
{
	struct bytes b = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);

	(void)state;
	by_hand(&b, 10, 10, 10, 100, 0);
	kit_clean(&out, &format_tiff, &b);
	bytes_free(&out);
	bytes_reset(&b);
	by_hand(&b, 10, 10, 10, 100, 8);	/* a circle */
	kit_refused(&format_tiff, &b, REASON_LIMIT);
	bytes_reset(&b);
	by_hand(&b, 100000, 100000, 1, 1, 0);
	kit_refused(&format_tiff, &b, REASON_LIMIT);
	bytes_reset(&b);
	by_hand(&b, 20000, 20000, 20000, 400000000, 0);
	kit_refused(&format_tiff, &b, REASON_DAMAGED);
	bytes_reset(&b);
	by_hand(&b, 10, 10, 1, 10, 0);		/* 10 strips, one named */
	kit_refused(&format_tiff, &b, REASON_DAMAGED);
	bytes_reset(&b);
	by_hand(&b, 10, 10, 10, 100, 5000);
	kit_refused(&format_tiff, &b, REASON_DAMAGED);
	bytes_free(&b);
}

static void
test_a_file_cut_anywhere_ends_as_something(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX);
	struct how how = usual;

	(void)state;
	how.pages = 2;
	make(&in, &how);
	kit_cut(&format_tiff, &in);
	bytes_free(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_every_pixel_and_no_word),
		cmocka_unit_test(test_tells_what_a_page_says),
		cmocka_unit_test(test_words_inside_a_jpeg_strip_go),
		cmocka_unit_test(test_a_box_is_painted_on_its_page_alone),
		cmocka_unit_test(
		    test_a_smaller_picture_of_a_page_is_told_and_dropped),
		cmocka_unit_test(test_what_is_wrong_is_refused_by_name),
		cmocka_unit_test(test_a_file_cut_anywhere_ends_as_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
