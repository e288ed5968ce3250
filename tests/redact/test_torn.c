/*
 * test_torn.c -- a value on two lines of a cell is found, though another cell
 * stands between them in the text; and nothing is made of lines that are not
 * below each other.
 */
#include "find_kit.h"

#include "redact/doc/torn.h"
#include "redact/find/known/known.h"

/* A word of a page, by its line of the text. */
struct at {
	uint32_t page;
	int32_t x, y;
};

static const char name[] = "Maximiliane Fairweather-Marchenoir";

/* Words 10 high, 6 a letter wide; as many places as there are words. */
static void
layout_of(struct layout *l, const char *text, const struct at *at)
{
	size_t i = 0, from;

	memset(l, 0, sizeof *l);
	for (size_t n = 0; text[i] != '\0'; n++) {
		from = i;
		while (text[i] != '\0' && text[i] != ' ' && text[i] != '\n')
			i++;
		assert_int_equal(layout_add_place(l, &(struct place){ from, i,
		    at[n].page, at[n].x, at[n].y, at[n].x +
		    (int32_t)(i - from) * 6, at[n].y + 10 }), 0);
		i += text[i] != '\0';
	}
}

/* How often the name is found torn; each part is told, '|' between two. */
static size_t
find(const char *text, const struct at *at, char *parts)
{
	struct known_value v = { .kind = "WATCHLIST",
	    .value = name, .len = strlen(name), .origin = KNOWN_LISTED };
	struct find_options o = { .where = FIND_TEXT };
	struct findings f = { 0 };
	struct torn t;
	struct layout l;
	struct known *k;
	size_t n;

	assert_int_equal(known_new(&k), 0);
	assert_int_equal(known_add(k, &v), 0);
	assert_int_equal(known_ready(k), 0);
	layout_of(&l, text, at);
	assert_int_equal(torn_of(&t, &l, text), 0);
	assert_int_equal(torn_find(&t, &o, k, text, strlen(text), &f), 0);
	parts[0] = '\0';
	for (size_t i = 0; i < f.n; i++) {
		assert_string_equal(f.list[i].kind, "WATCHLIST");
		strncat(parts, text + f.list[i].start,
		    (size_t)(f.list[i].end - f.list[i].start));
		strcat(parts, "|");
	}
	n = f.n;
	findings_free(&f);
	torn_free(&t);
	layout_free(&l);
	known_free(k);
	return n;
}

static const char cells[] = "Maximiliane Fairweather-\n3 May\nMarchenoir In the";

static void
test_torn__a_value_on_two_lines_of_a_cell(void **state)
{
	static const struct at at[] = { { 0, 10, 100 }, { 0, 80, 100 },
		{ 0, 200, 106 }, { 0, 210, 106 }, { 0, 10, 112 },
		{ 0, 300, 112 }, { 0, 315, 112 } };
	char parts[200];

	(void)state;
	assert_int_equal(find(cells, at, parts), 2);
	assert_string_equal(parts, "Maximiliane Fairweather-|Marchenoir|");
}

static void
test_torn__a_value_on_three_lines_of_a_cell(void **state)
{
	static const char text[] = "Maximiliane\nsaid so\nFairweather-\nin May\n"
	    "Marchenoir nobody";
	static const struct at at[] = { { 1, 10, 100 }, { 1, 200, 101 },
		{ 1, 230, 101 }, { 1, 10, 112 }, { 1, 200, 113 },
		{ 1, 220, 113 }, { 1, 10, 124 }, { 1, 200, 124 } };
	char parts[200];

	(void)state;
	assert_int_equal(find(text, at, parts), 3);
	assert_string_equal(parts, "Maximiliane|Fairweather-|Marchenoir|");
}

static void
test_torn__lines_that_do_not_belong_together(void **state)
{
	/* On another page; beside; too far below. */
	static const struct at apart[][7] = {
		{ { 0, 10, 100 }, { 0, 80, 100 }, { 0, 200, 106 },
		    { 0, 210, 106 }, { 1, 10, 112 }, { 1, 300, 112 },
		    { 1, 315, 112 } },
		{ { 0, 10, 100 }, { 0, 80, 100 }, { 0, 200, 106 },
		    { 0, 210, 106 }, { 0, 400, 112 }, { 0, 500, 112 },
		    { 0, 515, 112 } },
		{ { 0, 10, 100 }, { 0, 80, 100 }, { 0, 200, 106 },
		    { 0, 210, 106 }, { 0, 10, 140 }, { 0, 300, 140 },
		    { 0, 315, 140 } } };
	char parts[200];

	(void)state;
	for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++)
		assert_int_equal(find(cells, apart[i], parts), 0);
}

/* What follows in the text too is found there, and is not told twice. */
static void
test_torn__lines_that_follow_each_other(void **state)
{
	static const char text[] = "Maximiliane Fairweather-\nMarchenoir was";
	static const struct at at[] = { { 0, 10, 100 }, { 0, 80, 100 },
		{ 0, 10, 112 }, { 0, 75, 112 } };
	char parts[200];

	(void)state;
	assert_int_equal(find(text, at, parts), 0);
}

static void
test_torn__a_text_without_places(void **state)
{
	struct layout none = { 0 };
	struct torn t;

	(void)state;
	assert_int_equal(torn_of(&t, &none, "Maximiliane"), 0);
	assert_int_equal(t.text.len, 0);
	torn_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_torn__a_value_on_two_lines_of_a_cell),
		cmocka_unit_test(test_torn__a_value_on_three_lines_of_a_cell),
		cmocka_unit_test(test_torn__lines_that_do_not_belong_together),
		cmocka_unit_test(test_torn__lines_that_follow_each_other),
		cmocka_unit_test(test_torn__a_text_without_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
