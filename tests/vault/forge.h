/*
 * forge.h -- entries made past the store by somebody with the vault's folder
 * and a member's key, and what the audit must name of them.
 */
#ifndef TESTS_VAULT_FORGE_H
#define TESTS_VAULT_FORGE_H

#include "tests/vault/kit.h"

#include "vault/store/chain.h"
#include "vault/store/changes.h"
#include "vault/store/entry.h"
#include "vault/store/publish.h"
#include "vault/store/tree.h"

#define FOUND_MAX 32

struct found {
	struct finding_read v[FOUND_MAX];
	size_t n;
};

/* Around each test: histories are read here, too. */
static inline int
forge_setup(void **state)
{
	assert_ok(repo_global());
	return kit_setup(state);
}

static inline int
keep(const struct finding_read *f, void *arg)
{
	struct found *found = arg;

	if (found->n < FOUND_MAX)
		found->v[found->n++] = *f;
	return 0;
}

/* Audit with a store of its own; the vault must be named for `rule`. */
static inline void
expect(struct kit *k, const char *rule)
{
	struct found found = { .n = 0 };
	struct store *s = NULL;
	struct verdict v;
	size_t i;

	assert_ok(store_start_damaged(&s, k->vault));
	assert_ok(store_audit(s, keep, &found, &v));
	store_stop(s);
	assert_int_equal(v.findings > 0, found.n > 0);
	for (i = 0; i < found.n; i++)
		if (strcmp(found.v[i].rule, rule) == 0)
			return;
	for (i = 0; i < found.n; i++)
		print_message("%s: entry %d: %s: %s\n", found.v[i].rule,
		    (int)found.v[i].entry, found.v[i].path, found.v[i].line);
	fail_msg("%zu findings, none of the rule %s", found.n, rule);
}

static inline void
expect_good(struct kit *k)
{
	struct found found = { .n = 0 };
	struct store *s = NULL;
	struct verdict v;

	assert_ok(store_start(&s, k->vault));
	assert_ok(store_audit(s, keep, &found, &v));
	store_stop(s);
	if (v.findings != 0)
		fail_msg("%s: entry %d: %s: %s", found.v[0].rule,
		    (int)found.v[0].entry, found.v[0].path, found.v[0].line);
}

/* An entry made past the store, with whatever it should not have. */
struct forge {
	struct repo *repo;
	struct stages incoming;
	git_oid head, tree;
	struct entry_commit c;
	struct changes l;
	const struct member *signer;
};

static inline void
forge_open(struct forge *f, struct kit *k, const char *event,
    const struct member *actor, const struct id *submission)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit last;
	bool born;

	memset(f, 0, sizeof(*f));
	f->c = ENTRY_COMMIT_INIT;
	f->signer = actor;
	assert_ok(repo_open(&f->repo, k->vault));
	f->incoming = STAGES_INIT;
	assert_ok(publish_begin(f->repo, &f->incoming));
	assert_ok(repo_head(f->repo, &f->head, &born));
	assert_true(born);
	assert_ok(repo_read(f->repo, &f->head, GIT_OBJECT_COMMIT, &raw));
	assert_ok(entry_parse(&last, raw.data, raw.len));
	git_oid_cpy(&f->tree, &last.tree);
	f->c.time = last.time;
	f->c.nparents = 1;
	git_oid_cpy(&f->c.parent, &f->head);
	f->c.has_previous = true;
	assert_ok(sha256(f->c.previous, raw.data, raw.len));
	(void)snprintf(f->c.entry.event, sizeof(f->c.entry.event), "%s",
	    event);
	(void)snprintf(f->c.entry.subject, sizeof(f->c.entry.subject),
	    "forged");
	f->c.entry.actor = actor->fpr;
	if (submission != NULL) {
		f->c.entry.submissions = malloc(sizeof(struct id));
		assert_non_null(f->c.entry.submissions);
		f->c.entry.submissions[0] = *submission;
		f->c.entry.nsubmissions = 1;
	}
	entry_free(&last);
	bytes_free(&raw);
}

static inline void
forge_add(struct forge *f, const char *name, const void *p, size_t len)
{
	struct change *c;
	git_oid id;

	assert_ok(repo_write(f->repo, GIT_OBJECT_BLOB, p, len, &id));
	assert_ok(changes_add(&f->l, name, CHANGE_ADDED, &c));
	memcpy(c->oid, id.id, CHANGE_OID_BYTES);
	assert_ok(sha256(c->sha256, p, len));
}

static inline void
forge_path(struct forge *f, const struct path *p, const void *body, size_t len)
{
	char name[PATH_SIZE];

	path_format(name, p);
	forge_add(f, name, body, len);
}

static inline void
forge_grant(struct forge *f, const struct sub *b, const struct member *m,
    enum tier tier)
{
	const struct path p = kit_grant_path(b, m, tier);
	uint8_t box[GRANT_BYTES];

	randombytes_buf(box, sizeof(box));
	forge_path(f, &p, box, sizeof(box));
}

/* With a tree of its own choosing, or the one that the files make. */
static inline void
forge_done(struct forge *f, const git_oid *tree)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	struct larges none = { .n = 0 };
	git_oid id;

	changes_sort(&f->l);
	assert_ok(changes_digest(f->c.objects, &f->l));
	if (tree != NULL)
		git_oid_cpy(&f->c.tree, tree);
	else
		assert_ok(tree_update(f->repo, &f->tree, &f->l, &f->c.tree));
	assert_ok(entry_format(&f->c.payload, &f->c));
	kit_sign(f->signer, SSHSIG_NS_GIT, f->c.payload.data,
	    f->c.payload.len, &sig);
	assert_ok(entry_sign(&raw, &f->c.payload, sig.data, sig.len));
	assert_ok(repo_write(f->repo, GIT_OBJECT_COMMIT, raw.data, raw.len,
	    &id));
	assert_ok(publish(f->repo, &f->incoming, &f->head, &id, &none));
	publish_end(f->repo, &f->incoming);
	stages_close(&f->incoming, repo_dir(f->repo));
	entry_free(&f->c);
	changes_free(&f->l);
	repo_free(f->repo);
	bytes_free(&raw);
	bytes_free(&sig);
}

#endif
