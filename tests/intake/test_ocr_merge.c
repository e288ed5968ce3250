/* test_ocr_merge.c -- what was read joins what a document says, and what is
 * redacted in it becomes boxes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "intake/examine/ocr.h"
#include "intake/examine/ocr_edits.h"
#include "vault/base/err.h"

/* A page of this many units each way, whose text comes next in `e`. */
static void
add_page(struct exam *e, uint32_t side, const char *text, unsigned flags)
{
	struct page p = { .width = side, .height = side,
	    .start = e->text.len };

	assert_int_equal(bytes_add_str(&e->text, text), 0);
	p.own = p.end = e->text.len;
	p.flags = (uint8_t)flags;
	assert_int_equal(layout_add_page(&e->layout, &p), 0);
}

/* The word that stands there already is in this box of its page. */
static void
add_place(struct exam *e, const char *word, int32_t x0, int32_t y0,
    int32_t x1, int32_t y1)
{
	size_t page = e->layout.npages - 1;
	const struct page *p = &e->layout.pages[page];
	const char *text = (const char *)e->text.data;
	const char *at = strstr(text + p->start, word);
	struct place w = { .page = (uint32_t)page, .x0 = x0, .y0 = y0,
	    .x1 = x1, .y1 = y1 };

	assert_non_null(at);
	w.start = (uint64_t)(at - text);
	w.end = w.start + strlen(word);
	assert_int_equal(layout_add_place(&e->layout, &w), 0);
}

/*
 * Three pages: text; a picture; text in doubt.  The second and third were
 * read, by somebody whose pages are twice as large.
 */
static void
make(struct exam *own, struct exam *seen)
{
	*own = EXAM_INIT;
	*seen = EXAM_INIT;
	own->report.format = seen->report.format = FORMAT_PDF;
	add_page(own, 100, "Ann wrote", 0);
	add_place(own, "Ann", 0, 0, 10, 10);
	add_place(own, "wrote", 20, 0, 40, 10);
	assert_int_equal(bytes_add_str(&own->text, "\f"), 0);
	add_page(own, 100, "", 0);
	assert_int_equal(bytes_add_str(&own->text, "\f"), 0);
	add_page(own, 100, "Bob\n", PAGE_DOUBT);
	add_place(own, "Bob", 0, 0, 10, 10);

	add_page(seen, 200, "", 0);
	add_page(seen, 200, "call 555 1234\n", PAGE_READ);
	(void)bytes_str(&seen->text);
	add_place(seen, "call", 0, 0, 40, 20);
	add_place(seen, "555", 50, 0, 80, 20);
	add_place(seen, "1234", 90, 2, 130, 20);
	add_page(seen, 200, "Eve\n", PAGE_READ);
	(void)bytes_str(&seen->text);
	add_place(seen, "Eve", 0, 40, 40, 60);
}

static void
merge(struct exam *own, struct exam *seen)
{
	struct bytes pages = BYTES_INIT(16);
	uint32_t n;

	assert_int_equal(ocr_pages(&pages, own, NULL, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(pages.len, 1);
	assert_int_equal(pages.data[0], 6);
	assert_int_equal(ocr_merge(own, seen, &pages), 0);
	bytes_free(&pages);
}

static void
test_merge__what_was_read_stands_behind_what_the_page_says(void **state)
{
	struct exam own, seen;
	const struct page *p;

	(void)state;
	make(&own, &seen);
	merge(&own, &seen);
	assert_string_equal(bytes_str(&own.text),
	    "Ann wrote\fcall 555 1234\n\fBob\nEve\n");
	assert_int_equal(own.report.text_len, own.text.len);
	p = own.layout.pages;
	assert_int_equal(p[0].own, p[0].end);
	assert_int_equal(p[0].flags, 0);
	assert_int_equal(p[1].own, p[1].start);
	assert_int_equal(p[1].flags, PAGE_READ);
	assert_int_equal(p[2].own, p[2].start + 4);
	assert_int_equal(p[2].flags, PAGE_READ);
	exam_free(&own);
	exam_free(&seen);
}

static void
test_merge__boxes_are_in_units_of_the_page(void **state)
{
	static const char *const words[] = { "Ann", "wrote", "call", "555",
	    "1234", "Bob", "Eve" };
	struct exam own, seen;
	const struct place *w;
	size_t i;

	(void)state;
	make(&own, &seen);
	merge(&own, &seen);
	assert_int_equal(own.layout.nplaces, 7);
	for (i = 0; i < 7; i++) {
		w = &own.layout.places[i];
		assert_int_equal(w->end - w->start, strlen(words[i]));
		assert_memory_equal(own.text.data + w->start, words[i],
		    strlen(words[i]));
	}
	w = &own.layout.places[4];
	assert_int_equal(w->page, 1);
	assert_int_equal(w->x0, 45);
	assert_int_equal(w->y1, 10);
	exam_free(&own);
	exam_free(&seen);
}

static void
test_merge__nobody_may_speak_of_pages_that_were_not_asked_for(void **state)
{
	struct exam own, seen;
	struct bytes none = BYTES_INIT(16);

	(void)state;
	make(&own, &seen);
	assert_int_equal(ocr_merge(&own, &seen, &none), 0);
	assert_string_equal(bytes_str(&own.text), "Ann wrote\f\fBob\n");
	assert_int_equal(own.layout.nplaces, 3);
	assert_int_equal(own.layout.pages[2].flags, PAGE_DOUBT);
	exam_free(&own);
	exam_free(&seen);
}

static void
test_merge__an_answer_with_other_pages_changes_nothing(void **state)
{
	struct exam own, seen;
	struct bytes all = BYTES_INIT(16);

	(void)state;
	make(&own, &seen);
	assert_int_equal(bytes_add(&all, "\7", 1), 0);
	add_page(&seen, 200, "more", PAGE_READ);
	assert_int_equal(ocr_merge(&own, &seen, &all), ERR_FORMAT);
	assert_string_equal(bytes_str(&own.text), "Ann wrote\f\fBob\n");
	bytes_free(&all);
	exam_free(&own);
	exam_free(&seen);
}

/* --- edits --- */

/* The merged exam, and edits of the words from `first` to `last`. */
static void
edit(struct exam *own, struct edits *in, struct edits *out, const char *first,
    const char *last)
{
	struct exam seen;
	const char *text, *from, *to;

	make(own, &seen);
	merge(own, &seen);
	exam_free(&seen);
	text = bytes_str(&own->text);
	from = strstr(text, first);
	to = strstr(text, last);
	assert_non_null(from);
	assert_non_null(to);
	*in = *out = (struct edits){ 0 };
	assert_int_equal(edits_add(in, (uint64_t)(from - text),
	    (uint64_t)(to - text) + strlen(last), "[X-1]"), 0);
	assert_int_equal(ocr_edits(out, in, &own->layout, &own->text), 0);
	assert_int_equal(edits_check(out), 0);
}

static void
done(struct exam *own, struct edits *in, struct edits *out)
{
	exam_free(own);
	edits_free(in);
	edits_free(out);
}

static void
word_is(const struct edits *e, size_t i, const char *word)
{
	assert_true(i < e->nwords);
	assert_int_equal(e->words[i].len, strlen(word));
	assert_memory_equal(e->text.data + e->words[i].at, word, strlen(word));
}

static void
test_edits__own_text_moves_to_where_it_stood(void **state)
{
	struct edits in, out;
	struct exam own;

	(void)state;
	edit(&own, &in, &out, "Bob", "Bob");
	assert_int_equal(out.nranges, 1);
	assert_int_equal(out.ranges[0].start, strlen("Ann wrote\f\f"));
	assert_int_equal(out.ranges[0].end, strlen("Ann wrote\f\fBob"));
	assert_int_equal(out.nboxes, 0);
	assert_int_equal(out.nwords, 4);	/* call 555 1234 Eve */
	done(&own, &in, &out);
}

static void
test_edits__what_was_read_becomes_one_box_a_row(void **state)
{
	struct edits in, out;
	struct exam own;

	(void)state;
	edit(&own, &in, &out, "555", "1234");
	assert_int_equal(out.nranges, 0);
	assert_int_equal(out.nboxes, 1);
	assert_int_equal(out.boxes[0].page, 1);
	/* From 25 units, 0 to 10, with a margin around it; to the edge of the
	 * page, wherever the last word ends. */
	assert_true(out.boxes[0].x0 < 25 && out.boxes[0].x0 > 15);
	assert_int_equal(out.boxes[0].x1, 100);
	assert_int_equal(out.boxes[0].y0, 0);
	assert_true(out.boxes[0].y1 > 10);
	assert_int_equal(out.nwords, 3);
	word_is(&out, 0, "[X-1]");
	word_is(&out, 1, "call");
	word_is(&out, 2, "Eve");
	done(&own, &in, &out);
}

/* A page with one row of two columns; `word` is from 20 up to `x1`, and what
 * follows it moves. */
static void
row_of(struct exam *e, const char *word, int32_t x1)
{
	char text[100];

	*e = EXAM_INIT;
	(void)snprintf(text, sizeof(text), "Dear %s and you total\n", word);
	add_page(e, 1000, text, PAGE_READ);
	e->layout.pages[0].own = 0;
	e->layout.pages[0].width = 1000;
	e->layout.pages[0].height = 100;
	(void)bytes_str(&e->text);
	add_place(e, "Dear", 0, 40, 18, 50);
	add_place(e, word, 20, 42, x1, 50);
	add_place(e, "and", x1 + 2, 40, x1 + 12, 50);
	add_place(e, "you", x1 + 14, 42, x1 + 24, 52);
	add_place(e, "total", 500, 40, 530, 50);
}

static void
test_edits__a_box_does_not_tell_how_wide_the_word_was(void **state)
{
	static const char *const words[] = { "Jo", "Maximilian" };
	struct edits out[2] = { { 0 }, { 0 } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct edits in = { 0 };
		struct exam e;

		row_of(&e, words[i], i == 0 ? 30 : 80);
		assert_int_equal(edits_add(&in, 5, 5 + strlen(words[i]),
		    "[X-1]"), 0);
		assert_int_equal(ocr_edits(&out[i], &in, &e.layout, &e.text),
		    0);
		printf("%s: from %d to %d, %d to %d; %zu words\n", words[i],
		    out[i].boxes[0].x0, out[i].boxes[0].x1, out[i].boxes[0].y0,
		    out[i].boxes[0].y1, out[i].nwords);
		assert_int_equal(out[i].nboxes, 1);
		edits_free(&in);
		exam_free(&e);
	}
	assert_memory_equal(&out[0].boxes[0], &out[1].boxes[0],
	    sizeof(struct box));
	/* The label, "Dear" and the other column; not what the box covers. */
	assert_int_equal(out[0].nwords, 3);
	assert_int_equal(out[1].nwords, 3);
	for (size_t k = 0; k < 3; k++)
		assert_memory_equal(&out[0].words[k].box, &out[1].words[k].box,
		    sizeof(struct box));
	word_is(&out[0], 0, "[X-1]");
	word_is(&out[0], 1, "Dear");
	word_is(&out[0], 2, "total");
	edits_free(&out[0]);
	edits_free(&out[1]);
}

static void
test_edits__one_that_goes_over_pages_is_split_and_joined(void **state)
{
	struct edits in, out;
	struct exam own;

	(void)state;
	edit(&own, &in, &out, "wrote", "Eve");
	assert_int_equal(out.nranges, 1);
	assert_int_equal(out.ranges[0].start, strlen("Ann "));
	assert_int_equal(out.ranges[0].end, strlen("Ann wrote\f\fBob\n"));
	assert_int_equal(out.nboxes, 2);
	assert_int_equal(out.boxes[1].page, 2);
	assert_int_equal(out.nwords, 0);	/* it has its label as text */
	done(&own, &in, &out);
}

static void
test_edits__words_under_a_drawn_box_are_not_handed_on(void **state)
{
	static const struct box box = { 1, 0, 0, 30, 10 };
	struct edits in, out = { 0 };
	struct exam own;

	(void)state;
	edit(&own, &in, &out, "Eve", "Eve");
	edits_free(&out);
	assert_int_equal(edits_add_box(&in, &box), 0);
	assert_int_equal(ocr_edits(&out, &in, &own.layout, &own.text), 0);
	assert_int_equal(out.nwords, 2);
	word_is(&out, 0, "[X-1]");
	word_is(&out, 1, "1234");	/* call and 555 are under it */
	assert_int_equal(out.nboxes, 2);
	done(&own, &in, &out);
}

static void
test_edits__what_has_no_place_cannot_be_redacted(void **state)
{
	struct edits in, out;
	struct exam own;

	(void)state;
	edit(&own, &in, &out, "Eve", "Eve");
	edits_free(&out);
	layout_forget_places(&own.layout);
	assert_int_equal(ocr_edits(&out, &in, &own.layout, &own.text),
	    ERR_FORMAT);
	done(&own, &in, &out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_merge__what_was_read_stands_behind_what_the_page_says),
		cmocka_unit_test(test_merge__boxes_are_in_units_of_the_page),
		cmocka_unit_test(
		    test_merge__nobody_may_speak_of_pages_that_were_not_asked_for),
		cmocka_unit_test(
		    test_merge__an_answer_with_other_pages_changes_nothing),
		cmocka_unit_test(test_edits__own_text_moves_to_where_it_stood),
		cmocka_unit_test(
		    test_edits__what_was_read_becomes_one_box_a_row),
		cmocka_unit_test(
		    test_edits__a_box_does_not_tell_how_wide_the_word_was),
		cmocka_unit_test(
		    test_edits__one_that_goes_over_pages_is_split_and_joined),
		cmocka_unit_test(
		    test_edits__words_under_a_drawn_box_are_not_handed_on),
		cmocka_unit_test(
		    test_edits__what_has_no_place_cannot_be_redacted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
