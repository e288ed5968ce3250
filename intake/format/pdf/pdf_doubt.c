/* pdf_doubt.c -- see pdf_doubt.h. */
#include "intake/format/pdf/pdf_doubt.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/print.h"

#define SCAN_PIXELS 250000	/* half an A4 page at 72 dpi */
#define NEAR 1024		/* bytes around a picture's name: its dictionary */
#define DIGITS 7		/* of a picture's side */
#define COVERED 0.4		/* of the page, by pictures */
#define STRANGE_SHARE 20	/* one in so many signs without a meaning */
#define WORDS_LEAST 8u		/* fewer tell nothing of a language */
#define LONG_WORD 4u		/* letters; shorter ones may lack a vowel */

/* --- pictures --- */

/* The number behind `key`; the largest one when it stands elsewhere. */
static long
number_of(const char *dict, size_t len, const char *key)
{
	const char *at = memmem(dict, len, key, strlen(key));
	const char *end = dict + len;
	long n = 0;
	int digits = 0;

	if (at == NULL)
		return 0;
	at += strlen(key);
	while (at < end && (*at == ' ' || *at == '\n' || *at == '\r'))
		at++;
	for (; at < end && *at >= '0' && *at <= '9' && digits < DIGITS;
	    at++, digits++)
		n = 10 * n + (*at - '0');
	/* "12 0 R": who knows. */
	if (end - at > 4 && at[0] == ' ' && at[1] == '0' && at[2] == ' ' &&
	    at[3] == 'R')
		n = SCAN_PIXELS;
	return n;
}

static bool
is_large(const char *data, size_t len, const char *name)
{
	size_t at = (size_t)(name - data);
	size_t from = at > NEAR ? at - NEAR : 0;
	size_t to = len - at > NEAR ? at + NEAR : len;
	const char *dict = data + from;

	return number_of(dict, to - from, "/Width") *
	    number_of(dict, to - from, "/Height") >= SCAN_PIXELS;
}

/*
 * A picture is a stream, and the dictionary of a stream is never compressed:
 * looking through the bytes finds every one.  A neighbour's numbers may be
 * taken for its own, which costs time and nothing else.
 */
bool
pdf_has_pictures(const struct doc *d)
{
	return memmem(d->data, d->len, "/Image", 6) != NULL;
}

bool
pdf_has_scans(const struct doc *d)
{
	const char *data = (const char *)d->data, *p = data;
	const char *end = data + d->len;

	while ((p = memmem(p, (size_t)(end - p), "/Image", 6)) != NULL) {
		if (is_large(data, d->len, p))
			return true;
		p += 6;
	}
	return false;
}

static bool
is_covered(const struct pdf_page *page)
{
	GList *list = poppler_page_get_image_mapping(page->poppler), *l;
	double area = 0;

	for (l = list; l != NULL; l = l->next) {
		const PopplerImageMapping *m = l->data;

		area += (m->area.x2 - m->area.x1) * (m->area.y2 - m->area.y1);
	}
	poppler_page_free_image_mapping(list);
	return area > COVERED * page->width * page->height;
}

/* --- words --- */

static bool
is_vowel(uint32_t cp)
{
	return cp > 0x7f || (cp < 0x7f && cp > 0 &&
	    strchr("aeiouyAEIOUY", (int)cp) != NULL);
}

static bool
is_letter(uint32_t cp)
{
	return cp > 0x7f || (cp >= 'a' && cp <= 'z') ||
	    (cp >= 'A' && cp <= 'Z');
}

static bool
is_strange(uint32_t cp)
{
	return cp == 0xfffd || (cp >= 0xe000 && cp <= 0xf8ff) ||
	    (cp < ' ' && cp != '\n' && cp != '\t') ||
	    (cp >= 0x7f && cp < 0xa0) || cp >= 0xf0000;
}

/* More than a third of the longer words have no vowel, or signs mean nothing. */
static bool
is_nonsense(const struct pdf_words *w)
{
	const uint8_t *p = (const uint8_t *)w->text;
	size_t left = w->len, step, signs = 0, strange = 0, letters = 0;
	size_t words = 0, mute = 0;
	bool vowel = false;
	uint32_t cp = 0;

	for (; left > 0; p += step, left -= step) {
		if ((step = utf8_next(p, left, &cp)) == 0)
			break;
		signs += cp > ' ';
		strange += is_strange(cp);
		if (is_letter(cp)) {
			letters++;
			vowel = vowel || is_vowel(cp);
			continue;
		}
		words += letters >= LONG_WORD;
		mute += letters >= LONG_WORD && !vowel;
		letters = 0;
		vowel = false;
	}
	return (strange > 2 && strange * STRANGE_SHARE > signs) ||
	    (words >= WORDS_LEAST && mute * 3 > words);
}

bool
pdf_doubt(const struct pdf_page *page, const struct pdf_words *w, bool scans)
{
	return is_nonsense(w) || (scans && is_covered(page));
}
