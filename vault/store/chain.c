/* chain.c -- see chain.h. */
#include "vault/store/chain.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"

#define CAP_FIRST 64

/*
 * The first parent that a commit's content names.  Whether the content is as
 * an entry's must be is the audit's question.
 */
static bool
find_parent(git_oid *parent, const struct bytes *raw)
{
	static const char word[] = "parent ";
	const size_t tree = 5 + GIT_OID_HEXSZ + 1, n = sizeof(word) - 1;

	return raw->len > tree + n + GIT_OID_HEXSZ &&
	    memcmp(raw->data + tree, word, n) == 0 &&
	    hex_parse(parent->id, GIT_OID_RAWSZ,
	    (const char *)raw->data + tree + n, GIT_OID_HEXSZ);
}

/* Read a commit into raw; *more false when it has no parent. */
static int
read_one(struct repo *r, const git_oid *id, struct bytes *raw,
    git_oid *parent, bool *more)
{
	int code;

	bytes_reset(raw);
	if ((code = repo_read(r, id, GIT_OBJECT_COMMIT, raw)) == 0)
		*more = find_parent(parent, raw);
	return code;
}

/* Room for one more in an array that doubles from CAP_FIRST. */
static int
grow(void **v, size_t n, size_t one)
{
	void *bigger;

	if (n >= CHAIN_MAX)
		return err_set(ERR_TOO_BIG, "the vault has more than %u "
		    "entries; start a new one", CHAIN_MAX);
	if (n != 0 && (n < CAP_FIRST || (n & (n - 1)) != 0))
		return 0;
	bigger = realloc(*v, (n == 0 ? CAP_FIRST : 2 * n) * one);
	if (bigger == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*v = bigger;
	return 0;
}

/*
 * Go on behind the last one that is there, or begin with `head`, until there
 * are n or `end` (NULL: none) comes next.
 */
static int
reach(struct repo *r, const git_oid *head, const git_oid *end, size_t n,
    struct chain *c)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	git_oid at, parent;
	void *v = c->v;
	bool more = true;
	int code = 0;

	git_oid_cpy(&at, head);
	if (c->n > 0 && c->n < n && (code = read_one(r, &c->v[c->n - 1],
	    &raw, &at, &more)) < 0)
		more = false;
	for (; more && c->n < n; git_oid_cpy(&at, &parent)) {
		if (end != NULL && git_oid_equal(&at, end)) {
			c->met = true;
			break;
		}
		code = read_one(r, &at, &raw, &parent, &more);
		if (code == ERR_INTEGRITY && c->n > 0) {
			c->broken = true;
			code = 0;
			break;
		}
		if (code < 0 || (code = grow(&v, c->n, sizeof(*c->v))) < 0)
			break;
		c->v = v;
		git_oid_cpy(&c->v[c->n++], &at);
	}
	bytes_free(&raw);
	return code;
}

int
chain_read(struct repo *r, const git_oid *head, const git_oid *end,
    struct chain *c)
{
	int code;

	*c = (struct chain){ .v = NULL };
	if ((code = reach(r, head, end, SIZE_MAX, c)) < 0)
		chain_free(c);
	return code;
}

int
chain_reach(struct repo *r, const git_oid *head, size_t n, struct chain *c)
{
	return reach(r, head, NULL, n, c);
}

void
chain_free(struct chain *c)
{
	free(c->v);
	*c = (struct chain){ .v = NULL };
}

/* The leaves of the entries that are new, newest first. */
struct leaves {
	struct merkle_hash *v;
	size_t n;
};

static const struct remembered *
known_at(const struct remembered *known, size_t n, const git_oid *at)
{
	while (n-- > 0)
		if (git_oid_equal(&known[n].commit, at))
			return &known[n];
	return NULL;
}

/* The commit is the known one; is its content? */
static int
same_content(const struct remembered *m, const struct bytes *raw)
{
	uint8_t sum[SHA256_BYTES];
	int code;

	if ((code = sha256(sum, raw->data, raw->len)) == 0 &&
	    memcmp(sum, m->sha256, sizeof(sum)) != 0)
		code = err_set(ERR_INTEGRITY, "entry %llu is not the one this "
		    "vault remembers; compare with a copy",
		    (unsigned long long)m->range.size);
	return code;
}

static int
add_leaf(struct leaves *l, const struct bytes *raw)
{
	void *v = l->v;
	int code;

	if ((code = grow(&v, l->n, sizeof(*l->v))) < 0)
		return code;
	l->v = v;
	merkle_leaf(&l->v[l->n++], raw->data, raw->len);
	return 0;
}

/*
 * Back from `head` to one of the known entries, which *m becomes, or when none
 * is known to the first.  ERR_NOT_FOUND when known ones are not met.
 */
static int
walk_back(struct repo *r, const struct remembered *known, size_t n,
    const git_oid *head, struct remembered *m, struct leaves *l)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	const struct remembered *here = NULL;
	uint8_t newest[SHA256_BYTES], sum[SHA256_BYTES];
	git_oid at, parent;
	bool more = true;
	int code = 0;

	for (git_oid_cpy(&at, head); more; git_oid_cpy(&at, &parent)) {
		if ((code = read_one(r, &at, &raw, &parent, &more)) < 0)
			goto done;
		if ((here = known_at(known, n, &at)) != NULL) {
			code = same_content(here, &raw);
			break;
		}
		if ((code = add_leaf(l, &raw)) < 0 ||
		    (l->n == 1 && (code = sha256(newest, raw.data,
		    raw.len)) < 0))
			goto done;
	}
	if (here == NULL && n > 0)
		code = ERR_NOT_FOUND;
	if (code < 0)
		goto done;
	if (here != NULL)
		*m = *here;
	else if ((code = sha256(sum, raw.data, raw.len)) == 0)
		memcpy(m->log, sum, sizeof(m->log));
	if (l->n > 0) {
		git_oid_cpy(&m->commit, head);
		memcpy(m->sha256, newest, sizeof(newest));
	}
done:
	bytes_free(&raw);
	return code;
}

static int
extend(struct repo *r, const struct remembered *known, size_t n,
    const git_oid *head, struct remembered *m)
{
	struct leaves l = { .n = 0 };
	int code;

	memset(m, 0, sizeof(*m));
	if ((code = walk_back(r, known, n, head, m, &l)) == 0 &&
	    m->range.size + l.n > CHAIN_MAX)
		code = err_set(ERR_TOO_BIG, "the vault has more than %u "
		    "entries; start a new one", CHAIN_MAX);
	while (code == 0 && l.n > 0)
		merkle_append(&m->range, &l.v[--l.n]);
	free(l.v);
	return code;
}

int
chain_state(struct repo *r, const git_oid *head, struct remembered *m)
{
	struct memory is;
	int code;

	code = remembered_read(r, REMEMBERED_FILE, &is);
	if (code < 0 && code != ERR_NOT_FOUND)
		return code;
	if ((code = extend(r, is.v, is.n, head, m)) != ERR_NOT_FOUND)
		return code;
	return err_set(ERR_INTEGRITY, "the history was rolled back: entry "
	    "%llu, which this vault remembers, is gone; fetch it from a copy, "
	    "or run `tipline audit`",
	    (unsigned long long)is.v[is.n - 1].range.size);
}

int
chain_from(struct repo *r, const struct remembered *from, const git_oid *head,
    struct remembered *m)
{
	int code = extend(r, from, from != NULL, head, m);

	return code != ERR_NOT_FOUND ? code : err_set(ERR_NOT_FOUND,
	    "the history does not hold the entry %llu that is known of it; "
	    "compare it with `tipline audit --compare`",
	    (unsigned long long)from->range.size);
}
