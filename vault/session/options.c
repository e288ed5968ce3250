/* options.c -- see options.h: words of the call, and lines for the person. */
#include "vault/session/options.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/seal/secret.h"

#define FD_NUMBER_MAX 1048576	/* the kernel's own limit (fs.nr_open) */
#define PROGRESS_EVERY_NS 100000000
#define PROGRESS_WIDTH 60	/* columns that a progress line may use */

/* The verb that runs, for the lines that name it. */
static const struct verb *running;

/* True when a "--" stands before argv[i]. */
static bool
options_ended(char **argv, int i)
{
	int k;

	for (k = 1; k < i; k++)
		if (strcmp(argv[k], "--") == 0)
			return true;
	return false;
}

bool
option_is(int argc, char **argv, int *i, const char *name, const char **value)
{
	const char *word = argv[*i];
	size_t n = strlen(name);

	/* Of very many words hardly one is looked for further. */
	if (*word != '-' || options_ended(argv, *i))
		return false;
	if (value == NULL)
		return strcmp(word, name) == 0;
	if (strcmp(word, name) == 0) {
		*value = *i + 1 < argc ? argv[++*i] : NULL;
		return true;
	}
	if (strncmp(name, "--", 2) == 0 && strncmp(word, name, n) == 0 &&
	    word[n] == '=') {
		*value = word + n + 1;
		return true;
	}
	return false;
}

bool
operand(int argc, char **argv, int i)
{
	return i < argc && (argv[i][0] != '-' || argv[i][1] == '\0' ||
	    options_ended(argv, i));
}

int
usage(const char *fmt, ...)
{
	char what[ERR_LINE_MAX / 2];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (running == NULL)
		return err_set(ERR_USAGE, "%s; see tipline --help", what);
	return err_set(ERR_USAGE, "%s; usage: tipline %s %s", what,
	    running->name, running->usage);
}

static int
parse_fd(int *fd, const char *word)
{
	char *end;
	long v;

	if (word == NULL || *word < '0' || *word > '9')
		return usage("--passphrase-fd needs the number of an open "
		    "descriptor");
	v = strtol(word, &end, 10);
	if (*end != '\0' || v > FD_NUMBER_MAX)
		return usage("--passphrase-fd %s is not the number of an open "
		    "descriptor", word);
	*fd = (int)v;
	return 0;
}

/* 1 when argv[*i] is a global option (taken), 0 when it is not, or a failure. */
static int
take_global(struct options *o, int argc, char **argv, int *i)
{
	const char *value;

	if (option_is(argc, argv, i, "-C", &value)) {
		if ((o->vault = value) == NULL)
			return usage("-C needs the folder of a vault");
	} else if (option_is(argc, argv, i, "-i", &value)) {
		if ((o->key = value) == NULL)
			return usage("-i needs a key file");
	} else if (option_is(argc, argv, i, "--passphrase-fd", &value)) {
		return parse_fd(&o->passphrase_fd, value) < 0 ? ERR_USAGE : 1;
	} else if (option_is(argc, argv, i, "--json", NULL)) {
		o->json = true;
	} else if (option_is(argc, argv, i, "-q", NULL)) {
		o->quiet = true;
	} else {
		return 0;
	}
	return 1;
}

static const char *
from_env(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && *v != '\0' ? v : NULL;
}

static const struct verb *
verb_named(const struct verb *verbs, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

/*
 * Take the global options out of argv and find the verb: what is left, from
 * the verb on, is moved into `words` (argc of them at most, NULL after).
 */
static int
sort_words(struct options *o, const struct verb *verbs, size_t n, int argc,
    char **argv, char **words, int *nwords, bool *help)
{
	int i, r;

	*nwords = 0;
	for (i = 1; i < argc; i++) {
		if ((r = take_global(o, argc, argv, &i)) < 0)
			return r;
		if (r > 0)
			continue;
		if (option_is(argc, argv, &i, "--help", NULL)) {
			*help = true;
			continue;
		}
		if (running == NULL) {
			if (strcmp(argv[i], "--") == 0)
				return usage("a verb must stand before --");
			if (argv[i][0] == '-')
				return usage("unknown option %s", argv[i]);
			running = verb_named(verbs, n, argv[i]);
			if (running == NULL)
				return usage("%s is no verb", argv[i]);
		}
		words[(*nwords)++] = argv[i];
	}
	words[*nwords] = NULL;
	return 0;
}

static void
print_help(const char *program, const struct verb *verbs, size_t n)
{
	size_t i;

	if (running != NULL) {
		(void)printf("usage: tipline %s %s\n%s\n", running->name,
		    running->usage, running->what);
	} else {
		(void)printf("%s: verbs\n", program);
		for (i = 0; i < n; i++)
			(void)printf("  %s %s\n      %s\n", verbs[i].name,
			    verbs[i].usage, verbs[i].what);
	}
	(void)printf("options of every verb: -C VAULT (TIPLINE_VAULT), "
	    "-i KEYFILE (TIPLINE_KEY),\n  --passphrase-fd N, --json, -q; "
	    "-- ends the options\n");
}

static int
print_failure(int r)
{
	(void)fflush(stdout);
	(void)fputs("tipline", stderr);
	if (running != NULL)
		(void)fprintf(stderr, " %s", running->name);
	(void)fputs(": ", stderr);
	print_escaped(stderr, err_line());
	(void)fputc('\n', stderr);
	return err_exit(r);
}

int
verbs_main(const char *program, const struct verb *verbs, size_t n, int argc,
    char **argv)
{
	struct options o = { .passphrase_fd = -1 };
	char **words = NULL;
	bool help = false;
	int nwords, r;

	(void)signal(SIGPIPE, SIG_IGN);	/* a closed pipe is an error code */
	running = NULL;
	if ((r = process_hide()) < 0)
		goto done;
	o.vault = from_env("TIPLINE_VAULT");
	o.key = from_env("TIPLINE_KEY");
	if ((words = calloc((size_t)argc + 1, sizeof(*words))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if ((r = sort_words(&o, verbs, n, argc, argv, words, &nwords,
	    &help)) < 0)
		goto done;
	if (help)
		print_help(program, verbs, n);
	else if (running == NULL)
		r = usage("a verb is missing");
	else
		r = running->run(&o, nwords, words);
	if (r >= 0 && (fflush(stdout) != 0 || ferror(stdout)))
		r = err_sys("cannot write the answer");
done:
	free(words);
	return r < 0 ? print_failure(r) : r;
}

/* --- lines on stderr --- */

static bool progress_shown;
static struct timespec progress_last;

/* Only blanks and a carriage return: nothing that NO_COLOR would forbid. */
void
progress(const struct options *o, const char *what, uint64_t done,
    uint64_t total)
{
	struct timespec now;
	int64_t ns;

	if (o->quiet || !isatty(STDERR_FILENO))
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (int64_t)(now.tv_sec - progress_last.tv_sec) * 1000000000 +
	    (now.tv_nsec - progress_last.tv_nsec);
	if (progress_shown && ns < PROGRESS_EVERY_NS)
		return;
	progress_last = now;
	progress_shown = true;
	(void)fputc('\r', stderr);
	if (total > 0)
		(void)fprintf(stderr, "%3u %% ",
		    (unsigned)((double)done * 100 / (double)total));
	else
		(void)fprintf(stderr, "%llu ", (unsigned long long)done);
	(void)fprintf(stderr, "%-*.*s", PROGRESS_WIDTH, PROGRESS_WIDTH, what);
	(void)fflush(stderr);
}

void
progress_end(const struct options *o)
{
	if (!progress_shown || o->quiet)
		return;
	progress_shown = false;
	(void)fprintf(stderr, "\r%*s\r", PROGRESS_WIDTH + 8, "");
	(void)fflush(stderr);
}

void
say(const struct options *o, const char *fmt, ...)
{
	char line[ERR_LINE_MAX];
	va_list ap;

	if (o->quiet)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	progress_end(o);
	(void)fputs("tipline: ", stderr);
	print_escaped(stderr, line);
	(void)fputc('\n', stderr);
}
