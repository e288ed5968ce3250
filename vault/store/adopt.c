/* adopt.c -- see adopt.h. */
#include "vault/store/adopt.h"

#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/chain.h"
#include "vault/store/entry.h"
#include "vault/store/loose.h"
#include "vault/store/packs.h"
#include "vault/store/span.h"
#include "vault/store/tree.h"

struct source {
	struct repo *to;
	int folder;
	git_odb *odb;
	git_odb_backend *loose, *packs;	/* owned by odb */
};

static void
source_close(struct source *s)
{
	git_odb_free(s->odb);
	io_close(&s->folder);
}

static int
source_open(struct source *s, struct repo *to, const char *objects)
{
	int code;

	*s = (struct source){ .to = to, .folder = -1 };
	if ((code = span_folder(repo_dir(to), objects, &s->folder)) < 0)
		return code;
	if (git_odb_new(&s->odb) != 0)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return repo_add_stored(s->odb, s->folder, &s->loose, &s->packs);
}

static int
not_read(struct source *s, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];
	int code = s->loose != NULL ? loose_failure(s->loose) : 0;

	if (code == 0 && s->packs != NULL)
		code = packs_failure(s->packs);
	return code != 0 ? code : err_set(ERR_INTEGRITY, "the object %s was "
	    "not received; fetch again",
	    git_oid_tostr(hex, sizeof(hex), id));
}

static int
foreign(const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1];

	return err_set(ERR_INTEGRITY, "the object %s that was received belongs "
	    "to no vault; ask whoever keeps the other copy",
	    git_oid_tostr(hex, sizeof(hex), id));
}

/* Its content; also from the vault, where a commit before may lie. */
static int
read_one(struct source *s, const git_oid *id, git_object_t type,
    git_odb_object **o)
{
	if (git_odb_read(o, s->odb, id) != 0) {
		*o = NULL;
		return not_read(s, id);
	}
	return git_odb_object_type(*o) == type ? 0 : foreign(id);
}

static int
keep(struct source *s, const git_oid *id, const git_odb_object *o)
{
	git_odb_object *object = (git_odb_object *)(uintptr_t)o;

	return spool_add(repo_spool(s->to), git_odb_object_type(object),
	    git_odb_object_data(object), git_odb_object_size(object), id);
}

static int
adopt_blob(struct source *s, const git_oid *id)
{
	git_odb_object *o = NULL;
	int code;

	if ((code = read_one(s, id, GIT_OBJECT_BLOB, &o)) == 0)
		code = keep(s, id, o);
	git_odb_object_free(o);
	return code;
}

/* One row of a folder: "<mode> <name>" NUL <20 bytes>. */
static bool
next_row(const uint8_t **p, const uint8_t *end, bool *folder, git_oid *id)
{
	static const char file[] = "100644 ", sub[] = "40000 ";
	const size_t left = (size_t)(end - *p);
	const uint8_t *nul = memchr(*p, '\0', left);

	if (nul == NULL || (size_t)(end - nul) < 1 + GIT_OID_RAWSZ)
		return false;
	*folder = strncmp((const char *)*p, sub, strlen(sub)) == 0;
	if (!*folder && strncmp((const char *)*p, file, strlen(file)) != 0)
		return false;
	memcpy(id->id, nul + 1, GIT_OID_RAWSZ);
	*p = nul + 1 + GIT_OID_RAWSZ;
	return true;
}

/* What is below comes first: whatever is there has all that it refers to. */
static int
adopt_tree(struct source *s, const git_oid *id, unsigned depth)
{
	git_odb_object *o = NULL;
	const uint8_t *p, *end;
	git_oid below;
	bool folder;
	int code;

	if (depth > TREE_DEPTH_MAX)
		return foreign(id);
	if ((code = read_one(s, id, GIT_OBJECT_TREE, &o)) < 0)
		goto done;
	p = git_odb_object_data(o);
	for (end = p + git_odb_object_size(o); p < end && code == 0;) {
		if (!next_row(&p, end, &folder, &below))
			code = foreign(id);
		else if (!repo_has(s->to, &below))
			code = folder ? adopt_tree(s, &below, depth + 1) :
			    adopt_blob(s, &below);
	}
	if (code == 0)
		code = keep(s, id, o);
done:
	git_odb_object_free(o);
	return code;
}

/* One commit; its tree first. */
static int
adopt_commit(struct source *s, const git_oid *id)
{
	struct entry_commit c = ENTRY_COMMIT_INIT;
	git_odb_object *o = NULL;
	int code;

	if ((code = read_one(s, id, GIT_OBJECT_COMMIT, &o)) < 0)
		goto done;
	if (entry_parse(&c, git_odb_object_data(o),
	    git_odb_object_size(o)) < 0) {
		code = foreign(id);
		goto done;
	}
	if (!repo_has(s->to, &c.tree))
		code = adopt_tree(s, &c.tree, 0);
	if (code == 0)
		code = keep(s, id, o);
done:
	entry_free(&c);
	git_odb_object_free(o);
	return code;
}

/* The commits that the vault lacks, newest first. */
static int
missing(struct source *s, const git_oid *commit, struct chain *c)
{
	struct entry_commit e;
	git_odb_object *o;
	git_oid at = *commit, *v;
	int code = 0;

	while (code == 0 && !repo_has(s->to, &at)) {
		if (c->n >= PACKOUT_OBJECTS_MAX)
			return err_set(ERR_TOO_BIG, "more than %u entries at "
			    "once; take them in parts", PACKOUT_OBJECTS_MAX);
		/* Doubled at each power of two. */
		if ((c->n & (c->n - 1)) == 0) {
			v = realloc(c->v, (c->n * 2 + 1) * sizeof(*v));
			if (v == NULL)
				return err_set(ERR_NO_MEMORY, "out of memory");
			c->v = v;
		}
		c->v[c->n++] = at;
		e = ENTRY_COMMIT_INIT;
		if ((code = read_one(s, &at, GIT_OBJECT_COMMIT, &o)) == 0 &&
		    entry_parse(&e, git_odb_object_data(o),
		    git_odb_object_size(o)) < 0)
			code = foreign(&at);
		git_odb_object_free(o);
		at = e.parent;
		if (e.nparents == 0 && code == 0) {
			entry_free(&e);
			break;
		}
		entry_free(&e);
	}
	return code;
}

int
adopt(struct repo *r, const char *objects, const git_oid *commit)
{
	struct source s;
	struct chain c = { .v = NULL };
	int code;

	if ((code = source_open(&s, r, objects)) == 0)
		code = missing(&s, commit, &c);
	while (code == 0 && c.n > 0)
		code = adopt_commit(&s, &c.v[--c.n]);
	chain_free(&c);
	source_close(&s);
	return code;
}
