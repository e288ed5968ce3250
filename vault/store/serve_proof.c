/* serve_proof.c -- the questions about the history as a tree. */
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/entry.h"
#include "vault/store/serving.h"

#define TRIES 5		/* while others write */

static int
no_entry(uint64_t number)
{
	return err_set(ERR_NOT_FOUND, "the vault has no entry %llu; tipline "
	    "log lists those it has", (unsigned long long)number);
}

/* The commit of entry `number` of the history up to the tip. */
static int
entry_at(struct serve *s, uint64_t number, git_oid *id)
{
	const uint64_t back = s->tip_number - number;
	int r;

	if (number == 0 || number > s->tip_number)
		return no_entry(number);
	if ((r = chain_reach(s->repo, &s->tip, back + 1, &s->back)) < 0)
		return r;
	if (s->back.n <= back)
		return err_set(ERR_INTEGRITY, "the history breaks off before "
		    "entry %llu; run `tipline audit`",
		    (unsigned long long)number);
	git_oid_cpy(id, &s->back.v[back]);
	return 0;
}

/* As store_checkpoint() says: what is on the remote, if that is known. */
static int
find_final(struct serve *s, struct remembered *tip)
{
	struct memory synced;
	git_oid id;
	int r;

	r = remembered_read(s->repo, REMEMBERED_SYNCED, &synced);
	if (r == ERR_NOT_FOUND) {
		s->final = *tip;
		return 0;
	}
	if (r < 0)
		return r;
	s->final = synced.v[synced.n - 1];
	if (entry_at(s, s->final.range.size, &id) < 0 ||
	    !git_oid_equal(&id, &s->final.commit))
		return err_set(ERR_INTEGRITY, "the history does not hold entry "
		    "%llu, which the remote has; run `tipline audit`",
		    (unsigned long long)s->final.range.size);
	return 0;
}

/* The newest entry and its number; whoever writes meanwhile is waited for. */
static int
find_tip(struct serve *s, struct remembered *tip)
{
	git_oid was;
	int r = 0, tries;

	for (tries = 0; tries < TRIES; tries++) {
		if ((r = look_refresh(s->repo, &s->look)) < 0)
			return r;
		if (!s->look.born)
			return err_set(ERR_NO_VAULT, "the vault has no entry "
			    "yet; make one with `tipline init`");
		git_oid_cpy(&was, &s->look.head);
		if ((r = chain_state(s->repo, &was, tip)) != ERR_INTEGRITY ||
		    look_refresh(s->repo, &s->look) < 0 ||
		    git_oid_equal(&was, &s->look.head))
			return r;
	}
	return r;
}

int
serve_checkpoint(struct serve *s)
{
	char origin[CHECKPOINT_ORIGIN_SIZE];
	struct remembered tip;
	struct merkle_hash root;
	int r;

	if ((r = serving_done(s)) < 0 || (r = find_tip(s, &tip)) < 0)
		return r;
	chain_free(&s->back);
	git_oid_cpy(&s->tip, &tip.commit);
	s->tip_number = tip.range.size;
	if ((r = find_final(s, &tip)) < 0)
		return r;
	checkpoint_origin(origin, s->final.log);
	merkle_root(&root, &s->final.range);
	wire_put_str(&s->out, origin);
	wire_put_u64(&s->out, s->final.range.size);
	wire_put_raw(&s->out, root.b, sizeof(root.b));
	wire_put_raw(&s->out, s->final.sha256, SHA256_BYTES);
	wire_put_u64(&s->out, s->tip_number);
	return serving_send(s, STORE_TREE, NULL);
}

int
serve_entry(struct serve *s)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	uint64_t number = wire_get_u64(&s->rd);
	git_oid id;
	int r;

	if ((r = serving_done(s)) == 0 &&
	    (r = entry_at(s, number, &id)) == 0 &&
	    (r = repo_read(s->repo, &id, GIT_OBJECT_COMMIT, &raw)) == 0)
		r = serving_parts(s, &raw);
	bytes_free(&raw);
	return r;
}

int
serve_commit_at(struct serve *s)
{
	uint64_t number = wire_get_u64(&s->rd);
	char hex[GIT_OID_HEXSZ + 1];
	git_oid id;
	int r;

	if ((r = serving_done(s)) < 0 || (r = entry_at(s, number, &id)) < 0)
		return r;
	wire_put_str(&s->out, git_oid_tostr(hex, sizeof(hex), &id));
	return serving_send(s, STORE_COMMITTED, NULL);
}

/* A leaf for a proof; `arg` is the serve. */
static int
leaf(void *arg, uint64_t index, struct merkle_hash *out)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct serve *s = arg;
	git_oid id;
	int r;

	if ((r = entry_at(s, index + 1, &id)) == 0 &&
	    (r = repo_read(s->repo, &id, GIT_OBJECT_COMMIT, &raw)) == 0)
		merkle_leaf(out, raw.data, raw.len);
	bytes_free(&raw);
	return r;
}

int
serve_prove(struct serve *s)
{
	const struct merkle_leaves leaves = { .arg = s, .leaf = leaf };
	struct merkle_proof p;
	uint8_t since = wire_get_u8(&s->rd);
	uint64_t at = wire_get_u64(&s->rd), size = wire_get_u64(&s->rd);
	int r;

	if ((r = serving_done(s)) < 0)
		return r;
	if (since > 1 || size > s->tip_number || at > size || at + since == 0)
		return no_entry(at > size ? at : size);
	if ((r = since ? merkle_prove_consistency(&p, at, size, &leaves) :
	    merkle_prove_inclusion(&p, at - 1, size, &leaves)) < 0)
		return r;
	wire_put_raw(&s->out, p.v, p.n * sizeof(p.v[0]));
	return serving_send(s, STORE_PROOF, NULL);
}

static bool
brings(const struct entry *e, const struct id *submission)
{
	size_t i;

	if (strcmp(e->event, "submit") != 0)
		return false;
	for (i = 0; i < e->nsubmissions; i++)
		if (id_equal(&e->submissions[i], submission))
			return true;
	return false;
}

/* Is this the entry with which the submission came? */
static int
look_for(struct serve *s, const git_oid *id, const struct id *submission,
    bool *found)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c;
	char hex[ID_HEX_SIZE];
	int r;

	*found = false;
	id_hex(hex, submission);
	if ((r = repo_read(s->repo, id, GIT_OBJECT_COMMIT, &raw)) == 0 &&
	    memmem(raw.data, raw.len, hex, sizeof(hex) - 1) != NULL) {
		*found = entry_parse(&c, raw.data, raw.len) == 0 &&
		    brings(&c.entry, submission);
		entry_free(&c);
	}
	bytes_free(&raw);
	return r;
}

int
serve_came_with(struct serve *s)
{
	struct id submission;
	uint64_t size, number;
	git_oid id;
	bool found = false;
	int r;

	wire_get_raw(&s->rd, submission.b, ID_BYTES);
	number = size = wire_get_u64(&s->rd);
	if ((r = serving_done(s)) < 0)
		return r;
	for (; number > 0 && !found; number -= !found)
		if ((r = entry_at(s, number, &id)) < 0 ||
		    (r = look_for(s, &id, &submission, &found)) < 0)
			return r;
	if (!found)
		return err_set(ERR_NOT_FOUND, "the submission did not come "
		    "with any of the first %llu entries; if it is newer, sync "
		    "first", (unsigned long long)size);
	wire_put_u32(&s->out, (uint32_t)number);
	return serving_send(s, STORE_NUMBER, NULL);
}

int
serve_roles_at(struct serve *s)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	struct look then = { .born = true };
	struct fpr member;
	uint64_t number;
	unsigned roles;
	int r;

	wire_get_raw(&s->rd, member.b, FPR_BYTES);
	number = wire_get_u64(&s->rd);
	if ((r = serving_done(s)) < 0 ||
	    (r = entry_at(s, number, &then.head)) < 0 ||
	    (r = repo_read(s->repo, &then.head, GIT_OBJECT_COMMIT, &raw)) < 0)
		goto done;
	(void)entry_parse(&c, raw.data, raw.len);
	git_oid_cpy(&then.tree, &c.tree);
	if ((r = look_roles(s->repo, &then, &member, &roles)) < 0)
		goto done;
	wire_put_u32(&s->out, roles);
	r = serving_send(s, STORE_NUMBER, NULL);
done:
	entry_free(&c);
	bytes_free(&raw);
	return r;
}
