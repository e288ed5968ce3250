/* pass.c -- see pass.h. */
#include "redact/find/engine/pass.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/starts.h"
#include "redact/find/view/near.h"
#include "vault/base/err.h"

#define TRIGGERS 11u	/* bits of enum trigger */

/* What a byte is; the walk stops where one of these begins. */
enum {
	IS_DIGIT = 1,
	IS_WORDLY = 2,
	IS_DENSE = 4,	/* of a long run: TRIGGER_LONG */
	IS_SIGN = 8	/* a trigger by itself: each one counts as beginning */
};

/* The finders that a trigger calls. */
struct called {
	size_t n;
	uint8_t finder[PASS_FINDERS_MAX];
};

struct pass {
	const struct finder *const *list;
	size_t n;
	uint8_t is[256];
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

static bool
is_alnum(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
sort_bytes(struct pass *p)
{
	for (unsigned c = 1; c < 256; c++) {
		p->is[c] = (uint8_t)((is_digit((uint8_t)c) ? IS_DIGIT : 0) |
		    (is_wordly((uint8_t)c) ? IS_WORDLY : 0));
		if (is_alnum((uint8_t)c) || strchr("_-+/=", (int)c) != NULL)
			p->is[c] |= IS_DENSE;
		if (strchr("@:/\\.<=-", (int)c) != NULL)
			p->is[c] |= IS_SIGN;
	}
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
	sort_bytes(p);
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
		    near_stands(w->v, at, list[i]->word)) {
			last = list[i]->finder;
			r = call(w, last, at, TRIGGER_WORD);
		}
	return r;
}

/* Does a run of TRIGGER_LONG_LEAST dense bytes begin here?  From its far end:
 * the words of prose are short. */
static bool
is_long(const struct walk *w, size_t at)
{
	size_t i = TRIGGER_LONG_LEAST;

	if (w->v->len - at < i)
		return false;
	while (i > 0 && (w->p->is[w->v->s[at + i - 1]] & IS_DENSE) != 0)
		i--;
	return i == 0;
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

/* Something begins at this byte: `begins` says what. */
static int
at_place(struct walk *w, size_t at, unsigned begins)
{
	unsigned sign;
	int r = 0;

	if ((begins & IS_DENSE) != 0 && (w->triggers & TRIGGER_LONG) != 0 &&
	    is_long(w, at))
		r = call_all(w, at, TRIGGER_LONG);
	if (r == 0 && (begins & IS_WORDLY) != 0 &&
	    (w->triggers & TRIGGER_WORD) != 0)
		r = at_word(w, at);
	if (r == 0 && (begins & IS_DIGIT) != 0)
		r = call_all(w, at, TRIGGER_DIGIT);
	if (r == 0 && (begins & IS_SIGN) != 0 &&
	    (sign = trigger_of(w->v, at)) != 0)
		r = call_all(w, at, (enum trigger)sign);
	return r;
}

int
pass_run(const struct pass *p, const bool wanted[], const struct view *v)
{
	struct walk w = { .p = p, .v = v, .wanted = wanted };
	unsigned is, was = 0, begins, stop = IS_SIGN;
	int r = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->list[i]->at != NULL && (wanted == NULL || wanted[i]))
			w.triggers |= p->list[i]->triggers;
	stop |= (w.triggers & TRIGGER_DIGIT) != 0 ? IS_DIGIT : 0;
	stop |= (w.triggers & TRIGGER_WORD) != 0 ? IS_WORDLY : 0;
	stop |= (w.triggers & TRIGGER_LONG) != 0 ? IS_DENSE : 0;
	for (size_t at = 0; r == 0 && at < v->len; at++) {
		is = p->is[v->s[at]];
		begins = is & (~was | IS_SIGN);
		was = is;
		if ((begins & stop) != 0)
			r = at_place(&w, at, begins);
	}
	return r;
}
