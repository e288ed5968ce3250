/* member_list.c -- tipline member list: who is in, and how old their epochs
 * are. */
#include "vault/cmd/member.h"

#include <stdlib.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"

#define DAY_SECONDS 86400

/* What is shown of one member. */
struct seen {
	struct fpr member;
	char label[LABEL_SIZE], words[FPR_WORDS_SIZE], ssh[FPR_SSH_SIZE];
	unsigned roles;
	struct epoch epoch;
	uint64_t days;		/* that the epoch has lasted */
	bool overdue;		/* longer than the policy says */
};

static int
look(struct seen *v, struct session *s, const struct fpr *member)
{
	const int64_t now = (int64_t)time(NULL);
	struct policy policy;
	int r;

	v->member = *member;
	if ((r = store_policy(s->store, &policy)) < 0 ||
	    (r = store_roles(s->store, member, &v->roles)) < 0 ||
	    (r = session_epoch(s, member, &v->epoch)) < 0)
		return r;
	session_label(s, member, v->label);
	fpr_words(v->words, member);
	fpr_ssh(v->ssh, member);
	v->days = now > v->epoch.since ?
	    (uint64_t)(now - v->epoch.since) / DAY_SECONDS : 0;
	v->overdue = v->roles != 0 && policy.epoch_days != 0 &&
	    v->days > policy.epoch_days;
	return 0;
}

static void
print_member(const struct seen *v)
{
	char roles[ROLES_SIZE];

	roles_format(roles, v->roles);
	(void)printf("%s  %s  %s\n    %s  epoch %u, %llu day%s old%s\n",
	    v->words, v->roles != 0 ? roles : "removed",
	    v->label[0] != '\0' ? v->label : "(no name here)", v->ssh,
	    v->epoch.card.epoch, (unsigned long long)v->days,
	    v->days == 1 ? "" : "s", v->overdue ? ": should rotate" : "");
}

static int
json_member(const struct seen *v)
{
	char hex[FPR_HEX_SIZE], word[ROLES_SIZE], since[WHEN_SIZE];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	unsigned bit;
	int r;

	fpr_hex(hex, &v->member);
	when_format(since, v->epoch.since);
	json_open(&j, '{');
	json_kstr(&j, "fingerprint", hex);
	json_kstr(&j, "sha256", v->ssh);
	json_kstr(&j, "words", v->words);
	json_key(&j, "roles");
	json_open(&j, '[');
	for (bit = 1; bit <= ROLES_ALL; bit <<= 1)
		if ((v->roles & bit) != 0) {
			roles_format(word, bit);
			json_str(&j, word);
		}
	json_close(&j, ']');
	json_kuint(&j, "epoch", v->epoch.card.epoch);
	json_kstr(&j, "since", since);
	json_kuint(&j, "days", v->days);
	json_key(&j, "overdue");
	json_bool(&j, v->overdue);
	json_kstr(&j, "label", v->label);
	json_key(&j, "removed");
	json_bool(&j, v->roles == 0);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(struct session *s, const struct fpr *member, bool *overdue)
{
	struct seen v;
	int r;

	if ((r = look(&v, s, member)) < 0)
		return r;
	*overdue = v.overdue;
	if (s->options->json)
		return json_member(&v);
	print_member(&v);
	return 0;
}

int
member_tell(struct session *s, const struct fpr *member)
{
	bool overdue;

	return tell(s, member, &overdue);
}

int
member_tell_done(struct session *s, const struct fpr *member, const char *did)
{
	char words[FPR_WORDS_SIZE];

	if (s->options->json)
		return member_tell(s, member);
	fpr_words(words, member);
	(void)printf("%s %s\n", did, words);
	return 0;
}

int
member_list(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	struct fpr *all = NULL;
	size_t i, n = 0, late = 0;
	bool overdue;
	int r;

	if (argc > 1)
		return usage("member list takes no %s", argv[1]);
	if ((r = session_open(&s, o, NEED_STORE)) < 0)
		return r;
	r = session_members(s, &all, &n);
	for (i = 0; i < n && r == 0; i++)
		if ((r = tell(s, &all[i], &overdue)) == 0)
			late += overdue;
	if (r == 0 && late > 0)
		say(o, "%zu member%s past the epoch-days of the policy; they "
		    "should run tipline rotate", late,
		    late == 1 ? " is" : "s are");
	free(all);
	session_close(s);
	return r;
}
