/*
 * automaton.h -- all places where any of many keys ends in a run of letters,
 * in one walk: Aho and Corasick, "Efficient string matching" (1975).  A step
 * costs the same however many keys there are.
 */
#ifndef REDACT_FIND_AUTOMATON_H
#define REDACT_FIND_AUTOMATON_H

#include <stddef.h>
#include <stdint.h>

#define AUTOMATON_LETTER 0x1fffffu	/* the bits of a letter that count */
#define AUTOMATON_NONE UINT32_MAX

/* A key: `len` letters from `at` in the pool. */
struct span {
	uint32_t at;
	uint32_t len;
};

struct automaton;

/*
 * automaton_new(out, pool, keys, n):
 * `keys` are sorted by their letters, a shorter one before what it begins, and
 * none is empty; equal ones are fine.  Nothing of it is kept.
 */
int automaton_new(struct automaton **out, const uint32_t *pool,
    const struct span *keys, size_t n);
void automaton_free(struct automaton *a);

/* The state behind one more letter; 0 is where it begins. */
uint32_t automaton_step(const struct automaton *a, uint32_t state,
    uint32_t letter);

/* How many letters the state stands for, and the state for fewer of them. */
uint32_t automaton_depth(const struct automaton *a, uint32_t state);
uint32_t automaton_back(const struct automaton *a, uint32_t state);

/*
 * The longest key that ends in this state: its place in `keys`, of equal ones
 * the first, with *n of them; *next is the state of the next shorter one (0:
 * no more).  AUTOMATON_NONE when none ends here; then *next is that state.
 */
uint32_t automaton_ends(const struct automaton *a, uint32_t state, size_t *n,
    uint32_t *next);

#endif
