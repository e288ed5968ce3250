/* pdf_words.c -- characters and rectangles of Poppler made into words. */
#include "intake/worker/pdf_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* Copy without embeddings; *nchars of the copy, *nraw before. */
static int
take_text(struct pdf_words *w, const char *raw, size_t *nchars, size_t *nraw)
{
	size_t len = strlen(raw), at = 0, from;

	*nchars = *nraw = 0;
	if (len > PAGE_TEXT_MAX || (w->text = malloc(len + 1)) == NULL)
		return -1;
	while (from = at, at < len) {
		uint32_t cp = next(raw, len, &at);

		(*nraw)++;
		if (is_embedding(cp))
			continue;
		if (!utf8_valid((const uint8_t *)raw + from, at - from)) {
			w->text[w->len++] = '?';
		} else {
			memcpy(w->text + w->len, raw + from, at - from);
			w->len += at - from;
		}
		(*nchars)++;
	}
	w->text[w->len] = '\0';
	return 0;
}

static int
refuse_text(struct answer *a)
{
	return answer_refuse(a, REASON_LIMIT,
	    "a page holds over %u bytes of text", PAGE_TEXT_MAX);
}

int
pdf_words_text(struct pdf_words *w, const struct pdf_page *page,
    struct answer *a)
{
	char *raw = poppler_page_get_text(page->poppler);
	size_t nchars, nraw;
	int r;

	*w = PDF_WORDS_INIT;
	r = take_text(w, raw != NULL ? raw : "", &nchars, &nraw);
	g_free(raw);
	return r < 0 ? refuse_text(a) : 0;
}

/* Which lines had an embedding: one flag a line.  *any when one had. */
static bool *
find_loose(const char *raw, bool *any)
{
	size_t len = strlen(raw), at = 0, lines = 1, line = 0;
	bool *loose;

	*any = false;
	while (at < len)
		lines += raw[at++] == '\n';
	if ((loose = calloc(lines, sizeof *loose)) == NULL)
		return NULL;
	for (at = 0; at < len; ) {
		uint32_t cp = next(raw, len, &at);

		if (cp == '\n')
			line++;
		if (is_embedding(cp))
			*any = loose[line] = true;
	}
	return loose;
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

/* Words of the text; rectangle i belongs to character i. */
static void
make_words(struct pdf_words *w, const PopplerRectangle *rect, size_t nrects,
    const struct pdf_page *page)
{
	size_t at = 0, from, i, first = 0;
	struct pdf_word *word = NULL;
	struct pdf_box box;
	uint32_t line = 0;
	uint8_t turn = 0;
	bool rtl = false;

	for (i = 0; from = at, at < w->len && i < nrects; i++) {
		uint32_t cp = next(w->text, w->len, &at);

		if (cp == '\n') {
			line++;
			turn = 0;
		}
		if (is_gap(cp)) {
			word = NULL;
			continue;
		}
		if (word == NULL) {
			word = &w->at[w->n++];
			word->start = (uint32_t)from;
			word->line = line;
			first = i;
			rtl = false;
			word->box = box_of(&rect[i], page);
		}
		box = box_of(&rect[i], page);
		widen(&word->box, &box);
		rtl |= is_rtl(cp);
		word->end = (uint32_t)at;
		word->turn = turn = turn_of(&rect[first], &rect[i], rtl, turn);
	}
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

/* Without rectangles that can be trusted, every word may be anywhere. */
static void
anywhere(struct pdf_words *w, const struct pdf_page *page)
{
	size_t at = 0, from;
	struct pdf_word *word = NULL;

	while (from = at, at < w->len) {
		if (is_gap(next(w->text, w->len, &at))) {
			word = NULL;
			continue;
		}
		if (word == NULL) {
			word = &w->at[w->n++];
			word->start = (uint32_t)from;
			word->box = (struct pdf_box){ 0, 0, page->w, page->h };
			word->loose = true;
		}
		word->end = (uint32_t)at;
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
	char *raw = poppler_page_get_text(page->poppler);
	const char *text = raw != NULL ? raw : "";
	PopplerRectangle *rect = NULL;
	guint nrects = 0;
	size_t nchars, nraw;
	bool *loose = NULL, any;
	int r = -1;

	*w = PDF_WORDS_INIT;
	if (take_text(w, text, &nchars, &nraw) < 0 ||
	    (loose = find_loose(text, &any)) == NULL)
		goto done;
	w->at = calloc(nchars / 2 + 1, sizeof *w->at);
	if (w->at == NULL)
		goto done;
	poppler_page_get_text_layout(page->poppler, &rect, &nrects);
	if (nchars == nrects) {
		make_words(w, rect, nrects, page);
		if (any)
			spread(w, loose);
	} else {
		anywhere(w, page);
	}
	drop_empty(w);
	r = 0;
done:
	g_free(rect);
	g_free(raw);
	free(loose);
	if (r < 0)
		pdf_words_free(w);
	return r < 0 ? refuse_text(a) : 0;
}

void
pdf_words_free(struct pdf_words *w)
{
	free(w->text);
	free(w->at);
	*w = PDF_WORDS_INIT;
}
