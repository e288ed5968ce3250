/* pdf_unseen.c -- draw a page and note the words that show nothing on it. */
#include "intake/format/pdf/pdf_unseen.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "intake/format/pdf/pdf_picture.h"
#include "intake/format/pdf/pdf_sole.h"
#include "intake/format/pdf/pdf_words.h"
#include "vault/base/print.h"

#define RIM 100			/* units that the edge of a box may be soft */
#define ALIKE 2			/* of 255: no eye tells the colours apart */

static bool
has_letter(const char *s, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; s += n, len -= n) {
		if ((n = utf8_next((const uint8_t *)s, len, &cp)) == 0)
			n = 1, cp = 0;
		if (cp > 0x7f || (cp >= '0' && cp <= '9') ||
		    ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
			return true;
	}
	return false;
}

/* What stands on a box, or below it, to say why it is there. */
static bool
is_label(const char *s, size_t len)
{
	static const char *const labels[] = { "redacted", "redaction",
		"privilege", "privileged", "confidential", "sealed",
		"withheld" };
	size_t i;

	while (len > 0 && strchr("[](){}.:-*", s[0]) != NULL)
		s++, len--;
	while (len > 0 && strchr("[](){}.:-*", s[len - 1]) != NULL)
		len--;
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strlen(labels[i]) == len &&
		    strncasecmp(labels[i], s, len) == 0)
			return true;
	return false;
}

/* Parts of pictures of which nothing is seen: what lies over them is of one
 * colour. */
static void
note_pictures(struct pdf_view *v, const struct pdf_picture *picture)
{
	const struct rect *over = (const struct rect *)(const void *)v->over.data;
	size_t i;

	for (i = 0; i < v->over.len / sizeof *over; i++) {
		struct rect s = pdf_view_shown(v, &over[i]);
		struct pdf_box box = { (int32_t)(s.x0 * 100) + RIM,
		    (int32_t)(s.y0 * 100) + RIM, (int32_t)(s.x1 * 100) - RIM,
		    (int32_t)(s.y1 * 100) - RIM };

		v->hidden_pictures += pdf_picture_blank(picture, &box);
	}
}

static void
note(struct pdf_view *v, const struct pdf_words *words,
    const struct pdf_picture *picture)
{
	size_t i;

	for (i = 0; i < words->n; i++) {
		const struct pdf_word *w = &words->at[i];
		struct view_word word = { { w->box.x0 / 100.0,
		    w->box.y0 / 100.0, w->box.x1 / 100.0, w->box.y1 / 100.0 },
		    0, is_label(words->text + w->start, w->end - w->start),
		    false, { INFINITY, INFINITY, -INFINITY, -INFINITY } };

		if (w->loose)
			continue;
		/* What lies over a word may have a pattern: taking the word
		 * away shows whether it was the word that was seen. */
		word.guess = pdf_picture_shows(picture, &w->box,
		    !has_letter(words->text + w->start, w->end - w->start));
		if (!word.guess || pdf_view_covers(v, &word.box))
			(void)bytes_add(&v->unseen, &word, sizeof word);
	}
}

int
pdf_unseen(struct pdf_view *v, const struct pdf *pdf, qpdf_data q,
    struct pdf_soles *soles, uint32_t i, struct answer *a)
{
	struct pdf_picture picture = { .surface = NULL };
	struct pdf_words words = PDF_WORDS_INIT;
	struct pdf_page page;
	bool sole = false;
	int r;

	if (pdf_page_open(&page, pdf, i, a) < 0)
		return -1;
	if ((r = pdf_words_load(&words, &page, a)) == 0 &&
	    ((sole = pdf_sole(&picture, soles, q, i)) ||
	    (r = pdf_picture_draw(&picture, &page, PICTURE_DPI, a)) == 0)) {
		if (sole && i + 1 < pdf->pages)	/* the next may be the like */
			pdf_sole_begin(soles, q, i + 1);
		note(v, &words, &picture);
		if (!soles->bare)
			note_pictures(v, &picture);
	}
	pdf_picture_free(&picture);
	pdf_words_free(&words);
	pdf_page_close(&page);
	return r;
}

static bool
pixels_differ(const uint8_t *p, const uint8_t *q)
{
	int i, d;

	for (i = 0; i < 3; i++) {
		d = p[i] - q[i];
		if (d > ALIKE || d < -ALIKE)
			return true;
	}
	return false;
}

/* Of the words that were a guess, or of the others, those near (x, y) show
 * something there; false when there is none.  Letters reach out of their words
 * a little. */
static bool
keep_of(struct bytes *words, double x, double y, bool guess)
{
	struct view_word *w = (struct view_word *)(void *)words->data;
	bool any = false;
	size_t i;

	for (i = 0; i < words->len / sizeof *w; i++) {
		const struct rect *r = &w[i].box;
		double reach = (r->y1 - r->y0) / 2;

		if (w[i].guess != guess ||
		    x < r->x0 - reach || x > r->x1 + reach ||
		    y < r->y0 - reach || y > r->y1 + reach)
			continue;
		w[i].shows.x0 = fmin(w[i].shows.x0, x);
		w[i].shows.y0 = fmin(w[i].shows.y0, y);
		w[i].shows.x1 = fmax(w[i].shows.x1, x);
		w[i].shows.y1 = fmax(w[i].shows.y1, y);
		any = true;
	}
	return any;
}

/* A difference at (x, y): a wrong guess explains it best. */
static void
keep_near(struct bytes *words, double x, double y)
{
	if (!keep_of(words, x, y, true))
		(void)keep_of(words, x, y, false);
}

static bool
alike(struct bytes *words, const struct pdf_picture *a,
    const struct pdf_picture *b)
{
	int stride = cairo_image_surface_get_stride(a->surface), x, y;
	const uint8_t *p = cairo_image_surface_get_data(a->surface);
	const uint8_t *q = cairo_image_surface_get_data(b->surface);
	double points = 1 / (a->scale * 100);
	bool same = a->width == b->width && a->height == b->height;

	for (y = 0; y < a->height && a->width == b->width &&
	    a->height == b->height; y++)
		for (x = 0; x < a->width; x++) {
			size_t at = (size_t)y * (size_t)stride +
			    (size_t)x * 4;

			if (!pixels_differ(p + at, q + at))
				continue;
			same = false;
			keep_near(words, (x + 0.5) * points,
			    (y + 0.5) * points);
		}
	return same;
}

int
pdf_looks_alike(bool *same, struct bytes *words, const struct pdf *was,
    const struct pdf *is, uint32_t i, struct answer *a)
{
	struct pdf_picture one = { .surface = NULL }, two = one;
	struct pdf_page page;
	int r;

	if (pdf_page_open(&page, was, i, a) < 0)
		return -1;
	r = pdf_picture_draw(&one, &page, PICTURE_DPI, a);
	pdf_page_close(&page);
	if (r < 0 || (r = pdf_page_open(&page, is, i, a)) < 0)
		goto done;
	r = pdf_picture_draw(&two, &page, PICTURE_DPI, a);
	pdf_page_close(&page);
	if (r == 0)
		*same = alike(words, &one, &two);
done:
	pdf_picture_free(&one);
	pdf_picture_free(&two);
	return r;
}
