/*
 * input.h -- the files a person names for the verbs that need no vault, and
 * the folder that results go to.
 */
#ifndef REDACT_CMD_INPUT_H
#define REDACT_CMD_INPUT_H

#include "intake/examine/edits.h"
#include "intake/examine/tree.h"
#include "redact/cmd/show.h"
#include "redact/find/view/finder.h"
#include "redact/release/hits.h"
#include "vault/base/bytes.h"
#include "vault/session/options.h"

struct known;
struct labels;
struct secret;


/* A call's own words, once its options are taken out. */
struct call {
	char **files;
	int nfiles;
	const char *outdir;	/* -o; NULL when not given */
	const char *watchlist;	/* --watchlist */
	const char *accept;	/* --accept */
	const char *pseudonyms;	/* --pseudonyms */
	int list_kinds;		/* --list-kinds */
	const char *only, *without;	/* --only, --without */
	enum find_mode mode;		/* --mode */
	struct secret *password;	/* --password-fd; owned, NULL: none */
	bool patient;			/* --patient */
	bool unseen;			/* --no-ocr: what is seen is not read */
	enum tree_unknown unknown;	/* --unknown-members */
	bool again;			/* --again */
	struct edits times;		/* --mute, --blank; and the flags of */
					/* --unredacted, --whiten, */
					/* --keep-form; owned */
};

/* Which options a verb takes. */
enum call_takes {
	TAKES_OUTDIR = 1, TAKES_ACCEPT = 4,
	TAKES_LIST_KINDS = 8,
	TAKES_NO_WORDS = 16,	/* a call without files (or ids) is fine */
	TAKES_DOCUMENTS = 32,	/* --patient, --password-fd, --no-ocr */
	TAKES_MEMBERS = 64,	/* --unknown-members */
	TAKES_AGAIN = 128,	/* --again */
	TAKES_FINDING = 256,	/* --mode, --only, --without, --watchlist */
	TAKES_TIMES = 512,	/* --mute, --blank, --unredacted */
	TAKES_WHITEN = 1024,	/* --whiten */
	TAKES_PSEUDONYMS = 2048,	/* --pseudonyms */
	TAKES_KEEP = 4096	/* --keep-form */
};

/* Sort argv into `c`; misuse is ERR_USAGE.  The file words stay in argv. */
int call_parse(struct call *c, unsigned takes, int argc, char **argv);
void call_free(struct call *c);

/* A descriptor on a regular file, for reading; "-" is what standard input
 * holds, in a memory file. */
int input_open(int *fd, const char *name);

/* The last part of a path. */
const char *input_base(const char *name);

/* Read a whole small file, such as a watchlist, or "-". */
int input_read(struct bytes *b, const char *name);

/* One password from the descriptor that `word` names, without the line's end,
 * into memory that is wiped. */
int input_password(struct secret **out, const char *word);

/* Make the file that a path names, whole or not at all; never over another. */
int output_path(const char *path, const void *p, size_t len);

/* Open DIR, making it (0700) when it is not there. */
int outdir_open(int *dirfd, const char *name);

/*
 * visit_files(o, c, visiting):
 * Examine each file of the call, and what is in it (intake/examine/tree.h),
 * several at a time, and hand the results to `each` in the order of the files;
 * it returns 0, EXIT_SOME_REFUSED, or a failure.  A failure of one file is told
 * and the others go on.  Returns 0, EXIT_SOME_REFUSED when a document was not
 * done, or the first failure.
 */
struct visit {
	const struct options *options;
	const struct call *call;
	const char *file;	/* as named */
	struct tree tree;
	size_t removed;		/* for `make`, which begins with 0 and NULL */
	struct labels *labels;
	struct known *known;	/* what `seen` found out; owned */
	struct hits hits;	/* what `make` left in a result; owned */
	void *arg;
};

struct visiting {
	unsigned want;		/* as of struct tree_request */
	/* In a thread of its own, as there; `arg` is the struct visit. */
	int (*make)(struct worker *w, const struct exam_request *q,
	    const struct exam *seen, struct exam *made, void *arg);
	/* When documents were found in one, before `each`: 1 when `make` shall
	 * make all of them again, with what is known now. */
	int (*seen)(struct visit *v);
	int (*each)(const struct visit *v);
	void *arg;
};
int visit_files(const struct options *o, const struct call *c,
    const struct visiting *visiting);

/* What the node at this place is called in lines about it. */
struct subject visit_subject(const struct visit *v, size_t node);

/* Its own name: of the root the last part of its path; of another its path in
 * what it lies in.  NULL: it has none. */
const char *visit_name(const struct visit *v, size_t node);

/* Put a node's file into the folder, under this name. */
int output_file(const struct tree_node *node, int dirfd, const char *name);

#endif
