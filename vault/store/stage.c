/* stage.c -- see stage.h. */
#include "vault/store/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"

#define FOLDER "incoming"
#define TRIES 100
#define NAMES_MAX (64u << 20)	/* bytes of names in one folder */

static int
open_folder(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
}

/* ERR_BUSY when a sweep was faster: then there is another name to try. */
static int
try_folder(struct stages *all, int vault)
{
	uint64_t tag[2];
	struct stat st;

	if (getrandom(tag, sizeof(tag), 0) != (ssize_t)sizeof(tag))
		return err_sys("no random numbers");
	(void)snprintf(all->name, sizeof(all->name), FOLDER "/%016llx%016llx",
	    (unsigned long long)tag[0], (unsigned long long)tag[1]);
	if (mkdirat(vault, all->name, 0700) != 0)
		return err_sys("cannot make a folder in the vault");
	/* Removed between the two, it has no name and no links left. */
	if ((all->fd = open_folder(vault, all->name)) >= 0 &&
	    flock(all->fd, LOCK_EX | LOCK_NB) == 0 &&
	    fstat(all->fd, &st) == 0 && st.st_nlink > 0)
		return 0;
	io_close(&all->fd);
	return ERR_BUSY;
}

static int
make_folder(struct stages *all, int vault)
{
	int i, r = ERR_BUSY;

	if (mkdirat(vault, FOLDER, 0777) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder " FOLDER);
	for (i = 0; i < TRIES && r == ERR_BUSY; i++)
		r = try_folder(all, vault);
	if (r == ERR_BUSY)
		r = err_set(ERR_BUSY, "cannot keep a folder in " FOLDER "; run "
		    "it again");
	if (r < 0)
		*all = STAGES_INIT;
	return r;
}

int
stages_folder(struct stages *all, int vault, int *fd)
{
	int r = all->fd < 0 ? make_folder(all, vault) : 0;

	*fd = all->fd;
	return r;
}

void
stage_name(char name[STAGE_NAME_SIZE], const struct stage *s)
{
	(void)snprintf(name, STAGE_NAME_SIZE, "%llu",
	    (unsigned long long)s->n);
}

int
stage_new(struct stages *all, struct stage *s, int vault, int *fd)
{
	char name[STAGE_NAME_SIZE];
	int dir, r;

	if ((r = stages_folder(all, vault, &dir)) < 0)
		return r;
	*s = (struct stage){ .n = all->made };
	stage_name(name, s);
	*fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_sys("cannot make a file in the vault");
	s->live = true;
	all->made++;
	return 0;
}

int
stage_open(const struct stages *all, const struct stage *s, int *fd)
{
	char name[STAGE_NAME_SIZE];

	stage_name(name, s);
	*fd = openat(all->fd, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	return *fd < 0 ? err_sys("cannot open a staged file") : 0;
}

void
stage_drop(const struct stages *all, struct stage *s)
{
	char name[STAGE_NAME_SIZE];

	stage_name(name, s);
	if (s->live)
		(void)unlinkat(all->fd, name, 0);
	s->live = false;
}

void
stages_close(struct stages *all, int vault)
{
	if (all->fd >= 0)
		(void)unlinkat(vault, all->name, AT_REMOVEDIR);
	io_close(&all->fd);
	*all = STAGES_INIT;
}

/* Everything in a folder that nobody holds; files only lie there. */
static int
empty_folder(int at, const char *name, int dir)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	size_t i;
	int r;

	if ((r = config_folder(at, name, &names)) == 0)
		for (i = 0; i < names.len;
		    i += strlen((const char *)names.data + i) + 1)
			(void)unlinkat(dir, (const char *)names.data + i, 0);
	bytes_free(&names);
	return r;
}

static int
sweep_one(int at, const char *name, int (*before)(void *, int), void *arg)
{
	int dir, r = 0;

	if ((dir = open_folder(at, name)) < 0) {
		(void)unlinkat(at, name, 0);	/* a file is nobody's */
		return 0;
	}
	if (flock(dir, LOCK_EX | LOCK_NB) == 0 && (r = before(arg, dir)) == 0 &&
	    (r = empty_folder(at, name, dir)) == 0)
		(void)unlinkat(at, name, AT_REMOVEDIR);
	io_close(&dir);
	return r;
}

int
stages_sweep(int vault, int (*before)(void *arg, int folder), void *arg)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	size_t i;
	int dir = -1, r;

	if ((r = config_folder(vault, FOLDER, &names)) < 0 || names.len == 0)
		goto done;
	if ((dir = open_folder(vault, FOLDER)) < 0) {
		r = err_sys("cannot open the folder " FOLDER);
		goto done;
	}
	for (i = 0; i < names.len && r == 0;
	    i += strlen((const char *)names.data + i) + 1)
		r = sweep_one(dir, (const char *)names.data + i, before,
		    arg);
done:
	io_close(&dir);
	bytes_free(&names);
	return r;
}
