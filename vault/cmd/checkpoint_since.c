/*
 * checkpoint_since.c -- a history against what is known of it from elsewhere:
 * a checkpoint that somebody kept, or another copy of the vault.
 */
#include "vault/cmd/checkpoint.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/notefile.h"

#define EXIT_FORK 3
#define LINE_MAX_BYTES 4096

/* Who of the members signed it, and was one at that entry. */
static int
signed_by_member(struct session *s, const struct notefile *f)
{
	struct bytes text = BYTES_INIT(SIGNERS_FILE_MAX);
	struct signers members = { .n = 0 };
	const struct signer *who;
	unsigned roles = 0;
	int r;

	if ((r = store_read(s->store, "allowed_signers", &text)) < 0 ||
	    (r = signers_parse(&members, text.data, text.len)) < 0)
		goto done;
	r = signers_of_note(&members, &f->note, f->c.origin, &who);
	if (r == 0)
		r = store_roles_at(s->store, &who->fpr, f->c.size, &roles);
	if (r == ERR_NOT_FOUND || (r == 0 && roles == 0))
		r = err_set(ERR_INTEGRITY, "the checkpoint is signed by nobody "
		    "who was a member at entry %llu; get one from a member",
		    (unsigned long long)f->c.size);
done:
	signers_free(&members);
	bytes_free(&text);
	return r;
}

static int
same_entry(struct session *s, const struct checkpoint *c, const char *word)
{
	struct bytes entry = BYTES_INIT(PROOF_EXTRA_MAX);
	uint8_t sum[SHA256_BYTES];
	int r;

	if ((r = store_entry(s->store, c->size, &entry)) == 0 &&
	    (r = sha256(sum, entry.data, entry.len)) == 0 &&
	    memcmp(sum, c->head, sizeof(sum)) != 0)
		r = err_set(ERR_INTEGRITY, "FORK: entry %llu is not the one "
		    "that %s names: the history was changed at or before it; "
		    "find out where with `tipline audit --compare` and "
		    "another copy", (unsigned long long)c->size, word);
	bytes_free(&entry);
	return r;
}

int
checkpoint_holds(struct session *s, const char *word, struct checkpoint *c,
    uint64_t *entries)
{
	struct checkpoint is;
	struct notefile f;
	int r;

	if ((r = notefile_read(&f, word)) < 0)
		return r;
	*c = f.c;
	if ((r = store_checkpoint(s->store, &is, entries)) < 0)
		goto done;
	if (strcmp(is.origin, c->origin) != 0)
		r = err_set(ERR_INTEGRITY, "%s is of another vault (%s, this "
		    "is %s); name one of this vault", word, c->origin,
		    is.origin);
	else if (c->size > *entries)
		r = err_set(ERR_INTEGRITY, "the checkpoint has %llu entries "
		    "and this vault %llu: it was rolled back, or has not "
		    "synced; fetch the rest from a copy",
		    (unsigned long long)c->size,
		    (unsigned long long)*entries);
	else if ((r = signed_by_member(s, &f)) == 0)
		r = same_entry(s, c, word);
done:
	notefile_free(&f);
	return r;
}

int
checkpoint_since(struct session *s, const char *word,
    struct audit_from *from)
{
	struct checkpoint c;
	uint64_t entries;
	int r;

	if ((r = checkpoint_holds(s, word, &c, &entries)) < 0)
		return r;
	from->number = c.size;
	memcpy(from->sha256, c.head, SHA256_BYTES);
	return store_commit_at(s->store, c.size, from->commit);
}

/* Are the entries of that number the same bytes?  Then all before them are,
 * since each names the one before it by SHA-256. */
static int
same_at(struct session *a, struct session *b, uint64_t number, bool *same)
{
	struct bytes left = BYTES_INIT(PROOF_EXTRA_MAX);
	struct bytes right = BYTES_INIT(PROOF_EXTRA_MAX);
	int r;

	if ((r = store_entry(a->store, number, &left)) == 0 &&
	    (r = store_entry(b->store, number, &right)) == 0)
		*same = left.len == right.len &&
		    memcmp(left.data, right.data, left.len) == 0;
	bytes_free(&left);
	bytes_free(&right);
	return r;
}

/* The first entry up to `most` that is not in both; 0: none. */
static int
find_fork(struct session *a, struct session *b, uint64_t most, uint64_t *fork)
{
	uint64_t good = 0, middle;
	bool same;
	int r;

	*fork = 0;
	if ((r = same_at(a, b, most, &same)) < 0 || same)
		return r;
	for (*fork = most; *fork - good > 1;) {
		middle = good + (*fork - good) / 2;
		if ((r = same_at(a, b, middle, &same)) < 0)
			return r;
		if (same)
			good = middle;
		else
			*fork = middle;
	}
	return 0;
}

static int
tell_json(uint64_t mine, uint64_t theirs, uint64_t fork)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "compare", fork != 0 ? "fork" : mine == theirs ? "same" :
	    mine > theirs ? "extends" : "extended");
	json_kuint(&j, "entries", mine);
	json_kuint(&j, "other", theirs);
	if (fork != 0)
		json_kuint(&j, "entry", fork);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(const struct options *o, uint64_t mine, uint64_t theirs, uint64_t fork)
{
	int r = 0;

	if (o->json)
		r = tell_json(mine, theirs, fork);
	else if (fork == 1)
		(void)printf("FORK at entry 1: these are two vaults with no "
		    "entry in common\n");
	else if (fork != 0)
		(void)printf("FORK at entry %llu: it is not the same in both; "
		    "if one of them has entries\nthat were never synced, "
		    "`tipline sync` settles it, else one was tampered with\n",
		    (unsigned long long)fork);
	else if (mine == theirs)
		(void)printf("same: both have the same %llu entries\n",
		    (unsigned long long)mine);
	else
		(void)printf("%s by %llu entries (%llu here, %llu there)\n",
		    mine > theirs ? "this one extends the other" :
		    "the other extends this one", (unsigned long long)
		    (mine > theirs ? mine - theirs : theirs - mine),
		    (unsigned long long)mine, (unsigned long long)theirs);
	return r == 0 && fork != 0 ? EXIT_FORK : r;
}

static int
compare_vaults(struct session *s, const char *other)
{
	struct options o = *s->options;
	struct session *t = NULL;
	struct checkpoint c;
	uint64_t mine, theirs, fork;
	int r;

	o.vault = other;
	if ((r = session_open(&t, &o, NEED_STORE)) < 0 ||
	    (r = store_checkpoint(s->store, &c, &mine)) < 0 ||
	    (r = store_checkpoint(t->store, &c, &theirs)) < 0 ||
	    (r = find_fork(s, t, mine < theirs ? mine : theirs, &fork)) < 0)
		goto done;
	r = tell(s->options, mine, theirs, fork);
done:
	session_close(t);
	return r;
}

int
checkpoint_compare(struct session *s, const char *other)
{
	struct checkpoint c;
	struct stat st;
	uint64_t entries;
	int r;

	if (stat(other, &st) != 0)
		return err_sys("cannot read %s", other);
	if (S_ISDIR(st.st_mode))
		return compare_vaults(s, other);
	if ((r = checkpoint_holds(s, other, &c, &entries)) < 0)
		return r;
	return tell(s->options, entries, c.size, 0);
}
