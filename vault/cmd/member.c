/*
 * member.c -- tipline member: its verbs; here add, and name: what a member is
 * called on this machine.
 */
#include "vault/cmd/member.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

static int
check_new(struct session *s, const struct fpr *member)
{
	unsigned had;
	int r = store_roles(s->store, member, &had);

	if (r == 0)
		return err_set(ERR_EXISTS, had != 0 ? "that card's owner is a "
		    "member already; tipline member list shows them" : "that "
		    "card's owner was removed from this vault; ask for a card "
		    "of a new key");
	return r == ERR_NOT_FOUND ? 0 : r;
}

/* A name must mean one member, or it would open to the wrong one. */
static int
check_label(struct session *s, const struct fpr *member, const char *label)
{
	char theirs[LABEL_SIZE];
	struct fpr *all = NULL;
	size_t i, n;
	int r;

	if ((r = labels_check(label)) < 0 ||
	    (r = session_members(s, &all, &n)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++) {
		session_label(s, &all[i], theirs);
		if (!fpr_equal(&all[i], member) && strcmp(theirs, label) == 0)
			r = err_set(ERR_EXISTS, "another member is called %s; "
			    "choose another name", label);
	}
	free(all);
	return r;
}

static int
commit_add(struct session *s, const struct card *card, const struct fpr *member,
    unsigned roles)
{
	struct path p = { .kind = PATH_CARD, .member = *member };
	struct entry e = { .event = "member-add" };
	struct bytes line = BYTES_INIT(CARD_LINE_SIZE);
	char text[CARD_LINE_SIZE], words[ROLES_SIZE], commit[41];
	int r;

	card_format(text, card);
	(void)bytes_addf(&line, "%s\n", text);
	roles_format(words, roles);
	(void)snprintf(e.subject, sizeof(e.subject), "%s", words);
	(void)strcat(words, "\n");	/* all six roles are 42 bytes */
	if ((r = bytes_ok(&line)) < 0 ||
	    (r = store_begin(s->store)) < 0 ||
	    (r = store_add(s->store, &p, line.data, line.len)) < 0)
		goto done;
	p.kind = PATH_ROLES;
	p.version = 1;
	if ((r = store_add(s->store, &p, words, strlen(words))) < 0)
		goto done;
	if ((r = session_add_epoch(s, card)) < 0)
		goto done;
	r = session_commit(s, &e, commit);
done:
	bytes_free(&line);
	return r;
}

static int
member_add(const struct options *o, int argc, char **argv)
{
	const char *word = NULL, *label = NULL, *role_words = NULL;
	struct session *s = NULL;
	struct card card;
	struct fpr member;
	unsigned roles;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--role", &role_words) ||
		    option_is(argc, argv, &i, "--name", &label) ||
		    option_is(argc, argv, &i, "--", NULL))
			continue;
		if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		if (word != NULL)
			return usage("one card at a time");
		word = argv[i];
	}
	if (word == NULL || role_words == NULL || label == NULL)
		return usage("a card, --role and --name are needed");
	if (!roles_parse(&roles, role_words))
		return usage("%s is no list of roles", role_words);
	if (!roles_fit(roles))
		return err_set(ERR_NOT_PERMITTED, "an analyst may hold no role "
		    "that opens more than releases; add a second key for the "
		    "other role");
	if ((r = labels_check(label)) < 0 ||
	    (r = word_card(&card, word)) < 0 ||
	    (r = card_fpr(&member, &card)) < 0)
		return r;
	if ((r = session_open(&s, o, NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		return r;
	if ((r = session_need_role(s, ROLE_ADMIN, "adding a member")) < 0 ||
	    (r = check_new(s, &member)) < 0 ||
	    (r = check_label(s, &member, label)) < 0 ||
	    (r = commit_add(s, &card, &member, roles)) < 0)
		goto done;
	if ((r = labels_set(o->vault, &member, label)) == 0 &&
	    (r = session_shelf_share(s)) == 0)
		r = member_tell_done(s, &member, "added");
done:
	session_close(s);
	return r;
}

static int
member_name(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	struct fpr member;
	int r;

	if (argc != 3 || !operand(argc, argv, 1) || !operand(argc, argv, 2))
		return usage("give a member and a name");
	if ((r = session_open(&s, o, NEED_STORE)) < 0)
		return r;
	if ((r = session_member(s, argv[1], &member)) == 0 &&
	    (r = check_label(s, &member, argv[2])) == 0 &&
	    (r = labels_set(o->vault, &member, argv[2])) == 0)
		r = member_tell_done(s, &member, "named");
	session_close(s);
	return r;
}

int
cmd_member(const struct options *o, int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(const struct options *, int, char **);
	} table[] = { { "add", member_add }, { "list", member_list },
	    { "role", member_role }, { "regrant", member_regrant },
	    { "remove", member_remove }, { "name", member_name } };
	size_t i;

	if (argc < 2)
		return usage("say add, list, role, regrant, remove or name");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(argv[1], table[i].name) == 0)
			return table[i].run(o, argc - 1, argv + 1);
	return usage("say add, list, role, regrant, remove or name, not %s", argv[1]);
}
