/* repack.c -- see repack.h. */
#include "vault/store/repack.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/packmerge.h"
#include "vault/store/packs.h"
#include "vault/store/place.h"
#include "vault/store/span.h"
#include "vault/store/repack_loose.h"

#define FOLDER "objects/pack"
#define NAMES_MAX (4u << 20)	/* bytes of names in it */
#define CLASSES 5		/* that are merged: below 256 MiB */
#define CLASS_SHIFT 16		/* the first is below 64 KiB */
#define FAN_SHIFT 3

/* A pack that may be merged. */
struct found {
	char name[PACK_NAME_SIZE];	/* without an ending */
	unsigned class;
};

struct list {
	struct found *v;
	size_t n;
};

static unsigned
class_of(uint64_t size)
{
	unsigned c = 0;

	for (size >>= CLASS_SHIFT; size > 0; size >>= FAN_SHIFT)
		c++;
	return c;
}

/* Where the ending of "pack-<40 hex>.<end>" begins; NULL for other names. */
static const char *
ending(const char *name)
{
	static const size_t n = sizeof("pack-") - 1 + 2 * SHA1_BYTES;

	return strncmp(name, "pack-", 5) == 0 && strlen(name) > n &&
	    strspn(name + 5, "0123456789abcdef") == n - 5 && name[n] == '.' ?
	    name + n : NULL;
}

static void
add_pack(struct list *l, int dir, const char *name, const char *end)
{
	struct found *one = &l->v[l->n];
	char file[PACK_NAME_SIZE];
	struct stat st;

	(void)snprintf(one->name, sizeof(one->name), "%.*s",
	    (int)(end - name), name);
	(void)snprintf(file, sizeof(file), "%.60s.pack", one->name);
	if (l->n >= PACKS_MAX || fstatat(dir, file, &st,
	    AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return;
	one->class = class_of((uint64_t)st.st_size);
	l->n += one->class < CLASSES;
}

/* What git or somebody keeps beside a pack says: leave it. */
static void
spare(struct list *l, const char *name, const char *end)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strncmp(l->v[i].name, name, (size_t)(end - name)) == 0)
			l->v[i--] = l->v[--l->n];
}

static int
list_packs(struct list *l, int dir)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	const char *name, *end;
	size_t i;
	int r;

	*l = (struct list){ .v = calloc(PACKS_MAX + 1, sizeof(*l->v)) };
	if (l->v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = config_folder(dir, ".", &names);
	for (i = 0; i < names.len && r == 0; i += strlen(name) + 1) {
		name = (const char *)names.data + i;
		if ((end = ending(name)) != NULL && strcmp(end, ".idx") == 0)
			add_pack(l, dir, name, end);
	}
	for (i = 0; i < names.len && r == 0; i += strlen(name) + 1) {
		name = (const char *)names.data + i;
		if ((end = ending(name)) != NULL && strcmp(end, ".idx") != 0 &&
		    strcmp(end, ".pack") != 0)
			spare(l, name, end);
	}
	bytes_free(&names);
	return r;
}

int
repack_replace(struct repo *r, int folder, const struct moves *m,
    struct journal *j)
{
	int code, settled;

	if ((code = journal_write(j, r, folder)) == 0 &&
	    (code = place_all(r, folder, m)) == 0)
		code = repo_rescan(r);
	/* Now the old ones go; or what is in place of the new one. */
	settled = journal_settle(r, folder);
	place_clear(folder);
	if (settled == 0)
		journal_remove(folder);
	(void)repo_rescan(r);
	return code < 0 ? code : settled;
}

/* The merged pack, aside; *bad as packmerge() tells it. */
static int
make(struct pack *v, size_t n, int folder, struct moves *m, size_t *bad)
{
	uint8_t sum[SHA1_BYTES];
	int out = -1, out_index = -1, r;

	*bad = n;
	place_clear(folder);
	if ((r = place_open(folder, PLACE_PACK, &out)) == 0 &&
	    (r = place_open(folder, PLACE_INDEX, &out_index)) == 0)
		r = packmerge(v, n, out, out_index, sum, bad);
	io_close(&out);
	io_close(&out_index);
	if (r == 0)
		place_pack(m, sum);
	return r;
}

static int
replace_packs(struct repo *r, int folder, const struct moves *m,
    const struct pack *v, size_t n)
{
	struct journal j = JOURNAL_INIT;
	char path[PLACE_SIZE];
	size_t i;
	int code;

	journal_merge(&j);
	place_note(m, &j);
	for (i = 0; i < n; i++) {
		(void)snprintf(path, sizeof(path), FOLDER "/%.45s.pack",
		    v[i].name);
		journal_drop(&j, path);
		(void)snprintf(path, sizeof(path), FOLDER "/%.45s.idx",
		    v[i].name);
		journal_drop(&j, path);
	}
	code = repack_replace(r, folder, m, &j);
	journal_free(&j);
	return code;
}

static void
close_one(struct pack *v, size_t *n, size_t i)
{
	pack_close(&v[i]);
	v[i] = v[--*n];
}

/* Open those of one class, as many as go together. */
static size_t
open_class(const struct list *l, unsigned class, int dir, struct pack *v)
{
	uint64_t total = PACK_HEAD_BYTES;
	size_t i, n = 0;

	for (i = 0; i < l->n && n < PACKMERGE_MAX; i++) {
		if (l->v[i].class != class)
			continue;
		memcpy(v[n].name, l->v[i].name, sizeof(v[n].name));
		if (pack_open(&v[n], dir) < 0)
			continue;
		total += v[n].size;
		if (v[n].idx.far == 0 && total <= PACKMERGE_BYTES_MAX)
			n++;
		else
			pack_close(&v[n]);
	}
	return n;
}

/* 0 when a pack was made of the class. */
static int
merge_class(struct repo *r, int folder, int dir, const struct list *l,
    unsigned class)
{
	struct pack *v = calloc(PACKMERGE_MAX, sizeof(*v));
	struct moves m = { .n = 0 };
	size_t i, bad, n, all = 0;
	int code = ERR_NOT_FOUND;

	if (v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < l->n; i++)
		all += l->v[i].class == class;
	n = all >= REPACK_FAN ? open_class(l, class, dir, v) : 0;
	/* One that does not go with the others is left as it is. */
	while (n >= REPACK_FAN / 2 &&
	    (code = make(v, n, folder, &m, &bad)) < 0 && bad < n)
		close_one(v, &n, bad);
	if (code == 0)
		code = replace_packs(r, folder, &m, v, n);
	while (n > 0)
		close_one(v, &n, 0);
	free(v);
	return code;
}

static void
merge_packs(struct repo *r, int folder)
{
	struct list l;
	unsigned class;
	int dir, code;

	if (span_folder(repo_dir(r), FOLDER, &dir) < 0)
		return;
	/* What one class becomes may fill the next. */
	for (class = 0; class < CLASSES; class++) {
		if ((code = list_packs(&l, dir)) == 0)
			code = merge_class(r, folder, dir, &l, class);
		free(l.v);
		if (code < 0 && code != ERR_NOT_FOUND)
			break;
	}
	io_close(&dir);
}

void
repack(struct repo *r, struct stages *incoming)
{
	int folder;

	if (stages_folder(incoming, repo_dir(r), &folder) < 0)
		return;
	repack_loose(r, folder);
	merge_packs(r, folder);
	place_clear(folder);
}
