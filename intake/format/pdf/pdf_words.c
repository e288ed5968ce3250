/* pdf_words.c -- characters and rectangles of Poppler made into words. */
#include "intake/format/pdf/pdf_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_missed.h"
#include "vault/base/print.h"

#define PAGE_TEXT_MAX (64u << 20)	/* bytes of one page's text */

static bool
is_embedding(uint32_t cp)
{
	return cp >= 0x202a && cp <= 0x202c;
}

static bool
is_rtl(uint32_t cp)
{
	return (cp >= 0x590 && cp < 0x900) || (cp >= 0xfb1d && cp < 0xfe00) ||
	    (cp >= 0xfe70 && cp < 0xff00) || (cp >= 0x10800 && cp < 0x11000);
}

static bool
is_gap(uint32_t cp)
{
	return cp <= ' ';
}

/* The character at *at, and *at moved behind it; what is no UTF-8 is passed. */
static uint32_t
next(const char *text, size_t len, size_t *at)
{
	uint32_t cp = 0xfffd;
	size_t n = utf8_next((const uint8_t *)text + *at, len - *at, &cp);

	*at += n > 0 ? n : 1;
	return cp;
}

/* What Poppler says of a page: text, and rectangles of its characters. */
struct raw {
	char *text;		/* from GLib; never NULL once loaded */
	PopplerRectangle *rect;
	guint nrects;
};

/*
 * Poppler selects what lies between two corners in reading order, and which
 * corner a page begins at depends on its script and on how it is turned: from
 * the wrong one it leaves text out.  So both pairs are tried, and the longer
 * answer is the page's text.  Of two corners the order is nothing to Poppler:
 * it begins at the one whose block comes first.
 */
static void
raw_load(struct raw *raw, const struct pdf_page *page)
{
	const double w = page->width, h = page->height;
	PopplerRectangle corner[2] = { { 0, 0, w, h }, { w, 0, 0, h } };
	int i, best = 0;

	for (i = 0; i < 2; i++) {
		char *text = poppler_page_get_selected_text(page->poppler,
		    POPPLER_SELECTION_GLYPH, &corner[i]);

		if (text != NULL && (raw->text == NULL ||
		    strlen(text) > strlen(raw->text))) {
			g_free(raw->text);
			raw->text = text;
			best = i;
		} else {
			g_free(text);
		}
	}
	if (raw->text == NULL)
		raw->text = g_strdup("");
	poppler_page_get_text_layout_for_area(page->poppler, &corner[best],
	    &raw->rect, &raw->nrects);
}

static void
raw_free(struct raw *raw)
{
	g_free(raw->text);
	g_free(raw->rect);
}

/*
 * A page as it is put together: its characters, without Poppler's embeddings,
 * each with its rectangle when `placed`.
 */
struct sheet {
	const struct raw *raw;
	size_t nchars;		/* of raw->text, embeddings left out */
	size_t nlines;
	bool *loose;		/* lines that had an embedding */
	bool placed;		/* a rectangle for every character */
};

static int
sheet_load(struct sheet *s, const struct raw *raw)
{
	size_t len = strlen(raw->text), at = 0, line = 0;

	s->raw = raw;
	if (len > PAGE_TEXT_MAX)
		return -1;
	for (s->nlines = 1; at < len; at++)
		s->nlines += raw->text[at] == '\n';
	if ((s->loose = calloc(s->nlines, sizeof *s->loose)) == NULL)
		return -1;
	for (at = 0; at < len; ) {
		uint32_t cp = next(raw->text, len, &at);

		line += cp == '\n';
		if (is_embedding(cp))
			s->loose[line] = true;
		else
			s->nchars++;
	}
	s->placed = s->nchars == raw->nrects;
	return 0;
}

/*
 * Poppler joins cells of a table without a space.  Inside one of its words
 * letters are never a tenth of an em apart, so a fifth is a gap.
 */
static bool
apart(const PopplerRectangle *a, const PopplerRectangle *b)
{
	double gapx = fmax(fmin(b->x1, b->x2) - fmax(a->x1, a->x2),
	    fmin(a->x1, a->x2) - fmax(b->x1, b->x2));
	double gapy = fmax(fmin(b->y1, b->y2) - fmax(a->y1, a->y2),
	    fmin(a->y1, a->y2) - fmax(b->y1, b->y2));
	double em = fmax(fmax(fabs(a->x2 - a->x1), fabs(a->y2 - a->y1)),
	    fmax(fabs(b->x2 - b->x1), fabs(b->y2 - b->y1)));

	return fmax(gapx, gapy) > 0.2 * em;
}

static int32_t
unit(double v, int32_t max)
{
	if (!(v > 0))		/* also when it is no number */
		return 0;
	return v * 100 >= max ? max : (int32_t)lround(v * 100);
}

static struct pdf_box
box_of(const PopplerRectangle *r, const struct pdf_page *page)
{
	return (struct pdf_box){
	    unit(fmin(r->x1, r->x2), page->w),
	    unit(fmin(r->y1, r->y2), page->h),
	    unit(fmax(r->x1, r->x2), page->w),
	    unit(fmax(r->y1, r->y2), page->h) };
}

static void
widen(struct pdf_box *box, const struct pdf_box *by)
{
	box->x0 = by->x0 < box->x0 ? by->x0 : box->x0;
	box->y0 = by->y0 < box->y0 ? by->y0 : box->y0;
	box->x1 = by->x1 > box->x1 ? by->x1 : box->x1;
	box->y1 = by->y1 > box->y1 ? by->y1 : box->y1;
}

/* From the middle of the first character to the middle of the last. */
static uint8_t
turn_of(const PopplerRectangle *first, const PopplerRectangle *last, bool rtl,
    uint8_t before)
{
	double dx = last->x1 + last->x2 - first->x1 - first->x2;
	double dy = last->y1 + last->y2 - first->y1 - first->y2;

	if (fabs(dx) < 0.5 && fabs(dy) < 0.5)
		return before;		/* one character: as its neighbour */
	if (fabs(dy) > fabs(dx))
		return dy > 0 ? 1 : 3;
	return dx < 0 && !rtl ? 2 : 0;
}

/* A word goes on with this character, or begins with it. */
static struct pdf_word *
add_char(struct pdf_words *w, struct pdf_word *word, const struct sheet *s,
    size_t i, size_t first, const struct pdf_page *page)
{
	struct pdf_box box = { 0, 0, page->w, page->h };

	if (s->placed)
		box = box_of(&s->raw->rect[i], page);
	if (word == NULL) {
		word = &w->at[w->n++];
		word->start = (uint32_t)first;
		word->box = box;
		word->loose = !s->placed;
	}
	widen(&word->box, &box);
	return word;
}

/*
 * Copy the text, a space put in where Poppler left one out, and make words of
 * it.  Rectangle i belongs to character i.
 */
static void
make_words(struct pdf_words *w, const struct sheet *s,
    const struct pdf_page *page)
{
	const PopplerRectangle *rect = s->raw->rect;
	const char *raw = s->raw->text;
	size_t len = strlen(raw), at = 0, from, n = 0, first = 0;
	struct pdf_word *word = NULL;
	uint32_t line = 0;
	uint8_t turn = 0;
	bool rtl = false;

	while (from = at, at < len) {
		uint32_t cp = next(raw, len, &at);
		size_t i, start;

		if (is_embedding(cp))
			continue;	/* has no rectangle */
		i = n++;
		if (word != NULL && !is_gap(cp) && s->placed &&
		    !s->loose[line] && apart(&rect[i - 1], &rect[i])) {
			w->text[w->len++] = ' ';
			word = NULL;
		}
		start = w->len;
		if (cp == 0xfffd) {	/* or what was no UTF-8 */
			memcpy(w->text + w->len, "?", 1);
			w->len++;
		} else {
			memcpy(w->text + w->len, raw + from, at - from);
			w->len += at - from;
		}
		if (cp == '\n') {
			line++;
			turn = 0;
		}
		if (is_gap(cp)) {
			word = NULL;
			continue;
		}
		if (word == NULL) {
			first = i;
			rtl = false;
		}
		word = add_char(w, word, s, i, start, page);
		rtl |= is_rtl(cp);
		word->line = line;
		word->end = (uint32_t)w->len;
		if (s->placed)
			word->turn = turn = turn_of(&rect[first], &rect[i],
			    rtl, turn);
	}
	w->text[w->len] = '\0';
}

/* Give every word of a loose line the line's box. */
static void
spread(struct pdf_words *w, const bool *loose)
{
	size_t i, j, k;

	for (i = 0; i < w->n; i = j) {
		struct pdf_box all = w->at[i].box;

		for (j = i; j < w->n && w->at[j].line == w->at[i].line; j++)
			widen(&all, &w->at[j].box);
		for (k = i; loose[w->at[i].line] && k < j; k++) {
			w->at[k].box = all;
			w->at[k].loose = true;
		}
	}
}

static void
drop_empty(struct pdf_words *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		if (w->at[i].box.x1 > w->at[i].box.x0 &&
		    w->at[i].box.y1 > w->at[i].box.y0)
			w->at[n++] = w->at[i];
	w->n = n;
}

int
pdf_words_load(struct pdf_words *w, const struct pdf_page *page,
    struct answer *a)
{
	struct raw raw = { .text = NULL };
	struct sheet s = { .loose = NULL };
	int r = -1;

	*w = PDF_WORDS_INIT;
	raw_load(&raw, page);
	if (sheet_load(&s, &raw) < 0)
		goto done;
	/* At most one space goes in for each character. */
	w->text = malloc(strlen(raw.text) + s.nchars + 1);
	w->at = calloc(s.nchars + 1, sizeof *w->at);
	if (w->text == NULL || w->at == NULL)
		goto done;
	make_words(w, &s, page);
	if (s.placed)
		spread(w, s.loose);
	drop_empty(w);
	if (pdf_missed_add(w, page, raw.text) < 0)
		goto done;
	r = 0;
done:
	raw_free(&raw);
	free(s.loose);
	if (r < 0)
		pdf_words_free(w);
	return r == 0 ? 0 : answer_refuse(a, REASON_LIMIT,
	    "a page holds over %u bytes of text", PAGE_TEXT_MAX);
}

void
pdf_words_free(struct pdf_words *w)
{
	free(w->text);
	free(w->at);
	*w = PDF_WORDS_INIT;
}
