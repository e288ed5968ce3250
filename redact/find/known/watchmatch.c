/*
 * watchmatch.c -- find the forms of a watchlist in a text: from each place
 * where a form may begin, walk the letters of the text and narrow the sorted
 * forms letter by letter; what stands between the letters is judged when a
 * form has come to its end.
 */
#include <stdio.h>
#include <string.h>

#include "redact/find/view/fold.h"
#include "redact/find/view/letter.h"
#include "redact/find/known/watchlist.h"
#include "vault/base/print.h"

#define GAP_BYTES_MAX 256u	/* a longer gap ends a name */
#define GAP_SIGNS_MAX 3u	/* punctuation between two words of a name */

/* What stands before a letter. */
enum gap {
	GAP_NONE,	/* another letter */
	GAP_SPACE,	/* white space, line breaks too */
	GAP_BREAK,	/* hyphen and line break */
	GAP_SIGN,	/* a little punctuation, perhaps with white space */
	GAP_FAR		/* too much */
};

struct walk {
	const struct watchlist *w;
	const struct fold *f;
	const uint8_t *s;	/* the folded text */
	size_t len;
	struct findings *out;
	uint8_t gaps[FORM_BYTES_MAX];	/* along the way walked */
};

/* The letter at `at`: its bytes, 0 when none stands there. */
static size_t
letter_at(const struct walk *k, size_t at)
{
	uint32_t cp;
	size_t n;

	if (at >= k->len)
		return 0;
	n = utf8_next(k->s + at, k->len - at, &cp);
	return n > 0 && letter_in_word(cp) ? n : 0;
}

/* Skip what is no letter from *at on, and say what it was. */
static enum gap
skip_gap(const struct walk *k, size_t *at)
{
	size_t start = *at, signs = 0, n;
	bool hyphen = false, line = false, space = false;
	uint32_t cp;

	while (*at < k->len && *at - start <= GAP_BYTES_MAX) {
		n = utf8_next(k->s + *at, k->len - *at, &cp);
		if (n == 0 || letter_in_word(cp))
			break;
		if (cp == '\n' || cp == '\r' || cp == '\f')
			line = true;
		else if (cp == ' ' || cp == '\t' || cp == '\v')
			space = true;
		else if (cp == '-' && !line && !space && signs == 0)
			hyphen = true;
		if (cp != ' ' && !(cp >= '\t' && cp <= '\r'))
			signs++;
		*at += n;
	}
	if (*at == start)
		return GAP_NONE;
	if (*at >= k->len || *at - start > GAP_BYTES_MAX ||
	    signs > GAP_SIGNS_MAX)
		return GAP_FAR;
	if (signs == 0)
		return GAP_SPACE;
	return hyphen && line && signs == 1 ? GAP_BREAK : GAP_SIGN;
}

/* Does every gap of the text fit this form? */
static bool
gaps_fit(const struct walk *k, const struct form *form)
{
	const uint8_t *wanted = k->w->gaps.data + form->key;

	for (size_t i = 1; i < form->len; i++) {
		if (wanted[i] && k->gaps[i] == GAP_NONE && !form->spaced)
			return false;
		if (!wanted[i] && (k->gaps[i] == GAP_SIGN ||
		    (k->gaps[i] == GAP_SPACE && !form->spaced)))
			return false;
	}
	return true;
}

static uint8_t
key_byte(const struct walk *k, const struct form *form, size_t depth)
{
	return k->w->keys.data[form->key + depth];
}

/* First form of [low, high) whose byte at `depth` is at least `c`. */
static size_t
lower_bound(const struct walk *k, const struct form *list, size_t low,
    size_t high, size_t depth, unsigned c)
{
	size_t mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (list[mid].len <= depth || key_byte(k, &list[mid],
		    depth) < c)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The forms that go on with byte `c` behind `depth` bytes. */
static void
narrow(const struct walk *k, const struct forms *forms, size_t depth,
    uint8_t before, uint8_t c, size_t *low, size_t *high)
{
	unsigned prefix = (unsigned)before << 8 | c;

	if (depth == 1) {	/* now two bytes are known */
		*low = forms->first[prefix];
		*high = forms->first[prefix + 1];
		return;
	}
	*low = lower_bound(k, forms->list, *low, *high, depth, c);
	*high = lower_bound(k, forms->list, *low, *high, depth, c + 1u);
}

/* Of the forms that end here, one that fits; they are first in the range. */
static const struct form *
ending(const struct walk *k, const struct forms *forms, size_t low,
    size_t high, size_t depth, bool word_ends)
{
	const struct form *form;

	for (; low < high && forms->list[low].len == depth; low++) {
		form = &forms->list[low];
		if ((word_ends || form->open_end) && gaps_fit(k, form))
			return form;
	}
	return NULL;
}

/*
 * Walk from `at`; *end is set behind the longest form that fits.  Depth
 * counts the bytes of letters gone by.
 */
static const struct form *
longest(struct walk *k, const struct forms *forms, size_t at, size_t *end)
{
	const struct form *form, *best = NULL;
	size_t low = 0, high = 0, depth = 0, n;
	enum gap gap = GAP_NONE;
	uint8_t before = 0;

	for (;;) {
		if ((n = letter_at(k, at)) == 0 || depth + n > FORM_BYTES_MAX)
			return best;
		k->gaps[depth] = (uint8_t)gap;
		for (; n > 0; n--, at++, depth++) {
			if (depth == 0) {
				low = forms->first[(unsigned)k->s[at] << 8];
				high = forms->first[((unsigned)k->s[at] << 8) +
				    1];
				before = k->s[at];
			} else {
				narrow(k, forms, depth, before, k->s[at], &low,
				    &high);
			}
			if (depth > 0 && low == high)
				return best;
			if (n > 1)
				k->gaps[depth + 1] = GAP_NONE;
		}
		form = ending(k, forms, low, high, depth, letter_at(k, at) == 0);
		if (form != NULL) {
			best = form;
			*end = at;
		}
		if ((gap = skip_gap(k, &at)) == GAP_FAR)
			return best;
	}
}

/* The bytes of the character before `at`, when it is a letter. */
static size_t
letter_before(const struct walk *k, size_t at)
{
	size_t n = 1;

	while (n < at && n < 4 && (k->s[at - n] & 0xc0) == 0x80)
		n++;
	return at > 0 && letter_at(k, at - n) == n ? n : 0;
}

static int
report(struct walk *k, const struct form *form, size_t start, size_t end)
{
	struct finding f = { .kind = "WATCHLIST", .finder = "watchlist",
	    .confidence = 1.0 };

	f.start = fold_start(k->f, start);
	f.end = fold_end(k->f, end);
	(void)snprintf(f.why, sizeof(f.why), "line %u of the watchlist",
	    form->line);
	return findings_add(k->out, &f);
}

/* What is open takes in the whole word, but nothing before `from`. */
static void
widen(const struct walk *k, const struct form *form, size_t from,
    size_t *start, size_t *end)
{
	size_t n;

	while (form->open_start && *start > from &&
	    (n = letter_before(k, *start)) > 0)
		*start -= n;
	while (form->open_end && (n = letter_at(k, *end)) > 0)
		*end += n;
}

static int
walk_all(struct walk *k)
{
	const struct form *closed, *open;
	size_t at = 0, from = 0, start, end, open_end, n;
	bool in_word = false;
	int r;

	while (at < k->len) {
		if ((n = letter_at(k, at)) == 0) {
			in_word = false;
			at++;
			continue;
		}
		closed = open = NULL;
		end = open_end = 0;
		if (!in_word && k->w->closed.n > 0)
			closed = longest(k, &k->w->closed, at, &end);
		if (k->w->open.n > 0)
			open = longest(k, &k->w->open, at, &open_end);
		in_word = true;
		if (closed != NULL) {
			start = at;
			widen(k, closed, from, &start, &end);
			if ((r = report(k, closed, start, end)) < 0)
				return r;
		}
		if (open != NULL) {
			start = at;
			widen(k, open, from, &start, &open_end);
			if ((r = report(k, open, start, open_end)) < 0)
				return r;
			/* The word is taken whole: on behind it. */
			from = at = open_end;
			continue;
		}
		at += n;
	}
	return 0;
}

int
watchlist_run(const struct watchlist *w, const void *text, size_t len,
    struct findings *out)
{
	struct walk k = { .w = w, .out = out };
	struct fold *f = NULL;
	int r;

	if (w->closed.n == 0 && w->open.n == 0)
		return 0;
	if ((r = fold_new(&f, text, len, FOLD_COMPARE)) < 0)
		return r;
	k.f = f;
	k.s = fold_bytes(f, &k.len);
	r = walk_all(&k);
	fold_free(f);
	return r;
}
