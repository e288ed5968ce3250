/* spool.c -- see spool.h. */
#include "vault/store/spool.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define SLOTS_FIRST 256u

struct spool {
	git_odb_backend base;	/* first: libgit2 holds a pointer to it */
	struct packout out;
	int fd;			/* -1: nothing is begun */
	uint32_t *slots;	/* number of an object + 1; 0: free */
	size_t nslots;		/* a power of two */
	int failure;
};

/* A name is a hash already: any of its bytes are as good as another hash. */
static size_t
slot_of(const struct spool *s, const git_oid *id)
{
	uint32_t h;
	size_t i;

	memcpy(&h, id->id + 4, sizeof(h));
	i = h & (s->nslots - 1);
	while (s->slots[i] != 0 &&
	    !git_oid_equal(&s->out.v[s->slots[i] - 1].id, id))
		i = (i + 1) & (s->nslots - 1);
	return i;
}

static bool
find(const struct spool *s, const git_oid *id, size_t *at)
{
	size_t i;

	if (s->nslots == 0 || s->out.n == 0)
		return false;
	i = slot_of(s, id);
	if (s->slots[i] == 0)
		return false;
	*at = s->slots[i] - 1;
	return true;
}

/* A new table of this size, filled from the list. */
static int
rehash(struct spool *s, size_t nslots)
{
	uint32_t *slots = calloc(nslots, sizeof(*slots));
	size_t i;

	if (slots == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	free(s->slots);
	s->slots = slots;
	s->nslots = nslots;
	for (i = 0; i < s->out.n; i++)
		slots[slot_of(s, &s->out.v[i].id)] = (uint32_t)i + 1;
	return 0;
}

bool
spool_has(const struct spool *s, const git_oid *id)
{
	size_t at;

	return find(s, id, &at);
}

int
spool_read(const struct spool *s, const git_oid *id, git_object_t *type,
    struct bytes *b)
{
	uint8_t *p;
	size_t at;
	int r;

	if (!find(s, id, &at))
		return ERR_NOT_FOUND;
	*type = (git_object_t)s->out.v[at].type;
	if ((r = bytes_room(b, s->out.v[at].size, &p)) < 0)
		return r;
	return packout_read(&s->out, at, p);
}

int
spool_add(struct spool *s, git_object_t type, const void *p, size_t len,
    const git_oid *id)
{
	int r;

	if (s->fd < 0)
		return err_set(ERR_USAGE, "nothing is begun; begin a write "
		    "first");
	if (spool_has(s, id))
		return 0;
	if (s->nslots < 2 * (s->out.n + 1) && (r = rehash(s,
	    s->nslots > 0 ? 2 * s->nslots : SLOTS_FIRST)) < 0)
		return r;
	if ((r = packout_add(&s->out, id, type, p, len)) == 0)
		s->slots[slot_of(s, id)] = (uint32_t)s->out.n;
	return r;
}

size_t
spool_count(const struct spool *s)
{
	return s->out.n;
}

int
spool_cut(struct spool *s, size_t n)
{
	int r;

	if ((r = packout_cut(&s->out, n)) < 0 || s->nslots == 0)
		return r;
	return rehash(s, s->nslots);
}

struct packout *
spool_take(struct spool *s)
{
	free(s->slots);
	s->slots = NULL;
	s->nslots = 0;
	return &s->out;
}

int
spool_begin(struct spool *s, int fd)
{
	spool_end(s);
	s->fd = fd;
	return packout_begin(&s->out, fd);
}

void
spool_end(struct spool *s)
{
	free(s->slots);
	s->slots = NULL;
	s->nslots = 0;
	packout_free(&s->out);
	io_close(&s->fd);
}

int
spool_failure(struct spool *s)
{
	int code = s->failure;

	s->failure = 0;
	return code;
}

static int
fail(struct spool *s, int code)
{
	s->failure = code;
	git_error_set_str(GIT_ERROR_ODB, err_line());
	return GIT_ERROR;
}

static int
backend_read(void **data, size_t *len, git_object_t *type,
    git_odb_backend *backend, const git_oid *id)
{
	struct spool *s = (struct spool *)backend;
	uint8_t *p;
	size_t at;
	int r;

	if (!find(s, id, &at))
		return GIT_ENOTFOUND;
	*len = s->out.v[at].size;
	*type = (git_object_t)s->out.v[at].type;
	if ((p = git_odb_backend_data_alloc(backend, *len + 1)) == NULL)
		return GIT_ERROR;
	p[*len] = '\0';		/* libgit2 keeps one NUL behind */
	if ((r = packout_read(&s->out, at, p)) < 0) {
		git_odb_backend_data_free(backend, p);
		return fail(s, r);
	}
	*data = p;
	return 0;
}

static int
backend_header(size_t *len, git_object_t *type, git_odb_backend *backend,
    const git_oid *id)
{
	const struct spool *s = (struct spool *)backend;
	size_t at;

	if (!find(s, id, &at))
		return GIT_ENOTFOUND;
	*len = s->out.v[at].size;
	*type = (git_object_t)s->out.v[at].type;
	return 0;
}

static int
backend_write(git_odb_backend *backend, const git_oid *id, const void *data,
    size_t len, git_object_t type)
{
	struct spool *s = (struct spool *)backend;
	int r = spool_add(s, type, data, len, id);

	return r < 0 ? fail(s, r) : 0;
}

static int
backend_exists(git_odb_backend *backend, const git_oid *id)
{
	return spool_has((struct spool *)backend, id);
}

static void
backend_free(git_odb_backend *backend)
{
	spool_end((struct spool *)backend);
	free(backend);
}

git_odb_backend *
spool_backend(struct spool *s)
{
	return &s->base;
}

int
spool_new(struct spool **out)
{
	struct spool *s = calloc(1, sizeof(*s));

	*out = NULL;
	if (s == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (git_odb_init_backend(&s->base, GIT_ODB_BACKEND_VERSION) != 0) {
		free(s);
		return err_set(ERR_FAILED, "this libgit2 has another "
		    "interface; install the one of Debian 12");
	}
	s->base.read = backend_read;
	s->base.read_header = backend_header;
	s->base.write = backend_write;
	s->base.exists = backend_exists;
	s->base.free = backend_free;
	s->out = PACKOUT_INIT;
	s->fd = -1;
	*out = s;
	return 0;
}
