/* fold.c -- see fold.h. */
#include "redact/find/view/fold.h"

#include <stdlib.h>
#include <string.h>

#include "intake/marks/marks.h"
#include "redact/find/view/letter.h"
#include "redact/find/view/pairs.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

/* One character becomes at most LETTERS_MAX; of 2 bytes, at most 3 each. */
#define FOLD_GROWTH 6

/*
 * A stretch of folded bytes.  Where it is as long as the stretch of text it
 * came from, byte stands for byte; else it stands for that stretch whole.
 */
struct run {
	uint32_t at;		/* first folded byte */
	uint32_t from, to;	/* bytes of the text */
};

struct fold {
	const uint8_t *text;
	size_t text_len;
	const uint8_t *s;	/* the text itself where nothing folds */
	size_t len;
	struct bytes made;
	struct run *runs;	/* none: the text itself */
	size_t nruns, cap;
};

/* Where the reading stands. */
struct reader {
	struct fold *f;
	const struct pairs *pairs;
	enum fold_view view;
	size_t at;
	size_t kept;		/* from here to `at`, bytes stay as they are */
	size_t word_end;	/* of the word that was looked at last */
	bool latin;		/* that word is Latin with look-alikes in it */
	uint32_t before;	/* the last character that was kept; 0 */
};

static int
add_run(struct fold *f, size_t from, size_t to)
{
	struct run *runs;
	size_t cap;

	if (f->nruns == f->cap) {
		cap = f->cap ? f->cap * 2 : 64;
		if ((runs = realloc(f->runs, cap * sizeof(*runs))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		f->runs = runs;
		f->cap = cap;
	}
	f->runs[f->nruns++] = (struct run){ .at = (uint32_t)f->made.len,
	    .from = (uint32_t)from, .to = (uint32_t)to };
	return 0;
}

/* The next `len` folded bytes stand for [from, to).  What is as long as what
 * it stands for joins the run before when it touches. */
static int
account(struct fold *f, size_t from, size_t to, size_t len)
{
	struct run *last = f->nruns ? &f->runs[f->nruns - 1] : NULL;

	if (last == NULL || last->to != from || to - from != len ||
	    f->made.len - last->at != last->to - last->from)
		return add_run(f, from, to);
	last->to = (uint32_t)to;
	return 0;
}

static int
replace(struct fold *f, size_t from, size_t to, const uint32_t *cps, size_t n)
{
	size_t len = 0, i;
	int r;

	for (i = 0; i < n; i++)
		len += cps[i] < 0x80 ? 1 : cps[i] < 0x800 ? 2 :
		    cps[i] < 0x10000 ? 3 : 4;
	r = len > 0 ? account(f, from, to, len) : 0;
	for (i = 0; i < n && r == 0; i++)
		r = utf8_put(&f->made, cps[i]);
	return r;
}

/* Joins the parts of an address or a name into one word, for look-alikes. */
static bool
joins(uint32_t cp, enum fold_view view)
{
	return view == FOLD_READ &&
	    (cp == '.' || cp == '@' || cp == '_' || cp == '-');
}

static bool
goes_on(uint32_t cp, enum fold_view view)
{
	return letter_shows_nothing(cp) || joins(cp, view) || letter_in_word(cp);
}

/* The character that ends at `at`, which lies behind valid UTF-8. */
static size_t
before_it(const struct fold *f, size_t at, uint32_t *cp)
{
	size_t start = at - 1;

	while (start > 0 && at - start < 4 && (f->text[start] & 0xc0) == 0x80)
		start--;
	return utf8_next(f->text + start, at - start, cp) == at - start ?
	    start : at;
}

/* Is the word around this place Latin, with letters that only look so?  No
 * word is looked at twice. */
static void
look_at_word(struct reader *r)
{
	const struct fold *f = r->f;
	bool latin = false, alike = false, other = false;
	size_t at = r->at, start, n;
	uint32_t cp;

	for (; at > r->word_end; at = start)
		if ((start = before_it(f, at, &cp)) == at ||
		    !goes_on(cp, r->view))
			break;
	for (; at < f->text_len; at += n) {
		n = utf8_next(f->text + at, f->text_len - at, &cp);
		if (n == 0 || !goes_on(cp, r->view))
			break;
		if (!letter_is(cp))
			continue;
		if (letter_is_latin(cp))
			latin = true;
		else if (mark_latin_of(cp) != 0)
			alike = true;
		else
			other = true;
	}
	r->word_end = at > r->at ? at : r->at;
	r->latin = latin && alike && !other;
}

static bool
in_latin_word(struct reader *r)
{
	if (r->at >= r->word_end)
		look_at_word(r);
	return r->latin && r->at < r->word_end;
}

static uint32_t
peek(const struct fold *f, size_t at)
{
	uint32_t cp;

	return utf8_next(f->text + at, f->text_len - at, &cp) ? cp : 0;
}

/* What the bytes up to `at` were is put down; `from` is where it goes on. */
static int
flush(struct reader *r, size_t from)
{
	struct fold *f = r->f;
	size_t len = r->at - r->kept;
	int e = 0;

	if (len > 0 && (e = account(f, r->kept, r->at, len)) == 0)
		e = bytes_add(&f->made, f->text + r->kept, len);
	r->kept = from;
	return e;
}

/* The reading view of the character of n bytes at r->at. */
static int
read_one(struct reader *r, uint32_t cp, size_t n)
{
	uint32_t plain;
	int e;

	if (letter_shows_nothing(cp) &&
	    !mark_belongs(cp, r->before, peek(r->f, r->at + n)))
		return flush(r, r->at + n);
	r->before = cp;
	plain = letter_plain(cp);
	if (mark_latin_of(cp) != 0 && in_latin_word(r))
		plain = mark_latin_of(cp);
	if (plain == cp)
		return 0;
	if ((e = flush(r, r->at + n)) < 0)
		return e;
	return replace(r->f, r->at, r->at + n, &plain, 1);
}

/* Bytes of ASCII at p. */
static size_t
ascii_run(const uint8_t *p, size_t len)
{
	uint64_t eight;
	size_t n = 0;

	for (; len - n >= sizeof(eight); n += sizeof(eight)) {
		memcpy(&eight, p + n, sizeof(eight));
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (n < len && p[n] < 0x80)
		n++;
	return n;
}

/* The code point of a valid character of two bytes; 0. */
static uint32_t
pair_at(const uint8_t *p, size_t len)
{
	if (len < 2 || p[0] < 0xc2 || p[0] > 0xdf || (p[1] & 0xc0) != 0x80)
		return 0;
	return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
}

/* Go over what stays as it is; true when the next character may not. */
static bool
pass_over(struct reader *r)
{
	const struct pairs *pairs = r->pairs;
	const struct fold *f = r->f;
	uint32_t cp;
	size_t n;

	for (;;) {
		n = ascii_run(f->text + r->at, f->text_len - r->at);
		r->at += n;
		if (n > 0)
			r->before = f->text[r->at - 1];
		cp = pair_at(f->text + r->at, f->text_len - r->at);
		if (cp == 0 || pairs->way[cp] == PAIR_CHANGES ||
		    (pairs->way[cp] == PAIR_LOOKS_LATIN && in_latin_word(r)))
			return r->at < f->text_len;
		r->before = cp;
		r->at += 2;
	}
}

static int
not_utf8(void)
{
	return err_set(ERR_FORMAT, "the text is not UTF-8: "
	    "let `tipline text` make it anew");
}

static int
fold_to_read(struct reader *r)
{
	struct fold *f = r->f;
	uint32_t cp;
	size_t n;
	int e;

	while (pass_over(r)) {
		n = utf8_next(f->text + r->at, f->text_len - r->at, &cp);
		if (n == 0)
			return not_utf8();
		if ((e = read_one(r, cp, n)) < 0)
			return e;
		r->at += n;
	}
	if (r->kept == 0 && f->nruns == 0 && f->text_len > 0) {
		f->s = f->text;
		f->len = f->text_len;
		return 0;
	}
	return flush(r, r->at);
}

static int
compare_ascii(struct fold *f, size_t at, size_t n)
{
	uint8_t *to;
	int r;

	if ((r = account(f, at, at + n, n)) < 0 ||
	    (r = bytes_room(&f->made, n, &to)) < 0)
		return r;
	for (size_t i = 0; i < n; i++) {
		uint8_t c = f->text[at + i];

		to[i] = (uint8_t)(c + (c >= 'A' && c <= 'Z') * 32);
	}
	return 0;
}

/* The comparing view of the character of n bytes at r->at. */
static int
compare_one(struct reader *r, uint32_t cp, size_t n)
{
	uint32_t to[LETTERS_MAX];
	const struct pair *pair;
	struct fold *f = r->f;
	size_t latin;
	int e;

	if (letter_shows_nothing(cp))
		return 0;
	latin = letter_is(cp) && in_latin_word(r);
	if (cp >= PAIRS || (pair = &r->pairs->compare[latin][cp])->len >
	    PAIR_MAX)
		return replace(f, r->at, r->at + n, to,
		    letter_compare(to, cp, latin != 0));
	e = pair->len > 0 ? account(f, r->at, r->at + n, pair->len) : 0;
	return e < 0 ? e : bytes_add(&f->made, pair->s, pair->len);
}

static int
fold_to_compare(struct reader *r)
{
	struct fold *f = r->f;
	uint32_t cp;
	size_t n;
	int e;

	while (r->at < f->text_len) {
		n = ascii_run(f->text + r->at, f->text_len - r->at);
		if (n > 0 && (e = compare_ascii(f, r->at, n)) < 0)
			return e;
		if ((r->at += n) == f->text_len)
			break;
		n = utf8_next(f->text + r->at, f->text_len - r->at, &cp);
		if (n == 0)
			return not_utf8();
		if ((e = compare_one(r, cp, n)) < 0)
			return e;
		r->at += n;
	}
	return 0;
}

static int
fold_all(struct fold *f, enum fold_view view)
{
	struct reader reader = { .f = f, .view = view, .pairs = pairs_get() };
	int r;

	f->s = (const uint8_t *)"";
	r = view == FOLD_READ ? fold_to_read(&reader) :
	    fold_to_compare(&reader);
	if (r == 0 && f->made.len > 0) {
		f->s = f->made.data;
		f->len = f->made.len;
	}
	return r;
}

int
fold_new(struct fold **out, const void *text, size_t len, enum fold_view view)
{
	struct fold *f;
	int r;

	*out = NULL;
	if (len > FOLD_TEXT_MAX)
		return err_set(ERR_TOO_BIG, "a text of %zu bytes is over the "
		    "limit of %u: split the document and submit its parts",
		    len, FOLD_TEXT_MAX);
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	f->text = text;
	f->text_len = len;
	f->made = BYTES_INIT(FOLD_GROWTH * len + 1);
	if ((r = fold_all(f, view)) < 0) {
		fold_free(f);
		return r;
	}
	*out = f;
	return 0;
}

void
fold_free(struct fold *f)
{
	if (f == NULL)
		return;
	bytes_free(&f->made);
	free(f->runs);
	free(f);
}

const uint8_t *
fold_bytes(const struct fold *f, size_t *len)
{
	*len = f->len;
	return f->s;
}

/* The run that folded byte i lies in. */
static const struct run *
run_of(const struct fold *f, size_t i, size_t *run_end)
{
	size_t low = 0, high = f->nruns, mid;

	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (f->runs[mid].at <= i)
			low = mid;
		else
			high = mid;
	}
	*run_end = low + 1 < f->nruns ? f->runs[low + 1].at : f->len;
	return &f->runs[low];
}

static bool
inside_character(const struct fold *f, size_t at)
{
	return at < f->text_len && (f->text[at] & 0xc0) == 0x80;
}

size_t
fold_start(const struct fold *f, size_t i)
{
	const struct run *run;
	size_t end, at = i;

	if (f->nruns > 0) {
		run = run_of(f, i, &end);
		at = end - run->at == run->to - run->from ?
		    run->from + (i - run->at) : run->from;
	}
	while (at > 0 && inside_character(f, at))
		at--;
	return at;
}

size_t
fold_end(const struct fold *f, size_t j)
{
	const struct run *run;
	size_t end, at = j;

	if (f->nruns > 0) {
		run = run_of(f, j - 1, &end);
		at = end - run->at == run->to - run->from ?
		    run->from + (j - run->at) : run->to;
	}
	while (inside_character(f, at))
		at++;
	return at;
}

int
fold_value(struct bytes *b, const void *value, size_t len)
{
	struct fold *f = NULL;
	size_t i;
	uint8_t c;
	int r;

	if ((r = fold_new(&f, value, len, FOLD_COMPARE)) < 0)
		return r;
	for (i = 0; i < f->len && r == 0; i++) {
		c = f->s[i];
		if (c != ' ' && c != '-' && !(c >= '\t' && c <= '\r'))
			r = bytes_add(b, &c, 1);
	}
	fold_free(f);
	return r;
}
