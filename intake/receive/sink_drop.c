/*
 * sink_drop.c -- a submission that becomes a drop folder (vault/seal/drop.h).
 *
 * It is made as <id>.drop.part; every file is durable before the folder gets
 * its name, so whoever sees <id>.drop sees all of it.  A flock holds the part
 * while its maker lives: the next one removes what nobody holds.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "intake/receive/sink_kind.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define FOLDER_SIZE (ID_HEX_SIZE + 12)
#define STAGED "staged"
#define PART_END ".drop.part"
#define KEPT_END ".drop.kept"	/* a part that only its maker sweeps */
#define TRIES 100
#define DAY 86400
#define DROP_FILE_MODE 0600

struct sink_to_drop {
	struct sink sink;
	int outbox;			/* the folder */
	int part;			/* the drop while it is made */
	int fd;				/* the file that is being filled */
	char part_name[FOLDER_SIZE];	/* "" once it has its name */
	char name[FOLDER_SIZE];
	bool held;			/* appears when it is told to */
	bool late;			/* durable only when it is finished */
	uint8_t sum[SHA256_BYTES];	/* of the text */
};

static int
drop_stage(struct sink *k, int *fd)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;

	io_close(&d->fd);
	d->fd = openat(d->part, STAGED, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, DROP_FILE_MODE);
	if (d->fd < 0)
		return err_sys("cannot make a file in the outbox");
	*fd = d->fd;
	return 0;
}

static int
drop_keep(struct sink *k, const struct path *path, struct sealed *done)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;
	char hex[SHA256_HEX_SIZE];
	int r = 0;

	(void)path;		/* it is named in the drop's text */
	if (!d->late && (r = io_sync(d->fd)) < 0)
		return r;
	io_close(&d->fd);
	hex_of(hex, done->sha256, SHA256_BYTES);
	if (renameat(d->part, STAGED, d->part, hex) != 0)
		return err_sys("cannot name a file in the outbox");
	return r;
}

static int
write_small(struct sink_to_drop *d, const char *name, const void *p, size_t len)
{
	int fd, r;

	if (!d->late)
		return io_write_file(d->part, name, p, len, DROP_FILE_MODE);
	fd = openat(d->part, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
	    O_NOFOLLOW, DROP_FILE_MODE);
	if (fd < 0)
		return err_sys("cannot make a file in the outbox");
	r = io_write_all(fd, p, len);
	io_close(&fd);
	return r;
}

/* Call `what` for each name in the folder until it fails. */
static int
for_each(int folder, int (*what)(int folder, const char *name))
{
	struct dirent *e;
	DIR *dir;
	int fd, r = 0;

	if ((fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return err_sys("the outbox cannot be looked through");
	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the outbox cannot be looked through");
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = what(folder, e->d_name);
	(void)closedir(dir);
	return r;
}

/* The day is enough: when exactly somebody came is nobody's business. */
static int
forget_time(int fd)
{
	struct timespec day = { .tv_sec = time(NULL) / DAY * DAY };
	const struct timespec both[2] = { day, day };

	return futimens(fd, both) != 0 ? err_sys("the time of a file in the "
	    "outbox cannot be set") : 0;
}

static int
sync_one(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), r;

	if (fd < 0)
		return err_sys("a file in the outbox cannot be read");
	if ((r = forget_time(fd)) == 0)
		r = io_sync(fd);
	io_close(&fd);
	return r;
}

static int
drop_small(struct sink *k, const struct path *path, const void *p, size_t len)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;
	uint8_t sha[SHA256_BYTES];
	char hex[SHA256_HEX_SIZE];
	int r;

	(void)path;
	if ((r = sha256(sha, p, len)) < 0)
		return r;
	hex_of(hex, sha, SHA256_BYTES);
	return write_small(d, hex, p, len);
}

static int
drop_begin(struct sink *k, struct submission *sub)
{
	(void)k;
	(void)sub;		/* the cards that were given */
	return 0;
}

static int
drop_finish(struct sink *k, const struct drop *drop, const void *text,
    size_t text_len, const void *sig, size_t sig_len)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;
	int r;

	(void)drop;
	if ((r = sha256(d->sum, text, text_len)) < 0 ||
	    (r = write_small(d, "drop", text, text_len)) < 0 ||
	    (r = write_small(d, "drop.sig", sig, sig_len)) < 0 ||
	    (d->late && ((r = for_each(d->part, sync_one)) < 0 ||
	    (r = forget_time(d->part)) < 0)) || (r = io_sync(d->part)) < 0)
		return r;
	return d->held ? 0 : sink_held_appear(k);
}

const uint8_t *
sink_held_sum(const struct sink *k)
{
	return ((const struct sink_to_drop *)k)->sum;
}

int
sink_held_appear(struct sink *k)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;

	if (renameat(d->outbox, d->part_name, d->outbox, d->name) != 0)
		return err_sys("cannot name the drop in the outbox");
	d->part_name[0] = '\0';
	return io_sync(d->outbox);
}

static int
remove_one(int folder, const char *name)
{
	(void)unlinkat(folder, name, 0);
	return 0;
}

/* Empty an unfinished folder: it holds nothing but flat files. */
static void
empty_part(int part)
{
	(void)for_each(part, remove_one);
}

static int
open_part(int outbox, const char *name)
{
	return openat(outbox, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
}

static void
sweep_one(int outbox, const char *name)
{
	int part = open_part(outbox, name);

	if (part >= 0 && flock(part, LOCK_EX | LOCK_NB) == 0) {
		empty_part(part);
		(void)unlinkat(outbox, name, AT_REMOVEDIR);
	}
	io_close(&part);
}

static int
sweep_part(int outbox, const char *name)
{
	const size_t n = strlen(name);

	if (n == ID_HEX_SIZE - 1 + strlen(PART_END) &&
	    strcmp(name + ID_HEX_SIZE - 1, PART_END) == 0)
		sweep_one(outbox, name);
	return 0;
}

/* What makers left that were killed; where flock does not work, it stays. */
static void
sweep(int outbox)
{
	(void)for_each(outbox, sweep_part);
}

static void
drop_sink_free(struct sink *k)
{
	struct sink_to_drop *d = (struct sink_to_drop *)k;

	io_close(&d->fd);
	if (d->part_name[0] != '\0') {
		empty_part(d->part);
		(void)unlinkat(d->outbox, d->part_name, AT_REMOVEDIR);
	}
	io_close(&d->part);
	io_close(&d->outbox);
	free(d);
}

/* ERR_BUSY when a sweep was faster than our hold on it. */
static int
try_part(struct sink_to_drop *d, const char *outbox)
{
	struct stat st;

	if (mkdirat(d->outbox, d->part_name, 0700) != 0)
		return err_sys("%s: cannot make a drop there", outbox);
	d->part = open_part(d->outbox, d->part_name);
	if (d->part >= 0 && (flock(d->part, LOCK_EX | LOCK_NB) == 0 ||
	    errno != EWOULDBLOCK) && fstat(d->part, &st) == 0 &&
	    st.st_nlink > 0)
		return 0;
	io_close(&d->part);
	return ERR_BUSY;
}

static int
make_part(struct sink_to_drop *d, const char *outbox, const struct id *id,
    const char *end)
{
	int i, r = ERR_BUSY;
	char hex[ID_HEX_SIZE];

	id_hex(hex, id);
	(void)snprintf(d->name, sizeof(d->name), "%s.drop", hex);
	d->outbox = open(outbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->outbox < 0 && errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "%s: no such outbox; make the "
		    "folder first", outbox);
	if (d->outbox < 0)
		return err_sys("%s cannot be the outbox", outbox);
	if (!d->late)
		sweep(d->outbox);
	(void)snprintf(d->part_name, sizeof(d->part_name), "%s%s", hex, end);
	for (i = 0; i < TRIES && r == ERR_BUSY; i++)
		r = try_part(d, outbox);
	if (r == ERR_BUSY)
		r = err_set(ERR_BUSY, "%s: cannot keep a drop there; run it "
		    "again", outbox);
	if (r == 0 && !d->late)
		r = io_sync(d->outbox);
	else if (r < 0)
		d->part_name[0] = '\0';
	return r;
}

static int
new_sink(struct sink **out, const char *outbox, const struct id *id,
    const char *end, bool held, bool late)
{
	static const struct sink_kind kind = { drop_stage, NULL, drop_keep,
	    drop_small, drop_begin, drop_finish, drop_sink_free };
	struct sink_to_drop *d;
	int r;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	d->sink.kind = &kind;
	d->outbox = d->part = d->fd = -1;
	d->held = held;
	d->late = late;
	if ((r = make_part(d, outbox, id, end)) < 0)
		drop_sink_free(&d->sink);
	else
		*out = &d->sink;
	return r;
}

int
sink_drop_kept(struct sink **out, const char *outbox, const struct id *id)
{
	return new_sink(out, outbox, id, KEPT_END, false, false);
}

/* The outbox, and what a kept part of this id is called in it. */
static int
find_kept(const char *outbox, const struct id *id, int *folder,
    char name[FOLDER_SIZE])
{
	char hex[ID_HEX_SIZE];

	id_hex(hex, id);
	(void)snprintf(name, FOLDER_SIZE, "%s" KEPT_END, hex);
	*folder = open(outbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*folder < 0)
		return err_sys("%s cannot be the outbox", outbox);
	return 0;
}

int
sink_drop_left(const char *outbox, const struct id *id, bool *left)
{
	char name[FOLDER_SIZE];
	struct stat st;
	int folder, r;

	if ((r = find_kept(outbox, id, &folder, name)) < 0)
		return r;
	*left = fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!*left && errno != ENOENT)
		r = err_sys("%s cannot be looked through", outbox);
	io_close(&folder);
	return r;
}

int
sink_drop_sweep(const char *outbox, const struct id *id)
{
	char name[FOLDER_SIZE];
	int folder, r;

	if ((r = find_kept(outbox, id, &folder, name)) < 0)
		return r;
	sweep_one(folder, name);
	io_close(&folder);
	return 0;
}

int
sink_drop(struct sink **out, const char *outbox, const struct id *id)
{
	return new_sink(out, outbox, id, PART_END, false, false);
}

int
sink_drop_held(struct sink **out, const char *outbox, const struct id *id)
{
	return new_sink(out, outbox, id, PART_END, true, false);
}

int
sink_drop_late(struct sink **out, const char *outbox, const struct id *id)
{
	return new_sink(out, outbox, id, PART_END, false, true);
}

int
sink_outbox_sweep(const char *outbox)
{
	int folder = open(outbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0 && errno == ENOENT)
		return err_set(ERR_NOT_FOUND, "%s: no such outbox; make the "
		    "folder first", outbox);
	if (folder < 0)
		return err_sys("%s cannot be the outbox", outbox);
	sweep(folder);
	io_close(&folder);
	return 0;
}
