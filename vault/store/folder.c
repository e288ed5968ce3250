/* folder.c -- see folder.h. */
#include "vault/store/folder.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/loose.h"
#include "vault/store/repo.h"

#define SLOTS 2048		/* by the first bits of the id */

/* `shown` is what folder_get() hands out; first, so that one is the other. */
struct kept {
	struct folder shown;
	struct bytes raw;		/* the entries point into it */
	git_oid id;
	size_t bytes;			/* all in all */
	unsigned users;			/* the cache is one of them */
};

struct folders {
	struct kept *slots[SLOTS];
	size_t bytes;
};

bool
folder_is(const struct folder_entry *e)
{
	return e->mode == GIT_FILEMODE_TREE;
}

int
folder_compare(const struct folder_entry *a, const struct folder_entry *b)
{
	const size_t n = a->len < b->len ? a->len : b->len;
	unsigned char x, y;
	size_t i;
	int c;

	/* Names mostly differ early: that costs less than memcmp(). */
	for (i = 0; i < n && i < 2; i++)
		if ((c = (unsigned char)a->name[i] -
		    (unsigned char)b->name[i]) != 0)
			return c;
	if (i < n && (c = memcmp(a->name + i, b->name + i, n - i)) != 0)
		return c;
	x = (unsigned char)(a->len > n ? a->name[n] :
	    folder_is(a) ? '/' : '\0');
	y = (unsigned char)(b->len > n ? b->name[n] :
	    folder_is(b) ? '/' : '\0');
	return (x > y) - (x < y);
}

const struct folder_entry *
folder_find(const struct folder *f, const char *name, size_t len, bool folder)
{
	const struct folder_entry due = { .name = name, .len = len,
	    .mode = folder ? GIT_FILEMODE_TREE : GIT_FILEMODE_BLOB };
	size_t lo = 0, hi = f != NULL ? f->n : 0, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if ((c = folder_compare(&due, &f->v[mid])) == 0)
			return &f->v[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

/* One of the modes that git writes, as it writes it; its length, or 0. */
static size_t
get_mode(unsigned *mode, const uint8_t *p, size_t left)
{
	static const struct {
		const char *text;
		size_t len;
		unsigned mode;
	} modes[] = {
		{ "40000 ", 6, GIT_FILEMODE_TREE },
		{ "100644 ", 7, GIT_FILEMODE_BLOB },
		{ "100755 ", 7, GIT_FILEMODE_BLOB_EXECUTABLE },
		{ "120000 ", 7, GIT_FILEMODE_LINK },
		{ "160000 ", 7, GIT_FILEMODE_COMMIT },
	};
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (left > modes[i].len &&
		    memcmp(p, modes[i].text, modes[i].len) == 0) {
			*mode = modes[i].mode;
			return modes[i].len;
		}
	return 0;
}

static bool
name_fits(const char *name, size_t len)
{
	return len > 0 && len < PATH_SIZE && memchr(name, '/', len) == NULL &&
	    (name[0] != '.' || (strcmp(name, ".") != 0 &&
	    strcmp(name, "..") != 0 && strcmp(name, ".git") != 0));
}

/* "<mode> <name>\0<20 bytes>"; the step behind it, or 0. */
static size_t
get_entry(struct folder_entry *e, const uint8_t *p, size_t left)
{
	const size_t head = get_mode(&e->mode, p, left);
	const uint8_t *nul;

	if (head == 0 ||
	    (nul = memchr(p + head, '\0', left - head)) == NULL ||
	    (size_t)(p + left - nul) < 1 + GIT_OID_RAWSZ)
		return 0;
	e->name = (const char *)p + head;
	e->len = (size_t)(nul - p) - head;
	e->oid = nul + 1;
	if (!name_fits(e->name, e->len))
		return 0;
	return (size_t)(nul - p) + 1 + GIT_OID_RAWSZ;
}

/*
 * The file of a folder's name would stand somewhere before it: between the two
 * are only names that begin as it does.
 */
static bool
name_stands_twice(const struct folder_entry *v, size_t at)
{
	size_t i;

	if (!folder_is(&v[at]))
		return false;
	for (i = at; i-- > 0 && v[i].len >= v[at].len &&
	    memcmp(v[i].name, v[at].name, v[at].len) == 0;)
		if (v[i].len == v[at].len)
			return true;
	return false;
}

static bool
take_apart(struct kept *k)
{
	/* No entry is shorter than "40000 a", NUL and its id. */
	const size_t most = k->raw.len / 28 + 1;
	struct folder_entry *v = malloc(most * sizeof(*v));
	size_t at = 0, n = 0, step;

	k->shown.v = v;
	for (; v != NULL && at < k->raw.len; at += step) {
		if (n >= most || (step = get_entry(&v[n], k->raw.data + at,
		    k->raw.len - at)) == 0)
			return false;
		if (n > 0 && folder_compare(&v[n - 1], &v[n]) >= 0)
			return false;
		if (name_stands_twice(v, n))
			return false;
		n++;
	}
	k->shown.n = n;
	k->bytes = sizeof(*k) + k->raw.cap + most * sizeof(*v);
	return v != NULL;
}

static void
let_go(struct kept *k)
{
	if (k == NULL || --k->users > 0)
		return;
	free((void *)(uintptr_t)k->shown.v);
	bytes_free(&k->raw);
	free(k);
}

void
folder_put(const struct folder *f)
{
	let_go((struct kept *)(uintptr_t)f);
}

static int
read_kept(struct kept **out, struct repo *r, const git_oid *id)
{
	struct kept *k = calloc(1, sizeof(*k));
	char hex[GIT_OID_HEXSZ + 1];
	int code;

	if (k == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	k->raw = BYTES_INIT(LOOSE_OBJECT_MAX);
	k->users = 1;
	git_oid_cpy(&k->id, id);
	if ((code = repo_read(r, id, GIT_OBJECT_TREE, &k->raw)) == 0 &&
	    !take_apart(k)) {
		(void)git_oid_tostr(hex, sizeof(hex), id);
		code = k->shown.v == NULL ?
		    err_set(ERR_NO_MEMORY, "out of memory") :
		    err_set(ERR_INTEGRITY, "the folder %s holds what git "
		    "forbids; restore the vault from a copy", hex);
	}
	if (code < 0)
		let_go(k);
	else
		*out = k;
	return code;
}

static void
empty(struct folders *all)
{
	size_t i;

	for (i = 0; i < SLOTS; i++) {
		let_go(all->slots[i]);
		all->slots[i] = NULL;
	}
	all->bytes = 0;
}

static void
keep(struct folders *all, struct kept **slot, struct kept *k)
{
	if (k->bytes > FOLDERS_BYTES_MAX / 4)
		return;
	if (*slot != NULL) {
		all->bytes -= (*slot)->bytes;
		let_go(*slot);
		*slot = NULL;
	}
	if (all->bytes + k->bytes > FOLDERS_BYTES_MAX)
		empty(all);
	all->bytes += k->bytes;
	k->users++;
	*slot = k;
}

int
folder_get(const struct folder **out, struct repo *r, const git_oid *id)
{
	struct folders *all = repo_folders(r);
	struct kept **slot, *k;
	int code;

	*out = NULL;
	if (git_oid_is_zero(id))
		return 0;
	slot = &all->slots[((size_t)id->id[0] << 8 | id->id[1]) % SLOTS];
	k = *slot;
	if (k != NULL && git_oid_equal(&k->id, id)) {
		k->users++;
	} else {
		if ((code = read_kept(&k, r, id)) < 0)
			return code;
		keep(all, slot, k);
	}
	*out = &k->shown;
	return 0;
}

int
folders_new(struct folders **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

void
folders_free(struct folders *all)
{
	if (all == NULL)
		return;
	empty(all);
	free(all);
}
