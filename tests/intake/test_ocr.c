/* test_ocr.c -- the parts that read pictures: words compared, addresses mended,
 * boxes brought back to the picture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "intake/format/ocr/address.h"
#include "intake/format/ocr/lines.h"
#include "intake/format/ocr/match.h"
#include "intake/format/ocr/sight.h"
#include "intake/format/ocr/view.h"

/* Words of ten pixels each on lines of ten; "|" ends a line. */
static void
words(struct ocr_words *w, const char *s)
{
	struct ocr_word word = { .sure = 90 };
	size_t n;
	int column = 0;

	*w = OCR_WORDS_INIT;
	for (; *s != '\0'; s += n) {
		n = strcspn(s, " |");
		if (n == 0) {
			n = 1;
			if (*s == '|') {
				word.line++;
				column = 0;
			}
			continue;
		}
		word.x0 = 12 * column++;
		word.x1 = word.x0 + 10;
		word.y0 = 20 * (int)word.line;
		word.y1 = word.y0 + 10;
		assert_int_equal(ocr_words_add(w, s, n, &word), 0);
	}
}

static void
word_is(const struct ocr_words *w, size_t i, const char *s)
{
	assert_true(i < w->n);
	assert_int_equal(w->at[i].len, strlen(s));
	assert_memory_equal(w->text.data + w->at[i].at, s, strlen(s));
}

/* --- addresses --- */

static void
test_address__signs_taken_for_an_at_become_one(void **state)
{
	static const char *const pairs[][2] = {
		{ "anna\xc2\xa9" "example.org", "anna@example.org" },
		{ "\xc2\xaemail.example.org,", "@mail.example.org," },
		{ "openQexample.com", "open@example.com" },
		/* and what is none stays */
		{ "\xc2\xa9" "2024", "\xc2\xa9" "2024" },
		{ "\xc2\xa9" "Example", "\xc2\xa9" "Example" },
		{ "a@b.cQd.ef", "a@b.cQd.ef" },
		{ "https://aQb.cd", "https://aQb.cd" },
		{ "QANTAS.com", "QANTAS.com" },
	};
	struct ocr_words w;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		words(&w, pairs[i][0]);
		address_mend(&w);
		word_is(&w, 0, pairs[i][1]);
		ocr_words_free(&w);
	}
}

static void
test_address__a_gap_beside_the_at_is_none(void **state)
{
	static const struct {
		const char *words;
		bool goes_on;
	} cases[] = {
		{ "anna @example.org", true },
		{ "anna@ example.org.", true },
		{ "anna. @example.org", false },
		{ "see @anna", false },
		{ "a@b.org example.org", false },
	};
	struct ocr_words w;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		words(&w, cases[i].words);
		if (address_goes_on(&w, w.at) != cases[i].goes_on)
			fail_msg("%s", cases[i].words);
		ocr_words_free(&w);
	}
}

/* --- lines --- */

static void
test_lines__a_surer_reading_takes_the_place_of_a_line(void **state)
{
	struct ocr_words w, by;
	struct lines l = LINES_INIT;
	size_t i;

	(void)state;
	words(&w, "one two|thrxe fxur|five");
	words(&by, "three four 4");
	w.at[2].sure = w.at[3].sure = 50;
	assert_int_equal(lines_doubtful(&l, &w, 1000, 1000), 0);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.at[0].first, 2);
	assert_int_equal(lines_replace(&w, &l.at[0], &by), 0);
	assert_int_equal(w.n, 6);
	word_is(&w, 1, "two");
	word_is(&w, 2, "three");
	word_is(&w, 4, "4");
	word_is(&w, 5, "five");
	for (i = 2; i < 5; i++)
		assert_int_equal(w.at[i].line, 1);
	lines_free(&l);
	ocr_words_free(&w);
	ocr_words_free(&by);
}

/* --- comparing --- */

/* The same words as `w`, as those of a page, a unit for each pixel. */
static void
own_of(struct pdf_words *own, const char *s)
{
	struct ocr_words w;
	size_t i;

	words(&w, s);
	*own = PDF_WORDS_INIT;
	own->text = malloc(w.text.len + 1);
	own->at = calloc(w.n + 1, sizeof(*own->at));
	assert_non_null(own->text);
	assert_non_null(own->at);
	memcpy(own->text, w.text.data, w.text.len);
	own->len = w.text.len;
	own->n = w.n;
	for (i = 0; i < w.n; i++)
		own->at[i] = (struct pdf_word){ .start = w.at[i].at,
		    .end = w.at[i].at + w.at[i].len,
		    .box = { w.at[i].x0, w.at[i].y0, w.at[i].x1,
		    w.at[i].y1 } };
	ocr_words_free(&w);
}

static bool
disagree(const char *says, const char *shows, size_t *unknown)
{
	struct pdf_words own;
	struct ocr_words seen;
	struct match m;
	bool does;
	size_t i;

	own_of(&own, says);
	words(&seen, shows);
	assert_int_equal(match_words(&m, &own, &seen, 1), 0);
	does = match_disagrees(&m);
	for (*unknown = i = 0; i < seen.n; i++)
		*unknown += !m.seen_known[i];
	match_free(&m);
	free(own.text);
	free(own.at);
	ocr_words_free(&seen);
	return does;
}

static void
test_match__misread_letters_are_the_same_word(void **state)
{
	size_t unknown;

	(void)state;
	assert_false(disagree("the invoice of February|carried neither order",
	    "the lnvoice of Fcbruary|carried neithcr order", &unknown));
	assert_int_equal(unknown, 0);
}

static void
test_match__other_words_disagree(void **state)
{
	size_t unknown;

	(void)state;
	assert_true(disagree("nothing here is of interest|to anybody at all",
	    "payments agreed before|summer without contract", &unknown));
	assert_int_equal(unknown, 6);
}

static void
test_match__the_same_words_elsewhere_are_others(void **state)
{
	size_t unknown;

	(void)state;
	assert_true(disagree("payments agreed before summer|||||",
	    "|||||payments agreed before summer", &unknown));
	assert_int_equal(unknown, 4);
}

static void
test_match__a_few_words_are_no_disagreement(void **state)
{
	size_t unknown;

	(void)state;
	assert_false(disagree("page 7", "logo", &unknown));
	assert_int_equal(unknown, 1);
}

/* --- views --- */

/* A spot that was drawn in the picture is found again through any view. */
static void
test_view__leads_back_to_the_picture(void **state)
{
	static const struct view views[] = {
		{ .factor = 1 }, { .factor = 3 },
		{ .factor = 1, .quarters = 1 }, { .factor = 1, .quarters = 2 },
		{ .factor = 2, .quarters = 3 }, { .factor = 1, .skew = 5 },
		{ .factor = 2, .quarters = 1, .skew = -3 },
	};
	PIX *grey = pixCreate(400, 300, 8), *seen, *ink;
	struct ocr_word w;
	l_int32 x, y, width, height;
	BOX *box;
	size_t i;

	(void)state;
	(void)pixSetAll(grey);
	(void)pixRasterop(grey, 250, 60, 40, 10, PIX_CLR, NULL, 0, 0);
	for (i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		assert_int_equal(view_make(&seen, grey, &views[i]), 0);
		ink = pixThresholdToBinary(seen, 128);
		assert_int_equal(pixClipToForeground(ink, NULL, &box), 0);
		(void)boxGetGeometry(box, &x, &y, &width, &height);
		w = (struct ocr_word){ .x0 = x, .y0 = y, .x1 = x + width,
		    .y1 = y + height };
		view_back(&views[i], grey, seen, &w);
		/* What was turned has a larger box around it. */
		if (w.x0 > 251 || w.x0 < 242 || w.x1 < 289 || w.x1 > 298 ||
		    w.y0 > 61 || w.y0 < 52 || w.y1 < 69 || w.y1 > 79)
			fail_msg("view %zu: %d %d %d %d", i, w.x0, w.y0, w.x1,
			    w.y1);
		boxDestroy(&box);
		pixDestroy(&ink);
		pixDestroy(&seen);
	}
	pixDestroy(&grey);
}

static void
test_sight__an_empty_page_is_blank_and_a_line_is_not(void **state)
{
	PIX *grey = pixCreate(2000, 3000, 8);

	(void)state;
	(void)pixSetAll(grey);
	assert_true(sight_blank(grey));
	(void)pixRasterop(grey, 200, 200, 40, 30, PIX_CLR, NULL, 0, 0);
	assert_false(sight_blank(grey));
	pixDestroy(&grey);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address__signs_taken_for_an_at_become_one),
		cmocka_unit_test(test_address__a_gap_beside_the_at_is_none),
		cmocka_unit_test(
		    test_lines__a_surer_reading_takes_the_place_of_a_line),
		cmocka_unit_test(test_match__misread_letters_are_the_same_word),
		cmocka_unit_test(test_match__other_words_disagree),
		cmocka_unit_test(
		    test_match__the_same_words_elsewhere_are_others),
		cmocka_unit_test(test_match__a_few_words_are_no_disagreement),
		cmocka_unit_test(test_view__leads_back_to_the_picture),
		cmocka_unit_test(
		    test_sight__an_empty_page_is_blank_and_a_line_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
