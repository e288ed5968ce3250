/* cut.c -- see cut.h. */
#include "redact/page/cut.h"

#include <stdbool.h>
#include <string.h>

#define WORDS_MOST 32u		/* bytes that are looked for ... */
#define WORDS_LEAST 8u
#define NEAR 512u		/* ... this far from where they should be */

/* Where counting says. */
static size_t
counted(const struct edits *e, uint64_t at)
{
	uint64_t to = at;
	size_t i;

	for (i = 0; i < e->nranges && e->ranges[i].end <= at; i++)
		to = to - (e->ranges[i].end - e->ranges[i].start) +
		    strlen(e->ranges[i].label);
	return (size_t)to;
}

/* The place of these bytes that is next to `near`, within `far` of it. */
static bool
nearest(const struct bytes *in, const uint8_t *p, size_t len, size_t near,
    size_t far, size_t *out)
{
	size_t from = near > far ? near - far : 0;
	size_t to = near + far < in->len ? near + far : in->len;
	const uint8_t *at = in->data + from, *end = in->data + to;
	size_t here, away, best = SIZE_MAX;

	while (at < end && (at = memmem(at, (size_t)(end - at), p, len)) !=
	    NULL) {
		here = (size_t)(at - in->data);
		away = here > near ? here - near : near - here;
		if (away < best) {
			best = away;
			*out = here;
		}
		at++;
	}
	return best != SIZE_MAX;
}

/* Bytes that follow `at` and stay as they are. */
static size_t
kept_behind(const struct bytes *text, const struct edits *e, uint64_t at)
{
	uint64_t end = text->len;
	size_t i;

	for (i = 0; i < e->nranges && e->ranges[i].end <= at; i++)
		continue;
	/* Edits behind the text are of what was read in pictures. */
	if (i < e->nranges && e->ranges[i].start < end)
		end = e->ranges[i].start > at ? e->ranges[i].start : at;
	return end - at < WORDS_MOST ? (size_t)(end - at) : WORDS_MOST;
}

size_t
cut_at(const struct bytes *text, const struct edits *e,
    const struct bytes *made, uint64_t at)
{
	size_t to, far, len, found, all = counted(e, text->len);
	const uint8_t *line;

	if (at == 0 || made->len == 0)
		return 0;
	if (at >= text->len)
		return made->len;
	to = counted(e, at);
	if (all == made->len)
		return to;	/* nothing was cleaned: it is exact */
	far = NEAR + (all > made->len ? all - made->len : made->len - all);
	for (len = kept_behind(text, e, at); len >= WORDS_LEAST; len /= 2)
		if (nearest(made, text->data + at, len, to, far, &found))
			return found;
	if (to >= made->len)
		return made->len;
	line = memchr(made->data + to, '\n', made->len - to);
	return line == NULL ? made->len :
	    (size_t)(line - made->data) + 1;
}
