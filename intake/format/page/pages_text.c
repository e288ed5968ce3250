/*
 * pages_text.c -- plain text on A4 pages: wrapped, drawn, and then no more
 * than a picture with its words, like every other page.
 */
#include "intake/format/page/pages.h"

#include <stdlib.h>

#include "intake/format/page/pages_font.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define PAGE_WIDTH 595.28	/* points: A4 */
#define PAGE_HEIGHT 841.89
#define MARGIN 56.0
#define SIZE 11.0
#define LEADING 14.0
#define TAB_STOPS 8		/* spaces from one tab stop to the next */
#define DPI PAGES_FINE_DPI
#define WORDS_MAX 20000u	/* of one page */

struct sheet {
	struct pages *pages;
	struct font *font;
	cairo_surface_t *picture;
	cairo_t *cr;
	struct page_word *words;
	size_t nwords;
	double x, y;		/* the pen: the line's start and its base */
	double space;		/* width of a space */
};

static int
refuse_memory(struct sheet *s)
{
	return answer_refuse(pages_answer(s->pages), REASON_LIMIT,
	    "a page does not fit the memory of an examination");
}

static int
sheet_begin(struct sheet *s)
{
	s->picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)(PAGE_WIDTH * DPI / 72), (int)(PAGE_HEIGHT * DPI / 72));
	s->cr = cairo_create(s->picture);
	if (cairo_status(s->cr) != CAIRO_STATUS_SUCCESS)
		return refuse_memory(s);
	cairo_set_source_rgb(s->cr, 1, 1, 1);
	cairo_paint(s->cr);
	cairo_set_source_rgb(s->cr, 0, 0, 0);
	cairo_scale(s->cr, DPI / 72, DPI / 72);
	s->x = MARGIN;
	s->y = MARGIN + SIZE;
	s->nwords = 0;
	return 0;
}

static void
sheet_drop(struct sheet *s)
{
	cairo_destroy(s->cr);
	cairo_surface_destroy(s->picture);
	s->cr = NULL;
	s->picture = NULL;
}

static int
sheet_end(struct sheet *s)
{
	int r = pages_add(s->pages, PAGE_WIDTH, PAGE_HEIGHT, s->picture,
	    s->words, s->nwords);

	sheet_drop(s);
	return r;
}

static int
turn_page(struct sheet *s)
{
	return sheet_end(s) < 0 ? -1 : sheet_begin(s);
}

static int
turn_line(struct sheet *s)
{
	s->x = MARGIN;
	s->y += LEADING;
	return s->y > PAGE_HEIGHT - MARGIN ? turn_page(s) : 0;
}

/* Draw what fits on the line, and say how many bytes that was. */
static int
put_piece(struct sheet *s, const char *word, size_t len, double width)
{
	if (s->nwords == WORDS_MAX && turn_page(s) < 0)
		return -1;
	font_draw(s->font, s->cr, s->x, s->y, SIZE, word, len);
	s->words[s->nwords++] = (struct page_word){ word, len,
	    (int32_t)(s->x * 100), (int32_t)((s->y - 0.8 * SIZE) * 100),
	    (int32_t)((s->x + width) * 100),
	    (int32_t)((s->y + 0.2 * SIZE) * 100) };
	s->x += width;
	return 0;
}

/* The longest start of the word that is at most a line wide; one character
 * at least. */
static size_t
piece_len(struct sheet *s, const char *word, size_t len)
{
	double width = 0;
	size_t at = 0, n;
	uint32_t cp;

	while (at < len &&
	    (n = utf8_next((const uint8_t *)word + at, len - at, &cp)) > 0) {
		width += font_width(s->font, word + at, n, SIZE);
		if (width > PAGE_WIDTH - 2 * MARGIN && at > 0)
			break;
		at += n;
	}
	return at > 0 ? at : len;
}

static int
put_word(struct sheet *s, const char *word, size_t len)
{
	while (len > 0) {
		size_t n = piece_len(s, word, len);
		double width = font_width(s->font, word, n, SIZE);

		if (s->x > MARGIN && s->x + width > PAGE_WIDTH - MARGIN &&
		    turn_line(s) < 0)
			return -1;
		if (put_piece(s, word, n, width) < 0)
			return -1;
		word += n;
		len -= n;
		if (len > 0 && turn_line(s) < 0)
			return -1;
	}
	return 0;
}

static int
put_gap(struct sheet *s, char c)
{
	double stop = s->space * TAB_STOPS;
	double done = s->x - MARGIN;

	switch (c) {
	case '\n':
		return turn_line(s);
	case '\f':
		return turn_page(s);
	case '\t':
		s->x = MARGIN + ((double)(long)(done / stop + 0.01) + 1) * stop;
		break;
	case ' ':
		s->x += s->space;
		break;
	default:
		break;		/* other controls take no room */
	}
	return 0;
}

static int
put_text(struct sheet *s, const char *utf8, size_t len)
{
	size_t at = 0, start;

	while (at < len) {
		for (start = at; at < len && (unsigned char)utf8[at] > ' '; )
			at++;
		if (at > start && put_word(s, utf8 + start, at - start) < 0)
			return -1;
		if (at < len && put_gap(s, utf8[at++]) < 0)
			return -1;
	}
	return sheet_end(s);
}

int
pages_add_text(struct pages *p, const char *utf8, size_t len)
{
	struct sheet s = { .pages = p };
	int r;

	if ((r = font_new(&s.font)) < 0) {
		r = answer_refuse(pages_answer(p), REASON_UNSUPPORTED,
		    "there is no font to write pages in; "
		    "install fonts-dejavu-core");
		goto done;
	}
	s.words = calloc(WORDS_MAX, sizeof *s.words);
	s.space = font_width(s.font, " ", 1, SIZE);
	if (s.words == NULL) {
		r = refuse_memory(&s);
		goto done;
	}
	if ((r = sheet_begin(&s)) < 0)
		goto done;
	r = put_text(&s, utf8, len);
done:
	sheet_drop(&s);
	font_free(s.font);
	free(s.words);
	return r;
}
