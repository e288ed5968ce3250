/* repo.c -- see repo.h. */
#include "vault/store/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/folder.h"
#include "vault/store/layout.h"
#include "vault/store/loose.h"
#include "vault/store/packs.h"
#include "vault/store/recent.h"
#include "vault/store/sha1.h"
#include "vault/store/span.h"

#define SMALL_MAX 4096		/* bytes of HEAD, or of a folder's name */
#define CACHE_MAX (8 << 20)	/* bytes libgit2 may keep */
#define LOOSE_ORDER 1		/* the spool first, then packs, then loose */

struct repo {
	int dir;
	int objects;
	int aside;			/* borrowed; -1: none */
	git_odb *odb;
	struct spool *spool;		/* these three are owned by odb */
	git_odb_backend *loose, *packs;
	git_odb_backend *loose_under, *packs_under;	/* of what lies below */
	git_repository *git;
	struct folders *folders;
	struct recent *recent;
};

int
repo_global(void)
{
	int level, r;

	if (git_libgit2_init() < 0)
		return err_set(ERR_FAILED, "libgit2 does not start; install "
		    "it again");
	/* Both backends compare every object with its name as they read it. */
	r = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	r |= git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
	r |= git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	r |= git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
	/* Folders are kept by folder.c. */
	r |= git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
	    (size_t)0);
	for (level = GIT_CONFIG_LEVEL_PROGRAMDATA;
	    level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		r |= git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	return r == 0 ? 0 : err_set(ERR_FAILED, "libgit2 refuses its "
	    "settings; install the one of Debian 12");
}

int
repo_add_stored(git_odb *odb, int objects, git_odb_backend **loose,
    git_odb_backend **packs)
{
	int code;

	if ((code = loose_new(loose, objects)) < 0)
		return code;
	if (git_odb_add_backend(odb, *loose, LOOSE_ORDER) != 0) {
		(*loose)->free(*loose);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	if ((code = packs_new(packs, objects)) < 0)
		return code;
	if (git_odb_add_backend(odb, *packs, LOOSE_ORDER + 1) != 0) {
		(*packs)->free(*packs);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	return 0;
}

static int
add_spool(struct repo *r)
{
	git_odb_backend *b;
	int code;

	if ((code = spool_new(&r->spool)) < 0)
		return code;
	b = spool_backend(r->spool);
	if (git_odb_add_backend(r->odb, b, LOOSE_ORDER + 2) == 0)
		return 0;
	b->free(b);
	return err_set(ERR_NO_MEMORY, "out of memory");
}

static int
open_objects(struct repo *r)
{
	git_config *settings = NULL;
	int code;

	if (git_odb_new(&r->odb) != 0)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((code = recent_new(&r->recent)) < 0)
		return code;
	if ((code = add_spool(r)) < 0 || (code = repo_add_stored(r->odb,
	    r->objects, &r->loose, &r->packs)) < 0)
		return code;
	if (git_repository_wrap_odb(&r->git, r->odb) != 0 ||
	    git_config_new(&settings) != 0 ||
	    git_repository_set_config(r->git, settings) != 0)
		code = repo_failed(r, "cannot open the vault's objects");
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
	r->objects = r->aside = -1;
	r->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->dir >= 0)
		r->objects = openat(r->dir, "objects", O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC | O_NOFOLLOW);
	if (r->objects < 0 && errno != ENOENT && errno != ENOTDIR &&
	    errno != ELOOP && errno != EACCES)
		code = err_sys("cannot open %s", path);
	else if (r->objects < 0)
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

int
repo_open_over(struct repo **out, const struct repo *base,
    const char *objects)
{
	struct repo *r;
	int code;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->objects = r->aside = -1;
	r->dir = fcntl(base->dir, F_DUPFD_CLOEXEC, 0);
	if (r->dir < 0)
		code = err_sys("cannot open what was fetched");
	else if ((code = span_folder(r->dir, objects, &r->objects)) == 0 &&
	    (code = folders_new(&r->folders)) == 0 &&
	    (code = open_objects(r)) == 0 &&
	    (code = repo_add_stored(r->odb, base->objects, &r->loose_under,
	    &r->packs_under)) == 0) {
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
	recent_free(r->recent);
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

/* From a backend that answers libgit2 only. */
static int
read_from(struct repo *r, git_odb_backend *from, const git_oid *id,
    git_object_t *type, struct bytes *b)
{
	void *p = NULL;
	size_t len;
	int code;

	if ((code = from->read(&p, &len, type, from, id)) == GIT_ENOTFOUND)
		return ERR_NOT_FOUND;
	if (code != 0)
		return repo_failed(r, "an object is damaged");
	code = bytes_add(b, p, len);
	git_odb_backend_data_free(from, p);
	return code;
}

/*
 * The newest place first.  Not by way of libgit2, which would look it up in
 * its own memory first, and copy it twice.
 */
static int
read_any(struct repo *r, const git_oid *id, git_object_t *type,
    struct bytes *b)
{
	int code;

	if ((code = spool_read(r->spool, id, type, b)) != ERR_NOT_FOUND)
		return code;
	if ((code = packs_get(r->packs, id, type, b)) == ERR_NOT_FOUND &&
	    r->packs_under != NULL)
		code = packs_get(r->packs_under, id, type, b);
	if (code == ERR_NOT_FOUND)
		code = read_from(r, r->loose, id, type, b);
	if (code == ERR_NOT_FOUND && r->loose_under != NULL)
		code = read_from(r, r->loose_under, id, type, b);
	return code;
}

/* It may just have been packed: look for packs that came since. */
static int
read_again(struct repo *r, const git_oid *id, git_object_t *type,
    struct bytes *b)
{
	int code;

	if ((code = repo_rescan(r)) < 0)
		return code;
	return read_any(r, id, type, b);
}

int
repo_read(struct repo *r, const git_oid *id, git_object_t type,
    struct bytes *b)
{
	struct bytes own = BYTES_INIT(LOOSE_OBJECT_MAX);
	char hex[GIT_OID_HEXSZ + 1];
	git_object_t is = type;
	int code;

	if (type == GIT_OBJECT_BLOB && recent_get(r->recent, id, b, &code))
		return code;
	if ((code = read_any(r, id, &is, &own)) == ERR_NOT_FOUND)
		code = read_again(r, id, &is, &own);
	if (code == ERR_NOT_FOUND)
		code = err_set(ERR_INTEGRITY, "the object %s is missing; "
		    "restore the vault from a copy",
		    git_oid_tostr(hex, sizeof(hex), id));
	else if (code == 0 && is != type)
		code = err_set(ERR_INTEGRITY, "the object %s is of another "
		    "type than its place says; restore the vault from a copy",
		    git_oid_tostr(hex, sizeof(hex), id));
	if (code == 0) {
		/* Of the spool nothing is read twice, nor compared. */
		if (type == GIT_OBJECT_BLOB && !spool_has(r->spool, id))
			recent_put(r->recent, id, &own);
		code = bytes_take(b, &own);
	}
	bytes_free(&own);
	return code;
}

/* Asked of the backends, not of libgit2's memory of what it once read: that
 * may be from a write that was given up. */
bool
repo_has(const struct repo *r, const git_oid *id)
{
	return spool_has(r->spool, id) || r->loose->exists(r->loose, id) ||
	    r->packs->exists(r->packs, id);
}

int
repo_write(struct repo *r, git_object_t type, const void *p, size_t len,
    git_oid *id)
{
	int code;

	if ((code = sha1_object(id, type, p, len)) < 0)
		return code;
	return repo_has(r, id) ? 0 : spool_add(r->spool, type, p, len, id);
}

int
repo_reread(struct repo *r, enum repo_where where, const git_oid *id,
    git_object_t *type, struct bytes *b)
{
	git_odb_backend *from = where & REPO_LOOSE ? r->loose : r->packs;
	git_object_t t;
	void *p = NULL;
	size_t len;
	git_oid is;
	int code;

	code = from->read(&p, &len, &t, from, id);
	if (code == GIT_ENOTFOUND && where == REPO_STORED) {
		from = r->packs;
		code = from->read(&p, &len, &t, from, id);
	}
	if (code != 0)
		return repo_failed(r, "an object that was just written is not "
		    "there");
	if ((code = sha1_object(&is, t, p, len)) == 0 &&
	    !git_oid_equal(&is, id))
		code = err_set(ERR_IO, "an object that was just written reads "
		    "back otherwise; check the disk and run it again");
	if (code == 0 && type != NULL)
		*type = t;
	if (code == 0 && b != NULL)
		code = bytes_add(b, p, len);
	git_odb_backend_data_free(from, p);
	return code;
}

int
repo_rescan(struct repo *r)
{
	return git_odb_refresh(r->odb) == 0 ? 0 :
	    repo_failed(r, "cannot look for packs");
}

void
repo_set_aside(struct repo *r, int folder)
{
	r->aside = folder;
}

int
repo_aside(const struct repo *r)
{
	return r->aside;
}

struct spool *
repo_spool(const struct repo *r)
{
	return r->spool;
}

int
repo_failed(struct repo *r, const char *what)
{
	const git_error *e = git_error_last();
	int code = r->spool != NULL ? spool_failure(r->spool) : 0;

	if (code == 0 && r->loose != NULL)
		code = loose_failure(r->loose);
	if (code == 0 && r->loose_under != NULL)
		code = loose_failure(r->loose_under);
	if (code == 0 && r->packs != NULL)
		code = packs_failure(r->packs);
	if (code != 0)		/* its line is set */
		return code;
	if (e != NULL && e->klass == GIT_ERROR_NOMEMORY)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return err_set(ERR_INTEGRITY, "%s (%s); run `tipline audit`", what,
	    e != NULL && e->message != NULL ? e->message : "no reason given");
}
