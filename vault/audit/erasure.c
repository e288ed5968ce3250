/*
 * erasure.c -- the rules `erase`, `hold` and `erased`: what is erased was
 * signed for by enough of the desk, was not held, and is never added to.
 */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/reason.h"
#include "vault/store/tree.h"

#define ERASED_TEXT "erased\n"

/* Who signed before this entry, and whether it was complete. */
struct erasure {
	size_t signers;
	bool done;
};

static int
list_below(const struct ruling *r, const struct id *submission,
    const char *what, struct bytes *names)
{
	char folder[PATH_SIZE];
	size_t n;

	path_submission(folder, submission);
	n = strlen(folder);
	(void)snprintf(folder + n, sizeof(folder) - n, "/%s", what);
	return ruling_list(r, folder, names);
}

static int
erasure_before(const struct ruling *r, const struct id *submission,
    struct erasure *e)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	const char *name;
	size_t at;
	int code;

	*e = (struct erasure){ .signers = 0 };
	code = list_below(r, submission, "erased", &names);
	for (at = 0; at < names.len; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		if (strcmp(name, "done") == 0)
			e->done = true;
		else
			e->signers++;
	}
	bytes_free(&names);
	return code < 0 ? code : 0;
}

/* The number of the newest hold, and whether it holds. */
static int
hold_before(const struct ruling *r, const struct id *submission,
    uint32_t *last, bool *held)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	struct path p = { .kind = PATH_HOLD, .submission = *submission };
	char name[PATH_SIZE];
	int code;

	*last = 0;
	*held = false;
	if ((code = list_below(r, submission, "holds", &names)) <= 0)
		goto done;
	p.version = *last = tree_highest(&names, "");
	path_format(name, &p);
	if ((code = ruling_before(r, name, &text)) == 1)
		*held = reason_parse(NULL, "hold", text.data, text.len);
done:
	bytes_free(&names);
	bytes_free(&text);
	return code < 0 ? code : 0;
}

static int
check_reason(const struct ruling *r, const struct change *c, const char *rule,
    const char *word)
{
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	int code;

	if ((code = ruling_after(r, c, &text)) == 1 &&
	    !reason_parse(NULL, word, text.data, text.len))
		ruling_say(r, rule, c->name, "it does not say why as `%s` does",
		    word);
	bytes_free(&text);
	return code < 0 ? code : 0;
}

static int
check_done(const struct ruling *r, const struct change *c)
{
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	int code;

	if ((code = ruling_after(r, c, &text)) == 1 &&
	    !ruling_same(&text, ERASED_TEXT))
		ruling_say(r, "erase", c->name, "it is not as in every vault");
	bytes_free(&text);
	return code < 0 ? code : 0;
}

/* One desk member's signature; with it, or after it, the erasure is due. */
static int
check_erase(const struct ruling *r, size_t i, size_t j, struct erasure e)
{
	const char *first = r->changes->v[i].name;
	struct policy policy;
	const struct change *c;
	uint32_t last;
	bool held, done = false;
	int code;

	if ((code = ruling_policy(r, &policy)) <= 0 || (code = hold_before(r,
	    &r->changes->v[i].path.submission, &last, &held)) < 0)
		return code;
	if (held)
		ruling_say(r, "erase", first, "it is held; lift the hold with "
		    "`tipline erase --lift` first");
	for (; i < j && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->what != CHANGE_ADDED)
			continue;
		if (c->path.kind == PATH_ERASED) {
			done = true;
			code = check_done(r, c);
		} else if (c->path.kind == PATH_ERASURE) {
			e.signers++;
			if (!fpr_equal(&c->path.member,
			    &r->facts->entry->actor))
				ruling_say(r, "erase", c->name, "nobody signs "
				    "for somebody else");
			code = check_reason(r, c, "erase", "reason");
		}
	}
	if (code == 0 && done != (e.signers >= policy.erasers))
		ruling_say(r, "erase", first, "%zu of the %u that the policy "
		    "asks for have signed, and it %s complete", e.signers,
		    policy.erasers, done ? "says it is" : "does not say it is");
	return code;
}

static int
check_hold(const struct ruling *r, size_t i, size_t j)
{
	const struct change *c = &r->changes->v[i];
	uint32_t last;
	bool held;
	int code;

	if (j - i != 1)
		ruling_say(r, "hold", c->name, "a submission is held or let go "
		    "once in an entry");
	if ((code = hold_before(r, &c->path.submission, &last, &held)) < 0)
		return code;
	if (c->path.version != last + 1)
		ruling_say(r, "order", c->name, "hold %u follows on %u",
		    c->path.version, last);
	return check_reason(r, c, "hold", held ? "lift" : "hold");
}

int
erasure_check(const struct ruling *r)
{
	const struct path *p;
	struct erasure e;
	size_t i, j;
	int code = 0;

	if (ruling_event(r, "submit"))
		return 0;	/* the rule `order`: nothing was there */
	for (i = 0; i < r->changes->n && code == 0; i = j) {
		j = ruling_group(r, i);
		p = &r->changes->v[i].path;
		if (id_is_zero(&p->submission))
			continue;
		if ((code = erasure_before(r, &p->submission, &e)) < 0)
			return code;
		if (e.done)
			ruling_say(r, "erased", r->changes->v[i].name, "this "
			    "submission was erased; nothing is added to it "
			    "any more");
		if (ruling_event(r, "erase"))
			code = check_erase(r, i, j, e);
		else if (ruling_event(r, "hold"))
			code = check_hold(r, i, j);
	}
	return code;
}
