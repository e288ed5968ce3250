/* test_plan.c -- a plan's JSON: there and back, and what is refused. */
#include "plan_kit.h"

#include <stdlib.h>

#include "redact/apply/edits_of_plan.h"

static const char sample[] = "Write to jane@example.org or call "
    "+48 532 312 180 (\"JANE@example.org\").\n";

static struct bytes
written(const struct plan *p, const struct bytes *text)
{
	struct bytes b = BYTES_INIT(PLAN_MAX);

	assert_int_equal(plan_write(&b, p, text->data), 0);
	assert_non_null(bytes_str(&b));
	return b;
}

static void
test_a_plan_comes_back_as_it_was(void **state)
{
	struct bytes text = plan_text(sample), json, again;
	struct planned_box box = { .box = { 1, -5, 2, 30, 40 } };
	struct planned_time time = { .time = { 1500, 2750, 0, 0, 0, 0 },
	    .reason = "minor" };
	struct plan_note note = { .returned = true, .text = "page 3 again" };
	struct plan p, q;

	(void)state;
	plan_make(&p, 1, &text);
	assert_int_equal(p.n, 3);
	assert_string_equal(p.list[0].label, "[EMAIL-1]");
	assert_string_equal(p.list[2].label, "[EMAIL-1]");
	p.list[0].decision = DECISION_REDACT;
	p.list[0].by = plan_person(9);
	strcpy(p.list[0].reason, "contact \xc5\x82");
	assert_int_equal(plan_add_box(&p, &box), 0);
	p.list[1].show = SHOW_PSEUDONYM;
	p.keep = p.unredacted = true;
	p.unredacted_by = p.stated_by = plan_person(4);
	assert_int_equal(plan_add_time(&p, &time), 0);
	assert_int_equal(plan_add_note(&p, &note), 0);
	assert_int_equal(plan_add_page(&p, 3), 0);
	assert_int_equal(plan_add_page(&p, 1), 0);
	assert_int_equal(plan_add_page(&p, 3), 0);
	json = written(&p, &text);
	assert_int_equal(plan_read(&q, json.data, json.len, text.data,
	    text.len), 0);
	assert_int_equal(q.n, p.n);
	assert_int_equal(q.npages_seen, 2);
	assert_int_equal(q.boxes[0].box.x0, -5);
	assert_int_equal(q.times[0].time.to, 2750);
	assert_string_equal(q.notes[0].text, "page 3 again");
	assert_true(q.notes[0].returned && q.keep && q.unredacted);
	assert_false(q.whiten);
	assert_int_equal(q.list[1].show, SHOW_PSEUDONYM);
	assert_int_equal(plan_undecided(&q), 2);
	again = written(&q, &text);
	assert_string_equal((char *)again.data, (char *)json.data);
	plan_free(&p);
	plan_free(&q);
	bytes_free(&json);
	bytes_free(&again);
	bytes_free(&text);
}

/* One change to a good document. */
static void
refuse(const char *json, const struct bytes *text, const char *from,
    const char *to, const char *place)
{
	struct bytes b = BYTES_INIT(PLAN_MAX);
	const char *at = strstr(json, from);
	struct plan p;
	int r;

	assert_non_null(at);
	(void)bytes_add(&b, json, (size_t)(at - json));
	(void)bytes_add_str(&b, to);
	(void)bytes_add_str(&b, at + strlen(from));
	r = plan_read(&p, b.data, b.len, text->data, text->len);
	if (r != ERR_FORMAT)
		fail_msg("%s -> %s: %d", from, to, r);
	if (strstr(err_line(), place) == NULL)
		fail_msg("%s -> %s: \"%s\" does not name %s", from, to,
		    err_line(), place);
	assert_null(p.list);
	bytes_free(&b);
}

static void
test_refuses_what_is_off_and_names_the_place(void **state)
{
	static const char *const changes[][3] = {
		{ "\"version\":1", "\"version\":2", "plan.version" },
		{ "\"version\":1", "\"version\":1,\"version\":1", "line 1" },
		{ "\"version\":1", "\"version\":1,\"x\":1", "plan" },
		{ "\"version\":1,", "", "plan.version" },
		{ "\"submission\":\"07", "\"submission\":\"0g",
		    "plan.submission" },
		{ "\"item\":\"", "\"item\":\"00", "plan.item" },
		{ "\"text_sha256\":\"", "\"text_sha256\":\"0",
		    "plan.text_sha256" },
		{ "\"findings\":[", "\"findings\":[3,", "findings[0]" },
		{ "\"start\":9", "\"start\":10", "findings[0].value" },
		{ "\"start\":9", "\"start\":-9", "findings[0].start" },
		{ "\"start\":9", "\"start\":9.0", "findings[0].start" },
		{ "\"start\":9", "\"start\":\"9\"", "findings[0].start" },
		{ "\"end\":25", "\"end\":9", "findings[0].end" },
		{ "\"end\":25", "\"end\":99999", "findings[0].end" },
		{ "jane@example.org", "jane@example.net", "findings[0].value" },
		{ "\"kind\":\"EMAIL\"", "\"kind\":\"e]\"", "findings[0].kind" },
		{ "\"kind\":\"EMAIL\"", "\"kind\":\"\"", "findings[0].kind" },
		{ "\"confidence\":0.9", "\"confidence\":1.9",
		    "findings[0].confidence" },
		{ "\"undecided\"", "\"maybe\"", "findings[0].decision" },
		{ "\"by\":\"\"", "\"by\":\"00\"", "findings[0].by" },
		{ "\"reason\":\"\"", "\"reason\":\"a\\u202eb\"",
		    "findings[0].reason" },
		{ "\"reason\":\"\"", "\"reason\":\"a\\u0000b\"",
		    "findings[0].reason" },
		{ "\"label\":\"[EMAIL-1]\"", "\"label\":\"\xc5\x82\"",
		    "findings[0].label" },
		{ "\"boxes\":[", "\"boxes\":[{\"page\":0,\"x0\":5,\"y0\":1,"
		    "\"x1\":5,\"y1\":3}", "boxes[0]" },
		{ "\"pages_seen\":[", "\"pages_seen\":[2,2", "pages_seen[1]" },
		{ "\"pages_seen\":[", "\"pages_seen\":[54739",
		    "pages_seen[0]" },
		{ "\"times\":[", "\"times\":[{\"from\":5,\"to\":5,\"x0\":0,"
		    "\"y0\":0,\"x1\":0,\"y1\":0}", "times[0]" },
		{ "\"notes\":[", "\"notes\":[{\"text\":\"a\\nb\"}",
		    "notes[0].text" },
		{ "\"keep\":false", "\"keep\":1", "plan.keep" },
		{ "\"show\":\"label\"", "\"show\":\"all\"",
		    "findings[0].show" },
		{ "\"stated\":\"\"}", "\"stated\":\"\"", "line 1" },
	};
	struct bytes text = plan_text(sample), json;
	struct plan p;

	(void)state;
	plan_make(&p, 1, &text);
	json = written(&p, &text);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		refuse((char *)json.data, &text, changes[i][0], changes[i][1],
		    changes[i][2]);
	plan_free(&p);
	bytes_free(&json);
	bytes_free(&text);
}

static void
test_refuses_a_plan_for_another_text(void **state)
{
	struct bytes text = plan_text(sample), other = plan_text(sample), json;
	struct plan p, q;

	(void)state;
	plan_make(&p, 1, &text);
	json = written(&p, &text);
	assert_int_equal(bytes_add_str(&other, "x"), 0);
	assert_int_equal(plan_read(&q, json.data, json.len, other.data,
	    other.len), ERR_FORMAT);
	assert_non_null(strstr(err_line(), "another text"));
	plan_free(&p);
	bytes_free(&json);
	bytes_free(&text);
	bytes_free(&other);
}

static void
test_refuses_a_plan_cut_anywhere(void **state)
{
	struct bytes text = plan_text(sample), json;
	struct plan p, q;

	(void)state;
	plan_make(&p, 1, &text);
	json = written(&p, &text);
	for (size_t len = 0; len < json.len; len++)
		assert_int_equal(plan_read(&q, json.data, len, text.data,
		    text.len), ERR_FORMAT);
	plan_free(&p);
	bytes_free(&json);
	bytes_free(&text);
}

static void
test_only_what_is_to_be_redacted_becomes_an_edit(void **state)
{
	static const struct {
		uint64_t start, end;
		enum decision d;
		const char *label;
	} list[] = {
		{ 50, 60, DECISION_REDACT, "[A-3]" },
		{ 0, 4, DECISION_KEEP, "[A-1]" },
		{ 10, 20, DECISION_REDACT, "[A-1]" },
		{ 12, 15, DECISION_REDACT, "[NAME-1]" },
		{ 18, 25, DECISION_REDACT, "[B-1]" },
		{ 25, 30, DECISION_REDACT, "[C-1]" },
		{ 31, 40, DECISION_NONE, "[A-2]" },
	};
	struct planned_box box = { .box = { 2, 1, 2, 3, 4 } };
	struct edits e = { .nranges = 0 };
	struct plan p;

	(void)state;
	memset(&p, 0, sizeof(p));
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct planned f = { .kind = "A", .start = list[i].start,
		    .end = list[i].end, .decision = list[i].d };

		strcpy(f.label, list[i].label);
		assert_int_equal(plan_add(&p, &f), 0);
	}
	assert_int_equal(plan_add_box(&p, &box), 0);
	assert_int_equal(edits_of_plan(&e, &p), 0);
	assert_int_equal(e.nranges, 2);
	assert_int_equal(e.ranges[0].start, 10);
	assert_int_equal(e.ranges[0].end, 30);
	assert_string_equal(e.ranges[0].label, "[A-1]");
	assert_int_equal(e.ranges[1].start, 50);
	assert_int_equal(e.nboxes, 1);
	assert_int_equal(e.boxes[0].page, 2);
	edits_free(&e);
	p.list[1].label[0] = '\0';
	assert_int_equal(edits_of_plan(&e, &p), ERR_FORMAT);
	assert_int_equal(e.nranges, 0);
	plan_free(&p);
}

static void
test_findings_that_touch_become_one_edit_under_the_longest(void **state)
{
	/* An address with a name in it, a name that runs into an address, two
	 * side by side, one kept inside, two apart by a sign. */
	static const struct {
		const char *label;
		uint64_t start, end;
		enum decision decision;
	} all[] = {
		{ "[EMAIL-1]", 0, 12, DECISION_REDACT },
		{ "[PERSON-1]", 0, 4, DECISION_REDACT },
		{ "[DATE-1]", 20, 24, DECISION_REDACT },
		{ "[PERSON-2]", 23, 36, DECISION_REDACT },
		{ "[CODE-1]", 36, 40, DECISION_REDACT },
		{ "[ORG-1]", 50, 60, DECISION_REDACT },
		{ "[PERSON-3]", 52, 54, DECISION_KEEP },
		{ "[CODE-2]", 61, 63, DECISION_REDACT },
	};
	struct edits e = { 0 };
	struct plan p = { .n = 0 };
	struct planned f;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		f = (struct planned){ .start = all[i].start,
		    .end = all[i].end, .decision = all[i].decision };
		(void)snprintf(f.label, sizeof(f.label), "%s", all[i].label);
		(void)snprintf(f.kind, sizeof(f.kind), "K");
		assert_int_equal(plan_add(&p, &f), 0);
	}
	assert_int_equal(edits_of_plan(&e, &p), 0);
	assert_int_equal(e.nranges, 4);
	assert_string_equal(e.ranges[0].label, "[EMAIL-1]");
	assert_int_equal(e.ranges[1].start, 20);
	assert_int_equal(e.ranges[1].end, 40);
	assert_string_equal(e.ranges[1].label, "[PERSON-2]");
	assert_string_equal(e.ranges[2].label, "[ORG-1]");
	assert_int_equal(e.ranges[2].end, 60);
	assert_int_equal(e.ranges[3].start, 61);
	edits_free(&e);
	plan_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_plan_comes_back_as_it_was),
		cmocka_unit_test(test_refuses_what_is_off_and_names_the_place),
		cmocka_unit_test(test_refuses_a_plan_for_another_text),
		cmocka_unit_test(test_refuses_a_plan_cut_anywhere),
		cmocka_unit_test(
		    test_only_what_is_to_be_redacted_becomes_an_edit),
		cmocka_unit_test(
		    test_findings_that_touch_become_one_edit_under_the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
