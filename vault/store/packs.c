/* packs.c -- see packs.h. */
#include "vault/store/packs.h"

#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/loose.h"
#include "vault/store/pack.h"
#include "vault/store/span.h"

#define NAMES_MAX (4u << 20)	/* bytes of names in objects/pack */
#define ENDING ".idx"
#define ASKED_SHARE 256	/* rows read in about the time of one lookup */
#define SETTLED_SECONDS 3	/* a folder older than this has a true time */

struct one {
	struct pack pack;
	bool known;		/* its index's fan-out has been read */
	bool bad;		/* damaged: not tried again */
	bool open;
	bool seen;		/* by the scan under way */
	uint64_t used;		/* the higher the later */
	uint64_t asked;		/* objects looked for in its index */
};

struct packs {
	git_odb_backend base;	/* first: libgit2 holds a pointer to it */
	int objects;
	int dir;		/* objects/pack; -1: not scanned, or none */
	bool scanned, settled;
	struct timespec time;	/* of the folder, when it was scanned */
	struct one **v;
	size_t n, cap, nopen;
	size_t last;		/* where the last object was found */
	size_t kept;		/* bytes of indices in memory */
	uint64_t serials, clock;
	struct bases bases;
	int failure;
};

static int
fail(struct packs *p, int code)
{
	p->failure = code;
	git_error_set_str(GIT_ERROR_ODB, err_line());
	return GIT_ERROR;
}

static size_t
kept_bytes(const struct one *o)
{
	return (size_t)o->pack.idx.n * IDX_KEPT_BYTES;
}

static void
close_one(struct packs *p, struct one *o)
{
	if (!o->open)
		return;
	if (o->pack.idx.kept != NULL)
		p->kept -= kept_bytes(o);
	pack_close(&o->pack);
	o->open = false;
	p->nopen--;
}

/* --- the list --- */

static void
forget(struct packs *p, size_t i)
{
	close_one(p, p->v[i]);
	free(p->v[i]);
	p->v[i] = p->v[--p->n];
	p->last = 0;
}

static int
add(struct packs *p, const char *name, size_t len)
{
	size_t cap = p->cap > 0 ? 2 * p->cap : 16;
	struct one **v, *o;

	if (p->n >= PACKS_MAX)
		return err_set(ERR_TOO_BIG, "the vault has more than %d packs; "
		    "run `git gc` in it", PACKS_MAX);
	if (p->n == p->cap) {
		if ((v = realloc(p->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		p->v = v;
		p->cap = cap;
	}
	if ((o = calloc(1, sizeof(*o))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(o->pack.name, name, len);
	o->pack.fd = o->pack.idx_fd = -1;
	o->pack.serial = ++p->serials;
	o->seen = true;
	p->v[p->n++] = o;
	return 0;
}

/* One name of the folder: an index that is new, or known already. */
static int
see(struct packs *p, const char *name)
{
	size_t i, len = strlen(name);

	if (len <= strlen(ENDING) || len >= PACK_NAME_SIZE ||
	    strcmp(name + len - strlen(ENDING), ENDING) != 0)
		return 0;
	len -= strlen(ENDING);
	for (i = 0; i < p->n; i++)
		if (strncmp(p->v[i]->pack.name, name, len) == 0 &&
		    p->v[i]->pack.name[len] == '\0') {
			p->v[i]->seen = true;
			p->v[i]->bad = false;
			return 0;
		}
	return add(p, name, len);
}

/* True when nothing can have changed since the last scan. */
static bool
unchanged(const struct packs *p)
{
	struct stat st;

	return p->scanned && p->settled && p->dir >= 0 &&
	    fstat(p->dir, &st) == 0 && st.st_nlink > 0 &&
	    st.st_mtim.tv_sec == p->time.tv_sec &&
	    st.st_mtim.tv_nsec == p->time.tv_nsec;
}

static void
note_time(struct packs *p)
{
	struct timespec now;
	struct stat st;

	p->settled = p->dir >= 0 && fstat(p->dir, &st) == 0 &&
	    clock_gettime(CLOCK_REALTIME, &now) == 0 &&
	    st.st_mtim.tv_sec + SETTLED_SECONDS < now.tv_sec;
	if (p->settled)
		p->time = st.st_mtim;
}

static int
scan(struct packs *p)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name;
	size_t i;
	int r;

	if (unchanged(p))
		return 0;
	io_close(&p->dir);
	p->scanned = false;
	r = span_folder(p->objects, "pack", &p->dir);
	if (r == ERR_NOT_FOUND)
		r = 0;		/* no packs, then */
	else if (r == 0)
		note_time(p);
	for (i = 0; i < p->n; i++)
		p->v[i]->seen = false;
	if (r < 0 || (p->dir >= 0 &&
	    (r = config_folder(p->objects, "pack", &names)) < 0))
		goto done;
	for (i = 0; i < names.len && r == 0; i += strlen(name) + 1) {
		name = (const char *)names.data + i;
		r = see(p, name);
	}
	for (i = p->n; i-- > 0 && r == 0;)
		if (!p->v[i]->seen)
			forget(p, i);
	p->scanned = r == 0;
done:
	bytes_free(&names);
	return r;
}

/* --- one pack --- */

static void
close_oldest(struct packs *p)
{
	struct one *oldest = NULL;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->v[i]->open &&
		    (oldest == NULL || p->v[i]->used < oldest->used))
			oldest = p->v[i];
	if (oldest == NULL)
		return;
	close_one(p, oldest);
}

/* The name in front of a line that does not have it. */
static int
name_it(const struct one *o, int code)
{
	char line[ERR_LINE_MAX];

	(void)snprintf(line, sizeof(line), "%s", err_line());
	if (strstr(line, o->pack.name) != NULL)
		return code;
	return err_set((enum err)code, "objects/pack/%s: %s", o->pack.name,
	    line);
}

static int
open_one(struct packs *p, struct one *o)
{
	int r;

	o->used = ++p->clock;
	if (o->open)
		return 0;
	if (p->nopen >= PACKS_OPEN_MAX)
		close_oldest(p);
	if ((r = pack_open(&o->pack, p->dir)) < 0) {
		/* One that is gone was merged: the next scan forgets it. */
		o->bad = r == ERR_INTEGRITY;
		return name_it(o, r);
	}
	o->open = o->known = true;
	p->nopen++;
	return 0;
}

/* An index that was asked often enough to make up for reading all of it. */
static int
keep_index(struct packs *p, struct one *o)
{
	int r;

	if (o->pack.idx.kept != NULL ||
	    ++o->asked * ASKED_SHARE < o->pack.idx.n ||
	    kept_bytes(o) > PACKS_KEPT_MAX - p->kept)
		return 0;
	if ((r = idx_keep(&o->pack.idx, o->pack.idx_fd)) == 0)
		p->kept += kept_bytes(o);
	return r;
}

/* Where it lies in this pack; ERR_NOT_FOUND when it does not. */
static int
find_in(struct packs *p, struct one *o, const git_oid *id, uint64_t *at)
{
	const uint32_t *fan = o->pack.idx.fan;
	const unsigned first = id->id[0];
	int r;

	if (o->known && fan[first] == (first > 0 ? fan[first - 1] : 0))
		return ERR_NOT_FOUND;
	if (o->bad)
		return err_set(ERR_INTEGRITY, "objects/pack/%s is damaged; "
		    "run `tipline check`", o->pack.name);
	if ((r = open_one(p, o)) < 0)
		return r;
	if ((r = keep_index(p, o)) < 0)
		return name_it(o, r);
	r = idx_find(&o->pack.idx, o->pack.idx_fd, id, at);
	return r < 0 && r != ERR_NOT_FOUND ? name_it(o, r) : r;
}

static int
read_in(struct packs *p, struct one *o, const git_oid *id, git_object_t *type,
    struct bytes *b)
{
	char hex[GIT_OID_HEXSZ + 1];
	git_oid is;
	uint64_t at;
	int r;

	if ((r = find_in(p, o, id, &at)) < 0)
		return r;
	if ((r = pack_read(&o->pack, at, &p->bases, type, b)) < 0)
		return name_it(o, r);
	if ((r = sha1_object(&is, *type, b->data, b->len)) == 0 &&
	    !git_oid_equal(&is, id))
		r = err_set(ERR_INTEGRITY, "objects/pack/%s.pack holds other "
		    "content for %s; run `tipline repair`", o->pack.name,
		    git_oid_tostr(hex, sizeof(hex), id));
	return r;
}

/*
 * From whichever pack has it whole, the one of the last hit first; when none
 * has, the first damage that was met is told.
 */
static int
find(struct packs *p, const git_oid *id, git_object_t *type, struct bytes *b)
{
	char line[ERR_LINE_MAX] = "";
	size_t i, at;
	uint64_t place;
	int r, code = ERR_NOT_FOUND;

	if (!p->scanned && (r = scan(p)) < 0)
		return r;
	for (i = 0; i < p->n; i++) {
		at = (p->last + i) % p->n;
		if (b != NULL)
			bytes_reset(b);
		r = b != NULL ? read_in(p, p->v[at], id, type, b) :
		    find_in(p, p->v[at], id, &place);
		if (r == 0) {
			p->last = at;
			return 0;
		}
		if (r == ERR_NOT_FOUND || code != ERR_NOT_FOUND)
			continue;
		code = r;
		(void)snprintf(line, sizeof(line), "%s", err_line());
	}
	return code == ERR_NOT_FOUND ? code :
	    err_set((enum err)code, "%s", line);
}

/* --- as libgit2 asks --- */

static int
packs_read(void **data, size_t *len, git_object_t *type,
    git_odb_backend *backend, const git_oid *id)
{
	struct packs *p = (struct packs *)backend;
	struct bytes b = BYTES_INIT(LOOSE_OBJECT_MAX);
	int r;

	if ((r = find(p, id, type, &b)) < 0) {
		r = r == ERR_NOT_FOUND ? GIT_ENOTFOUND : fail(p, r);
		goto done;
	}
	*len = b.len;
	if ((*data = git_odb_backend_data_alloc(backend, b.len + 1)) == NULL) {
		r = GIT_ERROR;
		goto done;
	}
	if (b.len > 0)
		memcpy(*data, b.data, b.len);
	((char *)*data)[b.len] = '\0';	/* libgit2 keeps one NUL behind */
done:
	bytes_free(&b);
	return r;
}

static int
packs_exists(git_odb_backend *backend, const git_oid *id)
{
	return find((struct packs *)backend, id, NULL, NULL) == 0;
}

static int
packs_refresh(git_odb_backend *backend)
{
	struct packs *p = (struct packs *)backend;
	int r;

	return (r = scan(p)) < 0 ? fail(p, r) : 0;
}

static void
packs_free(git_odb_backend *backend)
{
	struct packs *p = (struct packs *)backend;

	while (p->n > 0)
		forget(p, p->n - 1);
	free(p->v);
	bases_free(&p->bases);
	io_close(&p->dir);
	free(p);
}

int
packs_new(git_odb_backend **out, int objects_fd)
{
	struct packs *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (p == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (git_odb_init_backend(&p->base, GIT_ODB_BACKEND_VERSION) != 0) {
		free(p);
		return err_set(ERR_FAILED, "this libgit2 has another "
		    "interface; install the one of Debian 12");
	}
	p->base.read = packs_read;
	p->base.exists = packs_exists;
	p->base.refresh = packs_refresh;
	p->base.free = packs_free;
	p->objects = objects_fd;
	p->dir = -1;
	*out = &p->base;
	return 0;
}

int
packs_get(git_odb_backend *backend, const git_oid *id, git_object_t *type,
    struct bytes *b)
{
	return find((struct packs *)backend, id, type, b);
}

int
packs_failure(git_odb_backend *backend)
{
	struct packs *p = (struct packs *)backend;
	int code = p->failure;

	p->failure = 0;
	return code;
}
