/*
 * input.h -- the files a person names for the verbs that need no vault, and
 * the folder that results go to.
 */
#ifndef REDACT_CMD_INPUT_H
#define REDACT_CMD_INPUT_H

#include "intake/examine/run.h"
#include "vault/base/bytes.h"
#include "vault/session/options.h"

#define EXIT_SOME_REFUSED 5	/* done, but some items were refused */

/* A call's own words, once its options are taken out. */
struct call {
	char **files;
	int nfiles;
	const char *outdir;	/* -o; NULL when not given */
	const char *watchlist;	/* --watchlist */
	const char *accept;	/* --accept */
	int list_kinds;		/* --list-kinds */
};

/* Which options a verb takes. */
enum call_takes {
	TAKES_OUTDIR = 1, TAKES_WATCHLIST = 2, TAKES_ACCEPT = 4,
	TAKES_LIST_KINDS = 8,
	TAKES_NO_WORDS = 16	/* a call without files (or ids) is fine */
};

/* Sort argv into `c`; misuse is ERR_USAGE.  The file words stay in argv. */
int call_parse(struct call *c, unsigned takes, int argc, char **argv);

/* A descriptor on a regular file, for reading; "-" is what standard input
 * holds, in a memory file. */
int input_open(int *fd, const char *name);

/* The last part of a path. */
const char *input_base(const char *name);

/* Read a whole small file, such as a watchlist, or "-". */
int input_read(struct bytes *b, const char *name);

/* Make the file that a path names, whole or not at all; never over another. */
int output_path(const char *path, const void *p, size_t len);

/* Open DIR, making it (0700) when it is not there. */
int outdir_open(int *dirfd, const char *name);

/*
 * Examine each file of the call and hand the result to `each`, which returns
 * 0, EXIT_SOME_REFUSED, or a failure; a failure of one file is told and the
 * others go on.  Returns 0, EXIT_SOME_REFUSED when a document was not done, or
 * the first failure.
 */
struct visit {
	const struct options *options;
	const struct call *call;
	struct worker *worker;
	const char *file;	/* as named */
	int fd;			/* the document, rewound */
	struct exam *exam;
	void *arg;
};
int visit_files(const struct options *o, const struct call *c, unsigned want,
    int (*each)(const struct visit *v), void *arg);

/* Put exam->file under the input's own name plus `ending` into the folder. */
int output_file(const struct visit *v, int dirfd, const char *ending);

#endif
