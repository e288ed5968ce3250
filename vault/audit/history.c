/* history.c -- see history.h. */
#include "vault/audit/history.h"

#include <stdio.h>
#include <string.h>

#include "vault/audit/overdue.h"
#include "vault/audit/rules.h"
#include "vault/base/err.h"
#include "vault/store/chain.h"
#include "vault/store/changes.h"
#include "vault/store/entry.h"
#include "vault/store/lfs.h"
#include "vault/store/tree.h"
#include "vault/store/writer.h"

#define TOLD_MAX 64	/* findings kept, so as not to repeat them */

struct told {
	char rule[16];
	char path[PATH_SIZE];
	uint64_t entry;
};

struct history {
	struct repo *repo;
	const struct stretch *stretch;
	struct verdict *verdict;
	int stop;			/* what the caller answered, if not 0 */

	uint64_t number;		/* of the entry that is looked at */
	char commit[GIT_OID_HEXSZ + 1];
	git_oid tree_before;		/* zero: the first entry */
	uint8_t sum_before[SHA256_BYTES];
	bool known_before;		/* the parent could be read */
	struct overdue overdue;
	bool overdue_known;		/* the newest tree can be read */
	struct told told[TOLD_MAX];
	size_t ntold;
};

/* The same damage shows in many entries; any other rule once an entry. */
static bool
told_before(struct history *h, const char *rule, const char *path)
{
	const size_t n = h->ntold < TOLD_MAX ? h->ntold : TOLD_MAX;
	const bool damage = strcmp(rule, "damage") == 0;
	struct told *t;
	size_t i;

	if (*path == '\0')
		return false;
	for (i = 0; i < n; i++) {
		t = &h->told[i];
		if (strcmp(t->rule, rule) == 0 && strcmp(t->path, path) == 0 &&
		    (damage || t->entry == h->number))
			return true;
	}
	t = &h->told[h->ntold++ % TOLD_MAX];
	(void)snprintf(t->rule, sizeof(t->rule), "%s", rule);
	(void)snprintf(t->path, sizeof(t->path), "%s", path);
	t->entry = h->number;
	return false;
}

/* Cut to fit; whoever prints it escapes it. */
static void
copy_cut(char *to, size_t size, const char *from)
{
	size_t i;

	for (i = 0; from[i] != '\0' && i + 1 < size; i++)
		to[i] = from[i];
	to[i] = '\0';
}

static void
tell_as(struct history *h, enum weight weight, const char *rule,
    const char *path, const char *line)
{
	struct finding_read f;

	memset(&f, 0, sizeof(f));
	f.weight = weight;
	f.entry = h->number;
	copy_cut(f.rule, sizeof(f.rule), rule);
	copy_cut(f.commit, sizeof(f.commit), h->commit);
	copy_cut(f.path, sizeof(f.path), path);
	copy_cut(f.line, sizeof(f.line), line);
	h->stop = h->stretch->each(&f, h->stretch->arg);
}

static void
tell(void *arg, const char *rule, const char *path, const char *line)
{
	struct history *h = arg;

	if (!told_before(h, rule, path) &&
	    ++h->verdict->findings <= HISTORY_FINDINGS_MAX && h->stop == 0)
		tell_as(h, WEIGHT_BROKEN, rule, path, line);
}

static void
tell_overdue(void *arg, const char *rule, const char *path, const char *line)
{
	struct history *h = arg;

	if (++h->verdict->overdue <= HISTORY_FINDINGS_MAX && h->stop == 0)
		tell_as(h, WEIGHT_OVERDUE, rule, path, line);
}

/* An audit looks at all that there is to be had. */
static int
damaged_folder(const char *path, int code, void *arg)
{
	(void)code;
	tell(arg, "damage", *path != '\0' ? path : "/", err_line());
	return 0;
}

static int
view_before(void *arg, const char *path, struct bytes *b)
{
	struct history *h = arg;

	return tree_file(h->repo, &h->tree_before, path, b);
}

static int
view_list(void *arg, const char *folder, struct bytes *names)
{
	struct history *h = arg;

	return tree_list(h->repo, &h->tree_before, folder, names);
}

static int
view_after(void *arg, const struct change *c, struct bytes *b)
{
	struct history *h = arg;
	git_oid id;

	memcpy(id.id, c->oid, CHANGE_OID_BYTES);
	return repo_read(h->repo, &id, GIT_OBJECT_BLOB, b);
}

static bool
is_damage(int code)
{
	return code == ERR_INTEGRITY || code == ERR_FORMAT ||
	    code == ERR_TOO_BIG || code == ERR_IO;
}

/* Read what a change brings: its size, its SHA-256, its large object. */
static int
read_content(struct history *h, struct change *c)
{
	struct bytes b = BYTES_INIT(WRITER_SMALL_MAX);
	struct lfs_pointer p;
	int code;

	if ((code = view_after(h, c, &b)) == 0) {
		c->size = b.len;
		code = sha256(c->sha256, b.data, b.len);
	}
	if (code == 0 && c->path.kind == PATH_OBJECT && c->path.large &&
	    lfs_parse(&p, b.data, b.len) == 0) {
		h->verdict->large++;
		code = lfs_check(h->repo, &p);
	}
	bytes_free(&b);
	if (is_damage(code)) {
		tell(h, "damage", c->name, err_line());
		code = 0;
	}
	return code;
}

static void
count(struct verdict *v, const struct change *c)
{
	if (c->what != CHANGE_ADDED)
		return;
	v->objects += c->path.kind == PATH_OBJECT;
	v->submissions += c->path.kind == PATH_DROP;
	v->members += c->path.kind == PATH_CARD;
}

static int
check_changes(struct history *h, const struct entry_commit *c,
    struct changes *l)
{
	uint8_t sum[SHA256_BYTES];
	size_t i;
	int code;

	if ((code = tree_diff(h->repo, &h->tree_before, &c->tree, l,
	    damaged_folder, h)) < 0)
		return code;
	for (i = 0; i < l->n; i++) {
		count(h->verdict, &l->v[i]);
		if (l->v[i].what != CHANGE_REMOVED &&
		    (code = read_content(h, &l->v[i])) < 0)
			return code;
	}
	if ((code = changes_digest(sum, l)) == 0 &&
	    memcmp(sum, c->objects, SHA256_BYTES) != 0)
		tell(h, "objects", "", "it does not name what it adds");
	return code;
}

static void
check_links(struct history *h, const struct entry_commit *c, bool first)
{
	if (c->nparents != (first ? 0 : 1))
		tell(h, "merge", "", "the history is not one line");
	if (first ? c->has_previous : !c->has_previous ||
	    memcmp(c->previous, h->sum_before, SHA256_BYTES) != 0)
		tell(h, "previous", "", "it was not made after the entry that "
		    "stands before it");
}

static int
check_commit(struct history *h, const struct entry_commit *c, bool first)
{
	const struct report report = { .arg = h, .say = tell };
	const struct view view = { .arg = h, .before = view_before,
	    .list = view_list, .after = view_after };
	const struct facts facts = { .entry = &c->entry, .first = first,
	    .time = c->time };
	struct changes l = { .v = NULL };
	int code;

	code = rules_signature(&view, &facts, c->payload.data, c->payload.len,
	    c->signature.data, c->signature.len, &report);
	if (code < 0 || (!first && !h->known_before))
		return code;	/* nothing to compare it with */
	check_links(h, c, first);
	if ((code = check_changes(h, c, &l)) == 0)
		code = rules_entry(&view, &facts, &l, &report);
	changes_free(&l);
	return code;
}

static int
check_entry(struct history *h, const git_oid *id, bool first)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int code;

	(void)git_oid_tostr(h->commit, sizeof(h->commit), id);
	if ((code = repo_read(h->repo, id, GIT_OBJECT_COMMIT, &raw)) < 0) {
		if (is_damage(code)) {
			tell(h, "damage", "", err_line());
			code = 0;
		}
		h->known_before = false;
		goto done;
	}
	if (entry_parse(&c, raw.data, raw.len) < 0)
		tell(h, "trailers", "", err_line());
	if ((code = check_commit(h, &c, first)) < 0 || (h->overdue_known &&
	    (code = overdue_entry(&h->overdue, &c.entry, c.time)) < 0))
		goto done;
	git_oid_cpy(&h->tree_before, &c.tree);
	code = sha256(h->sum_before, raw.data, raw.len);
	h->known_before = true;
done:
	entry_free(&c);
	bytes_free(&raw);
	return code;
}

/* Where the stretch begins and what of it is to be walked. */
struct part {
	struct chain chain;		/* newest first */
	uint64_t before;		/* entries before it */
	git_oid from;			/* the last of them */
	bool to_head;
};

static bool
part_holds(const struct part *p, const struct remembered *m)
{
	const uint64_t n = m->range.size;

	if (n > p->before + p->chain.n)
		return !p->to_head;	/* another part's question */
	if (n < p->before)
		return true;
	if (n == p->before)
		return git_oid_equal(&p->from, &m->commit);
	return git_oid_equal(&p->chain.v[p->before + p->chain.n - n],
	    &m->commit);
}

/* Does the history hold the last entry that this vault saw? */
static int
check_remembered(struct history *h, const struct part *p)
{
	struct memory m;
	size_t i;
	int code = remembered_read(h->repo, REMEMBERED_FILE, &m);

	if (code == ERR_NOT_FOUND)
		return 0;
	if (is_damage(code)) {
		tell(h, "damage", "remembered", err_line());
		return 0;
	}
	if (code < 0 || p->chain.broken)
		return code;
	for (i = m.n; i-- > 0;)
		if (part_holds(p, &m.v[i]))
			return 0;
	tell(h, "rollback", "", "the history does not hold the last entry "
	    "that this vault remembers; fetch it from a copy");
	return 0;
}

/* The entry behind which the stretch begins, as it lies there. */
static int
read_from(struct history *h, const struct audit_from *from, struct part *p)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int code;

	code = repo_read(h->repo, &p->from, GIT_OBJECT_COMMIT, &raw);
	if (code == 0 && (code = sha256(h->sum_before, raw.data,
	    raw.len)) == 0) {
		h->known_before = true;
		(void)entry_parse(&c, raw.data, raw.len);
		git_oid_cpy(&h->tree_before, &c.tree);
		if (memcmp(h->sum_before, from->sha256, SHA256_BYTES) != 0)
			tell(h, "rollback", "", "the entry that the history "
			    "is checked from is another now; compare with a "
			    "copy");
	}
	if (is_damage(code)) {
		tell(h, "damage", "", err_line());
		code = 0;
	}
	entry_free(&c);
	bytes_free(&raw);
	return code;
}

static int
open_part(struct history *h, const git_oid *newest, struct part *p)
{
	const struct audit_from *from = h->stretch->from;
	int code;

	if (from != NULL && git_oid_fromstr(&p->from, from->commit) != 0)
		return err_set(ERR_USAGE, "%s is no entry's commit",
		    from->commit);
	if ((code = chain_read(h->repo, newest, from != NULL ? &p->from :
	    NULL, &p->chain)) < 0 || from == NULL)
		return code;
	if (!p->chain.met) {
		if (!p->chain.broken)
			tell(h, "rollback", "", "the history does not hold "
			    "the entry that it is checked from; compare it "
			    "with a copy");
		return 0;
	}
	p->before = h->number = from->number;
	copy_cut(h->commit, sizeof(h->commit), from->commit);
	return read_from(h, from, p);
}

static int
walk(struct history *h, const struct part *p)
{
	const struct chain *c = &p->chain;
	size_t i;
	int code = 0;

	if (c->broken)
		tell(h, "damage", "", "what came before the oldest entry that "
		    "can be read is missing");
	for (i = c->n; i-- > 0 && code == 0 && h->stop == 0;) {
		h->number = p->before + c->n - i;
		code = check_entry(h, &c->v[i], h->number == 1 && !c->broken);
		if (code == 0 && h->stop == 0 && i % HISTORY_STEP == 0)
			h->stop = h->stretch->progress(c->n - i, c->n,
			    h->stretch->arg);
	}
	h->verdict->entries = c->n;
	return code < 0 ? code : h->stop;
}

int
history_audit(struct repo *repo, const struct stretch *stretch,
    struct verdict *verdict)
{
	struct history h = { .repo = repo, .stretch = stretch,
	    .verdict = verdict };
	const struct report due = { .arg = &h, .say = tell_overdue };
	struct part part = { .to_head = *stretch->upto == '\0' };
	git_oid newest;
	bool born;
	int code;

	memset(verdict, 0, sizeof(*verdict));
	if ((code = repo_head(repo, &newest, &born)) < 0)
		return code;
	if (!born)
		return err_set(ERR_NO_VAULT, "there is no entry to audit; "
		    "make a vault with `tipline init PATH`");
	if (!part.to_head && git_oid_fromstr(&newest, stretch->upto) != 0)
		return err_set(ERR_USAGE, "%s is no entry's commit",
		    stretch->upto);
	(void)git_oid_tostr(verdict->head, sizeof(verdict->head), &newest);
	/* Why it cannot be, the walk tells. */
	h.overdue_known = overdue_begin(&h.overdue, repo, &due) == 0;
	if (h.overdue_known && part.to_head &&
	    (code = overdue_members(&h.overdue)) < 0)
		return code;
	if ((code = open_part(&h, &newest, &part)) == 0 &&
	    (code = check_remembered(&h, &part)) == 0)
		code = walk(&h, &part);
	chain_free(&part.chain);
	return code;
}
