/* writer.c -- see writer.h. */
#include "vault/store/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/card.h"
#include "vault/store/chain.h"
#include "vault/store/changes.h"
#include "vault/store/entry.h"
#include "vault/store/layout.h"
#include "vault/store/lfs.h"
#include "vault/store/policy.h"
#include "vault/store/stage.h"
#include "vault/store/tree.h"

#define LOCK_STEP_MS 20
#define SIGNERS_MAX (4u << 20)	/* bytes of allowed_signers */

/* A staged file that waits for the commit to go into lfs/objects. */
struct large {
	char name[STAGE_NAME_SIZE];
	struct lfs_pointer pointer;
};

struct writer {
	struct repo *repo;
	const struct judge *judge;
	const struct policy *policy;	/* of an init, else NULL */
	struct stages incoming;
	struct stage *stages;		/* by number; dropped ones stay */
	size_t nstages, cap_stages, live_stages;

	int lock;			/* -1: nothing is begun */
	int64_t time;			/* of the entry */
	bool born;
	git_oid head, head_tree;	/* zero while not born */
	struct remembered state;	/* up to head; zero while not born */
	struct changes adds;
	struct large *large;
	size_t nlarge;
	git_oid *fresh;			/* blobs that only this write knows */
	size_t nfresh;
	struct changes all;		/* as prepared, sorted */
	struct entry_commit commit;
	bool prepared;
};

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
	w->lock = -1;
	w->commit = ENTRY_COMMIT_INIT;
	w->incoming = STAGES_INIT;
	*out = w;
	return 0;
}

/* Drop all that belongs to this write but the blobs. */
static void
forget(struct writer *w)
{
	size_t i;

	for (i = 0; i < w->nlarge; i++)
		if (w->large[i].name[0] != '\0')
			(void)unlinkat(repo_dir(w->repo), w->large[i].name, 0);
	free(w->large);
	w->large = NULL;
	w->nlarge = 0;
	free(w->fresh);
	w->fresh = NULL;
	w->nfresh = 0;
	changes_free(&w->adds);
	changes_free(&w->all);
	entry_free(&w->commit);
	w->commit = ENTRY_COMMIT_INIT;
	w->prepared = false;
	io_close(&w->lock);
}

void
writer_abort(struct writer *w)
{
	size_t i;

	/* They were not there before, and we still hold the lock. */
	for (i = 0; w->lock >= 0 && i < w->nfresh; i++)
		repo_drop(w->repo, &w->fresh[i]);
	forget(w);
}

void
writer_free(struct writer *w)
{
	size_t i;

	if (w == NULL)
		return;
	writer_abort(w);
	for (i = 0; i < w->nstages; i++)
		stage_drop(&w->stages[i], repo_dir(w->repo));
	stages_close(&w->incoming, repo_dir(w->repo));
	free(w->stages);
	free(w);
}

static int
take_lock(struct writer *w, uint32_t ms)
{
	const struct timespec step = { .tv_nsec = LOCK_STEP_MS * 1000000L };
	struct timespec start, now;
	int64_t waited;

	w->lock = openat(repo_dir(w->repo), "lock", O_RDWR | O_CREAT |
	    O_CLOEXEC | O_NOFOLLOW, 0644);
	if (w->lock < 0)
		return err_sys("cannot open the vault's lock");
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	while (flock(w->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_sys("cannot lock the vault");
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		waited = (int64_t)(now.tv_sec - start.tv_sec) * 1000 +
		    (now.tv_nsec - start.tv_nsec) / 1000000;
		if (waited >= (int64_t)ms)
			return err_set(ERR_BUSY, "another writer has the "
			    "vault; try again");
		(void)nanosleep(&step, NULL);
	}
	return 0;
}

/* Where the branch stands, and that it holds what this vault remembers. */
static int
find_head(struct writer *w)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	struct memory m;
	int code;

	memset(&w->head, 0, sizeof(w->head));
	memset(&w->head_tree, 0, sizeof(w->head_tree));
	memset(&w->state, 0, sizeof(w->state));
	if ((code = repo_head(w->repo, &w->head, &w->born)) < 0)
		goto done;
	if (!w->born) {
		code = remembered_read(w->repo, REMEMBERED_FILE, &m);
		code = code == ERR_NOT_FOUND ? 0 : code == 0 ?
		    err_set(ERR_INTEGRITY, "the history was rolled back to "
		    "nothing; fetch it from a copy") : code;
		goto done;
	}
	if ((code = chain_state(w->repo, &w->head, &w->state)) < 0 ||
	    (code = repo_read(w->repo, &w->head, GIT_OBJECT_COMMIT,
	    &raw)) < 0)
		goto done;
	if (entry_parse(&c, raw.data, raw.len) < 0)
		code = err_set(ERR_INTEGRITY, "the newest entry of the vault "
		    "is not a vault's; run `tipline audit`");
	git_oid_cpy(&w->head_tree, &c.tree);
done:
	entry_free(&c);
	bytes_free(&raw);
	return code;
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
	w->time = (int64_t)time(NULL);
	w->time -= w->time % (int64_t)p.clock;
	return code;
}

int
writer_begin(struct writer *w, uint32_t ms)
{
	int code;

	if (w->lock >= 0)
		return err_set(ERR_USAGE, "a write is begun already; commit "
		    "or abort it first");
	if ((code = take_lock(w, ms)) < 0 || (code = find_head(w)) < 0 ||
	    (code = round_time(w)) < 0 ||
	    (code = stage_sweep(repo_dir(w->repo))) < 0)
		forget(w);
	return code;
}

int64_t
writer_time(const struct writer *w)
{
	return w->time;
}

static int
need_begin(const struct writer *w)
{
	return w->lock >= 0 ? 0 : err_set(ERR_USAGE,
	    "nothing is begun; begin a write first");
}

/* Room for one more, in an array that doubles. */
static int
grow_stages(struct writer *w)
{
	size_t cap = w->cap_stages > 0 ? 2 * w->cap_stages : 16;
	struct stage *v;

	if (w->nstages >= WRITER_STAGES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u files are being "
		    "written at once; submit them in parts",
		    WRITER_STAGES_MAX);
	if (w->nstages < w->cap_stages)
		return 0;
	if ((v = realloc(w->stages, cap * sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->stages = v;
	w->cap_stages = cap;
	return 0;
}

int
writer_stage(struct writer *w, int *fd, uint32_t *stage)
{
	int code;

	if (w->live_stages == 0)
		w->nstages = 0;
	if ((code = grow_stages(w)) < 0 || (code = stage_new(&w->incoming,
	    &w->stages[w->nstages], repo_dir(w->repo), fd)) < 0)
		return code;
	*stage = (uint32_t)w->nstages++;
	w->live_stages++;
	return 0;
}

static int
note_fresh(struct writer *w, const git_oid *id)
{
	git_oid *v;

	/* Doubled at each power of two. */
	if ((w->nfresh & (w->nfresh - 1)) == 0) {
		v = realloc(w->fresh, (w->nfresh * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		w->fresh = v;
	}
	git_oid_cpy(&w->fresh[w->nfresh++], id);
	return 0;
}

/* Write a blob and put it on the list under `name`. */
static int
add_blob(struct writer *w, struct changes *l, const char *name,
    const void *p, size_t len)
{
	struct change *c;
	git_oid id, there;
	bool fresh;
	int code;

	if ((code = repo_write(w->repo, GIT_OBJECT_BLOB, p, len, &id,
	    &fresh)) < 0)
		return code;
	if (fresh && (code = note_fresh(w, &id)) < 0)
		return code;
	code = tree_find(w->repo, &w->head_tree, name, &there);
	if (code < 0 && code != ERR_NOT_FOUND)
		return code;
	if ((code = changes_add(l, name, code == 0 ? CHANGE_CHANGED :
	    CHANGE_ADDED, &c)) < 0)
		return code;
	memcpy(c->oid, id.id, CHANGE_OID_BYTES);
	c->size = len;
	return sha256(c->sha256, p, len);
}

int
writer_add(struct writer *w, const struct path *path, const void *p,
    size_t len)
{
	char name[PATH_SIZE];
	int code;

	if ((code = need_begin(w)) < 0)
		return code;
	if (path->kind < PATH_POLICY || len > WRITER_SMALL_MAX)
		return err_set(ERR_USAGE, "this file is not added by hand");
	path_format(name, path);
	w->prepared = false;
	return add_blob(w, &w->adds, name, p, len);
}

static int
add_pointer(struct writer *w, const char *name, struct stage *s, int fd,
    const struct lfs_pointer *p)
{
	struct bytes text = BYTES_INIT(LFS_POINTER_MAX);
	struct large *v;
	int code;

	v = realloc(w->large, (w->nlarge + 1) * sizeof(*v));
	if (v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->large = v;
	if ((code = lfs_format(&text, p)) == 0 &&
	    (code = add_blob(w, &w->adds, name, text.data, text.len)) == 0) {
		v = &w->large[w->nlarge++];
		memcpy(v->name, s->name, sizeof(v->name));
		v->pointer = *p;
		(void)fchmod(fd, 0444);
		s->name[0] = '\0';	/* the commit moves it */
	}
	bytes_free(&text);
	return code;
}

int
writer_add_stage(struct writer *w, struct path *path, uint32_t stage,
    const uint8_t *expect, uint8_t sum[SHA256_BYTES], uint64_t *size)
{
	struct bytes body = BYTES_INIT(PATH_SEALED_MAX);
	struct lfs_pointer p;
	struct stage *s;
	char name[PATH_SIZE];
	int fd, code;

	if ((code = need_begin(w)) < 0)
		return code;
	if (stage >= w->nstages || w->stages[stage].name[0] == '\0' ||
	    path->kind != PATH_OBJECT)
		return err_set(ERR_USAGE, "there is no such staged file");
	s = &w->stages[stage];
	w->prepared = false;
	if ((code = stage_open(s, repo_dir(w->repo), &fd)) < 0)
		goto done;
	/* The disk starts to write while we hash. */
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if ((code = sha256_fd(p.sha256, fd, &p.size)) < 0 ||
	    (code = io_sync(fd)) < 0)
		goto done;
	if (expect != NULL && memcmp(expect, p.sha256, SHA256_BYTES) != 0) {
		code = err_set(ERR_INTEGRITY, "a staged file is not what its "
		    "writer says; run the command again");
		goto done;
	}
	path->large = p.size > PATH_SEALED_MAX;
	path_format(name, path);
	if (path->large) {
		code = add_pointer(w, name, s, fd, &p);
	} else if (lseek(fd, 0, SEEK_SET) != 0) {
		code = err_sys("cannot rewind a staged file");
	} else if ((code = io_read_all(fd, &body)) == 0) {
		code = add_blob(w, &w->adds, name, body.data, body.len);
	}
	memcpy(sum, p.sha256, SHA256_BYTES);
	*size = p.size;
done:
	io_close(&fd);
	stage_drop(s, repo_dir(w->repo));
	w->live_stages--;
	bytes_free(&body);
	return code;
}

static int
view_before(void *arg, const char *path, struct bytes *b)
{
	struct writer *w = arg;

	return tree_file(w->repo, &w->head_tree, path, b);
}

static int
view_list(void *arg, const char *folder, struct bytes *names)
{
	struct writer *w = arg;

	return tree_list(w->repo, &w->head_tree, folder, names);
}

static int
view_after(void *arg, const struct change *c, struct bytes *b)
{
	struct writer *w = arg;
	git_oid id;

	memcpy(id.id, c->oid, CHANGE_OID_BYTES);
	return repo_read(w->repo, &id, GIT_OBJECT_BLOB, b);
}

/* The first broken rule; its line waits until all rules have looked. */
struct refusal {
	bool told;
	char line[ERR_LINE_MAX];
};

static void
refuse(void *arg, const char *rule, const char *path, const char *line)
{
	struct refusal *f = arg;

	if (f->told)
		return;
	f->told = true;
	(void)snprintf(f->line, sizeof(f->line), "%s%s%s (rule `%s`)", path,
	    *path != '\0' ? ": " : "", line, rule);
}

static int
refused(const struct refusal *f)
{
	return f->told ? err_set(ERR_NOT_PERMITTED, "%s", f->line) : 0;
}

/* The lines of new members, behind those that are there. */
static int
add_signers(struct writer *w)
{
	struct bytes text = BYTES_INIT(SIGNERS_MAX);
	struct bytes line = BYTES_INIT(CARD_LINE_SIZE);
	struct card card;
	size_t i;
	bool any = false;
	int code;

	code = tree_file(w->repo, &w->head_tree, "allowed_signers", &text);
	if (code == ERR_NOT_FOUND)
		code = 0;
	for (i = 0; i < w->all.n && code == 0; i++) {
		if (w->all.v[i].path.kind != PATH_CARD)
			continue;
		any = true;
		bytes_reset(&line);
		if ((code = view_after(w, &w->all.v[i], &line)) == 0 &&
		    bytes_str(&line) != NULL &&
		    (code = card_parse(&card, (char *)line.data)) == 0)
			code = card_signers_line(&text, &card);
	}
	if (code == 0 && any && (code = add_blob(w, &w->all,
	    "allowed_signers", text.data, text.len)) == 0)
		changes_sort(&w->all);
	bytes_free(&text);
	bytes_free(&line);
	return code;
}

/* What the first entry of a vault has besides its first member. */
static int
add_first_files(struct writer *w)
{
	struct bytes text = BYTES_INIT(POLICY_MAX);
	int code;

	if ((code = policy_format(&text, w->policy)) == 0 &&
	    (code = add_blob(w, &w->all, "policy.1", text.data,
	    text.len)) == 0 &&
	    (code = add_blob(w, &w->all, "VERSION", LAYOUT_VERSION,
	    strlen(LAYOUT_VERSION))) == 0)
		code = add_blob(w, &w->all, ".gitattributes", LFS_ATTRIBUTES,
		    strlen(LFS_ATTRIBUTES));
	bytes_free(&text);
	return code;
}

/* The list as the rules see it: sorted, with the store's own files. */
static int
complete(struct writer *w)
{
	struct change *c;
	size_t i;
	int code = 0;

	changes_free(&w->all);
	for (i = 0; i < w->adds.n && code == 0; i++) {
		code = changes_add(&w->all, w->adds.v[i].name,
		    w->adds.v[i].what, &c);
		if (code < 0)
			break;
		memcpy(c->oid, w->adds.v[i].oid, CHANGE_OID_BYTES);
		memcpy(c->sha256, w->adds.v[i].sha256, SHA256_BYTES);
		c->size = w->adds.v[i].size;
	}
	if (code == 0 && !w->born)
		code = w->policy != NULL ? add_first_files(w) :
		    err_set(ERR_NO_VAULT, "the vault has no first entry");
	if (code < 0)
		return code;
	changes_sort(&w->all);
	for (i = 1; i < w->all.n; i++)
		if (strcmp(w->all.v[i - 1].name, w->all.v[i].name) == 0)
			return err_set(ERR_USAGE, "%s was added twice",
			    w->all.v[i].name);
	return add_signers(w);
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* Our own copy of what the caller says, its submissions sorted. */
static int
copy_entry(struct writer *w, const struct entry *e)
{
	struct entry *own = &w->commit.entry;
	const size_t n = e->nsubmissions;

	entry_free(&w->commit);
	w->commit = ENTRY_COMMIT_INIT;
	if (!entry_subject_fits(e->subject) || n > ENTRY_SUBMISSIONS_MAX)
		return err_set(ERR_USAGE, "an entry needs one short line of "
		    "ASCII as subject and touches at most %d submissions",
		    ENTRY_SUBMISSIONS_MAX);
	*own = *e;
	own->nsubmissions = 0;
	own->submissions = NULL;
	if (n == 0)
		return 0;
	own->submissions = malloc(n * sizeof(struct id));
	if (own->submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(own->submissions, e->submissions, n * sizeof(struct id));
	own->nsubmissions = n;
	qsort(own->submissions, n, sizeof(struct id), compare_ids);
	return 0;
}

static struct facts
facts_of(const struct writer *w)
{
	return (struct facts){ .entry = &w->commit.entry, .first = !w->born,
	    .time = w->commit.time };
}

static struct view
view_of(struct writer *w)
{
	return (struct view){ .arg = w, .before = view_before,
	    .list = view_list, .after = view_after };
}

int
writer_prepare(struct writer *w, const struct entry *e, struct bytes *to_sign)
{
	struct refusal refusal = { .told = false };
	const struct report report = { .arg = &refusal, .say = refuse };
	struct entry_commit *c = &w->commit;
	struct facts facts;
	struct view view = view_of(w);
	int code;

	w->prepared = false;
	if ((code = need_begin(w)) < 0 || (code = copy_entry(w, e)) < 0 ||
	    (code = complete(w)) < 0)
		return code;
	c->time = w->time;
	facts = facts_of(w);
	if ((code = w->judge->entry(&view, &facts, &w->all, &report)) < 0 ||
	    (code = refused(&refusal)) < 0)
		return code;
	c->nparents = w->born;
	git_oid_cpy(&c->parent, &w->head);
	c->has_previous = w->born;
	memcpy(c->previous, w->state.sha256, SHA256_BYTES);
	if ((code = changes_digest(c->objects, &w->all)) < 0 ||
	    (code = tree_update(w->repo, &w->head_tree, &w->all,
	    &c->tree)) < 0 ||
	    (code = entry_format(&c->payload, c)) < 0 ||
	    (code = bytes_add(to_sign, c->payload.data, c->payload.len)) < 0)
		return code;
	w->prepared = true;
	return 0;
}

/* Move the large contents to where their pointers say. */
static int
take_large(struct writer *w)
{
	size_t i;
	int code;

	for (i = 0; i < w->nlarge; i++) {
		if ((code = lfs_take(w->repo, &w->large[i].pointer,
		    w->large[i].name)) < 0)
			return code;
		w->large[i].name[0] = '\0';
	}
	return 0;
}

int
writer_commit(struct writer *w, const void *armored, size_t len,
    char commit[41])
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct refusal refusal = { .told = false };
	const struct report report = { .arg = &refusal, .say = refuse };
	struct remembered m = w->state;
	git_oid id;
	struct facts facts = facts_of(w);
	struct view view = view_of(w);
	int code;

	if (!w->prepared)
		return err_set(ERR_USAGE, "nothing is prepared; prepare the "
		    "entry first");
	if ((code = entry_sign(&raw, &w->commit.payload, armored, len)) < 0 ||
	    (code = w->judge->signature(&view, &facts, w->commit.payload.data,
	    w->commit.payload.len, armored, len, &report)) < 0)
		goto done;
	if ((code = refused(&refusal)) < 0 || (code = take_large(w)) < 0 ||
	    (code = repo_write(w->repo, GIT_OBJECT_COMMIT, raw.data, raw.len,
	    &id, NULL)) < 0 || (code = repo_flush(w->repo)) < 0 ||
	    (code = remembered_add(&m, &id, raw.data, raw.len)) < 0)
		goto done;
	/* From here on somebody may see the entry: no blob is taken back. */
	w->nfresh = 0;
	if ((code = repo_move_head(w->repo, w->born ? &w->head : NULL,
	    &id)) < 0)
		goto done;
	/* The entry stands; without this line the old one is remembered. */
	(void)remembered_write(w->repo, REMEMBERED_FILE, &m);
	(void)git_oid_tostr(commit, 41, &id);
	forget(w);
done:
	bytes_free(&raw);
	return code;
}
