/*
 * check_history.c -- see checking.h: what the history needs is there.
 *
 * From the first entry on, each entry's tree is compared with the one before,
 * so that every file of the history is looked for once.
 */
#include "vault/store/checking.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/path.h"
#include "vault/store/chain.h"
#include "vault/store/entry.h"
#include "vault/store/folder.h"
#include "vault/store/lfs.h"
#include "vault/store/tree.h"

#define BRANCH "refs/heads/main"
#define TOLD_MAX 256		/* missing things kept, so as not to repeat */

struct walk {
	struct check *check;
	git_odb *odb;
	uint64_t entry;
	char path[PATH_SIZE];
	size_t len;
	unsigned depth;
	git_oid told[TOLD_MAX];
	size_t ntold;
};

static const git_oid none;

static bool
told_before(struct walk *w, const git_oid *id)
{
	size_t i;

	for (i = 0; i < w->ntold && i < TOLD_MAX; i++)
		if (git_oid_equal(&w->told[i], id))
			return true;
	git_oid_cpy(&w->told[w->ntold++ % TOLD_MAX], id);
	return false;
}

static int
tell(struct walk *w, const char *rule, const char *line, enum remedy remedy,
    const git_oid *id, const struct lfs_pointer *large)
{
	const struct trouble t = { .rule = rule, .name = w->path, .line = line,
	    .remedy = remedy, .id = id, .large = large, .entry = w->entry };

	return told_before(w, id) ? 0 : w->check->to->say(w->check->to->arg,
	    &t);
}

static bool
is_damage(int code)
{
	return code == ERR_INTEGRITY || code == ERR_FORMAT ||
	    code == ERR_TOO_BIG;
}

static int
check_large(struct walk *w, const git_oid *id)
{
	struct bytes b = BYTES_INIT(LFS_POINTER_MAX);
	struct lfs_pointer p;
	int fd, r;

	r = repo_read(w->check->repo, id, GIT_OBJECT_BLOB, &b);
	if (r == 0 && (r = lfs_parse(&p, b.data, b.len)) < 0)
		r = 0;		/* whether it may stand there, the audit says */
	else if (r == 0) {
		w->check->result->large++;
		/* Its content was check_lfs.c's to read. */
		r = lfs_open(w->check->repo, &p, &fd);
		io_close(&fd);
		if (is_damage(r))
			r = tell(w, "damage", err_line(), REMEDY_LARGE, id,
			    &p);
	} else if (is_damage(r)) {
		r = tell(w, "damage", err_line(), REMEDY_OBJECT, id, NULL);
	}
	bytes_free(&b);
	return r;
}

static int
check_file(struct walk *w, const git_oid *id)
{
	const struct path p = path_parse(w->path);

	if (p.kind == PATH_OBJECT && p.large)
		return check_large(w, id);
	if (git_odb_exists(w->odb, id) == 0)
		return tell(w, "missing", "this file's object is missing or "
		    "damaged; run `tipline repair --from COPY`",
		    REMEDY_OBJECT, id, NULL);
	return checking_step(w->check, 0);
}

static int walk_folder(struct walk *w, const git_oid *from,
    const git_oid *to);

/* One name that is new or another than before. */
static int
walk_entry(struct walk *w, const struct folder_entry *from,
    const struct folder_entry *to)
{
	const size_t mark = w->len;
	git_oid before, after;
	int r;

	if (w->depth >= TREE_DEPTH_MAX ||
	    w->len + 1 + to->len >= sizeof(w->path))
		return 0;	/* no vault's path: the audit's to tell */
	if (w->len > 0)
		w->path[w->len++] = '/';
	memcpy(w->path + w->len, to->name, to->len + 1);
	w->len += to->len;
	w->depth++;
	memcpy(after.id, to->oid, GIT_OID_RAWSZ);
	before = none;
	if (from != NULL)
		memcpy(before.id, from->oid, GIT_OID_RAWSZ);
	r = folder_is(to) ? walk_folder(w, &before, &after) :
	    check_file(w, &after);
	w->depth--;
	w->len = mark;
	w->path[mark] = '\0';
	return r;
}

static int
walk_both(struct walk *w, const struct folder *a, const struct folder *b)
{
	const struct folder_entry *x, *y;
	size_t i = 0, j;
	int r = 0;

	for (j = 0; b != NULL && j < b->n && r == 0; j++) {
		y = &b->v[j];
		while (a != NULL && i < a->n &&
		    folder_compare(&a->v[i], y) < 0)
			i++;
		x = a != NULL && i < a->n &&
		    folder_compare(&a->v[i], y) == 0 ? &a->v[i] : NULL;
		if (x == NULL || x->mode != y->mode ||
		    memcmp(x->oid, y->oid, GIT_OID_RAWSZ) != 0)
			r = walk_entry(w, x, y);
	}
	return r;
}

static int
walk_folder(struct walk *w, const git_oid *from, const git_oid *to)
{
	const struct folder *a = NULL, *b = NULL;
	int r;

	if (git_oid_equal(from, to))
		return 0;
	r = folder_get(&b, w->check->repo, to);
	if (is_damage(r))
		return tell(w, "damage", err_line(), REMEDY_OBJECT, to, NULL);
	/* What cannot be read of the one before was told with that one. */
	if (r == 0 && (r = folder_get(&a, w->check->repo, from)) < 0 &&
	    is_damage(r))
		r = 0;
	if (r == 0)
		r = walk_both(w, a, b);
	folder_put(a);
	folder_put(b);
	return r;
}

/* A commit's tree and first parent; *more false when it has none. */
static int
read_entry(struct walk *w, const git_oid *id, git_oid *tree, git_oid *parent,
    bool *more)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c;
	int r;

	if ((r = repo_read(w->check->repo, id, GIT_OBJECT_COMMIT,
	    &raw)) == 0) {
		/* Whether its form is right is the audit's question. */
		(void)entry_parse(&c, raw.data, raw.len);
		git_oid_cpy(tree, &c.tree);
		git_oid_cpy(parent, &c.parent);
		*more = c.nparents > 0;
		entry_free(&c);
	}
	bytes_free(&raw);
	return r;
}

static int
walk_chain(struct walk *w, const struct chain *chain)
{
	git_oid before = none, tree, parent, lost;
	bool more;
	size_t i;
	int r = 0;

	if (chain->broken && (r = read_entry(w, &chain->v[chain->n - 1],
	    &tree, &lost, &more)) == 0 &&
	    is_damage(r = read_entry(w, &lost, &tree, &parent, &more)))
		r = tell(w, "damage", err_line(), REMEDY_OBJECT, &lost, NULL);
	for (i = chain->n; i-- > 0 && r == 0;) {
		w->entry = chain->n - i;
		w->check->result->entries++;
		if ((r = read_entry(w, &chain->v[i], &tree, &parent,
		    &more)) == 0)
			r = walk_folder(w, &before, &tree);
		git_oid_cpy(&before, &tree);
	}
	return r;
}

/* The branch's history holds what this vault remembers. */
static int
check_state(struct check *c, const git_oid *head)
{
	struct remembered m;
	struct memory memory;
	int r;

	if (remembered_read(c->repo, REMEMBERED_FILE, &memory) < 0)
		return 0;	/* told already, or there is none */
	r = chain_state(c->repo, head, &m);
	return r < 0 ? checking_tell(c, r, "rollback", REMEMBERED_FILE,
	    REMEDY_BRANCH) : 0;
}

int
check_history(struct check *c)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct chain chain = { .v = NULL };
	git_oid head;
	bool born = false;
	int r;

	if (w == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->check = c;
	if (git_repository_odb(&w->odb, repo_git(c->repo)) != 0) {
		r = repo_failed(c->repo, "cannot open the vault's objects");
		goto done;
	}
	r = repo_head(c->repo, &head, &born);
	if (r == 0 && !born)
		r = err_set(ERR_INTEGRITY, "the branch refs/heads/main is "
		    "missing; run `tipline repair`");
	if (r < 0) {
		r = checking_tell(c, r, "damage", BRANCH, REMEDY_BRANCH);
		goto done;
	}
	if ((r = chain_read(c->repo, &head, NULL, &chain)) < 0) {
		memcpy(w->path, BRANCH, sizeof(BRANCH));
		if (is_damage(r))
			r = tell(w, "damage", err_line(), REMEDY_BRANCH,
			    &head, NULL);
		goto done;
	}
	if ((r = walk_chain(w, &chain)) == 0 && !chain.broken)
		r = check_state(c, &head);
done:
	chain_free(&chain);
	git_odb_free(w->odb);
	free(w);
	return r;
}
