/*
 * test_jbig2.c -- pages in black and white: whoever reads them finds every
 * pixel that was given, and in their dictionaries nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <poppler.h>

#include "intake/format/answer.h"
#include "intake/format/page/bitmap.h"
#include "intake/format/page/book.h"
#include "intake/format/page/jbig2_read.h"
#include "intake/format/page/pages.h"
#include "intake/format/page/pages_font.h"

#define FILE_MAX (64u << 20)
#define WIDE 1003		/* no whole bytes */
#define HIGH 700

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static uint32_t state = 1;

static unsigned
chance(unsigned below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 16) % below;
}

static cairo_surface_t *
blank(void)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    WIDE, HIGH);
	cairo_t *cr = cairo_create(s);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_destroy(cr);
	return s;
}

static void
write_on(cairo_surface_t *s, double grey, double x, double y, double size,
    const char *words)
{
	struct font *font = NULL;
	cairo_t *cr = cairo_create(s);

	assert_int_equal(font_new(&font), 0);
	cairo_set_source_rgb(cr, grey, grey, grey);
	font_draw(font, cr, x, y, size, words, strlen(words));
	cairo_destroy(cr);
	font_free(font);
	cairo_surface_flush(s);
}

static void
box_on(cairo_surface_t *s, double grey, double x, double y, double w, double h)
{
	cairo_t *cr = cairo_create(s);

	cairo_set_source_rgb(cr, grey, grey, grey);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
	cairo_destroy(cr);
	cairo_surface_flush(s);
}

/* Kinds of pages: letters, boxes with labels, noise, frames, nothing. */
static cairo_surface_t *
page(unsigned kind)
{
	cairo_surface_t *s = blank();
	uint32_t *row;
	int i, x, y;

	switch (kind) {
	case 0:
		for (i = 0; i < 12; i++)
			write_on(s, 0, 20 + i, 50 + 50 * i, 40,
			    "jumping quickly; \xc5\xbb\xc3\xb3\xc5\x82w i %");
		break;
	case 1:
		for (i = 0; i < 8; i++) {
			box_on(s, 0, 37 + 9 * i, 20 + 70 * i, 300, 42);
			write_on(s, 1, 50 + 9 * i, 52 + 70 * i, 34,
			    "[PERSON-1]");
		}
		box_on(s, 0, 0, 650, WIDE, HIGH);
		break;
	case 2:
		for (y = 0; y < HIGH; y++) {
			row = (uint32_t *)(void *)(cairo_image_surface_get_data(
			    s) + y * cairo_image_surface_get_stride(s));
			for (x = 0; x < WIDE; x++)
				row[x] = chance(2) == 0 ? 0 : 0xffffffff;
		}
		cairo_surface_mark_dirty(s);
		break;
	case 3:
		box_on(s, 0, 5, 5, WIDE - 10, 3);
		box_on(s, 0, 5, 5, 3, HIGH - 10);
		box_on(s, 0, WIDE - 1, 0, 1, HIGH);
		write_on(s, 0, 60, 300, 200, "large");
		for (i = 0; i < 300; i++)
			box_on(s, 0, chance(WIDE), chance(HIGH), 1 + chance(3),
			    1);
		break;
	default:
		break;
	}
	return s;
}

#define KINDS 5u

/* In black and white; is that enough? */
static bool
is_black(struct bitmap *b, cairo_surface_t *s)
{
	struct bitmap cells, ink;
	size_t i, marked = 0;

	assert_int_equal(bitmap_of(b, &cells, &ink, s), 0);
	for (i = 0; i < cells.stride * cells.height; i++)
		marked |= cells.data[i];
	bitmap_free(&cells);
	bitmap_free(&ink);
	return marked == 0;
}

static struct bitmap
bitmap(unsigned kind)
{
	cairo_surface_t *s = page(kind);
	struct bitmap b;

	assert_true(is_black(&b, s));
	cairo_surface_destroy(s);
	return b;
}

static void
test_jbig2__what_is_read_is_what_was_written(void **ctx)
{
	struct bytes shared = BYTES_INIT(FILE_MAX), one = BYTES_INIT(FILE_MAX);
	struct jbig2_shapes shapes = { .at = NULL };
	struct bitmap given[2 * KINDS], got;
	struct book *book;
	unsigned i;

	(void)ctx;
	assert_int_equal(book_new(&book), 0);
	for (i = 0; i < 2 * KINDS; i++) {
		given[i] = bitmap(i % KINDS);
		assert_int_equal(book_add(book, &given[i]), 0);
	}
	assert_int_equal(book_shared(book, &shared), 0);
	assert_true(jbig2_read_shapes(&shapes, shared.data, shared.len));
	printf("  %u shapes that pages share, %zu bytes\n", shapes.n,
	    shared.len);
	for (i = 0; i < 2 * KINDS; i++) {
		bytes_reset(&one);
		assert_int_equal(book_page(book, i, &one), 0);
		assert_int_equal(bitmap_new(&got, WIDE, HIGH), 0);
		assert_true(jbig2_read(&got, &shapes, one.data, one.len));
		printf("  page of kind %u: %zu bytes\n", i % KINDS, one.len);
		assert_memory_equal(got.data, given[i].data, got.stride * HIGH);
		bitmap_free(&got);
		bitmap_free(&given[i]);
	}
	jbig2_shapes_free(&shapes);
	book_free(book);
	bytes_free(&shared);
	bytes_free(&one);
}

/* The pictures of the PDF's pages, by Poppler's own decoder. */
static void
test_jbig2__another_reader_finds_every_pixel(void **ctx)
{
	struct bytes file = BYTES_INIT(FILE_MAX);
	struct answer *a = NULL;
	struct pages *p;
	cairo_surface_t *s[KINDS];
	PopplerDocument *doc;
	GBytes *bytes;
	unsigned i;
	int y;

	(void)ctx;
	assert_int_equal(answer_new_file(&a, &file), 0);
	assert_int_equal(pages_new(&p, a), 0);
	for (i = 0; i < KINDS; i++) {
		struct bitmap b;

		s[i] = page(i);
		assert_int_equal(pages_add(p, WIDE * 72 / PAGES_FINE_DPI,
		    HIGH * 72 / PAGES_FINE_DPI, s[i], NULL, 0), 0);
		assert_true(is_black(&b, s[i]));
		bitmap_put(&b, s[i]);	/* what the rims of letters became */
		bitmap_free(&b);
	}
	assert_int_equal(pages_end(p), 0);
	pages_free(p);
	assert_int_equal(answer_end(a), 0);
	answer_free(a);
	assert_non_null(memmem(file.data, file.len, "/JBIG2Decode", 12));
	bytes = g_bytes_new_static(file.data, file.len);
	doc = poppler_document_new_from_bytes(bytes, NULL, NULL);
	for (i = 0; i < KINDS; i++) {
		PopplerPage *one = poppler_document_get_page(doc, (int)i);
		cairo_surface_t *got = poppler_page_get_image(one, 0);

		assert_non_null(got);
		assert_int_equal(cairo_image_surface_get_width(got), WIDE);
		for (y = 0; y < HIGH; y++) {
			const uint32_t *want = (uint32_t *)(void *)(
			    cairo_image_surface_get_data(s[i]) + y *
			    cairo_image_surface_get_stride(s[i]));
			const uint32_t *is = (uint32_t *)(void *)(
			    cairo_image_surface_get_data(got) + y *
			    cairo_image_surface_get_stride(got));

			for (int x = 0; x < WIDE; x++)
				if (((want[x] ^ is[x]) & 0xffffff) != 0)
					fail_msg("page %u: (%d, %d)", i, x, y);
		}
		cairo_surface_destroy(got);
		cairo_surface_destroy(s[i]);
		g_object_unref(one);
	}
	g_object_unref(doc);
	g_bytes_unref(bytes);
	bytes_free(&file);
}

/* Does the shape stand somewhere on the page, rows of white below it apart? */
static bool
stands_on(const struct bitmap *shape, const struct bitmap *b)
{
	unsigned x, y, i, k, high = shape->height;
	bool same;

	for (; high > 1; high--) {	/* its last row that is not white */
		for (k = 0, i = 0; k < shape->stride; k++)
			i |= shape->data[(high - 1) * shape->stride + k];
		if (i != 0)
			break;
	}
	for (y = 0; y + high <= b->height; y++)
		for (x = 0; x + shape->width <= b->width; x++) {
			same = true;
			for (i = 0; same && i < high; i++)
				for (k = 0; same && k < shape->width; k++)
					same = (shape->data[i * shape->stride +
					    k / 8] >> (7 - k % 8) & 1) == 0 ||
					    (b->data[(y + i) * b->stride +
					    (x + k) / 8] >> (7 - (x + k) % 8) &
					    1) == 1;
			if (same)
				return true;
		}
	return false;
}

/* Two pages say "left", and once said more: the shapes are those of "left". */
static void
test_jbig2__nothing_is_kept_of_what_is_painted_over(void **ctx)
{
	struct bytes shared[2] = { BYTES_INIT(FILE_MAX), BYTES_INIT(FILE_MAX) };
	struct jbig2_shapes shapes = { .at = NULL };
	struct bitmap b;
	struct book *book;
	unsigned i, k;

	(void)ctx;
	for (k = 0; k < 2; k++) {
		assert_int_equal(book_new(&book), 0);
		for (i = 0; i < 2; i++) {
			cairo_surface_t *s = blank();

			write_on(s, 0, 20, 100, 40, "left");
			if (k == 0) {
				write_on(s, 0, 300, 100, 40, "Wquagmire");
				box_on(s, 1, 290, 0, 700, 200);
			}
			assert_true(is_black(&b, s));
			assert_int_equal(book_add(book, &b), 0);
			cairo_surface_destroy(s);
			if (i == 0 || k == 0)
				bitmap_free(&b);
		}
		assert_int_equal(book_shared(book, &shared[k]), 0);
		book_free(book);
	}
	assert_int_equal(shared[0].len, shared[1].len);
	assert_memory_equal(shared[0].data, shared[1].data, shared[0].len);
	assert_true(jbig2_read_shapes(&shapes, shared[0].data, shared[0].len));
	assert_int_equal(shapes.n, 4);	/* l, e, f, t */
	for (i = 0; i < shapes.n; i++)
		assert_true(stands_on(&shapes.at[i], &b));
	bitmap_free(&b);
	jbig2_shapes_free(&shapes);
	bytes_free(&shared[0]);
	bytes_free(&shared[1]);
}

/* Shapes in the order of the pages would tell which page came first. */
static void
test_jbig2__the_order_of_pages_is_not_told_by_shapes(void **ctx)
{
	struct bytes shared[2] = { BYTES_INIT(FILE_MAX), BYTES_INIT(FILE_MAX) };
	static const unsigned order[2][4] = { { 0, 1, 0, 1 }, { 1, 1, 0, 0 } };
	struct book *book;
	unsigned i, k;

	(void)ctx;
	for (k = 0; k < 2; k++) {
		assert_int_equal(book_new(&book), 0);
		for (i = 0; i < 4; i++) {
			struct bitmap b = bitmap(order[k][i]);

			assert_int_equal(book_add(book, &b), 0);
			bitmap_free(&b);
		}
		assert_int_equal(book_shared(book, &shared[k]), 0);
		book_free(book);
	}
	assert_true(shared[0].len > 100);
	assert_int_equal(shared[0].len, shared[1].len);
	assert_memory_equal(shared[0].data, shared[1].data, shared[0].len);
	bytes_free(&shared[0]);
	bytes_free(&shared[1]);
}

/* Is a page with these words, in this grey, in black and white? */
static bool
is_enough(double grey, double size, bool field)
{
	cairo_surface_t *s = blank();
	struct bitmap b;
	bool black;

	if (field)
		box_on(s, 0.9, 10, 10, 500, 100);
	write_on(s, grey, 20, 80, size, "Words, in some grey.");
	black = is_black(&b, s);
	bitmap_free(&b);
	cairo_surface_destroy(s);
	return black;
}

static void
test_jbig2__what_is_grey_stays_grey(void **ctx)
{
	(void)ctx;
	assert_true(is_enough(0, 50, false));
	assert_true(is_enough(0, 17, false));	/* four points */
	assert_true(is_enough(0.2, 50, false));
	assert_false(is_enough(0.5, 50, false));
	assert_false(is_enough(0.75, 50, false));
	assert_false(is_enough(0.75, 25, false));
	assert_false(is_enough(0.85, 17, false));
	assert_false(is_enough(0, 50, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jbig2__what_is_read_is_what_was_written),
		cmocka_unit_test(test_jbig2__another_reader_finds_every_pixel),
		cmocka_unit_test(
		    test_jbig2__nothing_is_kept_of_what_is_painted_over),
		cmocka_unit_test(
		    test_jbig2__the_order_of_pages_is_not_told_by_shapes),
		cmocka_unit_test(test_jbig2__what_is_grey_stays_grey),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
