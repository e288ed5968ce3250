/*
 * repair_branch.c -- see repair.h: when the newest entry cannot be read, which
 * is the newest that can; and going on from an entry that a person named.
 */
#include "vault/store/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/chain.h"
#include "vault/store/check.h"
#include "vault/store/config.h"
#include "vault/store/entry.h"
#include "vault/store/idx.h"
#include "vault/store/lock.h"
#include "vault/store/span.h"

#define ASIDE "refs/tipline/aside"
#define ASIDES_MAX 10000
#define NAME_BYTES 320

/* Every entry that can be read, wherever it lies. */
struct found {
	git_oid id, parent;
	bool known;		/* its number */
	uint32_t number;	/* 0: its history does not reach the first */
	struct found *child;	/* while numbers are given */
};

struct search {
	struct repo *repo;
	struct found *v;
	size_t n;
};

static int
note(struct search *s, const git_oid *id)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	struct found *v;
	int r = 0;

	if (repo_read(s->repo, id, GIT_OBJECT_COMMIT, &raw) < 0 ||
	    entry_parse(&c, raw.data, raw.len) < 0)
		goto done;
	/* Doubled at each power of two. */
	if ((s->n & (s->n - 1)) == 0) {
		if ((v = realloc(s->v, (s->n * 2 + 1) * sizeof(*v))) == NULL) {
			r = err_set(ERR_NO_MEMORY, "out of memory");
			goto done;
		}
		s->v = v;
	}
	v = &s->v[s->n++];
	git_oid_cpy(&v->id, id);
	git_oid_cpy(&v->parent, &c.parent);
	v->known = c.nparents == 0;
	v->number = v->known;
done:
	entry_free(&c);
	bytes_free(&raw);
	return r;
}

static int
note_row(const struct idx_row *row, void *arg)
{
	return note(arg, &row->id);
}

static int
search_pack(struct search *s, int dir, const char *name)
{
	const size_t len = strlen(name);
	struct idx x;
	uint64_t size;
	int fd, r;

	if (len < 5 || strcmp(name + len - 4, ".idx") != 0 ||
	    span_open(dir, name, &fd, &size) < 0)
		return 0;
	r = idx_head(&x, fd, size);
	if (r == 0)
		r = idx_each(&x, fd, note_row, s);
	io_close(&fd);
	return r == ERR_INTEGRITY ? 0 : r;
}

static int
search_folder(struct search *s, int objects, const char *folder)
{
	struct bytes names = BYTES_INIT(CHECK_NAMES_MAX);
	char hex[NAME_BYTES];
	const char *name;
	git_oid id;
	size_t at;
	int dir = -1, r;

	if ((r = config_folder(objects, folder, &names)) < 0 ||
	    names.len == 0 || (r = span_folder(objects, folder, &dir)) < 0)
		goto done;
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		(void)snprintf(hex, sizeof(hex), "%s%s", folder, name);
		if (strcmp(folder, "pack") == 0)
			r = search_pack(s, dir, name);
		else if (hex_parse(id.id, GIT_OID_RAWSZ, hex, strlen(hex)))
			r = note(s, &id);
	}
done:
	io_close(&dir);
	bytes_free(&names);
	return r;
}

static int
search_all(struct search *s)
{
	char folder[3];
	unsigned i;
	int objects, r;

	if ((r = span_folder(repo_dir(s->repo), "objects", &objects)) < 0)
		return r;
	r = search_folder(s, objects, "pack");
	for (i = 0; i < 256 && r == 0; i++) {
		(void)snprintf(folder, sizeof(folder), "%02x", i);
		r = search_folder(s, objects, folder);
	}
	io_close(&objects);
	return r;
}

static int
by_id(const void *a, const void *b)
{
	return git_oid_cmp(&((const struct found *)a)->id,
	    &((const struct found *)b)->id);
}

static struct found *
find(struct search *s, const git_oid *id)
{
	struct found key;

	git_oid_cpy(&key.id, id);
	return bsearch(&key, s->v, s->n, sizeof(*s->v), by_id);
}

/* Down the parents to one whose number is known, and back up again. */
static void
number(struct search *s, struct found *f)
{
	struct found *down = NULL, *p;

	/* `child` leads back to where this began. */
	while (f != NULL && !f->known) {
		f->known = true;	/* also ends a circle */
		f->child = down;
		down = f;
		f = find(s, &f->parent);
	}
	for (p = f; down != NULL; p = down, down = down->child)
		down->number = p != NULL && p->number > 0 ?
		    p->number + 1 : 0;
}

/* Number them from the first on; the one with the highest, or NULL. */
static const struct found *
newest_sound(struct search *s)
{
	const struct found *best = NULL;
	size_t i;

	if (s->n > 0)
		qsort(s->v, s->n, sizeof(*s->v), by_id);
	for (i = 0; i < s->n; i++)
		number(s, &s->v[i]);
	for (i = 0; i < s->n; i++)
		if (s->v[i].number > 0 &&
		    (best == NULL || s->v[i].number > best->number))
			best = &s->v[i];
	return best;
}

/* How many entries this vault remembers; 0: it cannot be told. */
static uint64_t
remembered_size(struct repo *r)
{
	struct memory m;

	return remembered_read(r, REMEMBERED_FILE, &m) == 0 && m.n > 0 ?
	    m.v[m.n - 1].range.size : 0;
}

static int
tell_newest(struct repo *r, struct repair *p)
{
	struct search s = { .repo = r };
	const uint64_t had = remembered_size(r);
	const struct found *f;
	char hex[GIT_OID_HEXSZ + 1], lost[80] = "whatever came after it";
	int code;

	if ((code = search_all(&s)) < 0)
		goto done;
	if ((f = newest_sound(&s)) == NULL) {
		code = repair_tell(p, "left", "refs/heads/main", "no entry of "
		    "the history can be read; restore the vault from a copy");
		goto done;
	}
	if (had > f->number)
		(void)snprintf(lost, sizeof(lost), "%llu entr%s after it",
		    (unsigned long long)(had - f->number),
		    had - f->number == 1 ? "y" : "ies");
	code = repair_tell(p, "left", "refs/heads/main", "the newest entry "
	    "cannot be read; the newest that can is number %u, %s, and %s "
	    "would be lost: get them with `tipline repair --from COPY`, or "
	    "say `tipline repair --branch %s`", f->number,
	    git_oid_tostr(hex, sizeof(hex), &f->id), lost, hex);
done:
	free(s.v);
	return code;
}

/* The branch stands at an entry that can be read. */
static bool
stands(struct repo *r)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	git_oid head;
	bool born = false, ok;

	ok = repo_head(r, &head, &born) == 0 && born &&
	    repo_read(r, &head, GIT_OBJECT_COMMIT, &raw) == 0;
	bytes_free(&raw);
	return ok;
}

/* The entry that was named is one of a whole history. */
static int
find_named(struct repo *r, const char *hex, git_oid *id, struct remembered *m)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int code = ERR_FORMAT;

	if (hex_parse(id->id, GIT_OID_RAWSZ, hex, strlen(hex)) &&
	    (code = repo_read(r, id, GIT_OBJECT_COMMIT, &raw)) == 0 &&
	    (code = entry_parse(&c, raw.data, raw.len)) == 0)
		code = chain_from(r, NULL, id, m);
	entry_free(&c);
	bytes_free(&raw);
	return code == 0 ? 0 : err_set(ERR_NOT_FOUND, "there is no entry %s "
	    "with a whole history; `tipline repair` without --branch names "
	    "the newest", hex);
}

/* refs/tipline/aside/<n> keeps what the branch said, if it can be read. */
static int
keep_old(struct repo *r)
{
	char name[64], text[GIT_OID_HEXSZ + 2];
	git_oid head;
	struct stat st;
	bool born = false;
	unsigned n;
	int dir, code;

	if (!stands(r) || repo_head(r, &head, &born) < 0)
		return 0;
	if ((mkdirat(repo_dir(r), "refs/tipline", 0777) != 0 &&
	    errno != EEXIST) ||
	    (mkdirat(repo_dir(r), ASIDE, 0777) != 0 && errno != EEXIST))
		return err_sys("cannot make the folder " ASIDE);
	if ((code = span_folder(repo_dir(r), ASIDE, &dir)) < 0)
		return code;
	for (n = 1; n < ASIDES_MAX; n++) {
		(void)snprintf(name, sizeof(name), "%u", n);
		if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			break;
	}
	(void)git_oid_tostr(text, GIT_OID_HEXSZ + 1, &head);
	text[GIT_OID_HEXSZ] = '\n';
	code = io_write_file(dir, name, text, GIT_OID_HEXSZ + 1, 0644);
	io_close(&dir);
	return code;
}

static int
go_on_from(struct repo *r, struct repair *p)
{
	char text[GIT_OID_HEXSZ + 2], why[128];
	struct remembered m;
	git_oid id;
	int heads = -1, code;

	if ((code = find_named(r, p->branch, &id, &m)) < 0)
		return code;
	(void)snprintf(why, sizeof(why), "the branch goes on from entry %llu, "
	    "as was asked for", (unsigned long long)m.range.size);
	if (p->dry)
		return repair_tell(p, "mended", "refs/heads/main", "would "
		    "be: %s", why);
	(void)git_oid_tostr(text, GIT_OID_HEXSZ + 1, &id);
	text[GIT_OID_HEXSZ] = '\n';
	if ((code = keep_old(r)) < 0 ||
	    (code = quarantine_move(&p->quarantine, REMEMBERED_FILE,
	    why)) < 0 ||
	    (code = quarantine_move(&p->quarantine, "refs/heads/main",
	    why)) < 0 ||
	    (code = span_folder(repo_dir(r), "refs/heads", &heads)) < 0 ||
	    (code = io_replace_file(heads, "main", text, GIT_OID_HEXSZ + 1,
	    0644)) < 0 ||
	    (code = remembered_write(r, REMEMBERED_FILE, &m)) < 0)
		goto done;
	code = repair_tell(p, "mended", "refs/heads/main", "%s", why);
done:
	io_close(&heads);
	return code;
}

int
repair_branch(struct repo *r, struct repair *p)
{
	int lock = -1, code;

	p->quarantine = QUARANTINE_INIT(repo_dir(r));
	if (p->branch[0] == '\0')
		return stands(r) ? 0 : tell_newest(r, p);
	if ((code = lock_take(repo_dir(r), REPAIR_LOCK_MS, &lock)) == 0)
		code = go_on_from(r, p);
	quarantine_close(&p->quarantine);
	io_close(&lock);
	return code;
}
