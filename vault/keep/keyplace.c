/* keyplace.c -- see keyplace.h. */
#include "vault/keep/keyplace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/keydisk.h"

#define KEY_MODE 0600
#define WIPE_BYTES 4096		/* written at a time */

struct keyplace {
	int folder;
	int fd;				/* the file in place, locked */
	char path[PATH_MAX];		/* without links */
	const char *name;		/* its last part */
	char aside[NAME_MAX + 1];
};

void
keyplace_free(struct keyplace *p)
{
	if (p == NULL)
		return;
	io_close(&p->fd);
	io_close(&p->folder);
	free(p);
}

/* Zeros over all of the file, down to the disk. */
static int
wipe(int fd)
{
	static const uint8_t zeros[WIPE_BYTES];
	off_t size, at;
	int r = 0;

	if ((size = lseek(fd, 0, SEEK_END)) < 0 ||
	    lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("the old key file cannot be overwritten");
	for (at = 0; at < size && r == 0; at += WIPE_BYTES)
		r = io_write_all(fd, zeros, size - at < WIPE_BYTES ?
		    (size_t)(size - at) : WIPE_BYTES);
	return r < 0 ? r : io_sync(fd);
}

/* What an interrupted call left aside is no key file that counts. */
static int
wipe_aside(const struct keyplace *p)
{
	int fd, r;

	fd = openat(p->folder, p->aside, O_RDWR | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return errno == ENOENT ? 0 : err_sys("%s beside the key file "
		    "cannot be overwritten; remove it", p->aside);
	/* That the two names were exchanged must outlast a power cut first. */
	if ((r = io_sync(p->folder)) == 0)
		r = wipe(fd);
	io_close(&fd);
	if (r == 0 && unlinkat(p->folder, p->aside, 0) != 0)
		r = err_sys("%s beside the key file cannot be removed; remove "
		    "it", p->aside);
	return r < 0 ? r : io_sync(p->folder);
}

static int
take_lock(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? err_set(ERR_BUSY, "another program is "
	    "changing this key file; wait for it and try again") :
	    err_sys("the key file cannot be locked");
}

/* Is the file that was locked still the one that has the name? */
static int
check_name(const struct keyplace *p)
{
	struct stat mine, there;

	if (fstat(p->fd, &mine) != 0 ||
	    fstatat(p->folder, p->name, &there, AT_SYMLINK_NOFOLLOW) != 0)
		return err_sys("the key file cannot be read");
	if (mine.st_ino != there.st_ino || mine.st_dev != there.st_dev)
		return err_set(ERR_BUSY, "another program has just changed "
		    "this key file; try again");
	return 0;
}

static int
open_all(struct keyplace *p, const char *path)
{
	int n, r;

	if (realpath(path, p->path) == NULL)
		return keydisk_absent(path);
	if ((r = keydisk_folder(&p->folder, &p->name, p->path)) < 0)
		return r;
	n = snprintf(p->aside, sizeof(p->aside), ".%s.old", p->name);
	if (n < 0 || (size_t)n >= sizeof(p->aside))
		return err_set(ERR_USAGE, "%s has too long a name to be "
		    "written again; rename it", path);
	p->fd = openat(p->folder, p->name, O_RDWR | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK | O_NOCTTY);
	if (p->fd < 0)
		return err_sys("%s cannot be written; use the key file where "
		    "its owner may change it", path);
	if ((r = take_lock(p->fd)) < 0 || (r = check_name(p)) < 0)
		return r;
	return wipe_aside(p);
}

int
keyplace_open(struct keyplace **out, const char *path)
{
	struct keyplace *p;
	int r;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->folder = p->fd = -1;
	if ((r = open_all(p, path)) < 0)
		keyplace_free(p);
	else
		*out = p;
	return r;
}

int
keyplace_read(struct secret **file, struct keyplace *p)
{
	*file = NULL;
	if (lseek(p->fd, 0, SEEK_SET) != 0)
		return err_sys("cannot read the key file %s", p->path);
	return keydisk_read_fd(file, p->fd, p->path);
}

int
keyplace_folder(const struct keyplace *p)
{
	return p->folder;
}

/* A new file aside, locked as the one in place is, whole and durable. */
static int
make_aside(const struct keyplace *p, const struct secret *file, int *fd)
{
	int r;

	*fd = openat(p->folder, p->aside, O_RDWR | O_CREAT | O_EXCL |
	    O_CLOEXEC | O_NOFOLLOW, KEY_MODE);
	if (*fd < 0)
		return err_sys("no new key file can be made beside the old "
		    "one");
	if ((r = take_lock(*fd)) == 0 && (r = io_write_all(*fd,
	    secret_peek(file), secret_len(file))) == 0)
		r = io_sync(*fd);
	return r;
}

/* *named: the old file still has a name, the one aside. */
static int
put_in_place(const struct keyplace *p, bool *named)
{
	*named = renameat2(p->folder, p->aside, p->folder, p->name,
	    RENAME_EXCHANGE) == 0;
	if (!*named && (errno != EINVAL || renameat(p->folder, p->aside,
	    p->folder, p->name) != 0))
		return err_sys("the new key file cannot take the old one's "
		    "place");
	return 0;
}

int
keyplace_swap(struct keyplace *p, const struct secret *file)
{
	int fd = -1, old, r;
	bool named;

	if ((r = make_aside(p, file, &fd)) < 0 ||
	    (r = put_in_place(p, &named)) < 0) {
		if (fd >= 0 && wipe(fd) == 0)
			(void)unlinkat(p->folder, p->aside, 0);
		io_close(&fd);
		return r;
	}
	old = p->fd;
	p->fd = fd;
	if ((r = io_sync(p->folder)) == 0 && (r = wipe(old)) == 0 && named) {
		if (unlinkat(p->folder, p->aside, 0) != 0)
			r = err_sys("the old key file cannot be removed");
		else
			r = io_sync(p->folder);
	}
	io_close(&old);
	return r;
}
