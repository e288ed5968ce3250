/*
 * test_merkle.c -- the hash tree: the published test tree of Certificate
 * Transparency (google/certificate-transparency, merkle_tree_test), and the
 * definitions of RFC 6962 section 2.1 written down as they stand there, over
 * every size up to SIZES.
 */
#include "vault/seal/merkle.h"

#include "kit.h"

#define SIZES 70

/* --- the tree that is published --- */

static const struct {
	const char *bytes;
	size_t len;
} entries[8] = {
	{ "", 0 }, { "\x00", 1 }, { "\x10", 1 }, { "\x20\x21", 2 },
	{ "\x30\x31", 2 }, { "\x40\x41\x42\x43", 4 },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
	    16 },
};

static const char *const roots[9] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static const struct {
	bool consistency;
	uint64_t of, size;	/* index, or old size */
	const char *hashes[4];
} published[] = {
	{ false, 0, 1, { NULL } },
	{ false, 0, 8, {
	    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
	    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
	    } },
	{ false, 5, 8, {
	    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
	    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
	    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	    } },
	{ false, 2, 3, {
	    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	    } },
	{ false, 1, 5, {
	    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
	    } },
	{ true, 1, 1, { NULL } },
	{ true, 1, 8, {
	    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
	    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
	    } },
	{ true, 6, 8, {
	    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
	    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
	    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	    } },
	{ true, 2, 5, {
	    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
	    } },
};

static void
assert_hash(const struct merkle_hash *h, const char *want)
{
	char hex[65];

	hex_of(hex, h->b, MERKLE_HASH_BYTES);
	assert_string_equal(hex, want);
}

static int
published_leaf(void *arg, uint64_t i, struct merkle_hash *out)
{
	(void)arg;
	merkle_leaf(out, entries[i].bytes, entries[i].len);
	return 0;
}

static void
test_merkle__has_the_published_roots(void **state)
{
	struct merkle_range r = { .size = 0 };
	struct merkle_hash h;
	size_t i;

	(void)state;
	for (i = 0; i <= 8; i++) {
		merkle_root(&h, &r);
		assert_hash(&h, roots[i]);
		if (i < 8) {
			(void)published_leaf(NULL, i, &h);
			merkle_append(&r, &h);
		}
	}
}

static void
test_merkle__makes_the_published_proofs(void **state)
{
	const struct merkle_leaves leaves = { .leaf = published_leaf };
	struct merkle_proof p;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		if (published[i].consistency)
			assert_ok(merkle_prove_consistency(&p, published[i].of,
			    published[i].size, &leaves));
		else
			assert_ok(merkle_prove_inclusion(&p, published[i].of,
			    published[i].size, &leaves));
		for (n = 0; published[i].hashes[n] != NULL; n++) {
			assert_true(n < p.n);
			assert_hash(&p.v[n], published[i].hashes[n]);
		}
		assert_int_equal(p.n, n);
	}
}

/* --- against the definitions --- */

struct naive {
	struct merkle_hash leaves[SIZES];
	struct merkle_hash proof[SIZES];
	size_t n;
};

static uint64_t
power_below(uint64_t n)
{
	uint64_t k = 1;

	while (k << 1 < n)
		k <<= 1;
	return k;
}

/* MTH(D[from:to]) */
static struct merkle_hash
mth(const struct naive *t, uint64_t from, uint64_t to)
{
	struct merkle_hash l, r, out;
	uint64_t k;

	if (to - from == 1)
		return t->leaves[from];
	k = from + power_below(to - from);
	l = mth(t, from, k);
	r = mth(t, k, to);
	merkle_node(&out, &l, &r);
	return out;
}

/* PATH(m, D[from:to]) */
static void
path(struct naive *t, uint64_t m, uint64_t from, uint64_t to)
{
	uint64_t k;

	if (to - from == 1)
		return;
	k = power_below(to - from);
	if (m < k) {
		path(t, m, from, from + k);
		t->proof[t->n++] = mth(t, from + k, to);
	} else {
		path(t, m - k, from + k, to);
		t->proof[t->n++] = mth(t, from, from + k);
	}
}

/* SUBPROOF(m, D[from:to], b) */
static void
subproof(struct naive *t, uint64_t m, uint64_t from, uint64_t to, bool b)
{
	uint64_t k;

	if (m == to - from) {
		if (!b)
			t->proof[t->n++] = mth(t, from, to);
		return;
	}
	k = power_below(to - from);
	if (m <= k) {
		subproof(t, m, from, from + k, b);
		t->proof[t->n++] = mth(t, from + k, to);
	} else {
		subproof(t, m - k, from + k, to, false);
		t->proof[t->n++] = mth(t, from, from + k);
	}
}

static int
naive_leaf(void *arg, uint64_t i, struct merkle_hash *out)
{
	struct naive *t = arg;

	assert_true(i < SIZES);
	*out = t->leaves[i];
	return 0;
}

static struct naive *
naive_new(void)
{
	struct naive *t = calloc(1, sizeof(*t));
	uint8_t i;

	assert_non_null(t);
	for (i = 0; i < SIZES; i++)
		merkle_leaf(&t->leaves[i], &i, 1);
	return t;
}

static void
assert_proof(const struct merkle_proof *p, const struct naive *t)
{
	assert_int_equal(p->n, t->n);
	assert_memory_equal(p->v, t->proof, t->n * sizeof(p->v[0]));
}

/* Changed at any place, cut, or longer, it leads nowhere. */
static void
refuse_inclusion(struct merkle_proof p, uint64_t index,
    const struct merkle_hash *leaf, uint64_t size,
    const struct merkle_hash *root)
{
	size_t i;

	for (i = 0; i < p.n; i++) {
		p.v[i].b[i % MERKLE_HASH_BYTES] ^= 1;
		assert_int_equal(merkle_check_inclusion(&p, index, leaf, size,
		    root), ERR_INTEGRITY);
		p.v[i].b[i % MERKLE_HASH_BYTES] ^= 1;
	}
	assert_int_equal(merkle_check_inclusion(&p, size, leaf, size, root),
	    ERR_INTEGRITY);
	p.n++;
	assert_int_equal(merkle_check_inclusion(&p, index, leaf, size, root),
	    ERR_INTEGRITY);
	if (p.n > 1) {
		p.n -= 2;
		assert_int_equal(merkle_check_inclusion(&p, index, leaf, size,
		    root), ERR_INTEGRITY);
	}
}

static void
test_merkle__proves_every_leaf_of_every_size(void **state)
{
	struct naive *t = naive_new();
	const struct merkle_leaves leaves = { t, naive_leaf };
	struct merkle_proof p;
	struct merkle_hash root;
	uint64_t size, i, k;

	(void)state;
	for (size = 1; size <= SIZES; size++) {
		root = mth(t, 0, size);
		for (i = 0; i < size; i++) {
			t->n = 0;
			path(t, i, 0, size);
			assert_ok(merkle_prove_inclusion(&p, i, size,
			    &leaves));
			assert_proof(&p, t);
			assert_ok(merkle_check_inclusion(&p, i,
			    &t->leaves[i], size, &root));
			for (k = 0; k < size; k++)	/* no other place */
				if (k != i)
					assert_int_equal(merkle_check_inclusion(
					    &p, k, &t->leaves[i], size, &root),
					    ERR_INTEGRITY);
			refuse_inclusion(p, i, &t->leaves[i], size, &root);
		}
	}
	free(t);
}

static void
refuse_consistency(struct merkle_proof p, uint64_t old,
    const struct merkle_hash *old_root, uint64_t size,
    const struct merkle_hash *root)
{
	struct merkle_hash other = *old_root;
	size_t i;

	other.b[0] ^= 1;
	assert_int_equal(merkle_check_consistency(&p, old, &other, size,
	    root), ERR_INTEGRITY);
	other = *root;
	other.b[0] ^= 1;
	assert_int_equal(merkle_check_consistency(&p, old, old_root, size,
	    &other), ERR_INTEGRITY);
	for (i = 0; i < p.n; i++) {
		p.v[i].b[i % MERKLE_HASH_BYTES] ^= 1;
		assert_int_equal(merkle_check_consistency(&p, old, old_root,
		    size, root), ERR_INTEGRITY);
		p.v[i].b[i % MERKLE_HASH_BYTES] ^= 1;
	}
	p.n++;
	assert_int_equal(merkle_check_consistency(&p, old, old_root, size,
	    root), ERR_INTEGRITY);
	if (p.n > 1) {
		p.n -= 2;
		assert_int_equal(merkle_check_consistency(&p, old, old_root,
		    size, root), ERR_INTEGRITY);
	}
}

static void
test_merkle__proves_every_size_to_every_later_one(void **state)
{
	struct naive *t = naive_new();
	const struct merkle_leaves leaves = { t, naive_leaf };
	struct merkle_proof p;
	struct merkle_hash old_root, root;
	uint64_t size, old;

	(void)state;
	for (size = 1; size <= SIZES; size++) {
		root = mth(t, 0, size);
		for (old = 1; old <= size; old++) {
			old_root = mth(t, 0, old);
			t->n = 0;
			subproof(t, old, 0, size, true);
			assert_ok(merkle_prove_consistency(&p, old, size,
			    &leaves));
			assert_proof(&p, t);
			assert_ok(merkle_check_consistency(&p, old, &old_root,
			    size, &root));
			refuse_consistency(p, old, &old_root, size, &root);
		}
	}
	free(t);
}

static void
test_merkle__a_compact_range_is_the_tree(void **state)
{
	struct naive *t = naive_new();
	struct merkle_range r = { .size = 0 };
	struct merkle_hash is, want;
	uint64_t size;

	(void)state;
	for (size = 1; size <= SIZES; size++) {
		merkle_append(&r, &t->leaves[size - 1]);
		merkle_root(&is, &r);
		want = mth(t, 0, size);
		assert_memory_equal(&is, &want, sizeof(is));
		assert_int_equal(r.size, size);
	}
	free(t);
}

static void
test_merkle__refuses_what_cannot_be(void **state)
{
	struct naive *t = naive_new();
	const struct merkle_leaves leaves = { t, naive_leaf };
	struct merkle_proof p = { .n = 0 };
	struct merkle_hash root = mth(t, 0, 5);

	(void)state;
	assert_int_equal(merkle_prove_inclusion(&p, 5, 5, &leaves), ERR_USAGE);
	assert_int_equal(merkle_prove_consistency(&p, 6, 5, &leaves),
	    ERR_USAGE);
	assert_ok(merkle_prove_consistency(&p, 0, 5, &leaves));
	assert_int_equal(p.n, 0);
	assert_ok(merkle_check_consistency(&p, 0, &root, 5, &root));
	assert_int_equal(merkle_check_consistency(&p, 4, &root, 5, &root),
	    ERR_INTEGRITY);
	assert_int_equal(merkle_check_consistency(&p, 6, &root, 5, &root),
	    ERR_INTEGRITY);
	assert_int_equal(merkle_check_inclusion(&p, 0, &root, 0, &root),
	    ERR_INTEGRITY);
	assert_int_equal(merkle_check_inclusion(&p, 0, &root, UINT64_MAX,
	    &root), ERR_INTEGRITY);
	free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merkle__has_the_published_roots),
		cmocka_unit_test(test_merkle__makes_the_published_proofs),
		cmocka_unit_test(test_merkle__proves_every_leaf_of_every_size),
		cmocka_unit_test(
		    test_merkle__proves_every_size_to_every_later_one),
		cmocka_unit_test(test_merkle__a_compact_range_is_the_tree),
		cmocka_unit_test(test_merkle__refuses_what_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
