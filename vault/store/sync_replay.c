/*
 * sync_replay.c -- see sync.h: own entries that the remote does not have,
 * looked at as they stand to the newest entry now.
 */
#include "vault/store/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/store/entry.h"
#include "vault/store/tree.h"

#define ASIDE_FOLDER "refs/tipline/aside"
#define ASIDE_MAX 1000000u	/* entries kept aside */
#define NAMES_MAX (32u << 20)	/* bytes of names in one folder */

/* One own entry: what it says, and what it added. */
struct own {
	git_oid id;
	struct entry_commit commit;
	struct changes changes;
};

/* An entry is made again whole, or not at all. */
static int
stop(const char *path, int code, void *arg)
{
	(void)path;
	(void)arg;
	return code;
}

static int
own_read(struct sync *s, size_t i, struct own *o)
{
	struct sync_commit c = SYNC_COMMIT_INIT, up = SYNC_COMMIT_INIT;
	static const git_oid nothing;
	int code;

	o->commit = ENTRY_COMMIT_INIT;
	o->changes = (struct changes){ .v = NULL };
	if (i >= s->mine.n)
		return err_set(ERR_USAGE, "there is no such entry");
	git_oid_cpy(&o->id, &s->mine.v[s->mine.n - 1 - i]);
	if ((code = sync_commit_read(s->ours, &o->id, &c)) < 0 ||
	    (code = entry_parse(&o->commit, c.raw.data, c.raw.len)) < 0)
		goto done;
	if (c.has_parent &&
	    (code = sync_commit_read(s->ours, &c.parent, &up)) < 0)
		goto done;
	code = tree_diff(s->ours, c.has_parent ? &up.tree : &nothing, &c.tree,
	    &o->changes, stop, NULL);
done:
	bytes_free(&c.raw);
	bytes_free(&up.raw);
	return code;
}

static void
own_free(struct own *o)
{
	entry_free(&o->commit);
	changes_free(&o->changes);
}

/* Do several of it count up from 1? */
static bool
has_number(const struct path *p)
{
	if (p->kind == PATH_OBJECT)
		return object_versioned(p->object);
	return p->kind != PATH_GRANT && p->version != 0;
}

/* Is `name` in the tree?  *same: with that content. */
static int
look_up(struct repo *r, const git_oid *tree, const char *name,
    const uint8_t *oid, bool *there, bool *same)
{
	git_oid at;
	int code = tree_find(r, tree, name, &at);

	*there = code == 0;
	*same = code == 0 && memcmp(at.id, oid, CHANGE_OID_BYTES) == 0;
	return code == ERR_NOT_FOUND ? 0 : code;
}

/* Has the grant's member a newer epoch than the grant is for? */
static int
is_stale(struct repo *r, const git_oid *tree, const struct path *p,
    bool *stale)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	struct path epoch = { .kind = PATH_EPOCH, .member = p->member,
	    .version = 1 };
	char folder[PATH_SIZE];
	int code;

	path_format(folder, &epoch);
	*strrchr(folder, '/') = '\0';
	if ((code = tree_list(r, tree, folder, &names)) == 0)
		*stale = tree_highest(&names, "") > p->version;
	bytes_free(&names);
	return code;
}

static int
standing(struct sync *s, const git_oid *tree, const struct change *c,
    enum sync_file *is)
{
	struct path twin = c->path;
	char name[PATH_SIZE];
	bool there, same, other = false, stale = false;
	int code;

	if ((code = look_up(s->ours, tree, c->name, c->oid, &there,
	    &same)) < 0)
		return code;
	if (!there && c->path.kind == PATH_OBJECT) {
		twin.large = !twin.large;
		path_format(name, &twin);
		if ((code = look_up(s->ours, tree, name, c->oid, &other,
		    &same)) < 0)
			return code;
	}
	if (!there && !other && c->path.kind == PATH_GRANT &&
	    (code = is_stale(s->ours, tree, &c->path, &stale)) < 0)
		return code;
	*is = there && same ? SYNC_SAME :
	    there || other ? (has_number(&c->path) ? SYNC_TAKEN : SYNC_THERE) :
	    stale ? SYNC_STALE : SYNC_NEW;
	return 0;
}

static void
put_entry(struct bytes *b, const struct entry_commit *c)
{
	size_t i;

	wire_put_u64(b, (uint64_t)c->time);
	wire_put_str(b, c->entry.event);
	wire_put_str(b, c->entry.subject);
	wire_put_raw(b, c->entry.actor.b, FPR_BYTES);
	wire_put_raw(b, c->entry.item.b, ID_BYTES);
	wire_put_u32(b, (uint32_t)c->entry.nsubmissions);
	for (i = 0; i < c->entry.nsubmissions; i++)
		wire_put_raw(b, c->entry.submissions[i].b, ID_BYTES);
}

int
sync_entry(struct sync *s, struct writer *w, size_t i, struct bytes *b)
{
	enum sync_file is;
	struct own o;
	git_oid head, tree;
	size_t k;
	int code;

	writer_head(w, &head, &tree);
	if ((code = own_read(s, i, &o)) < 0)
		goto done;
	put_entry(b, &o.commit);
	wire_put_u32(b, (uint32_t)o.changes.n);
	for (k = 0; k < o.changes.n && code == 0; k++) {
		if (o.changes.v[k].path.kind == PATH_SIGNERS)
			is = SYNC_SAME;		/* the store adds its lines */
		else
			code = standing(s, &tree, &o.changes.v[k], &is);
		if (code == 0) {
			wire_put_u8(b, (uint8_t)is);
			wire_put_str(b, o.changes.v[k].name);
		}
	}
	if (code == 0)
		code = bytes_ok(b);
done:
	own_free(&o);
	return code;
}

int
sync_keep(struct sync *s, struct writer *w, size_t i, const uint32_t *left,
    size_t nleft)
{
	struct own o;
	size_t k;
	int code;

	if ((code = own_read(s, i, &o)) < 0)
		goto done;
	writer_set_time(w, o.commit.time);
	for (k = 0; k < o.changes.n && code == 0; k++) {
		if (nleft > 0 && *left == k) {
			left++;
			nleft--;
			continue;
		}
		if (o.changes.v[k].path.kind != PATH_SIGNERS)
			code = writer_copy(w, &o.id, o.changes.v[k].name);
	}
done:
	own_free(&o);
	return code;
}

int
sync_skip(struct sync *s, struct writer *w, size_t i, bool aside)
{
	int code;

	if (i >= s->mine.n)
		return err_set(ERR_USAGE, "there is no such entry");
	if (aside && (code = sync_line_add(&s->aside,
	    &s->mine.v[s->mine.n - 1 - i])) < 0)
		return code;
	return writer_skip(w);
}

static int
make_folders(int dir)
{
	static const char *const folders[] = { "refs", "refs/tipline",
	    ASIDE_FOLDER };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (mkdirat(dir, folders[i], 0777) != 0 && errno != EEXIST)
			return err_sys("cannot make the folder %s",
			    folders[i]);
	return io_sync_dir(dir, "refs/tipline");
}

/*
 * refs/tipline/aside/<n>, before the branch moves: after that nothing else
 * would refer to the entry.  One that is there already (a sync was killed) is
 * not kept twice.
 */
static int
keep_aside(struct sync *s, const git_oid *id, unsigned *n)
{
	char name[64], line[GIT_OID_HEXSZ + 2];
	struct bytes is = BYTES_INIT(256);
	int code = ERR_EXISTS;

	(void)git_oid_tostr(line, GIT_OID_HEXSZ + 1, id);
	line[GIT_OID_HEXSZ] = '\n';
	while (code == ERR_EXISTS && ++*n < ASIDE_MAX) {
		(void)snprintf(name, sizeof(name), ASIDE_FOLDER "/%u", *n);
		bytes_reset(&is);
		code = io_read_file(repo_dir(s->ours), name, &is);
		if (code == ERR_NOT_FOUND)
			code = io_write_file(repo_dir(s->ours), name, line,
			    GIT_OID_HEXSZ + 1, 0644);
		else if (code == 0 && (is.len != GIT_OID_HEXSZ + 1 ||
		    memcmp(is.data, line, is.len) != 0))
			code = ERR_EXISTS;
	}
	bytes_free(&is);
	return code == ERR_EXISTS ? err_set(ERR_TOO_BIG, "more than %u entries "
	    "lie aside; look at them with git log refs/tipline/aside/<n>, then "
	    "remove them", ASIDE_MAX) : code;
}

int
sync_finish(struct sync *s, struct writer *w)
{
	unsigned n = 0;
	size_t i;
	int code = 0;

	if (s->aside.n > 0)
		code = make_folders(repo_dir(s->ours));
	for (i = 0; i < s->aside.n && code == 0; i++)
		code = keep_aside(s, &s->aside.v[i], &n);
	return code == 0 ? writer_finish(w) : code;
}
