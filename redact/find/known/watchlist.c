/* watchlist.c -- a list of entries, line by line; see watchlist.h. */
#include "redact/find/known/watchlist.h"

#include <string.h>

#include "redact/find/known/keys.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define KIND_BYTES_MAX 24u

static int
too_many(size_t line)
{
	return err_set(ERR_TOO_BIG, "line %zu of the watchlist: more than %u "
	    "entries; split the list and run with each part", line,
	    WATCHLIST_ENTRIES_MAX);
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
trim(const uint8_t **p, size_t *len)
{
	for (; *len > 0 && is_blank((*p)[0]); (*p)++, (*len)--)
		;
	for (; *len > 0 && is_blank((*p)[*len - 1]); (*len)--)
		;
}

/* "PERSON:" before an entry: the kind, and the entry without it. */
static const char *
take_kind(const uint8_t **p, size_t *len)
{
	static const char *const kinds[] = { "PERSON", "ORG", "EMAIL", "PHONE",
	    "USER_NAME", "MESSENGER_HANDLE", "ADDRESS", "LOCATION" };
	const uint8_t *colon = memchr(*p, ':', *len < KIND_BYTES_MAX ? *len :
	    KIND_BYTES_MAX);
	size_t n = colon != NULL ? (size_t)(colon - *p) : 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (n > 0 && strlen(kinds[i]) == n &&
		    memcmp(kinds[i], *p, n) == 0) {
			*p += n + 1;
			*len -= n + 1;
			trim(p, len);
			return kinds[i];
		}
	return NULL;
}

static int
read_form(struct known *k, const uint8_t *p, size_t len, size_t line,
    const char *as)
{
	struct known_value v = { .kind = "WATCHLIST", .as = as,
	    .origin = KNOWN_LISTED, .line = (uint32_t)line, .turned = true };
	struct draft d;

	trim(&p, &len);
	for (; len > 0 && p[0] == '*'; p++, len--)
		v.open_start = true;
	for (; len > 0 && p[len - 1] == '*'; len--)
		v.open_end = true;
	draft_read(&d, p, len);
	if (d.long_one)
		return err_set(ERR_TOO_BIG, "line %zu of the watchlist: an "
		    "entry has more than %u letters; shorten it", line,
		    WATCHLIST_ENTRY_MAX);
	if (d.n == 0)
		return err_set(ERR_FORMAT, "line %zu of the watchlist has no "
		    "letter or digit to look for; correct or delete it", line);
	v.value = p;
	v.len = len;
	return known_add(k, &v);
}

static int
read_line(struct known *k, const uint8_t *p, size_t len, size_t line,
    size_t *entries)
{
	const uint8_t *bar;
	const char *as;
	size_t n;
	int r;

	if (!utf8_valid(p, len))
		return err_set(ERR_FORMAT, "line %zu of the watchlist is not "
		    "UTF-8; save the file as UTF-8", line);
	trim(&p, &len);
	for (as = take_kind(&p, &len);; p += n + 1, len -= n + 1) {
		bar = memchr(p, '|', len);
		n = bar != NULL ? (size_t)(bar - p) : len;
		if (++*entries > WATCHLIST_ENTRIES_MAX)
			return too_many(line);
		if ((r = read_form(k, p, n, line, as)) < 0)
			return r;
		if (bar == NULL)
			return 0;
	}
}

int
watchlist_read(struct known *k, const void *list, size_t len)
{
	size_t entries = 0, line = 1, n, skip;
	const uint8_t *p = list, *end;
	int r;

	if (len > WATCHLIST_MAX)
		return err_set(ERR_TOO_BIG, "a watchlist of %zu bytes is over "
		    "the limit of %u; split it and run with each part", len,
		    WATCHLIST_MAX);
	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	for (; len > 0; line++) {
		end = memchr(p, '\n', len);
		n = end != NULL ? (size_t)(end - p) : len;
		for (skip = 0; skip < n && is_blank(p[skip]); skip++)
			;
		if (skip < n && p[skip] != '#' &&
		    (r = read_line(k, p, n, line, &entries)) < 0)
			return r;
		n += end != NULL;
		p += n;
		len -= n;
	}
	return 0;
}
