/* test_prove.c -- what was redacted is found again wherever it was left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "redact/release/asked.h"
#include "redact/release/attack.h"
#include "redact/release/prove.h"
#include "redact/release/spread.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

static const char text[] = "Ask Zofia Quenneville or Li at the gate.";

/* A plan over `text`: "Zofia Quenneville" 4-21, "Li" 25-27. */
static void
make_plan(struct plan *p, enum decision name, enum decision shorty)
{
	static struct planned list[2];

	memset(p, 0, sizeof(*p));
	memset(list, 0, sizeof(list));
	list[0] = (struct planned){ .start = 4, .end = 21, .decision = name };
	list[1] = (struct planned){ .start = 25, .end = 27,
	    .decision = shorty };
	strcpy(list[0].kind, "WATCHLIST");
	strcpy(list[1].kind, "WATCHLIST");
	p->list = list;
	p->n = 2;
}

/* The code of prove_gone() for a result with this text, metadata and bytes. */
static int
judge(const struct plan *p, const char *result, const char *meta,
    const void *raw, size_t raw_len)
{
	struct exam exam = EXAM_INIT;
	struct bytes b = BYTES_INIT(sizeof(text));
	struct values *v = NULL;
	struct hits hits = { .list = NULL }, before = hits, again = hits;
	int r;

	assert_int_equal(bytes_add_str(&b, text), 0);
	assert_int_equal(values_of(&v, p, &b), 0);
	assert_int_equal(bytes_add_str(&exam.text, result), 0);
	if (meta != NULL)
		assert_int_equal(report_add_meta(&exam.report, "g", "n", meta),
		    0);
	assert_int_equal(io_memfd_from(&exam.file, "result", raw, raw_len), 0);
	r = prove_gone(&(struct proof){ .values = v }, &exam, &hits);
	/* The bytes may have been searched before: it comes to the same. */
	assert_int_equal(prove_bytes(v, exam.file, &before), 0);
	assert_int_equal(prove_gone(&(struct proof){ .values = v,
	    .bytes = &before }, &exam, &again), r);
	assert_int_equal(again.n, hits.n);
	if (hits.n > 0)
		assert_memory_equal(again.list, hits.list, hits.n *
		    sizeof(*hits.list));
	hits_free(&before);
	hits_free(&again);
	hits_free(&hits);
	bytes_free(&b);
	values_free(v);
	exam_free(&exam);
	return r;
}

static void
test_prove__passes_when_all_is_gone(void **state)
{
	struct plan p;

	(void)state;
	make_plan(&p, DECISION_REDACT, DECISION_REDACT);
	assert_int_equal(judge(&p, "Ask [NAME-1] or [NAME-2] at the gate.",
	    NULL, "x", 1), 0);
}

static void
test_prove__sees_the_value_in_other_clothes(void **state)
{
	static const char *const left[] = {
		"zofia quenneville", "ZOFIA  QUENNEVILLE", "Zofia\nQuenneville",
		"Zofia Quenne-\nville", "Zofia Quen\xe2\x80\x8bneville",
		"Z\xc3\xb3" "fia Quenneville",
	};
	struct plan p;
	size_t i;

	(void)state;
	make_plan(&p, DECISION_REDACT, DECISION_REDACT);
	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (judge(&p, left[i], NULL, "x", 1) != ERR_NOT_PERMITTED)
			fail_msg("left and not seen: \"%s\"", left[i]);
}

static void
test_prove__a_short_value_counts_as_a_word_only(void **state)
{
	struct plan p;

	(void)state;
	make_plan(&p, DECISION_REDACT, DECISION_REDACT);
	assert_int_equal(judge(&p, "The lift is old.", NULL, "x", 1), 0);
	assert_int_equal(judge(&p, "So Li left.", NULL, "x", 1),
	    ERR_NOT_PERMITTED);
}

static void
test_prove__looks_into_metadata_and_raw_bytes(void **state)
{
	static const uint8_t wide[] = "Z\0o\0f\0i\0a\0 \0Q\0u\0e\0n\0n\0e\0v\0"
	    "i\0l\0l\0e\0";
	struct plan p;

	(void)state;
	make_plan(&p, DECISION_REDACT, DECISION_REDACT);
	assert_int_equal(judge(&p, "clean", "by Zofia Quenneville", "x", 1),
	    ERR_NOT_PERMITTED);
	assert_int_equal(judge(&p, "clean", NULL, "..Zofia Quenneville..", 21),
	    ERR_NOT_PERMITTED);
	assert_int_equal(judge(&p, "clean", NULL, wide, sizeof(wide) - 1),
	    ERR_NOT_PERMITTED);
}

static void
test_prove__what_was_kept_by_decision_may_stand(void **state)
{
	struct plan p;

	(void)state;
	make_plan(&p, DECISION_KEEP, DECISION_REDACT);
	assert_int_equal(judge(&p, "Ask Zofia Quenneville or [NAME-1].", NULL,
	    "x", 1), 0);
}

/* The code for a text of which the first `value` was redacted, and a result. */
static int
judge_one(const char *kind, const char *value, const char *from,
    const char *result)
{
	struct planned one = { .start = (uint64_t)(strstr(from, value) - from),
	    .decision = DECISION_REDACT };
	struct plan p = { .list = &one, .n = 1 };
	struct bytes b = BYTES_INIT(4096);
	struct exam exam = EXAM_INIT;
	struct values *v = NULL;
	struct hits hits = { .list = NULL };
	int r;

	one.end = one.start + strlen(value);
	strcpy(one.kind, kind);
	assert_int_equal(bytes_add_str(&b, from), 0);
	assert_int_equal(bytes_add_str(&exam.text, result), 0);
	assert_int_equal(io_memfd_from(&exam.file, "result", "x", 1), 0);
	assert_int_equal(values_of(&v, &p, &b), 0);
	r = prove_gone(&(struct proof){ .values = v }, &exam, &hits);
	hits_free(&hits);
	values_free(v);
	exam_free(&exam);
	bytes_free(&b);
	return r;
}

static void
test_prove__what_people_share_may_stand_as_often_as_it_did(void **state)
{
	static const char from[] = "Born in Halden in May 1971. In May 1971 "
	    "the ferry to Halden was new, and May 1971 was wet.";

	(void)state;
	assert_int_equal(judge_one("DATE", "May 1971", from, "Born in Halden "
	    "in [DATE-1]. In May 1971 the ferry was new, and May 1971 was "
	    "wet."), 0);
	assert_int_equal(judge_one("DATE", "May 1971", from, "Born in May "
	    "1971. In May 1971 the ferry was new, and May 1971 was wet."),
	    ERR_NOT_PERMITTED);
	/* A label is no value. */
	assert_int_equal(judge_one("ORG", "Person", "Person & Sons called.",
	    "[ORG-1] & Sons called [PERSON-1]."), 0);
	assert_int_equal(judge_one("LOCATION", "Halden", from, "Born in "
	    "[LOCATION-1]. Halden."), 0);
	assert_int_equal(judge_one("PERSON", "Halden", from, "Born in "
	    "[PERSON-1]. Halden."), ERR_NOT_PERMITTED);
}

static void
test_prove__a_number_is_seen_however_it_is_grouped(void **state)
{
	static const char from[] = "Call 202-555-0187 at night.";

	(void)state;
	assert_int_equal(judge_one("PHONE", "202-555-0187", from,
	    "Call [PHONE-1] or (202) 555 0187."), ERR_NOT_PERMITTED);
	assert_int_equal(judge_one("PHONE", "202-555-0187", from,
	    "Call [PHONE-1] or (202) 555 0188."), 0);
}

static void
test_prove__a_word_that_has_the_value_in_it_is_another(void **state)
{
	static const char from[] = "It was Robert who called.";

	(void)state;
	assert_int_equal(judge_one("PERSON", "Robert", from,
	    "It was [PERSON-1] who called Roberta."), 0);
	assert_int_equal(judge_one("PERSON", "Robert", from,
	    "It was [PERSON-1] who called. Robert!"), ERR_NOT_PERMITTED);
}

/* What is found of "Zofia Quenneville" in the bytes: its place, and how. */
static void
expect_hit(const void *raw, size_t len, uint64_t offset, const char *how)
{
	struct planned one = { .kind = "PERSON", .start = 4, .end = 21,
	    .decision = DECISION_REDACT, .label = "[PERSON-7]" };
	struct plan p = { .list = &one, .n = 1 };
	struct bytes b = BYTES_INIT(sizeof(text));
	struct hits hits = { .list = NULL };
	struct values *v = NULL;

	assert_int_equal(bytes_add_str(&b, text), 0);
	assert_int_equal(values_of(&v, &p, &b), 0);
	assert_int_equal(attack_bytes(v, "a place", raw, len, &hits), 0);
	if (how == NULL && hits.n > 0)
		fail_msg("found as %s at %zu", hits.list[0].how,
		    (size_t)hits.list[0].offset);
	if (how != NULL) {
		if (hits.n == 0)
			fail_msg("not found as %s", how);
		assert_string_equal(hits.list[0].how, how);
		assert_string_equal(hits.list[0].place, "a place");
		assert_string_equal(hits.list[0].kind, "PERSON");
		assert_string_equal(hits.list[0].label, "[PERSON-7]");
		assert_int_equal(hits.list[0].offset, offset);
	}
	hits_free(&hits);
	values_free(v);
	bytes_free(&b);
}

static void
test_attack__tells_where_and_how(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		uint64_t offset;
		const char *how;
	} cases[] = {
		{ "..Zofia Quenneville..", 21, 2, "plain" },
		{ "\1\2zofia\0quenn\xc3\xa9ville", 21, 2, "plain" },
		{ "xyZ\0o\0f\0i\0a\0 \0Q\0u\0e\0n\0n\0e\0v\0i\0l\0l\0e\0",
		    36, 2, "utf-16" },
		{ "say Wm9maWEgUXVlbm5ldmlsbGU= now", 32, 4, "base64" },
		{ "\xff" "5a6f66696120517565" "6e6e6576696c6c65\xff", 36, 1,
		    "hex" },
		{ "a=Zofia%20Quenneville&b", 23, 2, "percent" },
		{ "<i>&#90;ofia Quenneville</i>", 28, 3, "entity" },
		{ "\"\\u005aofia Quenneville\"", 24, 1, "escape" },
		{ "=5Aofia Quenne=\nville", 21, 0, "quoted-printable" },
		{ "<t>Zofia Qu</t><t>enneville</t>", 31, 3, "tags" },
		{ "BT [(Zofia) -200 (Quenn) 5 (eville)] TJ", 39, 5, "strings" },
		{ "V205bWFXRWdVWFZsYm01bGRtbHNiR1U9", 32, 0,
		    "base64 in base64" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_hit(cases[i].bytes, cases[i].len, cases[i].offset,
		    cases[i].how);
}

static void
test_attack__labels_and_other_words_are_no_hits(void **state)
{
	static const char *const cases[] = {
		"[PERSON-7] and [ZOFIA-QUENNEVILLE]", "Zofia and Quenneville",
		"Zofia Quennevillean", "Wm9maWEgUXVpbm5ldmlsbGU=", "",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_hit(cases[i], strlen(cases[i]), 0, NULL);
}

static void
test_attack__what_formats_say_of_themselves_is_no_hit_in_bytes(void **state)
{
	static const char from[] = "It was Georgia who called.";
	struct planned one = { .kind = "PERSON", .start = 7, .end = 14,
	    .decision = DECISION_REDACT };
	struct plan p = { .list = &one, .n = 1 };
	struct bytes b = BYTES_INIT(64);
	struct hits hits = { .list = NULL };
	struct values *v = NULL;

	(void)state;
	assert_int_equal(bytes_add_str(&b, from), 0);
	assert_int_equal(values_of(&v, &p, &b), 0);
	assert_int_equal(attack_bytes(v, "styles", "font=\"Georgia\"", 14,
	    &hits), 0);
	assert_int_equal(hits.n, 0);
	assert_int_equal(attack_text(v, "text", "for Georgia", 11, NULL,
	    &hits), 0);
	assert_int_equal(hits.n, 1);
	hits_free(&hits);
	values_free(v);
	bytes_free(&b);
}

static void
test_hits__the_like_are_counted_and_the_rest_is_bounded(void **state)
{
	struct hit one = { .place = "p", .how = "plain", .kind = "PERSON" };
	struct hits hits = { .list = NULL };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		one.offset = 10 * (i + 1);
		assert_int_equal(hits_add(&hits, &one), 0);
	}
	assert_int_equal(hits_add(&hits, &one), 0);	/* seen again */
	assert_int_equal(hits.n, 1);
	assert_int_equal(hits.list[0].count, 3);
	assert_int_equal(hits.list[0].offset, 10);
	for (i = 1; i < HITS_MAX + 5; i++) {
		one.page = (uint32_t)i;
		assert_int_equal(hits_add(&hits, &one), 0);
	}
	assert_int_equal(hits.n, HITS_MAX);
	assert_int_equal(hits.more, 5);
	hits_free(&hits);
}

static void
test_asked__takes_the_entries_of_a_list(void **state)
{
	static const char list[] = "# people\nPERSON: Zofia Quenneville\n\n"
	    "Vanter*|Omar T\n";
	struct hits hits = { .list = NULL };
	struct values *v = NULL;

	(void)state;
	assert_int_equal(asked_values(&v, list, sizeof(list) - 1), 0);
	assert_int_equal(attack_text(v, "text", "Omar T and zofia quenneville",
	    28, NULL, &hits), 0);
	assert_int_equal(hits.n, 2);
	assert_string_equal(hits.list[0].label, "line 4");
	assert_string_equal(hits.list[1].label, "line 2");
	hits_free(&hits);
	values_free(v);
	assert_int_equal(asked_values(&v, "\xff", 1), ERR_FORMAT);
}

static void
test_spread__makes_findings_of_the_other_places(void **state)
{
	static const char from[] = "Ask Robert. ROBERT knows, Roberta does not; "
	    "in May 1971 Robert left, in May 1971.";
	static const struct fpr by = { { 7 } };
	struct bytes b = BYTES_INIT(4096);
	struct planned one = { .kind = "PERSON", .start = 4, .end = 10,
	    .decision = DECISION_REDACT };
	struct plan p = { 0 };
	size_t added = 9;

	(void)state;
	assert_int_equal(bytes_add_str(&b, from), 0);
	assert_int_equal(plan_add(&p, &one), 0);
	one = (struct planned){ .kind = "DATE", .start = 47, .end = 55,
	    .decision = DECISION_REDACT };
	assert_memory_equal(from + one.start, "May 1971", 8);
	assert_int_equal(plan_add(&p, &one), 0);
	assert_int_equal(spread_values(&p, &b, DECISION_NONE, &by, &added), 0);
	assert_int_equal(added, 2);
	assert_int_equal(p.n, 4);
	assert_int_equal(p.list[1].start, 12);
	assert_string_equal(p.list[1].kind, "PERSON");
	assert_int_equal(p.list[1].decision, DECISION_NONE);
	assert_memory_equal(from + p.list[3].start, "Robert left", 11);
	assert_int_equal(spread_values(&p, &b, DECISION_REDACT, &by, &added),
	    0);
	assert_int_equal(added, 0);
	assert_int_equal(p.list[3].decision, DECISION_REDACT);
	assert_int_equal(p.list[3].by.b[0], 7);
	plan_free(&p);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prove__passes_when_all_is_gone),
		cmocka_unit_test(test_prove__sees_the_value_in_other_clothes),
		cmocka_unit_test(
		    test_prove__a_short_value_counts_as_a_word_only),
		cmocka_unit_test(test_prove__looks_into_metadata_and_raw_bytes),
		cmocka_unit_test(test_prove__what_was_kept_by_decision_may_stand),
		cmocka_unit_test(
		    test_prove__what_people_share_may_stand_as_often_as_it_did),
		cmocka_unit_test(
		    test_prove__a_number_is_seen_however_it_is_grouped),
		cmocka_unit_test(
		    test_prove__a_word_that_has_the_value_in_it_is_another),
		cmocka_unit_test(test_attack__tells_where_and_how),
		cmocka_unit_test(
		    test_attack__labels_and_other_words_are_no_hits),
		cmocka_unit_test(
		test_attack__what_formats_say_of_themselves_is_no_hit_in_bytes),
		cmocka_unit_test(
		    test_hits__the_like_are_counted_and_the_rest_is_bounded),
		cmocka_unit_test(test_asked__takes_the_entries_of_a_list),
		cmocka_unit_test(
		    test_spread__makes_findings_of_the_other_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
