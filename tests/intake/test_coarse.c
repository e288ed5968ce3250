/* test_coarse.c -- eight pixels become five, each the mean of what it covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/page/coarse.h"
#include "intake/format/page/surface.h"

static uint32_t *
at(cairo_surface_t *s, int x, int y)
{
	uint8_t *data = cairo_image_surface_get_data(s);

	return (uint32_t *)(void *)(data + y *
	    cairo_image_surface_get_stride(s)) + x;
}

static void
assert_pixel(cairo_surface_t *s, int x, int y, uint32_t want)
{
	assert_int_equal(*at(s, x, y) & 0xffffff, want);
}

static void
test_coarse__each_pixel_is_the_mean_of_what_it_covers(void **state)
{
	/* Of a purple column among black ones. */
	static const uint32_t want[8][5] = {
		{ 0x9f009f, 0, 0, 0, 0 }, { 0x600060, 0x400040, 0, 0, 0 },
		{ 0, 0x9f009f, 0, 0, 0 }, { 0, 0x200020, 0x800080, 0, 0 },
		{ 0, 0, 0x800080, 0x200020, 0 }, { 0, 0, 0, 0x9f009f, 0 },
		{ 0, 0, 0, 0x400040, 0x600060 }, { 0, 0, 0, 0, 0x9f009f } };
	cairo_surface_t *s, *to;
	int i, x, y;

	(void)state;
	for (i = 0; i < 8; i++) {
		s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 8, 8);
		for (y = 0; y < 8; y++)
			*at(s, i, y) = 0xffff00ff;
		cairo_surface_mark_dirty(s);
		to = coarse_of(s);
		assert_non_null(to);
		assert_int_equal(cairo_image_surface_get_width(to), 5);
		assert_int_equal(cairo_image_surface_get_height(to), 5);
		for (y = 0; y < 5; y++)
			for (x = 0; x < 5; x++)
				assert_pixel(to, x, y, want[i][x]);
		cairo_surface_destroy(to);
		cairo_surface_destroy(s);
	}
}

static void
test_coarse__edges_and_rows_are_as_columns_are(void **state)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 9,
	    17), *to;
	int x;

	(void)state;
	for (x = 0; x < 9; x++)
		*at(s, x, 16) = 0xff00ff00;
	*at(s, 8, 0) = 0xff0000ff;
	cairo_surface_mark_dirty(s);
	to = coarse_of(s);
	assert_non_null(to);
	assert_int_equal(cairo_image_surface_get_width(to), 6);
	assert_int_equal(cairo_image_surface_get_height(to), 11);
	for (x = 0; x < 6; x++) {
		assert_pixel(to, x, 9, 0);
		assert_pixel(to, x, 10, 0x00ff00);
	}
	assert_pixel(to, 5, 0, 0x00009f);
	assert_pixel(to, 4, 0, 0);
	cairo_surface_destroy(to);
	cairo_surface_destroy(s);
}

static void
test_coarse__where_a_pixel_went(void **state)
{
	static const unsigned want[] = { 0, 0, 1, 2, 2, 3, 4, 4, 5, 5 };
	unsigned n;

	(void)state;
	for (n = 0; n < sizeof want / sizeof want[0]; n++)
		assert_int_equal(coarse_at(n), want[n]);
	for (n = 1; n < 3000; n++)
		assert_true(coarse_at(n - 1) < coarse_side(n));
}

static void
test_surface__is_white_whether_small_or_large(void **state)
{
	static const int sides[] = { 1, 7, 500, 1500 };
	size_t i;
	int x, y;

	(void)state;
	for (i = 0; i < sizeof sides / sizeof sides[0]; i++) {
		cairo_surface_t *s = surface_new(sides[i], sides[i]);
		bool white = true;

		assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
		for (y = 0; y < sides[i]; y++)
			for (x = 0; x < sides[i]; x++)
				white &= (*at(s, x, y) & 0xffffff) == 0xffffff;
		assert_true(white);
		cairo_surface_destroy(s);
	}
	for (i = 0; i < 2; i++) {
		cairo_surface_t *s = surface_new(i == 0 ? -1 : 40000, 40000);

		assert_int_not_equal(cairo_surface_status(s),
		    CAIRO_STATUS_SUCCESS);
		cairo_surface_destroy(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_coarse__each_pixel_is_the_mean_of_what_it_covers),
		cmocka_unit_test(test_coarse__edges_and_rows_are_as_columns_are),
		cmocka_unit_test(test_coarse__where_a_pixel_went),
		cmocka_unit_test(test_surface__is_white_whether_small_or_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
