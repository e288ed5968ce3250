/* test_review_terminal.c -- the dialogue, through pipes. */
#include "board_kit.h"

#include "redact/review/terminal.h"

static const char first[] = "Zofia wrote to jane@example.org,\n"
    "and zofia to joe@example.org.\n";
static const char second[] = "JANE@example.org\x1b[2J and +48 532 312 180\n";

struct talk {
	struct kit kit;
	char note[PLAN_NOTE_SIZE];
	char *said;
	size_t left;
	int end;
};

/* Go on with these answers, on the same board. */
static void
talk_on(struct talk *t, const char *answers)
{
	size_t len;
	FILE *in, *out;

	free(t->said);
	t->said = NULL;
	in = fmemopen((void *)(uintptr_t)answers, strlen(answers) + 1, "r");
	out = open_memstream(&t->said, &len);
	assert_non_null(in);
	assert_non_null(out);
	t->end = review_terminal(t->kit.board, NULL, t->note, in, out);
	fclose(in);
	fclose(out);
	t->left = board_undecided(t->kit.board);
}

/* Hold the dialogue with these answers. */
static void
talk(struct talk *t, const char *answers)
{
	memset(t, 0, sizeof(*t));
	kit_make_of(&t->kit, first, second);
	strcpy(t->kit.reports[0].name, "a\nb\x1b.txt");
	talk_on(t, answers);
}

static void
end(struct talk *t)
{
	kit_end(&t->kit);
	free(t->said);
}

static void
expect_decisions(const struct talk *t, const char *wanted)
{
	static const char letters[] = "-rk";
	char got[32] = "";
	size_t n = 0;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < t->kit.plans[i].n; k++)
			got[n++] = letters[t->kit.plans[i].list[k].decision];
	if (strcmp(got, wanted) != 0)
		fail_msg("%s, not %s:\n%s", got, wanted, t->said);
}

static void
expect_said(const struct talk *t, const char *what)
{
	if (strstr(t->said, what) == NULL)
		fail_msg("\"%s\" is not said:\n%s", what, t->said);
}

static void
test_redacts_and_keeps_one_by_one(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "a\nk\na\na\n");
	assert_int_equal(t.left, 0);
	/* Each page was shown whole, and all on it was decided. */
	assert_int_equal(t.end, TERMINAL_SIGN);
	assert_int_equal(board_unseen_by_me(t.kit.board), 0);
	expect_said(&t, "--- Item 1 of 2");
	expect_decisions(&t, "rkrr");
	assert_int_equal(t.kit.plans[0].list[0].by.b[0], 9);
	expect_said(&t, "Zofia wrote to >>jane@example.org<<,");
	expect_said(&t, "3 to redact, 1 to keep, 0 undecided.");
	end(&t);
}

static void
test_redacts_every_equal_value_at_once(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "A\ns\n");
	expect_said(&t, "A redact all 2 equal");
	expect_decisions(&t, "r-r-");
	assert_int_equal(t.left, 2);
	end(&t);
	talk(&t, "K\n");
	expect_decisions(&t, "k-k-");
	end(&t);
}

static void
test_goes_on_and_back_and_undoes(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "n\na\np\nu\ns\n");
	expect_decisions(&t, "----");
	end(&t);
	talk(&t, "n\nn\nk\np\np\na\ns\n");
	expect_decisions(&t, "-rk-");
	end(&t);
	talk(&t, "A\nu\nu\ns\n");
	expect_decisions(&t, "----");
	expect_said(&t, "There is nothing to undo.");
	end(&t);
}

static void
test_finds_words_everywhere(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "/zofia\ns\n");
	expect_said(&t, "Found in 2 places, to be redacted.");
	expect_decisions(&t, "r-r---");
	assert_string_equal(t.kit.plans[0].list[0].finder, "person");
	assert_string_equal(t.kit.plans[0].list[0].label, "[NAME-1]");
	assert_string_equal(t.kit.plans[0].list[2].label, "[NAME-1]");
	end(&t);
	talk(&t, "/zofia\nu\n/\n/***\n/nobody at all\ns\n");
	expect_decisions(&t, "----");
	expect_said(&t, "Found in 0 places");
	expect_said(&t, "Nothing to look for");
	end(&t);
}

static void
test_stops_at_s_and_at_the_end_of_input(void **state)
{
	static char longest[3 * TERMINAL_LINE_MAX];
	struct talk t;

	(void)state;
	talk(&t, "a\n");
	assert_int_equal(t.left, 3);
	expect_decisions(&t, "r---");
	end(&t);
	memset(longest, 'a', sizeof(longest) - 4);
	strcpy(longest + sizeof(longest) - 4, "\nk\n");
	talk(&t, longest);
	expect_said(&t, "shorten it");
	expect_decisions(&t, "k---");
	end(&t);
	talk(&t, "x\nab\n?\ns\n");
	expect_decisions(&t, "----");
	expect_said(&t, "save and stop");
	end(&t);
}

static void
test_nothing_of_the_document_steers_the_terminal(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "k\nk\nk\nk\n");
	assert_null(strchr(t.said, '\x1b'));
	expect_said(&t, "a\\nb\\x1b.txt");
	expect_said(&t, "\\x1b[2J");
	end(&t);
}

static void
test_gives_reasons_and_moves_edges(void **state)
{
	const struct plan_reason reason = { "b6", "Personal privacy" };
	const struct planned *f;
	struct talk t;

	(void)state;
	talk(&t, "1\na\np\nr no such\n9\nr\ne jane\ns\n");
	f = &t.kit.plans[0].list[0];
	assert_string_equal(f->reason, "off-topic");
	assert_int_equal(f->decision, DECISION_REDACT);
	assert_int_equal(f->end - f->start, 4);
	expect_said(&t, ", because: source");
	expect_said(&t, "that reason is none of this review's");
	expect_said(&t, "  3  minor");
	expect_said(&t, ">>jane<<@example.org");
	assert_int_equal(board_reasons(t.kit.board, &reason, 1), 0);
	talk_on(&t, "p\nr b6\ne nowhere to be seen\n0\ns\n");
	expect_said(&t, "because: b6 (Personal privacy)");
	expect_said(&t, "That text does not stand there");
	end(&t);
}

/* What has no findings is looked at, too, before it may be signed. */
static void
test_pages_without_findings_are_shown_and_seen(void **state)
{
	struct talk t;

	(void)state;
	memset(&t, 0, sizeof(t));
	kit_make_of(&t.kit, "Nothing at all.\n", "\x1b[2Jnor here\n");
	talk_on(&t, "a\n1\ny\n");
	assert_int_equal(t.end, TERMINAL_STOP);
	expect_said(&t, "2 pages were not seen");
	expect_said(&t, "No finding is shown");
	expect_said(&t, "Nothing at all.");
	expect_said(&t, "item 1, page 1 was not seen; look at it");
	talk_on(&t, "v\nv\n");
	assert_int_equal(t.end, TERMINAL_SIGN);
	expect_said(&t, "\\x1b[2Jnor here");
	/* Nothing is left to do: it is not signed unasked. */
	talk_on(&t, "");
	assert_int_equal(t.end, TERMINAL_STOP);
	expect_said(&t, "y sign");
	talk_on(&t, "b look again, please\n");
	assert_int_equal(t.end, TERMINAL_BACK);
	assert_string_equal(t.note, "look again, please");
	talk_on(&t, "b\nm a note\ny\n");
	assert_int_equal(t.end, TERMINAL_SIGN);
	assert_string_equal(t.kit.plans[0].notes[0].text, "a note");
	end(&t);
}

static void
test_a_page_is_seen_when_all_on_it_is_decided(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "a\ns\n");
	assert_false(board_seen(t.kit.board, 0, 0));
	talk_on(&t, "a\ns\n");
	assert_true(board_seen(t.kit.board, 0, 0));
	/* One undo takes back both. */
	talk_on(&t, "u\ns\n");
	assert_false(board_seen(t.kit.board, 0, 0));
	expect_decisions(&t, "r---");
	/* What nobody was shown is not seen by deciding on it from elsewhere. */
	talk_on(&t, "A\nA\ns\n");
	assert_true(board_seen(t.kit.board, 0, 0));
	end(&t);
	talk(&t, "A\ns\n");
	assert_false(board_seen(t.kit.board, 1, 0));
	end(&t);
}

static void
test_goes_from_item_to_item(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "i\na\ni\nk\ns\n");
	expect_decisions(&t, "k-r-");
	expect_said(&t, "2 in this item");
	end(&t);
	talk(&t, "o keep\no unredacted\ns\n");
	expect_said(&t, "item 1 cannot be kept in its form: only a PDF can");
	expect_said(&t, "only sound and film can");
	end(&t);
}

/* What was answered before is kept; the failure ends the dialogue. */
static void
test_a_decision_that_cannot_be_saved_ends_it(void **state)
{
	struct talk t;

	(void)state;
	talk(&t, "a\ns\n");
	t.kit.fails = ERR_NO_SPACE;
	talk_on(&t, "k\n");
	assert_int_equal(t.end, ERR_NO_SPACE);
	expect_decisions(&t, "r---");
	end(&t);
}

static void
label(void *arg, const struct fpr *who, char label[DESK_LABEL_SIZE])
{
	(void)arg;
	(void)snprintf(label, DESK_LABEL_SIZE, "person %d\x1b", who->b[0]);
}

static void
test_shows_what_is_new_and_by_whom(void **state)
{
	const struct desk desk = { .label = label };
	const struct box box = { 0, 1, 2, 3, 4 };
	char note[PLAN_NOTE_SIZE];
	struct plan then[2];
	struct board_item items[2];
	struct board *other;
	struct talk t;
	size_t len;
	FILE *in, *out;

	(void)state;
	talk(&t, "m mind the box\nA\nk\na\n");
	assert_int_equal(plan_copy(&then[0], &t.kit.plans[0]), 0);
	assert_int_equal(plan_copy(&then[1], &t.kit.plans[1]), 0);
	then[0].list[0].decision = DECISION_KEEP;
	kit_page(&t.kit, 1);
	assert_int_equal(board_box(t.kit.board, 1, &box, NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		items[i] = *board_item(t.kit.board, i);
		items[i].then = &then[i];
	}
	assert_int_equal(board_new(&other, &(struct board_setup){
	    .by = plan_person(3), .items = items, .n = 2 }), 0);
	free(t.said);
	in = fmemopen((void *)(uintptr_t)"p\ns\n", 4, "r");
	out = open_memstream(&t.said, &len);
	assert_int_equal(review_terminal(other, &desk, note, in, out),
	    TERMINAL_STOP);
	fclose(in);
	fclose(out);
	expect_said(&t, "Note (person 9\\x1b): mind the box");
	expect_said(&t, "Since you last looked:\n  item 1: to redact instead "
	    "of to keep (person 9\\x1b): EMAIL");
	expect_said(&t, "  item 2: a box on page 1 (person 9\\x1b)");
	board_free(other);
	plan_free(&then[0]);
	plan_free(&then[1]);
	end(&t);
}

/* What was read in pictures comes behind the text, picture by picture. */
static void
test_shows_pictures_in_a_document(void **state)
{
	const struct box box = { 1, 1, 2, 3, 4 };
	struct board_item items[KIT_ITEMS];
	struct talk t;

	(void)state;
	memset(&t, 0, sizeof(t));
	kit_make_of(&t.kit, first, second);
	kit_pictures(&t.kit, 0, 33);
	for (size_t i = 0; i < KIT_ITEMS; i++)
		items[i] = *board_item(t.kit.board, i);
	board_free(t.kit.board);
	assert_int_equal(board_new(&t.kit.board, &(struct board_setup){
	    .by = plan_person(9), .items = items, .n = KIT_ITEMS,
	    .save = kit_save, .arg = &t.kit }), 0);
	assert_int_equal(board_box(t.kit.board, 0, &box, NULL), 0);
	talk_on(&t, "a\na\na\na\nv\n");
	assert_int_equal(t.end, TERMINAL_SIGN);
	expect_said(&t, "\n--- Item 1 of 2, 1 boxes ---\nZofia wrote to "
	    "jane@example.org,\n---\n");
	expect_said(&t, "\n--- Item 1 of 2, picture 1 of 2, 1 boxes ---\nand "
	    "zofia to joe@example.org.\n---\n");
	expect_said(&t, "\n--- Item 1 of 2, picture 2 of 2, 1 boxes ---\n"
	    "(There is no text here.");
	end(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_redacts_and_keeps_one_by_one),
		cmocka_unit_test(test_redacts_every_equal_value_at_once),
		cmocka_unit_test(test_goes_on_and_back_and_undoes),
		cmocka_unit_test(test_finds_words_everywhere),
		cmocka_unit_test(test_stops_at_s_and_at_the_end_of_input),
		cmocka_unit_test(
		    test_nothing_of_the_document_steers_the_terminal),
		cmocka_unit_test(test_gives_reasons_and_moves_edges),
		cmocka_unit_test(
		    test_pages_without_findings_are_shown_and_seen),
		cmocka_unit_test(
		    test_a_page_is_seen_when_all_on_it_is_decided),
		cmocka_unit_test(test_goes_from_item_to_item),
		cmocka_unit_test(
		    test_a_decision_that_cannot_be_saved_ends_it),
		cmocka_unit_test(test_shows_what_is_new_and_by_whom),
		cmocka_unit_test(test_shows_pictures_in_a_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
