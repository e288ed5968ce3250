/* repo.c -- see repo.h. */
#include "vault/store/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/folder.h"
#include "vault/store/layout.h"
#include "vault/store/loose.h"
#include "vault/store/packs.h"

#define LOCK_TEXT "tipline\n"	/* tells our own lock from git's */
#define SMALL_MAX 4096		/* bytes of HEAD or a reference */
#define PACKED_MAX (16u << 20)	/* bytes of packed-refs */
#define CACHE_MAX (8 << 20)	/* bytes libgit2 may keep */
#define CACHE_BLOB_MAX 4096	/* bytes of a blob it keeps: roles, policies */
#define LOOSE_FIRST 2		/* before packs */

struct repo {
	int dir;
	int objects;
	git_odb *odb;
	git_odb_backend *loose;		/* owned by odb */
	git_odb_backend *packs;		/* owned by odb */
	git_repository *git;
	struct folders *folders;
};

int
repo_global(void)
{
	int level, r;

	if (git_libgit2_init() < 0)
		return err_set(ERR_FAILED, "libgit2 does not start; install "
		    "it again");
	r = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	r |= git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
	r |= git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	r |= git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
	r |= git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_BLOB,
	    (size_t)CACHE_BLOB_MAX);
	/* Folders are kept by folder.c. */
	r |= git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
	    (size_t)0);
	for (level = GIT_CONFIG_LEVEL_PROGRAMDATA;
	    level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		r |= git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	return r == 0 ? 0 : err_set(ERR_FAILED, "libgit2 refuses its "
	    "settings; install the one of Debian 12");
}

static int
open_objects(struct repo *r)
{
	git_config *settings = NULL;
	int code = 0;

	if ((code = loose_new(&r->loose, r->objects)) < 0)
		return code;
	if (git_odb_new(&r->odb) != 0) {
		r->loose->free(r->loose);
		r->loose = NULL;
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	if (git_odb_add_backend(r->odb, r->loose, LOOSE_FIRST) != 0 ||
	    (code = packs_new(&r->packs, r->objects)) < 0 ||
	    git_odb_add_backend(r->odb, r->packs, LOOSE_FIRST - 1) != 0 ||
	    git_repository_wrap_odb(&r->git, r->odb) != 0 ||
	    git_config_new(&settings) != 0 ||
	    git_repository_set_config(r->git, settings) != 0)
		code = code < 0 ? code :
		    repo_failed(r, "cannot open the vault's objects");
	git_config_free(settings);
	return code;
}

int
repo_open(struct repo **out, const char *path)
{
	struct repo *r;
	int code;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->objects = -1;
	r->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->dir >= 0)
		r->objects = openat(r->dir, "objects", O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC | O_NOFOLLOW);
	if (r->objects < 0)
		code = err_set(ERR_NO_VAULT, "%s is not a vault; make one with "
		    "`tipline init %s`, or name it with -C", path, path);
	else if ((code = folders_new(&r->folders)) == 0 &&
	    (code = open_objects(r)) == 0) {
		*out = r;
		r = NULL;
	}
	repo_free(r);
	return code;
}

void
repo_free(struct repo *r)
{
	if (r == NULL)
		return;
	git_repository_free(r->git);
	git_odb_free(r->odb);
	folders_free(r->folders);
	io_close(&r->objects);
	io_close(&r->dir);
	free(r);
}

int
repo_dir(const struct repo *r)
{
	return r->dir;
}

git_repository *
repo_git(const struct repo *r)
{
	return r->git;
}

struct folders *
repo_folders(const struct repo *r)
{
	return r->folders;
}

/* "<40 hex>\n" or ERR_INTEGRITY. */
static int
parse_ref(git_oid *id, const uint8_t *p, size_t len)
{
	char hex[GIT_OID_HEXSZ + 1];

	if (len == GIT_OID_HEXSZ + 1 && p[GIT_OID_HEXSZ] == '\n') {
		memcpy(hex, p, GIT_OID_HEXSZ);
		hex[GIT_OID_HEXSZ] = '\0';
		if (strspn(hex, "0123456789abcdef") == GIT_OID_HEXSZ &&
		    git_oid_fromstr(id, hex) == 0)
			return 0;
	}
	return err_set(ERR_INTEGRITY, "refs/heads/main of the vault is "
	    "damaged; restore it from a copy");
}

/* The branch in packed-refs, where stock git may have put it. */
static int
packed_head(const struct repo *r, git_oid *head, bool *born)
{
	static const char name[] = " refs/heads/main";
	struct bytes text = BYTES_INIT(PACKED_MAX);
	uint8_t one[GIT_OID_HEXSZ + 1];
	char *line, *next;
	int code;

	*born = false;
	code = io_read_file(r->dir, "packed-refs", &text);
	if (code < 0 || bytes_str(&text) == NULL) {
		code = code == ERR_NOT_FOUND ? 0 : code;
		goto done;
	}
	for (line = (char *)text.data; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if (strlen(line) != GIT_OID_HEXSZ + strlen(name) ||
		    strcmp(line + GIT_OID_HEXSZ, name) != 0)
			continue;
		memcpy(one, line, GIT_OID_HEXSZ);
		one[GIT_OID_HEXSZ] = '\n';
		code = parse_ref(head, one, sizeof(one));
		*born = code == 0;
		break;
	}
done:
	bytes_free(&text);
	return code;
}

int
repo_head(const struct repo *r, git_oid *head, bool *born)
{
	struct bytes text = BYTES_INIT(SMALL_MAX);
	int code;

	*born = false;
	code = io_read_file(r->dir, "refs/heads/main", &text);
	if (code == ERR_NOT_FOUND)
		code = packed_head(r, head, born);
	else if (code == 0 && (code = parse_ref(head, text.data,
	    text.len)) == 0)
		*born = true;
	bytes_free(&text);
	return code;
}

/*
 * git's lock on the branch.  Ours from a writer that was killed is known by
 * its content: whoever calls holds the vault's own lock, so it is stale.
 */
static int
lock_branch(int heads)
{
	struct bytes text = BYTES_INIT(SMALL_MAX);
	int fd, r = 0;

	fd = openat(heads, "main.lock", O_WRONLY | O_CREAT | O_EXCL |
	    O_CLOEXEC, 0644);
	if (fd < 0 && errno == EEXIST &&
	    io_read_file(heads, "main.lock", &text) == 0 &&
	    (text.len == 0 || (text.len == strlen(LOCK_TEXT) &&
	    memcmp(text.data, LOCK_TEXT, text.len) == 0))) {
		(void)unlinkat(heads, "main.lock", 0);
		fd = openat(heads, "main.lock", O_WRONLY | O_CREAT | O_EXCL |
		    O_CLOEXEC, 0644);
	}
	bytes_free(&text);
	if (fd < 0 && errno == EEXIST)
		return err_set(ERR_BUSY, "git holds refs/heads/main of the "
		    "vault; try again, or remove main.lock if no git runs");
	if (fd < 0)
		return err_sys("cannot lock refs/heads/main");
	if ((r = io_write_all(fd, LOCK_TEXT, strlen(LOCK_TEXT))) < 0)
		(void)unlinkat(heads, "main.lock", 0);
	io_close(&fd);
	return r;
}

int
repo_move_head(struct repo *r, const git_oid *from, const git_oid *to)
{
	char text[GIT_OID_HEXSZ + 2];
	git_oid at;
	bool born;
	int heads, code;

	heads = openat(r->dir, "refs/heads", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC);
	if (heads < 0)
		return err_sys("refs/heads of the vault");
	if ((code = lock_branch(heads)) < 0) {
		io_close(&heads);
		return code;
	}
	if ((code = repo_head(r, &at, &born)) < 0)
		goto done;
	if (born != (from != NULL) || (born && !git_oid_equal(&at, from))) {
		code = err_set(ERR_BUSY, "the vault has a newer entry; run "
		    "the command again");
		goto done;
	}
	(void)git_oid_tostr(text, GIT_OID_HEXSZ + 1, to);
	text[GIT_OID_HEXSZ] = '\n';
	if ((code = io_replace_file(heads, "main", text, GIT_OID_HEXSZ + 1,
	    0644)) < 0 || (code = repo_head(r, &at, &born)) < 0)
		goto done;
	if (!born || !git_oid_equal(&at, to))
		code = err_set(ERR_IO, "the vault's branch did not move; "
		    "check the disk and run it again");
done:
	(void)unlinkat(heads, "main.lock", 0);
	io_close(&heads);
	return code;
}

int
repo_read(struct repo *r, const git_oid *id, git_object_t type,
    struct bytes *b)
{
	char hex[GIT_OID_HEXSZ + 1];
	git_odb_object *o = NULL;
	int code;

	(void)git_oid_tostr(hex, sizeof(hex), id);
	if ((code = git_odb_read(&o, r->odb, id)) != 0)
		return code == GIT_ENOTFOUND ?
		    err_set(ERR_INTEGRITY, "the object %s is missing; restore "
		    "the vault from a copy", hex) :
		    repo_failed(r, "an object is damaged");
	if (git_odb_object_type(o) != type)
		code = err_set(ERR_INTEGRITY, "the object %s is of another "
		    "type than its place says; restore the vault from a copy",
		    hex);
	else
		code = bytes_add(b, git_odb_object_data(o),
		    git_odb_object_size(o));
	git_odb_object_free(o);
	return code;
}

int
repo_write(struct repo *r, git_object_t type, const void *p, size_t len,
    git_oid *id, bool *fresh)
{
	if (git_odb_hash(id, p, len, type) != 0)
		return repo_failed(r, "cannot hash an object");
	if (fresh != NULL)
		*fresh = git_odb_exists(r->odb, id) == 0;
	/* One that is there is not written again, but flushed again. */
	if (git_odb_write(id, r->odb, p, len, type) != 0)
		return repo_failed(r, "cannot write an object");
	return 0;
}

int
repo_flush(struct repo *r)
{
	return loose_flush(r->loose);
}

void
repo_drop(struct repo *r, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1], name[64];

	(void)git_oid_tostr(hex, sizeof(hex), id);
	(void)snprintf(name, sizeof(name), "%.2s/%s", hex, hex + 2);
	(void)unlinkat(r->objects, name, 0);
}

int
repo_failed(struct repo *r, const char *what)
{
	const git_error *e = git_error_last();
	int code = r->loose != NULL ? loose_failure(r->loose) : 0;

	if (code == 0 && r->packs != NULL)
		code = packs_failure(r->packs);
	if (code != 0)		/* its line is set */
		return code;
	return err_set(ERR_INTEGRITY, "%s (%s); run `tipline audit`", what,
	    e != NULL && e->message != NULL ? e->message : "no reason given");
}
