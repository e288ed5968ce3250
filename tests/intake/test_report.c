/* test_report.c -- reports as bytes, and the words of kinds.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/report.h"
#include "vault/base/err.h"

static void
make(struct report *r)
{
	*r = REPORT_INIT;
	r->format = FORMAT_PDF;
	r->state = EXAM_DONE;
	r->pages = 3;
	r->text_len = 77;
	r->clean_len = (uint64_t)1 << 33;
	(void)snprintf(r->magic, sizeof(r->magic), "application/pdf");
	(void)snprintf(r->structure, sizeof(r->structure), "pdf");
	(void)snprintf(r->name, sizeof(r->name), "raport \xc5\xbc.pdf");
	assert_int_equal(report_add_meta(r, "PDF", "Author", "Zofia"), 0);
	assert_int_equal(report_add_meta(r, "XMP", "", ""), 0);
	assert_int_equal(report_add_mark(r, MARK_BIDI, 9, "U+202E"), 0);
}

static void
test_report__reads_what_it_wrote(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16), again = BYTES_INIT(1 << 16);
	struct report r, got = REPORT_INIT;

	(void)state;
	make(&r);
	assert_int_equal(report_write(&b, &r), 0);
	assert_int_equal(report_read(&got, b.data, b.len), 0);
	assert_int_equal(got.format, FORMAT_PDF);
	assert_int_equal(got.pages, 3);
	assert_int_equal(got.clean_len, (uint64_t)1 << 33);
	assert_string_equal(got.name, "raport \xc5\xbc.pdf");
	assert_int_equal(got.nmetas, 2);
	assert_string_equal(got.metas[0].value, "Zofia");
	assert_int_equal(got.nmarks, 1);
	assert_int_equal(got.marks[0].count, 9);
	assert_int_equal(report_write(&again, &got), 0);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	report_free(&r);
	report_free(&got);
	bytes_free(&b);
	bytes_free(&again);
}

static void
test_report__refuses_a_cut_at_every_length(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct report r, got = REPORT_INIT;
	size_t n;

	(void)state;
	make(&r);
	assert_int_equal(report_write(&b, &r), 0);
	for (n = 0; n < b.len; n++)
		assert_int_equal(report_read(&got, b.data, n), ERR_FORMAT);
	assert_int_equal(bytes_add(&b, "", 1), 0);	/* and one too many */
	assert_int_equal(report_read(&got, b.data, b.len), ERR_FORMAT);
	assert_int_equal(got.nmetas, 0);
	report_free(&r);
	bytes_free(&b);
}

/* Every flipped byte is refused, or read as just what it then says. */
static void
test_report__never_misreads_a_flipped_byte(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16), again = BYTES_INIT(1 << 16);
	struct report r, got = REPORT_INIT;
	unsigned refused = 0;
	size_t i;

	(void)state;
	make(&r);
	assert_int_equal(report_write(&b, &r), 0);
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 0x80;
		if (report_read(&got, b.data, b.len) < 0) {
			refused++;
		} else {
			bytes_reset(&again);
			assert_int_equal(report_write(&again, &got), 0);
			assert_int_equal(again.len, b.len);
			assert_memory_equal(again.data, b.data, b.len);
			report_free(&got);
		}
		b.data[i] ^= 0x80;
	}
	printf("  %u of %zu flips refused\n", refused, b.len);
	assert_true(refused > b.len / 2);
	report_free(&r);
	bytes_free(&b);
	bytes_free(&again);
}

static void
test_report__keeps_its_states_and_reasons_together(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct report r;

	(void)state;
	make(&r);
	r.reason = REASON_DAMAGED;	/* done, and damaged */
	assert_int_equal(report_write(&b, &r), ERR_FORMAT);
	r.state = EXAM_REFUSED;
	assert_int_equal(report_write(&b, &r), 0);
	r.reason = REASON_NONE;		/* refused, for no reason */
	assert_int_equal(report_write(&b, &r), ERR_FORMAT);
	r.state = 0;
	assert_int_equal(report_write(&b, &r), ERR_FORMAT);
	report_free(&r);
	bytes_free(&b);
}

static void
test_report__cuts_long_values_between_characters(void **state)
{
	char *value = malloc(META_VALUE_MAX + 10);
	struct report r = REPORT_INIT;
	size_t i;

	(void)state;
	assert_non_null(value);
	memset(value, 'a', META_VALUE_MAX + 9);
	for (i = META_VALUE_MAX - 1; i < META_VALUE_MAX + 9; i += 2)
		memcpy(value + i, "\xc3\xa9", 2);
	value[META_VALUE_MAX + 9] = '\0';
	assert_int_equal(report_add_meta(&r, "g", "n", value), 0);
	assert_int_equal(strlen(r.metas[0].value), META_VALUE_MAX - 1);
	free(value);
	report_free(&r);
}

static void
test_report__takes_utf8_alone_and_so_much_of_it(void **state)
{
	struct report r = REPORT_INIT;
	unsigned i;
	int code = 0;

	(void)state;
	assert_int_equal(report_add_meta(&r, "g", "\xff", "v"), ERR_FORMAT);
	assert_int_equal(report_add_mark(&r, 0, 1, ""), ERR_FORMAT);
	assert_int_equal(report_add_mark(&r, MARK_LAST + 1, 1, ""),
	    ERR_FORMAT);
	for (i = 0; code == 0; i++)
		code = report_add_meta(&r, "", "", "");
	assert_int_equal(code, ERR_TOO_BIG);
	assert_int_equal(i, METAS_MAX + 1);
	for (i = 0, code = 0; code == 0; i++)
		code = report_add_mark(&r, MARK_BIDI, 1, "");
	assert_int_equal(code, ERR_TOO_BIG);
	assert_int_equal(i, MARKS_MAX + 1);
	report_free(&r);
}

static void
test_kinds__have_a_word_each(void **state)
{
	unsigned i;

	(void)state;
	for (i = 1; i <= FORMAT_LAST; i++) {
		assert_string_not_equal(format_name(i), "unknown");
		assert_string_not_equal(format_ext(i), "bin");
	}
	for (i = 1; i <= EXAM_STATE_LAST; i++)
		assert_string_not_equal(state_name(i), "unknown");
	for (i = 1; i <= REASON_LAST; i++) {
		assert_string_not_equal(reason_name(i), "unknown");
		assert_int_equal(reason_advice(i)[strlen(reason_advice(i)) -
		    1], '.');
	}
	for (i = 1; i <= MARK_LAST; i++)
		assert_string_not_equal(mark_name(i), "unknown");
	assert_string_equal(format_name(FORMAT_LAST + 1), "unknown");
	assert_string_equal(format_ext(1000), "bin");
	assert_string_equal(reason_name(REASON_LAST + 1), "unknown");
	assert_string_equal(mark_name(0), "unknown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_report__reads_what_it_wrote),
		cmocka_unit_test(test_report__refuses_a_cut_at_every_length),
		cmocka_unit_test(test_report__never_misreads_a_flipped_byte),
		cmocka_unit_test(
		    test_report__keeps_its_states_and_reasons_together),
		cmocka_unit_test(
		    test_report__cuts_long_values_between_characters),
		cmocka_unit_test(
		    test_report__takes_utf8_alone_and_so_much_of_it),
		cmocka_unit_test(test_kinds__have_a_word_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
