/*
 * main.c -- tipline-keeper: the only program that holds secret keys.
 *
 * It has two lives.  A person runs `key` with new, card, passphrase, split, join;
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
#include "vault/keep/share.h"
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

/* The words of a call of `key`, of whichever kind. */
struct words {
	const char *files[SHARES_MAX + 1];
	size_t nfiles;
	const char *out, *k, *n;	/* NULL: not given */
	bool plain;
};

static int
read_words(struct words *w, int argc, char **argv)
{
	int i;

	for (i = 2; i < argc; i++) {
		if (option_is(argc, argv, &i, "--no-passphrase", NULL))
			w->plain = true;
		else if (option_is(argc, argv, &i, "-o", &w->out) ||
		    option_is(argc, argv, &i, "-k", &w->k) ||
		    option_is(argc, argv, &i, "-n", &w->n) ||
		    option_is(argc, argv, &i, "--", NULL))
			continue;
		else if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		else if (w->nfiles == SHARES_MAX)
			return usage("a key has at most %d shares", SHARES_MAX);
		else
			w->files[w->nfiles++] = argv[i];
	}
	return 0;
}

/* The one key file; also the one of -i. */
static int
one_file(const struct options *o, struct words *w)
{
	if (w->nfiles > 1)
		return usage("one key file at a time");
	if (w->nfiles == 0 && (w->files[0] = o->key) == NULL)
		return usage("a key file must be named");
	return 0;
}

static int
run_new(struct card *card, const struct options *o, struct words *w)
{
	int r = one_file(o, w);

	return r < 0 ? r : key_new(card, w->files[0], w->plain,
	    o->passphrase_fd);
}

static int
run_card(struct card *card, const struct options *o, struct words *w)
{
	int r = one_file(o, w);

	return r < 0 ? r : key_card(card, w->files[0]);
}

static int
run_passphrase(struct card *card, const struct options *o, struct words *w)
{
	int r = one_file(o, w);

	return r < 0 ? r : key_passphrase(card, w->files[0],
	    o->passphrase_fd);
}

/* 1 to SHARES_MAX; 0 for anything else. */
static unsigned
small_number(const char *s)
{
	unsigned long v;
	char *end;

	if (s == NULL || *s < '1' || *s > '9')
		return 0;
	v = strtoul(s, &end, 10);
	return *end == '\0' && v <= SHARES_MAX ? (unsigned)v : 0;
}

static int
run_split(struct card *card, const struct options *o, struct words *w)
{
	const unsigned n = small_number(w->n), k = small_number(w->k);
	int r;

	if (n == 0 || k < SHARES_LEAST || k > n)
		return usage("say with -n how many shares are made (at most "
		    "%d), and with -k how many of them make the key again (at "
		    "least %d)", SHARES_MAX, SHARES_LEAST);
	if ((r = one_file(o, w)) < 0)
		return r;
	if ((r = key_split(card, w->files[0], w->out, k, n,
	    o->passphrase_fd)) == 0)
		say(o, "%u shares are made, of which any %u make the key "
		    "again; keep them apart, each as secret as the key", n, k);
	return r;
}

static int
run_join(struct card *card, const struct options *o, struct words *w)
{
	if (w->nfiles == 0 || w->out == NULL)
		return usage("name the shares, and the new key file with -o");
	return key_join(card, w->out, w->files, w->nfiles, w->plain,
	    o->passphrase_fd);
}

static const struct kind {
	const char *name;
	int (*run)(struct card *, const struct options *, struct words *);
	bool makes;		/* a new file: --no-passphrase belongs here */
	bool out, counts;	/* takes -o; takes -n and -k */
} kinds[] = {
	{ "new", run_new, true, false, false },
	{ "card", run_card, false, false, false },
	{ "passphrase", run_passphrase, false, false, false },
	{ "split", run_split, false, true, true },
	{ "join", run_join, true, true, false },
};

static int
cmd_key(const struct options *o, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const struct kind *kind = NULL;
	struct words w = { .nfiles = 0 };
	struct card card;
	size_t i;
	int r;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, what) == 0)
			kind = &kinds[i];
	if (kind == NULL)
		return usage("key needs new, card, passphrase, split or join");
	if ((r = read_words(&w, argc, argv)) < 0)
		return r;
	if (w.plain && !kind->makes)
		return usage("--no-passphrase belongs to key new and key join");
	if ((w.out != NULL && !kind->out) ||
	    ((w.k != NULL || w.n != NULL) && !kind->counts))
		return usage("key %s takes no -o, -n or -k of that kind", what);
	if (w.plain && o->passphrase_fd >= 0)
		return usage("--no-passphrase and --passphrase-fd exclude each "
		    "other");
	r = kind->run(&card, o, &w);
	return r < 0 ? r : show_card(o, &card);
}

static const struct verb verbs[] = {
	{ "key", cmd_key, "new FILE [--no-passphrase] | card FILE | "
	    "passphrase FILE |\n      split FILE -n N -k K [-o DIR] | "
	    "join SHARE... -o FILE [--no-passphrase]",
	    "Make a key file; print its card; change its passphrase; write N "
	    "shares of it of\nwhich any K make it again; make it again from "
	    "shares." },
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
