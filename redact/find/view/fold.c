/* fold.c -- see fold.h. */
#include "redact/find/view/fold.h"

#include <stdlib.h>

#include "intake/marks/marks.h"
#include "redact/find/view/letter.h"
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
	struct bytes s;
	struct run *runs;
	size_t nruns, cap;
};

/* Where the reading stands. */
struct reader {
	struct fold *f;
	enum fold_view view;
	size_t at;
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
	f->runs[f->nruns++] = (struct run){ .at = (uint32_t)f->s.len,
	    .from = (uint32_t)from, .to = (uint32_t)to };
	return 0;
}

/* Bytes that stay as they are join the run before when it touches. */
static int
keep(struct fold *f, size_t from, size_t len)
{
	struct run *last = f->nruns ? &f->runs[f->nruns - 1] : NULL;
	int r;

	if (last != NULL && last->to == from &&
	    f->s.len - last->at == last->to - last->from)
		last->to = (uint32_t)(from + len);
	else if ((r = add_run(f, from, from + len)) < 0)
		return r;
	return bytes_add(&f->s, f->text + from, len);
}

static int
replace(struct fold *f, size_t from, size_t len, const uint32_t *cps, size_t n)
{
	int r;

	if ((r = add_run(f, from, from + len)) < 0)
		return r;
	for (size_t i = 0; i < n && r == 0; i++)
		r = utf8_put(&f->s, cps[i]);
	return r;
}

static bool
is_dropped(uint32_t cp)
{
	return cp >= 0x80 && (mark_is_invisible(cp) || mark_is_bidi(cp) ||
	    mark_is_variation(cp));
}

/* Joins the parts of an address or a name into one word, for look-alikes. */
static bool
joins(uint32_t cp, enum fold_view view)
{
	return view == FOLD_READ &&
	    (cp == '.' || cp == '@' || cp == '_' || cp == '-');
}

/* Is the word that begins here Latin, with letters that only look so? */
static void
look_at_word(struct reader *r)
{
	const struct fold *f = r->f;
	bool latin = false, alike = false, other = false;
	size_t at = r->at, n;
	uint32_t cp;

	for (; at < f->text_len; at += n) {
		if ((n = utf8_next(f->text + at, f->text_len - at, &cp)) == 0)
			break;
		if (is_dropped(cp) || joins(cp, r->view))
			continue;
		if (!letter_in_word(cp))
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
	r->word_end = at;
	r->latin = latin && alike && !other;
}

static uint32_t
peek(const struct fold *f, size_t at)
{
	uint32_t cp;

	return utf8_next(f->text + at, f->text_len - at, &cp) ? cp : 0;
}

/* Fold the character of n bytes at r->at. */
static int
fold_one(struct reader *r, uint32_t cp, size_t n)
{
	struct fold *f = r->f;
	uint32_t to[LETTERS_MAX];
	size_t many;

	if (is_dropped(cp) && (r->view == FOLD_COMPARE ||
	    !mark_belongs(cp, r->before, peek(f, r->at + n))))
		return 0;
	r->before = cp;
	if (r->at >= r->word_end && letter_is(cp))
		look_at_word(r);
	if (r->view == FOLD_COMPARE) {
		many = letter_compare(to, cp, r->latin && r->at < r->word_end);
		if (many == 0)
			return 0;
	} else {
		many = 1;
		to[0] = letter_plain(cp);
		if (r->latin && r->at < r->word_end && mark_latin_of(cp) != 0)
			to[0] = mark_latin_of(cp);
	}
	if (many == 1 && to[0] == cp)
		return keep(f, r->at, n);
	return replace(f, r->at, n, to, many);
}

static int
fold_all(struct fold *f, enum fold_view view)
{
	struct reader rd = { .f = f, .view = view };
	uint32_t cp;
	size_t n;
	int r;

	for (; rd.at < f->text_len; rd.at += n) {
		n = utf8_next(f->text + rd.at, f->text_len - rd.at, &cp);
		if (n == 0)
			return err_set(ERR_FORMAT, "the text is not UTF-8: "
			    "let `tipline text` make it anew");
		if ((r = fold_one(&rd, cp, n)) < 0)
			return r;
	}
	return 0;
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
	f->s = BYTES_INIT(FOLD_GROWTH * len + 1);
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
	bytes_free(&f->s);
	free(f->runs);
	free(f);
}

const uint8_t *
fold_bytes(const struct fold *f, size_t *len)
{
	*len = f->s.len;
	return f->s.data != NULL ? f->s.data : (const uint8_t *)"";
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
	*run_end = low + 1 < f->nruns ? f->runs[low + 1].at : f->s.len;
	return &f->runs[low];
}

size_t
fold_start(const struct fold *f, size_t i)
{
	const struct run *run;
	size_t end;

	run = run_of(f, i, &end);
	if (end - run->at == run->to - run->from)
		return run->from + (i - run->at);
	return run->from;
}

size_t
fold_end(const struct fold *f, size_t j)
{
	const struct run *run;
	size_t end;

	run = run_of(f, j - 1, &end);
	if (end - run->at == run->to - run->from)
		return run->from + (j - run->at);
	return run->to;
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
	for (i = 0; i < f->s.len && r == 0; i++) {
		c = f->s.data[i];
		if (c != ' ' && c != '-' && !(c >= '\t' && c <= '\r'))
			r = bytes_add(b, &c, 1);
	}
	fold_free(f);
	return r;
}
