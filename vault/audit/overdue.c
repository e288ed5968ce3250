/* overdue.c -- see overdue.h. */
#include "vault/audit/overdue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/seal/epoch.h"
#include "vault/store/tree.h"

#define DAY_SECONDS 86400
#define NAMES_MAX (32u << 20)	/* bytes of names in one folder */
#define HOLD_MAX 512		/* bytes of the text of a hold */
#define NAMED_MAX 4		/* members named in one line; all are counted */

int
overdue_begin(struct overdue *o, struct repo *repo,
    const struct report *report)
{
	memset(o, 0, sizeof(*o));
	o->repo = repo;
	o->report = report;
	o->now = (int64_t)time(NULL);
	return look_refresh(repo, &o->look);
}

/* What cannot be read the audit's rules have told already. */
static int
unread(int code)
{
	switch (code) {
	case ERR_NOT_FOUND:
	case ERR_INTEGRITY:
	case ERR_FORMAT:
	case ERR_TOO_BIG:
	case ERR_IO:
		return 0;
	default:
		return code;
	}
}

static uint64_t
days_since(const struct overdue *o, int64_t time)
{
	return o->now > time ? (uint64_t)(o->now - time) / DAY_SECONDS : 0;
}

static void
say(const struct overdue *o, const char *rule, const char *path,
    const char *line)
{
	o->report->say(o->report->arg, rule, path, line);
}

static int
check_member(const struct overdue *o, const struct fpr *member)
{
	struct path p = { .kind = PATH_EPOCH, .member = *member };
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	char name[PATH_SIZE], line[ERR_LINE_SIZE_IN_FINDING];
	char words[FPR_WORDS_SIZE];
	struct epoch e;
	unsigned roles;
	uint64_t days;
	int code;

	if ((code = look_roles(o->repo, &o->look, member, &roles)) < 0 ||
	    roles == 0 || (code = look_latest(o->repo, &o->look, &p,
	    &p.version)) < 0)
		return unread(code);
	path_format(name, &p);
	if ((code = tree_file(o->repo, &o->look.tree, name, &text)) < 0 ||
	    (code = epoch_parse(&e, text.data, text.len)) < 0)
		goto done;
	days = days_since(o, e.since);
	if (days > o->look.policy.epoch_days) {
		fpr_words(words, member);
		(void)snprintf(line, sizeof(line), "%s is in an epoch %llu "
		    "days old, and the policy asks for a new one after %u; "
		    "that member can run `tipline rotate`", words,
		    (unsigned long long)days, o->look.policy.epoch_days);
		say(o, "epoch-days", name, line);
	}
done:
	bytes_free(&text);
	return unread(code);
}

int
overdue_members(const struct overdue *o)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	char hex[FPR_HEX_SIZE];
	const char *name;
	struct fpr member;
	size_t at, len;
	int code;

	if (o->look.policy.epoch_days == 0)
		return 0;
	code = tree_list(o->repo, &o->look.tree, "members", &names);
	for (at = 0; at < names.len && code == 0; at += len + 1) {
		name = (const char *)names.data + at;
		len = strlen(name);
		if (len != FPR_HEX_SIZE)	/* with its '/' */
			continue;
		memcpy(hex, name, FPR_HEX_SIZE - 1);
		hex[FPR_HEX_SIZE - 1] = '\0';
		if (fpr_parse(&member, hex) == 0)
			code = check_member(o, &member);
	}
	bytes_free(&names);
	return unread(code);
}

/* What the tree says of one submission. */
struct facts_of {
	bool examined, done, held;
	uint32_t hold;			/* the newest; 0: none */
	struct fpr signer;		/* the first of them */
	size_t signers;
	struct path *grants;		/* owned; by member, newest epoch last */
	size_t ngrants, cap;
};

static int
add_grant(struct facts_of *f, const struct path *p)
{
	const size_t cap = f->cap > 0 ? 2 * f->cap : 16;
	struct path *v;

	if (f->ngrants == f->cap) {
		if ((v = realloc(f->grants, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		f->grants = v;
		f->cap = cap;
	}
	f->grants[f->ngrants++] = *p;
	return 0;
}

static int
take_path(const char *name, void *arg)
{
	const struct path p = path_parse(name);
	struct facts_of *f = arg;

	switch (p.kind) {
	case PATH_OBJECT:
		f->examined = f->examined || p.object == OBJECT_REPORT;
		return 0;
	case PATH_ERASURE:
		if (f->signers++ == 0)
			f->signer = p.member;
		return 0;
	case PATH_ERASED:
		f->done = true;
		return 0;
	case PATH_HOLD:
		if (p.version > f->hold)
			f->hold = p.version;
		return 0;
	case PATH_GRANT:
		return add_grant(f, &p);
	default:
		return 0;
	}
}

static int
by_member_then_newest(const void *a, const void *b)
{
	const struct path *x = a, *y = b;
	int c = memcmp(x->member.b, y->member.b, FPR_BYTES);

	return c != 0 ? c : (x->version < y->version) -
	    (x->version > y->version);
}

static int
read_facts(const struct overdue *o, const struct id *submission,
    struct facts_of *f)
{
	struct path hold = { .kind = PATH_HOLD, .submission = *submission };
	struct bytes text = BYTES_INIT(HOLD_MAX);
	char folder[PATH_SIZE], name[PATH_SIZE];
	int code;

	memset(f, 0, sizeof(*f));
	path_submission(folder, submission);
	code = tree_walk(o->repo, &o->look.tree, folder, take_path, f);
	if (code == 0 && f->hold > 0) {
		hold.version = f->hold;
		path_format(name, &hold);
		code = tree_file(o->repo, &o->look.tree, name, &text);
		f->held = text.len > 5 && memcmp(text.data, "hold ", 5) == 0;
	}
	if (f->ngrants > 1)
		qsort(f->grants, f->ngrants, sizeof(*f->grants),
		    by_member_then_newest);
	bytes_free(&text);
	return code;
}

/* Who had a key at what is still that member's newest epoch. */
static int
check_rotation(const struct overdue *o, const struct facts_of *f,
    const char *folder)
{
	char line[ERR_LINE_SIZE_IN_FINDING], words[FPR_WORDS_SIZE];
	char who[NAMED_MAX * (FPR_WORDS_SIZE + 2) + 1] = "";
	struct path epoch = { .kind = PATH_EPOCH };
	size_t i, n = 0;
	int code;

	for (i = 0; i < f->ngrants; i++) {
		if (i > 0 && fpr_equal(&f->grants[i].member,
		    &f->grants[i - 1].member))
			continue;
		epoch.member = f->grants[i].member;
		if ((code = look_latest(o->repo, &o->look, &epoch,
		    &epoch.version)) < 0)
			return code;
		if (f->grants[i].version < epoch.version || n++ >= NAMED_MAX)
			continue;
		fpr_words(words, &epoch.member);
		(void)snprintf(who + strlen(who), sizeof(who) - strlen(who),
		    "%s%s", n > 1 ? ", " : "", words);
	}
	if (n == 0)
		return 0;
	(void)snprintf(line, sizeof(line), "it was erased, and %zu member%s "
	    "who had a key of it %s not rotated since: %s%s; each must run "
	    "`tipline rotate`", n, n == 1 ? "" : "s", n == 1 ? "has" : "have",
	    who, n > NAMED_MAX ? " and others" : "");
	say(o, "rotation", folder, line);
	return 0;
}

static int
check_submission(const struct overdue *o, const struct entry *e,
    int64_t time, const struct id *submission)
{
	const struct policy *policy = &o->look.policy;
	const uint64_t days = days_since(o, time);
	char folder[PATH_SIZE], line[ERR_LINE_SIZE_IN_FINDING];
	struct facts_of f;
	int code;

	path_submission(folder, submission);
	if ((code = read_facts(o, submission, &f)) < 0)
		goto done;
	if (strcmp(e->event, "submit") == 0) {
		if (f.done || f.held || !f.examined)
			goto done;
		(void)snprintf(line, sizeof(line), "it came in %llu days ago, "
		    "and the policy keeps submissions for %u; `tipline erase "
		    "--due` lists what may go", (unsigned long long)days,
		    policy->retain_days);
		say(o, "retain-days", folder, line);
	} else if (!fpr_equal(&f.signer, &e->actor)) {
		goto done;	/* told with the entry of the first who signed */
	} else if (f.done) {
		code = check_rotation(o, &f, folder);
	} else {
		(void)snprintf(line, sizeof(line), "it has %zu of the %u "
		    "signatures that erasing takes; another desk member can "
		    "sign with `tipline erase`", f.signers, policy->erasers);
		say(o, "erasure", folder, line);
	}
done:
	free(f.grants);
	return unread(code);
}

int
overdue_entry(const struct overdue *o, const struct entry *e, int64_t time)
{
	const uint32_t retain = o->look.policy.retain_days;
	size_t i;
	int code = 0;

	if (strcmp(e->event, "erase") != 0 &&
	    (strcmp(e->event, "submit") != 0 || retain == 0 ||
	    days_since(o, time) <= retain))
		return 0;
	for (i = 0; i < e->nsubmissions && code == 0; i++)
		code = check_submission(o, e, time, &e->submissions[i]);
	return code;
}

int
overdue_tell(struct repo *repo, const struct report *report)
{
	struct overdue o;
	int code;

	if ((code = overdue_begin(&o, repo, report)) < 0)
		return code;
	return overdue_members(&o);
}
