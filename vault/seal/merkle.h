/*
 * merkle.h -- the hash tree of RFC 6962 section 2.1 over a list that only
 * grows: its root, and short proofs that a leaf is in it (2.1.1) and that a
 * longer list begins with a shorter one (2.1.2).  The proofs are checked as
 * RFC 9162 sections 2.1.3.2 and 2.1.4.2 say.
 *
 *   leaf    SHA-256(0x00 | the entry)
 *   node    SHA-256(0x01 | left | right)
 *
 * A compact range is what must be kept of the first `size` leaves to go on:
 * the roots of the complete subtrees that they are cut into, the largest
 * first, one for each bit that is set in `size`.
 */
#ifndef VAULT_SEAL_MERKLE_H
#define VAULT_SEAL_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_HASH_BYTES 32
#define MERKLE_SIZE_MAX (1ull << 48)	/* leaves; more are refused */
#define MERKLE_PROOF_MAX 63		/* hashes of a proof */
#define MERKLE_PEAKS_MAX 49		/* hashes of a compact range */

struct merkle_hash {
	uint8_t b[MERKLE_HASH_BYTES];
};

bool merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b);
void merkle_leaf(struct merkle_hash *out, const void *entry, size_t len);
void merkle_node(struct merkle_hash *out, const struct merkle_hash *left,
    const struct merkle_hash *right);

struct merkle_range {
	uint64_t size;
	struct merkle_hash peaks[MERKLE_PEAKS_MAX];
};

/* How many peaks a range of that size has. */
size_t merkle_peaks(uint64_t size);
/* The next leaf; the size must be below MERKLE_SIZE_MAX. */
void merkle_append(struct merkle_range *r, const struct merkle_hash *leaf);
/* Of no leaves: SHA-256 of nothing. */
void merkle_root(struct merkle_hash *out, const struct merkle_range *r);

struct merkle_proof {
	struct merkle_hash v[MERKLE_PROOF_MAX];
	size_t n;
};

/*
 * Where the leaves' hashes come from when a proof is made: number `index`,
 * from 0.  Asked for each leaf at most once, and in no certain order.
 */
struct merkle_leaves {
	void *arg;
	int (*leaf)(void *arg, uint64_t index, struct merkle_hash *out);
};

/* That leaf `index` is in the tree of `size` leaves; index < size. */
int merkle_prove_inclusion(struct merkle_proof *p, uint64_t index,
    uint64_t size, const struct merkle_leaves *leaves);
/* That the tree of `size` leaves begins with that of `old`; empty when `old`
 * is 0 or `size`; old <= size. */
int merkle_prove_consistency(struct merkle_proof *p, uint64_t old,
    uint64_t size, const struct merkle_leaves *leaves);

/* ERR_INTEGRITY when the proof does not lead there. */
int merkle_check_inclusion(const struct merkle_proof *p, uint64_t index,
    const struct merkle_hash *leaf, uint64_t size,
    const struct merkle_hash *root);
int merkle_check_consistency(const struct merkle_proof *p, uint64_t old,
    const struct merkle_hash *old_root, uint64_t size,
    const struct merkle_hash *root);

#endif
