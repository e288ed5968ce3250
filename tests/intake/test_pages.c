/*
 * test_pages.c -- PDFs of page pictures: the words can be found, the pictures
 * are the pixels given, and the file says nothing of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "intake/format/answer.h"
#include "intake/format/beside.h"
#include "intake/format/page/pages.h"
#include "intake/format/page/pages_image.h"
#include "intake/format/pdf/pdf.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)

/* fontconfig forgets a little of its own configuration; LeakSanitizer's hook. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static cairo_surface_t *
picture(int width, int height, double r, double g, double b)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    width, height);
	cairo_t *cr = cairo_create(s);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, r, g, b);
	cairo_rectangle(cr, 0, 0, width / 2.0, height / 2.0);
	cairo_fill(cr);
	cairo_destroy(cr);
	cairo_surface_flush(s);
	return s;
}

static void
noise(cairo_surface_t *s)
{
	uint8_t *data = cairo_image_surface_get_data(s);
	size_t n = (size_t)cairo_image_surface_get_stride(s) *
	    (size_t)cairo_image_surface_get_height(s), i;
	uint32_t state = 1;

	for (i = 0; i < n; i++) {
		state = state * 1664525 + 1013904223;
		data[i] = (uint8_t)(state >> 24);
	}
	cairo_surface_mark_dirty(s);
}

static struct answer *
answer_into(struct bytes *file)
{
	struct answer *a = NULL;

	*file = BYTES_INIT(FILE_MAX);
	assert_int_equal(answer_new_file(&a, file), 0);
	return a;
}

static void
end(struct answer *a, struct pages *p)
{
	assert_int_equal(pages_end(p), 0);
	pages_free(p);
	assert_int_equal(answer_end(a), 0);
	answer_free(a);
}

/* One page with these words. */
static void
one_page(struct bytes *file, const struct page_word *words, size_t n)
{
	struct answer *a = answer_into(file);
	cairo_surface_t *s = picture(100, 50, 0, 0, 0);
	struct pages *p;

	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_add(p, 200, 100, s, words, n), 0);
	end(a, p);
	cairo_surface_destroy(s);
}

static void
read_back(struct exam *e, const struct bytes *file)
{
	assert_int_equal(run_format(e, &format_pdf, file->data, file->len,
	    WANT_REPORT | WANT_TEXT | WANT_LAYOUT, NULL), 0);
	assert_int_equal(e->report.state, EXAM_DONE);
	assert_int_equal(e->report.nmetas, 0);
	/* The picture is all black: words below it are told as covered. */
	for (size_t i = 0; i < e->report.nmarks; i++)
		assert_int_equal(e->report.marks[i].kind, MARK_COVERED_TEXT);
}

static void
test_pages__words_of_every_script_are_found_at_their_place(void **state)
{
	static const struct page_word words[] = {
		{ "Hello", 5, 1000, 1000, 4000, 2200 },
		{ "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87", 10, 5000, 1000, 9000,
		    2200 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 6, 1000, 3000, 3000, 4200 },
		{ "\xf0\x9f\x99\x82", 4, 5000, 3000, 6200, 4200 }
	};
	struct exam e = EXAM_INIT;
	struct bytes file;
	size_t i;

	(void)state;
	one_page(&file, words, 4);
	read_back(&e, &file);
	assert_int_equal(e.layout.npages, 1);
	assert_int_equal(e.layout.pages[0].width, 20000);
	assert_int_equal(e.layout.pages[0].height, 10000);
	assert_int_equal(e.layout.nplaces, 4);
	for (i = 0; i < 4; i++) {
		const struct place *p = &e.layout.places[i];

		assert_int_equal(p->end - p->start, words[i].len);
		assert_memory_equal(e.text.data + p->start, words[i].utf8,
		    words[i].len);
		assert_in_range(p->x0, words[i].x0 - 20, words[i].x0 + 20);
		assert_in_range(p->x1, words[i].x1 - 20, words[i].x1 + 20);
	}
	exam_free(&e);
	bytes_free(&file);
}

static void
test_pages__words_that_are_no_text_are_left_out(void **state)
{
	static const struct page_word words[] = {
		{ "\xff\xfe", 2, 1000, 1000, 4000, 2200 },
		{ "", 0, 1000, 1000, 4000, 2200 },
		{ "flat", 4, 1000, 1000, 1000, 1000 }
	};
	struct exam e = EXAM_INIT;
	struct bytes file;

	(void)state;
	one_page(&file, words, 3);
	read_back(&e, &file);
	assert_int_equal(e.text.len, 4);
	assert_memory_equal(e.text.data, "flat", 4);
	exam_free(&e);
	bytes_free(&file);
}

static void
test_pages__the_same_pages_give_the_same_bytes(void **state)
{
	static const struct page_word word = { "same", 4, 0, 0, 2000, 1000 };
	struct bytes one, two;

	(void)state;
	one_page(&one, &word, 1);
	one_page(&two, &word, 1);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_null(memmem(one.data, one.len, "/Info", 5));
	assert_null(memmem(one.data, one.len, "/ID", 3));
	assert_null(memmem(one.data, one.len, "cairo", 5));
	bytes_free(&one);
	bytes_free(&two);
}

/* The page drawn again by Poppler: the colour at a point, in 0xRRGGBB. */
static uint32_t
colour_at(const struct bytes *file, double x, double y)
{
	GBytes *bytes = g_bytes_new_static(file->data, file->len);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	PopplerPage *page = poppler_document_get_page(doc, 0);
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    200, 100);
	cairo_t *cr = cairo_create(s);
	uint32_t c;

	poppler_page_render(page, cr);
	cairo_destroy(cr);
	cairo_surface_flush(s);
	c = *(uint32_t *)(void *)(cairo_image_surface_get_data(s) +
	    (int)y * cairo_image_surface_get_stride(s) + 4 * (int)x);
	cairo_surface_destroy(s);
	g_object_unref(page);
	g_object_unref(doc);
	g_bytes_unref(bytes);
	return c & 0xffffff;
}

static void
test_pages__the_picture_is_what_is_seen(void **state)
{
	static const struct page_word word = { "under", 5, 0, 0, 20000, 10000 };
	static const struct {
		double r, g, b;
		uint32_t seen;
	} colours[] = {
		{ 0, 0, 0, 0x000000 }, { 1, 0, 0, 0xff0000 },
		{ 0, 0, 1, 0x0000ff }
	};
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct bytes file;
		struct answer *a = answer_into(&file);
		cairo_surface_t *s = picture(99, 49, colours[i].r,
		    colours[i].g, colours[i].b);
		struct pages *p;

		assert_int_equal(pages_new(&p, a), 0);
		assert_int_equal(pages_add(p, 200, 100, s, &word, 1), 0);
		end(a, p);
		assert_int_equal(colour_at(&file, 20, 20), colours[i].seen);
		assert_int_equal(colour_at(&file, 180, 80), 0xffffff);
		cairo_surface_destroy(s);
		bytes_free(&file);
	}
}

#define BESIDE 6

static cairo_surface_t *
page_of(int i)
{
	static const int high[] = { 400, 400, 300, 400, 400, 400 };

	/* Black, a colour, another size, noise that becomes JPEG. */
	cairo_surface_t *s = picture(417, high[i], i == 1 ? 1 : 0, 0, 0);

	if (i == 4)
		noise(s);
	return s;
}

static bool
is_white(cairo_surface_t *s)
{
	const uint8_t *row = cairo_image_surface_get_data(s);
	int x, y, wide = cairo_image_surface_get_width(s);

	for (y = 0; y < cairo_image_surface_get_height(s); y++) {
		for (x = 0; x < wide; x++)
			if ((((const uint32_t *)(const void *)row)[x] &
			    0xffffff) != 0xffffff)
				return false;
		row += cairo_image_surface_get_stride(s);
	}
	return true;
}

/* The pages, finer than they need be, each with a word. */
static void
pages_of(struct bytes *file, bool beside)
{
	static const struct page_word word = { "word", 4, 1000, 1000, 3000,
	    2000 };
	struct answer *a = answer_into(file);
	struct ink ink = INK_INIT;
	cairo_surface_t *s;
	struct pages *p;
	int i, r;

	assert_int_equal(pages_new(&p, a), 0);
	for (i = 0; i < BESIDE; i++) {
		s = page_of(i);
		r = beside ? pages_add_beside(p, 100, 96, &s, &ink, &word, 1) :
		    pages_add(p, 100, 96, s, &word, 1);
		assert_int_equal(r, 0);
		if (beside && s != NULL)
			assert_true(is_white(s));
		cairo_surface_destroy(s);
	}
	end(a, p);
}

static void
test_pages__made_beside_they_are_the_same_bytes(void **state)
{
	struct bytes one, at_once, beside;
	int i;

	(void)state;
	pages_of(&one, false);
	pages_of(&at_once, true);
	beside_begin();
	for (i = 0; i < 2; i++) {
		pages_of(&beside, true);
		assert_int_equal(at_once.len, one.len);
		assert_int_equal(beside.len, one.len);
		assert_memory_equal(at_once.data, one.data, one.len);
		assert_memory_equal(beside.data, one.data, one.len);
		bytes_free(&beside);
	}
	bytes_free(&one);
	bytes_free(&at_once);
}

/* Whoever gives up while a page is made beside leaves nothing behind. */
static void
test_pages__given_up_while_one_is_made_beside(void **state)
{
	struct bytes file;
	struct answer *a = answer_into(&file);
	cairo_surface_t *s = page_of(4);
	struct ink ink = INK_INIT;
	struct pages *p;

	(void)state;
	beside_begin();
	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_add_beside(p, 100, 96, &s, &ink, NULL, 0), 0);
	assert_null(s);
	pages_free(p);
	answer_free(a);
	bytes_free(&file);
}

static void
test_pages__photographs_become_jpeg_and_text_stays_exact(void **state)
{
	struct pages_image im = PAGES_IMAGE_INIT;
	cairo_surface_t *s = picture(64, 64, 0, 0, 0);

	(void)state;
	assert_int_equal(pages_image_encode(&im, s), 0);
	assert_false(im.jpeg);
	assert_int_equal(im.colours, 1);
	assert_int_equal(im.bits, 4);
	noise(s);
	assert_int_equal(pages_image_encode(&im, s), 0);
	assert_true(im.jpeg);
	assert_int_equal(im.colours, 3);
	assert_memory_equal(im.data.data, "\xff\xd8\xff", 3);
	cairo_surface_destroy(s);
	pages_image_free(&im);
}

static void
test_pages__a_page_without_size_is_refused(void **state)
{
	static const double sizes[] = { 0, -1, 0.0 / 1e9, 1e9 };
	struct bytes file;
	struct answer *a = answer_into(&file);
	cairo_surface_t *s = picture(10, 10, 0, 0, 0);
	struct pages *p;
	size_t i;

	(void)state;
	assert_int_equal(pages_new(&p, a), 0);
	for (i = 0; i < 4; i++)
		assert_int_equal(pages_add(p, sizes[i], 100, s, NULL, 0), -1);
	assert_true(answer_refused(a));
	pages_free(p);
	answer_free(a);
	cairo_surface_destroy(s);
	bytes_free(&file);
}

static void
test_pages__no_pages_are_no_document(void **state)
{
	struct bytes file;
	struct answer *a = answer_into(&file);
	struct pages *p;

	(void)state;
	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_end(p), -1);
	assert_true(answer_refused(a));
	pages_free(p);
	answer_free(a);
	bytes_free(&file);
}

static void
test_pages__plain_text_is_wrapped_and_all_there(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes file, text = BYTES_INIT(FILE_MAX);
	struct answer *a = answer_into(&file);
	struct pages *p;
	size_t i, n = 0;

	(void)state;
	bytes_add_str(&text, "First\tline\r\n\nafter \xe6\x97\xa5 gap\fpage two ");
	for (i = 0; i < 300; i++)
		bytes_add_str(&text, "wrapped ");
	for (i = 0; i < 400; i++)
		bytes_add_str(&text, "m");
	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_add_text(p, (char *)text.data, text.len), 0);
	end(a, p);
	read_back(&e, &file);
	assert_int_equal(e.report.pages, 2);
	for (i = 0; i < e.layout.nplaces; i++) {
		const struct place *w = &e.layout.places[i];

		if (w->end - w->start == 7 && memcmp(e.text.data + w->start,
		    "wrapped", 7) == 0)
			n++;
		assert_in_range(w->x1, 5600, 59528 - 5500);
	}
	assert_int_equal(n, 300);
	assert_memory_equal(e.text.data, "First", 5);
	exam_free(&e);
	bytes_free(&file);
	bytes_free(&text);
}

static int
prepare(void **state)
{
	(void)state;
	pdf_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_pages__words_of_every_script_are_found_at_their_place),
		cmocka_unit_test(
		    test_pages__words_that_are_no_text_are_left_out),
		cmocka_unit_test(
		    test_pages__the_same_pages_give_the_same_bytes),
		cmocka_unit_test(test_pages__the_picture_is_what_is_seen),
		cmocka_unit_test(
		    test_pages__made_beside_they_are_the_same_bytes),
		cmocka_unit_test(test_pages__given_up_while_one_is_made_beside),
		cmocka_unit_test(
		    test_pages__photographs_become_jpeg_and_text_stays_exact),
		cmocka_unit_test(test_pages__a_page_without_size_is_refused),
		cmocka_unit_test(test_pages__no_pages_are_no_document),
		cmocka_unit_test(test_pages__plain_text_is_wrapped_and_all_there),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
