/* shelf.c -- see shelf.h. */
#include "intake/letterbox/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/letterbox/records.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define PARTS_FOLDER "parts"
#define NAME_DAMAGED ".damaged"
#define TRIES 100

_Static_assert(SHELF_NAME_SIZE == ID_HEX_SIZE + sizeof(NAME_DAMAGED) - 1,
    "a name has room");

struct parts {
	int fd;
};

int
parts_open(struct parts **out, int state)
{
	struct parts *s;
	int r = 0;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->fd = -1;
	if ((mkdirat(state, PARTS_FOLDER, 0700) != 0 && errno != EEXIST) ||
	    (s->fd = openat(state, PARTS_FOLDER, O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC | O_NOFOLLOW)) < 0)
		r = err_sys("the service's folder cannot hold `parts`");
	else
		r = io_sync(state);
	if (r < 0)
		parts_close(s);
	else
		*out = s;
	return r;
}

void
parts_close(struct parts *s)
{
	if (s == NULL)
		return;
	io_close(&s->fd);
	free(s);
}

int
shelf_folder(const struct parts *s, const struct id *box, bool make,
    int *folder)
{
	char hex[ID_HEX_SIZE];
	int tries;

	id_hex(hex, box);
	*folder = -1;
	/* One that is empty may be taken away before it is opened. */
	for (tries = 0; tries < (make ? TRIES : 1) && *folder < 0; tries++) {
		if (make && mkdirat(s->fd, hex, 0700) != 0 && errno != EEXIST)
			return err_sys("a letterbox's folder cannot be made");
		*folder = openat(s->fd, hex, O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC | O_NOFOLLOW);
		if (*folder < 0 && errno != ENOENT)
			break;
	}
	if (*folder < 0 && (make || errno != ENOENT))
		return err_sys("a letterbox's folder cannot be opened");
	return 0;
}

void
shelf_tidy(const struct parts *s, const struct id *box)
{
	char hex[ID_HEX_SIZE];

	id_hex(hex, box);
	(void)unlinkat(s->fd, hex, AT_REMOVEDIR);
}

int
shelf_sync(const struct parts *s)
{
	return io_sync(s->fd);
}

void
shelf_name(char name[SHELF_NAME_SIZE], const struct id *part, bool damaged)
{
	id_hex(name, part);
	if (damaged)
		(void)strcat(name, NAME_DAMAGED);
}

static bool
parse_name(struct shelf_entry *e)
{
	const size_t hex = ID_HEX_SIZE - 1;

	e->damaged = strlen(e->name) > hex;
	return strlen(e->name) >= hex &&
	    hex_parse(e->id.b, ID_BYTES, e->name, hex) &&
	    (!e->damaged || strcmp(e->name + hex, NAME_DAMAGED) == 0);
}

/* All names in a folder; the caller closes *dir. */
static int
open_names(int folder, DIR **dir)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || (*dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the parts cannot be listed");
	}
	return 0;
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

int
shelf_each(int folder, int (*each)(void *, const struct shelf_entry *),
    void *arg)
{
	struct shelf_entry e = { .folder = folder };
	struct dirent *d;
	struct stat st;
	DIR *dir;
	int r;

	if ((r = open_names(folder, &dir)) < 0)
		return r;
	while (r == 0 && (d = readdir(dir)) != NULL) {
		if (is_dots(d->d_name) || fstatat(folder, d->d_name, &st,
		    AT_SYMLINK_NOFOLLOW) != 0)
			continue;	/* or it went away meanwhile */
		e.name = d->d_name;
		e.is_part = parse_name(&e) && S_ISREG(st.st_mode);
		e.size = (uint64_t)st.st_size;
		e.modified = st.st_mtime;
		r = each(arg, &e);
	}
	(void)closedir(dir);
	return r;
}

int
shelf_boxes(const struct parts *s, int (*each)(void *, const struct id *),
    void *arg)
{
	struct dirent *d;
	struct id box;
	DIR *dir;
	int r;

	if ((r = open_names(s->fd, &dir)) < 0)
		return r;
	while (r == 0 && (d = readdir(dir)) != NULL)
		if (id_parse(&box, d->d_name) == 0)
			r = each(arg, &box);
	(void)closedir(dir);
	return r;
}

static int
add_up(void *arg, const struct shelf_entry *e)
{
	struct shelf_sum *sum = arg;

	sum->bytes += e->size;
	sum->parts++;
	return 0;
}

int
shelf_sum(int folder, struct shelf_sum *sum)
{
	memset(sum, 0, sizeof(*sum));
	return shelf_each(folder, add_up, sum);
}

/* Of all letterboxes. */
struct usage_of {
	struct parts *parts;
	uint64_t bytes;
};

static int
add_box(void *arg, const struct id *box)
{
	struct usage_of *u = arg;
	struct shelf_sum sum;
	int folder = -1, r;

	if ((r = shelf_folder(u->parts, box, false, &folder)) == 0 &&
	    folder >= 0 && (r = shelf_sum(folder, &sum)) == 0)
		u->bytes += sum.bytes;
	io_close(&folder);
	return r;
}

int
parts_used(struct parts *s, uint64_t *bytes)
{
	struct usage_of u = { s, 0 };
	int r = shelf_boxes(s, add_box, &u);

	*bytes = u.bytes;
	return r;
}

/* The key of a part lies in its beginning, and nowhere else. */
static int
wipe_key(int fd)
{
	static const uint8_t zeros[PART_OBJECT_AT];
	uint64_t size;
	int r;

	if ((r = io_size(fd, &size)) < 0 || size == 0)
		return r;
	if (pwrite(fd, zeros, sizeof(zeros), 0) != (ssize_t)sizeof(zeros))
		return err_sys("a part cannot be overwritten");
	/* What is worth nothing now need not reach the disk. */
	if (size > sizeof(zeros) && ftruncate(fd, sizeof(zeros)) != 0)
		return err_sys("a part cannot be overwritten");
	return io_sync(fd);
}

int
shelf_destroy(int folder, const char *name, bool idle, bool *gone)
{
	int fd, r = 0;

	*gone = false;
	fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd >= 0 && idle && flock(fd, LOCK_SH | LOCK_NB) != 0)
		goto done;
	if (fd >= 0 && (r = wipe_key(fd)) < 0)
		goto done;
	/* What is no file has no key, and goes all the same. */
	if (unlinkat(folder, name, 0) != 0 && errno != ENOENT &&
	    unlinkat(folder, name, AT_REMOVEDIR) != 0)
		r = err_sys("a part cannot be taken away");
	*gone = r == 0;
done:
	io_close(&fd);
	return r;
}

int
shelf_drop_empty(int folder, int fd, const struct id *part)
{
	const uint64_t least = PART_OBJECT_AT + OBJECT_HEAD_BYTES +
	    OBJECT_CHUNK + CHUNK_TAG_BYTES;
	char hex[ID_HEX_SIZE];
	uint64_t size;
	int r;

	if ((r = io_size(fd, &size)) < 0 || size >= least)
		return r;
	id_hex(hex, part);
	return unlinkat(folder, hex, 0) != 0 ?
	    err_sys("a part cannot be taken away") : 0;
}
