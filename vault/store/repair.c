/* repair.c -- see repair.h: what lies in the folder. */
#include "vault/store/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/chain.h"
#include "vault/store/check.h"
#include "vault/store/config.h"
#include "vault/store/layout.h"
#include "vault/store/lfs.h"
#include "vault/store/lock.h"
#include "vault/store/salvage.h"
#include "vault/store/span.h"

#define NAME_BYTES 320
#define PACKS_FOLDER "objects/pack/"

/* What the check told, kept until it is through: then the work begins. */
struct item {
	char *name, *line;
	enum remedy remedy;
};

struct items {
	struct item *v;
	size_t n;
};

int
repair_tell(struct repair *p, const char *rule, const char *name,
    const char *fmt, ...)
{
	char line[ERR_LINE_MAX];
	const struct trouble t = { .rule = rule, .name = name, .line = line };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	p->mended += strcmp(rule, "mended") == 0;
	p->aside += strcmp(rule, "aside") == 0;
	p->left += strcmp(rule, "left") == 0;
	return p->to.say(p->to.arg, &t);
}

static bool
same_item(const struct items *l, const char *name, enum remedy remedy)
{
	return l->n > 0 && l->v[l->n - 1].remedy == remedy &&
	    strcmp(l->v[l->n - 1].name, name) == 0;
}

static int
keep(void *arg, const struct trouble *t)
{
	struct items *l = arg;
	char name[LFS_NAME_SIZE];
	const char *path = t->name;
	struct item *v;

	/* An object that is missing is not mended here; a large one that is
	 * there, but is another, is moved. */
	if (t->remedy == REMEDY_OBJECT || t->remedy == REMEDY_BRANCH)
		return 0;
	if (t->remedy == REMEDY_LARGE) {
		lfs_name(name, t->large);
		path = name;
	}
	if (same_item(l, path, t->remedy))
		return 0;
	if (l->n >= REPAIRS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u things are wrong; "
		    "restore the vault from a copy", REPAIRS_MAX);
	/* Doubled at each power of two. */
	if ((l->n & (l->n - 1)) == 0) {
		v = realloc(l->v, (l->n * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->v = v;
	}
	v = &l->v[l->n];
	v->name = strdup(path);
	v->line = strdup(t->line);
	v->remedy = t->remedy;
	l->n++;
	return v->name != NULL && v->line != NULL ? 0 :
	    err_set(ERR_NO_MEMORY, "out of memory");
}

static void
items_free(struct items *l)
{
	while (l->n-- > 0) {
		free(l->v[l->n].name);
		free(l->v[l->n].line);
	}
	free(l->v);
}

static int
move(struct repair *p, const struct item *i)
{
	int r;

	if (!p->dry && (r = quarantine_move(&p->quarantine, i->name,
	    i->line)) < 0)
		return r;
	return repair_tell(p, "aside", i->name, "%s: %s", p->dry ?
	    "would be moved aside" : "moved aside", i->line);
}

static int
replace(struct repo *r, struct repair *p, const struct item *i,
    const char *text)
{
	int code;

	if ((code = move(p, i)) < 0)
		return code;
	if (!p->dry && (code = repo_replace(r, i->name, text,
	    strlen(text))) < 0)
		return code;
	return repair_tell(p, "mended", i->name, "%s as a new vault has it",
	    p->dry ? "would be written" : "written");
}

/* An object that another file of the vault still has, or that only lay in a
 * file with bits changed that mean nothing, is not lost with this one. */
static int
move_object(struct repo *r, struct repair *p, const struct item *i)
{
	git_odb_object *o = NULL;
	struct store_wanted w = { .large = false };
	git_odb *odb = NULL;
	char hex[GIT_OID_HEXSZ + 1];
	git_oid id;
	int fd = -1, code;

	(void)snprintf(hex, sizeof(hex), "%.2s%s", i->name + 8, i->name + 11);
	if (!p->dry && git_oid_fromstr(&id, hex) == 0 &&
	    git_repository_odb(&odb, repo_git(r)) == 0)
		(void)git_odb_read(&o, odb, &id);
	if ((code = move(p, i)) == 0 && o != NULL) {
		memcpy(w.hash, id.id, GIT_OID_RAWSZ);
		if ((code = io_memfd_from(&fd, "object",
		    git_odb_object_data(o), git_odb_object_size(o))) == 0 &&
		    (code = repair_take(r, &w,
		    (uint8_t)git_odb_object_type(o), fd)) == 0)
			code = repair_tell(p, "mended", i->name, "written "
			    "anew");
	}
	io_close(&fd);
	git_odb_object_free(o);
	git_odb_free(odb);
	return code;
}

static bool
is_object(const char *name)
{
	return strncmp(name, "objects/", 8) == 0 && strlen(name) ==
	    8 + GIT_OID_HEXSZ + 1 && name[10] == '/';
}

/* "objects/pack/<name>.<end>" and all that goes by that name. */
struct old_pack {
	struct repair *repair;
	const char *name, *why;
};

static int
move_pack(void *arg)
{
	static const char *const ends[] = { "pack", "idx", "rev", "bitmap",
	    "mtimes", "keep" };
	const struct old_pack *o = arg;
	char path[NAME_BYTES];
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]) && r == 0; i++) {
		(void)snprintf(path, sizeof(path), PACKS_FOLDER "%s.%s",
		    o->name, ends[i]);
		r = quarantine_move(&o->repair->quarantine, path, o->why);
	}
	return r;
}

static int
mend_pack(struct repo *r, struct repair *p, const struct item *i)
{
	char name[NAME_BYTES];
	const struct old_pack old = { .repair = p, .name = name,
	    .why = i->line };
	uint64_t saved;
	bool whole;
	int objects = -1, code;

	(void)snprintf(name, sizeof(name), "%s",
	    i->name + strlen(PACKS_FOLDER));
	if (strrchr(name, '.') != NULL)
		*strrchr(name, '.') = '\0';
	if (p->dry)
		return repair_tell(p, "mended", i->name, "would be read as "
		    "far as it can be and written anew: %s", i->line);
	if ((code = span_folder(repo_dir(r), "objects", &objects)) < 0)
		return code;
	code = salvage_pack(objects, name, move_pack, (void *)(uintptr_t)&old,
	    &saved, &whole);
	io_close(&objects);
	if (code == ERR_NOT_FOUND)	/* done with its other file */
		return 0;
	if (code < 0)
		return code;
	return repair_tell(p, whole ? "mended" : "aside", i->name, "%s "
	    "(%llu objects read and written anew, the old files moved aside)",
	    i->line, (unsigned long long)saved);
}

/* From the history as the branch has it. */
static int
remember_anew(struct repo *r, struct repair *p, const struct item *i)
{
	struct remembered m;
	git_oid head;
	bool born = false;
	int code;

	if ((code = move(p, i)) < 0)
		return code;
	if (p->dry)
		return 0;
	if ((code = repo_head(r, &head, &born)) == 0 && born &&
	    (code = chain_from(r, NULL, &head, &m)) == 0 &&
	    (code = remembered_write(r, REMEMBERED_FILE, &m)) == 0)
		return repair_tell(p, "mended", i->name, "entry %llu is "
		    "remembered as the newest; compare with another copy that "
		    "none was lost", (unsigned long long)m.range.size);
	return repair_tell(p, "left", i->name, "nothing is remembered now, "
	    "since the history cannot be read; run `tipline audit`");
}

static int
make_folder(struct repo *r, struct repair *p, const struct item *i)
{
	if (!p->dry && mkdirat(repo_dir(r), i->name, 0777) != 0 &&
	    errno != EEXIST)
		return err_sys("cannot make the folder %s", i->name);
	return repair_tell(p, "mended", i->name, "the folder %s", p->dry ?
	    "would be made" : "was made");
}

static int
mend(struct repo *r, struct repair *p, const struct item *i)
{
	switch (i->remedy) {
	case REMEDY_ASIDE:
		return is_object(i->name) ? move_object(r, p, i) : move(p, i);
	case REMEDY_LARGE:
		return faccessat(repo_dir(r), i->name, F_OK,
		    AT_SYMLINK_NOFOLLOW) == 0 ? move(p, i) : 0;
	case REMEDY_CONFIG:
		return replace(r, p, i, CONFIG_TEXT);
	case REMEDY_HEAD:
		return replace(r, p, i, LAYOUT_HEAD);
	case REMEDY_REMEMBERED:
		return remember_anew(r, p, i);
	case REMEDY_INDEX:
	case REMEDY_PACK:
		return mend_pack(r, p, i);
	case REMEDY_FOLDER:
		return make_folder(r, p, i);
	default:
		return repair_tell(p, "left", i->name, "%s", i->line);
	}
}

int
repair_files(struct repo *r, struct repair *p)
{
	const struct check_options all = { .data = true };
	struct items items = { .v = NULL };
	const struct troubles to = { .arg = &items, .say = keep };
	struct check_result result;
	size_t i;
	int lock = -1, code;

	p->quarantine = QUARANTINE_INIT(repo_dir(r));
	if ((code = lock_take(repo_dir(r), REPAIR_LOCK_MS, &lock)) < 0 ||
	    (!p->dry && (code = repo_free_branch(r)) < 0 &&
	    code != ERR_IO) ||
	    (code = check_run(r, &all, &to, &result)) < 0)
		goto done;
	for (i = 0; i < items.n && code == 0; i++)
		code = mend(r, p, &items.v[i]);
done:
	quarantine_close(&p->quarantine);
	items_free(&items);
	io_close(&lock);
	return code;
}
