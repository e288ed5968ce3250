/*
 * main.c -- tipline-keeper: the only program that holds secret keys.
 *
 * It has two lives.  A person runs `key new`, `key card`, `key passphrase`;
 * the faces start `serve`, or to rotate `renew`, with a socket as descriptor 3
 * (keeper_records.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"
#include "vault/keep/key.h"
#include "vault/keep/serve.h"
#include "vault/seal/secret.h"
#include "vault/session/keeper_records.h"
#include "vault/session/options.h"

#define SERVE_SOCK 3
#define SERVE_PASSPHRASE 4	/* the face's --passphrase-fd, if it has one */
#define JSON_MAX 4096		/* bytes of a line of --json */

static int
show_json(const char *line, const struct card *card, const struct fpr *fpr)
{
	struct bytes b = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&b);
	char text[FPR_HEX_SIZE];
	int r;

	json_open(&j, '{');
	json_kstr(&j, "card", line);
	fpr_hex(text, fpr);
	json_kstr(&j, "fingerprint", text);
	fpr_ssh(text, fpr);
	json_kstr(&j, "sha256", text);
	fpr_words(text, fpr);
	json_kstr(&j, "words", text);
	json_kuint(&j, "epoch", card->epoch);
	json_close(&j, '}');
	if ((r = bytes_ok(&b)) == 0)
		r = json_line(&b);
	bytes_free(&b);
	return r;
}

/* The card alone on stdout, so that it can be piped; the rest is talk. */
static int
show_card(const struct options *o, const struct card *card)
{
	char line[CARD_LINE_SIZE], ssh[FPR_SSH_SIZE], words[FPR_WORDS_SIZE];
	struct fpr fpr;
	int r;

	if ((r = card_fpr(&fpr, card)) < 0)
		return r;
	card_format(line, card);
	if (o->json)
		return show_json(line, card, &fpr);
	if (printf("%s\n", line) < 0 || fflush(stdout) != 0)
		return err_sys("cannot write the card");
	fpr_ssh(ssh, &fpr);
	fpr_words(words, &fpr);
	say(o, "%s", ssh);
	say(o, "%s", words);
	return 0;
}

/* key new|card|passphrase FILE; FILE may also be the one of -i. */
static int
key_words(const char **file, bool *plain, int argc, char **argv)
{
	int i;

	*plain = false;
	for (i = 2; i < argc; i++) {
		if (option_is(argc, argv, &i, "--no-passphrase", NULL))
			*plain = true;
		else if (!operand(argc, argv, i) && strcmp(argv[i], "--") != 0)
			return usage("unknown option %s", argv[i]);
		else if (!operand(argc, argv, i))
			continue;
		else if (*file != NULL)
			return usage("one key file at a time");
		else
			*file = argv[i];
	}
	return 0;
}

static int
cmd_key(const struct options *o, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const char *file = NULL;
	bool is_new = strcmp(what, "new") == 0, plain;
	struct card card;
	int r;

	if (!is_new && strcmp(what, "card") != 0 &&
	    strcmp(what, "passphrase") != 0)
		return usage("key needs new, card or passphrase");
	if ((r = key_words(&file, &plain, argc, argv)) < 0)
		return r;
	if (file == NULL && (file = o->key) == NULL)
		return usage("a key file must be named");
	if (plain && !is_new)
		return usage("--no-passphrase belongs to key new");
	if (plain && o->passphrase_fd >= 0)
		return usage("--no-passphrase and --passphrase-fd exclude each "
		    "other");
	if (is_new)
		r = key_new(&card, file, plain, o->passphrase_fd);
	else if (strcmp(what, "card") == 0)
		r = key_card(&card, file);
	else
		r = key_passphrase(&card, file, o->passphrase_fd);
	return r < 0 ? r : show_card(o, &card);
}

static const struct verb verbs[] = {
	{ "key", cmd_key, "new FILE [--no-passphrase] | card FILE | "
	    "passphrase FILE", "make a key file; print its card; change its "
	    "passphrase" },
};

static int
run_serve(char **argv)
{
	const bool renew = strcmp(argv[1], KEEPER_RENEW) == 0;
	int r;

	if ((r = process_hide()) < 0)
		(void)wire_send_error(SERVE_SOCK, r);
	else
		r = serve(SERVE_SOCK, argv[2],
		    strcmp(argv[3], "-1") == 0 ? -1 : SERVE_PASSPHRASE, renew);
	return err_exit(r);
}

int
main(int argc, char **argv)
{
	if (argc == 4 && (strcmp(argv[1], KEEPER_SERVE) == 0 ||
	    strcmp(argv[1], KEEPER_RENEW) == 0))
		return run_serve(argv);
	return verbs_main(KEEPER_PROGRAM, verbs,
	    sizeof(verbs) / sizeof(verbs[0]), argc, argv);
}
