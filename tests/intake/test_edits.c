/* test_edits.c -- what a plan asks to remove: its rules, and its bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "intake/examine/edits.h"
#include "vault/base/err.h"

static void
make(struct edits *e)
{
	static const struct box box = { 3, -1, 2, 300, 400 };

	*e = (struct edits){ 0 };
	assert_int_equal(edits_add(e, 20, 30, "[PHONE-1]"), 0);
	assert_int_equal(edits_add(e, 5, 20, "[EMAIL-1]"), 0);
	assert_int_equal(edits_add_box(e, &box), 0);
	assert_int_equal(edits_add_word(e, &box, "\xc5\xbb", 2), 0);
	assert_int_equal(edits_add_word(e, &box, "two", 3), 0);
	assert_int_equal(edits_check(e), 0);
}

static void
test_edits__sorts_and_reads_what_it_wrote(void **state)
{
	struct bytes b = BYTES_INIT(4096), again = BYTES_INIT(4096);
	struct edits e, got = { 0 };

	(void)state;
	make(&e);
	assert_int_equal(edits_write(&b, &e), 0);
	assert_int_equal(edits_read(&got, b.data, b.len), 0);
	assert_int_equal(got.nranges, 2);
	assert_int_equal(got.ranges[0].start, 5);
	assert_string_equal(got.ranges[1].label, "[PHONE-1]");
	assert_int_equal(got.nboxes, 1);
	assert_int_equal(got.boxes[0].x0, -1);
	assert_int_equal(got.nwords, 2);
	assert_int_equal(got.words[1].box.y1, 400);
	assert_int_equal(got.words[1].len, 3);
	assert_memory_equal(got.text.data + got.words[1].at, "two", 3);
	assert_int_equal(edits_write(&again, &got), 0);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	edits_free(&e);
	edits_free(&got);
	bytes_free(&b);
	bytes_free(&again);
}

static void
test_edits__refuses_a_cut_at_every_length(void **state)
{
	struct bytes b = BYTES_INIT(4096);
	struct edits e, got = { 0 };
	size_t n;

	(void)state;
	make(&e);
	assert_int_equal(edits_write(&b, &e), 0);
	for (n = 0; n < b.len; n++)
		assert_int_equal(edits_read(&got, b.data, n), ERR_FORMAT);
	assert_int_equal(bytes_add(&b, "", 1), 0);
	assert_int_equal(edits_read(&got, b.data, b.len), ERR_FORMAT);
	assert_null(got.ranges);
	edits_free(&e);
	bytes_free(&b);
}

static void
test_edits__refuses_empty_and_overlapping_ranges(void **state)
{
	struct edits e = { 0 };

	(void)state;
	assert_int_equal(edits_add(&e, 4, 4, "[A]"), 0);
	assert_int_equal(edits_check(&e), ERR_FORMAT);
	e.ranges[0].end = 8;
	assert_int_equal(edits_check(&e), 0);
	assert_int_equal(edits_add(&e, 7, 9, "[B]"), 0);
	assert_int_equal(edits_check(&e), ERR_FORMAT);
	e.ranges[1].start = 8;
	assert_int_equal(edits_check(&e), 0);
	edits_free(&e);
}

/* Bytes that are not sorted were not written here. */
static void
test_edits__reads_sorted_ranges_alone(void **state)
{
	struct bytes b = BYTES_INIT(4096);
	struct edits e = { 0 }, got = { 0 };
	uint8_t swap[16];

	(void)state;
	assert_int_equal(edits_add(&e, 1, 2, "[AA]"), 0);
	assert_int_equal(edits_add(&e, 3, 4, "[BB]"), 0);
	assert_int_equal(edits_write(&b, &e), 0);
	/* version, count, then two ranges of 8 + 8 + 4 + 4 bytes */
	memcpy(swap, b.data + 5, 16);
	memcpy(b.data + 5, b.data + 29, 16);
	memcpy(b.data + 29, swap, 16);
	assert_int_equal(edits_read(&got, b.data, b.len), ERR_FORMAT);
	edits_free(&e);
	bytes_free(&b);
}

static void
test_edits__takes_plain_short_labels(void **state)
{
	char label[LABEL_MAX + 2];
	struct edits e = { 0 };

	(void)state;
	memset(label, 'x', sizeof(label));
	label[LABEL_MAX + 1] = '\0';
	assert_int_equal(edits_add(&e, 1, 2, label), ERR_FORMAT);
	label[LABEL_MAX] = '\0';
	assert_int_equal(edits_add(&e, 1, 2, label), 0);
	assert_int_equal(edits_add(&e, 3, 4, "a\nb"), ERR_FORMAT);
	assert_int_equal(edits_add(&e, 3, 4, "\xc3\xa9"), ERR_FORMAT);
	assert_int_equal(e.nranges, 1);
	edits_free(&e);
}

static void
test_edits__words_of_the_text_layer_are_text(void **state)
{
	static const struct box box = { 0, 0, 0, 5, 9 };
	struct edits e = { 0 };

	(void)state;
	assert_int_equal(edits_add_word(&e, &box, "", 0), ERR_FORMAT);
	assert_int_equal(edits_add_word(&e, &box, "a\0b", 3), ERR_FORMAT);
	assert_int_equal(edits_add_word(&e, &box, "\xc5", 1), ERR_FORMAT);
	assert_int_equal(edits_add_word(&e, &box, "x", EDIT_WORD_MAX + 1),
	    ERR_FORMAT);
	assert_int_equal(e.nwords, 0);
	edits_free(&e);
}

static void
test_edits__refuses_boxes_that_cover_nothing(void **state)
{
	static const struct box bad[] = {
		{ 0, 5, 0, 5, 9 }, { 0, 0, 9, 5, 9 }, { 0, 6, 0, 5, 9 },
		{ PAGES_MAX, 0, 0, 5, 9 }
	};
	struct edits e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(edits_add_box(&e, &bad[i]), 0);
		assert_int_equal(edits_check(&e), ERR_FORMAT);
		edits_free(&e);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits__sorts_and_reads_what_it_wrote),
		cmocka_unit_test(test_edits__refuses_a_cut_at_every_length),
		cmocka_unit_test(
		    test_edits__refuses_empty_and_overlapping_ranges),
		cmocka_unit_test(test_edits__reads_sorted_ranges_alone),
		cmocka_unit_test(test_edits__takes_plain_short_labels),
		cmocka_unit_test(test_edits__words_of_the_text_layer_are_text),
		cmocka_unit_test(test_edits__refuses_boxes_that_cover_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
