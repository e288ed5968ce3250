/* retried.c -- see retried.h. */
#include "intake/receive/retried.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/receive/submit.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define IDS_MAX (1024 * ID_BYTES)	/* bytes of ids to look at */

/* In a process of its own: what the keeper opens must be read meanwhile. */
static void __attribute__((noreturn))
compare(int mine, int theirs)
{
	uint8_t a[IO_CHUNK], b[IO_CHUNK];
	size_t m, n;

	do {
		if (io_read(mine, a, sizeof(a), &m) < 0 ||
		    io_read(theirs, b, sizeof(b), &n) < 0 || m != n ||
		    memcmp(a, b, m) != 0)
			_exit(1);
	} while (m > 0);
	_exit(0);
}

/* Does `fd` hold what the object does, to the last byte? */
static bool
same_content(struct session *s, uint32_t handle, const struct object_ctx *ctx,
    int fd)
{
	struct path p = { .kind = PATH_OBJECT, .submission = ctx->submission,
	    .item = ctx->item, .tier = TIER_ORIGINAL, .object = ctx->kind,
	    .version = 1 };
	int ends[2] = { -1, -1 }, in = -1, status = 1;
	uint64_t size, content;
	pid_t child = -1;
	bool same = false;

	if (store_open_object(s->store, &p, &in, &size) < 0 ||
	    pipe2(ends, O_CLOEXEC) != 0 || (child = fork()) < 0)
		goto done;
	if (child == 0) {
		(void)close(ends[1]);
		compare(fd, ends[0]);
	}
	io_close(&ends[0]);
	same = keeper_unseal(s->keeper, handle, ctx, in, ends[1],
	    &content) == 0;
done:
	io_close(&ends[0]);
	io_close(&ends[1]);
	io_close(&in);
	if (child > 0) {
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			continue;
		same = same && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return same;
}

/* The offer's n-th item, open for reading; its name and size. */
static int
item_of(const struct offer *o, size_t n, struct manifest_item *it)
{
	const char *path = n < (size_t)o->nfiles ? o->files[n] : NULL;
	struct stat st;
	int fd = -1;

	if (path == NULL) {
		it->what = ITEM_MESSAGE;
		it->name = (char *)(uintptr_t)SUBMIT_MESSAGE_NAME;
		it->size = strlen(o->message);
		return io_memfd_from(&fd, "tipline-message", o->message,
		    strlen(o->message)) < 0 ? -1 : fd;
	}
	it->what = ITEM_FILE;
	it->name = strrchr(path, '/');
	it->name = it->name != NULL ? it->name + 1 : (char *)(uintptr_t)path;
	/* A pipe can be read once only, and that is not now. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)))
		io_close(&fd);
	if (fd >= 0)
		it->size = (uint64_t)st.st_size;
	return fd;
}

static bool
same_item(struct session *s, uint32_t handle, const struct id *submission,
    const struct manifest_item *theirs, const struct offer *o, size_t n)
{
	struct object_ctx ctx = { .submission = *submission,
	    .item = theirs->id, .kind = OBJECT_ORIGINAL, .version = 1 };
	struct manifest_item mine;
	bool same;
	int fd;

	if ((fd = item_of(o, n, &mine)) < 0)
		return false;
	same = mine.what == theirs->what && mine.size == theirs->size &&
	    strcmp(mine.name, theirs->name) == 0 &&
	    same_content(s, handle, &ctx, fd);
	io_close(&fd);
	return same;
}

/* The key may not open it, or it is another one: both are no failure. */
static bool
same_submission(struct session *s, const struct offer *o, const struct id *id,
    struct manifest *m)
{
	struct object_ctx ctx = { .submission = *id, .kind = OBJECT_MANIFEST,
	    .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	uint32_t handle;
	size_t n;
	bool same;

	same = session_unlock(s, id, NULL, TIER_ORIGINAL, &handle) == 0 &&
	    session_read_object(s, handle, &ctx, &b) == 0 &&
	    manifest_read(m, b.data, b.len) == 0 &&
	    strcmp(m->channel, o->channel) == 0 &&
	    m->nitems == (size_t)o->nfiles + (o->message != NULL);
	for (n = 0; same && n < m->nitems; n++)
		same = same_item(s, handle, id, &m->items[n], o, n);
	bytes_free(&b);
	if (!same)
		manifest_free(m);
	return same;
}

static bool
reads_stdin(const struct offer *o)
{
	int i;

	for (i = 0; i < o->nfiles; i++)
		if (strcmp(o->files[i], "-") == 0)
			return true;
	return o->message != NULL && strcmp(o->message, "-") == 0;
}

int
retried_find(struct session *s, const struct offer *o, struct id *id,
    struct manifest *m)
{
	struct bytes ids = BYTES_INIT(IDS_MAX);
	size_t at;
	int r;

	memset(m, 0, sizeof(*m));
	r = reads_stdin(o) ? 0 : store_untold(s->store, &ids);
	for (at = 0; r == 0 && at < ids.len; at += ID_BYTES) {
		memcpy(id->b, ids.data + at, ID_BYTES);
		r = same_submission(s, o, id, m);
	}
	bytes_free(&ids);
	return r;
}
