/* tree.c -- see tree.h. */
#include "vault/store/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/changes.h"
#include "vault/store/folder.h"

#define NUMBER_DIGITS_MAX 9

/* Walk down to `path`; ERR_NOT_FOUND when it is not there. */
static int
down(struct repo *r, const git_oid *root, const char *path, bool folder,
    git_oid *out)
{
	const struct folder_entry *e;
	const struct folder *f;
	unsigned depth;
	size_t n;
	bool more;
	int code = 0;

	git_oid_cpy(out, root);
	for (depth = 0; *path != '\0' && code == 0; depth++) {
		n = strcspn(path, "/");
		more = path[n] == '/';
		if (n == 0 || depth >= TREE_DEPTH_MAX)
			return err_set(ERR_NOT_FOUND, "no such path");
		if ((code = folder_get(&f, r, out)) < 0)
			return code;
		if ((e = folder_find(f, path, n, more || folder)) != NULL)
			memcpy(out->id, e->oid, GIT_OID_RAWSZ);
		else
			code = err_set(ERR_NOT_FOUND, "there is no %.*s in "
			    "the vault", (int)n, path);
		folder_put(f);
		path += n + more;
	}
	return code;
}

int
tree_find(struct repo *r, const git_oid *root, const char *path, git_oid *blob)
{
	if (*path == '\0')
		return err_set(ERR_NOT_FOUND, "no such path");
	return down(r, root, path, false, blob);
}

int
tree_file(struct repo *r, const git_oid *root, const char *path,
    struct bytes *b)
{
	git_oid id;
	int code;

	if ((code = tree_find(r, root, path, &id)) < 0)
		return code;
	return repo_read(r, &id, GIT_OBJECT_BLOB, b);
}

int
tree_list(struct repo *r, const git_oid *root, const char *folder,
    struct bytes *names)
{
	const struct folder *f;
	git_oid id;
	size_t i;
	int code;

	code = down(r, root, folder, true, &id);
	if (code == ERR_NOT_FOUND)
		return 0;
	if (code < 0 || (code = folder_get(&f, r, &id)) < 0 || f == NULL)
		return code;
	for (i = 0; i < f->n; i++) {
		(void)bytes_add(names, f->v[i].name, f->v[i].len);
		if (folder_is(&f->v[i]))
			(void)bytes_add(names, "/", 1);
		(void)bytes_add(names, "", 1);
	}
	folder_put(f);
	return bytes_ok(names);
}

/* A path that grows and shrinks as a walk goes down and up. */
struct trail {
	char path[PATH_SIZE];
	size_t len;
	unsigned depth;
};

/* Put a name behind; false when there is no more room. */
static bool
step(struct trail *t, const struct folder_entry *e, size_t *mark)
{
	const size_t n = e->len, slash = t->len > 0;

	*mark = t->len;
	if (t->len + slash + n >= PATH_SIZE || t->depth >= TREE_DEPTH_MAX)
		return false;
	if (slash)
		t->path[t->len++] = '/';
	memcpy(t->path + t->len, e->name, n + 1);
	t->len += n;
	t->depth++;
	return true;
}

static void
back(struct trail *t, size_t mark)
{
	t->len = mark;
	t->path[mark] = '\0';
	t->depth--;
}

static int
too_deep(const struct trail *t)
{
	return err_set(ERR_INTEGRITY, "the folder %s of the vault is deeper "
	    "than any vault's; run `tipline audit`", t->path);
}

static int
walk(struct repo *r, const git_oid *id, struct trail *trail,
    int (*each)(const char *, void *), void *arg)
{
	const struct folder *f;
	git_oid below;
	size_t i, mark;
	int code;

	if ((code = folder_get(&f, r, id)) < 0 || f == NULL)
		return code;
	for (i = 0; i < f->n && code == 0; i++) {
		if (!step(trail, &f->v[i], &mark)) {
			code = too_deep(trail);
			break;
		}
		memcpy(below.id, f->v[i].oid, GIT_OID_RAWSZ);
		code = folder_is(&f->v[i]) ?
		    walk(r, &below, trail, each, arg) :
		    each(trail->path, arg);
		back(trail, mark);
	}
	folder_put(f);
	return code;
}

int
tree_walk(struct repo *r, const git_oid *root, const char *folder,
    int (*each)(const char *path, void *arg), void *arg)
{
	struct trail trail = { .len = 0 };
	git_oid id;
	size_t n = strlen(folder);
	int code;

	code = down(r, root, folder, true, &id);
	if (code == ERR_NOT_FOUND)
		return 0;
	if (code < 0)
		return code;
	if (n > 0 && folder[n - 1] == '/')
		n--;
	memcpy(trail.path, folder, n);	/* down() found it: it is short */
	trail.path[n] = '\0';
	trail.len = n;
	return walk(r, &id, &trail, each, arg);
}

struct diff {
	struct repo *repo;
	struct changes *out;
	struct trail trail;
	tree_damaged *damaged;
	void *arg;
};

static int diff_folders(struct diff *d, const git_oid *from,
    const git_oid *to);

static void
id_of(git_oid *id, const struct folder_entry *e)
{
	memset(id, 0, sizeof(*id));
	if (e != NULL)
		memcpy(id->id, e->oid, GIT_OID_RAWSZ);
}

/* One name that stands on one side, or differs; either may be NULL. */
static int
diff_entry(struct diff *d, const struct folder_entry *from,
    const struct folder_entry *to)
{
	const struct folder_entry *one = to != NULL ? to : from;
	git_oid before, after;
	struct change *c;
	size_t mark;
	int code;

	if (!step(&d->trail, one, &mark)) {
		code = err_set(ERR_INTEGRITY, "a path is longer than any of a "
		    "vault; run `tipline audit`");
		return d->damaged(d->trail.path, code, d->arg);
	}
	if (folder_is(one)) {
		id_of(&before, from);
		id_of(&after, to);
		code = diff_folders(d, &before, &after);
	} else {
		code = changes_add(d->out, d->trail.path, from == NULL ?
		    CHANGE_ADDED : to == NULL ? CHANGE_REMOVED :
		    CHANGE_CHANGED, &c);
		if (code == 0) {
			c->mode = one->mode;
			memcpy(c->oid, one->oid, CHANGE_OID_BYTES);
		}
	}
	back(&d->trail, mark);
	return code;
}

static int
load_side(struct diff *d, const git_oid *id, const struct folder **f)
{
	int code = folder_get(f, d->repo, id);

	if (code != ERR_INTEGRITY && code != ERR_TOO_BIG && code != ERR_IO)
		return code;
	code = d->damaged(d->trail.path, code, d->arg);
	return code < 0 ? code : 1;	/* told; go on without this folder */
}

/* Name and id in one go: see folder.h. */
static bool
same_entry(const struct folder_entry *a, const struct folder_entry *b)
{
	return a->mode == b->mode && a->len == b->len &&
	    memcmp(a->name, b->name, a->len + 1 + GIT_OID_RAWSZ) == 0;
}

static int
diff_folders(struct diff *d, const git_oid *from, const git_oid *to)
{
	const struct folder *a = NULL, *b = NULL;
	const struct folder_entry *x, *y;
	size_t i = 0, j = 0, na, nb;
	int c, code;

	if (git_oid_equal(from, to))
		return 0;
	if ((code = load_side(d, from, &a)) != 0 ||
	    (code = load_side(d, to, &b)) != 0)
		goto done;
	na = a != NULL ? a->n : 0;
	nb = b != NULL ? b->n : 0;
	while ((i < na || j < nb) && code == 0) {
		x = i < na ? &a->v[i] : NULL;
		y = j < nb ? &b->v[j] : NULL;
		if (x != NULL && y != NULL && same_entry(x, y)) {
			i++;
			j++;
			continue;
		}
		c = x == NULL ? 1 : y == NULL ? -1 : folder_compare(x, y);
		i += c <= 0;
		j += c >= 0;
		code = diff_entry(d, c <= 0 ? x : NULL, c >= 0 ? y : NULL);
	}
done:
	folder_put(a);
	folder_put(b);
	return code > 0 ? 0 : code;
}

int
tree_diff(struct repo *r, const git_oid *from, const git_oid *to,
    struct changes *out, tree_damaged *damaged, void *arg)
{
	struct diff d = { .repo = r, .out = out, .damaged = damaged,
	    .arg = arg };
	int code;

	if ((code = diff_folders(&d, from, to)) == 0)
		changes_sort(out);
	return code;
}

int
tree_update(struct repo *r, const git_oid *root, const struct changes *l,
    git_oid *to)
{
	git_tree_update *updates = NULL;
	git_tree *base = NULL;
	size_t i;
	int code = 0;

	if (!git_oid_is_zero(root) &&
	    git_tree_lookup(&base, repo_git(r), root) != 0)
		return repo_failed(r, "a folder of the vault cannot be read");
	if ((updates = calloc(l->n + 1, sizeof(*updates))) == NULL) {
		code = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; i < l->n; i++) {
		updates[i].action = GIT_TREE_UPDATE_UPSERT;
		updates[i].filemode = GIT_FILEMODE_BLOB;
		updates[i].path = l->v[i].name;
		memcpy(updates[i].id.id, l->v[i].oid, CHANGE_OID_BYTES);
	}
	if (git_tree_create_updated(to, repo_git(r), base, l->n,
	    updates) != 0)
		code = repo_failed(r, "cannot write a folder of the vault");
done:
	git_tree_free(base);
	free(updates);
	return code;
}

uint32_t
tree_highest(const struct bytes *names, const char *head)
{
	size_t at, n, digits, hlen = strlen(head);
	uint32_t v, highest = 0;
	const char *name;

	for (at = 0; at < names->len; at += n + 1) {
		name = (const char *)names->data + at;
		n = strlen(name);
		if (strncmp(name, head, hlen) != 0)
			continue;
		digits = strspn(name + hlen, "0123456789");
		if (digits == 0 || digits > NUMBER_DIGITS_MAX ||
		    (name[hlen + digits] != '.' && name[hlen + digits] != '\0'))
			continue;
		v = (uint32_t)strtoul(name + hlen, NULL, 10);
		if (v > highest)
			highest = v;
	}
	return highest;
}
