/* window.c -- see window.h. */
#include "redact/find/engine/window.h"

#include <string.h>

#include "redact/find/view/letter.h"
#include "vault/base/print.h"

#define LINE_MAX (64u << 10)	/* bytes gone back for the end of a line */
#define WORD_MAX 4096u		/* and for white space */

static bool
inside_character(const uint8_t *text, size_t len, size_t at)
{
	return at < len && (text[at] & 0xc0) == 0x80;
}

/* A place in (low, at] where a line, a word, or else a character begins. */
static size_t
cut(const uint8_t *text, size_t len, size_t low, size_t at)
{
	size_t most = at - low < LINE_MAX ? at - low : LINE_MAX;
	const uint8_t *p;

	if (at >= len)
		return len;
	if ((p = memrchr(text + at - most, '\n', most)) != NULL)
		return (size_t)(p - text) + 1;
	most = most < WORD_MAX ? most : WORD_MAX;
	if ((p = memrchr(text + at - most, ' ', most)) != NULL)
		return (size_t)(p - text) + 1;
	while (at > low + 1 && inside_character(text, len, at))
		at--;
	return at;
}

/* Does the character that begins at `at` show? */
static bool
shows(const uint8_t *text, size_t len, size_t at)
{
	uint32_t cp;

	return text[at] < 0x80 || utf8_next(text + at, len - at, &cp) == 0 ||
	    !letter_shows_nothing(cp);
}

/* WINDOW_REACH visible bytes before `at`. */
static size_t
reach_back(const uint8_t *text, size_t len, size_t at)
{
	size_t low = at > WINDOW_AROUND_MAX ? at - WINDOW_AROUND_MAX : 0;
	size_t seen = 0, end = at;

	while (at > low && seen < WINDOW_REACH) {
		at--;
		if (inside_character(text, len, at))
			continue;
		if (shows(text, len, at))
			seen += end - at;
		end = at;
	}
	/* Bytes that begin no character are not passed over at the start. */
	while (at > 0 && inside_character(text, len, at))
		at++;
	return at;
}

static size_t
reach_on(const uint8_t *text, size_t len, size_t at)
{
	size_t high = len - at > WINDOW_AROUND_MAX ? at + WINDOW_AROUND_MAX :
	    len;
	size_t seen = 0, start;

	while (at < high && seen < WINDOW_REACH) {
		start = at++;
		while (inside_character(text, len, at))
			at++;
		if (shows(text, len, start))
			seen += at - start;
	}
	return at;
}

bool
window_next(struct window *w, const uint8_t *text, size_t len, size_t size)
{
	size_t low;

	if (w->end >= len)
		return false;
	w->start = w->end;
	w->end = len - w->start <= size ? len :
	    cut(text, len, w->start + size / 2, w->start + size);
	/* Sentences and lines are seen from their beginning where one is near. */
	w->from = reach_back(text, len, w->start);
	low = w->from > LINE_MAX ? w->from - LINE_MAX : 0;
	if (w->from > 0)
		w->from = cut(text, len, low, w->from);
	w->to = reach_on(text, len, w->end);
	return true;
}
