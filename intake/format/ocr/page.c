/* page.c -- see page.h. */
#include "intake/format/ocr/page.h"

#include <math.h>
#include <string.h>

#include "intake/format/ocr/address.h"
#include "intake/format/ocr/codes.h"
#include "intake/format/ocr/draw.h"
#include "intake/format/ocr/lines.h"
#include "intake/format/ocr/match.h"
#include "intake/format/ocr/sight.h"
#include "intake/format/pdf/pdf_words.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

struct look {
	const struct pdf_page *page;
	uint32_t number;
	struct answer *a;
	struct drawing drawing;
	struct ocr_words words;
	struct pdf_words own;
	struct match match;
	struct codes codes;
};

static int32_t
unit(const struct look *k, int pixel, int32_t max)
{
	double v = floor(pixel / k->drawing.scale + 0.5);

	return v <= 0 ? 0 : v >= max ? max : (int32_t)v;
}

static void
put_place(const struct look *k, uint64_t start, int x0, int y0, int x1, int y1)
{
	struct place place = { start, answer_text_len(k->a), k->number,
	    unit(k, x0, k->page->w), unit(k, y0, k->page->h),
	    unit(k, x1, k->page->w), unit(k, y1, k->page->h) };

	if (place.end > start)
		answer_place(k->a, &place);
}

static void
put_line(const struct look *k, const struct line *line)
{
	size_t i;

	for (i = 0; i < line->n; i++) {
		const struct ocr_word *w = &k->words.at[line->first + i];
		uint64_t start;

		if (i > 0 && !address_goes_on(&k->words, w - 1))
			answer_text(k->a, " ", 1);
		start = answer_text_len(k->a);
		answer_text(k->a, k->words.text.data + w->at, w->len);
		put_place(k, start, w->x0, w->y0, w->x1, w->y1);
	}
	answer_text(k->a, "\n", 1);
}

/* Does the page have most of this line as text of its own? */
static bool
is_known(const struct look *k, const struct line *line)
{
	size_t i, known = 0, all = 0;

	for (i = 0; i < line->n; i++) {
		const struct ocr_word *w = &k->words.at[line->first + i];

		all += w->len;
		known += k->match.seen_known[line->first + i] ? w->len : 0;
	}
	return 2 * known >= all;
}

/* The lines that the page does not have, or all where it says other things. */
static int
put_words(const struct look *k, bool all)
{
	struct lines lines = LINES_INIT;
	size_t i;
	int r;

	r = lines_of(&lines, &k->words, pixGetWidth(k->drawing.grey),
	    pixGetHeight(k->drawing.grey));
	for (i = 0; r == 0 && i < lines.n; i++)
		if (all || !is_known(k, &lines.at[i]))
			put_line(k, &lines.at[i]);
	lines_free(&lines);
	return r;
}

/* A code's content as a line of text: signs that end lines become spaces. */
static void
put_code(const struct look *k, const struct code *code)
{
	static const uint8_t bad[] = { 0xef, 0xbf, 0xbd };	/* U+FFFD */
	const uint8_t *p = (const uint8_t *)code->text;
	uint64_t start = answer_text_len(k->a);
	size_t len = code->len, step;
	uint32_t cp;

	for (; len > 0; p += step, len -= step) {
		if ((step = utf8_next(p, len, &cp)) == 0) {
			answer_text(k->a, bad, sizeof(bad));
			step = 1;
		} else if (cp < ' ' || (cp >= 0x7f && cp < 0xa0)) {
			answer_text(k->a, " ", 1);
		} else {
			answer_text(k->a, p, step);
		}
	}
	put_place(k, start, code->x0, code->y0, code->x1, code->y1);
	answer_text(k->a, "\n", 1);
}

static void
put_codes(const struct look *k, struct findings_of_pages *f)
{
	size_t i;

	for (i = 0; i < k->codes.n; i++) {
		const struct code *code = &k->codes.at[i];

		if (f->codes++ < OCR_CODES_TOLD_MAX)
			answer_mark(k->a, MARK_BARCODE, 1,
			    "%s on page %u: %.*s", code->kind, k->number + 1,
			    (int)code->len, code->text);
		put_code(k, code);
	}
}

static void
note_other(struct findings_of_pages *f, uint32_t number)
{
	if (f->other++ == 0 || f->where.len < WHERE_MAX - 16)
		(void)bytes_addf(&f->where, "%s%u", f->other > 1 ? ", " : "",
		    number + 1);
}

/* Words: 0; ERR_TOO_BIG when it was too much. */
static int
read_words(struct look *k)
{
	int r;

	if ((r = sight_read(&k->words, k->drawing.grey, k->drawing.dpi)) < 0)
		return r;
	address_mend(&k->words);
	return match_words(&k->match, &k->own, &k->words, k->drawing.scale);
}

int
page_read(const struct pdf_page *page, uint32_t i, double dpi,
    bool only_codes, struct answer *a, struct findings_of_pages *f, bool *read)
{
	struct look k = { .page = page, .number = i, .a = a,
	    .words = OCR_WORDS_INIT, .own = PDF_WORDS_INIT };
	bool other;
	int r;

	*read = false;
	if ((r = pdf_words_load(&k.own, page, a)) < 0 ||
	    (r = draw_page(&k.drawing, page, dpi, a)) < 0)
		goto done;
	if (sight_blank(k.drawing.grey)) {
		*read = true;
		goto done;
	}
	codes_find(&k.codes, k.drawing.grey);
	r = only_codes && k.own.n == 0 ? 0 : read_words(&k);
	if (r == ERR_NO_MEMORY) {
		r = answer_refuse(a, REASON_LIMIT, "its pages do not fit the "
		    "memory of an examination");
		goto done;
	}
	put_codes(&k, f);
	if (r < 0) {		/* its words are left to a person */
		r = 0;
		goto done;
	}
	other = !(only_codes && k.own.n == 0) && match_disagrees(&k.match);
	if (other)
		note_other(f, i);
	r = put_words(&k, other) < 0 ? answer_refuse(a, REASON_LIMIT,
	    "its words do not fit the memory of an examination") : 0;
	*read = r == 0;
done:
	codes_free(&k.codes);
	match_free(&k.match);
	ocr_words_free(&k.words);
	pdf_words_free(&k.own);
	draw_free(&k.drawing);
	return r;
}
