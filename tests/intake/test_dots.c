/* test_dots.c -- a printer's yellow dots are found, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/page/dots.h"

#define W 900u
#define H 1200u

struct rgb {
	uint8_t r, g, b;
};

static const struct rgb white = { 255, 255, 255 };
static const struct rgb cream = { 247, 243, 228 };
static const struct rgb black = { 20, 20, 20 };
static const struct rgb toner = { 250, 248, 170 };

static uint8_t page[H * W * 3];
static uint32_t noise_state = 1;

static unsigned
noise(unsigned below)
{
	noise_state = noise_state * 1664525u + 1013904223u;
	return (noise_state >> 8) % below;
}

static void
fill(struct rgb paper, unsigned grain)
{
	for (size_t i = 0; i < (size_t)W * H; i++) {
		unsigned n = grain ? noise(grain) : 0;

		page[3 * i] = (uint8_t)(paper.r - n);
		page[3 * i + 1] = (uint8_t)(paper.g - n);
		page[3 * i + 2] = (uint8_t)(paper.b - n);
	}
}

static void
spot(uint32_t x0, uint32_t y0, uint32_t w, uint32_t h, struct rgb c)
{
	for (uint32_t y = y0; y < y0 + h && y < H; y++)
		for (uint32_t x = x0; x < x0 + w && x < W; x++)
			memcpy(page + 3 * ((size_t)y * W + x), &c, 3);
}

/* Print: black words in lines, with space between. */
static void
words(struct rgb ink)
{
	for (uint32_t y = 60; y < H - 60; y += 40)
		for (uint32_t x = 60; x < W - 120; x += 70 + noise(20))
			for (uint32_t i = 0; i < 5; i++)
				spot(x + i * 9, y + (i & 1) * 3, 6, 12, ink);
}

/* The pattern, 25 pixels to a cell, about a third of the cells filled. */
static unsigned
pattern(uint32_t size, struct rgb c)
{
	unsigned n = 0;

	for (uint32_t y = 15; y < H - 15; y += 25)
		for (uint32_t x = 15; x < W - 15; x += 25)
			if ((x / 25 % 15 * 7 + y / 25 % 8 * 5) % 3 == 0) {
				spot(x, y, size, size, c);
				n++;
			}
	return n;
}

/* How many dots; with `hide` they are painted over in the page. */
static uint32_t
find(bool hide)
{
	struct dots *d = NULL;
	uint32_t n = 0, x, y, from;

	assert_int_equal(dots_new(&d, W, H), 0);
	assert_non_null(d);
	for (y = 0; y < H; y++)
		if (!dots_row(d, page + (size_t)y * W * 3))
			goto done;
	n = dots_find(d);
	for (y = 0; hide && n > 0 && y < H; y++)
		for (x = 0; dots_in_row(d, y) && x < W; x++)
			if (dots_hide(d, y, x, &from))
				memcpy(page + 3 * ((size_t)y * W + x),
				    page + 3 * ((size_t)y * W + from), 3);
done:
	dots_free(d);
	return n;
}

static unsigned
count_yellow(void)
{
	unsigned n = 0;

	for (size_t i = 0; i < (size_t)W * H; i++)
		n += page[3 * i] > 200 &&
		    page[3 * i + 1] > page[3 * i + 2] + 40;
	return n;
}

static void
test_dots__are_found_on_white_paper_and_hidden(void **state)
{
	unsigned n;

	(void)state;
	fill(white, 0);
	n = pattern(3, toner);
	assert_int_equal(find(true), n);
	assert_int_equal(count_yellow(), 0);
	assert_int_equal(find(false), 0);
}

static void
test_dots__are_found_on_grainy_cream_paper_between_words(void **state)
{
	unsigned n, found;

	(void)state;
	for (uint32_t size = 2; size <= 5; size++) {
		fill(cream, 8);
		n = pattern(size, (struct rgb){ 240, 238, 160 });
		words(black);
		found = find(true);
		printf("%u of %u dots of %u pixels stand alone\n", found, n,
		    size);
		assert_true(found >= DOTS_MIN);
		assert_int_equal(find(false), 0);
	}
}

/* A dot that print touches is hidden as well: it completes the code. */
static void
test_dots__beside_print_are_hidden_too(void **state)
{
	(void)state;
	fill(white, 0);
	(void)pattern(3, toner);
	words(black);
	assert_true(find(true) >= DOTS_MIN);
	/* What is left lies inside words, hemmed in by ink. */
	printf("%u yellow pixels left\n", count_yellow());
	assert_true(count_yellow() < 150);
}

/* Blurred by a scanner: the tint around each goes with it. */
static void
test_dots__leave_no_halo(void **state)
{
	(void)state;
	fill(white, 0);
	(void)pattern(5, (struct rgb){ 254, 254, 240 });
	for (uint32_t y = 15; y < H - 15; y += 25)
		for (uint32_t x = 15; x < W - 15; x += 25)
			if (page[3 * ((size_t)y * W + x) + 2] == 240)
				spot(x + 1, y + 1, 3, 3, toner);
	assert_true(find(true) >= DOTS_MIN);
	for (size_t i = 0; i < sizeof(page); i++)
		assert_int_equal(page[i], 255);
}

static void
test_dots__few_specks_are_dirt(void **state)
{
	(void)state;
	fill(white, 0);
	for (uint32_t i = 0; i < DOTS_MIN - 1; i++)
		spot(20 + i * 29, 20 + i * 37, 3, 3, toner);
	assert_int_equal(find(false), 0);
}

static void
test_dots__yellow_words_are_no_dots(void **state)
{
	(void)state;
	fill(white, 0);
	words((struct rgb){ 250, 240, 150 });
	assert_int_equal(find(false), 0);
	fill(white, 0);
	words((struct rgb){ 255, 220, 0 });
	assert_int_equal(find(false), 0);
}

/* A chart with pale yellow points: they stand in one part of the page. */
static void
test_dots__a_charts_points_are_no_dots(void **state)
{
	(void)state;
	fill(white, 0);
	words(black);
	spot(100, 100, 500, 400, white);
	for (uint32_t i = 0; i < 200; i++)
		spot(110 + noise(470), 110 + noise(370), 6, 6, toner);
	assert_int_equal(find(false), 0);
}

/* Full yellow all over the page: a pattern somebody drew, unless it is tiny. */
static void
test_dots__of_strong_yellow_must_be_tiny(void **state)
{
	unsigned n;

	(void)state;
	fill(white, 0);
	n = pattern(3, (struct rgb){ 255, 255, 0 });
	assert_int_equal(find(false), n);
	fill(white, 0);
	(void)pattern(5, (struct rgb){ 255, 255, 0 });
	assert_int_equal(find(false), 0);
}

static void
test_dots__photographs_are_left_alone(void **state)
{
	(void)state;
	/* Yellow noise, alone and as a picture on a page. */
	for (size_t i = 0; i < sizeof(page); i++)
		page[i] = (uint8_t)(i % 3 == 2 ? noise(256) : 200 + noise(56));
	assert_int_equal(find(false), 0);
	fill(white, 0);
	for (uint32_t y = 300; y < 700; y++)
		for (uint32_t x = 100; x < 800; x++)
			spot(x, y, 1, 1, (struct rgb){
			    (uint8_t)(200 + noise(56)),
			    (uint8_t)(200 + noise(56)),
			    (uint8_t)noise(256) });
	assert_int_equal(find(false), 0);
}

static void
test_dots__small_pictures_are_not_looked_at(void **state)
{
	struct dots *d = NULL;

	(void)state;
	assert_int_equal(dots_new(&d, DOTS_SIDE_MIN - 1, 2000), 0);
	assert_null(d);
	assert_int_equal(dots_new(&d, 1000000, 399), 0);
	assert_null(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dots__are_found_on_white_paper_and_hidden),
		cmocka_unit_test(
		    test_dots__are_found_on_grainy_cream_paper_between_words),
		cmocka_unit_test(test_dots__beside_print_are_hidden_too),
		cmocka_unit_test(test_dots__leave_no_halo),
		cmocka_unit_test(test_dots__few_specks_are_dirt),
		cmocka_unit_test(test_dots__yellow_words_are_no_dots),
		cmocka_unit_test(test_dots__a_charts_points_are_no_dots),
		cmocka_unit_test(test_dots__of_strong_yellow_must_be_tiny),
		cmocka_unit_test(test_dots__photographs_are_left_alone),
		cmocka_unit_test(test_dots__small_pictures_are_not_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
