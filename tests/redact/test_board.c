/* test_board.c -- every action of a review: made, counted, saved, taken back. */
#include "board_kit.h"

static void
test_decides_saves_and_counts(void **state)
{
	struct kit k;

	(void)state;
	kit_make(&k);
	assert_int_equal(board_undecided(k.board), 4);
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(board_undecided(k.board), 3);
	assert_int_equal(board_undecided_in(k.board, 0), 1);
	assert_int_equal(board_revision(k.board), 2);
	assert_int_equal(board_item_revision(k.board, 0), 2);
	assert_int_equal(board_item_revision(k.board, 1), 1);
	assert_int_equal(k.saved, 1);
	assert_int_equal(k.plans[0].list[0].by.b[0], 9);
	/* Decided again in the same way it is no change. */
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(k.saved, 1);
	kit_end(&k);
}

static void
test_takes_back_what_cannot_be_saved(void **state)
{
	struct board_count count;
	struct kit k;
	struct box box = { 0, 1, 2, 3, 4 };
	char *before;

	(void)state;
	kit_make(&k);
	kit_page(&k, 0);
	k.fails = ERR_NO_SPACE;
	before = kit_shown(&k);
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0],
	    &kit_redact, &count), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_words(k.board, "zofia", 5, &kit_redact,
	    &count), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_add(k.board, 0, "PERSON", 0, 5, &kit_redact),
	    ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_edges(k.board, 0, &k.plans[0].list[0], 0, 5),
	    ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_box(k.board, 0, &box, "minor"), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_see(k.board, 0, 0, true), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_note(k.board, true, "look again"),
	    ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_state_all(k.board), ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_decide_rest(k.board, &kit_keep, NULL),
	    ERR_NO_SPACE);
	kit_same(&k, before);
	assert_int_equal(board_revision(k.board), 1);
	assert_int_equal(board_undecided(k.board), 4);
	free(before);
	kit_end(&k);
}

static void
test_undoes_every_action_step_by_step(void **state)
{
	struct board_count count;
	struct box box = { 0, 1, 2, 3, 4 };
	const struct plan_reason reason = { "b6", "Personal privacy" };
	struct planned at;
	char *states[12];
	size_t n = 0, item;
	struct kit k;

	(void)state;
	kit_make(&k);
	kit_page(&k, 0);
#define STEP(call) do { \
	states[n++] = kit_shown(&k); \
	assert_int_equal((call), 0); \
	assert_int_equal(board_revision(k.board), n + 1); \
} while (0)
	STEP(board_decide(k.board, 1, &k.plans[1].list[1], 1, &kit_keep));
	STEP(board_equal(k.board, 0, &k.plans[0].list[0], &kit_redact,
	    &count));
	assert_int_equal(count.findings, 2);
	assert_int_equal(count.items, 2);
	STEP(board_words(k.board, "zofia", 5, &kit_redact, &count));
	assert_int_equal(count.findings, 2);
	STEP(board_add(k.board, 0, "PERSON", 0, 5, &kit_redact));
	STEP(board_edges(k.board, 0, &k.plans[0].list[0], 0, 11));
	STEP(board_box(k.board, 0, &box, "minor"));
	STEP(board_unbox(k.board, 0, 0));
	STEP(board_see(k.board, 0, 0, true));
	STEP(board_reasons(k.board, &reason, 1));
	STEP(board_note(k.board, true, "look\nagain"));
	assert_string_equal(k.plans[0].notes[0].text, "look again");
	STEP(board_state(k.board, 1, true));
#undef STEP
	while (n > 0) {
		assert_int_equal(board_undo(k.board, &item, &at), 0);
		kit_same(&k, states[--n]);
		free(states[n]);
	}
	assert_int_equal(board_undecided(k.board), 4);
	assert_int_equal(board_undo(k.board, &item, &at), ERR_NOT_FOUND);
	kit_end(&k);
}

static void
test_an_undo_that_cannot_be_saved_is_none(void **state)
{
	struct kit k;
	char *before;

	(void)state;
	kit_make(&k);
	assert_int_equal(board_add(k.board, 0, "PERSON", 0, 5, &kit_redact),
	    0);
	before = kit_shown(&k);
	k.fails = ERR_IO;
	assert_int_equal(board_undo(k.board, NULL, NULL), ERR_IO);
	kit_same(&k, before);
	k.fails = 0;
	assert_int_equal(board_undo(k.board, NULL, NULL), 0);
	assert_null(strstr(kit_last(&k), "PERSON"));
	free(before);
	kit_end(&k);
}

static void
test_knows_what_was_touched_since(void **state)
{
	struct planned first;
	struct kit k;

	(void)state;
	kit_make(&k);
	first = k.plans[0].list[0];
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[1], 1,
	    &kit_redact), 0);
	assert_false(board_touched(k.board, 0, &first, 1));
	assert_int_equal(board_decide(k.board, 0, &first, 1, &kit_keep), 0);
	assert_true(board_touched(k.board, 0, &first, 1));
	assert_true(board_touched(k.board, 0, &first, 2));
	assert_false(board_touched(k.board, 0, &first, 3));
	assert_int_equal(board_undo(k.board, NULL, NULL), 0);
	assert_true(board_touched(k.board, 0, &first, 3));
	assert_false(board_touched(k.board, 1, &first, 1));
	kit_end(&k);
}

static void
test_refuses_what_is_no_decision(void **state)
{
	const struct board_choice odd = { .decides = true,
	    .decision = DECISION_REDACT, .reason = "whatever" };
	struct box box = { 1, 1, 2, 3, 4 }, empty = { 0, 3, 3, 3, 4 };
	const struct box on_text = { 0, 1, 2, 3, 4 };
	const struct edit_time time = { 1, 2, 0, 0, 0, 0 };
	struct planned gone = { .kind = "EMAIL", .start = 1, .end = 2 };
	struct board_count count;
	char *before;
	struct kit k;

	(void)state;
	kit_make(&k);
	before = kit_shown(&k);
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &odd), ERR_USAGE);
	assert_int_equal(board_decide(k.board, 0, &gone, 1, &kit_redact),
	    ERR_NOT_FOUND);
	assert_int_equal(board_decide(k.board, 2, &gone, 1, &kit_redact),
	    ERR_NOT_FOUND);
	assert_int_equal(board_edges(k.board, 0, &gone, 0, 4), ERR_NOT_FOUND);
	assert_int_equal(board_equal(k.board, 0, &gone, NULL, &count),
	    ERR_NOT_FOUND);
	assert_int_equal(board_add(k.board, 0, "person", 0, 5, &kit_redact),
	    ERR_USAGE);
	assert_int_equal(board_add(k.board, 0, "PERSON", 5, 5, &kit_redact),
	    ERR_USAGE);
	assert_int_equal(board_add(k.board, 0, "PERSON", 0, 5000,
	    &kit_redact), ERR_USAGE);
	/* "Ż" is two bytes. */
	assert_int_equal(board_add(k.board, 2 - 1, "PERSON", 1, 5,
	    &kit_redact), ERR_USAGE);
	assert_int_equal(board_words(k.board, "***", 3, &kit_redact, &count),
	    ERR_FORMAT);
	/* A sheet of text is no page. */
	assert_int_equal(board_box(k.board, 0, &on_text, NULL), ERR_USAGE);
	kit_page(&k, 0);
	assert_int_equal(board_box(k.board, 0, &box, NULL), ERR_USAGE);
	assert_int_equal(board_box(k.board, 0, &empty, NULL), ERR_USAGE);
	assert_int_equal(board_unbox(k.board, 0, 0), ERR_NOT_FOUND);
	assert_int_equal(board_untime(k.board, 0, 0), ERR_NOT_FOUND);
	assert_int_equal(board_time(k.board, 0, &time, NULL), ERR_USAGE);
	assert_int_equal(board_see(k.board, 0, 1, true), ERR_NOT_FOUND);
	assert_int_equal(board_note(k.board, false, ""), ERR_USAGE);
	assert_int_equal(board_note(k.board, false, "a\x1b[2J"), ERR_USAGE);
	assert_int_equal(board_options(k.board, 0, &(struct board_options){
	    .keep = true }), ERR_USAGE);
	assert_int_equal(board_options(k.board, 0, &(struct board_options){
	    .unredacted = true }), ERR_USAGE);
	assert_int_equal(board_options(k.board, 0, &(struct board_options){
	    .whiten = true }), ERR_USAGE);
	kit_same(&k, before);
	assert_int_equal(board_revision(k.board), 1);
	free(before);
	kit_end(&k);
}

/* As the worker does it: tests/scenario/74-whitened.sh. */
static void
test_whitens_what_can_be_whitened(void **state)
{
	static const struct {
		enum format_id format;
		bool can;
	} of[] = { { FORMAT_PDF, true }, { FORMAT_JPEG, true },
	    { FORMAT_PNG, true }, { FORMAT_TIFF, true }, { FORMAT_WEBP, true },
	    { FORMAT_GIF, false }, { FORMAT_BMP, false },
	    { FORMAT_HEIC, false }, { FORMAT_AVIF, false },
	    { FORMAT_JXL, false }, { FORMAT_PNM, false },
	    { FORMAT_PSD, false }, { FORMAT_TEXT, false } };
	struct kit k;
	size_t i;

	(void)state;
	kit_make(&k);
	for (i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		k.reports[0].format = of[i].format;
		print_message("%s\n", format_name(of[i].format));
		assert_int_equal(board_can_whiten(k.board, 0), of[i].can);
	}
	kit_end(&k);
}

static void
test_is_ready_when_all_is_decided_and_seen(void **state)
{
	struct kit k;

	(void)state;
	kit_make(&k);
	assert_int_equal(board_ready(k.board, false), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "4 findings are undecided"));
	assert_int_equal(board_decide_rest(k.board, &kit_redact, NULL), 0);
	assert_int_equal(board_unseen(k.board), 2);
	assert_int_equal(board_ready(k.board, false), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "item 1, page 1 was not seen"));
	assert_int_equal(board_see(k.board, 0, 0, true), 0);
	assert_int_equal(board_ready(k.board, false), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "item 2, page 1 was not seen"));
	assert_int_equal(board_state_all(k.board), 0);
	assert_int_equal(board_ready(k.board, false), 0);
	/* Said of others' looking it is not this person's. */
	assert_int_equal(board_ready(k.board, true), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "not seen by you"));
	assert_int_equal(board_see(k.board, 1, 0, true), 0);
	assert_int_equal(board_ready(k.board, true), 0);
	kit_end(&k);
}

/* A letter with two pictures in it: its text is seen, then each of them. */
static void
test_pictures_in_a_document_are_sheets(void **state)
{
	const struct box box = { 1, 1, 2, 3, 4 }, none = { 2, 1, 2, 3, 4 };
	char name[BOARD_SHEET_SIZE];
	struct board_item items[KIT_ITEMS];
	const struct sheet *s;
	size_t n, first;
	struct kit k;

	(void)state;
	kit_make(&k);
	kit_pictures(&k, 0, 33);
	for (n = 0; n < KIT_ITEMS; n++)
		items[n] = *board_item(k.board, n);
	board_free(k.board);
	assert_int_equal(board_new(&k.board, &(struct board_setup){
	    .by = plan_person(9), .items = items, .n = KIT_ITEMS,
	    .save = kit_save, .arg = &k }), 0);
	s = board_sheets(k.board, 0, &n);
	assert_int_equal(n, 3);
	assert_int_equal(s[0].page, SHEET_NO_PAGE);
	assert_false(board_is_picture(k.board, 0, 0, &first));
	assert_int_equal(first, 1);
	assert_true(board_is_picture(k.board, 0, 2, &first));
	board_sheet_name(name, k.board, 0, 2);
	assert_string_equal(name, "picture 2");
	board_sheet_name(name, k.board, 1, 0);
	assert_string_equal(name, "page 1");
	assert_int_equal(board_box(k.board, 0, &none, NULL), ERR_USAGE);
	assert_int_equal(board_box(k.board, 0, &box, NULL), 0);
	assert_int_equal(k.plans[0].boxes[0].box.page, 1);
	assert_int_equal(board_ready(k.board, true), ERR_NOT_PERMITTED);
	assert_int_equal(board_decide(k.board, 0, &k.plans[0].list[0], 1,
	    &kit_redact), 0);
	/* What is left to do is told by the name of the sheet. */
	assert_int_equal(board_ready(k.board, true), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "(EMAIL) in item 1 on picture 1;"));
	assert_int_equal(board_decide_rest(k.board, &kit_redact, NULL), 0);
	assert_int_equal(board_see(k.board, 0, 0, true), 0);
	assert_int_equal(board_see(k.board, 0, 1, true), 0);
	assert_int_equal(board_ready(k.board, true), ERR_NOT_PERMITTED);
	assert_non_null(strstr(err_line(), "item 1, picture 2 was not seen"));
	kit_end(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decides_saves_and_counts),
		cmocka_unit_test(test_takes_back_what_cannot_be_saved),
		cmocka_unit_test(test_undoes_every_action_step_by_step),
		cmocka_unit_test(test_an_undo_that_cannot_be_saved_is_none),
		cmocka_unit_test(test_knows_what_was_touched_since),
		cmocka_unit_test(test_refuses_what_is_no_decision),
		cmocka_unit_test(test_whitens_what_can_be_whitened),
		cmocka_unit_test(test_is_ready_when_all_is_decided_and_seen),
		cmocka_unit_test(test_pictures_in_a_document_are_sheets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
