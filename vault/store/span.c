/* span.c -- see span.h. */
#include "vault/store/span.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

static int
open_below(int dir, const char *name, int flags, int *fd)
{
	const struct open_how how = {
		.flags = (unsigned)(O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
		    O_NONBLOCK | flags),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	*fd = (int)syscall(SYS_openat2, dir, name, &how, sizeof(how));
	if (*fd >= 0)
		return 0;
	if (errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "%s is missing; restore it from "
		    "a copy", name);
	if (errno == ELOOP || errno == EXDEV || errno == ENOTDIR)
		return err_set(ERR_INTEGRITY, "%s is or leads through a link "
		    "or a file; put a folder in its place, a vault has no "
		    "links", name);
	return err_sys("cannot open %s", name);
}

int
span_open(int dir, const char *name, int *fd, uint64_t *size)
{
	struct stat st;
	int r;

	if ((r = open_below(dir, name, 0, fd)) < 0)
		return r;
	if (fstat(*fd, &st) != 0) {
		r = err_sys("cannot look at %s", name);
		io_close(fd);
		return r;
	}
	if (!S_ISREG(st.st_mode)) {
		io_close(fd);
		return err_set(ERR_INTEGRITY, "%s is no file; restore it from "
		    "a copy", name);
	}
	*size = (uint64_t)st.st_size;
	return 0;
}

int
span_folder(int dir, const char *name, int *fd)
{
	return open_below(dir, name, O_DIRECTORY, fd);
}

int
span_read(int fd, uint64_t at, void *p, size_t len)
{
	uint8_t *to = p;
	ssize_t n;

	while (len > 0) {
		n = pread(fd, to, len, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys("cannot read a file of the vault");
		if (n == 0)
			return err_set(ERR_INTEGRITY, "a file of the vault "
			    "ends too early; restore it from a copy");
		to += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}
