/* test_seen.c -- marks that are seen in a JPEG's pixels: thumbnails that show
 * something else, and a printer's dots. */
#include "tests/intake/picture_kit.h"

#include <jpeglib.h>

#include "intake/format/tags/numbers.h"

enum scene { SLOPE, SLOPE_LIGHTER, SLOPE_FRAMED, OTHER, DOTS };

static void
pixel(uint8_t rgb[3], enum scene scene, uint32_t x, uint32_t y, uint32_t w,
    uint32_t h)
{
	uint32_t u = x * 200 / w, v = y * 200 / h;

	memset(rgb, 250, 3);
	if (scene == SLOPE_FRAMED) {	/* black bars, as cameras add them */
		v = v < 20 || v >= 180 ? 0 : (v - 20) * 200 / 160;
		if (y * 200 / h < 20 || y * 200 / h >= 180)
			u = v = 0;
	}
	if (scene == DOTS) {
		if (x % 25 >= 12 && x % 25 < 16 && y % 25 >= 12 &&
		    y % 25 < 16 && (x / 25 * 7 + y / 25 * 5) % 3 == 0)
			rgb[2] = 150;
		return;
	}
	memset(rgb, scene == OTHER ? (int)(u * (200 - v) / 200) :
	    (int)(u / 2 + v / 2 + (scene == SLOPE_LIGHTER ? 30 : 0)), 3);
}

static void
code(struct bytes *out, enum scene scene, uint32_t w, uint32_t h,
    const struct bytes *app)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned long len = 0;
	uint8_t *data = NULL, *row = malloc(w * 3);

	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &data, &len);
	c.image_width = w;
	c.image_height = h;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 92, TRUE);
	jpeg_start_compress(&c, TRUE);
	if (app != NULL)
		jpeg_write_marker(&c, JPEG_APP0 + 1, app->data,
		    (unsigned)app->len);
	for (uint32_t y = 0; y < h; y++) {
		for (uint32_t x = 0; x < w; x++)
			pixel(row + 3 * x, scene, x, y, w, h);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	assert_int_equal(bytes_add(out, data, len), 0);
	free(data);
	free(row);
}

/* An EXIF segment whose second directory has this thumbnail. */
static void
exif(struct bytes *app, enum scene scene, uint32_t w, uint32_t h)
{
	static const uint8_t head[] = {
		'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
		0, 0, 14, 0, 0, 0,
		2, 0, 1, 2, 4, 0, 1, 0, 0, 0, 44, 0, 0, 0,
		2, 2, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	};
	size_t at = sizeof(head);

	assert_int_equal(bytes_add(app, head, sizeof(head)), 0);
	code(app, scene, w, h, NULL);
	put_le32(app->data + 42, (uint32_t)(app->len - at));
}

static unsigned long
thumbs_told(enum scene picture, enum scene thumb, uint32_t w, uint32_t h)
{
	struct bytes app = BYTES_INIT(KIT_MAX), in = BYTES_INIT(KIT_MAX);
	struct bytes out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;
	unsigned long n;

	exif(&app, thumb, w, h);
	code(&in, picture, 300, 200, &app);
	kit_run(&e, &format_jpeg, &in, WANT_REPORT, NULL);
	n = exam_marks(&e, MARK_THUMBNAIL);
	printf("scenes %d and %d: %lu told\n", picture, thumb, n);
	kit_clean(&out, &format_jpeg, &in);
	exam_free(&e);
	bytes_free(&app);
	bytes_free(&in);
	bytes_free(&out);
	return n;
}

static void
test_a_thumbnail_that_shows_something_else_is_told(void **state)
{
	(void)state;
	assert_int_equal(thumbs_told(SLOPE, SLOPE, 90, 60), 0);
	assert_int_equal(thumbs_told(SLOPE, SLOPE_LIGHTER, 90, 60), 0);
	assert_int_equal(thumbs_told(OTHER, OTHER, 90, 60), 0);
	assert_int_equal(thumbs_told(SLOPE, SLOPE_FRAMED, 96, 80), 0);
	assert_int_equal(thumbs_told(SLOPE, OTHER, 90, 60), 1);
	assert_int_equal(thumbs_told(OTHER, SLOPE, 90, 60), 1);
}

static void
test_dots_on_a_jpeg_are_found_and_gone(void **state)
{
	struct bytes in = BYTES_INIT(KIT_MAX), out = BYTES_INIT(KIT_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	code(&in, DOTS, 900, 1200, NULL);
	kit_run(&e, &format_jpeg, &in, WANT_REPORT, NULL);
	assert_in_range(exam_marks(&e, MARK_PRINTER_DOTS), 200, 2000);
	kit_clean(&out, &format_jpeg, &in);	/* no mark is left */
	bytes_reset(&out);
	kit_paint(&out, &format_jpeg, &in, 0, 10, 10, 50, 50);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_a_thumbnail_that_shows_something_else_is_told),
		cmocka_unit_test(test_dots_on_a_jpeg_are_found_and_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
