/* writer_stage.c -- see writer.h: ciphertext on its way into a write. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/span.h"
#include "vault/store/writer_parts.h"

#define SMALL "small"	/* the file of all that was handed over as bytes */

/* Room for one more, in an array that doubles. */
static int
grow_stages(struct writer *w)
{
	size_t cap = w->cap_stages > 0 ? 2 * w->cap_stages : 16;
	struct staged *v;

	if (w->nstages >= WRITER_STAGES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u files are being "
		    "written at once; submit them in parts",
		    WRITER_STAGES_MAX);
	if (w->nstages < w->cap_stages)
		return 0;
	if ((v = realloc(w->stages, cap * sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->stages = v;
	w->cap_stages = cap;
	return 0;
}

/* The next number; all of them are free again when none is in use. */
static int
next_staged(struct writer *w, struct staged **out)
{
	int code;

	if (w->live_stages == 0) {
		w->nstages = 0;
		w->small_end = 0;
	}
	if ((code = grow_stages(w)) < 0)
		return code;
	*out = &w->stages[w->nstages];
	**out = (struct staged){ .used = true };
	return 0;
}

static uint32_t
number_it(struct writer *w)
{
	w->live_stages++;
	return (uint32_t)w->nstages++;
}

int
writer_stage(struct writer *w, int *fd, uint32_t *stage)
{
	struct staged *s;
	int code;

	writer_unfollow(w);	/* numbers are used again */
	if ((code = next_staged(w, &s)) < 0 || (code = stage_new(&w->incoming,
	    &s->file, repo_dir(w->repo), fd)) < 0)
		return code;
	*stage = number_it(w);
	return 0;
}

static int
open_small(struct writer *w)
{
	int folder, code;

	if (w->small >= 0)
		return 0;
	if ((code = stages_folder(&w->incoming, repo_dir(w->repo),
	    &folder)) < 0)
		return code;
	w->small = openat(folder, SMALL, O_RDWR | O_CREAT | O_TRUNC |
	    O_CLOEXEC | O_NOFOLLOW, 0600);
	return w->small >= 0 ? 0 : err_sys("cannot make a file in the vault");
}

int
writer_stage_bytes(struct writer *w, const void *p, size_t len,
    uint32_t *stage)
{
	struct staged *s;
	int code;

	if (len > PATH_SEALED_MAX)
		return err_set(ERR_USAGE, "too much to stage as bytes; stage a "
		    "file");
	if ((code = next_staged(w, &s)) < 0 || (code = open_small(w)) < 0)
		return code;
	if (lseek(w->small, (off_t)w->small_end, SEEK_SET) < 0)
		return err_sys("cannot stage a ciphertext");
	if ((code = io_write_all(w->small, p, len)) < 0)
		return code;
	s->at = w->small_end;
	s->len = (uint32_t)len;
	w->small_end += len;
	*stage = number_it(w);
	return 0;
}

void
writer_free_numbers(struct writer *w)
{
	if (w->live_stages > 0)
		return;
	free(w->stages);
	w->stages = NULL;
	w->nstages = w->cap_stages = 0;
	w->small_end = 0;
}

void
writer_unstage(struct writer *w)
{
	size_t i;

	for (i = 0; i < w->nstages; i++)
		stage_drop(&w->incoming, &w->stages[i].file);
	if (w->small >= 0)
		(void)unlinkat(w->incoming.fd, SMALL, 0);
	io_close(&w->small);
	free(w->stages);
	w->stages = NULL;
	w->nstages = w->cap_stages = w->live_stages = 0;
}

/* The staged file waits for the commit. */
static int
add_large(struct writer *w, const struct stage *s, const struct lfs_pointer *p)
{
	struct larges *l = &w->larges;
	size_t cap = l->cap > 0 ? 2 * l->cap : 16;
	struct large *v;

	if (l->n == l->cap) {
		if ((v = realloc(l->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->v = v;
		l->cap = cap;
	}
	l->v[l->n++] = (struct large){ *s, *p };
	return 0;
}

static int
agree(const struct lfs_pointer *p, const uint8_t *expect)
{
	if (expect == NULL || memcmp(expect, p->sha256, SHA256_BYTES) == 0)
		return 0;
	return err_set(ERR_INTEGRITY, "a staged file is not what its writer "
	    "says; run the command again");
}

int
writer_take_large(struct writer *w, const struct lfs_pointer *p,
    const char *name)
{
	char aside[STAGE_NAME_SIZE];
	struct stage s = { .live = false };
	int folder, code;

	if ((code = writer_open(w)) < 0 ||
	    (code = stages_folder(&w->incoming, repo_dir(w->repo),
	    &folder)) < 0)
		return code;
	s.n = w->incoming.made++;
	stage_name(aside, &s);
	if (linkat(repo_dir(w->repo), name, folder, aside, 0) != 0)
		return err_sys("cannot take over %s", name);
	s.live = true;
	if ((code = lfs_check_file(p, folder, aside)) == 0)
		code = add_large(w, &s, p);
	if (code < 0)
		stage_drop(&w->incoming, &s);
	return code;
}

static int
add_pointer(struct writer *w, const char *name, struct stage *s, int fd,
    const struct lfs_pointer *p)
{
	struct bytes text = BYTES_INIT(LFS_POINTER_MAX);
	int code;

	if ((code = lfs_format(&text, p)) == 0 &&
	    (code = writer_blob(w, name, text.data, text.len)) == 0 &&
	    (code = add_large(w, s, p)) == 0) {
		(void)fchmod(fd, 0444);
		s->live = false;	/* the commit moves it */
	}
	bytes_free(&text);
	return code;
}

/* Too long for git: the file itself becomes the object. */
static int
add_file(struct writer *w, struct path *path, struct stage *s, int fd,
    struct lfs_pointer *p, const uint8_t *expect)
{
	char name[PATH_SIZE];
	int code;

	/* The disk starts to write while we hash. */
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if ((code = writer_sum_of(s, fd, p)) < 0 ||
	    (code = io_sync(fd)) < 0 || (code = agree(p, expect)) < 0)
		return code;
	path->large = true;
	path_format(name, path);
	return add_pointer(w, name, s, fd, p);
}

static int
add_bytes(struct writer *w, struct path *path, int fd, uint64_t at, size_t len,
    struct lfs_pointer *p, const uint8_t *expect)
{
	uint8_t body[PATH_SEALED_MAX];
	char name[PATH_SIZE];
	int code;

	p->size = len;
	if ((code = span_read(fd, at, body, len)) < 0 ||
	    (code = sha256(p->sha256, body, len)) < 0 ||
	    (code = agree(p, expect)) < 0)
		return code;
	path->large = false;
	path_format(name, path);
	return writer_blob(w, name, body, len);
}

static int
add_staged(struct writer *w, struct path *path, struct staged *s,
    struct lfs_pointer *p, const uint8_t *expect)
{
	uint64_t size;
	int fd, code;

	if (!s->file.live)
		return add_bytes(w, path, w->small, s->at, s->len, p, expect);
	if ((code = stage_open(&w->incoming, &s->file, &fd)) < 0)
		return code;
	if ((code = io_size(fd, &size)) == 0)
		code = size > PATH_SEALED_MAX ?
		    add_file(w, path, &s->file, fd, p, expect) :
		    add_bytes(w, path, fd, 0, (size_t)size, p, expect);
	io_close(&fd);
	return code;
}

int
writer_add_stage(struct writer *w, struct path *path, uint32_t stage,
    const uint8_t *expect, uint8_t sum[SHA256_BYTES], uint64_t *size)
{
	struct lfs_pointer p = { .size = 0 };
	struct staged *s;
	int code;

	if ((code = writer_open(w)) < 0)
		return code;
	if (stage >= w->nstages || !w->stages[stage].used ||
	    path->kind != PATH_OBJECT)
		return err_set(ERR_USAGE, "there is no such staged file");
	s = &w->stages[stage];
	code = add_staged(w, path, s, &p, expect);
	memcpy(sum, p.sha256, SHA256_BYTES);
	*size = p.size;
	stage_drop(&w->incoming, &s->file);
	s->used = false;
	w->live_stages--;
	return code;
}
