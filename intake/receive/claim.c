/* claim.c -- see claim.h. */
#include "intake/receive/claim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define QUEUE ".tipline"
#define NOTE "note"		/* path NUL message NUL when NUL */
#define TAKEN "taken"		/* the file or folder, in a folder of its own */
#define MESSAGE "message"
#define NOTE_MAX (2 * SPOOL_PATH_MAX + 64)

/* --- names and folders --- */

static int
open_folder(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
}

static int
make_folder(int at, const char *name)
{
	if (mkdirat(at, name, 0700) != 0 && errno != EEXIST)
		return err_sys("cannot make a folder in the watched one");
	return 0;
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
rename_claim(const struct claims *c, struct claim *claim, const char *name)
{
	if (renameat(c->queue, claim->name, c->queue, name) != 0)
		return err_sys("cannot rename what was taken");
	(void)snprintf(claim->name, sizeof(claim->name), "%s", name);
	return io_sync(c->queue);
}

/* "new.<hex>", where the claim is called <anything>.<hex> or <hex>. */
static int
make_new(const struct claims *c, struct claim *claim)
{
	const char *dot = strchr(claim->name, '.');
	char name[CLAIM_SIZE];

	(void)snprintf(name, sizeof(name), "new.%.*s", ID_HEX_SIZE - 1,
	    dot != NULL ? dot + 1 : claim->name);
	claim->begun = false;
	return rename_claim(c, claim, name);
}

/* --- taking --- */

static int
write_note(int folder, const struct gathering *g)
{
	const char *message = g->message != NULL ? g->message : "";
	struct bytes b = BYTES_INIT(NOTE_MAX);
	int r;

	(void)bytes_add(&b, g->path, strlen(g->path) + 1);
	(void)bytes_add(&b, message, strlen(message) + 1);
	if ((r = bytes_add(&b, g->when, strlen(g->when) + 1)) == 0)
		r = io_write_file(folder, NOTE, b.data, b.len, 0600);
	bytes_free(&b);
	return r;
}

/* Three strings that end where the bytes do. */
static int
read_note(int folder, struct bytes *b, const char *part[3])
{
	size_t at = 0;
	int r;

	if ((r = io_read_file(folder, NOTE, b)) < 0)
		return r;
	for (unsigned i = 0; i < 3; i++) {
		const uint8_t *end = at < b->len ?
		    memchr(b->data + at, '\0', b->len - at) : NULL;

		if (end == NULL)
			return err_set(ERR_FORMAT, "a note in the queue of the "
			    "watched folder is damaged; move its files back "
			    "by hand");
		part[i] = (const char *)b->data + at;
		at = (size_t)(end - b->data) + 1;
	}
	return 0;
}

/* Into the claim, unless it is there by now. */
static int
bring_in(const struct claims *c, int into, const char *path, const char *as)
{
	if (path[0] == '\0' || renameat(c->folder, path, into, as) == 0 ||
	    (errno == ENOENT && faccessat(into, as, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0))
		return 0;
	return err_sys("cannot take a file out of the watched folder");
}

static int
take_noted(const struct claims *c, struct claim *claim)
{
	struct bytes b = BYTES_INIT(NOTE_MAX);
	const char *part[3];
	int folder, taken = -1, r;

	if ((folder = open_folder(c->queue, claim->name)) < 0)
		return err_sys("cannot open what was taken");
	if ((r = read_note(folder, &b, part)) < 0 ||
	    (r = make_folder(folder, TAKEN)) < 0)
		goto done;
	if ((taken = open_folder(folder, TAKEN)) < 0) {
		r = err_sys("cannot open what was taken");
		goto done;
	}
	if ((r = bring_in(c, taken, part[0], last_part(part[0]))) < 0 ||
	    (r = bring_in(c, folder, part[1], MESSAGE)) < 0 ||
	    (r = io_sync(taken)) < 0 || (r = io_sync(folder)) < 0 ||
	    (r = io_sync(c->folder)) < 0)
		goto done;
	r = make_new(c, claim);
done:
	bytes_free(&b);
	io_close(&taken);
	io_close(&folder);
	return r;
}

int
claim_take(const struct claims *c, const struct gathering *g,
    struct claim *claim)
{
	struct timespec now;
	char hex[ID_HEX_SIZE];
	struct id id;
	uint64_t ns;
	int folder, r;

	if ((r = id_new(&id)) < 0)
		return r;
	/* Names sort by the time of taking. */
	(void)clock_gettime(CLOCK_REALTIME, &now);
	ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	for (unsigned i = 0; i < 8; i++)
		id.b[i] = (uint8_t)(ns >> (56 - 8 * i));
	id_hex(hex, &id);
	*claim = (struct claim){ .begun = false };
	(void)snprintf(claim->name, sizeof(claim->name), "part.%s", hex);
	if ((r = make_folder(c->queue, claim->name)) < 0)
		return r;
	if ((folder = open_folder(c->queue, claim->name)) < 0)
		return err_sys("cannot open the queue of the watched folder");
	if ((r = write_note(folder, g)) == 0 && (r = io_sync(c->queue)) == 0)
		r = take_noted(c, claim);
	io_close(&folder);
	return r;
}

int
claim_begin(const struct claims *c, struct claim *claim, const struct id *id)
{
	char hex[ID_HEX_SIZE];
	int r;

	id_hex(hex, id);
	if ((r = rename_claim(c, claim, hex)) == 0) {
		claim->begun = true;
		claim->id = *id;
	}
	return r;
}

int
claim_again(const struct claims *c, struct claim *claim)
{
	return make_new(c, claim);
}

/* --- wiping --- */

/* Zeros over all of it, on disks where that reaches the old blocks. */
static int
overwrite(int folder, const char *name)
{
	static const uint8_t zeros[IO_CHUNK];
	struct stat st;
	int fd, r = 0;

	fd = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0)
		r = err_sys("cannot wipe a file that came in");
	for (off_t at = 0; r == 0 && at < st.st_size; at += IO_CHUNK)
		r = io_write_all(fd, zeros, (size_t)(st.st_size - at <
		    IO_CHUNK ? st.st_size - at : IO_CHUNK));
	if (r == 0)
		r = io_sync(fd);
	io_close(&fd);
	return r;
}

static int
wipe(int at, const char *name, unsigned depth)
{
	struct dirent *e;
	struct stat st;
	DIR *dir;
	int fd, r = 0;

	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return err_sys("cannot look at a file that came in");
	if (!S_ISDIR(st.st_mode)) {
		if (S_ISREG(st.st_mode) && (r = overwrite(at, name)) < 0)
			return r;
		return unlinkat(at, name, 0) == 0 ? 0 :
		    err_sys("cannot remove a file that came in");
	}
	if (depth > SPOOL_DEPTH_MAX + 2)
		return err_set(ERR_TOO_BIG, "folders in folders over %u deep",
		    SPOOL_DEPTH_MAX);
	if ((fd = open_folder(at, name)) < 0)
		return err_sys("cannot open a folder that came in");
	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = wipe(fd, e->d_name, depth + 1);
	(void)closedir(dir);
	if (r == 0 && unlinkat(at, name, AT_REMOVEDIR) != 0)
		r = err_sys("cannot remove a folder that came in");
	return r;
}

/* --- the queue --- */

/* What had begun comes first, then by name, which begins with the time. */
static int
by_age(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->begun != y->begun)
		return x->begun ? -1 : 1;
	return strcmp(x->name, y->name);
}

static bool
read_name(struct claim *claim, const char *name, bool *part)
{
	*claim = (struct claim){ .begun = false };
	*part = strncmp(name, "part.", 5) == 0;
	if (strlen(name) >= sizeof(claim->name))
		return false;
	(void)snprintf(claim->name, sizeof(claim->name), "%s", name);
	if (*part || strncmp(name, "new.", 4) == 0)
		return true;
	claim->begun = id_parse(&claim->id, name) == 0;
	return claim->begun;
}

static int
add_queued(const struct claims *c, struct claim **list, size_t *n,
    const char *name)
{
	struct claim *grown, one;
	bool part;
	int r = 0;

	if (!read_name(&one, name, &part))
		return 0;
	/* Killed before its note was written: nothing was taken. */
	if (part && (r = take_noted(c, &one)) == ERR_NOT_FOUND)
		return wipe(c->queue, name, 0);
	if (part && r < 0)
		return r;
	grown = realloc(*list, (*n + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*list = grown;
	grown[(*n)++] = one;
	return 0;
}

int
claims_list(const struct claims *c, struct claim **list, size_t *n)
{
	struct dirent *e;
	DIR *dir;
	int fd, r = 0;

	*list = NULL;
	*n = 0;
	if ((fd = openat(c->queue, ".", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC)) < 0)
		return err_sys("cannot read the queue of the watched folder");
	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.')
			r = add_queued(c, list, n, e->d_name);
	(void)closedir(dir);
	if (r == 0 && *n > 1)
		qsort(*list, *n, sizeof(**list), by_age);
	if (r < 0) {
		free(*list);
		*list = NULL;
		*n = 0;
	}
	return r;
}

int
claims_open(struct claims *c, int folder)
{
	struct claim *list;
	size_t n;
	int r;

	*c = (struct claims){ .folder = folder, .queue = -1 };
	if ((r = make_folder(folder, QUEUE)) < 0)
		return r;
	if ((c->queue = open_folder(folder, QUEUE)) < 0)
		return err_sys("cannot open the queue of the watched folder");
	/* Half taken is taken first, or its files would be taken again. */
	if ((r = io_sync(folder)) == 0 && (r = claims_list(c, &list, &n)) == 0)
		free(list);
	return r;
}

void
claims_close(struct claims *c)
{
	io_close(&c->queue);
}

/* --- what is in a claim --- */

int
claim_files(const struct claims *c, const struct claim *claim,
    struct claimed *out)
{
	struct bytes b = BYTES_INIT(NOTE_MAX);
	char path[CLAIM_SIZE + sizeof("/" TAKEN "/") + SPOOL_PATH_MAX];
	const char *part[3];
	int folder, r;

	*out = (struct claimed){ .message = "" };
	if ((folder = open_folder(c->queue, claim->name)) < 0)
		return err_sys("cannot open what was taken");
	if ((r = read_note(folder, &b, part)) < 0)
		goto done;
	if (part[1][0] != '\0')
		(void)snprintf(out->message, sizeof(out->message), "%s/"
		    MESSAGE, claim->name);
	(void)snprintf(out->when, sizeof(out->when), "%s", part[2]);
	(void)snprintf(path, sizeof(path), "%s/" TAKEN "/%s", claim->name,
	    last_part(part[0]));
	/* OnionShare's folders are times: they name no file. */
	out->skip = part[2][0] != '\0' ? strlen(path) + 1 :
	    strlen(path) - strlen(last_part(part[0]));
	if (part[0][0] != '\0')
		r = spool_files(c->queue, path, &out->files, &out->nfiles);
done:
	bytes_free(&b);
	io_close(&folder);
	return r;
}

void
claimed_free(struct claimed *c)
{
	spool_files_free(c->files, c->nfiles);
	*c = (struct claimed){ .message = "" };
}

/* --- the end --- */

int
claim_done(const struct claims *c, const struct claim *claim, int moved)
{
	int r;

	if (moved < 0)
		return (r = wipe(c->queue, claim->name, 0)) < 0 ? r :
		    io_sync(c->queue);
	if (renameat(c->queue, claim->name, moved, claim->name) != 0)
		return err_sys("cannot move what came in; the folder to move "
		    "it to must be on the same disk");
	if ((r = io_sync(moved)) < 0)
		return r;
	return io_sync(c->queue);
}
