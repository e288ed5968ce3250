/* automaton.c -- see automaton.h. */
#include "redact/find/known/automaton.h"

#include <stdbool.h>
#include <stdlib.h>

#include "vault/base/err.h"

#define ASCII 128u

/* Children of a node stand side by side, by letter. */
struct node {
	uint32_t letter;
	uint32_t first;		/* child */
	uint32_t n;		/* children */
	uint32_t fail;		/* the longest end of it that begins a key */
	uint32_t shorter;	/* the next one on that way where a key ends */
	uint32_t key, nkeys;	/* that end here; AUTOMATON_NONE */
	uint32_t depth;
};

struct automaton {
	struct node *nodes;
	size_t n, cap;
	uint32_t root[ASCII];	/* the root's children */
};

/* While it is built: the keys that go through each node. */
struct range {
	uint32_t low, high, depth;
};

struct building {
	struct automaton *a;
	struct range *ranges;
	const uint32_t *pool;
	const struct span *keys;
};

static int
add_node(struct building *b, uint32_t letter, struct range range)
{
	struct automaton *a = b->a;
	struct range *ranges;
	struct node *nodes;
	size_t cap;

	if (a->n == a->cap) {
		cap = a->cap ? a->cap * 2 : 256;
		if ((nodes = realloc(a->nodes, cap * sizeof(*nodes))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		a->nodes = nodes;
		ranges = realloc(b->ranges, cap * sizeof(*ranges));
		if (ranges == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		b->ranges = ranges;
		a->cap = cap;
	}
	a->nodes[a->n] = (struct node){ .letter = letter,
	    .key = AUTOMATON_NONE, .depth = range.depth };
	b->ranges[a->n++] = range;
	return 0;
}

static uint32_t
letter_of(const struct building *b, uint32_t key, uint32_t depth)
{
	return b->pool[b->keys[key].at + depth] & AUTOMATON_LETTER;
}

/* The children of node i, behind all nodes that are there. */
static int
add_children(struct building *b, size_t i)
{
	struct range at = b->ranges[i];
	uint32_t low = at.low, high, letter;
	int r;

	while (low < at.high && b->keys[low].len == at.depth)
		low++;
	if (low > at.low) {
		b->a->nodes[i].key = at.low;
		b->a->nodes[i].nkeys = low - at.low;
	}
	b->a->nodes[i].first = (uint32_t)b->a->n;
	for (; low < at.high; low = high) {
		letter = letter_of(b, low, at.depth);
		for (high = low + 1; high < at.high &&
		    letter_of(b, high, at.depth) == letter; high++)
			;
		if ((r = add_node(b, letter, (struct range){ low, high,
		    at.depth + 1 })) < 0)
			return r;
		b->a->nodes[i].n++;
	}
	return 0;
}

/* The child of a node by this letter; 0. */
static uint32_t
child(const struct automaton *a, uint32_t i, uint32_t letter)
{
	uint32_t low = a->nodes[i].first, high = low + a->nodes[i].n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (a->nodes[mid].letter < letter)
			low = mid + 1;
		else
			high = mid;
	}
	return low < a->nodes[i].first + a->nodes[i].n &&
	    a->nodes[low].letter == letter ? low : 0;
}

uint32_t
automaton_step(const struct automaton *a, uint32_t state, uint32_t letter)
{
	uint32_t to;

	for (; state != 0; state = a->nodes[state].fail)
		if ((to = child(a, state, letter)) != 0)
			return to;
	return letter < ASCII ? a->root[letter] : child(a, 0, letter);
}

/* Nodes are in the order of their depth, so what a way back leads to is done. */
static void
link_back(struct automaton *a)
{
	uint32_t i, k, back;
	struct node *to;

	for (k = 0; k < a->nodes[0].n; k++)
		if (a->nodes[a->nodes[0].first + k].letter < ASCII)
			a->root[a->nodes[a->nodes[0].first + k].letter] =
			    a->nodes[0].first + k;
	for (i = 0; i < a->n; i++)
		for (k = 0; k < a->nodes[i].n; k++) {
			to = &a->nodes[a->nodes[i].first + k];
			back = i == 0 ? 0 : automaton_step(a,
			    a->nodes[i].fail, to->letter);
			to->fail = back;
			to->shorter = a->nodes[back].key != AUTOMATON_NONE ?
			    back : a->nodes[back].shorter;
		}
}

int
automaton_new(struct automaton **out, const uint32_t *pool,
    const struct span *keys, size_t n)
{
	struct building b = { .pool = pool, .keys = keys };
	size_t i;
	int r;

	*out = NULL;
	if ((b.a = calloc(1, sizeof(*b.a))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = add_node(&b, 0, (struct range){ 0, (uint32_t)n, 0 })) < 0)
		goto done;
	for (i = 0; i < b.a->n; i++)
		if ((r = add_children(&b, i)) < 0)
			goto done;
	link_back(b.a);
	*out = b.a;
	b.a = NULL;
	r = 0;
done:
	free(b.ranges);
	automaton_free(b.a);
	return r;
}

void
automaton_free(struct automaton *a)
{
	if (a == NULL)
		return;
	free(a->nodes);
	free(a);
}

uint32_t
automaton_depth(const struct automaton *a, uint32_t state)
{
	return a->nodes[state].depth;
}

uint32_t
automaton_back(const struct automaton *a, uint32_t state)
{
	return a->nodes[state].fail;
}

uint32_t
automaton_ends(const struct automaton *a, uint32_t state, size_t *n,
    uint32_t *next)
{
	*next = a->nodes[state].shorter;
	*n = a->nodes[state].nkeys;
	return a->nodes[state].key;
}
