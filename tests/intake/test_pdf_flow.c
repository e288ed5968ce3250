/*
 * test_pdf_flow.c -- where the words of a redacted page stand: columns stay
 * apart, paragraphs keep one size, and what is no text moves with them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "intake/format/pdf/pdf_picture.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)
#define NAME "Maximiliane Fairweather"

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static void
put_line(struct bytes *b, int x, int y, const char *text)
{
	bytes_addf(b, "BT /F 11 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n", x, y, text);
}

static const char *const longer[] = {
	"In the evening of that day " NAME,
	"was seen at the harbour with two men who",
	"left on the ferry to the north and did not",
	"come back for a year, said those who had",
	"been there and had looked for them all the",
	"winter, and wrote down what they had seen.",
	NULL };
static const char *const shorter[] = {
	"Nobody asked who else had been there that",
	"day, but " NAME,
	"said that they had not.", NULL };
static const char *const below[] = {
	"The report of the commission was given to the council in the spring, and "
	"was read by",
	"nobody who had a part in it, or who had been asked to read it in the year "
	"before.", NULL };

/* Lines from (x, y) down; where the next would stand. */
static int
put_lines(struct bytes *b, int x, int y, const char *const *lines)
{
	for (; *lines != NULL; lines++, y -= 14)
		put_line(b, x, y, *lines);
	return y;
}

static void
make(struct bytes *b, const struct bytes *content)
{
	*b = BYTES_INIT(FILE_MAX);
	bytes_addf(b, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
	    "/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1"
	    "/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>/C<</Type/Font"
	    "/Subtype/Type1/BaseFont/Courier>>>>>>>>endobj\n"
	    "4 0 obj<</Length %zu>>stream\n", content->len);
	bytes_add(b, content->data, content->len);
	bytes_add_str(b, "\nendstream endobj\ntrailer<</Root 1 0 R/Size 20>>\n"
	    "startxref\n9\n%%EOF\n");
	assert_int_equal(bytes_ok(b), 0);
}

/* `made` without the name, wherever that stands. */
static void
redact(const struct bytes *b, struct bytes *made)
{
	struct exam text = EXAM_INIT, e = EXAM_INIT;
	struct edits edits = { .nranges = 0 };
	const char *at;

	assert_int_equal(run_format(&text, &format_pdf, b->data, b->len,
	    WANT_TEXT, NULL), 0);
	bytes_add(&text.text, "", 1);
	for (at = (char *)text.text.data; (at = strstr(at, NAME)) != NULL;
	    at += strlen(NAME))
		assert_int_equal(edits_add(&edits, (uint64_t)(at -
		    (char *)text.text.data), (uint64_t)(at -
		    (char *)text.text.data) + strlen(NAME), "[PERSON-1]"), 0);
	assert_true(edits.nranges > 0);
	assert_int_equal(run_format(&e, &format_pdf, b->data, b->len,
	    WANT_APPLY, &edits), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	*made = BYTES_INIT(FILE_MAX);
	assert_int_equal(exam_file_bytes(&e, made), 0);
	edits_free(&edits);
	exam_free(&text);
	exam_free(&e);
}

static void
words_of(struct exam *e, const struct bytes *b)
{
	*e = EXAM_INIT;
	assert_int_equal(run_format(e, &format_pdf, b->data, b->len,
	    WANT_TEXT | WANT_LAYOUT, NULL), 0);
	assert_true(e->layout.nplaces > 20);
}

static bool
meet(const struct place *a, const struct place *b)
{
	/* Boxes of fonts reach into the lines next to them. */
	int32_t high = (a->y1 < b->y1 ? a->y1 : b->y1) -
	    (a->y0 > b->y0 ? a->y0 : b->y0);

	return a->x0 < b->x1 && b->x0 < a->x1 &&
	    high * 2 > (a->y1 - a->y0 < b->y1 - b->y0 ? a->y1 - a->y0 :
	    b->y1 - b->y0);
}

/* How many pairs of words stand on each other. */
static unsigned
crowded(const struct bytes *made)
{
	struct exam e;
	unsigned n = 0;
	size_t i, k;

	words_of(&e, made);
	for (i = 0; i < e.layout.nplaces; i++)
		for (k = 0; k < i; k++)
			n += meet(&e.layout.places[i], &e.layout.places[k]);
	exam_free(&e);
	return n;
}

static void
columns(const char *const *left, const char *const *right)
{
	struct bytes content = BYTES_INIT(FILE_MAX), b, made;
	int y = put_lines(&content, 60, 760, left);
	int other = put_lines(&content, 320, 760, right);

	(void)put_lines(&content, 60, (y < other ? y : other) - 6, below);
	make(&b, &content);
	assert_int_equal(crowded(&b), 0);
	redact(&b, &made);
	assert_int_equal(crowded(&made), 0);
	bytes_free(&content);
	bytes_free(&b);
	bytes_free(&made);
}

static void
test_pdf_flow__columns_beside_each_other_stay_apart(void **state)
{
	(void)state;
	columns(longer, shorter);
	columns(shorter, longer);
	columns(longer, longer);
}

/* The height of the word `nth` that begins so. */
static int32_t
height_of(const struct exam *e, const char *word, unsigned nth)
{
	size_t i;

	for (i = 0; i < e->layout.nplaces; i++) {
		const struct place *p = &e->layout.places[i];

		if (strncmp((const char *)e->text.data + p->start, word,
		    strlen(word)) == 0 && nth-- == 0)
			return p->y1 - p->y0;
	}
	fail_msg("no word %s", word);
	return 0;
}

#define LINE_LETTERS 220	/* of one width, narrow ones */

/* A paragraph of several lines, broken as late as can be: the neutral font is
 * wider, and so it becomes longer, and moves those below it. */
static int
put_paragraph(struct bytes *b, int y)
{
	static const char text[] = "In the evening of that day " NAME " was seen at "
	    "the harbour with two men, and with those women who had come with them "
	    "from the south, who left on the ferry to the north and had not come "
	    "back when the commission asked about them in the winter of the year "
	    "after that, nor was any of them seen by those who had been there and "
	    "who wrote down what they knew of it for the council. The report of "
	    "the commission was given to that council in the spring, and was read "
	    "by nobody who had a part in it, or who had been asked to read it in "
	    "the year before, when it was written, so that it was forgotten soon, "
	    "as those who were meant in it had hoped.";
	const char *at = text, *end = text + sizeof text - 1, *to;

	for (; at < end; at = to + 1, y -= 14) {
		to = end - at <= LINE_LETTERS ? end : at + LINE_LETTERS;
		while (to < end && *to != ' ')
			to--;
		bytes_addf(b, "BT /C 11 Tf 30 Tz 1 0 0 1 60 %d Tm (%.*s) Tj ET\n",
		    y, (int)(to - at), at);
	}
	return y;
}

static void
test_pdf_flow__paragraphs_that_move_again_keep_their_size(void **state)
{
	struct bytes content = BYTES_INIT(FILE_MAX), b, made;
	struct exam e;
	int y = 760, i;

	(void)state;
	for (i = 0; i < 5; i++)
		y = put_paragraph(&content, y - 10);
	make(&b, &content);
	redact(&b, &made);
	words_of(&e, &made);
	for (i = 1; i < 5; i++)
		assert_in_range(height_of(&e, "evening", (unsigned)i),
		    height_of(&e, "evening", 0) - 2,
		    height_of(&e, "evening", 0) + 2);
	assert_int_equal(crowded(&made), 0);
	exam_free(&e);
	bytes_free(&content);
	bytes_free(&b);
	bytes_free(&made);
}

static bool
is_black(const struct pdf_picture *p, int x, int y)
{
	const uint8_t *row = p->data + y * p->stride;

	return (((const uint32_t *)(const void *)row)[x] & 0xff) < 128;
}

/* How many rows, in points, a square has that reaches from 520 to 532 points in
 * them; the first of these. */
static unsigned
square(const struct bytes *file, int *first)
{
	const struct doc d = { .data = file->data, .len = file->len };
	struct pdf_picture p = { .surface = NULL };
	struct bytes none = BYTES_INIT(1);
	struct answer *a = NULL;
	struct pdf pdf = PDF_INIT;
	struct pdf_page page;
	unsigned n = 0;
	int x, y;

	*first = -1;
	assert_int_equal(answer_new_file(&a, &none), 0);
	assert_int_equal(pdf_open(&pdf, &d, a), 0);
	assert_int_equal(pdf_page_open(&page, &pdf, 0, a), 0);
	assert_int_equal(pdf_picture_draw(&p, &page, 72, a), 0);
	for (y = 0; y < p.height; y++) {
		for (x = 522; x < 530 && is_black(&p, x, y); x++)
			continue;
		if (x < 530 || is_black(&p, 517, y) || is_black(&p, 535, y))
			continue;
		*first = *first < 0 ? y : *first;
		n++;
	}
	pdf_picture_free(&p);
	pdf_page_close(&page);
	pdf_close(&pdf);
	answer_free(a);
	bytes_free(&none);
	return n;
}

/* A black square among lines that are all set anew: it is drawn where they move
 * to, though no letter of theirs is. */
static void
test_pdf_flow__what_is_no_text_moves_too(void **state)
{
	struct bytes content = BYTES_INIT(FILE_MAX), b, made;
	int y, before, after;

	(void)state;
	y = put_paragraph(&content, 760);
	y = put_paragraph(&content, y - 10);
	bytes_addf(&content, "520 %d 12 12 re f\n", y - 4);
	(void)put_paragraph(&content, y - 16);
	make(&b, &content);
	redact(&b, &made);
	assert_int_equal(square(&b, &before), 12);
	assert_in_range(square(&made, &after), 11, 13);
	assert_in_range(after, before + 10, before + 50);
	bytes_free(&content);
	bytes_free(&b);
	bytes_free(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_pdf_flow__columns_beside_each_other_stay_apart),
		cmocka_unit_test(
		    test_pdf_flow__paragraphs_that_move_again_keep_their_size),
		cmocka_unit_test(test_pdf_flow__what_is_no_text_moves_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
