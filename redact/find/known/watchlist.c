/* watchlist.c -- read a watchlist into sorted forms; see watchlist.h. */
#include "redact/find/known/watchlist.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/view/fold.h"
#include "redact/find/view/letter.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define PREFIXES 65536u

/* A form while it is read. */
struct draft {
	uint8_t key[FORM_BYTES_MAX], gap[FORM_BYTES_MAX];
	size_t len, letters, words;
	size_t second;		/* where the second word begins */
};

/* qsort has no argument for it */
static _Thread_local struct watchlist *sorting;

static int
by_key(const void *a, const void *b)
{
	const struct form *x = a, *y = b;
	size_t len = x->len < y->len ? x->len : y->len;
	int c = memcmp(sorting->keys.data + x->key,
	    sorting->keys.data + y->key, len);

	if (c != 0)
		return c;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int
too_many(size_t line)
{
	return err_set(ERR_TOO_BIG, "line %zu of the watchlist: more than %u "
	    "entries; split the list and run with each part", line,
	    WATCHLIST_ENTRIES_MAX);
}

static int
add_form(struct watchlist *w, const struct draft *d, size_t line,
    bool open_start, bool open_end)
{
	struct forms *to = open_start ? &w->open : &w->closed;
	struct form *list;
	size_t cap;

	if (to->n == to->cap) {
		cap = to->cap ? to->cap * 2 : 64;
		if ((list = realloc(to->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		to->list = list;
		to->cap = cap;
	}
	to->list[to->n++] = (struct form){ .key = (uint32_t)w->keys.len,
	    .line = (uint32_t)line, .len = (uint16_t)d->len,
	    .open_start = open_start, .open_end = open_end,
	    .spaced = d->letters >= FORM_SPACED_MIN };
	(void)bytes_add(&w->keys, d->key, d->len);
	(void)bytes_add(&w->gaps, d->gap, d->len);
	return bytes_ok(&w->keys) < 0 ? bytes_ok(&w->keys) : bytes_ok(&w->gaps);
}

/* Keep letters and digits, and note where a gap precedes one. */
static int
draft_form(struct draft *d, const void *p, size_t len, size_t line)
{
	struct fold *f = NULL;
	const uint8_t *s;
	bool gap = false;
	size_t at, n, size;
	uint32_t cp;
	int r;

	memset(d, 0, sizeof(*d));
	if ((r = fold_new(&f, p, len, FOLD_COMPARE)) < 0)
		return r;
	s = fold_bytes(f, &size);
	for (at = 0; at < size; at += n) {
		n = utf8_next(s + at, size - at, &cp);
		if (!letter_in_word(cp)) {
			gap = d->len > 0;
			continue;
		}
		if (d->letters++ >= WATCHLIST_ENTRY_MAX) {
			r = err_set(ERR_TOO_BIG, "line %zu of the watchlist: "
			    "an entry has more than %u letters; shorten it",
			    line, WATCHLIST_ENTRY_MAX);
			goto done;
		}
		if (gap || d->len == 0)
			d->words++;
		if (gap && d->words == 2)
			d->second = d->len;
		d->gap[d->len] = gap;
		memcpy(d->key + d->len, s + at, n);
		d->len += n;
		gap = false;
	}
	if (d->len == 0)
		r = err_set(ERR_FORMAT, "line %zu of the watchlist has no "
		    "letter or digit to look for; correct or delete it", line);
done:
	fold_free(f);
	return r;
}

/* "A B" as "B A". */
static void
turn(struct draft *to, const struct draft *from)
{
	size_t rest = from->len - from->second;

	*to = *from;
	memcpy(to->key, from->key + from->second, rest);
	memcpy(to->key + rest, from->key, from->second);
	memcpy(to->gap, from->gap + from->second, rest);
	memcpy(to->gap + rest, from->gap, from->second);
	to->gap[0] = 0;
	to->gap[rest] = 1;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int
read_form(struct watchlist *w, const uint8_t *p, size_t len, size_t line)
{
	bool open_start = false, open_end = false;
	struct draft d, turned;
	int r;

	for (; len > 0 && is_blank(p[0]); p++, len--)
		;
	for (; len > 0 && is_blank(p[len - 1]); len--)
		;
	for (; len > 0 && p[0] == '*'; p++, len--)
		open_start = true;
	for (; len > 0 && p[len - 1] == '*'; len--)
		open_end = true;
	if (w->closed.n + w->open.n >= 2 * WATCHLIST_ENTRIES_MAX)
		return too_many(line);
	if ((r = draft_form(&d, p, len, line)) < 0 ||
	    (r = add_form(w, &d, line, open_start, open_end)) < 0)
		return r;
	/* Turned round, each word keeps the side on which it is open. */
	if (d.words != 2 || open_start || open_end)
		return 0;
	turn(&turned, &d);
	return add_form(w, &turned, line, false, false);
}

static int
read_line(struct watchlist *w, const uint8_t *p, size_t len, size_t line,
    size_t *entries)
{
	const uint8_t *bar;
	size_t n;
	int r;

	if (!utf8_valid(p, len))
		return err_set(ERR_FORMAT, "line %zu of the watchlist is not "
		    "UTF-8; save the file as UTF-8", line);
	for (;; p += n + 1, len -= n + 1) {
		bar = memchr(p, '|', len);
		n = bar != NULL ? (size_t)(bar - p) : len;
		if (++*entries > WATCHLIST_ENTRIES_MAX)
			return too_many(line);
		if ((r = read_form(w, p, n, line)) < 0)
			return r;
		if (bar == NULL)
			return 0;
	}
}

static int
read_lines(struct watchlist *w, const uint8_t *p, size_t len)
{
	size_t entries = 0, line = 1, n, skip;
	const uint8_t *end;
	int r;

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
		    (r = read_line(w, p, n, line, &entries)) < 0)
			return r;
		n += end != NULL;
		p += n;
		len -= n;
	}
	return 0;
}

static unsigned
prefix_of(const struct watchlist *w, const struct form *f)
{
	const uint8_t *key = w->keys.data + f->key;

	return (unsigned)key[0] << 8 | (f->len > 1 ? key[1] : 0u);
}

static int
forms_sort(struct watchlist *w, struct forms *f)
{
	size_t at = 0;

	if (f->n == 0)
		return 0;
	sorting = w;
	qsort(f->list, f->n, sizeof(*f->list), by_key);
	f->first = calloc(PREFIXES + 1, sizeof(*f->first));
	if (f->first == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (unsigned prefix = 0; prefix <= PREFIXES; prefix++) {
		while (at < f->n && prefix_of(w, &f->list[at]) < prefix)
			at++;
		f->first[prefix] = (uint32_t)at;
	}
	return 0;
}

int
watchlist_read(struct watchlist **out, const void *p, size_t len)
{
	struct watchlist *w;
	int r;

	*out = NULL;
	if (len > WATCHLIST_MAX)
		return err_set(ERR_TOO_BIG, "a watchlist of %zu bytes is over "
		    "the limit of %u; split it and run with each part", len,
		    WATCHLIST_MAX);
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	/* Folding may grow an entry; each may stand twice, turned round. */
	w->keys = BYTES_INIT((size_t)12 * WATCHLIST_MAX);
	w->gaps = BYTES_INIT((size_t)12 * WATCHLIST_MAX);
	if ((r = read_lines(w, p, len)) < 0 ||
	    (r = forms_sort(w, &w->closed)) < 0 ||
	    (r = forms_sort(w, &w->open)) < 0) {
		watchlist_free(w);
		return r;
	}
	*out = w;
	return 0;
}

void
watchlist_free(struct watchlist *w)
{
	if (w == NULL)
		return;
	bytes_free(&w->keys);
	bytes_free(&w->gaps);
	free(w->closed.list);
	free(w->closed.first);
	free(w->open.list);
	free(w->open.first);
	free(w);
}
