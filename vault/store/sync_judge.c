/*
 * sync_judge.c -- see sync.h: every entry that a remote has and we have not is
 * judged as if it were about to be made here.
 */
#include "vault/store/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/store/entry.h"
#include "vault/store/lfs.h"
#include "vault/store/tree.h"

struct trial {
	struct sync *sync;
	uint64_t number;		/* of the entry that is judged */
	git_oid tree_before;
	uint8_t sum_before[SHA256_BYTES];
	bool first;
	int refused;			/* ERR_INTEGRITY, or 0 */
};

static void
refuse(void *arg, const char *rule, const char *path, const char *line)
{
	struct trial *t = arg;
	char words[ERR_LINE_MAX / 2];

	if (t->refused != 0)
		return;
	(void)snprintf(words, sizeof(words), "%s%s%s", path,
	    *path != '\0' ? ": " : "", line);
	t->refused = err_set(ERR_INTEGRITY, "entry %llu of the remote breaks "
	    "the rule `%s` (%s); nothing was changed; have the remote audited",
	    (unsigned long long)t->number, rule, words);
}

static int
damaged_folder(const char *path, int code, void *arg)
{
	if (code == ERR_IO)
		return code;
	refuse(arg, "damage", *path != '\0' ? path : "/", err_line());
	return 0;
}

static int
view_before(void *arg, const char *path, struct bytes *b)
{
	struct trial *t = arg;

	return tree_file(t->sync->theirs, &t->tree_before, path, b);
}

static int
view_list(void *arg, const char *folder, struct bytes *names)
{
	struct trial *t = arg;

	return tree_list(t->sync->theirs, &t->tree_before, folder, names);
}

static int
view_after(void *arg, const struct change *c, struct bytes *b)
{
	struct trial *t = arg;
	git_oid id;

	memcpy(id.id, c->oid, CHANGE_OID_BYTES);
	return repo_read(t->sync->theirs, &id, GIT_OBJECT_BLOB, b);
}

int
sync_large_add(struct bytes *list, const uint8_t *sum, uint64_t size)
{
	char hex[SHA256_HEX_SIZE];

	hex_of(hex, sum, SHA256_BYTES);
	return bytes_addf(list, "%s %llu\n", hex, (unsigned long long)size);
}

/* A large object that is not here yet is wanted. */
static int
want(struct trial *t, const struct lfs_pointer *p)
{
	int fd, code = lfs_open(t->sync->ours, p, &fd);

	if (code == 0) {
		(void)close(fd);
		return 0;
	}
	return code != ERR_INTEGRITY ? code :
	    sync_large_add(&t->sync->wanted, p->sha256, p->size);
}

static int
read_content(struct trial *t, struct change *c)
{
	struct bytes b = BYTES_INIT(WRITER_SMALL_MAX);
	struct lfs_pointer p;
	int code;

	if ((code = view_after(t, c, &b)) == 0) {
		c->size = b.len;
		code = sha256(c->sha256, b.data, b.len);
	}
	if (code == 0 && c->path.kind == PATH_OBJECT && c->path.large &&
	    lfs_parse(&p, b.data, b.len) == 0)
		code = want(t, &p);
	bytes_free(&b);
	return code;
}

static int
judge_changes(struct trial *t, const struct entry_commit *c,
    struct changes *l)
{
	uint8_t sum[SHA256_BYTES];
	size_t i;
	int code;

	if ((code = tree_diff(t->sync->theirs, &t->tree_before, &c->tree, l,
	    damaged_folder, t)) < 0)
		return code;
	for (i = 0; i < l->n && code == 0; i++)
		if (l->v[i].what != CHANGE_REMOVED)
			code = read_content(t, &l->v[i]);
	if (code < 0 || (code = changes_digest(sum, l)) < 0)
		return code;
	if (memcmp(sum, c->objects, SHA256_BYTES) != 0)
		refuse(t, "objects", "", "it does not name what it adds");
	return 0;
}

static void
judge_links(struct trial *t, const struct entry_commit *c)
{
	if (c->nparents != (t->first ? 0 : 1))
		refuse(t, "merge", "", "the history is not one line");
	if (t->first ? c->has_previous : !c->has_previous ||
	    memcmp(c->previous, t->sum_before, SHA256_BYTES) != 0)
		refuse(t, "previous", "", "it was not made after the entry "
		    "before it");
}

static int
judge_commit(struct trial *t, const struct entry_commit *c)
{
	const struct judge *judge = t->sync->judge;
	const struct report report = { .arg = t, .say = refuse };
	const struct view view = { .arg = t, .before = view_before,
	    .list = view_list, .after = view_after };
	const struct facts facts = { .entry = &c->entry, .first = t->first,
	    .time = c->time };
	struct changes l = { .v = NULL };
	int code;

	judge_links(t, c);
	if ((code = judge->signature(&view, &facts, c->payload.data,
	    c->payload.len, c->signature.data, c->signature.len,
	    &report)) < 0 || t->refused != 0)
		return code;
	if ((code = judge_changes(t, c, &l)) == 0 && t->refused == 0)
		code = judge->entry(&view, &facts, &l, &report);
	changes_free(&l);
	return code;
}

static int
judge_one(struct trial *t, const git_oid *id)
{
	struct entry_commit c = ENTRY_COMMIT_INIT;
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	int code;

	if ((code = repo_read(t->sync->theirs, id, GIT_OBJECT_COMMIT,
	    &raw)) < 0)
		goto done;
	if (entry_parse(&c, raw.data, raw.len) < 0)
		refuse(t, "trailers", "", err_line());
	else
		code = judge_commit(t, &c);
	if (code == 0 && t->refused == 0) {
		git_oid_cpy(&t->tree_before, &c.tree);
		code = sha256(t->sum_before, raw.data, raw.len);
		t->first = false;
	}
done:
	entry_free(&c);
	bytes_free(&raw);
	return code;
}

/* What came from the remote and cannot be read is the remote's fault. */
static int
blame(const struct trial *t, int code)
{
	char line[ERR_LINE_MAX];

	if (code != ERR_INTEGRITY && code != ERR_FORMAT && code != ERR_TOO_BIG)
		return code;
	(void)snprintf(line, sizeof(line), "%s", err_line());
	return err_set(ERR_INTEGRITY, "entry %llu of the remote cannot be read "
	    "(%.400s); nothing was changed; have the remote audited",
	    (unsigned long long)t->number, line);
}

int
sync_judge(struct sync *s)
{
	struct sync_commit c = SYNC_COMMIT_INIT;
	struct trial t = { .sync = s, .first = true,
	    .number = s->base_number };
	size_t i;
	int code = 0;

	if (s->theirs == NULL)
		return err_set(ERR_USAGE, "nothing was fetched; fetch first");
	bytes_reset(&s->wanted);
	if (s->base_number > 0) {
		t.first = false;
		if ((code = sync_commit_read(s->ours, &s->base, &c)) == 0) {
			git_oid_cpy(&t.tree_before, &c.tree);
			code = sha256(t.sum_before, c.raw.data, c.raw.len);
		}
		bytes_free(&c.raw);
		if (code < 0)
			return code;
	}
	for (i = s->new.n; i-- > 0 && code == 0 && t.refused == 0;) {
		t.number++;
		code = judge_one(&t, &s->new.v[i]);
	}
	return t.refused != 0 ? t.refused : code == 0 ? 0 : blame(&t, code);
}

/* What one entry adds to the list. */
static int
add_outgoing(struct sync *s, const git_oid *from, const git_oid *to,
    struct bytes *list)
{
	struct changes l = { .v = NULL };
	struct bytes b = BYTES_INIT(LFS_POINTER_MAX);
	struct lfs_pointer p;
	git_oid id;
	size_t i;
	int code;

	code = tree_diff(s->ours, from, to, &l, damaged_folder,
	    &(struct trial){ .sync = s });
	for (i = 0; i < l.n && code == 0; i++) {
		if (l.v[i].path.kind != PATH_OBJECT || !l.v[i].path.large)
			continue;
		bytes_reset(&b);
		memcpy(id.id, l.v[i].oid, CHANGE_OID_BYTES);
		if ((code = repo_read(s->ours, &id, GIT_OBJECT_BLOB,
		    &b)) == 0 && (code = lfs_parse(&p, b.data, b.len)) == 0)
			code = sync_large_add(list, p.sha256, p.size);
	}
	changes_free(&l);
	bytes_free(&b);
	return code;
}

int
sync_outgoing(struct sync *s, const git_oid *from, struct bytes *list)
{
	struct sync_commit c = SYNC_COMMIT_INIT, up = SYNC_COMMIT_INIT;
	static const git_oid nothing;
	git_oid at;
	bool born, more;
	int code;

	if ((code = repo_head(s->ours, &at, &born)) < 0 || !born)
		return code;
	for (more = !git_oid_equal(&at, from); more && code == 0;) {
		if ((code = sync_commit_read(s->ours, &at, &c)) < 0)
			break;
		more = c.has_parent && !git_oid_equal(&c.parent, from);
		if (c.has_parent && (code = sync_commit_read(s->ours,
		    &c.parent, &up)) < 0)
			break;
		code = add_outgoing(s, c.has_parent ? &up.tree : &nothing,
		    &c.tree, list);
		git_oid_cpy(&at, &c.parent);
	}
	bytes_free(&c.raw);
	bytes_free(&up.raw);
	return code;
}
