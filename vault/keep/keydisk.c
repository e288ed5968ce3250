/* keydisk.c -- see keydisk.h. */
#include "vault/keep/keydisk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/keyfile.h"

#define CREDENTIALS "/run/credentials/"	/* systemd.exec(5), LoadCredential= */
#define KEY_MODE 0600

static bool
is_credential(const char *path, mode_t mode)
{
	char real[PATH_MAX];

	return (mode & 037) == 0 && realpath(path, real) != NULL &&
	    strncmp(real, CREDENTIALS, sizeof(CREDENTIALS) - 1) == 0;
}

static int
check_file(const struct stat *st, const char *path)
{
	if (!S_ISREG(st->st_mode))
		return err_set(ERR_FORMAT, "%s is not a file; name a key file",
		    path);
	if ((st->st_mode & 077) != 0 && !is_credential(path, st->st_mode))
		return err_set(ERR_NOT_PERMITTED, "others may read the key "
		    "file %s; run: chmod 600 %s", path, path);
	if (st->st_size == 0 || st->st_size > KEYFILE_MAX)
		return err_set(ERR_FORMAT, "%s is not a key file of tipline; "
		    "name the file that `tipline key new` made", path);
	return 0;
}

int
keydisk_absent(const char *path)
{
	if (errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "there is no key file %s; make "
		    "one with `tipline key new`, or name yours with -i", path);
	return err_sys("cannot read the key file %s", path);
}

int
keydisk_read_fd(struct secret **file, int fd, const char *path)
{
	struct stat st;
	size_t got;
	int r;

	*file = NULL;
	if (fstat(fd, &st) != 0)
		return err_sys("cannot read the key file %s", path);
	if ((r = check_file(&st, path)) < 0 ||
	    (r = secret_new(file, (size_t)st.st_size)) < 0 ||
	    (r = io_read(fd, secret_bytes(*file), (size_t)st.st_size,
	    &got)) < 0)
		goto done;
	if (got != (size_t)st.st_size)
		r = err_set(ERR_FORMAT, "%s changed while it was read; try "
		    "again", path);
	secret_freeze(*file);
done:
	if (r < 0) {
		secret_free(*file);
		*file = NULL;
	}
	return r;
}

int
keydisk_read(struct secret **file, const char *path)
{
	int fd, r;

	*file = NULL;
	/* O_NONBLOCK: a FIFO of that name must not hold us up. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return keydisk_absent(path);
	r = keydisk_read_fd(file, fd, path);
	io_close(&fd);
	return r;
}

int
keydisk_folder(int *dirfd, const char **name, const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path) + 1;

	*name = path + n;
	if (n >= sizeof(folder) || **name == '\0')
		return err_set(ERR_USAGE, "%s cannot name a key file; give the "
		    "name of a new file", path);
	memcpy(folder, path, n);
	folder[n] = '\0';
	*dirfd = open(n == 0 ? "." : folder,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dirfd < 0 && errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "there is no folder %s; make it "
		    "first", folder);
	return *dirfd < 0 ? err_sys("%s", n == 0 ? "." : folder) : 0;
}

int
keydisk_create(const char *path, const struct secret *file)
{
	const char *name;
	int dirfd = -1, r;

	if ((r = keydisk_folder(&dirfd, &name, path)) == 0)
		r = io_write_file(dirfd, name, secret_peek(file),
		    secret_len(file), KEY_MODE);
	io_close(&dirfd);
	return r;
}

int
keydisk_check_free(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return err_set(ERR_EXISTS, "%s is already there; name another "
		    "file", path);
	return errno == ENOENT ? 0 : err_sys("%s", path);
}
