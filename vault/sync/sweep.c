/* sweep.c -- see sweep.h.  Links are removed, never followed. */
#include "vault/sync/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define DEPTH_MAX 16		/* folders in folders */

static int empty(int dir, const char *keep, unsigned depth);

static int
remove_one(int at, const char *name, unsigned depth)
{
	int sub, r;

	if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
		return 0;
	sub = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	if (sub < 0)
		return err_sys("cannot remove %s", name);
	r = empty(sub, NULL, depth + 1);
	io_close(&sub);
	if (r == 0 && unlinkat(at, name, AT_REMOVEDIR) != 0 &&
	    errno != ENOENT)
		r = err_sys("cannot remove %s", name);
	return r;
}

static int
empty(int dir, const char *keep, unsigned depth)
{
	struct dirent *e;
	DIR *d;
	int fd, r = 0;

	if (depth > DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "folders are nested too deep to "
		    "be removed; remove the vault's folder transport");
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (d = fdopendir(fd)) == NULL) {
		r = err_sys("cannot look into a folder");
		io_close(&fd);
		return r;
	}
	while (r == 0 && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0 ||
		    (keep != NULL && strcmp(e->d_name, keep) == 0))
			continue;
		r = remove_one(dir, e->d_name, depth);
	}
	(void)closedir(d);
	return r;
}

int
sweep_folder(int dir, const char *keep)
{
	return empty(dir, keep, 0);
}
