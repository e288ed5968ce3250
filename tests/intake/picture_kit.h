/* picture_kit.h -- what tests of picture formats share. */
#ifndef TESTS_INTAKE_PICTURE_KIT_H
#define TESTS_INTAKE_PICTURE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "intake/format/raster/raster.h"
#include "tests/intake/test_support.h"

#define KIT_MAX (64u << 20)

/* Pixel (x, y) of the picture all tests use: RGB, every place another one. */
__attribute__((unused))
static void
kit_pixel(uint8_t rgb[3], uint32_t x, uint32_t y)
{
	rgb[0] = (uint8_t)(x * 7 + y);
	rgb[1] = (uint8_t)(y * 5 + 30);
	rgb[2] = (uint8_t)(x * 3 ^ y * 11);
}

__attribute__((unused))
static void
kit_run(struct exam *e, const struct format *f, const struct bytes *in,
    unsigned want, const struct edits *edits)
{
	assert_int_equal(run_format(e, f, in->data, in->len, want, edits), 0);
}

/* Looked at, it has nothing to say, whatever pages it has. */
__attribute__((unused))
static void
kit_assert_clean(const struct format *f, const struct bytes *file)
{
	struct exam e = EXAM_INIT;

	kit_run(&e, f, file, WANT_REPORT, NULL);
	for (size_t i = 0; i < e.report.nmetas; i++)
		printf("left: %s %s %s\n", e.report.metas[i].group,
		    e.report.metas[i].name, e.report.metas[i].value);
	for (size_t i = 0; i < e.report.nmarks; i++)
		printf("left: mark %s\n", mark_name(e.report.marks[i].kind));
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.report.nmetas, 0);
	assert_int_equal(e.report.nmarks, 0);
	assert_true(f->structure(&(struct doc){ .data = file->data,
	    .len = file->len }));
	exam_free(&e);
}

/* Cleaned into `out`: nothing is left, and cleaning again changes nothing. */
__attribute__((unused))
static void
kit_clean(struct bytes *out, const struct format *f, const struct bytes *in)
{
	struct exam e = EXAM_INIT, twice = EXAM_INIT;
	struct bytes second = BYTES_INIT(KIT_MAX);

	kit_run(&e, f, in, WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	kit_assert_clean(f, out);
	kit_run(&twice, f, out, WANT_CLEAN, NULL);
	assert_int_equal(exam_file_bytes(&twice, &second), 0);
	assert_int_equal(second.len, out->len);
	assert_memory_equal(second.data, out->data, out->len);
	bytes_free(&second);
	exam_free(&e);
	exam_free(&twice);
}

/* A picture is this reason's when asked for anything. */
__attribute__((unused))
static void
kit_refused(const struct format *f, const struct bytes *in,
    enum exam_reason reason)
{
	struct exam e = EXAM_INIT;

	kit_run(&e, f, in, WANT_CLEAN, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_string_equal(reason_name(e.report.reason), reason_name(reason));
	exam_free(&e);
}

/* Painted with one box, in pixels. */
__attribute__((unused))
static void
kit_paint(struct bytes *out, const struct format *f, const struct bytes *in,
    uint32_t page, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
	struct edits edits = { .nranges = 0 };
	struct box box = { page, x0 * 100, y0 * 100, x1 * 100, y1 * 100 };
	struct exam e = EXAM_INIT;

	assert_int_equal(edits_add_box(&edits, &box), 0);
	kit_run(&e, f, in, WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	kit_assert_clean(f, out);
	edits_free(&edits);
	exam_free(&e);
}

/* How many pages it says it has, and how many its safe copy. */
__attribute__((unused))
static void
kit_assert_pages(const struct format *f, const struct bytes *in,
    uint32_t pages)
{
	struct exam e = EXAM_INIT, safe = EXAM_INIT;
	struct bytes pdf = BYTES_INIT(KIT_MAX);

	kit_run(&e, f, in, WANT_TEXT | WANT_LAYOUT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.report.pages, pages);
	assert_int_equal(e.layout.npages, pages);
	kit_run(&safe, f, in, WANT_SAFE | WANT_TEXT, NULL);
	assert_int_equal(safe.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&safe, &pdf), 0);
	exam_free(&e);
	exam_free(&safe);
	kit_run(&e, &format_pdf, &pdf, WANT_TEXT, NULL);
	assert_int_equal(e.report.pages, pages);
	exam_free(&e);
	bytes_free(&pdf);
}

/* A file cut at many lengths: it ends as something, and never badly. */
__attribute__((unused))
static void
kit_cut(const struct format *f, const struct bytes *in)
{
	for (size_t n = 0; n < in->len; n += 1 + in->len / 97) {
		uint8_t *exact = malloc(n + !n);
		struct exam e = EXAM_INIT;

		memcpy(exact, in->data, n);
		if (f->structure(&(struct doc){ .data = exact, .len = n }))
			assert_int_equal(run_format(&e, f, exact, n,
			    WANT_REPORT | WANT_TEXT | WANT_CLEAN, NULL), 0);
		free(exact);
		exam_free(&e);
	}
}

__attribute__((unused))
static bool
kit_holds(const struct bytes *b, const char *what)
{
	return memmem(b->data, b->len, what, strlen(what)) != NULL;
}

#endif
