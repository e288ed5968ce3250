/*
 * run.c -- the walk over a text: letters go through the automaton, and where a
 * key ends what stands around it and between its letters is judged.
 */
#include <stdlib.h>
#include <string.h>

#include "redact/find/known/encoded.h"
#include "redact/find/known/keys.h"
#include "vault/base/err.h"

#define RING 512u	/* letters that are remembered; a power of two */
#define DIGITS_BEHIND 6u

struct spot {
	size_t from, to;
	/* Gaps up to before it, since the walk began. */
	uint32_t spaces, signs, breaks;
	enum gap gap;
	bool part, upper, hump;
};

struct run {
	const struct known *k;
	struct reading r;
	struct spot ring[RING];
	size_t n;		/* letters so far */
	size_t word;		/* where this word began, in the text */
	size_t word_end;	/* of the word that was looked at whole */
	size_t taken;		/* no more of "*x*" before it */
	size_t spread_from, spread_to;	/* the last with gaps anywhere */
	struct hit *hits;
	size_t nhits, cap;
};

static const struct spot *
spot(const struct run *run, size_t i)
{
	return &run->ring[i & (RING - 1)];
}

static int
add_hit(struct run *run, const struct hit *hit)
{
	struct hit *hits;
	size_t cap;

	if (run->nhits == FIND_FINDINGS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u findings in one "
		    "text: split the document and submit its parts",
		    FIND_FINDINGS_MAX);
	if (run->nhits == run->cap) {
		cap = run->cap ? run->cap * 2 : 64;
		hits = realloc(run->hits, cap * sizeof(*hits));
		if (hits == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		run->hits = hits;
		run->cap = cap;
	}
	run->hits[run->nhits++] = *hit;
	return 0;
}

/* Each gap of the text against each of the key. */
static bool
gaps_as_wanted(const struct run *run, const struct key *key, size_t first)
{
	const uint32_t *letters = run->k->pool + key->span.at;
	bool spaced = (key->form == FORM_LITERAL ||
	    (key->form == FORM_SURNAME && spot(run, first)->upper)) &&
	    key->span.len >= KEY_SPACED_MIN;
	enum gap gap;

	for (size_t i = 1; i < key->span.len; i++) {
		gap = spot(run, first + i)->gap;
		if ((letters[i] & KEY_GAP) != 0 && gap == GAP_NONE && !spaced)
			return false;
		/* A hyphen too: lines are joined with those in them. */
		if ((letters[i] & KEY_GAP) == 0 && !spaced &&
		    (gap == GAP_SIGN || gap == GAP_SPACE))
			return false;
	}
	return true;
}

static bool
gaps_fit(const struct run *run, const struct key *key, size_t first,
    bool *spelled)
{
	const struct spot *a = spot(run, first);
	const struct spot *b = spot(run, run->n - 1);
	size_t far = b->spaces - a->spaces + b->signs - a->signs;
	size_t all = far + b->breaks - a->breaks;

	*spelled = false;
	if (key->form == FORM_NUMBER || key->form == FORM_INITIALS ||
	    (far == 0 && key->words == 1))
		return true;
	if (key->span.len >= KEY_SPELLED_MIN && all == key->span.len - 1u) {
		*spelled = true;
		return true;
	}
	return gaps_as_wanted(run, key, first);
}

/* What stands behind a key. */
struct behind {
	size_t to;
	bool fits, inflected;
};

/* Letters with gaps between them: the longest ending. */
static struct behind
spelled_behind(const struct run *run, const struct key *key)
{
	struct behind b = { .to = spot(run, run->n - 1)->to };
	uint32_t letters[ENDING_MAX];
	struct reading r = run->r;
	struct letter l;
	size_t n = 0;

	b.fits = inflect_ends((enum endings)key->endings, letters, 0);
	while (n < ENDING_MAX && reading_next(&r, &l)) {
		/* Of two letters in a row neither stands alone. */
		if (l.gap == GAP_NONE || l.gap == GAP_FAR) {
			if (n == 0)
				b.fits = false;
			break;
		}
		letters[n++] = l.cp;
		if (inflect_ends((enum endings)key->endings, letters, n) &&
		    n > 0) {
			b = (struct behind){ l.to, true, true };
		}
	}
	return b;
}

/* Blake'a */
static void
take_apostrophe(const struct run *run, struct behind *b)
{
	uint32_t letters[ENDING_MAX];
	struct reading r;
	struct letter l;
	size_t n = 0, to = b->to;

	if (reading_at(run->r.text, run->r.len, b->to) != '\'')
		return;
	reading_begin(&r, run->r.text, run->r.len, b->to);
	while (reading_next(&r, &l)) {
		if (n > 0 && l.gap != GAP_NONE)
			break;
		if (n == ENDING_MAX || l.from > to + 3)
			return;
		letters[n++] = l.cp;
		to = l.to;
	}
	if (inflect_apostrophe(letters, n))
		*b = (struct behind){ to, true, true };
}

/* The rest of the word: an ending, digits, or nothing. */
static struct behind
word_behind(const struct run *run, const struct key *key)
{
	struct behind b = { .to = spot(run, run->n - 1)->to };
	enum endings endings = (enum endings)key->endings;
	bool name = key->form == FORM_SURNAME || key->form == FORM_GIVEN;
	uint32_t letters[ENDING_MAX];
	struct reading r = run->r;
	struct letter l;
	size_t n = 0, digits = 0, to = b.to, broken = 0;

	while (reading_next(&r, &l)) {
		if (l.gap == GAP_BREAK && n == 0 && digits == 0)
			broken = 1;
		else if (l.gap != GAP_NONE)
			break;
		if (l.digit && (name || (key->flags & KEY_DIGITS) != 0) &&
		    digits < DIGITS_BEHIND) {
			digits++;
		} else if (l.hump && l.upper && key->form != FORM_LITERAL) {
			break;
		} else if (digits > 0 || n == ENDING_MAX) {
			n = ENDING_MAX + 1;
			break;
		} else {
			letters[n++] = l.cp;
		}
		to = l.to;
	}
	if (n <= ENDING_MAX && inflect_ends(endings, letters, n)) {
		b = (struct behind){ to, true, n > 0 };
		if (digits == 0 && name)
			take_apostrophe(run, &b);
	} else if (broken && inflect_ends(endings, letters, 0)) {
		/* What stands in the next line is another word. */
		b.fits = true;
	}
	return b;
}

/* Of the word at hand: where it ends, looked for once. */
static size_t
whole_word(struct run *run)
{
	struct reading r = run->r;
	struct letter l;

	if (run->word_end >= spot(run, run->n - 1)->to)
		return run->word_end;
	run->word_end = spot(run, run->n - 1)->to;
	while (reading_next(&r, &l) && l.gap == GAP_NONE)
		run->word_end = l.to;
	return run->word_end;
}

static struct behind
plain_behind(struct run *run, const struct key *key)
{
	struct behind b = { .to = spot(run, run->n - 1)->to };
	struct reading r = run->r;
	struct letter l;

	if ((key->flags & KEY_OPEN_END) != 0) {
		b.to = whole_word(run);
		b.fits = true;
		return b;
	}
	b.fits = !reading_next(&r, &l) || l.gap != GAP_NONE;
	return b;
}

static bool
may_start(const struct run *run, const struct key *key, const struct spot *s)
{
	const unsigned open = KEY_OPEN_START | KEY_OPEN_END;

	if (s->part || ((key->flags & open) == open && s->from < run->taken))
		return false;
	if (s->gap != GAP_NONE || (key->flags & KEY_OPEN_START) != 0)
		return true;
	return s->hump && key->form != FORM_LITERAL &&
	    key->form != FORM_NUMBER && key->form != FORM_INITIALS;
}

/* Of what may have gaps anywhere, one begins where the last one ended: else a
 * row of single letters would hold as many as it has letters. */
static bool
is_spread(const struct hit *hit)
{
	return hit->spelled || hit->key->form == FORM_NUMBER ||
	    hit->key->form == FORM_INITIALS;
}

static bool
overlaps_spread(const struct run *run, const struct hit *hit, size_t from)
{
	return is_spread(hit) && from < run->spread_to &&
	    from != run->spread_from;
}

/* A capital where a word of it begins: "d'Arc". */
static bool
is_upper(const struct run *run, const struct key *key, size_t first)
{
	const uint32_t *letters = run->k->pool + key->span.at;

	if (spot(run, first)->upper)
		return true;
	for (size_t i = 1; key->words > 1 && i < key->span.len; i++)
		if ((letters[i] & KEY_GAP) != 0 && spot(run, first + i)->upper)
			return true;
	return false;
}

static int
judge(struct run *run, const struct key *key)
{
	size_t first = run->n - key->span.len;
	const struct spot *s = spot(run, first);
	struct hit hit = { .key = key, .part = s->hump && s->gap == GAP_NONE };
	struct behind b;

	if (!may_start(run, key, s) ||
	    !gaps_fit(run, key, first, &hit.spelled) ||
	    overlaps_spread(run, &hit, s->from))
		return 0;
	hit.upper = is_upper(run, key, first);
	if ((key->flags & KEY_CAPITAL) != 0 && !hit.upper)
		return 0;
	if (hit.spelled)
		b = spelled_behind(run, key);
	else if (key->endings == ENDS_NOT && key->form != FORM_LOGIN &&
	    key->form != FORM_SURNAME && key->form != FORM_GIVEN)
		b = plain_behind(run, key);
	else
		b = word_behind(run, key);
	if (!b.fits)
		return 0;
	hit.from = (key->flags & KEY_OPEN_START) != 0 && s->gap == GAP_NONE ?
	    run->word : s->from;
	hit.to = reading_accents(run->r.text, run->r.len, b.to);
	if ((key->flags & KEY_OPEN_END) != 0)
		run->taken = b.to;
	hit.inflected = b.inflected;
	hit.given = key->form == FORM_GIVEN;
	hit.surname = key->form == FORM_SURNAME;
	if (is_spread(&hit)) {
		run->spread_from = hit.from;
		run->spread_to = hit.to;
	}
	return add_hit(run, &hit);
}

/* Every key that ends with the last letter. */
static int
ends(struct run *run, uint32_t state)
{
	size_t n, i;
	uint32_t key;
	int r;

	if (!reading_whole(&run->r))
		return 0;
	for (; state != 0;) {
		key = automaton_ends(run->k->automaton, state, &n, &state);
		if (key == AUTOMATON_NONE)
			continue;
		for (i = 0; i < n; i++)
			if ((r = judge(run, &run->k->keys[key + i])) < 0)
				return r;
	}
	return 0;
}

static void
remember(struct run *run, const struct letter *l)
{
	const struct spot *last = spot(run, run->n - 1);
	struct spot s = { .from = l->from, .to = l->to, .gap = l->gap,
	    .part = l->part, .upper = l->upper, .hump = l->hump };

	if (run->n > 0) {
		s.spaces = last->spaces + (l->gap == GAP_SPACE);
		s.signs = last->signs + (l->gap == GAP_SIGN);
		s.breaks = last->breaks + (l->gap == GAP_BREAK);
	}
	if (l->gap != GAP_NONE)
		run->word = l->from;
	run->ring[run->n++ & (RING - 1)] = s;
}

/* What began inside of a word leads nowhere, where nothing may begin there. */
static uint32_t
without_insides(const struct run *run, uint32_t state)
{
	const struct automaton *a = run->k->automaton;
	const struct spot *s;

	if (run->k->begin.anywhere)
		return state;
	for (; state != 0; state = automaton_back(a, state)) {
		s = spot(run, run->n - automaton_depth(a, state));
		if (s->gap != GAP_NONE || s->hump)
			break;
	}
	return state;
}

static int
walk(struct run *run)
{
	uint32_t state = 0;
	struct letter l;
	int r;

	for (;;) {
		if (state == 0)
			reading_skip(&run->r, &run->k->begin);
		if (!reading_next(&run->r, &l))
			return 0;
		if (l.gap == GAP_FAR)
			state = 0;
		remember(run, &l);
		state = without_insides(run, automaton_step(
		    run->k->automaton, state, l.cp));
		if (state != 0 && (r = ends(run, state)) < 0)
			return r;
	}
}

/* By place, the longer first; of equal ones the surest key. */
static int
by_place(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to > y->to ? -1 : 1;
	if (x->key->flags != y->key->flags)
		return x->key->flags - y->key->flags;
	if (x->key->form != y->key->form)
		return x->key->form - y->key->form;
	return x->key < y->key ? -1 : x->key > y->key;
}

int
known_walk(const struct known *k, const void *text, size_t len,
    struct findings *out)
{
	struct run *run;
	int r;

	if (known_empty(k))
		return 0;
	if ((run = calloc(1, sizeof(*run))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	run->k = k;
	reading_begin(&run->r, text, len, 0);
	if ((r = walk(run)) == 0 && run->nhits > 0) {
		qsort(run->hits, run->nhits, sizeof(*run->hits), by_place);
		r = group_hits(text, len, run->hits, run->nhits, out);
	}
	free(run->hits);
	free(run);
	return r;
}

static int
by_start(const struct finding *x, const struct finding *y)
{
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

/* By place, the longer first; of those at one place the surest. */
static int
in_order(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int c = by_start(x, y);

	if (c != 0)
		return c;
	if (x->confidence > y->confidence || x->confidence < y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	return strcmp(x->why, y->why);
}

/* The same thing is seen in more than one view. */
static void
put_in_order(struct findings *out, size_t from)
{
	size_t kept = from, i;

	if (out->n - from < 2)
		return;
	qsort(out->list + from, out->n - from, sizeof(*out->list), in_order);
	for (i = from; i < out->n; i++)
		if (kept == from || by_start(&out->list[kept - 1],
		    &out->list[i]) != 0)
			out->list[kept++] = out->list[i];
	out->n = kept;
}

int
known_run(const struct known *k, const void *text, size_t len,
    struct findings *out)
{
	size_t from = out->n;
	int r;

	if (known_empty(k))
		return 0;
	if ((r = known_walk(k, text, len, out)) == 0)
		r = encoded_run(k, text, len, out);
	if (r == 0)
		put_in_order(out, from);
	return r;
}
