/*
 * gpg.h -- the person's own gpg, as a child: it opens what is sealed to them,
 * and knows nothing of us.  Of the environment it gets what it needs to find
 * its home and its agent; it may ask no key server.
 */
#ifndef INTAKE_RECEIVE_GPG_H
#define INTAKE_RECEIVE_GPG_H

struct gpg {
	int pid;
	int out;	/* what it opens, while it does; the caller may take it */
};

/* Have the message in `in` opened; `in` stays the caller's. */
int gpg_start(struct gpg *g, int in);
/* ERR_FAILED unless all of it was opened, and found unchanged; ERR_NOT_FOUND
 * when there is no gpg. */
int gpg_end(struct gpg *g);

#endif
