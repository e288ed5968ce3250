/*
 * test_tints.c -- pages with a little colour: it is kept in rectangles of its
 * own, right and in its place, and all else in black and white.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cairo-pdf.h>
#include <poppler.h>

#include "intake/format/page/pages.h"
#include "intake/format/page/tints.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)
#define WIDE 1003		/* no whole cells */
#define HIGH 701
#define PAGES 6
#define LINES 25
#define BLUE 0x1f4e9cu
#define RED 0xc8102eu
#define NAME "Wisniewska"

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static void
colour(cairo_t *cr, uint32_t rgb)
{
	cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0,
	    (rgb & 255) / 255.0);
}

static void
box(cairo_t *cr, uint32_t rgb, double x, double y, double w, double h)
{
	colour(cr, rgb);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
}

static void
words(cairo_t *cr, uint32_t rgb, double x, double y, double size,
    const char *utf8)
{
	colour(cr, rgb);
	cairo_set_font_size(cr, size);
	cairo_move_to(cr, x, y);
	cairo_show_text(cr, utf8);
}

static cairo_t *
paper(cairo_surface_t **s)
{
	cairo_t *cr;

	*s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDE, HIGH);
	cr = cairo_create(*s);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	return cr;
}

/* Black words with some in blue, boxes in two corners. */
static cairo_surface_t *
coloured(void)
{
	cairo_surface_t *s;
	cairo_t *cr = paper(&s);
	int i;

	for (i = 0; i < 12; i++)
		words(cr, 0, 60, 100 + 50 * i, 40, "words in black, a line");
	words(cr, BLUE, 560, 200, 40, "and blue");
	box(cr, RED, 700, 301, 100, 60);
	box(cr, 0x808080, WIDE - 41, HIGH - 33, 41, 33);
	cairo_destroy(cr);
	cairo_surface_flush(s);
	return s;
}

static uint32_t
pixel(cairo_surface_t *s, int x, int y)
{
	uint32_t p;

	memcpy(&p, cairo_image_surface_get_data(s) +
	    y * cairo_image_surface_get_stride(s) + 4 * x, sizeof p);
	return p & 0xffffff;
}

static bool
is_in(const struct tint *t, unsigned x, unsigned y)
{
	return x >= t->x0 && x < t->x1 && y >= t->y0 && y < t->y1;
}

static void
test_tints__each_colour_is_in_one_rectangle_and_white_below(void **state)
{
	cairo_surface_t *s = coloured();
	struct tints t;
	unsigned x, y, i, in;
	bool is, black;

	(void)state;
	assert_int_equal(tints_of(&t, s, &is), 0);
	assert_true(is);
	printf("  %u rectangles\n", t.n);
	assert_in_range(t.n, 3, 6);
	for (y = 0; y < HIGH; y++)
		for (x = 0; x < WIDE; x++) {
			uint32_t p = pixel(s, (int)x, (int)y);

			for (in = i = 0; i < t.n; i++)
				in += is_in(&t.at[i], x, y);
			black = (t.black.data[y * t.black.stride + x / 8] >>
			    (7 - x % 8) & 1) != 0;
			if (in > 1 || (in == 1 && black) ||
			    (in == 0 && (p ^ p >> 8) & 0xffff) ||
			    (in == 0 && (p == 0) > black))
				fail_msg("(%u, %u): %06x, in %u, black %d", x,
				    y, p, in, black);
		}
	tints_free(&t);
	cairo_surface_destroy(s);
}

static void
test_tints__much_colour_is_not_cut_up(void **state)
{
	cairo_surface_t *s;
	cairo_t *cr = paper(&s);
	struct tints t;
	bool is;
	int i;

	(void)state;
	for (i = 0; i < 40; i++)	/* more spots than rectangles */
		box(cr, RED, 10 + i % 8 * 120, 10 + i / 8 * 130, 3, 3);
	assert_int_equal(tints_of(&t, s, &is), 0);
	assert_true(is);
	assert_in_range(t.n, 2, TINTS_MAX);
	tints_free(&t);
	box(cr, BLUE, 0, 0, WIDE, HIGH * 0.6);
	assert_int_equal(tints_of(&t, s, &is), 0);
	assert_false(is);
	assert_int_equal(t.n, 0);
	assert_null(t.black.data);
	tints_free(&t);
	cairo_destroy(cr);
	cairo_surface_destroy(s);
}

static PopplerDocument *
open_it(const struct bytes *file)
{
	GBytes *bytes = g_bytes_new(file->data, file->len);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);

	assert_non_null(doc);
	g_bytes_unref(bytes);
	return doc;
}

/* A page at this many dots to an inch, by Poppler. */
static cairo_surface_t *
drawn(PopplerDocument *doc, int page, int width, int height, double dpi)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    width, height);
	PopplerPage *p = poppler_document_get_page(doc, page);
	cairo_t *cr = cairo_create(s);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, dpi / 72, dpi / 72);
	poppler_page_render(p, cr);
	cairo_destroy(cr);
	g_object_unref(p);
	cairo_surface_flush(s);
	return s;
}

static double
difference(cairo_surface_t *a, cairo_surface_t *b, int width, int height)
{
	uint64_t sum = 0;
	int x, y, shift;

	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++)
			for (shift = 0; shift < 24; shift += 8)
				sum += (uint64_t)abs((int)(pixel(a, x, y) >>
				    shift & 255) - (int)(pixel(b, x, y) >>
				    shift & 255));
	return (double)sum / (width * height * 3.0);
}

/* What the reviewer is shown, what is stored, and what was drawn. */
static void
test_tints__the_picture_is_what_another_reader_shows(void **state)
{
	struct bytes file = BYTES_INIT(FILE_MAX);
	cairo_surface_t *s = coloured(), *was = coloured(), *got;
	struct answer *a = NULL;
	PopplerDocument *doc;
	struct pages *p;
	struct tints t;
	double d;
	bool is;

	(void)state;
	assert_int_equal(answer_new_file(&a, &file), 0);
	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_add(p, WIDE * 72 / PAGES_FINE_DPI, HIGH * 72 /
	    PAGES_FINE_DPI, s, NULL, 0), 0);
	assert_int_equal(pages_end(p), 0);
	pages_free(p);
	assert_int_equal(answer_end(a), 0);
	answer_free(a);
	assert_non_null(memmem(file.data, file.len, "/JBIG2Decode", 12));
	assert_int_equal(tints_of(&t, s, &is), 0);
	assert_int_equal(tints_put(&t, s), 0);
	tints_free(&t);
	doc = open_it(&file);
	got = drawn(doc, 0, WIDE, HIGH, PAGES_FINE_DPI);
	d = difference(s, got, WIDE, HIGH);
	printf("  %zu bytes; shown and stored differ by %.3f of 255, ", file.len,
	    d);
	assert_true(d < 0.3);
	d = difference(was, got, WIDE, HIGH);
	printf("drawn and stored by %.3f\n", d);
	assert_true(d < 3);
	assert_int_equal(pixel(got, 750, 330), RED);
	assert_int_equal(pixel(got, 695, 330), 0xffffff);
	assert_int_equal(pixel(got, WIDE - 5, HIGH - 5), 0x808080);
	cairo_surface_destroy(got);
	cairo_surface_destroy(was);
	cairo_surface_destroy(s);
	g_object_unref(doc);
	bytes_free(&file);
}

/* --- a document --- */

static cairo_status_t
collect(void *arg, const unsigned char *p, unsigned len)
{
	return bytes_add(arg, p, len) == 0 ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

/* Pages of words, each with a heading in blue, a link and a logo. */
static void
make(struct bytes *b)
{
	cairo_surface_t *s;
	static const char *const list[16] = { "account", "money", "auditor",
		"minister", "March", "letter", "nobody", "why", "went", "and",
		"asked", "office", "until", "harbour", "quickly", "because" };
	char line[100];
	uint32_t state = 1;
	cairo_t *cr;
	int i, k, at;

	*b = BYTES_INIT(FILE_MAX);
	s = cairo_pdf_surface_create_for_stream(collect, b, 595, 842);
	cr = cairo_create(s);
	for (i = 0; i < PAGES; i++) {
		cairo_select_font_face(cr, "serif", CAIRO_FONT_SLANT_NORMAL,
		    CAIRO_FONT_WEIGHT_BOLD);
		words(cr, BLUE, 60, 80, 20, "What became of the money");
		box(cr, RED, 460, 40, 80, 40);
		words(cr, 0xffffff, 468, 66, 18, "ACME");
		cairo_select_font_face(cr, "serif", CAIRO_FONT_SLANT_NORMAL,
		    CAIRO_FONT_WEIGHT_NORMAL);
		for (k = 0; k < LINES; k++) {
			at = snprintf(line, sizeof line, "%d %s", k,
			    k % 8 == 0 ? NAME : "it is known");
			while (at < 60) {
				state = state * 1664525 + 1013904223;
				at += snprintf(line + at, sizeof line -
				    (size_t)at, " %s", list[state >> 28]);
			}
			words(cr, 0, 60, 120 + 24 * k, 11, line);
		}
		words(cr, 0x0000ee, 60, 790, 11, "https://example.org/annex");
		cairo_show_page(cr);
	}
	cairo_destroy(cr);
	cairo_surface_finish(s);
	cairo_surface_destroy(s);
	assert_int_equal(bytes_ok(b), 0);
}

static void
redact(struct bytes *out, const struct bytes *b)
{
	struct exam e = EXAM_INIT, text = EXAM_INIT;
	struct edits edits = { .flags = 0 };
	const char *p, *start;

	*out = BYTES_INIT(FILE_MAX);
	assert_int_equal(run_format(&text, &format_pdf, b->data, b->len,
	    WANT_TEXT, NULL), 0);
	bytes_add(&text.text, "", 1);
	start = (const char *)text.text.data;
	for (p = start; (p = strstr(p, NAME)) != NULL; p += strlen(NAME))
		assert_int_equal(edits_add(&edits, (uint64_t)(p - start),
		    (uint64_t)(p - start) + strlen(NAME), "[PERSON-1]"), 0);
	assert_int_equal(edits.nranges, PAGES * ((LINES + 7) / 8));
	assert_int_equal(run_format(&e, &format_pdf, b->data, b->len,
	    WANT_APPLY, &edits), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	edits_free(&edits);
	exam_free(&text);
	exam_free(&e);
}

static void
test_tints__a_document_with_some_colour_stays_small(void **state)
{
	struct bytes b, out, again;
	struct exam e = EXAM_INIT;
	cairo_surface_t *was, *got;
	PopplerDocument *old, *new;

	(void)state;
	make(&b);
	redact(&out, &b);
	printf("  %zu bytes became %zu, %.2f times\n", b.len, out.len,
	    (double)out.len / (double)b.len);
	if (getenv("TIPLINE_MADE") != NULL) {	/* to look at */
		FILE *f = fopen(getenv("TIPLINE_MADE"), "wb");

		assert_non_null(f);
		assert_int_equal(fwrite(out.data, 1, out.len, f), out.len);
		assert_int_equal(fclose(f), 0);
	}
	assert_true(out.len < b.len * 5 / 2);
	redact(&again, &b);
	assert_int_equal(out.len, again.len);
	assert_memory_equal(out.data, again.data, out.len);
	assert_int_equal(run_format(&e, &format_pdf, out.data, out.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.nmarks, 0);
	exam_free(&e);
	old = open_it(&b);
	new = open_it(&out);
	assert_int_equal(poppler_document_get_n_pages(new), PAGES);
	was = drawn(old, 3, 595, 842, 72);
	got = drawn(new, 3, 595, 842, 72);
	assert_int_equal(pixel(got, 463, 44), RED);
	assert_int_equal(pixel(got, 537, 77), RED);
	assert_int_equal(pixel(got, 450, 60), 0xffffff);
	printf("  drawn pages differ by %.2f of 255\n", difference(was, got,
	    595, 842));
	cairo_surface_destroy(was);
	cairo_surface_destroy(got);
	g_object_unref(old);
	g_object_unref(new);
	bytes_free(&again);
	bytes_free(&out);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_tints__each_colour_is_in_one_rectangle_and_white_below),
		cmocka_unit_test(test_tints__much_colour_is_not_cut_up),
		cmocka_unit_test(
		    test_tints__the_picture_is_what_another_reader_shows),
		cmocka_unit_test(
		    test_tints__a_document_with_some_colour_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
