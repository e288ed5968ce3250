/*
 * member.c -- tipline member add, list, remove: who is in; and name: what they
 * are called on this machine.
 */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

/* --- add --- */

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

/* --- list --- */

static int
tell(struct session *s, const struct fpr *member)
{
	char hex[FPR_HEX_SIZE], ssh[FPR_SSH_SIZE], words[FPR_WORDS_SIZE];
	char label[LABEL_SIZE], role_words[ROLES_SIZE];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	struct card card;
	unsigned roles, bit;
	int r;

	if ((r = store_roles(s->store, member, &roles)) < 0 ||
	    (r = session_card(s, member, &card)) < 0)
		return r;
	fpr_hex(hex, member);
	fpr_ssh(ssh, member);
	fpr_words(words, member);
	session_label(s, member, label);
	roles_format(role_words, roles);
	if (!s->options->json) {
		(void)printf("%s  %s  %s\n    %s  epoch %u\n",
		    words, roles != 0 ? role_words : "removed",
		    label[0] != '\0' ? label : "(no name here)", ssh,
		    card.epoch);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "fingerprint", hex);
	json_kstr(&j, "sha256", ssh);
	json_kstr(&j, "words", words);
	json_key(&j, "roles");
	json_open(&j, '[');
	for (bit = 1; bit <= ROLES_ALL; bit <<= 1)
		if ((roles & bit) != 0) {
			roles_format(role_words, bit);
			json_str(&j, role_words);
		}
	json_close(&j, ']');
	json_kuint(&j, "epoch", card.epoch);
	json_kstr(&j, "label", label);
	json_key(&j, "removed");
	json_bool(&j, roles == 0);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
member_list(const struct options *o, int argc, char **argv)
{
	struct session *s = NULL;
	struct fpr *all = NULL;
	size_t i, n = 0;
	int r;

	if (argc > 1)
		return usage("member list takes no %s", argv[1]);
	if ((r = session_open(&s, o, NEED_STORE)) < 0)
		return r;
	r = session_members(s, &all, &n);
	for (i = 0; i < n && r == 0; i++)
		r = tell(s, &all[i]);
	free(all);
	session_close(s);
	return r;
}

/* What `add` and `remove` did, for the person or for a program. */
static int
tell_done(struct session *s, const struct fpr *member, const char *did)
{
	char words[FPR_WORDS_SIZE];

	if (s->options->json)
		return tell(s, member);
	fpr_words(words, member);
	(void)printf("%s %s\n", did, words);
	return 0;
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
	if ((r = labels_set(o->vault, &member, label)) == 0)
		r = tell_done(s, &member, "added");
done:
	session_close(s);
	return r;
}

/* --- remove --- */

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
		r = err_set(ERR_NOT_PERMITTED, "this is the last admin; add "
		    "another one before removing it");
	return r;
}

static int
commit_remove(struct session *s, const struct fpr *member)
{
	struct path p = { .kind = PATH_ROLES, .member = *member };
	struct entry e = { .event = "member-remove", .subject = "no roles" };
	char commit[41];
	int r;

	if ((r = store_latest(s->store, &p, &p.version)) < 0)
		return r;
	p.version++;
	if ((r = store_begin(s->store)) < 0 ||
	    (r = store_add(s->store, &p, "\n", 1)) < 0)
		return r;
	return session_commit(s, &e, commit);
}

static int
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
	if ((r = session_need_role(s, ROLE_ADMIN, "removing a member")) < 0 ||
	    (r = session_member(s, argv[1], &member)) < 0 ||
	    (r = store_roles(s->store, &member, &roles)) < 0)
		goto done;
	if (roles == 0) {
		r = err_set(ERR_EXISTS, "%s was removed before; nothing is left "
		    "to do", argv[1]);
		goto done;
	}
	if ((r = keep_an_admin(s, &member)) == 0 &&
	    (r = commit_remove(s, &member)) == 0)
		r = tell_done(s, &member, "removed");
done:
	session_close(s);
	return r;
}

/* --- name --- */

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
		r = tell_done(s, &member, "named");
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
	    { "remove", member_remove }, { "name", member_name } };
	size_t i;

	if (argc < 2)
		return usage("say add, list, remove or name");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(argv[1], table[i].name) == 0)
			return table[i].run(o, argc - 1, argv + 1);
	return usage("say add, list, remove or name, not %s", argv[1]);
}
