/* test_labels.c -- the same value has the same label over a submission. */
#include "find_kit.h"

#include "redact/doc/plan.h"

static void
expect(struct labels *l, const char *kind, const char *value,
    const char *wanted)
{
	char label[LABEL_MAX + 1];

	assert_int_equal(labels_for(l, kind, value, strlen(value), label), 0);
	assert_string_equal(label, wanted);
}

static void
test_equal_values_share_a_label(void **state)
{
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	expect(l, "EMAIL", "jane@example.org", "[EMAIL-1]");
	expect(l, "EMAIL", "joe@example.org", "[EMAIL-2]");
	expect(l, "EMAIL", "JANE@EXAMPLE.ORG", "[EMAIL-1]");
	expect(l, "PHONE", "+48 532-312-180", "[PHONE-1]");
	expect(l, "PHONE", "+48532312180", "[PHONE-1]");
	expect(l, "URL", "jane@example.org", "[URL-1]");
	expect(l, "WATCHLIST", "Jan  Kowalski", "[NAME-1]");
	expect(l, "WATCHLIST", "JAN\nKOWALSKI", "[NAME-1]");
	labels_free(l);
}

static void
test_many_values_keep_their_numbers(void **state)
{
	char value[32], wanted[32];
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 1; i <= 5000; i++) {
			snprintf(value, sizeof(value), "v%u@example.org", i);
			snprintf(wanted, sizeof(wanted), "[EMAIL-%u]", i);
			expect(l, "EMAIL", value, wanted);
		}
	labels_free(l);
}

static void
test_a_kind_that_cannot_stand_in_a_label_is_refused(void **state)
{
	static const char *const kinds[] = { "", "E]", "e mail", "\xc5\x82",
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ" };
	char label[LABEL_MAX + 1];
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(labels_for(l, kinds[i], "x", 1, label),
		    ERR_FORMAT);
	labels_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_values_share_a_label),
		cmocka_unit_test(test_many_values_keep_their_numbers),
		cmocka_unit_test(
		    test_a_kind_that_cannot_stand_in_a_label_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
