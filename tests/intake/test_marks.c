/* test_marks.c -- which characters can carry a hidden mark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/marks/marks.h"

static void
test_marks__knows_what_shows_nothing(void **state)
{
	static const uint32_t hidden[] = {
		0xad, 0x34f, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x202e,
		0x2060, 0x2063, 0x2069, 0x180e, 0x3164, 0xfe0f, 0xfeff,
		0xe0041, 0xe0100, 0xe01ef
	};
	static const uint32_t seen[] = {
		' ', 'a', 0xe9, 0x301, 0x2010, 0x2028, 0x4e00, 0x1f600, 0xa0
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (!mark_is_invisible(hidden[i]))
			fail_msg("U+%04X is taken for visible", hidden[i]);
	for (i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (mark_is_invisible(seen[i]))
			fail_msg("U+%04X is taken for invisible", seen[i]);
	assert_true(mark_is_bidi(0x202e));
	assert_false(mark_is_bidi(0x200d));
	assert_true(mark_is_variation(0xe0100));
	assert_false(mark_is_variation(0x200b));
	assert_true(mark_is_space(0x202f));
	assert_false(mark_is_space(' '));
}

static void
test_marks__keeps_joiners_where_they_work(void **state)
{
	static const struct {
		uint32_t before, cp, after;
		bool belongs;
	} cases[] = {
		{ 0x1f468, 0x200d, 0x1f469, true },	/* a family */
		{ 0x2764, 0xfe0f, 0, true },		/* a red heart */
		{ 'o', 0x200d, 'p', false },
		{ 'o', 0x200c, 'p', false },
		{ 'o', 0xfe0f, 'p', false },
		{ 0x1f600, 0xfe0f, 0, false },	/* it is one already */
		{ '1', 0xfe0f, 0x20e3, true },		/* a key cap */
		{ '1', 0xfe0f, '2', false },
		{ 0x06cc, 0x200c, 0x062e, true },	/* Persian */
		{ 0x062f, 0x200c, 0x062e, false },	/* parts nothing */
		{ 0x094d, 0x200d, 0x0937, true },	/* Hindi */
		{ 0x0915, 0x200c, 0x0937, false },	/* no virama: no use */
		{ 0x1820, 0x180b, 0, true },		/* Mongolian */
		{ 'a', 0x180b, 0, false },
		{ 0x4e00, 0xe0100, 0, false },
		{ 0x1f3f4, 0xe0067, 0, false },
		{ 0x0627, 0x200f, 0x0628, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (mark_belongs(cases[i].cp, cases[i].before,
		    cases[i].after) != cases[i].belongs)
			fail_msg("U+%04X between U+%04X and U+%04X",
			    cases[i].cp, cases[i].before, cases[i].after);
}

static void
test_marks__sees_through_other_scripts(void **state)
{
	(void)state;
	assert_int_equal(mark_latin_of(0x0430), 'a');	/* Cyrillic */
	assert_int_equal(mark_latin_of(0x0421), 'C');
	assert_int_equal(mark_latin_of(0x03bf), 'o');	/* Greek */
	assert_int_equal(mark_latin_of(0x0391), 'A');
	assert_int_equal(mark_latin_of(0xff21), 'A');	/* full-width */
	assert_int_equal(mark_latin_of(0xff15), '5');
	assert_int_equal(mark_latin_of(0xff20), '@');
	assert_int_equal(mark_latin_of(0x1d41a), 'a');	/* mathematical */
	assert_int_equal(mark_latin_of(0x1d7d7), '9');
	assert_int_equal(mark_latin_of(0x0436), 0);	/* zhe is like nothing */
	assert_int_equal(mark_latin_of('a'), 0);
	assert_int_equal(mark_latin_of(0xe9), 0);
}

static void
test_marks__knows_plain_quotes(void **state)
{
	(void)state;
	assert_int_equal(mark_plain_quote(0x2019), '\'');
	assert_int_equal(mark_plain_quote(0x201e), '"');
	assert_int_equal(mark_plain_quote(0x2033), '"');
	assert_int_equal(mark_plain_quote(0xab), 0);	/* guillemets stay */
	assert_int_equal(mark_plain_quote('\''), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks__knows_what_shows_nothing),
		cmocka_unit_test(test_marks__keeps_joiners_where_they_work),
		cmocka_unit_test(test_marks__sees_through_other_scripts),
		cmocka_unit_test(test_marks__knows_plain_quotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
