/* io.c -- see io.h. */
#include "vault/base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"

#define NAME_ASIDE_MAX 64	/* bytes of a temporary name */

int
io_write_all(int fd, const void *p, size_t len)
{
	const uint8_t *at = p;
	ssize_t n;

	while (len > 0) {
		if ((n = write(fd, at, len)) < 0) {
			if (errno == EINTR)
				continue;
			return err_sys("cannot write");
		}
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

int
io_read(int fd, void *p, size_t len, size_t *got)
{
	uint8_t *at = p;
	ssize_t n;

	*got = 0;
	while (*got < len) {
		if ((n = read(fd, at + *got, len - *got)) < 0) {
			if (errno == EINTR)
				continue;
			return err_sys("cannot read");
		}
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return 0;
}

int
io_read_all(int fd, struct bytes *b)
{
	uint8_t chunk[IO_CHUNK];
	size_t got;
	int r;

	do {
		if ((r = io_read(fd, chunk, sizeof(chunk), &got)) < 0 ||
		    (r = bytes_add(b, chunk, got)) < 0)
			return r;
	} while (got == sizeof(chunk));
	return 0;
}

int
io_read_file(int dirfd, const char *path, struct bytes *b)
{
	int fd, r;

	fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "%s: no such file", path);
	if (fd < 0)
		return err_sys("%s", path);
	r = io_read_all(fd, b);
	io_close(&fd);
	return r;
}

/* A new file beside the one to come; its name comes out in `aside`. */
static int
open_aside(int dirfd, char aside[NAME_ASIDE_MAX], unsigned mode, int *fd)
{
	uint64_t tag;

	if (getrandom(&tag, sizeof(tag), 0) != (ssize_t)sizeof(tag))
		return err_sys("no random numbers");
	(void)snprintf(aside, NAME_ASIDE_MAX, ".aside-%016llx",
	    (unsigned long long)tag);
	*fd = openat(dirfd, aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    (mode_t)mode);
	return *fd < 0 ? err_sys("cannot make a file") : 0;
}

/* After the content: make it durable, or take it away when `r` is a failure. */
static int
close_aside(int dirfd, const char *aside, int fd, int r)
{
	if (r == 0)
		r = io_sync(fd);
	if (close(fd) != 0 && r == 0)
		r = err_sys("cannot close a file");
	if (r < 0)
		(void)unlinkat(dirfd, aside, 0);
	return r;
}

static int
write_aside(int dirfd, char aside[NAME_ASIDE_MAX], const void *p, size_t len,
    unsigned mode)
{
	int fd, r;

	if ((r = open_aside(dirfd, aside, mode, &fd)) < 0)
		return r;
	return close_aside(dirfd, aside, fd, io_write_all(fd, p, len));
}

/* Give the finished file its name, unless that is taken. */
static int
link_aside(int dirfd, const char *aside, const char *name)
{
	int r;

	/* Sticks (FAT) have no link(), network folders no RENAME_NOREPLACE. */
	if (renameat2(dirfd, aside, dirfd, name, RENAME_NOREPLACE) == 0)
		return io_sync_dir(dirfd, ".");
	r = errno != EEXIST ? linkat(dirfd, aside, dirfd, name, 0) : -1;
	if (r < 0)
		r = errno == EEXIST ?
		    err_set(ERR_EXISTS, "%s is already there; name another file",
		    name) : err_sys("cannot make %s", name);
	(void)unlinkat(dirfd, aside, 0);
	return r < 0 ? r : io_sync_dir(dirfd, ".");
}

int
io_write_file(int dirfd, const char *name, const void *p, size_t len,
    unsigned mode)
{
	char aside[NAME_ASIDE_MAX];
	int r;

	if ((r = write_aside(dirfd, aside, p, len, mode)) < 0)
		return r;
	return link_aside(dirfd, aside, name);
}

int
io_install(int dirfd, const char *name, int in, unsigned mode)
{
	char aside[NAME_ASIDE_MAX];
	int fd, r;

	if ((r = open_aside(dirfd, aside, mode, &fd)) < 0 ||
	    (r = close_aside(dirfd, aside, fd, io_copy(fd, in, NULL))) < 0)
		return r;
	return link_aside(dirfd, aside, name);
}

int
io_replace_file(int dirfd, const char *name, const void *p, size_t len,
    unsigned mode)
{
	char aside[NAME_ASIDE_MAX];
	int r;

	if ((r = write_aside(dirfd, aside, p, len, mode)) < 0)
		return r;
	if (renameat(dirfd, aside, dirfd, name) != 0) {
		r = err_sys("cannot replace %s", name);
		(void)unlinkat(dirfd, aside, 0);
		return r;
	}
	return io_sync_dir(dirfd, ".");
}

int
io_copy(int out, int in, uint64_t *copied)
{
	uint8_t chunk[IO_CHUNK];
	uint64_t sum = 0;
	size_t got;
	int r;

	do {
		if ((r = io_read(in, chunk, sizeof(chunk), &got)) < 0 ||
		    (r = io_write_all(out, chunk, got)) < 0)
			return r;
		sum += got;
	} while (got == sizeof(chunk));
	if (copied != NULL)
		*copied = sum;
	return 0;
}

int
io_memfd(int *fd, const char *label)
{
	*fd = memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return *fd < 0 ? err_sys("no memory file") : 0;
}

int
io_memfd_from(int *fd, const char *label, const void *p, size_t len)
{
	int r;

	if ((r = io_memfd(fd, label)) < 0)
		return r;
	if ((r = io_write_all(*fd, p, len)) == 0 &&
	    lseek(*fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a memory file");
	if (r < 0)
		io_close(fd);
	return r;
}

int
io_memfd_freeze(int fd)
{
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE |
	    F_SEAL_SEAL) != 0)
		return err_sys("cannot freeze a memory file");
	return 0;
}

int
io_size(int fd, uint64_t *size)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_sys("cannot look at a file");
	*size = (uint64_t)st.st_size;
	return 0;
}

int
io_sync(int fd)
{
	return fsync(fd) != 0 ? err_sys("cannot make a file durable") : 0;
}

int
io_sync_dir(int dirfd, const char *path)
{
	int fd, r;

	fd = openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys("%s", path);
	r = io_sync(fd);
	io_close(&fd);
	return r;
}

void
io_close(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}
