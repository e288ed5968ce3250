/* test_tokens.c -- words, numbers and marks, sentence by sentence. */
#include "find_kit.h"

#include "redact/find/name/token.h"
#include "redact/find/view/fold.h"
#include "vault/base/bytes.h"

#include <stdlib.h>

/* Tokens in lower case with '|' between them, sentences with '/'. */
static void
expect_tokens(const char *text, const char *want)
{
	static struct tokens t;
	struct bytes got = BYTES_INIT(1 << 16);
	struct fold *f;
	struct view v = { 0 };
	const char *low;
	size_t at = 0, len;

	assert_int_equal(fold_new(&f, text, strlen(text), FOLD_READ), 0);
	v.fold = f;
	v.s = fold_bytes(f, &v.len);
	while (tokens_next(&t, &v, at)) {
		if (at > 0)
			assert_int_equal(bytes_add_str(&got, "/"), 0);
		for (size_t i = 0; i < t.n; i++) {
			low = token_low(&t, i, &len);
			assert_int_equal(bytes_addf(&got, "%s%.*s",
			    i > 0 ? "|" : "", (int)len, low), 0);
		}
		assert_true(t.next > at);
		at = t.next;
	}
	assert_string_equal(bytes_str(&got), want);
	bytes_free(&got);
	fold_free(f);
}

/* What the token `low` of the first sentence looks like. */
static unsigned
looks(const char *text, const char *low)
{
	static struct tokens t;
	struct fold *f;
	struct view v = { 0 };
	unsigned is = 0;
	bool found = false;

	assert_int_equal(fold_new(&f, text, strlen(text), FOLD_READ), 0);
	v.fold = f;
	v.s = fold_bytes(f, &v.len);
	assert_true(tokens_next(&t, &v, 0));
	for (size_t i = 0; i < t.n && !found; i++)
		if ((found = token_is_word(&t, i, low)))
			is = t.list[i].is;
	fold_free(f);
	if (!found)
		fail_msg("%s: no token %s", text, low);
	return is;
}

static void
test_words_numbers_and_marks(void **state)
{
	(void)state;
	expect_tokens("Born on 10.12.2004, case 4027/05 (3,500 EUR).",
	    "born|on|10.12.2004|,|case|4027|/|05|(|3,500|eur|)|.");
	expect_tokens("The 5th of AB12 at 12:30; 2004-2005",
	    "the|5th|of|ab12|at|12:30|;|2004|-|2005");
	expect_tokens("", "");
	expect_tokens(" \n ", "");
}

static void
test_hyphens_elisions_and_endings(void **state)
{
	(void)state;
	expect_tokens("Anna Kowalska-Nowak d'Arc l'État qu'elle",
	    "anna|kowalska-nowak|d'|arc|l'|état|qu'|elle");
	expect_tokens("O'Brien and Smith's dog don't; Kennedy'ego",
	    "o'brien|and|smith|'s|dog|don|'t|;|kennedy|'ego");
	expect_tokens("Ł. Żak i J.S. Nowak", "ł.|żak|i|j.|s.|nowak");
}

static void
test_sentences_end_where_they_do(void **state)
{
	(void)state;
	expect_tokens("He left. She, Mr. Fox, came! So?",
	    "he|left|./she|,|mr|.|fox|,|came|!/so|?");
	expect_tokens("Name\nJan Nowak\n\nul. Polna 5",
	    "name/jan|nowak/ul|.|polna|5");
	/* Wrapped prose goes on in the next line. */
	expect_tokens("This line of prose is long enough to be wrapped by an "
	    "editor of mails\nand goes on.",
	    "this|line|of|prose|is|long|enough|to|be|wrapped|by|an|editor|of|"
	    "mails|and|goes|on|.");
}

static void
test_a_token_says_what_it_looks_like(void **state)
{
	(void)state;
	assert_true(looks("Anna", "anna") & TOKEN_CAPITAL);
	assert_true(looks("Anna", "anna") & TOKEN_FIRST);
	assert_false(looks("a Anna", "anna") & TOKEN_FIRST);
	assert_true(looks("the NATO", "nato") & TOKEN_UPPER);
	assert_true(looks("a McKay", "mckay") & TOKEN_MIXED);
	assert_true(looks("a Żak", "żak") & TOKEN_ACCENT);
	assert_true(looks("a J. Fox", "j.") & TOKEN_INITIAL);
	assert_true(looks("d'Arc", "d'") & TOKEN_ELIDED);
	assert_false(looks("d'Arc", "arc") & TOKEN_SPACE);
	assert_true(looks("Fox's", "'s") & TOKEN_ADDED);
}

/* No sentence is longer than its limit, and every byte is gone over. */
static void
test_a_text_without_ends_is_cut(void **state)
{
	size_t size = 1 << 20, at = 0, sentences = 0, longest = 0;
	static struct tokens t;
	static const char *const makers[] = { "a", "a ", "A.", "'", "a'",
		"1.", "-", "a-", "\xc5\x82", "\n" };
	char *text = malloc(size + 1);
	struct view v = { 0 };
	struct fold *f;

	(void)state;
	assert_non_null(text);
	for (size_t m = 0; m < sizeof(makers) / sizeof(makers[0]); m++) {
		size_t len = strlen(makers[m]);

		for (size_t i = 0; i + len <= size; i += len)
			memcpy(text + i, makers[m], len);
		assert_int_equal(fold_new(&f, text, size / len * len,
		    FOLD_READ), 0);
		v.fold = f;
		v.s = fold_bytes(f, &v.len);
		for (at = 0; tokens_next(&t, &v, at); at = t.next) {
			assert_true(t.next > at);
			sentences++;
			if (t.n > longest)
				longest = t.n;
		}
		fold_free(f);
	}
	free(text);
	assert_true(sentences > 0);
	assert_int_equal(longest, TOKENS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_numbers_and_marks),
		cmocka_unit_test(test_hyphens_elisions_and_endings),
		cmocka_unit_test(test_sentences_end_where_they_do),
		cmocka_unit_test(test_a_token_says_what_it_looks_like),
		cmocka_unit_test(test_a_text_without_ends_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
