/* test_language.c -- of a language's tag only what names one there is stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/normal/language.h"

static void
test_a_tag_keeps_what_there_is(void **state)
{
	static const char *const tags[][2] = {
		{ "en", "en" }, { "EN-us", "en-US" }, { "zh-Hant-TW",
		    "zh-Hant-TW" }, { "pl_PL", "pl-PL" }, { "fr-Zofia", "fr" },
		{ "de-Riku-DE", "de" }, { "en-x-jankowalski", "en" },
		{ "sr-cyrl", "sr-Cyrl" }, { "xx-Zofia", NULL }, { "Zofia",
		    NULL }, { "", NULL }, { "x-jan", NULL }, { "-", NULL },
		{ "e", NULL }, { "en-", "en" },
	};
	char out[LANGUAGE_TAG_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		bool is = language_tag(out, tags[i][0]);

		if (is != (tags[i][1] != NULL))
			fail_msg("%s: %d", tags[i][0], is);
		if (is)
			assert_string_equal(out, tags[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_tag_keeps_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
