/* stage.c -- see stage.h. */
#include "vault/store/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
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
#define NAMES_MAX (16u << 20)	/* bytes of names in incoming/ */

static int
try_new(struct stage *s, int vault)
{
	uint64_t tag[2];
	struct stat st;

	if (getrandom(tag, sizeof(tag), 0) != (ssize_t)sizeof(tag))
		return err_sys("no random numbers");
	(void)snprintf(s->name, sizeof(s->name), FOLDER "/%016llx%016llx",
	    (unsigned long long)tag[0], (unsigned long long)tag[1]);
	s->fd = openat(vault, s->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    0600);
	if (s->fd < 0)
		return err_sys("cannot make a file in the vault");
	/* A sweep may have come between the two: then there is no name. */
	if (flock(s->fd, LOCK_EX | LOCK_NB) == 0 && fstat(s->fd, &st) == 0 &&
	    st.st_nlink > 0)
		return 0;
	io_close(&s->fd);
	return ERR_BUSY;
}

int
stage_new(struct stage *s, int vault)
{
	int i, r;

	*s = STAGE_INIT;
	if (mkdirat(vault, FOLDER, 0777) != 0 && errno != EEXIST)
		return err_sys("cannot make the folder " FOLDER);
	for (i = 0; i < TRIES; i++)
		if ((r = try_new(s, vault)) != ERR_BUSY)
			break;
	if (r == ERR_BUSY)
		r = err_set(ERR_BUSY, "cannot keep a file in " FOLDER "; run "
		    "it again");
	if (r < 0)
		*s = STAGE_INIT;
	return r;
}

void
stage_drop(struct stage *s, int vault)
{
	if (s->name[0] != '\0')
		(void)unlinkat(vault, s->name, 0);
	io_close(&s->fd);
	*s = STAGE_INIT;
}

int
stage_sweep(int vault)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name;
	size_t at, n;
	int dir, fd, r;

	if ((r = config_folder(vault, FOLDER, &names)) < 0 || names.len == 0)
		goto done;
	dir = openat(vault, FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	for (at = 0; at < names.len && dir >= 0; at += n + 1) {
		name = (const char *)names.data + at;
		n = strlen(name);
		fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
		    O_NONBLOCK);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			(void)unlinkat(dir, name, 0);
		io_close(&fd);
	}
	io_close(&dir);
done:
	bytes_free(&names);
	return r;
}
