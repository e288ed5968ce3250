/* test_choice.c -- which kinds are wanted, by their names. */
#include "find_kit.h"

#include "redact/find/engine/choice.h"

static struct choice *
chosen(const char *only, const char *without)
{
	struct choice *c;

	if (choice_new(&c, only, without) < 0)
		fail_msg("only %s, without %s: %s", only ? only : "-",
		    without ? without : "-", err_line());
	return c;
}

/* "+EMAIL" is wanted, "-URL" is not. */
static void
expect_kinds(const char *only, const char *without, const char *const *kinds)
{
	struct choice *c = chosen(only, without);

	for (; *kinds != NULL; kinds++)
		if (choice_has(c, *kinds + 1) != (**kinds == '+'))
			fail_msg("only %s, without %s: %s", only ? only : "-",
			    without ? without : "-", *kinds);
	choice_free(c);
}

#define KINDS(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
test_words_name_kinds_beginnings_and_finders(void **state)
{
	(void)state;
	expect_kinds(NULL, NULL, KINDS("+EMAIL", "+URL", "+US_SSN"));
	expect_kinds("EMAIL", NULL, KINDS("+EMAIL", "-URL", "-US_SSN"));
	expect_kinds("email,url", NULL, KINDS("+EMAIL", "+URL", "-PHONE"));
	expect_kinds("us_*", NULL, KINDS("+US_SSN", "-URL", "-EMAIL"));
	expect_kinds(NULL, "US_*,URL,", KINDS("-US_SSN", "-URL", "+EMAIL"));
	expect_kinds("EMAIL,US_*", "us_ssn", KINDS("+EMAIL", "-US_SSN", "-URL"));
	expect_kinds("messenger", NULL, KINDS("+SIGNAL_USERNAME",
	    "+MESSENGER_HANDLE", "-URL"));
	expect_kinds("*", "EMAIL", KINDS("-EMAIL", "+URL"));
}

static void
test_what_names_nothing_is_refused(void **state)
{
	static const char *const bad[] = { "EMAILS", "E", "", "US*_", ",", "*_",
	    "EMAIL,nonsense", "EMAIL URL", NULL };
	struct choice *c;

	(void)state;
	for (size_t i = 0; bad[i] != NULL; i++) {
		if (choice_new(&c, bad[i], NULL) != ERR_USAGE)
			fail_msg("\"%s\" is taken", bad[i]);
		assert_null(c);
	}
	assert_int_equal(choice_new(&c, NULL, "nothing"), ERR_USAGE);
	assert_int_equal(choice_new(&c, "EMAIL", "E*"), ERR_USAGE);
	assert_int_equal(choice_new(&c, NULL, "*"), ERR_USAGE);
}

static void
test_only_what_is_chosen_is_found(void **state)
{
	static const char text[] = "jane@example.org https://example.org/x";
	struct find_options o = { .choice = chosen("URL", NULL) };
	struct findings f;

	(void)state;
	assert_int_equal(find_in(text, strlen(text), &o, &f), 0);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.list[0].kind, "URL");
	findings_free(&f);
	choice_free((struct choice *)(uintptr_t)o.choice);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_name_kinds_beginnings_and_finders),
		cmocka_unit_test(test_what_names_nothing_is_refused),
		cmocka_unit_test(test_only_what_is_chosen_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
