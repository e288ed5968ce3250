/* The texts of a policy, an epoch and a reason: read exactly, to the last
 * byte, and said by the words that people use. */
#include "tests/vault/kit.h"

#include "vault/base/reason.h"

#define TEXT "approvals 3\nclock 3600\nepoch-days 30\nerasers 2\nreceipts 1\n" \
	"retain-days 400\n"

static void
test_policy__is_said_in_words_and_written_in_numbers(void **state)
{
	static const char *const words[][2] = { { "approvals", "3" },
	    { "clock", "hour" }, { "epoch-days", "30" }, { "erasers", "2" },
	    { "receipts", "required" }, { "retain-days", "400" } };
	struct bytes b = BYTES_INIT(POLICY_MAX);
	struct policy p = policy_default, again;
	char value[POLICY_VALUE_SIZE];
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		assert_ok(policy_set(&p, words[i][0], words[i][1]));
	for (i = 0; policy_nth(&p, i, &name, value); i++) {
		assert_string_equal(name, words[i][0]);
		assert_string_equal(value, words[i][1]);
	}
	assert_int_equal(i, 6);
	assert_ok(policy_format(&b, &p));
	assert_string_equal(bytes_str(&b), TEXT);
	assert_true(policy_parse(&again, b.data, b.len));
	assert_memory_equal(&again, &p, sizeof(p));
	bytes_free(&b);
}

static void
test_policy__refuses_what_it_cannot_mean(void **state)
{
	static const char *const wrong[][2] = { { "approvals", "0" },
	    { "approvals", "101" }, { "approvals", "" }, { "approvals", "2 " },
	    { "approvals", "+2" }, { "approvals", "day" }, { "clock", "0" },
	    { "clock", "31622401" }, { "clock", "1234567890" },
	    { "epoch-days", "36501" }, { "receipts", "1" },
	    { "receipts", "yes" }, { "erasers", "00" }, { "colour", "1" } };
	struct policy p = policy_default;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (policy_set(&p, wrong[i][0], wrong[i][1]) != ERR_USAGE)
			fail_msg("%s %s is taken", wrong[i][0], wrong[i][1]);
	assert_int_equal(policy_set(&p, "clock", NULL), ERR_USAGE);
	assert_memory_equal(&p, &policy_default, sizeof(p));
}

static void
test_policy__is_refused_when_a_byte_is_missing_or_other(void **state)
{
	char text[sizeof(TEXT)];
	struct policy p;
	size_t i, n = strlen(TEXT);

	(void)state;
	for (i = 0; i < n; i++)
		if (policy_parse(&p, TEXT, i))
			fail_msg("taken when cut to %zu bytes", i);
	for (i = 0; i < n; i++) {
		memcpy(text, TEXT, sizeof(text));
		text[i] ^= 0x20;
		if (policy_parse(&p, text, n))
			fail_msg("taken with another byte at %zu", i);
	}
	assert_false(policy_parse(&p, TEXT "\n", n + 1));
	assert_false(policy_parse(&p, TEXT, n + 1));	/* with its NUL */
}

static void
test_epoch__is_refused_when_a_byte_is_missing_or_other(void **state)
{
	struct bytes b = BYTES_INIT(EPOCH_TEXT_MAX);
	struct epoch e = { .since = 1700000000 }, again;
	struct member m;
	size_t i;

	(void)state;
	kit_member(&m);
	e.card = m.card;
	assert_ok(epoch_format(&b, &e));
	assert_ok(epoch_parse(&again, b.data, b.len));
	assert_int_equal(again.since, e.since);
	assert_memory_equal(&again.card, &e.card, sizeof(e.card));
	for (i = 0; i < b.len; i++)
		assert_int_equal(epoch_parse(&again, b.data, i), ERR_FORMAT);
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 0x40;
		if (epoch_parse(&again, b.data, b.len) != ERR_FORMAT)
			fail_msg("taken with another byte at %zu", i);
		b.data[i] ^= 0x40;
	}
	e.since = -86400;
	bytes_reset(&b);
	assert_ok(epoch_format(&b, &e));
	assert_int_equal(epoch_parse(&again, b.data, b.len), ERR_FORMAT);
	bytes_free(&b);
}

static void
test_reason__is_one_line_that_shows(void **state)
{
	static const char *const bad[] = { "", " ", " x", "x ", "x\ny", "x\t",
	    "\x1b[1m", "\xff", "a\xe2\x80\xae" "b", "a\xc2\xad", "\xed\xa0\x80" };
	char longest[REASON_SIZE + 1], text[REASON_SIZE];
	struct bytes b = BYTES_INIT(REASON_FILE_MAX);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (reason_check(bad[i]) != ERR_USAGE)
			fail_msg("taken: number %zu", i);
	memset(longest, 'x', sizeof(longest));
	longest[REASON_SIZE] = '\0';
	assert_int_equal(reason_check(longest), ERR_USAGE);
	longest[REASON_MAX] = '\0';
	assert_ok(reason_format(&b, "reason", longest));
	assert_true(reason_parse(text, "reason", b.data, b.len));
	assert_string_equal(text, longest);
	assert_false(reason_parse(text, "hold", b.data, b.len));
	assert_false(reason_parse(text, "reason", b.data, b.len - 1));
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_policy__is_said_in_words_and_written_in_numbers),
		cmocka_unit_test(test_policy__refuses_what_it_cannot_mean),
		cmocka_unit_test(
		    test_policy__is_refused_when_a_byte_is_missing_or_other),
		cmocka_unit_test(
		    test_epoch__is_refused_when_a_byte_is_missing_or_other),
		cmocka_unit_test(test_reason__is_one_line_that_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
