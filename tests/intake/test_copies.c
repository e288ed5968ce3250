/*
 * test_copies.c -- copies of one text, each marked for its reader, become one
 * and the same; texts that only look as if they were marked stay.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "intake/format/normal/normalise.h"

#define COPIES 12

static const char english[] =
    "The council's own auditors asked twice for the records, and \"nobody\" "
    "could say where they are.\n\nA second letter went out in May; the reply "
    "names a person we know.  No copy was kept at the office.\n";
static const char russian[] =
    "Совет дважды просил показать записи, и никто не мог сказать, где они.\n"
    "Второе письмо ушло в мае, а ответ так и не пришёл.\n";

/* Where a character of the text becomes another, or one comes after it. */
struct marker {
	const char *name;
	const char *from;	/* "" after any letter */
	const char *to;
};

static const struct marker markers[] = {
	{ "zero-width space", "", "\xe2\x80\x8b" },
	{ "word joiner", "", "\xe2\x81\xa0" },
	{ "invisible times", "", "\xe2\x81\xa2" },
	{ "soft hyphen", "", "\xc2\xad" },
	{ "tag letter", "", "\xf3\xa0\x81\xa1" },
	{ "variation selector 17", "", "\xf3\xa0\x84\x80" },
	{ "Hangul filler", "", "\xe3\x85\xa4" },
	{ "right-to-left mark", "", "\xe2\x80\x8f" },
	{ "isolate", "", "\xe2\x81\xa9" },
	{ "interlinear anchor", "", "\xef\xbf\xb9" },
	{ "backspace and letter", "", "x\b" },
	{ "colour", "", "\x1b[0m" },
	{ "delete", "", "\x7f" },
	{ "em space", " ", "\xe2\x80\x83" },
	{ "two spaces", " ", "  " },
	{ "ideographic space", " ", "\xe3\x80\x80" },
	{ "space at the end", "\n", " \n" },
	{ "carriage return", "\n", "\r\n" },
	{ "line separator", "\n", "\xe2\x80\xa8" },
	{ "Cyrillic a", "a", "\xd0\xb0" },
	{ "Cyrillic o", "o", "\xd0\xbe" },
	{ "Greek omicron", "o", "\xce\xbf" },
	{ "Armenian oh", "o", "\xd6\x85" },
	{ "Cherokee T", "T", "\xe1\x8e\xa2" },
	{ "Lisu A", "A", "\xea\x93\xae" },
	{ "Coptic N", "N", "\xe2\xb2\x9a" },
	{ "full-width e", "e", "\xef\xbd\x85" },
	{ "bold r", "r", "\xf0\x9d\x90\xab" },
	{ "script l", "l", "\xe2\x84\x93" },
	{ "roman numeral m", "m", "\xe2\x85\xbf" },
	{ "right quote", "'", "\xe2\x80\x99" },
	{ "left double quote", "\"", "\xe2\x80\x9c" },
};

/* Bits of a number that stands for a reader say where the mark is. */
static void
mark(struct bytes *out, const char *text, const struct marker *m,
    unsigned reader)
{
	uint32_t bits = reader * 2654435761u + 1;
	size_t n = strlen(m->from), i;
	bool here;

	for (i = 0; text[i] != '\0'; i++) {
		here = n > 0 ? text[i] == m->from[0] :
		    text[i] >= 'a' && text[i] <= 'z';
		if (here)
			bits = bits * 1664525u + 1013904223u;
		here = here && (bits >> 30) == 0;
		if (!here || n == 0)
			(void)bytes_add(out, text + i, 1);
		if (here)
			(void)bytes_add_str(out, m->to);
	}
	assert_int_equal(bytes_ok(out), 0);
}

static void
assert_one(const char *name, const char *text, const struct marker *m)
{
	struct bytes plain = BYTES_INIT(1u << 16);
	struct bytes marked = BYTES_INIT(1u << 16);
	struct bytes out = BYTES_INIT(1u << 16);
	unsigned reader, differ = 0;

	assert_int_equal(normalise_text(&plain, text, strlen(text), 0), 0);
	for (reader = 0; reader < COPIES; reader++) {
		bytes_reset(&marked);
		bytes_reset(&out);
		mark(&marked, text, m, reader);
		differ += strcmp((const char *)bytes_str(&marked), text) != 0;
		assert_int_equal(normalise_text(&out, marked.data, marked.len,
		    0), 0);
		if (strcmp((const char *)bytes_str(&out),
		    (const char *)bytes_str(&plain)) != 0)
			fail_msg("%s: %s", name, (const char *)out.data);
	}
	assert_true(differ > 0);
	bytes_free(&plain);
	bytes_free(&marked);
	bytes_free(&out);
}

static void
test_normalise__marked_copies_become_one(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		assert_one(markers[i].name, english, &markers[i]);
}

/* In Russian the marks are Latin letters. */
static void
test_normalise__latin_letters_in_russian_are_marks(void **state)
{
	static const struct {
		const char *from, *to;
	} swaps[] = {
		{ "\xd0\xb0", "a" }, { "\xd0\xbe", "o" }, { "\xd0\xb5", "e" },
		{ "\xd1\x81", "c" }, { "\xd1\x80", "p" },
		{ "\xd1\x83", "y" }, { "\xd0\xa1", "C" },
	};
	struct bytes plain = BYTES_INIT(1u << 16);
	struct bytes marked = BYTES_INIT(1u << 16);
	struct bytes out = BYTES_INIT(1u << 16);
	const char *p, *at;
	size_t i;

	(void)state;
	assert_int_equal(normalise_text(&plain, russian, strlen(russian), 0),
	    0);
	assert_string_equal(bytes_str(&plain), russian);
	for (i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		bytes_reset(&marked);
		bytes_reset(&out);
		for (p = russian; (at = strstr(p, swaps[i].from)) != NULL;
		    p = at + strlen(swaps[i].from)) {
			(void)bytes_add(&marked, p, (size_t)(at - p));
			(void)bytes_add_str(&marked, swaps[i].to);
		}
		(void)bytes_add_str(&marked, p);
		assert_int_equal(normalise_text(&out, marked.data, marked.len,
		    0), 0);
		assert_string_equal(bytes_str(&out), russian);
	}
	bytes_free(&plain);
	bytes_free(&marked);
	bytes_free(&out);
}

static void
test_normalise__what_only_looks_marked_stays(void **state)
{
	static const char *const same[] = {
		"TNFα, NFκB and IFNγ\n", "3σ and a σ-algebra\n",
		"the сгор word\n", "SMSки и VIPы\n", "iPhone و الWindows\n",
		"Москва и Moscow\n", "CEO и PC там\n", "Ελλάδα, B2B\n",
		"naïve façade Straße\n", "Chapter Ⅳ\n",
	};
	struct bytes out = BYTES_INIT(1u << 16);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		bytes_reset(&out);
		assert_int_equal(normalise_text(&out, same[i],
		    strlen(same[i]), 0), 0);
		assert_string_equal(bytes_str(&out), same[i]);
	}
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normalise__marked_copies_become_one),
		cmocka_unit_test(
		    test_normalise__latin_letters_in_russian_are_marks),
		cmocka_unit_test(
		    test_normalise__what_only_looks_marked_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
