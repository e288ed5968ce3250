/*
 * pdf_text.c -- the text of every page, a form feed between two pages, and on
 * demand the place of each word.
 */
#include "intake/format/pdf/pdf.h"
#include "intake/format/pdf/pdf_doubt.h"
#include "intake/format/pdf/pdf_words.h"

static void
put_places(struct answer *a, const struct pdf_words *w, uint32_t page,
    uint64_t start)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		const struct pdf_word *word = &w->at[i];
		struct place place = { start + word->start, start + word->end,
		    page, word->box.x0, word->box.y0,
		    word->box.x1, word->box.y1 };

		answer_place(a, &place);
	}
}

static int
put_page(const struct pdf *pdf, uint32_t i, struct answer *a, bool layout,
    bool scans)
{
	uint64_t start = answer_text_len(a);
	struct pdf_words words;
	struct pdf_page page;
	struct page out = { .start = start };
	int r;

	if (pdf_page_open(&page, pdf, i, a) < 0)
		return -1;
	/* Places are needed even without `layout`: they tell gaps in lines. */
	if ((r = pdf_words_load(&words, &page, a)) < 0)
		goto done;
	answer_text(a, words.text, words.len);
	out.width = (uint32_t)page.w;
	out.height = (uint32_t)page.h;
	out.end = start + words.len;
	if (pdf_doubt(&page, &words, scans))
		out.flags = PAGE_DOUBT;
	answer_page(a, &out);
	if (layout)
		put_places(a, &words, i, start);
	pdf_words_free(&words);
done:
	pdf_page_close(&page);
	return r;
}

int
pdf_text(const struct doc *d, struct answer *a, bool layout)
{
	const bool scans = pdf_has_scans(d);
	struct pdf pdf = PDF_INIT;
	uint32_t i;
	int r;

	if ((r = pdf_open(&pdf, d, a)) < 0)
		goto done;
	for (i = 0; i < pdf.pages && r == 0; i++) {
		if (i > 0)
			answer_text(a, "\f", 1);
		r = put_page(&pdf, i, a, layout, scans);
	}
done:
	pdf_close(&pdf);
	return r;
}
