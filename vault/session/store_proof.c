/* store_proof.c -- see store.h: the history as a tree. */
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

int
store_checkpoint(struct store *s, struct checkpoint *c, uint64_t *entries)
{
	struct wire_reader rd;
	uint64_t all;
	int r;

	memset(c, 0, sizeof(*c));
	if ((r = store_link_ask(s, STORE_CHECKPOINT, -1, STORE_TREE, &rd)) < 0)
		return r;
	wire_get_str(&rd, c->origin, sizeof(c->origin));
	c->size = wire_get_u64(&rd);
	wire_get_raw(&rd, c->root.b, sizeof(c->root.b));
	wire_get_raw(&rd, c->head, sizeof(c->head));
	all = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (!checkpoint_is_origin(c->origin) || c->size == 0 ||
	    c->size > all || all > MERKLE_SIZE_MAX)
		return store_link_lied("a checkpoint");
	if (entries != NULL)
		*entries = all;
	return 0;
}

int
store_commit_at(struct store *s, uint64_t number, char commit[41])
{
	struct wire_reader rd;
	char hex[41];
	int r;

	wire_put_u64(&s->out, number);
	if ((r = store_link_ask(s, STORE_COMMIT_AT, -1, STORE_COMMITTED,
	    &rd)) < 0)
		return r;
	wire_get_str(&rd, hex, sizeof(hex));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (!store_link_is_commit(hex))
		return store_link_lied("a commit");
	memcpy(commit, hex, sizeof(hex));
	return 0;
}

int
store_entry(struct store *s, uint64_t number, struct bytes *b)
{
	const size_t from = b->len;
	int r;

	wire_put_u64(&s->out, number);
	if ((r = store_link_ask_parts(s, STORE_ENTRY, b)) < 0)
		b->len = from;
	return r;
}

static int
prove(struct store *s, bool since, uint64_t at, uint64_t size,
    struct merkle_proof *p)
{
	struct wire_reader rd;
	int r;

	wire_put_u8(&s->out, since);
	wire_put_u64(&s->out, at);
	wire_put_u64(&s->out, size);
	if ((r = store_link_ask(s, STORE_PROVE, -1, STORE_PROOF, &rd)) < 0)
		return r;
	p->n = rd.left / MERKLE_HASH_BYTES;
	if (rd.left % MERKLE_HASH_BYTES != 0 || p->n > MERKLE_PROOF_MAX)
		return store_link_lied("a proof");
	wire_get_raw(&rd, p->v, rd.left);
	return wire_done(&rd, "the store's answer");
}

int
store_prove_entry(struct store *s, uint64_t number, uint64_t size,
    struct merkle_proof *p)
{
	return prove(s, false, number, size, p);
}

int
store_prove_since(struct store *s, uint64_t old, uint64_t size,
    struct merkle_proof *p)
{
	return prove(s, true, old, size, p);
}

static int
ask_number(struct store *s, uint32_t type, uint32_t *n)
{
	struct wire_reader rd;
	int r;

	if ((r = store_link_ask(s, type, -1, STORE_NUMBER, &rd)) < 0)
		return r;
	*n = wire_get_u32(&rd);
	return wire_done(&rd, "the store's answer");
}

int
store_came_with(struct store *s, const struct id *submission, uint64_t size,
    uint64_t *number)
{
	uint32_t n;
	int r;

	wire_put_raw(&s->out, submission->b, ID_BYTES);
	wire_put_u64(&s->out, size);
	if ((r = ask_number(s, STORE_CAME_WITH, &n)) < 0)
		return r;
	if (n == 0 || n > size)
		return store_link_lied("an entry's number");
	*number = n;
	return 0;
}

int
store_roles_at(struct store *s, const struct fpr *member, uint64_t number,
    unsigned *roles)
{
	uint32_t n;
	int r;

	wire_put_raw(&s->out, member->b, FPR_BYTES);
	wire_put_u64(&s->out, number);
	if ((r = ask_number(s, STORE_ROLES_AT, &n)) < 0)
		return r;
	if ((n & ~ROLES_ALL) != 0)
		return store_link_lied("roles");
	*roles = n;
	return 0;
}
