/* test_carried.c -- what was decided in one item, for one that came later. */
#include "plan_kit.h"

#include "redact/review/carried.h"

#define ITEMS 2

struct desk {
	struct bytes texts[ITEMS];
	struct plan plans[ITEMS], was[ITEMS];
	struct plan *at[ITEMS];
};

static void
add(struct desk *d, size_t item, const char *kind, const char *words,
    enum decision decision)
{
	struct planned f = { .finder = "test", .confidence = 0.9,
	    .decision = decision, .reason = "source" };
	const char *text = bytes_str(&d->texts[item]), *at;

	if ((at = strstr(text, words)) == NULL)
		fail_msg("%s is not there", words);
	strcpy(f.kind, kind);
	f.start = (uint64_t)(at - text);
	f.end = f.start + strlen(words);
	if (decision == DECISION_NONE)
		f.reason[0] = '\0';
	else
		f.by = plan_person(5);
	assert_int_equal(plan_add(&d->plans[item], &f), 0);
}

static void
make(struct desk *d, const char *first, const char *second)
{
	memset(d, 0, sizeof(*d));
	d->texts[0] = plan_text(first);
	d->texts[1] = plan_text(second);
	for (size_t i = 0; i < ITEMS; i++)
		d->at[i] = &d->plans[i];
}

static void
end(struct desk *d)
{
	for (size_t i = 0; i < ITEMS; i++) {
		plan_free(&d->plans[i]);
		plan_free(&d->was[i]);
		bytes_free(&d->texts[i]);
	}
}

static size_t
carry(struct desk *d)
{
	size_t n;

	assert_int_equal(carried_decide(d->at, d->was, d->texts, ITEMS, &n),
	    0);
	return n;
}

static void
test_a_later_item_gets_what_was_decided(void **state)
{
	struct desk d;

	(void)state;
	make(&d, "Jan Kowalski, Ewa Lis, 42 km, Piotr Sowa",
	    "JAN KOWALSKI; Kowalskiego; Ewa Lis; 42 km; Piotr Sowa; Adam");
	add(&d, 0, "PERSON", "Jan Kowalski", DECISION_REDACT);
	add(&d, 0, "PERSON", "Ewa Lis", DECISION_KEEP);
	add(&d, 0, "AMOUNT", "42 km", DECISION_NONE);
	assert_int_equal(plan_copy(&d.was[0], &d.plans[0]), 0);
	add(&d, 1, "PERSON", "JAN KOWALSKI", DECISION_NONE);
	add(&d, 1, "PERSON", "Kowalskiego", DECISION_NONE);
	add(&d, 1, "PERSON", "Ewa Lis", DECISION_NONE);
	add(&d, 1, "AMOUNT", "42 km", DECISION_NONE);
	add(&d, 1, "PERSON", "Adam", DECISION_NONE);
	assert_int_equal(carry(&d), 3);
	assert_int_equal(d.plans[1].list[0].decision, DECISION_REDACT);
	assert_int_equal(d.plans[1].list[0].by.b[0], 5);
	assert_string_equal(d.plans[1].list[0].reason, "source");
	assert_int_equal(d.plans[1].list[1].decision, DECISION_REDACT);
	assert_int_equal(d.plans[1].list[2].decision, DECISION_KEEP);
	assert_int_equal(d.plans[1].list[3].decision, DECISION_NONE);
	assert_int_equal(d.plans[1].list[4].decision, DECISION_NONE);
	end(&d);
}

/* What was there before was left undecided by somebody who saw it. */
static void
test_only_what_is_new_is_decided(void **state)
{
	struct desk d;

	(void)state;
	make(&d, "Jan Kowalski", "Jan Kowalski");
	add(&d, 0, "PERSON", "Jan Kowalski", DECISION_REDACT);
	add(&d, 1, "PERSON", "Jan Kowalski", DECISION_NONE);
	assert_int_equal(plan_copy(&d.was[1], &d.plans[1]), 0);
	assert_int_equal(carry(&d), 0);
	end(&d);
}

static void
test_what_was_decided_both_ways_is_not_carried(void **state)
{
	struct desk d;

	(void)state;
	make(&d, "Jan Kowalski or JAN KOWALSKI", "Jan Kowalski");
	add(&d, 0, "PERSON", "Jan Kowalski", DECISION_REDACT);
	add(&d, 0, "PERSON", "JAN KOWALSKI", DECISION_KEEP);
	add(&d, 1, "PERSON", "Jan Kowalski", DECISION_NONE);
	assert_int_equal(carry(&d), 0);
	assert_int_equal(d.plans[1].list[0].decision, DECISION_NONE);
	end(&d);
}

/* A company that is kept is not the person of that name. */
static void
test_another_kind_is_another_value(void **state)
{
	struct desk d;

	(void)state;
	make(&d, "Sowa", "Sowa");
	add(&d, 0, "ORG", "Sowa", DECISION_KEEP);
	add(&d, 1, "PERSON", "Sowa", DECISION_NONE);
	assert_int_equal(carry(&d), 0);
	end(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_later_item_gets_what_was_decided),
		cmocka_unit_test(test_only_what_is_new_is_decided),
		cmocka_unit_test(
		    test_what_was_decided_both_ways_is_not_carried),
		cmocka_unit_test(test_another_kind_is_another_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
