/*
 * writer_sum.c -- see writer.h: the SHA-256 of a staged file, taken while it
 * is still being filled, on the processor that the filling leaves free.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/writer_parts.h"

#define READ_BYTES (256u << 10)	/* at a time */

/* The file that is being followed; one at a time. */
struct follow {
	uint32_t stage;
	int fd;
	struct digest *digest;
	uint8_t *chunk;
	uint64_t done;			/* bytes hashed */
	bool ended;			/* the file was shorter */
};

void
writer_unfollow(struct writer *w)
{
	struct follow *f = w->follow;

	w->follow = NULL;
	if (f == NULL)
		return;
	io_close(&f->fd);
	digest_free(f->digest);
	free(f->chunk);
	free(f);
}

static int
known_stage(const struct writer *w, uint32_t stage)
{
	return stage < w->nstages && w->stages[stage].file.live ? 0 :
	    err_set(ERR_USAGE, "there is no such staged file");
}

/* Follow this file, from its start unless it is followed already. */
static int
follow(struct writer *w, uint32_t stage)
{
	struct follow *f;
	int code;

	if (w->follow != NULL && w->follow->stage == stage)
		return 0;
	writer_unfollow(w);
	if ((code = known_stage(w, stage)) < 0)
		return code;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	f->stage = stage;
	f->fd = -1;
	w->follow = f;
	if ((f->chunk = malloc(READ_BYTES)) == NULL)
		code = err_set(ERR_NO_MEMORY, "out of memory");
	if (code < 0 || (code = digest_new(&f->digest)) < 0 ||
	    (code = stage_open(&w->incoming, &w->stages[stage].file,
	    &f->fd)) < 0)
		writer_unfollow(w);
	return code;
}

/* Hash what is there, up to `upto`. */
static int
hash_to(struct follow *f, uint64_t upto)
{
	size_t got, n;
	int code;

	while (f->done < upto && !f->ended) {
		n = upto - f->done < READ_BYTES ? (size_t)(upto - f->done) :
		    READ_BYTES;
		if ((code = io_read(f->fd, f->chunk, n, &got)) < 0 ||
		    (code = digest_add(f->digest, f->chunk, got)) < 0)
			return code;
		f->done += got;
		f->ended = got < n;
	}
	return 0;
}

void
writer_grows(struct writer *w, uint32_t stage, uint64_t upto)
{
	if (follow(w, stage) < 0)
		return;
	/* The disk starts to write while it grows. */
	(void)sync_file_range(w->follow->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	/* What fails here is met again, and told, at the end. */
	if (hash_to(w->follow, upto) < 0)
		writer_unfollow(w);
}

static int
note_sum(struct writer *w, struct stage *s, uint8_t sum[SHA256_BYTES])
{
	struct follow *f = w->follow;
	struct stat st;
	int code;

	f->ended = false;
	if ((code = hash_to(f, UINT64_MAX)) < 0 ||
	    (code = digest_end(f->digest, sum)) < 0)
		return code;
	if (fstat(f->fd, &st) != 0)
		return err_sys("cannot look at a staged file");
	s->sum = (struct stage_sum){ .size = f->done, .time = st.st_mtim };
	memcpy(s->sum.sha256, sum, SHA256_BYTES);
	return 0;
}

int
writer_sum(struct writer *w, uint32_t stage, uint8_t sum[SHA256_BYTES],
    uint64_t *size)
{
	int code;

	if ((code = known_stage(w, stage)) < 0 ||
	    (code = follow(w, stage)) < 0)
		return code;
	if ((code = note_sum(w, &w->stages[stage].file, sum)) == 0)
		*size = w->follow->done;
	writer_unfollow(w);
	return code;
}

/* As it was taken, if nobody wrote since; else all of it is read. */
int
writer_sum_of(const struct stage *s, int fd, struct lfs_pointer *p)
{
	const struct stage_sum *is = &s->sum;
	struct stat st;

	if (is->size > 0 && fstat(fd, &st) == 0 && st.st_size > 0 &&
	    (uint64_t)st.st_size == is->size &&
	    st.st_mtim.tv_sec == is->time.tv_sec &&
	    st.st_mtim.tv_nsec == is->time.tv_nsec) {
		memcpy(p->sha256, is->sha256, SHA256_BYTES);
		p->size = is->size;
		return 0;
	}
	return sha256_fd(p->sha256, fd, &p->size);
}
