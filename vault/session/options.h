/*
 * options.h -- the global options that every verb of every face takes, and the
 * table from verb to code that each face's main() is.
 */
#ifndef VAULT_SESSION_OPTIONS_H
#define VAULT_SESSION_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define EXIT_SOME_REFUSED 5	/* done, but some items were refused */

struct options {
	const char *vault;	/* -C, TIPLINE_VAULT; NULL: none named */
	const char *key;	/* -i, TIPLINE_KEY; NULL: none named */
	int passphrase_fd;	/* --passphrase-fd; -1: ask */
	bool json;		/* --json */
	bool quiet;		/* -q */
};

/*
 * A verb gets its own words: argv[0] is the verb.  Global options stand before
 * or after the verb; they are taken out before the verb sees argv.  Returns 0
 * or a negative code (the line is printed by main), or a positive exit code of
 * its own (5: done, but ...).
 */
struct verb {
	const char *name;
	int (*run)(const struct options *o, int argc, char **argv);
	const char *usage;	/* "ID MEMBER [--item I] [--original]" */
	const char *what;	/* one line */
};

/*
 * verbs_main(program, verbs, n, argc, argv):
 * The body of a face's main(): process_hide(), options, the verb, its error
 * line on stderr, the exit code.  `--help` and `VERB --help` print the table.
 */
int verbs_main(const char *program, const struct verb *verbs, size_t n,
    int argc, char **argv);

/* Name the misuse, then the verb's usage line: returns ERR_USAGE. */
int usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Verbs read their own options with this: true when argv[*i] is `name`; with
 * `value` not NULL the option takes a value ("--name V" or "--name=V"), which
 * is then in *value and *i stands on the last word used.  A missing value is
 * told by *value == NULL.
 */
bool option_is(int argc, char **argv, int *i, const char *name,
    const char **value);

/*
 * operand(argc, argv, i):
 * True when argv[i] is no option: it does not begin with '-', is "-", or stands
 * behind a "--".  The "--" stays in argv: option_is() takes it by its name and
 * is false for every word behind it.
 */
bool operand(int argc, char **argv, int i);

/* Progress for long work: on stderr, only on a terminal, not with -q. */
void progress(const struct options *o, const char *what, uint64_t done,
    uint64_t total);
void progress_end(const struct options *o);

/* A line for the person on stderr, "tipline: ...", escaped; not with -q. */
void say(const struct options *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
