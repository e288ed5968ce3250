/* writer.c -- see writer.h: what is begun, staged and added. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/adopt.h"
#include "vault/store/changes.h"
#include "vault/store/config.h"
#include "vault/store/journal.h"
#include "vault/store/lock.h"
#include "vault/store/policy.h"
#include "vault/store/repack.h"
#include "vault/store/tree.h"
#include "vault/store/writer_parts.h"

#define TIDY_NAMES_MAX (64u << 20)	/* bytes of names in incoming/ */

int
writer_new(struct writer **out, struct repo *repo, const struct judge *judge,
    const struct policy *policy)
{
	struct writer *w;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->repo = repo;
	w->judge = judge;
	w->policy = policy;
	w->lock = w->small = -1;
	w->commit = ENTRY_COMMIT_INIT;
	w->incoming = STAGES_INIT;
	*out = w;
	return 0;
}

void
writer_next(struct writer *w)
{
	changes_free(&w->adds);
	entry_free(&w->commit);
	w->commit = ENTRY_COMMIT_INIT;
	w->mark = spool_count(repo_spool(w->repo));
	w->closed = w->prepared = false;
}

void
writer_forget(struct writer *w)
{
	size_t i;

	publish_end(w->repo, &w->incoming);
	for (i = 0; i < w->larges.n; i++)
		stage_drop(&w->incoming, &w->larges.v[i].stage);
	free(w->larges.v);
	w->larges = (struct larges){ .v = NULL };
	writer_next(w);
	w->detached = false;
	io_close(&w->lock);
}

void
writer_abort(struct writer *w)
{
	if (w->lock >= 0)
		writer_forget(w);
}

void
writer_free(struct writer *w)
{
	if (w == NULL)
		return;
	writer_abort(w);
	writer_unfollow(w);
	writer_unstage(w);
	stages_close(&w->incoming, repo_dir(w->repo));
	free(w);
}

/* Known from here on, so that what is added may name it. */
static int
round_time(struct writer *w)
{
	struct policy p = { .clock = 1 };
	int code = 0;

	if (!w->born && w->policy != NULL)
		p = *w->policy;
	else if (w->born)
		code = policy_read(&p, w->repo, &w->head_tree);
	w->clock = p.clock;
	writer_set_time(w, (int64_t)time(NULL));
	return code;
}

int64_t
writer_time(const struct writer *w)
{
	return w->time;
}

void
writer_set_time(struct writer *w, int64_t t)
{
	w->time = t - t % (int64_t)w->clock;
}

void
writer_head(const struct writer *w, git_oid *commit, git_oid *tree)
{
	git_oid_cpy(commit, &w->head);
	git_oid_cpy(tree, &w->head_tree);
}

void
writer_repack(struct writer *w)
{
	int lock;

	if (w->lock >= 0 || lock_take(repo_dir(w->repo), 0, &lock) < 0)
		return;
	repack(w->repo, &w->incoming);
	io_close(&lock);
}

int
writer_set_head(struct writer *w, const git_oid *commit)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int code;

	if ((code = repo_read(w->repo, commit, GIT_OBJECT_COMMIT, &raw)) < 0)
		goto done;
	if (entry_parse(&c, raw.data, raw.len) < 0) {
		code = err_set(ERR_INTEGRITY, "the newest entry of the vault "
		    "is not a vault's; run `tipline audit`");
		goto done;
	}
	git_oid_cpy(&w->head, commit);
	git_oid_cpy(&w->head_tree, &c.tree);
	w->born = true;
	code = round_time(w);
done:
	entry_free(&c);
	bytes_free(&raw);
	return code;
}

/* Where the branch stands, and that it holds what this vault remembers. */
static int
find_head(struct writer *w)
{
	struct memory m;
	int code;

	memset(&w->branch, 0, sizeof(w->branch));
	memset(&w->head, 0, sizeof(w->head));
	memset(&w->head_tree, 0, sizeof(w->head_tree));
	memset(&w->state, 0, sizeof(w->state));
	if ((code = repo_head(w->repo, &w->branch, &w->born)) < 0)
		return code;
	if (w->born)
		return (code = chain_state(w->repo, &w->branch,
		    &w->state)) < 0 ? code : writer_set_head(w, &w->branch);
	if ((code = remembered_read(w->repo, REMEMBERED_FILE, &m)) == 0)
		return err_set(ERR_INTEGRITY, "the history was rolled back to "
		    "nothing; fetch it from a copy");
	return code == ERR_NOT_FOUND ? round_time(w) : code;
}

static int
settle(void *arg, int folder)
{
	return journal_settle(arg, folder);
}

static int
clear_away(struct writer *w)
{
	int code;

	if ((code = repo_free_branch(w->repo)) < 0 ||
	    (code = stages_sweep(repo_dir(w->repo), settle, w->repo)) < 0)
		return code;
	return repo_rescan(w->repo);
}

/* Whatever a writer before left is cleared away first. */
static int
begin(struct writer *w)
{
	int code;

	if ((code = find_head(w)) < 0 || (code = clear_away(w)) < 0)
		return code;
	return publish_begin(w->repo, &w->incoming);
}

void
writer_tidy(struct writer *w)
{
	struct bytes names = BYTES_INIT(TIDY_NAMES_MAX);
	const int vault = repo_dir(w->repo);

	if (w->lock < 0 &&
	    ((config_folder(vault, "incoming", &names) == 0 && names.len > 0) ||
	    faccessat(vault, "refs/heads/main.lock", F_OK, 0) == 0) &&
	    lock_take(vault, 0, &w->lock) == 0) {
		(void)clear_away(w);
		io_close(&w->lock);
	}
	bytes_free(&names);
}

int
writer_begin(struct writer *w, uint32_t ms)
{
	char line[ERR_LINE_MAX];
	int code;

	if (w->lock >= 0)
		return err_set(ERR_USAGE, "a write is begun already; commit "
		    "or abort it first");
	if ((code = lock_take(repo_dir(w->repo), ms, &w->lock)) < 0)
		return code;
	if ((code = begin(w)) < 0) {
		(void)snprintf(line, sizeof(line), "%s", err_line());
		writer_forget(w);	/* with lines of its own */
		return err_set((enum err)code, "%s", line);
	}
	writer_next(w);
	return 0;
}

static int
need_begin(const struct writer *w)
{
	return w->lock >= 0 ? 0 : err_set(ERR_USAGE,
	    "nothing is begun; begin a write first");
}

int
writer_begin_at(struct writer *w, uint32_t ms, const git_oid *commit,
    const struct remembered *known, const char *objects)
{
	int code;

	if ((code = writer_begin(w, ms)) < 0)
		return code;
	w->detached = true;
	if ((objects != NULL &&
	    (code = adopt(w->repo, objects, commit)) < 0) ||
	    (code = chain_from(w->repo, known, commit, &w->state)) < 0 ||
	    (code = writer_set_head(w, commit)) < 0)
		writer_forget(w);
	else
		writer_next(w);
	return code;
}

int
writer_skip(struct writer *w)
{
	int code;

	if ((code = need_begin(w)) == 0 &&
	    (code = spool_cut(repo_spool(w->repo), w->mark)) == 0)
		writer_next(w);
	return code;
}

int
writer_blob(struct writer *w, const char *name, const void *p, size_t len)
{
	struct change *c;
	git_oid id, there;
	int code;

	if ((code = repo_write(w->repo, GIT_OBJECT_BLOB, p, len, &id)) < 0)
		return code;
	code = tree_find(w->repo, &w->head_tree, name, &there);
	if (code < 0 && code != ERR_NOT_FOUND)
		return code;
	if ((code = changes_add(&w->adds, name, code == 0 ? CHANGE_CHANGED :
	    CHANGE_ADDED, &c)) < 0)
		return code;
	memcpy(c->oid, id.id, CHANGE_OID_BYTES);
	c->size = len;
	return sha256(c->sha256, p, len);
}

int
writer_open(const struct writer *w)
{
	if (w->closed)
		return err_set(ERR_USAGE, "the entry is prepared already; "
		    "commit or abort it first");
	return need_begin(w);
}

int
writer_add(struct writer *w, const struct path *path, const void *p,
    size_t len)
{
	char name[PATH_SIZE];
	int code;

	if ((code = writer_open(w)) < 0)
		return code;
	if (path->kind < PATH_POLICY || len > WRITER_SMALL_MAX)
		return err_set(ERR_USAGE, "this file is not added by hand");
	path_format(name, path);
	return writer_blob(w, name, p, len);
}

int
writer_copy(struct writer *w, const git_oid *commit, const char *name)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct bytes b = BYTES_INIT(WRITER_SMALL_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int code;

	if ((code = writer_open(w)) < 0 || (code = repo_read(w->repo, commit,
	    GIT_OBJECT_COMMIT, &raw)) < 0)
		goto done;
	(void)entry_parse(&c, raw.data, raw.len);
	if ((code = tree_file(w->repo, &c.tree, name, &b)) == 0)
		code = writer_blob(w, name, b.data, b.len);
done:
	entry_free(&c);
	bytes_free(&raw);
	bytes_free(&b);
	return code;
}
