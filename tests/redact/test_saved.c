/* test_saved.c -- a board as bytes: it comes back, joins what others stored,
 * and nothing that is off is taken. */
#include "board_kit.h"

#include "redact/review/saved.h"

static const struct id submission = { { 7, 7 } };

static struct saved_item about[KIT_ITEMS] = {
	{ { { 1 } }, 3, 2 }, { { { 2 } }, 3, 0 } };

static struct bytes
bytes_of(const struct kit *k)
{
	struct bytes copy = BYTES_INIT(1u << 20);
	const struct bytes *out;
	struct saved *s;

	assert_int_equal(saved_new(&s, &submission), 0);
	assert_int_equal(saved_write(s, k->board, about, &out), 0);
	assert_int_equal(bytes_add(&copy, out->data, out->len), 0);
	saved_free(s);
	return copy;
}

static struct saved_told
join(struct kit *k, const struct bytes *b)
{
	struct saved_told told;

	assert_int_equal(saved_read(k->board, about, &submission, &told,
	    b->data, b->len), 0);
	return told;
}

/* Something of everything. */
static void
work(struct kit *k)
{
	const struct plan_reason reason = { "b6", "Personal privacy" };
	const struct box box = { 0, 1, 2, 3, 4 };
	const struct edit_time time = { 1, 2, 0, 0, 0, 0 };
	const struct board_choice choice = { .decides = true,
	    .decision = DECISION_REDACT, .reason = "b6", .shows = true,
	    .show = SHOW_PSEUDONYM };
	struct board_count count;

	k->reports[0].format = FORMAT_PDF;
	k->reports[1].format = FORMAT_MP3;
	assert_int_equal(board_reasons(k->board, &reason, 1), 0);
	assert_int_equal(board_decide(k->board, 0, &k->plans[0].list[0], 1,
	    &choice), 0);
	assert_int_equal(board_words(k->board, "zofia", 5, &kit_keep,
	    &count), 0);
	assert_int_equal(board_edges(k->board, 1, &k->plans[1].list[0], 4,
	    16), 0);
	kit_page(k, 0);
	assert_int_equal(board_box(k->board, 0, &box, "minor"), 0);
	assert_int_equal(board_time(k->board, 1, &time, "source"), 0);
	assert_int_equal(board_see(k->board, 0, 0, true), 0);
	assert_int_equal(board_options(k->board, 0, &(struct board_options){
	    .keep = true, .whiten = true }), 0);
	assert_int_equal(board_options(k->board, 1, &(struct board_options){
	    .unredacted = true }), 0);
	assert_int_equal(board_state(k->board, 1, true), 0);
	assert_int_equal(board_note(k->board, true, "look again"), 0);
}

static void
test_comes_back_as_it_was(void **state)
{
	struct saved_item looked[KIT_ITEMS];
	struct saved_told told;
	struct kit a, b;
	struct bytes bytes;
	char *shown;

	(void)state;
	kit_make(&a);
	work(&a);
	shown = kit_shown(&a);
	bytes = bytes_of(&a);
	kit_make(&b);
	told = join(&b, &bytes);
	assert_int_equal(told.conflicts, 0);
	assert_int_equal(told.changes, 13);
	kit_same(&b, shown);
	memcpy(looked, about, sizeof(looked));
	looked[0].looked = looked[1].looked = 9;
	assert_int_equal(saved_looked(looked, KIT_ITEMS, &submission,
	    &(struct fpr){ { 0 } }, bytes.data, bytes.len), ERR_INTEGRITY);
	assert_int_equal(saved_looked(looked, KIT_ITEMS, &submission,
	    board_by(a.board), bytes.data, bytes.len), 0);
	assert_int_equal(looked[0].looked, 2);
	assert_int_equal(looked[1].looked, 0);
	/* What was joined is saved as it was. */
	struct bytes again = bytes_of(&b);
	assert_int_equal(again.len, bytes.len);
	assert_memory_equal(again.data, bytes.data, bytes.len);
	bytes_free(&again);
	bytes_free(&bytes);
	free(shown);
	kit_end(&a);
	kit_end(&b);
}

static const char *
label_of(const struct kit *k, const char *kind, uint64_t start)
{
	const struct plan *p = &k->plans[0];

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->list[i].kind, kind) == 0 &&
		    p->list[i].start == start)
			return p->list[i].label;
	return "none";
}

static void
words(struct kit *k, const char *what)
{
	struct board_count count;

	assert_int_equal(board_words(k->board, what, strlen(what),
	    &kit_redact, &count), 0);
}

/* What is given in a draft alone is given, too: "Zofia" at 0, "wrote" at 6. */
static void
test_keeps_labels_that_were_given(void **state)
{
	struct bytes bytes;
	struct kit a, b;

	(void)state;
	kit_make(&a);
	words(&a, "zofia");
	words(&a, "wrote");
	assert_string_equal(label_of(&a, "WATCHLIST", 6), "[NAME-2]");
	assert_int_equal(board_undo(a.board, NULL, NULL), 0);
	bytes = bytes_of(&a);
	kit_make(&b);
	(void)join(&b, &bytes);
	assert_string_equal(label_of(&b, "WATCHLIST", 0), "[NAME-1]");
	words(&b, "to");
	assert_string_equal(label_of(&b, "WATCHLIST", 12), "[NAME-3]");
	bytes_free(&bytes);
	kit_end(&a);
	kit_end(&b);
}

/* What another person stored meanwhile has the number; the draft's goes on. */
static void
test_gives_way_to_labels_that_another_stored(void **state)
{
	struct bytes bytes;
	struct kit a, b;

	(void)state;
	kit_make(&a);
	words(&a, "zofia");
	words(&a, "to");
	assert_string_equal(label_of(&a, "WATCHLIST", 0), "[NAME-1]");
	assert_string_equal(label_of(&a, "WATCHLIST", 12), "[NAME-2]");
	bytes = bytes_of(&a);
	kit_make(&b);
	words(&b, "wrote");
	words(&b, "to");
	assert_int_equal(board_stored(b.board), 0);
	(void)join(&b, &bytes);
	assert_string_equal(label_of(&b, "WATCHLIST", 6), "[NAME-1]");
	assert_string_equal(label_of(&b, "WATCHLIST", 12), "[NAME-2]");
	assert_string_equal(label_of(&b, "WATCHLIST", 0), "[NAME-3]");
	bytes_free(&bytes);
	kit_end(&a);
	kit_end(&b);
}

/* A list of names is part of what was done. */
static void
test_keeps_names_for_persons(void **state)
{
	const struct planned jane = { .kind = "PERSON", .start = 15,
	    .end = 31, .show = SHOW_PSEUDONYM, .finder = "person",
	    .confidence = 1 };
	struct plan like[KIT_ITEMS];
	struct bytes bytes;
	struct kit a, b;

	(void)state;
	kit_make(&a);
	for (size_t i = 0; i < KIT_ITEMS; i++)
		assert_int_equal(plan_copy(&like[i], &a.plans[i]), 0);
	assert_int_equal(plan_add_pseudonym(&like[0], "Alex Moss"), 0);
	assert_int_equal(plan_add_pseudonym(&like[0], "Sam Reed"), 0);
	assert_int_equal(plan_add(&like[0], &jane), 0);
	assert_int_equal(board_replace_all(a.board, like), 0);
	bytes = bytes_of(&a);
	kit_make(&b);
	(void)join(&b, &bytes);
	assert_int_equal(b.plans[0].npseudonyms, 2);
	assert_string_equal(b.plans[0].pseudonyms[1].name, "Sam Reed");
	assert_int_equal(board_undo(a.board, NULL, NULL), 0);
	assert_int_equal(a.plans[0].npseudonyms, 0);
	for (size_t i = 0; i < KIT_ITEMS; i++)
		plan_free(&like[i]);
	bytes_free(&bytes);
	kit_end(&a);
	kit_end(&b);
}

/* Only what changed is written anew, and what it is is the same. */
static void
test_keeps_what_did_not_change(void **state)
{
	const struct bytes *out;
	struct saved *s;
	struct bytes whole;
	struct kit k;

	(void)state;
	kit_make(&k);
	assert_int_equal(saved_new(&s, &submission), 0);
	assert_int_equal(saved_write(s, k.board, about, &out), 0);
	k.fails = ERR_IO;
	assert_int_equal(board_decide(k.board, 1, &k.plans[1].list[0], 1,
	    &kit_keep), ERR_IO);
	k.fails = 0;
	assert_int_equal(board_decide(k.board, 1, &k.plans[1].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(saved_write(s, k.board, about, &out), 0);
	whole = bytes_of(&k);
	assert_int_equal(whole.len, out->len);
	assert_memory_equal(whole.data, out->data, out->len);
	bytes_free(&whole);
	saved_free(s);
	kit_end(&k);
}

static void
test_joins_what_another_stored(void **state)
{
	struct saved_told told;
	struct bytes bytes;
	struct kit a, b;

	(void)state;
	/* a: redact, -; -, keep */
	kit_make(&a);
	assert_int_equal(board_decide(a.board, 0, &a.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(board_decide(a.board, 1, &a.plans[1].list[1], 1,
	    &kit_keep), 0);
	bytes = bytes_of(&a);
	/* Stored meanwhile: keep, redact; -, keep, and a new finding. */
	kit_make(&b);
	b.plans[0].list[0].decision = DECISION_KEEP;
	b.plans[0].list[1].decision = DECISION_REDACT;
	b.plans[1].list[1].decision = DECISION_KEEP;
	struct planned more = { .kind = "ORG", .start = 0, .end = 5,
	    .decision = DECISION_REDACT };
	assert_int_equal(plan_add(&b.plans[0], &more), 0);
	told = join(&b, &bytes);
	assert_int_equal(told.conflicts, 1);
	assert_int_equal(b.plans[0].n, 3);
	assert_int_equal(b.plans[0].list[1].decision, DECISION_NONE);
	assert_int_equal(b.plans[0].list[2].decision, DECISION_REDACT);
	assert_int_equal(b.plans[1].list[0].decision, DECISION_NONE);
	assert_int_equal(b.plans[1].list[1].decision, DECISION_KEEP);
	assert_int_equal(board_undecided(b.board), 2);
	bytes_free(&bytes);
	kit_end(&a);
	kit_end(&b);
}

/* The same while a review is open: what another stores comes under it. */
static void
test_a_board_is_rebased_on_what_another_stored(void **state)
{
	size_t conflicts = 0;
	struct plan theirs;
	struct kit k;

	(void)state;
	kit_make(&k);
	assert_int_equal(plan_copy(&theirs, &k.plans[0]), 0);
	theirs.list[0].decision = DECISION_KEEP;
	theirs.list[1].decision = DECISION_KEEP;
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(board_rebase(k.board, 0, &theirs, &conflicts), 0);
	assert_int_equal(conflicts, 1);
	assert_int_equal(k.plans[0].list[0].decision, DECISION_NONE);
	assert_int_equal(k.plans[0].list[1].decision, DECISION_KEEP);
	assert_int_equal(board_undecided(k.board), 3);
	assert_true(board_touched(k.board, 0, &k.plans[0].list[0], 2));
	assert_int_equal(board_undo(k.board, NULL, NULL), ERR_NOT_FOUND);
	/* Decided again it is a change of theirs. */
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_true(board_changed(k.board));
	assert_int_equal(board_stored(k.board), 0);
	assert_false(board_changed(k.board));
	plan_free(&theirs);
	kit_end(&k);
}

/* Cut anywhere, or with any byte flipped, it is refused or another draft; the
 * board is whole, and as it was when it was refused. */
static void
test_takes_nothing_that_is_off(void **state)
{
	struct saved_told told;
	struct bytes bytes;
	struct kit a, b;
	char *before;
	int r;

	(void)state;
	kit_make(&a);
	work(&a);
	bytes = bytes_of(&a);
	kit_make(&b);
	b.reports[1].format = FORMAT_MP3;
	before = kit_shown(&b);
	for (size_t i = 0; i < bytes.len; i++) {
		r = saved_read(b.board, about, &submission, &told, bytes.data,
		    i);
		if (r != ERR_FORMAT)
			fail_msg("cut at %zu: %d", i, r);
		kit_same(&b, before);
	}
	kit_end(&b);
	for (size_t i = 0; i < bytes.len; i++) {
		kit_make(&b);
		bytes.data[i] ^= 0x41;
		r = saved_read(b.board, about, &submission, &told, bytes.data,
		    bytes.len);
		if (r < 0)
			kit_same(&b, before);
		bytes.data[i] ^= 0x41;
		/* Whatever came of it is a plan that can be written. */
		free(kit_shown(&b));
		kit_end(&b);
	}
	free(before);
	bytes_free(&bytes);
	kit_end(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comes_back_as_it_was),
		cmocka_unit_test(test_keeps_labels_that_were_given),
		cmocka_unit_test(test_gives_way_to_labels_that_another_stored),
		cmocka_unit_test(test_keeps_names_for_persons),
		cmocka_unit_test(test_keeps_what_did_not_change),
		cmocka_unit_test(test_joins_what_another_stored),
		cmocka_unit_test(
		    test_a_board_is_rebased_on_what_another_stored),
		cmocka_unit_test(test_takes_nothing_that_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
