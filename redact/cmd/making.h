/*
 * making.h -- the redacted file of one item: for a release, and again when a
 * release is verified.
 */
#ifndef REDACT_CMD_MAKING_H
#define REDACT_CMD_MAKING_H

#include "redact/cmd/work.h"
#include "redact/release/make.h"

struct secret;

struct making {
	struct worker *worker;
	struct secret *password;	/* --password-fd; owned, NULL: none */
	bool patient;			/* --patient */
};

/* --password-fd N or --patient: 1 when argv[*i] was one, 0 when not. */
int making_option(struct making *m, int argc, char **argv, int *i);

/* The content of item i, as it came in: a memory file. */
int making_source(struct work *w, size_t i, int *fd);

/*
 * making_from(m, worker, fd, of, made, hits):
 * Apply the plan of `of` to the document in fd and prove the result, as
 * make_redacted() does; in any thread, with a worker of that thread's own.
 */
int making_from(const struct making *m, struct worker *worker, int fd,
    const struct made_of *of, struct exam *made, struct hits *hits);

/*
 * making_item(m, w, i, plan, made):
 * Apply the plan to item i and prove the result, as make_redacted() does; what
 * is left in it is told.
 */
int making_item(const struct making *m, struct work *w, size_t i,
    const struct plan *plan, struct exam *made);

void making_free(struct making *m);

#endif
