/* member_role.c -- tipline member role, remove: what a member may do. */
#include "vault/cmd/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

/* A vault without an admin could never change its members again. */
static int
keep_an_admin(struct session *s, const struct fpr *leaving)
{
	struct fpr *all = NULL;
	unsigned roles;
	size_t i, n;
	int r, admins = 0;

	if ((r = session_members(s, &all, &n)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++)
		if (!fpr_equal(&all[i], leaving) &&
		    (r = store_roles(s->store, &all[i], &roles)) == 0 &&
		    (roles & ROLE_ADMIN) != 0)
			admins++;
	free(all);
	if (r == 0 && admins == 0)
		r = err_set(ERR_NOT_PERMITTED, "this is the last admin; make "
		    "another one first with tipline member add or role");
	return r;
}

/* The next version of the member's roles; none: it is removed. */
static int
commit_roles(struct session *s, const struct fpr *member, unsigned roles)
{
	struct path p = { .kind = PATH_ROLES, .member = *member };
	struct entry e = { .nsubmissions = 0 };
	char words[ROLES_SIZE], commit[41];
	int r;

	roles_format(words, roles);
	(void)snprintf(e.event, sizeof(e.event), "%s",
	    roles != 0 ? "member-roles" : "member-remove");
	(void)snprintf(e.subject, sizeof(e.subject), "%s",
	    roles != 0 ? words : "no roles");
	(void)strcat(words, "\n");	/* all six roles are 42 bytes */
	if ((r = session_begin(s)) < 0)
		return r;
	if ((r = store_latest(s->store, &p, &p.version)) < 0)
		return session_abort(s, r);
	p.version++;
	if ((r = store_add(s->store, &p, words, strlen(words))) < 0)
		return session_abort(s, r);
	return session_commit(s, &e, commit);
}

/* Find the member, and what it may do now. */
static int
find(struct session *s, const char *word, struct fpr *member, unsigned *roles)
{
	int r;

	if ((r = session_need_role(s, ROLE_ADMIN, "changing a member")) < 0 ||
	    (r = session_member(s, word, member)) < 0)
		return r;
	return store_roles(s->store, member, roles);
}

static int
give_roles(struct session *s, const char *word, unsigned next)
{
	struct fpr member;
	unsigned roles;
	int r;

	if ((r = find(s, word, &member, &roles)) < 0)
		return r;
	if (roles == 0)
		return err_set(ERR_NOT_PERMITTED, "%s was removed; ask for a "
		    "card of a new key and use tipline member add", word);
	if (roles == next)
		return err_set(ERR_EXISTS, "%s has these roles already; "
		    "nothing is left to do", word);
	if ((roles & ~next & ROLE_ADMIN) != 0 &&
	    (r = keep_an_admin(s, &member)) < 0)
		return r;
	if ((r = commit_roles(s, &member, next)) < 0 ||
	    (r = session_shelf_share(s)) < 0)
		return r;
	return member_tell_done(s, &member, "changed");
}

int
member_role(const struct options *o, int argc, char **argv)
{
	const char *word = NULL, *role_words = NULL;
	struct session *s = NULL;
	unsigned roles;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--role", &role_words) ||
		    option_is(argc, argv, &i, "--", NULL))
			continue;
		if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		if (word != NULL)
			return usage("one member at a time");
		word = argv[i];
	}
	if (word == NULL || role_words == NULL)
		return usage("a member and --role are needed");
	if (!roles_parse(&roles, role_words))
		return usage("%s is no list of roles", role_words);
	if (!roles_fit(roles))
		return err_set(ERR_NOT_PERMITTED, "an analyst may hold no role "
		    "that opens more than releases; add a second key for the "
		    "other role");
	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		return r;
	r = give_roles(s, word, roles);
	session_close(s);
	return r;
}

int
member_remove(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	struct fpr member;
	unsigned roles;
	int r;

	if (argc != 2 || !operand(argc, argv, 1))
		return usage("name one member");
	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		return r;
	if ((r = find(s, argv[1], &member, &roles)) < 0)
		goto done;
	if (roles == 0) {
		r = err_set(ERR_EXISTS, "%s was removed before; nothing is left "
		    "to do", argv[1]);
		goto done;
	}
	if ((r = keep_an_admin(s, &member)) == 0 &&
	    (r = commit_roles(s, &member, 0)) == 0)
		r = member_tell_done(s, &member, "removed");
done:
	session_close(s);
	return r;
}
