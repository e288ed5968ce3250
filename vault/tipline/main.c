/*
 * tipline: a table of verbs.  Finds the program that owns the verb beside
 * itself and becomes it; has nothing else, so that nothing can be taken here.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXIT_MISUSE 2
#define VERB_MAX 32		/* bytes of a word that suggestions are made for */
#define NEAR_MAX 2		/* changed letters that still suggest a verb */

enum face { VAULT, KEEPER, INTAKE, REDACT };

static const char *const programs[] = {
	[VAULT] = "tipline-vault",
	[KEEPER] = "tipline-keeper",
	[INTAKE] = "tipline-intake",
	[REDACT] = "tipline-redact",
};

static const struct {
	const char *verb;
	enum face face;
	const char *what;
} verbs[] = {
	{ "init", VAULT, "make a vault; the key of -i becomes its first member" },
	{ "key", KEEPER, "make a key file, print its card, change its passphrase" },
	{ "member", VAULT, "add, list, change and remove the people of a vault" },
	{ "policy", VAULT, "what the members agreed on; change it" },
	{ "rotate", VAULT, "a new epoch for a key; the old secret is destroyed" },
	{ "submit", INTAKE, "seal files into a vault, or into a drop for one" },
	{ "import", INTAKE, "bring in mails, and what another program exported" },
	{ "watch", INTAKE, "take files out of a folder as they come" },
	{ "serve", INTAKE, "the page that sources come to, for an onion service" },
	{ "clone", VAULT, "make a new copy of a vault" },
	{ "sync", VAULT, "bring this vault and a copy elsewhere together" },
	{ "take", VAULT, "bring drops into the vault" },
	{ "list", VAULT, "the submissions that are there" },
	{ "show", VAULT, "one submission: items, grants, states" },
	{ "examine", REDACT, "look at new items inside the wall: type, marks, text" },
	{ "find", REDACT, "propose what should be redacted" },
	{ "watchlist", REDACT, "what find looks for by itself; show it, change it" },
	{ "review", REDACT, "decide on each proposal" },
	{ "approve", REDACT, "sign a plan that somebody else decided" },
	{ "release", REDACT, "apply the plan and seal the result to analysts" },
	{ "verify", REDACT, "make a release again and compare it; is a value in a file?" },
	{ "recall", VAULT, "withdraw a release" },
	{ "assign", VAULT, "let a member open a submission or one item" },
	{ "open", VAULT, "write what this key may read into a folder" },
	{ "reply", VAULT, "answer a source that can come back" },
	{ "erase", VAULT, "sign that a submission be erased, or hold it" },
	{ "access", VAULT, "who can read what, now and at any past entry" },
	{ "log", VAULT, "the history, newest first" },
	{ "checkpoint", VAULT, "sign how long the history is, for others to keep" },
	{ "verify-proof", VAULT, "without a vault: was a submission in one?" },
	{ "check", VAULT, "look at every file of the vault for damage" },
	{ "repair", VAULT, "put right what can be; nothing is ever removed" },
	{ "audit", VAULT, "check the whole history, with public data alone" },
	{ "inspect", REDACT, "without a vault: what is in a file; where two differ" },
	{ "strip", REDACT, "without a vault: a cleaned copy" },
	{ "text", REDACT, "without a vault: its text" },
	{ "scan", REDACT, "without a vault: what should be redacted" },
	{ "redact", REDACT, "without a vault: a redacted copy" },
	{ "safe", REDACT, "without a vault: a PDF of pictures of its pages" },
};
#define NVERBS (sizeof(verbs) / sizeof(verbs[0]))

static void
print_help(void)
{
	size_t i;

	(void)printf("usage: tipline [-C VAULT] [-i KEYFILE] VERB ...\n\n");
	for (i = 0; i < NVERBS; i++)
		(void)printf("  %-12s %s\n", verbs[i].verb, verbs[i].what);
	(void)printf("\ntipline VERB --help tells the words of a verb.\n"
	    "Options of every verb: -C VAULT (TIPLINE_VAULT), "
	    "-i KEYFILE (TIPLINE_KEY),\n  --passphrase-fd N, --json, -q; "
	    "-- ends the options.\n");
}

/* The place of the verb in argv: the first word that is no option; or 0. */
static int
find_verb(int argc, char **argv)
{
	static const char *const with_value[] = { "-C", "-i",
	    "--passphrase-fd" };
	size_t k;
	int i;

	for (i = 1; i < argc; i++) {
		if (argv[i][0] != '-')
			return i;
		if (strcmp(argv[i], "--") == 0)
			return 0;
		for (k = 0; k < sizeof(with_value) / sizeof(with_value[0]); k++)
			if (strcmp(argv[i], with_value[k]) == 0)
				i++;
	}
	return 0;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* Letters to change, add or leave out to come from a to b (Levenshtein). */
static size_t
distance(const char *a, const char *b)
{
	size_t row[VERB_MAX + 1];
	size_t i, j, diagonal, above;
	size_t n = strlen(b);

	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; a[i] != '\0'; i++) {
		diagonal = row[0];
		row[0] = i + 1;
		for (j = 0; j < n; j++) {
			above = row[j + 1];
			row[j + 1] = least(above + 1, row[j] + 1,
			    diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[n];
}

static const char *
nearest(const char *word)
{
	const char *best = NULL;
	size_t i, d, best_d = NEAR_MAX + 1;

	if (strlen(word) > VERB_MAX)
		return NULL;
	for (i = 0; i < NVERBS; i++)
		if ((d = distance(word, verbs[i].verb)) < best_d) {
			best_d = d;
			best = verbs[i].verb;
		}
	return best;
}

/* What was typed may come from anywhere: only plain letters are shown again. */
static bool
plain(const char *word)
{
	for (; *word != '\0'; word++)
		if (*word < 0x21 || *word > 0x7e)
			return false;
	return true;
}

static int
unknown(const char *word)
{
	const char *near = nearest(word);

	(void)fprintf(stderr, "tipline: %s is no verb; ",
	    plain(word) ? word : "that");
	if (near != NULL)
		(void)fprintf(stderr, "did you mean %s? ", near);
	(void)fprintf(stderr, "tipline --help lists them\n");
	return EXIT_MISUSE;
}

/* Become the program `name` of <prefix>/libexec/tipline. */
static int
become(const char *name, char **argv)
{
	char path[PATH_MAX], self[PATH_MAX];
	char *slash;
	ssize_t n;
	int len;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0) {
		(void)fprintf(stderr, "tipline: cannot find its own folder: "
		    "%s; is /proc mounted?\n", strerror(errno));
		return 1;
	}
	self[n] = '\0';
	if ((slash = strrchr(self, '/')) != NULL)
		*slash = '\0';
	len = snprintf(path, sizeof(path), "%s/../libexec/tipline/%s", self,
	    name);
	if (len < 0 || (size_t)len >= sizeof(path))
		errno = ENAMETOOLONG;
	else
		(void)execv(path, argv);
	(void)fprintf(stderr, "tipline: cannot run %s: %s; install tipline "
	    "again\n", name, strerror(errno));
	return 1;
}

int
main(int argc, char **argv)
{
	size_t v;
	int i, at = find_verb(argc, argv);

	for (i = 1; i < (at > 0 ? at : argc); i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_help();
			return 0;
		}
		if (strcmp(argv[i], "--version") == 0) {
			(void)printf("tipline %s\n", TIPLINE_VERSION);
			return 0;
		}
	}
	if (at == 0) {
		(void)fprintf(stderr, "tipline: a verb is missing; "
		    "tipline --help lists them\n");
		return EXIT_MISUSE;
	}
	if (strcmp(argv[at], "help") == 0) {
		print_help();
		return 0;
	}
	for (v = 0; v < NVERBS; v++)
		if (strcmp(argv[at], verbs[v].verb) == 0)
			return become(programs[verbs[v].face], argv);
	return unknown(argv[at]);
}
