/* policy.c -- tipline policy: what the members agreed on, and changing it. */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/session.h"

static int
tell_json(const struct policy *p)
{
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kuint(&j, "approvals", p->approvals);
	json_kuint(&j, "clock", p->clock);
	json_kuint(&j, "epoch_days", p->epoch_days);
	json_kuint(&j, "erasers", p->erasers);
	json_kstr(&j, "receipts", p->receipts ? "required" : "none");
	json_kuint(&j, "retain_days", p->retain_days);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(struct session *s)
{
	static const char *const what[] = {
		"people in all who must sign a plan",
		"times are rounded down to it",
		"after which a member should rotate; 0: never",
		"desk members who must sign an erasure",
		"whether opening is signed first",
		"after which erasing is proposed; 0: never",
	};
	char value[POLICY_VALUE_SIZE];
	const char *name;
	struct policy p;
	size_t i;
	int r;

	if ((r = store_policy(s->store, &p)) < 0)
		return r;
	if (s->options->json)
		return tell_json(&p);
	for (i = 0; policy_nth(&p, i, &name, value); i++)
		(void)printf("%-12s %-9s %s\n", name, value, what[i]);
	return 0;
}

/* What changes, as the subject of the entry: "erasers 3, clock hour". */
static void
subject(char out[ENTRY_SUBJECT_SIZE], const struct policy *was,
    const struct policy *is)
{
	char before[POLICY_VALUE_SIZE], after[POLICY_VALUE_SIZE];
	const char *name;
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; policy_nth(was, i, &name, before); i++) {
		(void)policy_nth(is, i, &name, after);
		if (strcmp(before, after) == 0)
			continue;
		(void)snprintf(out + n, ENTRY_SUBJECT_SIZE - n, "%s%s %s",
		    n > 0 ? ", " : "", name, after);
		n = strlen(out);
	}
}

/* Under the lock: on top of what counts now. */
static int
change(struct session *s, int n, char **words)
{
	struct path p = { .kind = PATH_POLICY };
	struct bytes text = BYTES_INIT(POLICY_MAX);
	struct entry e = { .event = "policy" };
	struct policy was, is;
	char commit[41];
	int i, r;

	if ((r = store_policy(s->store, &was)) < 0 ||
	    (r = store_latest(s->store, &p, &p.version)) < 0)
		goto done;
	is = was;
	p.version++;
	for (i = 0; i + 1 < n; i += 2)
		if ((r = policy_set(&is, words[i], words[i + 1])) < 0)
			goto done;
	subject(e.subject, &was, &is);
	if (e.subject[0] == '\0') {
		r = err_set(ERR_EXISTS, "the policy says that already; nothing "
		    "is left to do");
		goto done;
	}
	if ((r = policy_format(&text, &is)) == 0 &&
	    (r = store_add(s->store, &p, text.data, text.len)) == 0) {
		bytes_free(&text);
		return session_commit(s, &e, commit);
	}
done:
	bytes_free(&text);
	return session_abort(s, r);
}

/* A policy that nobody can keep would only be seen when it is too late. */
static int
warn(struct session *s)
{
	struct fpr *all = NULL;
	struct policy p;
	unsigned roles;
	size_t i, n, desk = 0;
	int r;

	if ((r = store_policy(s->store, &p)) < 0 ||
	    (r = session_members(s, &all, &n)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++)
		if ((r = store_roles(s->store, &all[i], &roles)) == 0)
			desk += (roles & ROLE_DESK) != 0;
	free(all);
	if (r == 0 && (p.approvals > desk || p.erasers > desk))
		say(s->options, "the desk has %zu member%s: nothing can be %s "
		    "until tipline member add brings more", desk,
		    desk == 1 ? "" : "s", p.approvals > desk ? "released" :
		    "erased");
	return r;
}

static int
set(struct session *s, int n, char **words)
{
	struct policy checked = policy_default;
	int i, r;

	/* Misuse is told before anything is asked for or locked. */
	for (i = 0; i + 1 < n; i += 2)
		if (policy_set(&checked, words[i], words[i + 1]) < 0)
			return usage("%s", err_line());
	if ((r = session_need_role(s, ROLE_ADMIN, "changing the policy")) < 0 ||
	    (r = session_begin(s)) < 0 || (r = change(s, n, words)) < 0 ||
	    (r = warn(s)) < 0)
		return r;
	return tell(s);
}

int
cmd_policy(const struct options *o, int argc, char **argv)
{
	const bool sets = argc > 1 && strcmp(argv[1], "set") == 0;
	struct session *s = NULL;
	int r;

	if (argc > 1 && !sets)
		return usage("say set, not %s", argv[1]);
	if (sets && (argc < 4 || argc % 2 != 0))
		return usage("after set stand names, each with its value");
	if ((r = session_open(&s, o, sets ? NEED_STORE | NEED_KEY |
	    NEED_MEMBER : NEED_STORE)) < 0)
		return r;
	r = sets ? set(s, argc - 2, argv + 2) : tell(s);
	session_close(s);
	return r;
}
