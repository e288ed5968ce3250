/* loose.c -- see loose.h. */
#include "vault/store/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/inflate.h"
#include "vault/store/sha1.h"

#define HEAD_SIZE 32			/* "commit 12345678", NUL, and room */

struct loose {
	git_odb_backend base;	/* first: libgit2 holds a pointer to it */
	int dir;
	int failure;
};

void
loose_name(char name[LOOSE_NAME_SIZE], const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	(void)git_oid_tostr(hex, sizeof(hex), id);
	(void)snprintf(name, LOOSE_NAME_SIZE, "%.2s/%s", hex, hex + 2);
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
	char name[LOOSE_NAME_SIZE];
	struct inflate_in in;
	struct stat st;
	git_oid is;
	bool whole;
	int fd, r = 0;

	loose_name(name, id);
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
	in = (struct inflate_in){ .p = file.data, .left = file.len };
	whole = inflate_stream(raw, &in);
	if (in.starved)
		r = fail(l, err_set(ERR_NO_MEMORY, "out of memory"));
	else if (!whole || in.used != file.len ||
	    !split(raw, type, head) ||
	    sha1_object(&is, *type, raw->data + *head, raw->len - *head) < 0 ||
	    !git_oid_equal(&is, id))
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
	char name[LOOSE_NAME_SIZE];

	loose_name(name, id);
	return faccessat(((struct loose *)backend)->dir, name, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

static void
loose_free(git_odb_backend *backend)
{
	free(backend);
}

int
loose_format(struct bytes *file, git_object_t type, const void *p, size_t len)
{
	char head[HEAD_SIZE];
	int n;

	n = snprintf(head, sizeof(head), "%s %zu",
	    git_object_type2string(type), len);
	return inflate_store(file, head, (size_t)n + 1, p, len);
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
	l->base.exists = loose_exists;
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
