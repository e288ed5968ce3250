/* init.c -- tipline init: a new vault and its first member. */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/session.h"

#define FIRST_ROLES (ROLE_ADMIN | ROLE_DESK)

/* "--approvals N" and its like: 1 when it was one, 0 when not. */
static int
take_setting(struct policy *policy, int argc, char **argv, int *i,
    bool *erasers)
{
	char option[32], value_now[POLICY_VALUE_SIZE];
	const char *name, *value;
	size_t k;

	for (k = 0; policy_nth(policy, k, &name, value_now); k++) {
		(void)snprintf(option, sizeof(option), "--%s", name);
		if (!option_is(argc, argv, i, option, &value))
			continue;
		if (policy_set(policy, name, value) < 0)
			return usage("%s", err_line());
		*erasers = *erasers || strcmp(name, "erasers") == 0;
		return 1;
	}
	return 0;
}

/* The entry that makes it a vault: the first member's card, roles and epoch. */
static int
add_first_member(struct session *s)
{
	struct path p = { .kind = PATH_CARD, .member = s->my_fpr };
	struct entry e = { .event = "init" };
	char line[CARD_LINE_SIZE], roles[ROLES_SIZE], commit[41];
	struct bytes card = BYTES_INIT(CARD_LINE_SIZE);
	struct id vault;
	int r;

	/* Two vaults that one member begins on one day differ in this. */
	if ((r = id_new(&vault)) < 0)
		return r;
	id_hex(e.subject, &vault);
	card_format(line, &s->me);
	(void)bytes_addf(&card, "%s\n", line);
	roles_format(roles, FIRST_ROLES);
	(void)strcat(roles, "\n");	/* far from ROLES_SIZE */
	if ((r = bytes_ok(&card)) < 0 ||
	    (r = store_begin(s->store)) < 0 ||
	    (r = store_add(s->store, &p, card.data, card.len)) < 0)
		goto done;
	p.kind = PATH_ROLES;
	p.version = 1;
	if ((r = store_add(s->store, &p, roles, strlen(roles))) < 0)
		goto done;
	if ((r = session_add_epoch(s, &s->me)) < 0)
		goto done;
	r = session_commit(s, &e, commit);
done:
	bytes_free(&card);
	return r;
}

static int
tell(const struct options *o, const struct session *s, const char *path)
{
	char hex[FPR_HEX_SIZE], words[FPR_WORDS_SIZE];
	struct bytes line = BYTES_INIT(65536);
	struct json j = json_writer(&line);
	int r;

	fpr_words(words, &s->my_fpr);
	if (!o->json) {
		(void)fputs("made ", stdout);
		print_escaped(stdout, path);
		(void)printf("; its first member is %s\n", words);
		return 0;
	}
	fpr_hex(hex, &s->my_fpr);
	json_open(&j, '{');
	json_kstr(&j, "vault", path);
	json_kstr(&j, "fingerprint", hex);
	json_kstr(&j, "words", words);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
cmd_init(const struct options *o, int argc, char **argv)
{
	struct policy policy = policy_default;
	const char *path = NULL, *label = NULL;
	struct session *s = NULL;
	bool erasers = false;	/* how many is said */
	int i, r;

	for (i = 1; i < argc; i++) {
		if ((r = take_setting(&policy, argc, argv, &i, &erasers)) < 0)
			return r;
		if (r > 0) {
			continue;
		} else if (option_is(argc, argv, &i, "--name", &label)) {
			if (label == NULL || (r = labels_check(label)) < 0)
				return label == NULL ?
				    usage("--name needs a label") : r;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (path != NULL) {
			return usage("one vault at a time");
		} else {
			path = argv[i];
		}
	}
	if (path == NULL && (path = o->vault) == NULL)
		return usage("name the folder of the new vault");
	if (!erasers)
		policy.erasers = policy.approvals;
	if ((r = session_open(&s, o, NEED_KEY)) < 0)
		return r;
	if ((r = store_init(&s->store, path, &policy)) == 0 &&
	    (r = add_first_member(s)) == 0 && (label == NULL ||
	    (r = labels_set(path, &s->my_fpr, label)) == 0))
		r = tell(o, s, path);
	session_close(s);
	return r;
}
