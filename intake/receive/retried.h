/*
 * retried.h -- a submission that came in although its submit was ended before
 * it could say so.  Run again, that submit finds it here and brings in no
 * second copy.
 */
#ifndef INTAKE_RECEIVE_RETRIED_H
#define INTAKE_RECEIVE_RETRIED_H

#include "vault/session/manifest.h"
#include "vault/session/session.h"

/* What is submitted, before any of it is read. */
struct offer {
	const char *channel;
	char **files;			/* "-": stdin */
	int nfiles;
	const char *message;		/* "-": stdin; NULL: none */
};

/*
 * retried_find(s, o, id, m):
 * 1 with the id and the manifest (owned by the caller) when one of those that
 * nobody was told of has the very names and contents of the offer; 0 when none
 * has.  What comes from stdin, and what this key may not open, is never found.
 */
int retried_find(struct session *s, const struct offer *o, struct id *id,
    struct manifest *m);

#endif
