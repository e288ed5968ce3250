/* draft.c -- see draft.h. */
#include "vault/session/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/erasure.h"

#define FOLDER "drafts"
#define HEX_LEN (ID_HEX_SIZE - 1)
#define NAME_SIZE (ID_HEX_SIZE + FPR_HEX_SIZE)	/* "<id>.<fpr>" and NUL */
#define ASIDE ".part"		/* while it is written */
#define LOCK ".lock"		/* held by whoever reviews; empty */
#define FILE_SIZE (NAME_SIZE + sizeof(LOCK))

struct draft {
	struct session *session;
	uint32_t handle;
	struct object_ctx ctx;
	int folder, lock;
	char name[NAME_SIZE];
};

static struct object_ctx
context(const struct id *submission)
{
	return (struct object_ctx){ .submission = *submission,
	    .kind = OBJECT_DRAFT, .version = 1 };
}

static void
name_of(char name[NAME_SIZE], const struct session *s,
    const struct id *submission)
{
	char id[ID_HEX_SIZE], fpr[FPR_HEX_SIZE];

	id_hex(id, submission);
	fpr_hex(fpr, &s->my_fpr);
	(void)snprintf(name, NAME_SIZE, "%s.%s", id, fpr);
}

static int
open_folder(struct session *s, bool make, int *fd)
{
	const char *vault = s->options->vault;
	int dir, r = 0;

	*fd = -1;
	dir = open(vault, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys("%s", vault);
	if (make && mkdirat(dir, FOLDER, 0700) == 0)
		r = io_sync_dir(dir, ".");
	else if (make && errno != EEXIST)
		r = err_sys("cannot make the folder " FOLDER " in the vault");
	if (r == 0 && (*fd = openat(dir, FOLDER, O_RDONLY | O_DIRECTORY |
	    O_NOFOLLOW | O_CLOEXEC)) < 0)
		r = errno == ENOENT ? ERR_NOT_FOUND :
		    err_sys(FOLDER " in the vault");
	io_close(&dir);
	return r;
}

static int
hold(struct draft *d)
{
	char name[FILE_SIZE];

	(void)snprintf(name, sizeof(name), "%s" LOCK, d->name);
	d->lock = openat(d->folder, name, O_RDWR | O_CREAT | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (d->lock < 0)
		return err_sys("cannot make a file in " FOLDER " of the vault");
	if (flock(d->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return errno != EWOULDBLOCK ?
	    err_sys("cannot hold a file in " FOLDER " of the vault") :
	    err_set(ERR_BUSY, "you are reviewing this submission in another "
	    "window; go on there, or end that review first");
}

int
draft_open(struct draft **out, struct session *s, uint32_t handle,
    const struct id *submission)
{
	struct draft *d;
	int r;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	d->session = s;
	d->handle = handle;
	d->ctx = context(submission);
	d->folder = d->lock = -1;
	name_of(d->name, s, submission);
	if ((r = open_folder(s, true, &d->folder)) < 0 || (r = hold(d)) < 0)
		draft_close(d);
	else
		*out = d;
	return r;
}

/* The lock's file stays: taking it away would let two hold two of them. */
void
draft_close(struct draft *d)
{
	if (d == NULL)
		return;
	io_close(&d->lock);
	io_close(&d->folder);
	free(d);
}

static int
load(struct session *s, uint32_t handle, const struct object_ctx *ctx,
    int folder, const char *name, struct bytes *b)
{
	uint64_t len;
	int in, fd = -1, r;

	in = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	if (in < 0)
		return errno == ENOENT ? 0 :
		    err_sys("cannot read a draft in the vault");
	r = keeper_unseal_memfd(s->keeper, handle, ctx, in, DRAFT_MAX, &fd,
	    &len);
	if (r == 0 && lseek(fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a memory file");
	if (r == 0)
		r = io_read_all(fd, b);
	else if (r == ERR_INTEGRITY || r == ERR_FORMAT)
		r = err_set(ERR_INTEGRITY, "the draft " FOLDER "/%s in the "
		    "vault is damaged; move it away to go on from what is "
		    "stored", name);
	io_close(&fd);
	io_close(&in);
	return r;
}

int
draft_load(struct draft *d, struct bytes *b)
{
	return load(d->session, d->handle, &d->ctx, d->folder, d->name, b);
}

int
draft_peek(struct session *s, uint32_t handle, const struct id *submission,
    struct bytes *b)
{
	const struct object_ctx ctx = context(submission);
	char name[NAME_SIZE];
	int folder, r;

	name_of(name, s, submission);
	if ((r = open_folder(s, false, &folder)) < 0)
		return r == ERR_NOT_FOUND ? 0 : r;
	r = load(s, handle, &ctx, folder, name, b);
	io_close(&folder);
	return r;
}

static int
write_aside(struct draft *d, const char *aside, const void *p, size_t len)
{
	struct sealed sealed;
	int in = -1, out, r;

	out = openat(d->folder, aside, O_RDWR | O_CREAT | O_TRUNC |
	    O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out < 0)
		return err_sys("cannot write to " FOLDER " in the vault");
	if ((r = io_memfd_from(&in, "draft", p, len)) == 0 &&
	    (r = keeper_seal(d->session->keeper, d->handle, &d->ctx, in, out,
	    &sealed)) == 0)
		r = io_sync(out);
	io_close(&in);
	io_close(&out);
	return r;
}

int
draft_save(struct draft *d, const void *p, size_t len)
{
	char aside[FILE_SIZE];
	int r;

	if (len > DRAFT_MAX)
		return err_set(ERR_TOO_BIG, "more was decided than a draft "
		    "holds; end the review, which stores it, and go on");
	(void)snprintf(aside, sizeof(aside), "%s" ASIDE, d->name);
	if ((r = write_aside(d, aside, p, len)) == 0 &&
	    renameat(d->folder, aside, d->folder, d->name) != 0)
		r = err_sys("cannot replace a draft in the vault");
	if (r < 0) {
		(void)unlinkat(d->folder, aside, 0);
		return r;
	}
	return io_sync_dir(d->folder, ".");
}

/* Whose submission was erased: false for what is none of ours. */
static int
is_erased(struct session *s, const char *name, bool *erased)
{
	struct id id;

	*erased = false;
	if (strlen(name) < NAME_SIZE - 1 || name[HEX_LEN] != '.' ||
	    !hex_parse(id.b, ID_BYTES, name, HEX_LEN))
		return 0;
	return erasure_done(s, &id, erased);
}

int
draft_sweep(struct session *s)
{
	const struct dirent *e;
	bool erased, any = false;
	int folder, fd, r;
	DIR *dir;

	if ((r = open_folder(s, false, &folder)) < 0)
		return r == ERR_NOT_FOUND ? 0 : r;
	if ((fd = dup(folder)) < 0 || (dir = fdopendir(fd)) == NULL) {
		r = err_sys(FOLDER " in the vault");
		io_close(&fd);
		goto done;
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		if ((r = is_erased(s, e->d_name, &erased)) == 0 && erased)
			any = unlinkat(folder, e->d_name, 0) == 0 || any;
	(void)closedir(dir);
	if (r == 0 && any)
		r = io_sync_dir(folder, ".");
done:
	io_close(&folder);
	return r;
}
