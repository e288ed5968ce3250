/*
 * test_sole.c -- a page that is its picture alone is looked at without drawing
 * it; one that only looks like it is not, and what hides on either is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "intake/format/answer.h"
#include "intake/format/page/pages.h"
#include "intake/format/page/pages_font.h"
#include "intake/format/pdf/pdf.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_sole.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)
#define POINTS 144

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

/* Pixels of a box, on whole cells, that make_on() draws. */
struct on {
	int x, y, side;
	bool even;		/* of one colour; else of any */
};

static void
draw_box(cairo_surface_t *s, const struct on *on)
{
	uint8_t *data = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s), x, y;
	uint32_t state = 1;

	for (y = on->y; y < on->y + on->side; y++)
		for (x = on->x; x < on->x + on->side; x++) {
			state = state * 1664525 + 1013904223;
			((uint32_t *)(void *)(data + y * stride))[x] =
			    on->even ? 0xc00000 : state >> 8;
		}
	cairo_surface_mark_dirty(s);
}

/* A page that shows "seen", in `grey` or black, perhaps a box, and has the word
 * in its layer at this place. */
static void
make_on(struct bytes *file, double dpi, double grey, int32_t x, int32_t y,
    const struct on *on)
{
	const struct page_word word = { "seen", 4, x, y, x + 4000, y + 2000 };
	int side = (int)(POINTS * dpi / 72);
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    side, side);
	cairo_t *cr = cairo_create(s);
	struct answer *a = NULL;
	struct font *font = NULL;
	struct pages *p;

	*file = BYTES_INIT(FILE_MAX);
	assert_int_equal(font_new(&font), 0);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, grey, grey / 2, grey);
	cairo_scale(cr, dpi / 72, dpi / 72);
	font_draw(font, cr, 20, 36, 16, "seen", 4);
	cairo_destroy(cr);
	cairo_surface_flush(s);
	if (on != NULL)
		draw_box(s, on);
	assert_int_equal(answer_new_file(&a, file), 0);
	assert_int_equal(pages_new(&p, a), 0);
	assert_int_equal(pages_add(p, POINTS, POINTS, s, &word, 1), 0);
	assert_int_equal(pages_end(p), 0);
	pages_free(p);
	assert_int_equal(answer_end(a), 0);
	answer_free(a);
	font_free(font);
	cairo_surface_destroy(s);
}

static void
make(struct bytes *file, double dpi, double grey, int32_t y)
{
	make_on(file, dpi, grey, 2000, y, NULL);
}

/* Marks of the document as it is now. */
static size_t
marks(const struct bytes *file)
{
	struct exam e = EXAM_INIT;
	size_t n;

	assert_int_equal(run_format(&e, &format_pdf, file->data, file->len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	n = e.report.nmarks;
	exam_free(&e);
	return n;
}

static qpdf_data
structure(const struct bytes *file)
{
	const struct doc d = { .data = file->data, .len = file->len };
	struct bytes none = BYTES_INIT(1);
	struct answer *a = NULL;
	qpdf_data q;

	assert_int_equal(answer_new_file(&a, &none), 0);
	assert_int_equal(pdf_structure(&q, &d, a), 0);
	answer_free(a);
	bytes_free(&none);
	return q;
}

/* Is all that lies on something known to hide nothing? */
static bool
is_bare(qpdf_data q)
{
	struct pdf_picture p = { .surface = NULL };
	struct pdf_soles known = { .object = 0 };
	bool is;

	(void)pdf_sole(&p, &known, q, 0);
	is = known.bare;
	pdf_picture_free(&p);
	pdf_soles_free(&known);
	return is;
}

static bool
is_sole(qpdf_data q)
{
	struct pdf_picture p = { .surface = NULL };
	struct pdf_soles known = { .object = 0 };
	bool is = pdf_sole(&p, &known, q, 0);

	assert_true(is == (p.surface != NULL));
	pdf_picture_free(&p);
	pdf_soles_free(&known);
	return is;
}

static void
test_sole__our_pages_are_read_as_they_are_drawn(void **state)
{
	static const struct {
		double dpi, grey;
	} kinds[] = { { PAGES_FINE_DPI, 0 }, { 150, 0 }, { 150, 0.5 },
		{ PAGES_FINE_DPI, 0.5 } };
	const struct pdf_box on = { 2000, 2400, 6000, 3600 };
	const struct pdf_box off = { 2000, 8000, 6000, 9200 };
	struct bytes file;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct pdf_picture p = { .surface = NULL };
		struct pdf_soles known = { .object = 0 };
		qpdf_data q;

		make(&file, kinds[i].dpi, kinds[i].grey, 2200);
		q = structure(&file);
		assert_true(pdf_sole(&p, &known, q, 0));
		assert_int_equal(p.width, kinds[i].dpi == PAGES_FINE_DPI ?
		    240 : 300);
		assert_true(pdf_picture_shows(&p, &on, false));
		assert_false(pdf_picture_shows(&p, &off, false));
		pdf_picture_free(&p);
		pdf_soles_free(&known);
		pdf_structure_close(&q);
		assert_int_equal(marks(&file), 0);
		bytes_free(&file);
	}
}

static void
test_sole__words_below_white_paper_are_told(void **state)
{
	struct bytes file;

	(void)state;
	make(&file, PAGES_FINE_DPI, 0, 8000);
	assert_true(marks(&file) > 0);
	bytes_free(&file);
	make(&file, 150, 0.5, 8000);
	assert_true(marks(&file) > 0);
	bytes_free(&file);
}

/* 19.2 to 67.2 points from the left, from 76.8 down: off the word "seen". */
static const struct on red = { 64, 256, 160, true };
static const struct on motley = { 64, 256, 160, false };

static void
test_sole__words_below_a_colour_are_told(void **state)
{
	struct bytes file;

	(void)state;
	make_on(&file, PAGES_FINE_DPI, 0, 2000, 2200, &red);
	assert_int_equal(marks(&file), 0);
	bytes_free(&file);
	make_on(&file, PAGES_FINE_DPI, 0, 2000, 8500, &red);
	assert_true(marks(&file) > 0);
	bytes_free(&file);
}

/* --- pages that only look like it --- */

static qpdf_oh
of_page(qpdf_data q, const char *key)
{
	return qpdf_oh_get_key(q, qpdf_get_page_n(q, 0), key);
}

static qpdf_oh
image_of(qpdf_data q)
{
	return qpdf_oh_get_key(q, qpdf_oh_get_key(q, of_page(q, "/Resources"),
	    "/XObject"), "/P");
}

static void
set_page(qpdf_data q, const char *key, const char *value)
{
	qpdf_oh_replace_key(q, qpdf_get_page_n(q, 0), key,
	    qpdf_oh_parse(q, value));
}

static void
set_image(qpdf_data q, const char *key, const char *value)
{
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, image_of(q)), key,
	    qpdf_oh_parse(q, value));
}

static void
set_content(qpdf_data q, const char *words)
{
	qpdf_oh_replace_stream_data(q, of_page(q, "/Contents"),
	    (const unsigned char *)words, strlen(words), qpdf_oh_new_null(q),
	    qpdf_oh_new_null(q));
}

/* All letters of the layer become black boxes. */
static void
set_glyph(qpdf_data q)
{
	static const char box[] = "500 0 0 -200 500 800 d1 0 0 500 800 re f";
	qpdf_oh font = qpdf_oh_get_key(q, qpdf_oh_get_key(q, of_page(q,
	    "/Resources"), "/Font"), "/F0");
	qpdf_oh glyph = qpdf_oh_get_key(q, qpdf_oh_get_key(q, font,
	    "/CharProcs"), "/g");

	qpdf_oh_replace_stream_data(q, glyph, (const unsigned char *)box,
	    sizeof(box) - 1, qpdf_oh_new_null(q), qpdf_oh_new_null(q));
}

static void
set_second(qpdf_data q)
{
	qpdf_oh_replace_key(q, qpdf_oh_get_key(q, of_page(q, "/Resources"),
	    "/XObject"), "/Q", image_of(q));
}

static void
set_resource(qpdf_data q)
{
	qpdf_oh_replace_key(q, of_page(q, "/Resources"), "/ExtGState",
	    qpdf_oh_parse(q, "<</G <</ca .1>>>>"));
}

#define PAINT "q 144 0 0 144 0 0 cm /P Do Q"

static const struct {
	const char *key, *value;
} pages[] = { { "/Rotate", "90" }, { "/UserUnit", "2" },
	{ "/CropBox", "[0 0 50 50]" }, { "/Annots", "[]" },
	{ "/MediaBox", "[0 0 200 200]" }, { "/MediaBox", "[-50 0 144 144]" },
	{ "/Group", "<</S/Transparency>>" } },
images[] = { { "/SMask", "<<>>" }, { "/Mask", "[0 1]" },
	{ "/Decode", "[1 0]" }, { "/ImageMask", "true" },
	{ "/ColorSpace", "/DeviceCMYK" }, { "/Width", "99999999" },
	{ "/Width", "479" }, { "/Height", "481" },
	{ "/BitsPerComponent", "8" }, { "/Filter", "/CCITTFaxDecode" } };

static const char *const contents[] = { "", PAINT " 0 0 50 50 re f",
	PAINT " BT /F0 9 Tf (a)Tj ET", PAINT " " PAINT, "/G gs " PAINT,
	"0 0 9 9 re W n " PAINT, "q 72 0 0 144 0 0 cm /P Do Q",
	"q 144 9 0 144 0 0 cm /P Do Q", "q 144 0 0 144 9 0 cm /P Do Q",
	"q 144 0 0 144 0 0 cm /Q Do Q", "q " PAINT " Q", "7 Tr " PAINT,
	"BT 7 Tr ET " PAINT, "q 144 0 0 144 0 0 cm /P Do" };

static void
check(const char *what, qpdf_data q, bool want)
{
	if (is_sole(q) != want)
		fail_msg("%s: taken for%s a picture alone", what,
		    want ? " no" : "");
	pdf_structure_close(&q);
}

static void
test_sole__what_only_looks_like_it_is_drawn(void **state)
{
	struct bytes file;
	qpdf_data q;
	size_t i;

	(void)state;
	make(&file, PAGES_FINE_DPI, 0, 2200);
	q = structure(&file);
	set_content(q, "BT /F0 9 Tf 1 0 0 1 9 9 Tm (a) Tj ET " PAINT);
	check("ours", q, true);
	for (i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
		q = structure(&file);
		set_content(q, contents[i]);
		check(contents[i], q, false);
	}
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		q = structure(&file);
		set_page(q, pages[i].key, pages[i].value);
		check(pages[i].key, q, false);
	}
	for (i = 0; i < sizeof(images) / sizeof(images[0]); i++) {
		q = structure(&file);
		set_image(q, images[i].key, images[i].value);
		check(images[i].key, q, false);
	}
	q = structure(&file);
	set_glyph(q);
	check("letters with a shape", q, false);
	q = structure(&file);
	set_second(q);
	check("a second picture", q, false);
	q = structure(&file);
	set_resource(q);
	check("a state", q, false);
	bytes_free(&file);
}

#define PAINT_OF(at) PAINT " q 48 0 0 48 " at " cm /P0 Do Q"

static const struct {
	const char *words;
	bool sole;
} parts[] = { { PAINT_OF("19.2 28.8"), true },
	{ PAINT_OF("96 28.8"), true },	/* on white as well */
	{ PAINT_OF("19.2 91.2"), false },		/* on the word */
	{ PAINT_OF("17.28 28.8"), false },	/* on no whole cells */
	{ PAINT_OF("105.6 28.8"), false },	/* beyond the edge */
	{ PAINT_OF("-19.2 28.8"), false },
	{ PAINT_OF("1e9 1e9"), false },
	{ PAINT " q 24 0 0 48 19.2 28.8 cm /P0 Do Q", false },
	{ PAINT " q 0 0 0 0 19.2 28.8 cm /P0 Do Q", false },
	{ PAINT_OF("19.2 28.8") " q 48 0 0 48 96 28.8 cm /P0 Do Q",
	    false },
	{ PAINT_OF("19.2 28.8") " 0 g 9 9 9 9 re f", false },
	{ "q 48 0 0 48 19.2 28.8 cm /P0 Do Q " PAINT, false } };

static qpdf_oh
part_of(qpdf_data q, const char *name)
{
	return qpdf_oh_get_key(q, qpdf_oh_get_key(q, of_page(q, "/Resources"),
	    "/XObject"), name);
}

static void
test_sole__a_part_that_hides_something_is_not_ours(void **state)
{
	struct bytes file;
	qpdf_data q;
	size_t i;

	(void)state;
	make_on(&file, PAGES_FINE_DPI, 0, 2000, 2200, &red);
	q = structure(&file);
	check("ours", q, true);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		q = structure(&file);
		set_content(q, parts[i].words);
		assert_int_equal(is_bare(q), parts[i].sole);
		check(parts[i].words, q, parts[i].sole);
	}
	q = structure(&file);
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, part_of(q, "/P0")),
	    "/SMask", qpdf_oh_parse(q, "<<>>"));
	check("a mask", q, false);
	q = structure(&file);	/* two parts at one place */
	qpdf_oh_replace_key(q, qpdf_oh_get_key(q, of_page(q, "/Resources"),
	    "/XObject"), "/P1", part_of(q, "/P0"));
	set_content(q, PAINT_OF("19.2 28.8")
	    " q 48 0 0 48 19.2 28.8 cm /P1 Do Q");
	check("one over another", q, false);
	bytes_free(&file);
	/* What is stored as JPEG must be drawn, but it hides nothing. */
	make_on(&file, PAGES_FINE_DPI, 0, 2000, 2200, &motley);
	q = structure(&file);
	assert_true(is_bare(q));
	check("a photograph", q, false);
	assert_int_equal(marks(&file), 0);
	bytes_free(&file);
}

static void
test_sole__letters_below_a_part_are_told(void **state)
{
	struct bytes file, changed = BYTES_INIT(FILE_MAX);
	qpdf_data q;

	(void)state;
	make_on(&file, PAGES_FINE_DPI, 0, 2000, 2200, &red);
	q = structure(&file);
	set_content(q, PAINT_OF("19.2 91.2"));
	assert_int_equal(pdf_flatten_write(&changed, q), 0);
	pdf_structure_close(&q);
	assert_true(marks(&changed) > 0);
	bytes_free(&file);
	bytes_free(&changed);
}

/* A black box over the picture, and the words are below it. */
static void
test_sole__a_box_over_the_picture_is_seen(void **state)
{
	struct bytes file, changed = BYTES_INIT(FILE_MAX);
	qpdf_data q;

	(void)state;
	make(&file, PAGES_FINE_DPI, 0, 2200);
	q = structure(&file);
	set_content(q, "BT .1 0 0 .1 0 0 Tm /F0 200 Tf 200 1100 Td (seen) Tj ET "
	    PAINT " 0 g 15 95 60 30 re f");
	assert_int_equal(pdf_flatten_write(&changed, q), 0);
	pdf_structure_close(&q);
	assert_true(marks(&changed) > 0);
	bytes_free(&file);
	bytes_free(&changed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sole__our_pages_are_read_as_they_are_drawn),
		cmocka_unit_test(test_sole__words_below_white_paper_are_told),
		cmocka_unit_test(test_sole__words_below_a_colour_are_told),
		cmocka_unit_test(test_sole__what_only_looks_like_it_is_drawn),
		cmocka_unit_test(
		    test_sole__a_part_that_hides_something_is_not_ours),
		cmocka_unit_test(test_sole__letters_below_a_part_are_told),
		cmocka_unit_test(test_sole__a_box_over_the_picture_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
