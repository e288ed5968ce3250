/* The words of a call: what is global, what is the verb's, what is a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

/* What the verb saw last. */
static struct options seen;
static char seen_words[256];
static int seen_argc;
static int answer;

static int
run_seen(const struct options *o, int argc, char **argv)
{
	int i;

	seen = *o;
	seen_argc = argc;
	seen_words[0] = '\0';
	for (i = 0; i < argc; i++) {
		strcat(seen_words, argv[i]);
		strcat(seen_words, "|");
	}
	return answer < 0 ? err_set((enum err)answer, "on purpose; go on") :
	    answer;
}

static const struct verb verbs[] = { { "look", run_seen, "ID", "looks" } };

/* Run with these words; the list ends with NULL. */
static int
call(const char *first, ...)
{
	static char words[16][64];	/* outlive the call: `seen` points here */
	char *argv[17] = { "tipline-test" };
	const char *w;
	va_list ap;
	int argc = 1;

	seen_argc = -1;
	va_start(ap, first);
	for (w = first; w != NULL; w = va_arg(ap, const char *), argc++)
		argv[argc] = strcpy(words[argc - 1], w);
	va_end(ap);
	return verbs_main("tipline-test", verbs, 1, argc, argv);
}

static void
test_options__global_ones_stand_before_or_after_the_verb(void **state)
{
	(void)state;
	answer = 0;
	assert_int_equal(call("-C", "v", "look", "a", "-i", "k", "--json", "b",
	    "--passphrase-fd=7", "-q", NULL), 0);
	assert_string_equal(seen.vault, "v");
	assert_string_equal(seen.key, "k");
	assert_int_equal(seen.passphrase_fd, 7);
	assert_true(seen.json);
	assert_true(seen.quiet);
	assert_string_equal(seen_words, "look|a|b|");
}

static void
test_options__come_from_the_environment_and_are_overruled(void **state)
{
	(void)state;
	answer = 0;
	setenv("TIPLINE_VAULT", "ev", 1);
	setenv("TIPLINE_KEY", "", 1);
	assert_int_equal(call("look", NULL), 0);
	assert_string_equal(seen.vault, "ev");
	assert_null(seen.key);
	assert_int_equal(seen.passphrase_fd, -1);
	assert_int_equal(call("look", "-C", "word", NULL), 0);
	assert_string_equal(seen.vault, "word");
	unsetenv("TIPLINE_VAULT");
	unsetenv("TIPLINE_KEY");
}

static void
test_options__end_at_two_dashes(void **state)
{
	(void)state;
	answer = 0;
	assert_int_equal(call("look", "--", "--json", "-C", NULL), 0);
	assert_false(seen.json);
	assert_null(seen.vault);
	assert_string_equal(seen_words, "look|--|--json|-C|");
}

static void
test_options__a_missing_value_or_verb_is_misuse(void **state)
{
	(void)state;
	answer = 0;
	assert_int_equal(call("look", "-C", NULL), 2);
	assert_int_equal(call("look", "--passphrase-fd", "x", NULL), 2);
	assert_int_equal(call("look", "--passphrase-fd", "99999999", NULL), 2);
	assert_int_equal(call("peek", NULL), 2);
	assert_int_equal(call("--unknown", "look", NULL), 2);
	assert_int_equal(call(NULL, NULL), 2);
	assert_int_equal(seen_argc, -1);	/* never came to the verb */
}

static void
test_options__exit_codes_are_those_of_the_design(void **state)
{
	static const struct {
		int code, exit;
	} table[] = {
		{ 0, 0 }, { 5, 5 }, { ERR_FAILED, 1 }, { ERR_USAGE, 2 },
		{ ERR_INTEGRITY, 3 }, { ERR_NOT_PERMITTED, 4 },
		{ ERR_NO_GRANT, 4 }, { ERR_NO_VAULT, 10 }, { ERR_BUSY, 11 },
		{ ERR_WRONG_KEY, 12 }, { ERR_NO_SPACE, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		answer = table[i].code;
		assert_int_equal(call("look", NULL), table[i].exit);
	}
}

static void
test_option_is__takes_a_value_in_both_spellings(void **state)
{
	char *argv[] = { "v", "--name", "A", "--name=B", "--names", "--name" };
	const char *value = "";
	int i;

	(void)state;
	i = 1;
	assert_true(option_is(6, argv, &i, "--name", &value));
	assert_string_equal(value, "A");
	assert_int_equal(i, 2);
	i = 3;
	assert_true(option_is(6, argv, &i, "--name", &value));
	assert_string_equal(value, "B");
	assert_int_equal(i, 3);
	i = 4;
	assert_false(option_is(6, argv, &i, "--name", &value));
	i = 5;
	assert_true(option_is(6, argv, &i, "--name", &value));
	assert_null(value);
}

static void
test_operand__is_a_dash_or_stands_behind_two(void **state)
{
	char *argv[] = { "v", "-", "-x", "--", "-x", "" };

	(void)state;
	assert_true(operand(6, argv, 1));
	assert_false(operand(6, argv, 2));
	assert_false(operand(6, argv, 3));
	assert_true(operand(6, argv, 4));
	assert_true(operand(6, argv, 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options__global_ones_stand_before_or_after_the_verb),
		cmocka_unit_test(test_options__come_from_the_environment_and_are_overruled),
		cmocka_unit_test(test_options__end_at_two_dashes),
		cmocka_unit_test(test_options__a_missing_value_or_verb_is_misuse),
		cmocka_unit_test(test_options__exit_codes_are_those_of_the_design),
		cmocka_unit_test(test_option_is__takes_a_value_in_both_spellings),
		cmocka_unit_test(test_operand__is_a_dash_or_stands_behind_two),
	};

	unsetenv("TIPLINE_VAULT");
	unsetenv("TIPLINE_KEY");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
