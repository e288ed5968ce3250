/* tree.c -- see tree.h. */
#include "vault/store/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/changes.h"

#define NUMBER_DIGITS_MAX 9

static bool
is_folder(const git_tree_entry *e)
{
	return git_tree_entry_filemode_raw(e) == GIT_FILEMODE_TREE;
}

/* git's order: a folder's name counts as if it ended in '/'. */
static int
compare(const git_tree_entry *a, const git_tree_entry *b)
{
	const char *x = git_tree_entry_name(a), *y = git_tree_entry_name(b);
	size_t nx = strlen(x), ny = strlen(y), n = nx < ny ? nx : ny;
	int c = memcmp(x, y, n);
	unsigned char cx, cy;

	if (c != 0)
		return c;
	cx = (unsigned char)(nx > n ? x[n] : is_folder(a) ? '/' : '\0');
	cy = (unsigned char)(ny > n ? y[n] : is_folder(b) ? '/' : '\0');
	return (cx > cy) - (cx < cy);
}

static bool
name_fits(const char *name)
{
	return *name != '\0' && strchr(name, '/') == NULL &&
	    strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	    strcmp(name, ".git") != 0;
}

/* A folder, checked; NULL in *out for the empty tree. */
static int
load(struct repo *r, const git_oid *id, git_tree **out)
{
	const git_tree_entry *e, *last = NULL;
	char hex[GIT_OID_HEXSZ + 1];
	size_t i;

	*out = NULL;
	if (git_oid_is_zero(id))
		return 0;
	if (git_tree_lookup(out, repo_git(r), id) != 0) {
		*out = NULL;
		return repo_failed(r, "a folder of the vault cannot be read");
	}
	for (i = 0; i < git_tree_entrycount(*out); i++, last = e) {
		e = git_tree_entry_byindex(*out, i);
		if (name_fits(git_tree_entry_name(e)) &&
		    (last == NULL || (compare(last, e) < 0 &&
		    strcmp(git_tree_entry_name(last),
		    git_tree_entry_name(e)) != 0)))
			continue;
		(void)git_oid_tostr(hex, sizeof(hex), id);
		git_tree_free(*out);
		*out = NULL;
		return err_set(ERR_INTEGRITY, "the folder %s holds names that "
		    "git forbids; restore the vault from a copy", hex);
	}
	return 0;
}

/* Walk down to `path`; ERR_NOT_FOUND when it is not there. */
static int
down(struct repo *r, const git_oid *root, const char *path, bool folder,
    git_oid *out)
{
	const git_tree_entry *e;
	git_tree *t = NULL;
	char name[PATH_SIZE];
	unsigned depth;
	size_t n;
	bool more;
	int code = 0;

	git_oid_cpy(out, root);
	for (depth = 0; *path != '\0'; depth++) {
		n = strcspn(path, "/");
		more = path[n] == '/';
		if (n == 0 || n >= sizeof(name) || depth >= TREE_DEPTH_MAX)
			return err_set(ERR_NOT_FOUND, "no such path");
		memcpy(name, path, n);
		name[n] = '\0';
		path += n + more;
		if ((code = load(r, out, &t)) < 0)
			return code;
		e = t != NULL ? git_tree_entry_byname(t, name) : NULL;
		if (e == NULL || is_folder(e) != (more || folder)) {
			git_tree_free(t);
			return err_set(ERR_NOT_FOUND, "there is no %s in the "
			    "vault", name);
		}
		git_oid_cpy(out, git_tree_entry_id(e));
		git_tree_free(t);
	}
	return 0;
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
	const git_tree_entry *e;
	git_tree *t = NULL;
	git_oid id;
	size_t i;
	int code;

	code = down(r, root, folder, true, &id);
	if (code == ERR_NOT_FOUND)
		return 0;
	if (code < 0 || (code = load(r, &id, &t)) < 0 || t == NULL)
		return code;
	for (i = 0; i < git_tree_entrycount(t); i++) {
		e = git_tree_entry_byindex(t, i);
		(void)bytes_add_str(names, git_tree_entry_name(e));
		(void)bytes_add(names, "/", is_folder(e) ? 2 : 0);
		if (!is_folder(e))
			(void)bytes_add(names, "", 1);
	}
	git_tree_free(t);
	return bytes_ok(names);
}

/* A path that grows and shrinks as a walk goes down and up. */
struct trail {
	char path[PATH_SIZE];
	size_t len;
	unsigned depth;
};

/* Put `name` behind; false when there is no more room. */
static bool
step(struct trail *t, const char *name, size_t *mark)
{
	size_t n = strlen(name), slash = t->len > 0;

	*mark = t->len;
	if (t->len + slash + n >= PATH_SIZE || t->depth >= TREE_DEPTH_MAX)
		return false;
	if (slash)
		t->path[t->len++] = '/';
	memcpy(t->path + t->len, name, n + 1);
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
	const git_tree_entry *e;
	git_tree *t = NULL;
	size_t i, mark;
	int code;

	if ((code = load(r, id, &t)) < 0 || t == NULL)
		return code;
	for (i = 0; i < git_tree_entrycount(t) && code == 0; i++) {
		e = git_tree_entry_byindex(t, i);
		if (!step(trail, git_tree_entry_name(e), &mark)) {
			code = too_deep(trail);
			break;
		}
		code = is_folder(e) ?
		    walk(r, git_tree_entry_id(e), trail, each, arg) :
		    each(trail->path, arg);
		back(trail, mark);
	}
	git_tree_free(t);
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
	void (*damaged)(const char *path, void *arg);
	void *arg;
};

static const git_oid zero_oid;

static int diff_folders(struct diff *d, const git_oid *from,
    const git_oid *to);

/* One name that stands on one side, or differs; either may be NULL. */
static int
diff_entry(struct diff *d, const git_tree_entry *from,
    const git_tree_entry *to)
{
	const git_tree_entry *one = to != NULL ? to : from;
	struct change *c;
	size_t mark;
	int code;

	if (!step(&d->trail, git_tree_entry_name(one), &mark)) {
		d->damaged(d->trail.path, d->arg);
		return 0;
	}
	if (is_folder(one)) {
		code = diff_folders(d,
		    from != NULL ? git_tree_entry_id(from) : &zero_oid,
		    to != NULL ? git_tree_entry_id(to) : &zero_oid);
	} else {
		code = changes_add(d->out, d->trail.path, from == NULL ?
		    CHANGE_ADDED : to == NULL ? CHANGE_REMOVED :
		    CHANGE_CHANGED, &c);
		if (code == 0) {
			c->mode = git_tree_entry_filemode_raw(one);
			memcpy(c->oid, git_tree_entry_id(one)->id,
			    CHANGE_OID_BYTES);
		}
	}
	back(&d->trail, mark);
	return code;
}

static int
load_side(struct diff *d, const git_oid *id, git_tree **t)
{
	int code = load(d->repo, id, t);

	if (code != ERR_INTEGRITY)
		return code;
	d->damaged(d->trail.path, d->arg);
	return 1;	/* told; go on without this folder */
}

static int
diff_folders(struct diff *d, const git_oid *from, const git_oid *to)
{
	git_tree *a = NULL, *b = NULL;
	const git_tree_entry *x, *y;
	size_t i = 0, j = 0, na, nb;
	int c, code;

	if (git_oid_equal(from, to))
		return 0;
	if ((code = load_side(d, from, &a)) != 0 ||
	    (code = load_side(d, to, &b)) != 0)
		goto done;
	na = a != NULL ? git_tree_entrycount(a) : 0;
	nb = b != NULL ? git_tree_entrycount(b) : 0;
	while ((i < na || j < nb) && code == 0) {
		x = i < na ? git_tree_entry_byindex(a, i) : NULL;
		y = j < nb ? git_tree_entry_byindex(b, j) : NULL;
		c = x == NULL ? 1 : y == NULL ? -1 : compare(x, y);
		i += c <= 0;
		j += c >= 0;
		if (c == 0 && git_tree_entry_filemode_raw(x) ==
		    git_tree_entry_filemode_raw(y) &&
		    git_oid_equal(git_tree_entry_id(x), git_tree_entry_id(y)))
			continue;
		code = diff_entry(d, c <= 0 ? x : NULL, c >= 0 ? y : NULL);
	}
done:
	git_tree_free(a);
	git_tree_free(b);
	return code > 0 ? 0 : code;
}

int
tree_diff(struct repo *r, const git_oid *from, const git_oid *to,
    struct changes *out, void (*damaged)(const char *path, void *arg),
    void *arg)
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
	int code;

	if ((code = load(r, root, &base)) < 0)
		return code;
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
