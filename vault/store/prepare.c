/* prepare.c -- see writer.h: the entry, its rules, its commit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/card.h"
#include "vault/store/changes.h"
#include "vault/store/layout.h"
#include "vault/store/tree.h"
#include "vault/store/writer_parts.h"

#define SIGNERS_MAX (4u << 20)	/* bytes of allowed_signers */

static int
view_before(void *arg, const char *path, struct bytes *b)
{
	struct writer *w = arg;

	return tree_file(w->repo, &w->head_tree, path, b);
}

static int
view_list(void *arg, const char *folder, struct bytes *names)
{
	struct writer *w = arg;

	return tree_list(w->repo, &w->head_tree, folder, names);
}

static int
view_after(void *arg, const struct change *c, struct bytes *b)
{
	struct writer *w = arg;
	git_oid id;

	memcpy(id.id, c->oid, CHANGE_OID_BYTES);
	return repo_read(w->repo, &id, GIT_OBJECT_BLOB, b);
}

/* The first broken rule; its line waits until all rules have looked. */
struct refusal {
	bool told;
	char line[ERR_LINE_MAX];
};

static void
refuse(void *arg, const char *rule, const char *path, const char *line)
{
	struct refusal *f = arg;

	if (f->told)
		return;
	f->told = true;
	(void)snprintf(f->line, sizeof(f->line), "%s%s%s (rule `%s`)", path,
	    *path != '\0' ? ": " : "", line, rule);
}

static int
refused(const struct refusal *f)
{
	return f->told ? err_set(ERR_NOT_PERMITTED, "%s", f->line) : 0;
}

/* The lines of new members, behind those that are there. */
static int
add_signers(struct writer *w)
{
	struct bytes text = BYTES_INIT(SIGNERS_MAX);
	struct bytes line = BYTES_INIT(CARD_LINE_SIZE);
	struct card card;
	size_t i, n = w->adds.n;
	bool any = false;
	int code;

	code = tree_file(w->repo, &w->head_tree, "allowed_signers", &text);
	if (code == ERR_NOT_FOUND)
		code = 0;
	for (i = 0; i < n && code == 0; i++) {
		if (w->adds.v[i].path.kind != PATH_CARD)
			continue;
		any = true;
		bytes_reset(&line);
		if ((code = view_after(w, &w->adds.v[i], &line)) == 0 &&
		    bytes_str(&line) != NULL &&
		    (code = card_parse(&card, (char *)line.data)) == 0)
			code = card_signers_line(&text, &card);
	}
	if (code == 0 && any)
		code = writer_blob(w, "allowed_signers",
	    text.data, text.len);
	bytes_free(&text);
	bytes_free(&line);
	return code;
}

/* What the first entry of a vault has besides its first member. */
static int
add_first_files(struct writer *w)
{
	struct bytes text = BYTES_INIT(POLICY_MAX);
	int code;

	if ((code = policy_format(&text, w->policy)) == 0 &&
	    (code = writer_blob(w, "policy.1", text.data,
	    text.len)) == 0 &&
	    (code = writer_blob(w, "VERSION", LAYOUT_VERSION,
	    strlen(LAYOUT_VERSION))) == 0)
		code = writer_blob(w, ".gitattributes", LFS_ATTRIBUTES,
		    strlen(LFS_ATTRIBUTES));
	bytes_free(&text);
	return code;
}

/* The list as the rules see it: sorted, with the store's own files. */
static int
complete(struct writer *w)
{
	size_t i;
	int code = 0;

	if (!w->born)
		code = w->policy != NULL ? add_first_files(w) :
		    err_set(ERR_NO_VAULT, "the vault has no first entry");
	if (code < 0 || (code = add_signers(w)) < 0)
		return code;
	changes_sort(&w->adds);
	for (i = 1; i < w->adds.n; i++)
		if (strcmp(w->adds.v[i - 1].name, w->adds.v[i].name) == 0)
			return err_set(ERR_USAGE, "%s was added twice",
			    w->adds.v[i].name);
	return 0;
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* Our own copy of what the caller says, its submissions sorted. */
static int
copy_entry(struct writer *w, const struct entry *e)
{
	struct entry *own = &w->commit.entry;
	const size_t n = e->nsubmissions;

	entry_free(&w->commit);
	w->commit = ENTRY_COMMIT_INIT;
	if (!entry_subject_fits(e->subject) || n > ENTRY_SUBMISSIONS_MAX)
		return err_set(ERR_USAGE, "an entry needs one short line of "
		    "ASCII as subject and touches at most %d submissions",
		    ENTRY_SUBMISSIONS_MAX);
	*own = *e;
	own->nsubmissions = 0;
	own->submissions = NULL;
	if (n == 0)
		return 0;
	own->submissions = malloc(n * sizeof(struct id));
	if (own->submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(own->submissions, e->submissions, n * sizeof(struct id));
	own->nsubmissions = n;
	qsort(own->submissions, n, sizeof(struct id), compare_ids);
	return 0;
}

static struct facts
facts_of(const struct writer *w)
{
	return (struct facts){ .entry = &w->commit.entry, .first = !w->born,
	    .time = w->commit.time };
}

static struct view
view_of(struct writer *w)
{
	return (struct view){ .arg = w, .before = view_before,
	    .list = view_list, .after = view_after };
}

int
writer_prepare(struct writer *w, const struct entry *e, struct bytes *to_sign)
{
	struct refusal refusal = { .told = false };
	const struct report report = { .arg = &refusal, .say = refuse };
	struct entry_commit *c = &w->commit;
	struct facts facts;
	struct view view = view_of(w);
	int code;

	if (w->lock < 0 || w->closed)
		return err_set(ERR_USAGE, "there is no entry to prepare; begin "
		    "a write first");
	w->closed = true;
	writer_free_numbers(w);
	if ((code = copy_entry(w, e)) < 0 || (code = complete(w)) < 0)
		return code;
	c->time = w->time;
	facts = facts_of(w);
	if ((code = w->judge->entry(&view, &facts, &w->adds, &report)) < 0 ||
	    (code = refused(&refusal)) < 0)
		return code;
	c->nparents = w->born;
	git_oid_cpy(&c->parent, &w->head);
	c->has_previous = w->born;
	memcpy(c->previous, w->state.sha256, SHA256_BYTES);
	if ((code = changes_digest(c->objects, &w->adds)) < 0 ||
	    (code = tree_update(w->repo, &w->head_tree, &w->adds,
	    &c->tree)) < 0 ||
	    (code = entry_format(&c->payload, c)) < 0 ||
	    (code = bytes_add(to_sign, c->payload.data, c->payload.len)) < 0)
		return code;
	w->prepared = true;
	return 0;
}

/* The signature, by the rules; then the commit that it makes. */
static int
sign(struct writer *w, const void *armored, size_t len, struct bytes *raw)
{
	struct refusal refusal = { .told = false };
	const struct report report = { .arg = &refusal, .say = refuse };
	const struct bytes *payload = &w->commit.payload;
	struct facts facts = facts_of(w);
	struct view view = view_of(w);
	int code;

	if ((code = entry_sign(raw, payload, armored, len)) < 0 ||
	    (code = w->judge->signature(&view, &facts, payload->data,
	    payload->len, armored, len, &report)) < 0)
		return code;
	return refused(&refusal);
}

int
writer_finish(struct writer *w)
{
	int code;

	if (w->lock < 0 || !w->born)
		return err_set(ERR_USAGE, "there is nothing to finish; begin a "
		    "write first");
	if ((w->detached &&
	    (code = remembered_allow(w->repo, &w->state)) < 0) ||
	    (code = publish(w->repo, &w->incoming, &w->branch,
	    &w->state.commit, &w->larges)) < 0)
		return code;
	/* The entry stands; without this line the old one is remembered. */
	(void)remembered_write(w->repo, REMEMBERED_FILE, &w->state);
	writer_forget(w);
	return 0;
}

int
writer_commit(struct writer *w, const void *armored, size_t len,
    char commit[41])
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	git_oid id;
	int code;

	if (!w->prepared)
		return err_set(ERR_USAGE, "nothing is prepared; prepare the "
		    "entry first");
	w->prepared = false;
	if ((code = sign(w, armored, len, &raw)) < 0 ||
	    (code = repo_write(w->repo, GIT_OBJECT_COMMIT, raw.data, raw.len,
	    &id)) < 0 ||
	    (code = remembered_add(&w->state, &id, raw.data, raw.len)) < 0)
		goto done;
	(void)git_oid_tostr(commit, 41, &id);
	if (!w->detached) {
		w->born = true;
		code = writer_finish(w);
	} else if ((code = writer_set_head(w, &id)) == 0) {
		writer_next(w);
	}
done:
	bytes_free(&raw);
	return code;
}
