/* test_compare.c -- where two texts that say nearly the same differ. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "redact/compare/align.h"
#include "redact/compare/compare.h"
#include "vault/base/bytes.h"
#include "vault/base/err.h"

/* All changes as lines: "kind [a] [b]". */
static char *
changes(const char *a, const char *b)
{
	struct bytes out = BYTES_INIT(1u << 20);
	struct comparison c;
	char *text;
	size_t i;

	assert_int_equal(compare_texts(&c, a, strlen(a), b, strlen(b)), 0);
	assert_true(compare_near(&c));
	for (i = 0; i < c.nchanges; i++)
		(void)bytes_addf(&out, "%s [%.*s] [%.*s]\n",
		    change_name(c.changes[i].kind),
		    (int)(c.changes[i].a_end - c.changes[i].a_start),
		    a + c.changes[i].a_start,
		    (int)(c.changes[i].b_end - c.changes[i].b_start),
		    b + c.changes[i].b_start);
	text = strdup(out.len > 0 ? (const char *)bytes_str(&out) : "");
	comparison_free(&c);
	bytes_free(&out);
	return text;
}

static void
assert_changes(const char *a, const char *b, const char *expected)
{
	char *found = changes(a, b);

	assert_string_equal(found, expected);
	free(found);
}

#define SAME "One two three four five six seven eight nine ten eleven. "

static void
test_compare__tells_wording_signs_spaces_and_marks(void **state)
{
	(void)state;
	assert_changes(SAME "The end.", SAME "The end.", "");
	assert_changes(SAME "a large house stood", SAME "a big house stood",
	    "wording [large] [big]\n");
	assert_changes(SAME "it is here", SAME "it is really not here",
	    "wording [] [really not]\n");
	assert_changes(SAME "x, y and z", SAME "x y and z",
	    "punctuation [, ] [ ]\n");
	assert_changes(SAME "x y", SAME "x  y", "spacing [ ] [  ]\n");
	assert_changes(SAME "cat", SAME "c\xe2\x80\x8b" "at",
	    "hidden-marks [cat] [c\xe2\x80\x8b" "at]\n");
	assert_changes(SAME "cat", SAME "c\xd0\xb0t",
	    "hidden-marks [cat] [c\xd0\xb0t]\n");
	assert_changes(SAME "caf\xc3\xa9", SAME "cafe\xcc\x81",
	    "hidden-marks [caf\xc3\xa9] [cafe\xcc\x81]\n");
	assert_changes(SAME "a b", SAME "a \xe2\x81\xa0" "b",
	    "hidden-marks [ ] [ \xe2\x81\xa0]\n");
}

static void
test_compare__says_when_texts_are_not_alike(void **state)
{
	struct comparison c;
	static const char other[] = "Nothing of that kind is written anywhere "
	    "in this other letter.";

	(void)state;
	assert_int_equal(compare_texts(&c, SAME, strlen(SAME), other,
	    strlen(other)), 0);
	assert_false(compare_near(&c));
	assert_int_equal(c.nchanges, 0);
	comparison_free(&c);
	assert_int_equal(compare_texts(&c, "", 0, SAME, strlen(SAME)), 0);
	assert_false(compare_near(&c));
	comparison_free(&c);
}

/* The most words that two sequences have in common, the slow way. */
static size_t
longest(const struct words *a, const struct words *b)
{
	static size_t t[65][65];
	size_t i, k;

	for (i = 0; i <= a->n; i++)
		for (k = 0; k <= b->n; k++)
			t[i][k] = i == 0 || k == 0 ? 0 :
			    a->v[i - 1].key == b->v[k - 1].key ?
			    t[i - 1][k - 1] + 1 : t[i - 1][k] > t[i][k - 1] ?
			    t[i - 1][k] : t[i][k - 1];
	return t[a->n][b->n];
}

static void
test_align__small_texts_as_well_as_can_be(void **state)
{
	struct words a, b;
	char s[2][128];
	uint32_t to[64], last, seed = 1;
	size_t i, k, n, same;
	int round;

	(void)state;
	for (round = 0; round < 3000; round++) {
		for (k = 0; k < 2; k++) {
			seed = seed * 1664525u + 1013904223u;
			n = seed >> 27;
			for (i = 0; i < n; i++) {
				seed = seed * 1664525u + 1013904223u;
				s[k][2 * i] = (char)('a' + (seed >> 30));
				s[k][2 * i + 1] = ' ';
			}
			s[k][2 * n] = '\0';
		}
		assert_int_equal(words_read(&a, (uint8_t *)s[0],
		    strlen(s[0])), 0);
		assert_int_equal(words_read(&b, (uint8_t *)s[1],
		    strlen(s[1])), 0);
		assert_int_equal(align(to, &a, &b), 0);
		for (i = same = 0, last = ALIGN_NONE; i < a.n; i++) {
			if (to[i] == ALIGN_NONE)
				continue;
			assert_true(last == ALIGN_NONE || to[i] > last);
			assert_true(to[i] < b.n &&
			    a.v[i].key == b.v[to[i]].key);
			last = to[i];
			same++;
		}
		if (same != longest(&a, &b))
			fail_msg("'%s' and '%s': %zu of %zu", s[0], s[1], same,
			    longest(&a, &b));
		words_free(&a);
		words_free(&b);
	}
}

/* Ten million bytes, a word changed in each thousand, in little time; and
 * texts made to be hard, within the bound. */
static void
test_compare__takes_time_as_texts_grow(void **state)
{
	const char *mib = getenv("COMPARE_MIB");
	size_t want = (size_t)(mib != NULL ? atoi(mib) : 2) << 20, i;
	struct bytes a = BYTES_INIT(1u << 28), b = BYTES_INIT(1u << 28);
	struct comparison c;
	uint32_t seed = 7;
	clock_t start;

	(void)state;
	for (i = 0; a.len < want; i++) {
		seed = seed * 1664525u + 1013904223u;
		(void)bytes_addf(&a, "w%u ", seed >> 20);
		(void)bytes_addf(&b, i % 1000 == 999 ? "changed " : "w%u ",
		    seed >> 20);
	}
	start = clock();
	assert_int_equal(compare_texts(&c, a.data, a.len, b.data, b.len), 0);
	printf("  %zu MiB: %.2f s\n", want >> 20,
	    (double)(clock() - start) / CLOCKS_PER_SEC);
	assert_int_equal(c.count[CHANGE_WORDING], i / 1000);
	comparison_free(&c);
	bytes_reset(&a);
	bytes_reset(&b);
	for (i = 0; i < want / 4; i++) {
		(void)bytes_add_str(&a, i % 2 ? "x " : "y ");
		(void)bytes_add_str(&b, i % 3 ? "x " : "y ");
	}
	start = clock();
	assert_int_equal(compare_texts(&c, a.data, a.len, b.data, b.len), 0);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 60.0);
	comparison_free(&c);
	bytes_free(&a);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_compare__tells_wording_signs_spaces_and_marks),
		cmocka_unit_test(test_compare__says_when_texts_are_not_alike),
		cmocka_unit_test(test_align__small_texts_as_well_as_can_be),
		cmocka_unit_test(test_compare__takes_time_as_texts_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
