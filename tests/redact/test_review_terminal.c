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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
