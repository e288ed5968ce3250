/* folder.c -- see folder.h. */
#include "vault/cmd/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define PART ".part"
#define WRITING ".writing"	/* no file's final name begins with a dot */
#define FILE_MODE 0600
#define FOLDER_MODE 0700
#define NSIGNALS 3

struct folder {
	char *path;
	int dir, part, fd;
	bool made;		/* the folder is ours to remove */
	bool finished;
	struct sigaction before[NSIGNALS];
};

static const int waits[NSIGNALS] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t caught;

static void
catch_signal(int sig)
{
	caught = sig;
}

static void
signals_wait(struct folder *f)
{
	struct sigaction sa = { .sa_handler = catch_signal };
	int i;

	caught = 0;
	(void)sigemptyset(&sa.sa_mask);
	for (i = 0; i < NSIGNALS; i++) {
		(void)sigaction(waits[i], NULL, &f->before[i]);
		if (f->before[i].sa_handler != SIG_IGN)	/* as under nohup */
			(void)sigaction(waits[i], &sa, NULL);
	}
}

static void
signals_go(struct folder *f)
{
	int i;

	for (i = 0; i < NSIGNALS; i++)
		(void)sigaction(waits[i], &f->before[i], NULL);
	if (caught != 0)
		(void)raise(caught);
}

static int
interrupted(void)
{
	return caught == 0 ? 0 : err_set(ERR_FAILED, "interrupted; nothing was "
	    "written, run the command again");
}

/* Names in a folder but "." and ".."; each() may unlink. */
static int
each_name(int dirfd, int (*each)(void *, const char *), void *arg)
{
	struct dirent *e;
	DIR *dir;
	int fd, r = 0;

	if ((fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return err_sys("cannot read a folder");
	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("cannot read a folder");
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = each(arg, e->d_name);
	(void)closedir(dir);
	return r;
}

static int
refuse_name(void *arg, const char *name)
{
	const struct folder *f = arg;

	(void)name;
	return err_set(ERR_EXISTS, "%s is not empty; name a new folder with -o",
	    f->path);
}

static int
open_folder(struct folder *f)
{
	if (mkdir(f->path, FOLDER_MODE) == 0)
		f->made = true;
	else if (errno != EEXIST)
		return err_sys("cannot make the folder %s", f->path);
	f->dir = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->dir < 0 && errno == ENOTDIR)
		return err_set(ERR_EXISTS, "%s is a file; name a new folder "
		    "with -o", f->path);
	if (f->dir < 0)
		return err_sys("cannot open the folder %s", f->path);
	return f->made ? 0 : each_name(f->dir, refuse_name, f);
}

int
folder_begin(struct folder **out, const char *path)
{
	struct folder *f;
	int r;

	*out = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	f->dir = f->part = f->fd = -1;
	signals_wait(f);
	if ((f->path = strdup(path)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if ((r = open_folder(f)) < 0)
		goto done;
	if (mkdirat(f->dir, PART, FOLDER_MODE) != 0 ||
	    (f->part = openat(f->dir, PART, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW)) < 0)
		r = err_sys("cannot write into %s", path);
done:
	if (r < 0)
		folder_free(f);
	else
		*out = f;
	return r;
}

int
folder_file(struct folder *f, int *fd)
{
	int r;

	if ((r = interrupted()) < 0)
		return r;
	io_close(&f->fd);
	f->fd = openat(f->part, WRITING, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, FILE_MODE);
	if (f->fd < 0)
		return err_sys("cannot make a file in %s", f->path);
	*fd = f->fd;
	return 0;
}

int
folder_keep(struct folder *f, const char *name)
{
	int r;

	if ((r = io_sync(f->fd)) < 0)
		return r;
	io_close(&f->fd);
	if (linkat(f->part, WRITING, f->part, name, 0) == 0 &&
	    unlinkat(f->part, WRITING, 0) == 0)
		return 0;
	if (errno == EEXIST)
		return err_set(ERR_EXISTS, "two files would be called %s; open "
		    "them one by one with --item", name);
	return err_sys("cannot name a file in %s", f->path);
}

/* Move one file out of the part; it cannot be there yet but by a race. */
static int
move_out(void *arg, const char *name)
{
	const struct folder *f = arg;

	if (faccessat(f->dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return err_set(ERR_EXISTS, "%s/%s is there already; name a new "
		    "folder with -o", f->path, name);
	if (renameat(f->part, name, f->dir, name) != 0)
		return err_sys("cannot name a file in %s", f->path);
	return 0;
}

int
folder_finish(struct folder *f)
{
	int r;

	if ((r = interrupted()) < 0 ||
	    (r = io_sync(f->part)) < 0 ||
	    (r = each_name(f->part, move_out, f)) < 0)
		return r;
	if (unlinkat(f->dir, PART, AT_REMOVEDIR) != 0)
		return err_sys("cannot finish %s", f->path);
	f->finished = true;
	return io_sync(f->dir);
}

static int
remove_name(void *arg, const char *name)
{
	(void)unlinkat(*(const int *)arg, name, 0);
	return 0;
}

void
folder_free(struct folder *f)
{
	if (f == NULL)
		return;
	io_close(&f->fd);
	if (!f->finished && f->part >= 0) {
		(void)each_name(f->part, remove_name, &f->part);
		(void)unlinkat(f->dir, PART, AT_REMOVEDIR);
	}
	if (!f->finished && f->made)
		(void)rmdir(f->path);
	io_close(&f->part);
	io_close(&f->dir);
	signals_go(f);
	free(f->path);
	free(f);
}
