/*
 * pdf_words.h -- the text of a page and where its words stand.
 *
 * Poppler gives a page's text, and in the same order one rectangle for each
 * character but the three that it adds around text in two directions (U+202A
 * to U+202C); those are left out here.  In lines that had them the order of
 * rectangles cannot be trusted, so each word of such a line is said to be as
 * large as the line: `loose`.  Where the counts still differ, each word of the
 * page is said to be as large as the page.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_WORDS_H
#define INTAKE_FORMAT_PDF_PDF_WORDS_H

#include "intake/format/pdf/pdf.h"

/* A word: bytes start to end of the page's text; its box, units of layout.h. */
struct pdf_word {
	uint32_t start, end;
	struct pdf_box box;
	uint32_t line;
	uint8_t turn;	/* quarters clockwise that its direction is turned */
	bool loose;
};

struct pdf_words {
	char *text;	/* owned; valid UTF-8 */
	size_t len;
	struct pdf_word *at;	/* owned; by start */
	size_t n;
};

#define PDF_WORDS_INIT ((struct pdf_words){ .text = NULL, .at = NULL })

/*
 * The page's text and its words.  Words without extent, or off the page, are
 * in the text but not among the words.  0, or -1 after a refusal.
 */
int pdf_words_load(struct pdf_words *w, const struct pdf_page *page,
    struct answer *a);
void pdf_words_free(struct pdf_words *w);

#endif
