/*
 * test_drawn.c -- one page as a picture, as it is and as it will be released,
 * through the real worker.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "intake/examine/run.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define PAGES 500
#define LINES 40
#define FINE 1983		/* pixels of 595 points, as finely as pages are kept */

static struct worker *worker;

static int
start(void **state)
{
	(void)state;
	return worker_start(&worker);
}

static int
stop(void **state)
{
	(void)state;
	worker_stop(worker);
	return 0;
}

/* `pages` pages of text; page `noted` (or none) has a remark that shows. */
static void
make(struct bytes *b, int pages, int noted)
{
	struct bytes text = BYTES_INIT(1 << 20);
	int i, k;

	*b = BYTES_INIT(64 << 20);
	bytes_addf(b, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "2 0 obj<</Type/Pages/Count %d/Kids[", pages);
	for (i = 0; i < pages; i++)
		bytes_addf(b, "%d 0 R ", 10 + 2 * i);
	bytes_add_str(b, "]>>endobj\n5 0 obj<</Type/Annot/Subtype/Square"
	    "/Rect[0 0 500 700]/IC[1 0 0]/C[1 0 0]>>endobj\n");
	for (i = 0; i < pages; i++) {
		bytes_reset(&text);
		bytes_add_str(&text, "BT /F 12 Tf 14 TL 60 780 Td");
		for (k = 0; k < LINES; k++)
			bytes_addf(&text, "(Page %d line %d: Karol Wisniewski "
			    "was seen at the harbour that day.)'", i + 1, k);
		bytes_add_str(&text, " ET");
		bytes_addf(b, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox"
		    "[0 0 595 842]/Contents %d 0 R%s/Resources<</Font<</F<<"
		    "/Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
		    "%d 0 obj<</Length %zu>>stream\n", 10 + 2 * i, 11 + 2 * i,
		    i == noted ? "/Annots[5 0 R]" : "", 11 + 2 * i, text.len);
		bytes_add(b, text.data, text.len);
		bytes_add_str(b, "\nendstream endobj\n");
	}
	bytes_addf(b, "trailer<</Root 1 0 R/Size %d>>\nstartxref\n9\n%%%%EOF\n",
	    12 + 2 * pages);
	assert_int_equal(bytes_ok(b), 0);
	bytes_free(&text);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
run(struct exam *e, const struct bytes *b, struct exam_request *q)
{
	*e = EXAM_INIT;
	assert_int_equal(io_memfd_from(&q->fd, "test", b->data, b->len), 0);
	if (worker_run(worker, q, e) < 0)
		fail_msg("%s", err_line());
	io_close(&q->fd);
	if (e->report.state != EXAM_DONE)
		printf("  %s: %s\n", reason_name(e->report.reason),
		    e->report.detail);
}

static void
picture(struct exam *e, const struct bytes *b, uint32_t page, uint32_t width,
    const struct edits *edits, const struct layout *layout)
{
	struct exam_request q = { .want = WANT_PICTURE, .page = page,
	    .width = width, .edits = edits, .layout = layout };

	run(e, b, &q);
}

struct from {
	struct bytes b;
	size_t at;
};

static cairo_status_t
next(void *arg, unsigned char *to, unsigned len)
{
	struct from *f = arg;

	if (f->b.len - f->at < len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, f->b.data + f->at, len);
	f->at += len;
	return CAIRO_STATUS_SUCCESS;
}

/* The PNG, decoded by another's code. */
static cairo_surface_t *
decode(const struct exam *e)
{
	struct from f = { BYTES_INIT(64 << 20), 0 };
	cairo_surface_t *s;

	assert_int_equal(e->report.state, EXAM_DONE);
	assert_int_equal(lseek(e->file, 0, SEEK_SET), 0);
	assert_int_equal(io_read_all(e->file, &f.b), 0);
	s = cairo_image_surface_create_from_png_stream(next, &f);
	assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
	bytes_free(&f.b);
	return s;
}

/* How many pixels are darker than half. */
static unsigned long
dark(cairo_surface_t *s, int y0, int y1)
{
	const uint8_t *data = cairo_image_surface_get_data(s);
	int stride = cairo_image_surface_get_stride(s), x, y;
	unsigned long n = 0;

	for (y = y0; y < y1; y++)
		for (x = 0; x < cairo_image_surface_get_width(s); x++)
			n += data[y * stride + 4 * x + 1] < 128;
	return n;
}

/* How many pixels an eye would tell apart. */
static unsigned long
differ(cairo_surface_t *a, cairo_surface_t *b)
{
	const uint8_t *p = cairo_image_surface_get_data(a);
	const uint8_t *q = cairo_image_surface_get_data(b);
	int stride = cairo_image_surface_get_stride(a), x, y;
	int high = cairo_image_surface_get_height(a);
	int other = cairo_image_surface_get_height(b);
	unsigned long n = 0;

	/* One of them may have a row more, which is half of one. */
	assert_in_range(other, high - 1, high + 1);
	assert_int_equal(stride, cairo_image_surface_get_stride(b));
	for (y = 0; y < high && y < other; y++)
		for (x = 0; x < cairo_image_surface_get_width(a); x++)
			n += abs(p[y * stride + 4 * x + 1] -
			    q[y * stride + 4 * x + 1]) > 64;
	return n;
}

static void
test_drawn__shows_a_page_of_the_width_asked_for(void **state)
{
	cairo_surface_t *s;
	struct exam e;
	struct bytes b;

	(void)state;
	make(&b, 3, -1);
	picture(&e, &b, 1, 1000, NULL, NULL);
	s = decode(&e);
	assert_int_equal(cairo_image_surface_get_width(s), 1000);
	assert_int_equal(cairo_image_surface_get_height(s), 1415);
	assert_true(dark(s, 0, 1415) > 20000);
	cairo_surface_destroy(s);
	exam_free(&e);
	picture(&e, &b, 3, 1000, NULL, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	exam_free(&e);
	bytes_free(&b);
}

/* Edits of page 2 from all over the text: offsets are of the whole of it. */
static void
test_drawn__shows_a_page_as_the_redacted_copy_has_it(void **state)
{
	struct exam_request q = { .want = WANT_TEXT | WANT_LAYOUT };
	struct edits edits = { 0 };
	cairo_surface_t *before, *shown, *made;
	struct exam text, e;
	struct bytes b, copy = BYTES_INIT(64 << 20);
	const char *at;

	(void)state;
	make(&b, 3, 2);
	run(&text, &b, &q);
	bytes_add(&text.text, "", 1);
	for (at = (char *)text.text.data; (at = strstr(at, "Karol")) != NULL;
	    at += 5)
		assert_int_equal(edits_add(&edits, (uint64_t)(at -
		    (char *)text.text.data), (uint64_t)(at -
		    (char *)text.text.data) + 16, "[PERSON-1]"), 0);
	assert_int_equal(edits_check(&edits), 0);
	q = (struct exam_request){ .want = WANT_APPLY, .edits = &edits };
	run(&e, &b, &q);
	assert_int_equal(io_read_all(e.file, &copy), 0);
	exam_free(&e);
	picture(&e, &b, 1, FINE, NULL, NULL);
	before = decode(&e);
	exam_free(&e);
	picture(&e, &b, 1, FINE, &edits, &text.layout);
	shown = decode(&e);
	exam_free(&e);
	picture(&e, &copy, 1, FINE, NULL, NULL);
	made = decode(&e);
	exam_free(&e);
	printf("  pixels that differ from the copy's page: %lu as it is, %lu "
	    "as it is shown\n", differ(before, made), differ(shown, made));
	assert_true(differ(before, made) > 100000);
	assert_true(differ(shown, made) < differ(before, made) / 8);
	cairo_surface_destroy(before);
	cairo_surface_destroy(shown);
	cairo_surface_destroy(made);
	/* The third has a red remark under which all is gone. */
	picture(&e, &b, 2, 800, &edits, &text.layout);
	assert_int_equal(e.report.state, EXAM_DONE);
	exam_free(&e);
	exam_free(&text);
	edits_free(&edits);
	bytes_free(&copy);
	bytes_free(&b);
}

static void
test_drawn__shows_any_page_of_a_long_document(void **state)
{
	struct exam_request q = { .want = WANT_TEXT | WANT_LAYOUT };
	struct edits edits = { 0 };
	struct exam text, e;
	struct bytes b;
	double t;
	int i;

	(void)state;
	make(&b, PAGES, 400);
	run(&text, &b, &q);
	assert_int_equal(text.report.state, EXAM_DONE);
	assert_int_equal(text.layout.npages, PAGES);
	for (i = 0; i < PAGES; i++)
		assert_int_equal(edits_add(&edits, text.layout.pages[i].start +
		    20, text.layout.pages[i].start + 30, "[X]"), 0);
	for (i = 0; i <= PAGES; i += 100) {
		uint32_t page = i < PAGES ? (uint32_t)i : PAGES - 1;

		t = seconds();
		picture(&e, &b, page, 1000, NULL, NULL);
		assert_int_equal(e.report.state, EXAM_DONE);
		printf("  page %u: %.0f ms", page + 1, 1e3 * (seconds() - t));
		exam_free(&e);
		t = seconds();
		picture(&e, &b, page, 1000, &edits, &text.layout);
		assert_int_equal(e.report.state, EXAM_DONE);
		printf(", redacted %.0f ms\n", 1e3 * (seconds() - t));
		exam_free(&e);
	}
	exam_free(&text);
	edits_free(&edits);
	bytes_free(&b);
}

static void
test_drawn__refuses_formats_without_pages_by_name(void **state)
{
	struct bytes b = BYTES_INIT(100);
	struct exam e;

	(void)state;
	bytes_add_str(&b, "only words\n");
	picture(&e, &b, 0, 500, NULL, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_string_equal(e.report.detail,
	    "text documents cannot be shown as pages");
	exam_free(&e);
	bytes_free(&b);
}

static void
put_pnm(struct bytes *b, int width, int height)
{
	int i;

	*b = BYTES_INIT(1 << 20);
	bytes_addf(b, "P5\n%d %d\n255\n", width, height);
	for (i = 0; i < width * height; i++)
		bytes_add(b, "\xff", 1);
}

static void
test_drawn__shows_a_picture_with_its_boxes(void **state)
{
	const struct box box = { 0, 5000, 5000, 15000, 10000 };
	struct edits edits = { 0 };
	cairo_surface_t *s;
	struct exam e;
	struct bytes b;

	(void)state;
	put_pnm(&b, 400, 200);
	picture(&e, &b, 0, 200, NULL, NULL);
	s = decode(&e);
	assert_int_equal(cairo_image_surface_get_width(s), 200);
	assert_int_equal(cairo_image_surface_get_height(s), 100);
	assert_int_equal(dark(s, 0, 100), 0);
	cairo_surface_destroy(s);
	exam_free(&e);
	assert_int_equal(edits_add_box(&edits, &box), 0);
	picture(&e, &b, 0, 4000, &edits, NULL);
	s = decode(&e);
	assert_int_equal(cairo_image_surface_get_width(s), 400);
	assert_int_equal(dark(s, 0, 200), 100 * 50);
	cairo_surface_destroy(s);
	exam_free(&e);
	picture(&e, &b, 1, 200, NULL, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	exam_free(&e);
	edits_free(&edits);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawn__shows_a_page_of_the_width_asked_for),
		cmocka_unit_test(
		    test_drawn__shows_a_page_as_the_redacted_copy_has_it),
		cmocka_unit_test(test_drawn__shows_any_page_of_a_long_document),
		cmocka_unit_test(
		    test_drawn__refuses_formats_without_pages_by_name),
		cmocka_unit_test(test_drawn__shows_a_picture_with_its_boxes),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
