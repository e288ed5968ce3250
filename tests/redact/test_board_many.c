/*
 * test_board_many.c -- every action on a review of many items, and what each
 * costs, told and not judged: a busy machine is slow.
 * TIPLINE_BOARD_ITEMS: how many items (120), of 50 findings each.
 */
#include "plan_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "redact/review/board.h"
#include "redact/review/saved.h"

#define FINDINGS 50u
#define ITEMS 120u
/* Four times as many items should cost four times as much; were it their
 * square, it would be sixteen. */
#define SMALLER 4u

struct many {
	size_t n;
	struct bytes *texts;
	struct plan *plans;
	struct board_item *items;
	struct saved_item *about;
	struct saved *saved;
	struct board *board;
	size_t bytes;
};

/* CPU seconds of this process: others at work do not count. */
static double
now(void)
{
	struct timespec t;

	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int
save(void *arg, const struct board *b)
{
	struct many *m = arg;
	const struct bytes *out;
	int r = saved_write(m->saved, b, m->about, &out);

	m->bytes = r == 0 ? out->len : 0;
	return r;
}

/* Of ten names one is everywhere, the others are each item's own. */
static void
fill(struct many *m, size_t item)
{
	static const struct layout none;
	static const struct report report = { .format = FORMAT_TEXT };
	struct planned f = { .kind = "PERSON", .finder = "names",
	    .why = "a given name and a surname", .confidence = 0.9 };
	struct bytes *b = &m->texts[item];
	struct plan *p = &m->plans[item];
	char name[64];

	*b = BYTES_INIT(1u << 20);
	for (size_t i = 0; i < FINDINGS; i++) {
		if (i % 10 == 0)
			(void)snprintf(name, sizeof(name), "Jan Kowalski");
		else
			(void)snprintf(name, sizeof(name), "Anna Mar%c%c%c%cska",
			    (char)('a' + item % 23), (char)('a' + item / 23),
			    (char)('a' + i % 23), (char)('a' + i / 23));
		(void)bytes_add_str(b, "On that day it was ");
		f.start = b->len;
		(void)bytes_add_str(b, name);
		f.end = b->len;
		(void)bytes_add_str(b, " who came and said nothing at all.\n");
		assert_int_equal(plan_add(p, &f), 0);
	}
	m->items[item] = (struct board_item){ .number = item + 1, .plan = p,
	    .text = b, .layout = &none, .report = &report };
	m->about[item].item.b[0] = (uint8_t)item;
	m->about[item].item.b[1] = (uint8_t)(item >> 8);
}

static void
make(struct many *m, size_t n)
{
	const struct id id = { { 7 } };

	*m = (struct many){ .n = n };
	m->texts = calloc(n, sizeof(*m->texts));
	m->plans = calloc(n, sizeof(*m->plans));
	m->items = calloc(n, sizeof(*m->items));
	m->about = calloc(n, sizeof(*m->about));
	assert_true(m->texts && m->plans && m->items && m->about);
	for (size_t i = 0; i < n; i++)
		fill(m, i);
	assert_int_equal(saved_new(&m->saved, &id), 0);
	assert_int_equal(board_new(&m->board, &(struct board_setup){
	    .by = plan_person(9), .items = m->items, .n = n, .save = save,
	    .arg = m }), 0);
}

static void
end(struct many *m)
{
	board_free(m->board);
	saved_free(m->saved);
	for (size_t i = 0; i < m->n; i++) {
		plan_free(&m->plans[i]);
		bytes_free(&m->texts[i]);
	}
	free(m->texts);
	free(m->plans);
	free(m->items);
	free(m->about);
}

/* Everything that a person does, in a submission of so many items. */
static double
act(size_t items)
{
	const struct board_choice redact = { .decides = true,
	    .decision = DECISION_REDACT, .reason = "source" };
	const struct board_choice keep = { .decides = true,
	    .decision = DECISION_KEEP };
	double t, sum = 0;
	struct board_count count;
	struct planned at;
	struct many m;
	size_t n;

	make(&m, items);
	printf("  %zu items of %u findings\n", items, FINDINGS);
#define TIMED(what, call) do { \
	t = now(); \
	assert_int_equal((call), 0); \
	t = now() - t; \
	sum += t; \
	printf("    %-30s %7.1f ms, %zu bytes saved\n", (what), t * 1000, \
	    m.bytes); \
} while (0)
	TIMED("one decision, the first", board_decide(m.board, 0,
	    &m.plans[0].list[0], 1, &redact));
	TIMED("one decision", board_decide(m.board, m.n / 2,
	    &m.plans[m.n / 2].list[1], 1, &redact));
	TIMED("equal values counted, first", board_equal(m.board, 0,
	    &m.plans[0].list[0], NULL, &count));
	assert_int_equal(count.findings, m.n * FINDINGS / 10);
	TIMED("equal values counted", board_equal(m.board, 0,
	    &m.plans[0].list[1], NULL, &count));
	TIMED("equal values decided", board_equal(m.board, 0,
	    &m.plans[0].list[0], &redact, &count));
	TIMED("a finding added by hand", board_add(m.board, 0, "ORG", 0, 2,
	    &redact));
	TIMED("words everywhere", board_words(m.board, "nothing", 7, &redact,
	    &count));
	assert_int_equal(count.findings, m.n * FINDINGS);
	TIMED("undo of that", board_undo(m.board, NULL, NULL));
	TIMED("all that is left", board_decide_rest(m.board, &redact, &n));
	at = m.plans[1].list[3];
	TIMED("one more, all decided", board_decide(m.board, 1, &at, 1,
	    &keep));
	TIMED("undo of that", board_undo(m.board, NULL, NULL));
	TIMED("a sheet seen", board_see(m.board, 0, 0, true));
	TIMED("all pages stated", board_state_all(m.board));
	TIMED("may it be signed", board_ready(m.board, false));
#undef TIMED
	end(&m);
	return sum;
}

static void
test_every_step_works_on_a_large_submission(void **state)
{
	const char *size = getenv("TIPLINE_BOARD_ITEMS");
	size_t items = size != NULL ? (size_t)atoi(size) : ITEMS;
	double small = act(items / SMALLER), large = act(items);

	(void)state;
	print_message("    %zu items: %.0f ms; a part of %u: %.0f ms\n", items,
	    large * 1000, SMALLER, small * 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_every_step_works_on_a_large_submission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
