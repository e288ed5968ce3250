/* test_review.c -- decisions, and plans that go out to a person and back. */
#include "plan_kit.h"

#include <stdlib.h>

#include "redact/review/decide.h"
#include "redact/review/exchange.h"
#include "redact/review/reasons.h"
#include "vault/base/err.h"

static const char first[] = "jane@example.org, joe@example.org\n";
static const char second[] = "JANE@example.org and +48 532 312 180\n";

/* Two items of one submission. */
struct desk {
	struct bytes texts[2];
	struct plan items[2];
	struct plan *plans[2];
	struct fpr by;
};

static int
set_up(void **state)
{
	static struct desk d;

	d.texts[0] = plan_text(first);
	d.texts[1] = plan_text(second);
	for (uint8_t i = 0; i < 2; i++) {
		plan_make(&d.items[i], i + 1, &d.texts[i]);
		d.plans[i] = &d.items[i];
	}
	d.by = plan_person(9);
	assert_int_equal(plans_label(d.plans, NULL, d.texts, 2), 0);
	*state = &d;
	return 0;
}

static int
tear_down(void **state)
{
	struct desk *d = *state;

	for (size_t i = 0; i < 2; i++) {
		plan_free(&d->items[i]);
		bytes_free(&d->texts[i]);
	}
	return 0;
}

static void
test_decides_on_what_is_undecided_only(void **state)
{
	struct desk *d = *state;
	struct fpr other = plan_person(4);

	decide_one(&d->items[0].list[1], DECISION_KEEP, &other);
	assert_int_equal(decide_all(&d->items[0], DECISION_REDACT, &d->by), 1);
	assert_int_equal(d->items[0].list[1].decision, DECISION_KEEP);
	assert_true(fpr_equal(&d->items[0].list[1].by, &other));
	assert_true(fpr_equal(&d->items[0].list[0].by, &d->by));
	assert_int_equal(plan_undecided(&d->items[0]), 0);
}

static void
test_decides_by_kind(void **state)
{
	struct desk *d = *state;

	assert_int_equal(decide_kinds(&d->items[1], "URL,EMAI",
	    DECISION_REDACT, &d->by), 0);
	assert_int_equal(decide_kinds(&d->items[1], "URL,EMAIL",
	    DECISION_REDACT, &d->by), 1);
	assert_int_equal(decide_kinds(&d->items[1], "PHONE", DECISION_KEEP,
	    &d->by), 1);
}

static struct bytes
exported(struct desk *d)
{
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);

	assert_int_equal(exchange_write(&b, &d->items[0].submission, d->plans,
	    d->texts, 2), 0);
	assert_non_null(bytes_str(&b));
	return b;
}

/* The document with one change. */
static struct bytes
changed_to(const char *json, const char *from, const char *to)
{
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);
	const char *at = strstr(json, from);

	if (at == NULL)
		fail_msg("%s is not in the file", from);
	(void)bytes_add(&b, json, (size_t)(at - json));
	(void)bytes_add_str(&b, to);
	(void)bytes_add_str(&b, at + strlen(from));
	assert_non_null(bytes_str(&b));
	return b;
}

static void
test_an_unchanged_file_changes_nothing(void **state)
{
	struct desk *d = *state;
	struct bytes out = exported(d), again;
	size_t n = 7;

	assert_int_equal(exchange_merge(d->plans, d->texts, 2, out.data,
	    out.len, &d->by, &n), 0);
	assert_int_equal(n, 0);
	again = exported(d);
	assert_string_equal((char *)again.data, (char *)out.data);
	bytes_free(&again);
	bytes_free(&out);
}

static void
test_takes_decisions_new_findings_boxes_and_pages(void **state)
{
	struct desk *d = *state;
	struct bytes out = exported(d), a, b, c;
	size_t n;

	a = changed_to((char *)out.data, "\"undecided\",\"by\":\"\"",
	    "\"redact\",\"by\":\"0404040404040404040404040404040404040404"
	    "040404040404040404040404\"");
	b = changed_to((char *)a.data, "\"findings\":[", "\"findings\":["
	    "{\"kind\":\"PERSON\",\"start\":5,\"end\":12,\"value\":\"example\","
	    "\"decision\":\"redact\"},");
	c = changed_to((char *)b.data, "\"boxes\":[", "\"boxes\":[{\"page\":0,"
	    "\"x0\":1,\"y0\":2,\"x1\":3,\"y1\":4}");
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, c.data, c.len,
	    &d->by, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(d->items[0].n, 3);
	assert_int_equal(d->items[0].list[0].decision, DECISION_REDACT);
	/* What the file says under "by" is not believed. */
	assert_true(fpr_equal(&d->items[0].list[0].by, &d->by));
	assert_string_equal(d->items[0].list[1].kind, "PERSON");
	assert_string_equal(d->items[0].list[1].finder, "person");
	assert_string_equal(d->items[0].list[1].label, "[PERSON-1]");
	assert_int_equal(d->items[0].nboxes, 1);
	assert_true(fpr_equal(&d->items[0].boxes[0].by, &d->by));
	assert_int_equal(d->items[1].list[0].decision, DECISION_NONE);
	/* A second time there is nothing new. */
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, c.data, c.len,
	    &d->by, &n), 0);
	assert_int_equal(n, 0);
	bytes_free(&out);
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_takes_times_and_what_is_said_of_an_item(void **state)
{
	struct desk *d = *state;
	struct bytes out = exported(d), a, b, c;
	size_t n;

	a = changed_to((char *)out.data, "\"times\":[", "\"times\":[{\"from\":"
	    "1,\"to\":2,\"x0\":0,\"y0\":0,\"x1\":0,\"y1\":0}");
	b = changed_to((char *)a.data, "\"keep\":false,\"whiten\":false,"
	    "\"unredacted\":\"\"", "\"keep\":true,\"whiten\":true,"
	    "\"unredacted\":\"04040404040404040404040404040404040404040404"
	    "04040404040404040404\"");
	c = changed_to((char *)b.data, "\"show\":\"label\"",
	    "\"show\":\"pseudonym\"");
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, c.data, c.len,
	    &d->by, &n), 0);
	assert_int_equal(n, 5);
	assert_int_equal(d->items[0].ntimes, 1);
	assert_true(fpr_equal(&d->items[0].times[0].by, &d->by));
	assert_true(d->items[0].keep && d->items[0].whiten);
	assert_true(fpr_equal(&d->items[0].unredacted_by, &d->by));
	assert_int_equal(d->items[0].list[0].show, SHOW_PSEUDONYM);
	assert_false(d->items[1].keep);
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, c.data, c.len,
	    &d->by, &n), 0);
	assert_int_equal(n, 0);
	bytes_free(&out);
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&c);
}

/* Who decides on all of an item in a file has looked at it somewhere, unless
 * the file says what was looked at. */
static void
test_a_file_that_decides_all_says_that_its_pages_were_seen(void **state)
{
	struct desk *d = *state;
	struct bytes out, a;
	size_t i, n;

	out = exported(d);
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, out.data,
	    out.len, &d->by, &n), 0);
	assert_true(fpr_equal(&d->items[0].stated_by, &(struct fpr){ 0 }));
	bytes_free(&out);
	for (i = 0; i < 2; i++)
		(void)decide_all(&d->items[i], DECISION_KEEP, &d->by);
	out = exported(d);
	a = changed_to((char *)out.data, "\"pages_seen\":[",
	    "\"pages_seen\":[0");
	assert_int_equal(exchange_merge(d->plans, d->texts, 2, a.data, a.len,
	    &d->by, &n), 0);
	assert_true(fpr_equal(&d->items[0].stated_by, &(struct fpr){ 0 }));
	assert_int_equal(d->items[0].npages_seen, 1);
	assert_true(fpr_equal(&d->items[1].stated_by, &d->by));
	bytes_free(&a);
	bytes_free(&out);
}

static void
test_reads_a_list_of_reasons(void **state)
{
	static const char list[] = "\xef\xbb\xbf# FOIA\r\nb6\tPersonal "
	    "privacy\r\n\nb7c\tLaw enforcement\n";
	static const char *const bad[][2] = {
		{ "b6", "line 1" }, { "b6\t", "line 1" },
		{ "\tx", "line 1" }, { "b6\tx\nb6\ty", "line 2" },
		{ "\n\nsource\tx", "line 3" }, { "b6\tx\x1b[2J", "line 1" },
		{ "b6\t\xff", "line 1" },
	};
	struct plan_reason *reasons;
	struct plan p = { 0 };
	struct plan *plans[] = { &p };
	char longest[PLAN_WORD_SIZE + 4];
	size_t n, i;

	(void)state;
	assert_int_equal(reasons_read(&reasons, &n, list, sizeof(list) - 1),
	    0);
	assert_int_equal(n, 2);
	assert_string_equal(reasons[1].code, "b7c");
	assert_int_equal(plan_add_reason(&p, &reasons[0]), 0);
	assert_string_equal(reasons_text(plans, 1, "b6"), "Personal privacy");
	assert_null(reasons_text(plans, 1, "b7c"));
	plan_free(&p);
	free(reasons);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (reasons_read(&reasons, &n, bad[i][0],
		    strlen(bad[i][0])) != ERR_FORMAT || reasons != NULL ||
		    strstr(err_line(), bad[i][1]) == NULL)
			fail_msg("%s: %s", bad[i][0], err_line());
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + PLAN_WORD_SIZE, "\tx", 2);
	assert_int_equal(reasons_read(&reasons, &n, longest,
	    sizeof(longest)), ERR_FORMAT);
	assert_int_equal(reasons_read(&reasons, &n, longest + 1,
	    PLAN_WORD_SIZE + 1), 0);
	free(reasons);
}

static void
test_refuses_a_file_that_is_not_for_this_submission(void **state)
{
	static const char *const changes[][3] = {
		{ "\"submission\":\"07", "\"submission\":\"08", "submission" },
		{ "\"version\":1", "\"version\":3", "version" },
		{ "\"version\":1", "\"version\":1,\"more\":1", "file" },
		{ "\"items\":[", "\"items\":[7,", "items[0]" },
		{ "\"items\":[", "\"other\":[", "unknown key" },
		{ "\"item\":\"01", "\"item\":\"03", "items[0]" },
		{ "\"text_sha256\":\"", "\"text_sha256\":\"0", "items[0]" },
		{ "\"item\":\"02020202020202020202020202020202\"",
		    "\"item\":\"01010101010101010101010101010101\"",
		    "items[1]" },
		{ "joe@example.org", "joe@example.net",
		    "items[0]: findings[1].value" },
	};
	struct desk *d = *state;
	struct bytes out, bad;
	size_t n;
	int r;

	d->items[0].list[0].decision = DECISION_REDACT;
	out = exported(d);
	d->items[0].list[0].decision = DECISION_NONE;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		bad = changed_to((char *)out.data, changes[i][0],
		    changes[i][1]);
		r = exchange_merge(d->plans, d->texts, 2, bad.data, bad.len,
		    &d->by, &n);
		if (r != ERR_FORMAT || strstr(err_line(), changes[i][2]) == NULL)
			fail_msg("%s: %d, %s", changes[i][1], r, err_line());
		assert_int_equal(plan_undecided(&d->items[0]), 2);
		bytes_free(&bad);
	}
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_decides_on_what_is_undecided_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_decides_by_kind, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_an_unchanged_file_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_takes_decisions_new_findings_boxes_and_pages, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_takes_times_and_what_is_said_of_an_item, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    test_a_file_that_decides_all_says_that_its_pages_were_seen,
		    set_up, tear_down),
		cmocka_unit_test(test_reads_a_list_of_reasons),
		cmocka_unit_test_setup_teardown(
		    test_refuses_a_file_that_is_not_for_this_submission,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
