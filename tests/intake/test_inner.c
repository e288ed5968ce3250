/*
 * test_inner.c -- pictures inside a document that has no pages of its own,
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
#include <sys/mman.h>
#include <unistd.h>

#include "intake/examine/inside.h"
#include "intake/examine/run.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define ROOM ((size_t)8 << 20)
#define GREY 0xc0u		/* what the pictures are filled with */

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

static cairo_status_t
add(void *to, const unsigned char *p, unsigned len)
{
	return bytes_add(to, p, len) == 0 ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

/* A grey picture, as the address of it. */
static void
picture(struct bytes *html, int width, int height)
{
	struct bytes png = BYTES_INIT(ROOM);
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    width, height);
	cairo_t *c = cairo_create(s);

	cairo_set_source_rgb(c, GREY / 255.0, GREY / 255.0, GREY / 255.0);
	cairo_paint(c);
	cairo_destroy(c);
	assert_int_equal(cairo_surface_write_to_png_stream(s, add, &png), 0);
	cairo_surface_destroy(s);
	(void)bytes_add_str(html, "<img alt=\"\" src=\"data:image/png,");
	for (size_t i = 0; i < png.len; i++)
		(void)bytes_addf(html, "%%%02x", png.data[i]);
	(void)bytes_add_str(html, "\">\n");
	bytes_free(&png);
}

/* Two pictures, the second twice, and one that no word fits in. */
static void
page(struct bytes *html)
{
	*html = BYTES_INIT(ROOM);
	(void)bytes_add_str(html, "<html><body><p>One line.</p>\n");
	picture(html, 60, 40);
	picture(html, 8, 8);
	picture(html, 90, 50);
	picture(html, 90, 50);
	(void)bytes_add_str(html, "<p>The last.</p></body></html>\n");
	assert_int_equal(bytes_ok(html), 0);
}

static void
ask(struct exam *e, const struct bytes *b, struct exam_request q)
{
	*e = EXAM_INIT;
	assert_int_equal(io_memfd_from(&q.fd, "test", b->data, b->len), 0);
	if (worker_run(worker, &q, e) < 0)
		fail_msg("%s", err_line());
	io_close(&q.fd);
}

static void
done(struct exam *e, const struct bytes *b, struct exam_request q)
{
	ask(e, b, q);
	if (e->report.state != EXAM_DONE)
		fail_msg("%s", e->report.detail);
}

static void
whole(struct bytes *out, int fd)
{
	uint64_t size;
	uint8_t *at;

	*out = BYTES_INIT(ROOM);
	assert_int_equal(io_size(fd, &size), 0);
	assert_int_equal(bytes_room(out, size, &at), 0);
	assert_int_equal(pread(fd, at, size, 0), (ssize_t)size);
}

struct from {
	const uint8_t *p;
	size_t len;
};

static cairo_status_t
take(void *arg, unsigned char *to, unsigned len)
{
	struct from *f = arg;

	if (len > f->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, f->p, len);
	f->p += len;
	f->len -= len;
	return CAIRO_STATUS_SUCCESS;
}

/* Its size and one pixel's green. */
static unsigned
pixel(const uint8_t *png, size_t len, int width, int x, int y)
{
	struct from f = { png, len };
	cairo_surface_t *s = cairo_image_surface_create_from_png_stream(take,
	    &f);
	uint32_t v;

	assert_int_equal(cairo_surface_status(s), 0);
	assert_int_equal(cairo_image_surface_get_width(s), width);
	memcpy(&v, cairo_image_surface_get_data(s) + (size_t)y *
	    (size_t)cairo_image_surface_get_stride(s) + 4 * (size_t)x, 4);
	cairo_surface_destroy(s);
	return v >> 8 & 0xff;
}

/* Record `n` of the pictures in the document. */
static void
given(struct bytes *out, const struct bytes *html, size_t n, const char *name)
{
	struct exam e;
	struct bytes all;
	struct inside one = { .len = 0 };
	size_t at = 0;

	done(&e, html, (struct exam_request){ .want = WANT_PICTURES });
	whole(&all, e.file);
	for (size_t i = 0; i <= n; i++)
		assert_int_equal(inside_next(&one, all.data, all.len, &at), 1);
	assert_int_equal(one.name_len, strlen(name));
	assert_memory_equal(one.name, name, one.name_len);
	*out = BYTES_INIT(ROOM);
	assert_int_equal(bytes_add(out, one.data, one.len), 0);
	bytes_free(&all);
	exam_free(&e);
}

static void
test_inner__pictures_are_pages_behind_the_text(void **state)
{
	struct bytes html, one;
	struct exam e;

	(void)state;
	page(&html);
	done(&e, &html, (struct exam_request){ .want = WANT_REPORT | WANT_TEXT |
	    WANT_LAYOUT });
	assert_int_equal(e.layout.npages, 2);
	assert_int_equal(e.layout.pages[0].width, 6000);
	assert_int_equal(e.layout.pages[0].height, 4000);
	assert_int_equal(e.layout.pages[1].width, 9000);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(e.layout.pages[i].start, e.text.len);
		assert_int_equal(e.layout.pages[i].own, e.text.len);
		assert_int_equal(e.layout.pages[i].end, e.text.len);
	}
	assert_int_equal(e.report.pages, 0);
	exam_free(&e);
	given(&one, &html, 1, "1");
	assert_int_equal(pixel(one.data, one.len, 90, 1, 1), GREY);
	bytes_free(&one);
	bytes_free(&html);
}

static void
test_inner__a_text_without_pictures_has_no_page(void **state)
{
	struct bytes html = BYTES_INIT(ROOM);
	struct exam e;

	(void)state;
	(void)bytes_add_str(&html, "<html><body><p>One.</p></body></html>");
	done(&e, &html, (struct exam_request){ .want = WANT_TEXT | WANT_LAYOUT |
	    WANT_OCR });
	assert_int_equal(e.layout.npages, 0);
	exam_free(&e);
	done(&e, &html, (struct exam_request){ .want = WANT_PICTURES });
	assert_int_equal(e.report.clean_len, 0);
	exam_free(&e);
	bytes_free(&html);
}

static void
test_inner__a_box_is_on_its_picture_alone(void **state)
{
	struct box box = { .page = 1, .x0 = 1000, .y0 = 1000, .x1 = 3000,
	    .y1 = 2000 };
	struct edits edits = { 0 };
	struct bytes html, made, one;
	struct exam e;

	(void)state;
	page(&html);
	assert_int_equal(edits_add_box(&edits, &box), 0);
	/* As it will be, on a screen. */
	done(&e, &html, (struct exam_request){ .want = WANT_PICTURE, .page = 1,
	    .width = 90, .edits = &edits });
	whole(&one, e.file);
	assert_int_equal(pixel(one.data, one.len, 90, 20, 15), 0);
	assert_in_range(pixel(one.data, one.len, 90, 40, 15), GREY - 16,
	    GREY + 16);	/* of few greys */
	bytes_free(&one);
	exam_free(&e);
	/* And in the copy. */
	done(&e, &html, (struct exam_request){ .want = WANT_APPLY,
	    .edits = &edits });
	whole(&made, e.file);
	given(&one, &made, 0, "0");
	assert_int_equal(pixel(one.data, one.len, 60, 20, 15), GREY);
	bytes_free(&one);
	given(&one, &made, 1, "1");
	assert_int_equal(pixel(one.data, one.len, 90, 20, 15), 0);
	assert_int_equal(pixel(one.data, one.len, 90, 40, 15), GREY);
	bytes_free(&one);
	exam_free(&e);
	/* The picture stands there twice, and is covered twice: no page of the
	 * copy is the picture without the box. */
	done(&e, &made, (struct exam_request){ .want = WANT_TEXT |
	    WANT_LAYOUT });
	assert_int_equal(e.layout.npages, 2);
	exam_free(&e);
	bytes_free(&made);
	bytes_free(&html);
	edits_free(&edits);
}

static void
test_inner__a_box_on_no_picture_is_refused(void **state)
{
	struct box box = { .page = 2, .x1 = 100, .y1 = 100 };
	struct edits edits = { 0 };
	struct bytes html;
	struct exam e;

	(void)state;
	page(&html);
	assert_int_equal(edits_add_box(&edits, &box), 0);
	ask(&e, &html, (struct exam_request){ .want = WANT_APPLY,
	    .edits = &edits });
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	assert_non_null(strstr(e.report.detail, "no picture there"));
	exam_free(&e);
	ask(&e, &html, (struct exam_request){ .want = WANT_PICTURE, .page = 2,
	    .width = 90 });
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	exam_free(&e);
	bytes_free(&html);
	edits_free(&edits);
}

static bool
holds(const struct bytes *b, const char *s)
{
	return memmem(b->data, b->len, s, strlen(s)) != NULL;
}

static void
test_inner__a_drawing_that_says_something_is_not_released(void **state)
{
	static const char html[] = "<html><body><p>One.</p><img src=\""
	    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
	    "<text>Walter</text></svg>\"><img src=\"data:image/svg+xml,<svg "
	    "xmlns='http://www.w3.org/2000/svg'><path d='M0 0L9 9'/></svg>\">"
	    "</body></html>";
	struct edits none = { 0 };
	struct bytes b = BYTES_INIT(ROOM), made;
	struct exam e;
	unsigned n[2] = { 0, 0 };

	(void)state;
	(void)bytes_add_str(&b, html);
	for (int i = 0; i < 2; i++) {
		done(&e, &b, (struct exam_request){ .want = i == 0 ? WANT_CLEAN :
		    WANT_APPLY, .edits = i == 0 ? NULL : &none });
		whole(&made, e.file);
		for (const uint8_t *p = made.data; (p = memmem(p,
		    made.len - (size_t)(p - made.data), "<img", 4)) != NULL;
		    p++)
			n[i]++;
		assert_true(holds(&made, "data:image/svg+xml"));
		bytes_free(&made);
		exam_free(&e);
	}
	assert_int_equal(n[0], 2);
	assert_int_equal(n[1], 1);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inner__pictures_are_pages_behind_the_text),
		cmocka_unit_test(test_inner__a_text_without_pictures_has_no_page),
		cmocka_unit_test(test_inner__a_box_is_on_its_picture_alone),
		cmocka_unit_test(test_inner__a_box_on_no_picture_is_refused),
		cmocka_unit_test(
		    test_inner__a_drawing_that_says_something_is_not_released),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
