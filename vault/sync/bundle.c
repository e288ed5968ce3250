/* bundle.c -- see bundle.h. */
#include "vault/sync/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/sync/large.h"

#define MADE "new.bundle"	/* in the transport */

int
bundle_lock(struct transport *t)
{
	char folder[REMOTE_SIZE + 8];

	(void)snprintf(folder, sizeof(folder), "%s.lfs", t->remote.path);
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder %s", folder);
	t->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	if (t->lock < 0)
		return err_sys("%s", folder);
	if (flock(t->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return err_set(ERR_BUSY, "somebody else works on %s; run it "
		    "again when that has ended", t->remote.path);
	return 0;
}

/*
 * All of `from` becomes `to`, whole and durable or not at all.  By rename: a
 * stick's file system may know no links.
 */
static int
put(int from_dir, const char *from, int to_dir, const char *to)
{
	static const char part[] = ".part";
	int in = -1, out = -1, r;

	if (unlinkat(to_dir, part, 0) != 0 && errno != ENOENT)
		return err_sys("cannot remove %s", part);
	in = openat(from_dir, from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	out = openat(to_dir, part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
	    O_NOFOLLOW, 0644);
	if (in < 0 || out < 0) {
		r = err_sys("cannot copy to %s", to);
		goto done;
	}
	if ((r = io_copy(out, in, NULL)) < 0 || (r = io_sync(out)) < 0)
		goto done;
	if (renameat(to_dir, part, to_dir, to) != 0)
		r = err_sys("cannot write %s", to);
	else
		r = io_sync_dir(to_dir, ".");
done:
	if (r < 0 && out >= 0)
		(void)unlinkat(to_dir, part, 0);
	io_close(&in);
	io_close(&out);
	return r;
}

int
bundle_write(struct transport *t, const char *since)
{
	char without[COMMIT_HEX_SIZE + 1] = "^";
	const char *const args[] = { "bundle", "create", "-q", MADE,
	    "refs/heads/main", since != NULL ? without : NULL, NULL };
	char to[REMOTE_SIZE + 4];
	int r;

	if (since != NULL)
		(void)snprintf(without, sizeof(without), "^%.40s", since);
	(void)snprintf(to, sizeof(to), "..%s", strrchr(t->remote.path, '/'));
	if ((r = git_run(&t->git, args, NULL, NULL)) < 0)
		r = transport_failed(t, "git cannot make the bundle", r);
	if (r == 0)
		r = put(t->dir, MADE, t->lock, to);
	(void)unlinkat(t->dir, MADE, 0);
	return r;
}

int
bundle_set_aside(struct transport *t)
{
	char old[REMOTE_SIZE + 8];

	(void)snprintf(old, sizeof(old), "%s.old", t->remote.path);
	if (rename(t->remote.path, old) != 0)
		return err_sys("cannot rename %s", t->remote.path);
	return 0;
}

static bool
has(int dir, const char *name, unsigned long long size)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && (unsigned long long)st.st_size == size;
}

/* Unless one of that length is there. */
static int
copy(int from_dir, const char *from, int to_dir, const char *to,
    unsigned long long size)
{
	return has(to_dir, to, size) ? 0 : put(from_dir, from, to_dir, to);
}

/* Beside a bundle: <aa>/<oid>. */
static void
beside(char name[80], const struct large_line *l)
{
	(void)snprintf(name, 80, "%.2s/%s", l->oid, l->oid);
}

int
bundle_fetch_large(struct transport *t, const struct bytes *list)
{
	char from[80], to[128];
	struct large_line l;
	size_t at = 0;
	int r = 0;

	while (r == 0 && large_next(list, &at, &l)) {
		beside(from, &l);
		(void)snprintf(to, sizeof(to), "lfs/objects/%s", l.place);
		if (!has(t->dir, to, l.size) && !has(t->lock, from, l.size))
			return err_set(ERR_FAILED, "%s.lfs does not have the "
			    "large object %s; copy that folder together with "
			    "the bundle", t->remote.path, l.oid);
		if ((r = large_folders(t, &l)) == 0)
			r = copy(t->lock, from, t->dir, to, l.size);
	}
	return r;
}

int
bundle_push_large(struct transport *t, const struct bytes *list)
{
	char from[128], to[80], folder[3];
	struct large_line l;
	size_t at = 0;
	int r = 0;

	while (r == 0 && large_next(list, &at, &l)) {
		(void)snprintf(from, sizeof(from), "lfs/objects/%s", l.place);
		beside(to, &l);
		(void)snprintf(folder, sizeof(folder), "%.2s", l.oid);
		if (mkdirat(t->lock, folder, 0777) != 0 && errno != EEXIST)
			return err_sys("cannot make a folder in %s.lfs",
			    t->remote.path);
		r = copy(t->vault, from, t->lock, to, l.size);
	}
	return r;
}
