/*
 * sink_vault.c -- a submission that goes straight into a vault.
 *
 * Contents are staged without the vault's lock, however long they take to
 * read; the lock is held only while all of it becomes one entry.  What turns
 * out to be small is handed to the store as bytes, and its file is used again;
 * what is large the store hashes while the rest of it is still being sealed.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/receive/recipients.h"
#include "intake/receive/sink_kind.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define STEP_BYTES (4u << 20)	/* the store is told of */

/* Very many may have to wait: no more than what their paths are made of. */
struct kept {
	struct id item;
	uint32_t object, version, stage;
	uint8_t sha256[SHA256_BYTES];
};

struct small {
	struct path path;
	uint8_t *body;
	size_t len;
};

struct sink_to_vault {
	struct sink sink;
	struct session *s;
	int fd;				/* of the stage that is being filled */
	uint32_t stage;
	uint64_t told;			/* bytes of it the store knows of */
	struct kept *kept;
	size_t n, cap;
	struct small *small;
	size_t nsmall;
};

static int
add_kept(struct sink_to_vault *v, const struct kept *one)
{
	struct kept *kept;
	size_t cap;

	if (v->n == v->cap) {
		cap = v->cap > 0 ? v->cap * 2 : 16;
		if ((kept = realloc(v->kept, cap * sizeof(*kept))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		v->kept = kept;
		v->cap = cap;
	}
	v->kept[v->n++] = *one;
	return 0;
}

static int
vault_stage(struct sink *k, int *fd)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	int r = 0;

	/* What was given up is hashed in part by the store: it is left there. */
	if (v->told > 0)
		io_close(&v->fd);
	v->told = 0;
	if (v->fd < 0)
		r = store_stage(v->s->store, &v->fd, &v->stage);
	else if (ftruncate(v->fd, 0) != 0 || lseek(v->fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot empty a staged file");
	*fd = v->fd;
	return r;
}

/* The stage's file holds no more than fits into a record. */
static int
hand_over(struct sink_to_vault *v, struct sealed *done, uint32_t *stage)
{
	struct bytes b = BYTES_INIT(PATH_SEALED_MAX);
	int r;

	if (lseek(v->fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a staged file");
	else if ((r = io_read_all(v->fd, &b)) == 0)
		r = b.len == done->size ? sha256(done->sha256, b.data,
		    b.len) : err_set(ERR_IO, "a staged file was cut; check "
		    "the disk and run it again");
	if (r == 0)
		r = store_stage_bytes(v->s->store, b.data, b.len, stage);
	bytes_free(&b);
	return r;
}

/* The rest of it is hashed, and it is not written to any more. */
static int
sum_up(struct sink_to_vault *v, struct sealed *done)
{
	uint64_t size;
	int r;

	io_close(&v->fd);
	if ((r = store_stage_sum(v->s->store, v->stage, done->sha256,
	    &size)) == 0 && size != done->size)
		r = err_set(ERR_IO, "a staged file was cut; check the disk and "
		    "run it again");
	return r;
}

static int
vault_grew(struct sink *k, uint64_t size)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;

	if (size - v->told < STEP_BYTES)
		return 0;
	v->told = size;
	return store_stage_grows(v->s->store, v->stage, size);
}

static int
vault_keep(struct sink *k, const struct path *path, struct sealed *done)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	struct kept one = { .item = path->item, .object = path->object,
	    .version = path->version, .stage = v->stage };
	int r;

	r = done->size <= PATH_SEALED_MAX ?
	    hand_over(v, done, &one.stage) : sum_up(v, done);
	memcpy(one.sha256, done->sha256, sizeof(one.sha256));
	return r < 0 ? r : add_kept(v, &one);
}

static int
vault_small(struct sink *k, const struct path *path, const void *p, size_t len)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	struct small one = { .path = *path, .len = len }, *small;

	small = realloc(v->small, (v->nsmall + 1) * sizeof(*small));
	if (small == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->small = small;
	if ((one.body = malloc(len > 0 ? len : 1)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(one.body, p, len);
	v->small[v->nsmall++] = one;
	return 0;
}

static int
add_all(struct sink_to_vault *v, const struct id *submission)
{
	struct path p = { .kind = PATH_OBJECT, .submission = *submission };
	uint8_t sha[SHA256_BYTES];
	const struct kept *one;
	uint64_t size;
	size_t i;
	int r = 0;

	for (i = 0; i < v->nsmall && r == 0; i++)
		r = store_add(v->s->store, &v->small[i].path,
		    v->small[i].body, v->small[i].len);
	for (i = 0; i < v->n && r == 0; i++) {
		one = &v->kept[i];
		p.item = one->item;
		p.object = (enum object_kind)one->object;
		p.tier = object_tier(p.object);
		p.version = one->version;
		r = store_add_stage(v->s->store, &p, one->stage, one->sha256,
		    sha, &size);
	}
	return r;
}

static int
vault_begin(struct sink *k, struct submission *sub)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	int r;

	if ((r = session_begin(v->s)) < 0)
		return r;
	return recipients_of_vault(sub, v->s);
}

static int
vault_finish(struct sink *k, const struct drop *drop, const void *text,
    size_t text_len, const void *sig, size_t sig_len)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	struct path p = { .kind = PATH_DROP, .submission = drop->submission };
	struct id submission = drop->submission;
	struct entry e = { .event = "submit", .submissions = &submission,
	    .nsubmissions = 1 };
	char commit[41];
	int r;

	id_name(e.subject, &submission);
	if ((r = store_promise(v->s->store, &submission)) < 0 ||
	    (r = add_all(v, &submission)) < 0 ||
	    (r = store_add(v->s->store, &p, text, text_len)) < 0)
		return r;
	p.kind = PATH_DROP_SIG;
	if ((r = store_add(v->s->store, &p, sig, sig_len)) < 0)
		return r;
	return session_commit(v->s, &e, commit);
}

/* Stages that no commit took go away with the store. */
static void
vault_free(struct sink *k)
{
	struct sink_to_vault *v = (struct sink_to_vault *)k;
	size_t i;

	io_close(&v->fd);
	for (i = 0; i < v->nsmall; i++)
		free(v->small[i].body);
	free(v->small);
	free(v->kept);
	free(v);
}

int
sink_vault(struct sink **out, struct session *s)
{
	static const struct sink_kind kind = { vault_stage, vault_grew,
	    vault_keep, vault_small, vault_begin, vault_finish, vault_free };
	struct sink_to_vault *v;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->sink.kind = &kind;
	v->s = s;
	v->fd = -1;
	*out = &v->sink;
	return 0;
}
