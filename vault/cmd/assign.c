/* assign.c -- tipline assign: let a member open a submission or one item. */
#include "vault/cmd/cmd.h"

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

struct assignment {
	struct grant_ctx ctx;		/* what, and in which tier */
	struct fpr member;
};

/* Who may be given anything but a release: desk and reporters, nobody else. */
static int
check_member(struct session *s, const struct fpr *member)
{
	unsigned roles;
	int r;

	if ((r = store_roles(s->store, member, &roles)) < 0)
		return r;
	if ((roles & ROLE_ANALYST) != 0)
		return err_set(ERR_NOT_PERMITTED, "analysts are only ever given "
		    "releases; use tipline release ID --to MEMBER");
	if ((roles & (ROLE_DESK | ROLE_REPORTER)) == 0)
		return err_set(ERR_NOT_PERMITTED, "only desk members and "
		    "reporters can be assigned anything; tipline member list "
		    "shows who they are");
	return 0;
}

static int
assign(struct session *s, const struct assignment *a)
{
	struct entry e = { .event = "assign", .item = a->ctx.item,
	    .nsubmissions = 1 };
	struct id submission = a->ctx.submission;
	char commit[41];
	uint32_t handle;
	int r;

	e.submissions = &submission;
	id_name(e.subject, &submission);
	if ((r = session_unlock(s, &submission,
	    id_is_zero(&a->ctx.item) ? NULL : &a->ctx.item, a->ctx.tier,
	    &handle)) < 0 ||
	    (r = store_begin(s->store)) < 0 ||
	    (r = session_add_grant(s, handle, &a->ctx, &a->member)) < 0)
		return r;
	return session_commit(s, &e, commit);
}

static int
tell(const struct options *o, const struct assignment *a, bool had)
{
	char hex[FPR_HEX_SIZE], id[ID_HEX_SIZE], name[ID_NAME_SIZE];
	char words[FPR_WORDS_SIZE];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	id_name(name, &a->ctx.submission);
	fpr_words(words, &a->member);
	if (!o->json) {
		(void)printf("%s: %s %s open it, %s tier\n", name, words,
		    had ? "could already" : "may now", tier_name(a->ctx.tier));
		return 0;
	}
	fpr_hex(hex, &a->member);
	id_hex(id, &a->ctx.submission);
	json_open(&j, '{');
	json_kstr(&j, "submission", id);
	if (!id_is_zero(&a->ctx.item)) {
		id_hex(id, &a->ctx.item);
		json_kstr(&j, "item", id);
	}
	json_kstr(&j, "member", hex);
	json_kstr(&j, "tier", tier_name(a->ctx.tier));
	json_key(&j, "new");
	json_bool(&j, !had);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
run(struct session *s, const char *id, const char *who, const char *item,
    enum tier tier)
{
	struct assignment a = { .ctx.tier = tier };
	bool had;
	int r;

	if ((r = session_need_role(s, ROLE_DESK, "assigning")) < 0 ||
	    (r = session_find(s, id, &a.ctx.submission)) < 0 ||
	    (r = session_member(s, who, &a.member)) < 0 ||
	    (r = check_member(s, &a.member)) < 0)
		return r;
	if (item != NULL &&
	    (r = word_item(s, &a.ctx.submission, item, &a.ctx.item)) < 0)
		return r;
	if ((r = session_has_grant(s, &a.ctx, &a.member, &had)) < 0 ||
	    (!had && (r = assign(s, &a)) < 0))
		return r;
	return tell(s->options, &a, had);
}

int
cmd_assign(const struct options *o, int argc, char **argv)
{
	const char *words[2], *item = NULL;
	enum tier tier = TIER_WORKING;
	struct session *s = NULL;
	int i, n = 0, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--item", &item)) {
			if (item == NULL)
				return usage("--item needs an item");
		} else if (option_is(argc, argv, &i, "--original", NULL)) {
			tier = TIER_ORIGINAL;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (n == 2) {
			return usage("%s is one word too many", argv[i]);
		} else {
			words[n++] = argv[i];
		}
	}
	if (n < 2)
		return usage("name a submission and a member");
	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		return r;
	r = run(s, words[0], words[1], item, tier);
	session_close(s);
	return r;
}
