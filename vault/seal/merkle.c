/*
 * merkle.c -- see merkle.h.  The entries are short, so libsodium's SHA-256
 * serves, which cannot fail.
 */
#include "vault/seal/merkle.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"

_Static_assert(MERKLE_HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

/* The leaves from `from` to before `to`, whose root a proof has. */
struct span {
	uint64_t from, to;
};

bool
merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b)
{
	return memcmp(a->b, b->b, MERKLE_HASH_BYTES) == 0;
}

void
merkle_leaf(struct merkle_hash *out, const void *entry, size_t len)
{
	static const uint8_t is_leaf = 0x00;
	crypto_hash_sha256_state s;

	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, &is_leaf, 1);
	crypto_hash_sha256_update(&s, entry, len);
	crypto_hash_sha256_final(&s, out->b);
}

void
merkle_node(struct merkle_hash *out, const struct merkle_hash *left,
    const struct merkle_hash *right)
{
	static const uint8_t is_node = 0x01;
	crypto_hash_sha256_state s;

	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, &is_node, 1);
	crypto_hash_sha256_update(&s, left->b, sizeof(left->b));
	crypto_hash_sha256_update(&s, right->b, sizeof(right->b));
	crypto_hash_sha256_final(&s, out->b);
}

size_t
merkle_peaks(uint64_t size)
{
	size_t n = 0;

	for (; size != 0; size &= size - 1)
		n++;
	return n;
}

void
merkle_append(struct merkle_range *r, const struct merkle_hash *leaf)
{
	size_t n = merkle_peaks(r->size);
	struct merkle_hash h = *leaf;
	uint64_t low;

	/* Each one at the end of `size` in binary is a peak as high as h. */
	for (low = r->size; (low & 1) != 0; low >>= 1)
		merkle_node(&h, &r->peaks[--n], &h);
	r->peaks[n] = h;
	r->size++;
}

void
merkle_root(struct merkle_hash *out, const struct merkle_range *r)
{
	size_t n = merkle_peaks(r->size);

	if (n == 0) {
		crypto_hash_sha256(out->b, NULL, 0);
		return;
	}
	*out = r->peaks[--n];
	while (n > 0)
		merkle_node(out, &r->peaks[--n], out);
}

/* The largest power of two below n; n > 1. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

/* RFC 6962 PATH(index, D[from:to]), from the root down. */
static size_t
inclusion_spans(struct span v[MERKLE_PROOF_MAX], uint64_t index, uint64_t size)
{
	uint64_t from = 0, to = size, middle;
	size_t n = 0;

	while (to - from > 1) {
		middle = from + split(to - from);
		if (index < middle) {
			v[n++] = (struct span){ middle, to };
			to = middle;
		} else {
			v[n++] = (struct span){ from, middle };
			from = middle;
		}
	}
	return n;
}

/* RFC 6962 SUBPROOF(old, D[from:to], b), from the root down. */
static size_t
consistency_spans(struct span v[MERKLE_PROOF_MAX], uint64_t old, uint64_t size)
{
	uint64_t from = 0, to = size, middle;
	size_t n = 0;

	while (old != to) {
		middle = from + split(to - from);
		if (old <= middle) {
			v[n++] = (struct span){ middle, to };
			to = middle;
		} else {
			v[n++] = (struct span){ from, middle };
			from = middle;
		}
	}
	/* A whole old tree is known to whoever asks. */
	if (from != 0)
		v[n++] = (struct span){ from, to };
	return n;
}

/* The spans' roots, in the order of a proof: from the leaf up. */
static int
prove(struct merkle_proof *p, const struct span *v, size_t n,
    const struct merkle_leaves *leaves)
{
	struct merkle_range r;
	struct merkle_hash leaf;
	uint64_t i;
	int code;

	p->n = 0;
	while (n-- > 0) {
		r.size = 0;
		for (i = v[n].from; i < v[n].to; i++) {
			if ((code = leaves->leaf(leaves->arg, i, &leaf)) < 0)
				return code;
			merkle_append(&r, &leaf);
		}
		merkle_root(&p->v[p->n++], &r);
	}
	return 0;
}

static int
no_such(uint64_t size)
{
	return err_set(ERR_USAGE, "a history of %llu entries has no such "
	    "proof; name an entry that it has", (unsigned long long)size);
}

int
merkle_prove_inclusion(struct merkle_proof *p, uint64_t index, uint64_t size,
    const struct merkle_leaves *leaves)
{
	struct span v[MERKLE_PROOF_MAX];

	if (index >= size || size > MERKLE_SIZE_MAX)
		return no_such(size);
	return prove(p, v, inclusion_spans(v, index, size), leaves);
}

int
merkle_prove_consistency(struct merkle_proof *p, uint64_t old, uint64_t size,
    const struct merkle_leaves *leaves)
{
	struct span v[MERKLE_PROOF_MAX];

	if (old > size || size > MERKLE_SIZE_MAX)
		return no_such(size);
	if (old == 0) {
		p->n = 0;
		return 0;
	}
	return prove(p, v, consistency_spans(v, old, size), leaves);
}

static int
wrong(const char *what)
{
	return err_set(ERR_INTEGRITY, "the proof does not show that %s; do not "
	    "rely on it, and ask for the history itself", what);
}

int
merkle_check_inclusion(const struct merkle_proof *p, uint64_t index,
    const struct merkle_hash *leaf, uint64_t size,
    const struct merkle_hash *root)
{
	static const char what[] = "the entry is in the history";
	struct merkle_hash h = *leaf;
	uint64_t at = index, last = size - 1;
	size_t i;

	if (size > MERKLE_SIZE_MAX || index >= size ||
	    p->n > MERKLE_PROOF_MAX)
		return wrong(what);
	for (i = 0; i < p->n; i++) {
		if (last == 0)
			return wrong(what);
		if ((at & 1) != 0 || at == last) {
			merkle_node(&h, &p->v[i], &h);
			for (; (at & 1) == 0 && at != 0; at >>= 1)
				last >>= 1;
		} else {
			merkle_node(&h, &h, &p->v[i]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && merkle_equal(&h, root) ? 0 : wrong(what);
}

/* The proof's hashes, from `h` on, lead to both roots. */
static bool
leads_to_both(const struct merkle_proof *p, size_t i, struct merkle_hash h,
    uint64_t old, const struct merkle_hash *old_root, uint64_t size,
    const struct merkle_hash *root)
{
	struct merkle_hash was = h, is = h;
	uint64_t at = old - 1, last = size - 1;

	for (; (at & 1) != 0; at >>= 1)
		last >>= 1;
	for (; i < p->n; i++) {
		if (last == 0)
			return false;
		if ((at & 1) != 0 || at == last) {
			merkle_node(&was, &p->v[i], &was);
			merkle_node(&is, &p->v[i], &is);
			for (; (at & 1) == 0 && at != 0; at >>= 1)
				last >>= 1;
		} else {
			merkle_node(&is, &is, &p->v[i]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && merkle_equal(&was, old_root) &&
	    merkle_equal(&is, root);
}

int
merkle_check_consistency(const struct merkle_proof *p, uint64_t old,
    const struct merkle_hash *old_root, uint64_t size,
    const struct merkle_hash *root)
{
	static const char what[] = "the history extends the older one";
	const bool whole = old != 0 && (old & (old - 1)) == 0;

	if (size > MERKLE_SIZE_MAX || old > size || p->n > MERKLE_PROOF_MAX)
		return wrong(what);
	if (old == 0)		/* every history extends none */
		return p->n == 0 ? 0 : wrong(what);
	if (old == size)
		return p->n == 0 && merkle_equal(old_root, root) ? 0 :
		    wrong(what);
	if (p->n == 0)
		return wrong(what);
	/* A complete old tree is not in its own proof. */
	return leads_to_both(p, whole ? 0 : 1, whole ? *old_root : p->v[0],
	    old, old_root, size, root) ? 0 : wrong(what);
}
