/* repair_objects.c -- see repair.h: what is missing, and comes from a copy. */
#include "vault/store/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/check.h"
#include "vault/store/lfs.h"
#include "vault/store/loose.h"
#include "vault/store/sha1.h"
#include "vault/store/span.h"

struct wanting {
	int (*each)(const struct store_wanted *, void *);
	void *arg;
};

static int
want(void *arg, const struct trouble *t)
{
	const struct wanting *w = arg;
	struct store_wanted s = { .entry = t->entry };

	if (t->remedy == REMEDY_LARGE) {
		s.large = true;
		s.size = t->large->size;
		memcpy(s.hash, t->large->sha256, SHA256_BYTES);
	} else if ((t->remedy == REMEDY_OBJECT ||
	    t->remedy == REMEDY_BRANCH) && t->id != NULL) {
		memcpy(s.hash, t->id->id, GIT_OID_RAWSZ);
	} else {
		return 0;
	}
	(void)snprintf(s.path, sizeof(s.path), "%s", t->name);
	return w->each(&s, w->arg);
}

int
repair_wanted(struct repo *r,
    int (*each)(const struct store_wanted *, void *), void *arg)
{
	const struct check_options o = { .data = false };
	struct wanting w = { .each = each, .arg = arg };
	const struct troubles to = { .arg = &w, .say = want };
	struct check_result result;

	return check_reach(r, &o, &to, &result);
}

int
repair_give(struct repo *r, const struct store_wanted *w, uint8_t *type,
    int *fd, uint64_t *size)
{
	struct lfs_pointer p = { .size = w->size };
	git_odb_object *o = NULL;
	git_odb *odb = NULL;
	git_oid id;
	int code;

	*type = 0;
	*fd = -1;
	if (w->large) {
		memcpy(p.sha256, w->hash, SHA256_BYTES);
		*size = w->size;
		return lfs_open(r, &p, fd) < 0 ? err_set(ERR_NOT_FOUND,
		    "the copy has not this object either; name another") : 0;
	}
	memcpy(id.id, w->hash, GIT_OID_RAWSZ);
	if (git_repository_odb(&odb, repo_git(r)) != 0 ||
	    git_odb_read(&o, odb, &id) != 0) {
		code = err_set(ERR_NOT_FOUND, "the copy has not this object "
		    "either; name another");
	} else {
		*type = (uint8_t)git_odb_object_type(o);
		*size = git_odb_object_size(o);
		code = io_memfd_from(fd, "object", git_odb_object_data(o),
		    git_odb_object_size(o));
	}
	git_odb_object_free(o);
	git_odb_free(odb);
	return code;
}

/* The folder `path` below the vault and those above it, durably. */
static int
make_folders(int vault, char *path, int *fd)
{
	char *slash;
	int r = 0;

	for (slash = strchr(path, '/'); r == 0; slash = strchr(slash + 1,
	    '/')) {
		if (slash != NULL)
			*slash = '\0';
		if (mkdirat(vault, path, 0777) == 0)
			r = io_sync_dir(vault, ".");
		else if (errno != EEXIST)
			r = err_sys("cannot make the folder %s", path);
		if (slash == NULL)
			break;
		*slash = '/';
	}
	return r < 0 ? r : span_folder(vault, path, fd);
}

static int
wrong(void)
{
	return err_set(ERR_INTEGRITY, "the copy gave other content than was "
	    "asked for; name another copy");
}

static int
take_large(struct repo *r, const struct store_wanted *w, int in)
{
	struct lfs_pointer p = { .size = w->size };
	char name[LFS_NAME_SIZE], *last;
	int fd = -1, code;

	memcpy(p.sha256, w->hash, SHA256_BYTES);
	lfs_name(name, &p);
	last = strrchr(name, '/');
	*last = '\0';
	if (lseek(in, 0, SEEK_SET) != 0)
		return err_sys("cannot read what the copy gave");
	if ((code = make_folders(repo_dir(r), name, &fd)) == 0 &&
	    (code = io_install(fd, last + 1, in, 0444)) == 0 &&
	    lfs_check(r, &p) < 0) {
		/* It is ours, just made, and not what it should be. */
		(void)unlinkat(fd, last + 1, 0);
		code = wrong();
	}
	io_close(&fd);
	return code;
}

static int
take_object(struct repo *r, const struct store_wanted *w, git_object_t type,
    int in)
{
	struct bytes b = BYTES_INIT(LOOSE_OBJECT_MAX);
	struct bytes file = BYTES_INIT(LOOSE_OBJECT_MAX + (1u << 20));
	char name[LOOSE_NAME_SIZE], folder[16];
	git_oid id, want_id;
	int fd = -1, code;

	memcpy(want_id.id, w->hash, GIT_OID_RAWSZ);
	if (lseek(in, 0, SEEK_SET) != 0) {
		code = err_sys("cannot read what the copy gave");
		goto done;
	}
	if (type < GIT_OBJECT_COMMIT || type > GIT_OBJECT_TAG) {
		code = wrong();
		goto done;
	}
	if ((code = io_read_all(in, &b)) < 0 ||
	    (code = sha1_object(&id, type, b.data, b.len)) < 0)
		goto done;
	if (!git_oid_equal(&id, &want_id)) {
		code = wrong();
		goto done;
	}
	loose_name(name, &id);
	(void)snprintf(folder, sizeof(folder), "objects/%.2s", name);
	if ((code = loose_format(&file, type, b.data, b.len)) == 0 &&
	    (code = make_folders(repo_dir(r), folder, &fd)) == 0)
		code = io_write_file(fd, name + 3, file.data, file.len, 0444);
done:
	io_close(&fd);
	bytes_free(&b);
	bytes_free(&file);
	return code == ERR_EXISTS ? 0 : code;
}

int
repair_take(struct repo *r, const struct store_wanted *w, uint8_t type,
    int fd)
{
	return w->large ? take_large(r, w, fd) :
	    take_object(r, w, (git_object_t)type, fd);
}
