/* pass.c -- see pass.h. */
#include "redact/find/engine/pass.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/block.h"
#include "redact/find/engine/starts.h"
#include "redact/find/view/near.h"
#include "vault/base/err.h"

#define TRIGGERS 11u	/* bits of enum trigger */

/* The finders that a trigger calls. */
struct called {
	size_t n;
	uint8_t finder[PASS_FINDERS_MAX];
};

struct pass {
	const struct finder *const *list;
	size_t n;
	struct called called[TRIGGERS];
	struct starts *starts;
	struct start *all_starts;
};

struct walk {
	const struct pass *p;
	const struct view *v;
	const bool *wanted;
	unsigned triggers;			/* of all that is wanted */
	size_t next[PASS_FINDERS_MAX];	/* nothing before it */
};

static unsigned
bit_of(enum trigger trigger)
{
	return (unsigned)__builtin_ctz((unsigned)trigger);
}

static int
take_words(struct pass *p)
{
	const struct called *called = &p->called[bit_of(TRIGGER_WORD)];
	const char *const *w;
	size_t n = 0, i;

	for (i = 0; i < called->n; i++)
		for (w = p->list[called->finder[i]]->words; *w != NULL; w++)
			n++;
	if ((p->all_starts = calloc(n + 1, sizeof(*p->all_starts))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0, n = 0; i < called->n; i++)
		for (w = p->list[called->finder[i]]->words; *w != NULL; w++)
			p->all_starts[n++] = (struct start){ .word = *w,
			    .finder = called->finder[i] };
	return starts_new(&p->starts, p->all_starts, n);
}

static void
take_finder(struct pass *p, size_t i)
{
	const struct finder *f = p->list[i];
	struct called *called;

	for (unsigned t = 0; t < TRIGGERS; t++) {
		called = &p->called[t];
		if (f->at != NULL && (f->triggers >> t & 1) != 0)
			called->finder[called->n++] = (uint8_t)i;
	}
}

int
pass_new(struct pass **out, const struct finder *const list[])
{
	struct pass *p;
	int r;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->list = list;
	for (; list[p->n] != NULL && p->n < PASS_FINDERS_MAX; p->n++)
		take_finder(p, p->n);
	if ((r = take_words(p)) < 0) {
		pass_free(p);
		return r;
	}
	*out = p;
	return 0;
}

void
pass_free(struct pass *p)
{
	if (p == NULL)
		return;
	starts_free(p->starts);
	free(p->all_starts);
	free(p);
}

static int
call(struct walk *w, size_t finder, size_t at, enum trigger trigger)
{
	if (at < w->next[finder] ||
	    (w->wanted != NULL && !w->wanted[finder]))
		return 0;
	return w->p->list[finder]->at(w->v, at, trigger, &w->next[finder]);
}

static int
call_all(struct walk *w, size_t at, enum trigger trigger)
{
	const struct called *called = &w->p->called[bit_of(trigger)];
	int r = 0;

	for (size_t i = 0; r == 0 && i < called->n; i++)
		r = call(w, called->finder[i], at, trigger);
	return r;
}

/* A finder is called once for a place, however many of its words stand. */
static int
at_word(struct walk *w, size_t at)
{
	const struct start *const *list;
	size_t n, last = PASS_FINDERS_MAX;
	int r = 0;

	list = starts_at(w->p->starts, w->v->s, w->v->len, at, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (list[i]->finder != last &&
		    start_stands(list[i], w->v->s, w->v->len, at)) {
			last = list[i]->finder;
			r = call(w, last, at, TRIGGER_WORD);
		}
	return r;
}

/* The trigger that this sign is where it stands; 0. */
static unsigned
trigger_of(const struct view *v, size_t at)
{
	uint8_t c = v->s[at], before = byte_before(v, at);

	switch (c) {
	case '@':
		return TRIGGER_AT;
	case ':':
		return TRIGGER_COLON;
	case '/':
		return TRIGGER_SLASH;
	case '\\':
		return TRIGGER_BACKSLASH;
	case '.':
		return is_wordly(before) && is_wordly(byte_at(v, at + 1)) ?
		    TRIGGER_DOT : 0;
	case '<':
		return before != c ? TRIGGER_LESS : 0;
	case '=':
		return before != c ? TRIGGER_EQUALS : 0;
	default:
		return before != '-' && v->len - at >= 5 &&
		    memcmp(v->s + at, "-----", 5) == 0 ? TRIGGER_DASHES : 0;
	}
}

/* What begins at the places of a block, as bits. */
struct begins {
	uint64_t lng, word, digit, sign;
};

/* Bits of `lo` behind each of which k more of the bits lo, hi follow. */
static void
and_next(uint64_t *lo, uint64_t *hi, unsigned k)
{
	*lo &= *lo >> k | *hi << (64 - k);
	*hi &= *hi >> k;
}

/* Where a run of 16 begins whose bits go on in `after`. */
static uint64_t
long_runs(uint64_t dense, uint64_t before, uint64_t after)
{
	uint64_t lo = dense, hi = after;

	for (unsigned k = 1; k < TRIGGER_LONG_LEAST; k *= 2)
		and_next(&lo, &hi, k);
	return lo & ~(dense << 1 | before >> 63);
}
_Static_assert(TRIGGER_LONG_LEAST == 16, "long_runs doubles four times");

static struct begins
look_at(const struct walk *w, const struct block *was, const struct block *is,
    const struct block *after)
{
	struct begins b = { 0 };

	if ((w->triggers & TRIGGER_LONG) != 0)
		b.lng = long_runs(is->dense, was->dense, after->dense);
	if ((w->triggers & TRIGGER_WORD) != 0)
		b.word = is->letter &
		    ~(is->wordly << 1 | was->wordly >> 63);
	if ((w->triggers & TRIGGER_DIGIT) != 0)
		b.digit = is->digit & ~(is->digit << 1 | was->digit >> 63);
	b.sign = is->sign;
	return b;
}

static int
at_place(struct walk *w, size_t at, const struct begins *b, uint64_t bit)
{
	unsigned sign;
	int r = 0;

	if ((b->lng & bit) != 0)
		r = call_all(w, at, TRIGGER_LONG);
	if (r == 0 && (b->word & bit) != 0)
		r = at_word(w, at);
	if (r == 0 && (b->digit & bit) != 0)
		r = call_all(w, at, TRIGGER_DIGIT);
	if (r == 0 && (b->sign & bit) != 0 &&
	    (sign = trigger_of(w->v, at)) != 0)
		r = call_all(w, at, (enum trigger)sign);
	return r;
}

static int
at_block(struct walk *w, size_t at, const struct begins *b)
{
	uint64_t places = b->lng | b->word | b->digit | b->sign;
	int r = 0;

	for (; r == 0 && places != 0; places &= places - 1)
		r = at_place(w, at + (size_t)__builtin_ctzll(places), b,
		    places & -places);
	return r;
}

int
pass_run(const struct pass *p, const bool wanted[], const struct view *v)
{
	struct walk w = { .p = p, .v = v, .wanted = wanted };
	struct block was = { 0 }, is, after;
	struct begins b;
	size_t next;
	int r = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->list[i]->at != NULL && (wanted == NULL || wanted[i]))
			w.triggers |= p->list[i]->triggers;
	block_read(&after, v->s, v->len);
	for (size_t at = 0; r == 0 && at < v->len; at += BLOCK) {
		is = after;
		next = v->len - at > BLOCK ? at + BLOCK : v->len;
		block_read(&after, v->s + next, v->len - next);
		b = look_at(&w, &was, &is, &after);
		r = at_block(&w, at, &b);
		was = is;
	}
	return r;
}
