/* lfs.c -- see lfs.h. */
#include "vault/store/lfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/span.h"

#define OID_AT (sizeof("version https://git-lfs.github.com/spec/v1\n" \
	"oid sha256:") - 1)

void
lfs_name(char name[LFS_NAME_SIZE], const struct lfs_pointer *p)
{
	char hex[SHA256_HEX_SIZE];

	hex_of(hex, p->sha256, SHA256_BYTES);
	(void)snprintf(name, LFS_NAME_SIZE, "lfs/objects/%.2s/%.2s/%s", hex,
	    hex + 2, hex);
}

int
lfs_format(struct bytes *b, const struct lfs_pointer *p)
{
	char hex[SHA256_HEX_SIZE];

	hex_of(hex, p->sha256, SHA256_BYTES);
	return bytes_addf(b, "version https://git-lfs.github.com/spec/v1\n"
	    "oid sha256:%s\nsize %llu\n", hex, (unsigned long long)p->size);
}

int
lfs_parse(struct lfs_pointer *p, const void *text, size_t len)
{
	struct bytes again = BYTES_INIT(LFS_POINTER_MAX);
	char copy[LFS_POINTER_MAX];
	bool same = false;

	if (len < sizeof(copy) && len > OID_AT + 2 * SHA256_BYTES + 6) {
		memcpy(copy, text, len);
		copy[len] = '\0';
		same = hex_parse(p->sha256, SHA256_BYTES, copy + OID_AT,
		    2 * SHA256_BYTES);
		p->size = strtoull(copy + OID_AT + 2 * SHA256_BYTES + 6, NULL,
		    10);
	}
	same = same && lfs_format(&again, p) == 0 && again.len == len &&
	    memcmp(again.data, text, len) == 0;
	bytes_free(&again);
	return same ? 0 : err_set(ERR_FORMAT, "a large object's place holds "
	    "no Git LFS pointer; run `tipline audit`");
}

int
lfs_open(const struct repo *r, const struct lfs_pointer *p, int *fd)
{
	char name[LFS_NAME_SIZE];
	struct stat st;

	lfs_name(name, p);
	*fd = openat(repo_dir(r), name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (*fd < 0 && errno == ENOENT)
		return err_set(ERR_INTEGRITY, "%s is missing; fetch it with "
		    "`git lfs fetch --all` or restore it from a copy", name);
	if (*fd < 0)
		return err_sys("%s", name);
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size == p->size)
		return 0;
	io_close(fd);
	return err_set(ERR_INTEGRITY, "%s is not %llu bytes long, as its "
	    "entry says; restore it from a copy", name,
	    (unsigned long long)p->size);
}

int
lfs_check(const struct repo *r, const struct lfs_pointer *p)
{
	char name[LFS_NAME_SIZE];
	uint8_t sum[SHA256_BYTES];
	int fd, code;

	if ((code = lfs_open(r, p, &fd)) < 0)
		return code;
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	if ((code = sha256_fd(sum, fd, NULL)) == 0 &&
	    memcmp(sum, p->sha256, SHA256_BYTES) != 0) {
		lfs_name(name, p);
		code = err_set(ERR_INTEGRITY, "%s has other content than its "
		    "entry says; restore it from a copy", name);
	}
	io_close(&fd);
	return code;
}

int
lfs_check_file(const struct lfs_pointer *p, int folder, const char *name)
{
	uint8_t sum[SHA256_BYTES];
	uint64_t size;
	int fd, code;

	if ((code = span_open(folder, name, &fd, &size)) < 0)
		return code;
	if (size != p->size || (code = sha256_fd(sum, fd, NULL)) < 0 ||
	    memcmp(sum, p->sha256, SHA256_BYTES) != 0)
		code = code < 0 ? code : err_set(ERR_INTEGRITY, "a large "
		    "content is not what its pointer says; fetch it again");
	if (code == 0)
		code = io_sync(fd);
	io_close(&fd);
	return code;
}

/* Make one folder below `dir` durably; it may be there already. */
static int
make(int dir, const char *parent, const char *name)
{
	if (mkdirat(dir, name, 0777) == 0)
		return io_sync_dir(dir, parent);
	return errno == EEXIST ? 0 : err_sys("cannot make %s", name);
}

int
lfs_take(const struct repo *r, const struct lfs_pointer *p, int folder,
    const char *name)
{
	char place[LFS_NAME_SIZE], aa[LFS_NAME_SIZE], bb[LFS_NAME_SIZE];
	int code;

	lfs_name(place, p);
	memcpy(aa, place, sizeof(aa));
	aa[sizeof("lfs/objects/aa") - 1] = '\0';
	memcpy(bb, place, sizeof(bb));
	bb[sizeof("lfs/objects/aa/bb") - 1] = '\0';
	if ((code = make(repo_dir(r), ".", "lfs")) < 0 ||
	    (code = make(repo_dir(r), "lfs", "lfs/objects")) < 0 ||
	    (code = make(repo_dir(r), "lfs/objects", aa)) < 0 ||
	    (code = make(repo_dir(r), aa, bb)) < 0)
		return code;
	if (renameat(folder, name, repo_dir(r), place) != 0)
		return err_sys("cannot move a file to %s", place);
	return io_sync_dir(repo_dir(r), bb);
}
