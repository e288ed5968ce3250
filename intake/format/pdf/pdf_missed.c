/* pdf_missed.c -- see pdf_missed.h. */
#include "intake/format/pdf/pdf_missed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/print.h"

#define MISSED_FOUND_MAX 1000u	/* words of a page whose place is looked for */

/* Words of a text, each with its end; one more byte where a line ends. */
struct bag {
	char *text;
	char **word;
	size_t n;
};

static void
bag_free(struct bag *b)
{
	free(b->text);
	free(b->word);
}

/* U+202A to U+202C, which Poppler adds where the direction changes. */
static bool
is_embedding(const unsigned char *p)
{
	return p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xac;
}

/* Take the words of `text` apart; the order they come in stays. */
static int
bag_fill(struct bag *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	bool inside = false;
	char *to;

	b->n = 0;
	b->text = malloc(2 * strlen(text) + 2);
	b->word = calloc(strlen(text) + 1, sizeof(*b->word));
	if (b->text == NULL || b->word == NULL)
		return -1;
	for (to = b->text; *p != '\0'; p++) {
		if (is_embedding(p) || *p <= ' ') {
			if (inside)
				*to++ = '\0';
			if (*p == '\n')
				*to++ = '\0';
			p += is_embedding(p) ? 2 : 0;
			inside = false;
			continue;
		}
		if (!inside)
			b->word[b->n++] = to;
		inside = true;
		*to++ = (char)*p;
	}
	*to = '\0';
	return 0;
}

static int
by_word(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
by_place(const void *a, const void *b)
{
	const char *one = *(char *const *)a, *two = *(char *const *)b;

	return one < two ? -1 : one > two;
}

/* Leave in `all` what `got` has fewer of, in its order; `got` is sorted. */
static void
bag_less(struct bag *all, struct bag *got)
{
	size_t i, j = 0, n = 0;
	int r;

	qsort(all->word, all->n, sizeof(*all->word), by_word);
	qsort(got->word, got->n, sizeof(*got->word), by_word);
	for (i = 0; i < all->n; i++) {
		r = -1;
		while (j < got->n &&
		    (r = strcmp(got->word[j], all->word[i])) < 0)
			j++;
		if (j < got->n && r == 0)
			j++;
		else
			all->word[n++] = all->word[i];
	}
	all->n = n;
	qsort(all->word, all->n, sizeof(*all->word), by_place);
}

/* The page's text by lines, from the corners (pdf_words.c) that give most. */
static char *
by_lines(const struct pdf_page *page)
{
	const double w = page->width, h = page->height;
	PopplerRectangle corner[2] = { { 0, 0, w, h }, { w, 0, 0, h } };
	char *text, *best = NULL;
	int i;

	for (i = 0; i < 2; i++) {
		text = poppler_page_get_selected_text(page->poppler,
		    POPPLER_SELECTION_LINE, &corner[i]);
		if (text != NULL && (best == NULL ||
		    strlen(text) > strlen(best))) {
			g_free(best);
			best = text;
		} else {
			g_free(text);
		}
	}
	return best;
}

static int32_t
unit(double v, int32_t max)
{
	if (!(v > 0))		/* also when it is no number */
		return 0;
	return v * 100 >= max ? max : (int32_t)lround(v * 100);
}

/* As large as all places where the word is found; false: all off the page. */
static bool
place(struct pdf_box *box, const struct pdf_page *page, const char *word)
{
	GList *list = poppler_page_find_text_with_options(page->poppler, word,
	    POPPLER_FIND_CASE_SENSITIVE), *l;
	const PopplerRectangle *r;
	double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

	*box = (struct pdf_box){ 0, 0, page->w, page->h };
	if (list == NULL)
		return true;
	for (l = list; l != NULL; l = l->next) {	/* y is from below */
		r = l->data;
		x0 = fmin(x0, fmin(r->x1, r->x2));
		x1 = fmax(x1, fmax(r->x1, r->x2));
		y0 = fmin(y0, page->height - fmax(r->y1, r->y2));
		y1 = fmax(y1, page->height - fmin(r->y1, r->y2));
	}
	g_list_free_full(list, (GDestroyNotify)poppler_rectangle_free);
	*box = (struct pdf_box){ unit(floor(x0), page->w),
	    unit(floor(y0), page->h), unit(ceil(x1), page->w),
	    unit(ceil(y1), page->h) };
	return box->x0 < box->x1 && box->y0 < box->y1;
}

/* One word, behind a space or on a new line; there is room. */
static void
put(struct pdf_words *w, const char *word, const struct pdf_box *box,
    uint32_t line, char gap)
{
	size_t len = strlen(word), at = 0, n;
	struct pdf_word *to = &w->at[w->n++];
	uint32_t cp;

	w->text[w->len++] = gap;
	*to = (struct pdf_word){ .start = (uint32_t)w->len, .box = *box,
	    .line = line, .loose = true };
	for (; at < len; at += n > 0 ? n : 1) {
		n = utf8_next((const uint8_t *)word + at, len - at, &cp);
		if (n == 0 || cp == 0xfffd) {	/* as in the other words */
			w->text[w->len++] = '?';
			continue;
		}
		memcpy(w->text + w->len, word + at, n);
		w->len += n;
	}
	to->end = (uint32_t)w->len;
	w->text[w->len] = '\0';
}

static int
make_room(struct pdf_words *w, const struct bag *b)
{
	size_t len = w->len + 1, i;
	struct pdf_word *at;
	char *text;

	for (i = 0; i < b->n; i++)
		len += strlen(b->word[i]) + 1;
	if ((text = realloc(w->text, len)) == NULL)
		return -1;
	w->text = text;
	if ((at = realloc(w->at, (w->n + b->n + 1) * sizeof(*at))) == NULL)
		return -1;
	w->at = at;
	return 0;
}

/* Those that stood side by side on a line stay so: a name has two words. */
static void
put_all(struct pdf_words *w, const struct pdf_page *page, const struct bag *b)
{
	uint32_t line = w->n > 0 ? w->at[w->n - 1].line : 0;
	const char *end = NULL;
	struct pdf_box box;
	size_t i;
	char gap;

	for (i = 0; i < b->n; i++) {
		box = (struct pdf_box){ 0, 0, page->w, page->h };
		if (i < MISSED_FOUND_MAX && !place(&box, page, b->word[i]))
			continue;
		gap = end == b->word[i] ? ' ' : '\n';
		line += gap == '\n';
		put(w, b->word[i], &box, line, gap);
		end = b->word[i] + strlen(b->word[i]) + 1;
	}
}

int
pdf_missed_add(struct pdf_words *w, const struct pdf_page *page,
    const char *got)
{
	struct bag all = { .text = NULL }, had = { .text = NULL };
	char *lines = by_lines(page);
	int r = -1;

	if (lines == NULL || strcmp(lines, got) == 0) {
		r = 0;
		goto done;
	}
	if (bag_fill(&all, lines) < 0 || bag_fill(&had, got) < 0)
		goto done;
	bag_less(&all, &had);
	if (make_room(w, &all) < 0)
		goto done;
	put_all(w, page, &all);
	r = 0;
done:
	g_free(lines);
	bag_free(&all);
	bag_free(&had);
	return r;
}
