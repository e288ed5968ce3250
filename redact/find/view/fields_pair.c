/* fields_pair.c -- pairs key=value in logs, settings and queries. */
#include <string.h>

#include "redact/find/view/fields_walk.h"

#define KEY_MAX 32u
#define KEY_MIN 2u
#define PLAIN_MAX 256u	/* bytes of a value without quotes */

static bool
in_key(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
}

/* The key before the '=' at `at`; its start, or `at` when there is none. */
static size_t
key_start(const struct fields *f, size_t from, size_t *at)
{
	size_t start;

	/* INI files write "key = value". */
	if (*at > from && f->text[*at - 1] == ' ')
		(*at)--;
	start = *at;
	while (start > from && *at - start <= KEY_MAX &&
	    in_key(f->text[start - 1]))
		start--;
	return *at - start < KEY_MIN || *at - start > KEY_MAX ? *at : start;
}

/* Where the value at `at` ends; *at moves behind an opening quote. */
static size_t
value_end(const struct fields *f, size_t *at, size_t end, bool spaced)
{
	size_t most = end - *at > FIELD_VALUE_MAX ? *at + FIELD_VALUE_MAX : end;
	uint8_t quote = *at < end ? f->text[*at] : 0;
	const uint8_t *close;

	if (quote == '"' || quote == '\'') {
		close = memchr(f->text + *at + 1, quote, most - *at - 1);
		if (close != NULL) {
			(*at)++;
			return (size_t)(close - f->text);
		}
	}
	if (spaced)
		return most;
	most = end - *at > PLAIN_MAX ? *at + PLAIN_MAX : end;
	for (size_t to = *at; to < most; to++)
		if (f->text[to] == ' ' || f->text[to] == '\t' ||
		    strchr(",;&)]}|<>\"", f->text[to]) != NULL)
			return to;
	return most;
}

/* The pair whose '=' stands at `eq`; where to go on. */
static size_t
read_pair(struct fields *f, size_t from, size_t eq, size_t end)
{
	size_t key_end = eq, key, at = eq + 1, to;
	bool spaced;

	key = key_start(f, from, &key_end);
	if (key == key_end || at >= end || f->text[at] == '=')
		return at;
	/* "key = value" alone on its line: the value has spaces. */
	spaced = key_end < eq && f->text[at] == ' ';
	if (spaced && key > from && f->text[key - 1] != '\n')
		return at;
	at += spaced;
	to = value_end(f, &at, end, spaced);
	if (to > at)
		walk_add(f, at, to, walk_label(f, key, key_end - key),
		    FIELD_KEY);
	return to > eq ? to : eq + 1;
}

void
pairs_read(struct fields *f, size_t start, size_t end)
{
	const uint8_t *eq;
	size_t at = start;

	while (at < end && (eq = memchr(f->text + at, '=',
	    end - at)) != NULL)
		at = read_pair(f, at, (size_t)(eq - f->text), end);
}
