/* loose.c -- see loose.h. */
#include "vault/store/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/inflate.h"

#define HEAD_SIZE 32			/* "commit 12345678", NUL, and room */
#define NAME_SIZE 64			/* "aa/..." with NUL */
#define LOOSE_FILE_MAX (LOOSE_OBJECT_MAX + (1u << 20))

struct loose {
	git_odb_backend base;	/* first: libgit2 holds a pointer to it */
	int dir;
	int failure;
	git_oid *unsynced;	/* written since the last loose_flush() */
	size_t nunsynced;
};

static void
name_of(char name[NAME_SIZE], const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	(void)git_oid_tostr(hex, sizeof(hex), id);
	(void)snprintf(name, NAME_SIZE, "%.2s/%s", hex, hex + 2);
}

static int
fail(struct loose *l, int code)
{
	l->failure = code;
	git_error_set_str(GIT_ERROR_ODB, err_line());
	return GIT_ERROR;
}

static int
damaged(struct loose *l, const char *name)
{
	return fail(l, err_set(ERR_INTEGRITY, "objects/%s is damaged; restore "
	    "the vault from a copy", name));
}

/* Split "blob 12\0content"; false unless it is exactly that. */
static bool
split(const struct bytes *raw, git_object_t *type, size_t *head)
{
	const uint8_t *nul, *at;
	char word[HEAD_SIZE];
	size_t len = 0, n;

	n = raw->len < HEAD_SIZE ? raw->len : HEAD_SIZE;
	if (n == 0 || (nul = memchr(raw->data, '\0', n)) == NULL ||
	    (at = memchr(raw->data, ' ', n)) == NULL || at >= nul - 1)
		return false;
	n = (size_t)(at - raw->data);
	memcpy(word, raw->data, n);
	word[n] = '\0';
	*type = git_object_string2type(word);
	if (*type != GIT_OBJECT_BLOB && *type != GIT_OBJECT_TREE &&
	    *type != GIT_OBJECT_COMMIT && *type != GIT_OBJECT_TAG)
		return false;
	for (at++; at < nul; at++) {
		if (*at < '0' || *at > '9' || len > LOOSE_OBJECT_MAX)
			return false;
		len = len * 10 + (size_t)(*at - '0');
	}
	*head = (size_t)(nul + 1 - raw->data);
	return raw->len - *head == len;
}

/* The object's head and content; GIT_ENOTFOUND when there is no such file. */
static int
load(struct loose *l, const git_oid *id, struct bytes *raw,
    git_object_t *type, size_t *head)
{
	struct bytes file = BYTES_INIT(LOOSE_FILE_MAX);
	char name[NAME_SIZE];
	struct stat st;
	int fd, r = 0;

	name_of(name, id);
	fd = openat(l->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return GIT_ENOTFOUND;
	if (fd < 0)
		return fail(l, err_sys("objects/%s", name));
	if (fstat(fd, &st) != 0) {
		r = fail(l, err_sys("objects/%s", name));
		goto done;
	}
	if (!S_ISREG(st.st_mode)) {
		r = damaged(l, name);
		goto done;
	}
	if ((r = io_read_all(fd, &file)) < 0) {
		r = r == ERR_TOO_BIG ? damaged(l, name) : fail(l, r);
		goto done;
	}
	if (!inflate_zlib(raw, file.data, file.len) || !split(raw, type, head))
		r = damaged(l, name);
done:
	io_close(&fd);
	bytes_free(&file);
	return r;
}

static int
loose_read(void **data, size_t *len, git_object_t *type,
    git_odb_backend *backend, const git_oid *id)
{
	struct bytes raw = BYTES_INIT(LOOSE_OBJECT_MAX + HEAD_SIZE);
	size_t head;
	int r;

	if ((r = load((struct loose *)backend, id, &raw, type, &head)) != 0)
		goto done;
	*len = raw.len - head;
	*data = git_odb_backend_data_alloc(backend, *len + 1);
	if (*data == NULL) {
		r = GIT_ERROR;
		goto done;
	}
	memcpy(*data, raw.data + head, *len);
	((char *)*data)[*len] = '\0';	/* libgit2 keeps one NUL behind */
done:
	bytes_free(&raw);
	return r;
}

static int
loose_read_header(size_t *len, git_object_t *type, git_odb_backend *backend,
    const git_oid *id)
{
	struct bytes raw = BYTES_INIT(LOOSE_OBJECT_MAX + HEAD_SIZE);
	size_t head;
	int r;

	if ((r = load((struct loose *)backend, id, &raw, type, &head)) == 0)
		*len = raw.len - head;
	bytes_free(&raw);
	return r;
}

static int
loose_exists(git_odb_backend *backend, const git_oid *id)
{
	char name[NAME_SIZE];

	name_of(name, id);
	return faccessat(((struct loose *)backend)->dir, name, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

/* Aside, durable, into place.  git's own name for what is half made. */
static int
put(int dir, const char *name, const struct bytes *file)
{
	char aside[NAME_SIZE], folder[3] = { name[0], name[1], '\0' };
	uint64_t tag;
	int fd, r;

	if (getrandom(&tag, sizeof(tag), 0) != (ssize_t)sizeof(tag))
		return err_sys("no random numbers");
	if (mkdirat(dir, folder, 0777) == 0) {
		if ((r = io_sync_dir(dir, ".")) < 0)
			return r;
	} else if (errno != EEXIST) {
		return err_sys("cannot make objects/%s", folder);
	}
	(void)snprintf(aside, sizeof(aside), "%s/tmp_obj_%016llx", folder,
	    (unsigned long long)tag);
	fd = openat(dir, aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0)
		return err_sys("cannot write objects/%s", name);
	r = io_write_all(fd, file->data, file->len);
	if (r == 0)		/* the disk begins; loose_flush() awaits it */
		(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if (close(fd) != 0 && r == 0)
		r = err_sys("cannot write objects/%s", name);
	if (r == 0 && linkat(dir, aside, dir, name, 0) != 0 &&
	    errno != EEXIST)
		r = err_sys("cannot write objects/%s", name);
	(void)unlinkat(dir, aside, 0);
	return r;
}

static int
note_unsynced(struct loose *l, const git_oid *id)
{
	git_oid *v;

	/* Doubled at each power of two. */
	if ((l->nunsynced & (l->nunsynced - 1)) == 0) {
		v = realloc(l->unsynced, (l->nunsynced * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->unsynced = v;
	}
	git_oid_cpy(&l->unsynced[l->nunsynced++], id);
	return 0;
}

static int
loose_write(git_odb_backend *backend, const git_oid *id, const void *data,
    size_t len, git_object_t type)
{
	struct loose *l = (struct loose *)backend;
	struct bytes file = BYTES_INIT(LOOSE_FILE_MAX);
	struct bytes back = BYTES_INIT(LOOSE_OBJECT_MAX + HEAD_SIZE);
	char head[HEAD_SIZE], name[NAME_SIZE];
	git_object_t type_back;
	size_t start;
	int n, r;

	name_of(name, id);
	n = snprintf(head, sizeof(head), "%s %zu",
	    git_object_type2string(type), len);
	if (len > LOOSE_OBJECT_MAX) {
		r = fail(l, err_set(ERR_TOO_BIG, "%zu bytes are too many for "
		    "one object of the vault", len));
		goto done;
	}
	if ((r = inflate_store(&file, head, (size_t)n + 1, data, len)) < 0 ||
	    (r = note_unsynced(l, id)) < 0 ||
	    (r = put(l->dir, name, &file)) < 0) {
		r = fail(l, r);
		goto done;
	}
	if ((r = load(l, id, &back, &type_back, &start)) != 0)
		goto done;
	if (type_back != type || back.len - start != len ||
	    (len > 0 && memcmp(back.data + start, data, len) != 0))
		r = damaged(l, name);
done:
	bytes_free(&file);
	bytes_free(&back);
	return r;
}

/*
 * An object that is about to be written again is there already: but perhaps
 * only since a writer was killed before it flushed.
 */
static int
loose_freshen(git_odb_backend *backend, const git_oid *id)
{
	struct loose *l = (struct loose *)backend;

	if (!loose_exists(backend, id))
		return GIT_ENOTFOUND;
	return note_unsynced(l, id) < 0 ? GIT_ERROR : 0;
}

static void
loose_free(git_odb_backend *backend)
{
	free(((struct loose *)backend)->unsynced);
	free(backend);
}

static int
sync_one(int dir, const char *name)
{
	int fd, r;

	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)		/* taken back since: nothing to keep */
		return errno == ENOENT ? 0 : err_sys("objects/%s", name);
	r = io_sync(fd);
	io_close(&fd);
	return r;
}

int
loose_flush(git_odb_backend *backend)
{
	struct loose *l = (struct loose *)backend;
	bool folders[256] = { false };
	char name[NAME_SIZE];
	unsigned f;
	size_t i;
	int r = 0;

	for (i = 0; i < l->nunsynced && r == 0; i++) {
		name_of(name, &l->unsynced[i]);
		folders[l->unsynced[i].id[0]] = true;
		r = sync_one(l->dir, name);
	}
	for (f = 0; f < 256 && r == 0; f++) {
		if (!folders[f])
			continue;
		(void)snprintf(name, sizeof(name), "%02x", f);
		r = sync_one(l->dir, name);
	}
	if (r == 0)
		l->nunsynced = 0;
	return r;
}

int
loose_new(git_odb_backend **out, int objects_fd)
{
	struct loose *l = calloc(1, sizeof(*l));

	*out = NULL;
	if (l == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (git_odb_init_backend(&l->base, GIT_ODB_BACKEND_VERSION) != 0) {
		free(l);
		return err_set(ERR_FAILED, "this libgit2 has another "
		    "interface; install the one of Debian 12");
	}
	l->base.read = loose_read;
	l->base.read_header = loose_read_header;
	l->base.write = loose_write;
	l->base.exists = loose_exists;
	l->base.freshen = loose_freshen;
	l->base.free = loose_free;
	l->dir = objects_fd;
	*out = &l->base;
	return 0;
}

int
loose_failure(git_odb_backend *backend)
{
	struct loose *l = (struct loose *)backend;
	int code = l->failure;

	l->failure = 0;
	return code;
}
