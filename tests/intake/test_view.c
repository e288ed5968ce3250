/* The source's page: languages, escaping, and what each page must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "intake/serve/view/view.h"
#include "vault/base/err.h"

#define LOCALES "/../share/locale"

static const char *
page_of(struct bytes *html, int (*page)(struct bytes *, const struct view *),
    const struct view *v)
{
	assert_int_equal(page(html, v), 0);
	return bytes_str(html);
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

/* --- languages */

static void
test_language__asked_goes_before_accepted(void **state)
{
	(void)state;
	assert_string_equal(view_language("pl", "fr"), "pl");
	assert_string_equal(view_language("xx", "fr"), "fr");
	assert_string_equal(view_language("", NULL), "en");
	assert_string_equal(view_language(NULL, ""), "en");
	assert_string_equal(view_language("../../etc", NULL), "en");
	assert_string_equal(view_language("fr-and-a-tail-that-is-long", NULL),
	    "en");
}

static void
test_language__weights_are_those_of_rfc_9110(void **state)
{
	static const char *const cases[][2] = {
		{ "fr", "fr" }, { "FR-ca", "fr" }, { "de, pl;q=0.1", "pl" },
		{ "fr;q=0.3, pl;q=0.7", "pl" }, { "en-US,en;q=0.5", "en" },
		{ "fr;q=0", "en" }, { "*", "en" }, { "de", "en" },
		{ "fr;q=0.001,pl;q=0.002", "pl" }, { "pl ; q=0.5, fr", "fr" },
		{ ",,, ,pl", "pl" }, { "fr;q=2", "en" }, { "fr;q=", "en" },
		{ "fr;level=1", "en" }, { "p", "en" }, { "pl-", "pl" },
		{ "\xff\xfe", "en" }, { "fr;q=1.9,pl", "fr" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(view_language(NULL, cases[i][0]),
		    cases[i][1]);
}

static void
test_language__many_ranges_end(void **state)
{
	char many[4096] = "";
	int i;

	(void)state;
	for (i = 0; i < 500; i++)
		strcat(many, "de,");
	strcat(many, "fr");
	assert_string_equal(view_language(NULL, many), "en");
}

static void
test_language__pages_speak_it_side_by_side(void **state)
{
	static const char *const said[][2] = {
		{ "en", "Get a code name" }, { "fr", "Recevoir un nom de code" },
		{ "pl", "Pobierz nazw\xc4\x99 kodow\xc4\x85" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++) {
		struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
		const struct view v = { .lang = said[i % 3][0] };
		char tag[32];
		const char *text = page_of(&html, view_home, &v);

		(void)snprintf(tag, sizeof(tag), "<html lang=\"%s\"", v.lang);
		assert_non_null(strstr(text, tag));
		assert_non_null(strstr(text, said[i % 3][1]));
		bytes_free(&html);
	}
}

static void
test_language__counts_as_it_does(void **state)
{
	static const struct {
		const char *lang;
		uint64_t n;
		const char *said;
	} cases[] = {
		{ "en", 1, ">1 file is sealed" },
		{ "en", 2, ">2 files are sealed" },
		{ "pl", 1, ">1 plik jest" }, { "pl", 3, ">3 pliki s\xc4\x85" },
		{ "pl", 5, ">5 plik\xc3\xb3w jest" },
		{ "pl", 12, ">12 plik\xc3\xb3w jest" },
		{ "pl", 22, ">22 pliki s\xc4\x85" },
		{ "fr", 1, ">1 fichier est" }, { "fr", 7, ">7 fichiers sont" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
		const struct view v = { .lang = cases[i].lang, .token = "t",
		    .sent_files = cases[i].n };

		if (strstr(page_of(&html, view_sent, &v), cases[i].said) == NULL)
			fail_msg("%s, %d: no \"%s\" in %s", cases[i].lang,
			    (int)cases[i].n, cases[i].said, bytes_str(&html));
		bytes_free(&html);
	}
}

/* --- what comes from outside */

/* Every byte there is, as a name, a text, an id: no element comes of it. */
static void
test_view__escapes_whatever_it_is_given(void **state)
{
	char nasty[600];
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	struct bytes tame = BYTES_INIT(VIEW_PAGE_MAX);
	struct view_reply reply = { "id", "text", 4, 1 };
	struct view_part part = { "id", "name", 5, false };
	struct view v = { .lang = "en", .newsroom = "N", .token = "t",
	    .replies = &reply, .replies_n = 1, .parts = &part, .parts_n = 1,
	    .limit = 1 << 20 };
	size_t elements;
	int i;

	(void)state;
	elements = count(page_of(&tame, view_box, &v), "<");
	for (i = 0; i < 255; i++)
		nasty[i] = (char)(i + 1);
	strcpy(nasty + 255, "\"><script>alert(1)</script><p onclick='x'>{size}");
	v.newsroom = v.token = reply.id = part.id = part.name = nasty;
	(void)page_of(&html, view_box, &v);
	assert_int_equal(count(bytes_str(&html), "<"), elements);
	assert_null(strstr(bytes_str(&html), "<script"));
	assert_null(strstr(bytes_str(&html), "onclick='"));
	for (i = 0; i < 32; i++)
		if (i != '\n')
			assert_null(memchr(html.data, i, html.len));
	/* A hole in a value is not filled. */
	assert_non_null(strstr(bytes_str(&html), "{size}"));
	bytes_free(&html);
	bytes_free(&tame);
}

static void
test_view__prose_keeps_its_form(void **state)
{
	static const char text[] = "One\r\ntwo\n\n\n- a <b>\n- c & d\nrest\n\n"
	    "* e\nend\xff\x01";
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	const struct view_reply reply = { "id", text, sizeof(text) - 1, 0 };
	const struct view v = { .lang = "en", .token = "t",
	    .replies = &reply, .replies_n = 1 };

	(void)state;
	assert_non_null(strstr(page_of(&html, view_box, &v),
	    "<p dir=\"auto\">One<br>\ntwo</p>\n<ul dir=\"auto\">\n"
	    "<li>a &lt;b&gt;</li>\n<li>c &amp; d<br>\nrest</li>\n</ul>\n"
	    "<ul dir=\"auto\">\n<li>e<br>\nend\xef\xbf\xbd\xef\xbf\xbd</li>\n"
	    "</ul>\n</div>"));
	bytes_free(&html);
}

/* --- what the pages hold */

static void
test_view__the_code_name_stands_on_its_page_alone(void **state)
{
	int (*const pages[])(struct bytes *, const struct view *) = {
		view_home, view_box, view_sent, view_help_parts, view_refusal
	};
	const struct view v = { .lang = "pl", .token = "t",
	    .words = "abacus zombie", .notice = VIEW_NOTICE_ENDED };
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	size_t i;

	(void)state;
	assert_non_null(strstr(page_of(&html, view_begun, &v),
	    "<span>abacus</span> <span>zombie</span> </p>"));
	assert_int_equal(count(bytes_str(&html), "zombie"), 1);
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		bytes_reset(&html);
		assert_null(strstr(page_of(&html, pages[i], &v), "zombie"));
	}
	bytes_free(&html);
}

static void
test_view__every_form_of_a_visit_has_its_token_first(void **state)
{
	struct view_reply reply = { "aa", "text", 4, 0 };
	struct view_part part = { "bb", "name", 5, true };
	const struct view v = { .lang = "fr", .token = "5ecret",
	    .replies = &reply, .replies_n = 1, .parts = &part, .parts_n = 1 };
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	const char *text, *form, *field;

	(void)state;
	text = page_of(&html, view_box, &v);
	for (form = text; (form = strstr(form, "<form ")) != NULL; form++) {
		field = strstr(form, "<input ");
		assert_non_null(field);
		assert_memory_equal(field, "<input type=\"hidden\" name=\"token\" "
		    "value=\"5ecret\">", 49);
	}
	assert_int_equal(count(text, "5ecret"), 5);
	bytes_free(&html);
}

static void
test_view__every_notice_has_words(void **state)
{
	int n;

	(void)state;
	for (n = 1; n <= VIEW_NOTICE_LAST; n++) {
		struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
		const struct view v = { .lang = "en",
		    .notice = (enum view_notice)n };
		const char *text = page_of(&html, view_refusal, &v);

		if (strstr(text, "<h1></h1>") != NULL ||
		    strstr(text, "<p></p>") != NULL)
			fail_msg("notice %d says nothing", n);
		bytes_free(&html);
	}
}

static void
test_view__sizes_are_told_in_whole_units(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *said;
	} cases[] = {
		{ 0, ", 0\xc2\xa0" "bytes<" }, { 17, ", 17\xc2\xa0" "bytes<" },
		{ 1024, ", 1\xc2\xa0KiB<" }, { 1 << 20, ", 1\xc2\xa0MiB<" },
		{ 1610612736, ", 1536\xc2\xa0MiB<" },
		{ (uint64_t)1 << 41, ", 2048\xc2\xa0GiB<" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
		struct view_part part = { "bb", "n", cases[i].bytes, true };
		const struct view v = { .lang = "en", .token = "t",
		    .parts = &part, .parts_n = 1 };

		if (strstr(page_of(&html, view_box, &v), cases[i].said) == NULL)
			fail_msg("%llu is not told as \"%s\"",
			    (unsigned long long)cases[i].bytes, cases[i].said);
		bytes_free(&html);
	}
}

/* The byte to go on at is that behind the last one that arrived. */
static void
test_view__a_broken_part_tells_where_to_go_on(void **state)
{
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	struct view_part part = { "bb", "film.mp4", 655320, false };
	const struct view v = { .lang = "fr", .token = "t", .parts = &part,
	    .parts_n = 1 };

	(void)state;
	assert_non_null(strstr(page_of(&html, view_box, &v),
	    "<code>tail -c +655321 FILE &gt; FILE.rest</code>"));
	bytes_free(&html);
}

static void
test_view__a_page_that_is_too_long_is_an_error(void **state)
{
	struct bytes html = BYTES_INIT(1000);
	const struct view v = { .lang = "en" };

	(void)state;
	assert_int_equal(view_home(&html, &v), ERR_TOO_BIG);
	bytes_free(&html);
}

static void
test_view__without_catalogs_all_is_english(void **state)
{
	(void)state;
	assert_int_equal(view_start("/nonexistent"), 0);
	assert_string_equal(view_language("fr", "pl"), "en");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_language__asked_goes_before_accepted),
		cmocka_unit_test(test_language__weights_are_those_of_rfc_9110),
		cmocka_unit_test(test_language__many_ranges_end),
		cmocka_unit_test(test_language__pages_speak_it_side_by_side),
		cmocka_unit_test(test_language__counts_as_it_does),
		cmocka_unit_test(test_view__escapes_whatever_it_is_given),
		cmocka_unit_test(test_view__prose_keeps_its_form),
		cmocka_unit_test(
		    test_view__the_code_name_stands_on_its_page_alone),
		cmocka_unit_test(
		    test_view__every_form_of_a_visit_has_its_token_first),
		cmocka_unit_test(test_view__every_notice_has_words),
		cmocka_unit_test(test_view__sizes_are_told_in_whole_units),
		cmocka_unit_test(test_view__a_broken_part_tells_where_to_go_on),
		cmocka_unit_test(test_view__a_page_that_is_too_long_is_an_error),
		cmocka_unit_test(test_view__without_catalogs_all_is_english),
	};
	char self[4096], folder[4200];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		return 1;
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	(void)snprintf(folder, sizeof(folder), "%s" LOCALES, self);
	/* What a person's session may say must not matter. */
	(void)setenv("LANGUAGE", "de:es", 1);
	if (view_start(folder) < 0) {
		fprintf(stderr, "%s\n", err_line());
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
