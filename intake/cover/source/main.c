/*
 * tipline-source: what a source runs to talk to the newsroom in cover mode
 * (docs/threats.md says what that hides).  It has no network but tor's port on
 * this machine, and no file but its state and those that are named to send.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/cover/source/line.h"
#include "intake/cover/source/verbs.h"
#include "intake/letterbox/wall/codename.h"
#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/seal/secret.h"
#include "vault/session/options.h"

static const struct {
	const char *name;
	int (*run)(const struct call *c);
} verbs[] = {
	{ "begin", begin_main },
	{ "send", send_main },
	{ "read", read_main },
	{ "run", run_main },
};
#define NVERBS (sizeof(verbs) / sizeof(verbs[0]))

static void
help(void)
{
	(void)printf(
	    "usage: tipline-source --state FILE [--words-fd N] [--socks PORT] "
	    "VERB ...\n\n"
	    "  begin --onion ADDRESS --key CARD [--mine]\n"
	    "        ask the service, draw a code name (or use yours), make "
	    "FILE\n"
	    "  send [-] [--file PATH]...\n"
	    "        put something into FILE; `run` takes it along. A message "
	    "is read from\n        standard input: for -, and when no file is "
	    "named\n"
	    "  read  what came in, and replies\n"
	    "  run [--times N]\n"
	    "        one message of the same size each interval, for ever\n\n"
	    "The code name is asked on the terminal, or read from descriptor "
	    "N.\nADDRESS is an onion address, through tor's port on this "
	    "machine (9050; Tor\nBrowser's is --socks 9150).\n");
}

static int
number(const char *word, uint32_t most, uint32_t *n, const char *what)
{
	char *end;
	unsigned long v;

	if (word == NULL || word[0] < '0' || word[0] > '9' ||
	    (v = strtoul(word, &end, 10), *end != '\0') || v > most)
		return err_set(ERR_USAGE, "%s needs a number up to %u", what,
		    most);
	*n = (uint32_t)v;
	return 0;
}

/* Options with a value: 1 when argv[*i] was one. */
static int
take_option(struct call *c, int argc, char **argv, int *i)
{
	const char *value = NULL, *name = argv[*i];
	const char *const *word = NULL;
	uint32_t n = 0;
	int r = 0;

	if (option_is(argc, argv, i, "--state", &c->state))
		word = &c->state;
	else if (option_is(argc, argv, i, "--onion", &c->onion))
		word = &c->onion;
	else if (option_is(argc, argv, i, "--key", &c->card))
		word = &c->card;
	if (word != NULL)
		return *word != NULL ? 1 : err_set(ERR_USAGE, "%s needs a "
		    "word behind it", name);
	if (option_is(argc, argv, i, "--file", &value)) {
		if (value == NULL)
			return err_set(ERR_USAGE, "--file needs a path");
		c->files[c->nfiles++] = value;
	} else if (option_is(argc, argv, i, "--words-fd", &value)) {
		if ((r = number(value, 1 << 20, &n, "--words-fd")) == 0)
			c->words_fd = (int)n;
	} else if (option_is(argc, argv, i, "--socks", &value)) {
		if ((r = number(value, UINT16_MAX, &n, "--socks")) == 0)
			c->socks = (uint16_t)n;
	} else if (option_is(argc, argv, i, "--times", &value)) {
		r = number(value, UINT32_MAX, &c->times, "--times");
	} else if (option_is(argc, argv, i, "--mine", NULL)) {
		c->mine = true;
	} else {
		return 0;
	}
	return r < 0 ? r : 1;
}

static int
run_verb(struct call *c, int argc, char **argv)
{
	const char *verb = NULL;
	size_t v;
	int i, r;

	for (i = 1; i < argc; i++) {
		if ((r = take_option(c, argc, argv, &i)) < 0)
			return r;
		if (r > 0)
			continue;
		if (strcmp(argv[i], "--help") == 0) {
			help();
			return 0;
		}
		if (verb == NULL && operand(argc, argv, i))
			verb = argv[i];
		else if (strcmp(argv[i], "-") == 0)
			c->typed = true;
		else if (verb != NULL && strcmp(verb, "send") == 0)
			return err_set(ERR_USAGE, "words of a command are seen "
			    "by others here, and kept; type the message: send "
			    "-, and Ctrl-D behind it");
		else if (strcmp(argv[i], "--") != 0)
			return err_set(ERR_USAGE, "%s is one word too many; "
			    "tipline-source --help tells the words", argv[i]);
	}
	for (v = 0; verb != NULL && v < NVERBS; v++)
		if (strcmp(verb, verbs[v].name) == 0)
			break;
	if (verb == NULL || v == NVERBS)
		return err_set(ERR_USAGE, "a verb is missing: begin, send, read "
		    "or run; tipline-source --help tells the words");
	if (c->state == NULL)
		return err_set(ERR_USAGE, "say where the state lies: --state "
		    "FILE");
	if ((c->typed || c->nfiles > 0) && verbs[v].run != send_main)
		return err_set(ERR_USAGE, "%s takes no message and no files; "
		    "send does", verb);
	return verbs[v].run(c);
}

int
main(int argc, char **argv)
{
	struct call c = { .words_fd = -1, .socks = LINE_SOCKS_PORT };
	int r;

	c.files = calloc((size_t)argc + 1, sizeof(*c.files));
	if (c.files == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory; close other programs "
		    "and try again");
	else if ((r = process_hide()) == 0 && (r = codename_load()) == 0)
		r = run_verb(&c, argc, argv);
	free(c.files);
	if (r < 0) {
		(void)fprintf(stderr, "tipline-source: ");
		/* The line may name what others wrote. */
		print_escaped(stderr, err_line());
		(void)fprintf(stderr, "\n");
	}
	return err_exit(r);
}
