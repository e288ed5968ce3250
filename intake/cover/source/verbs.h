/* verbs.h -- the verbs of tipline-source: begin, send, read, run. */
#ifndef INTAKE_COVER_SOURCE_VERBS_H
#define INTAKE_COVER_SOURCE_VERBS_H

#include <stdbool.h>
#include <stdint.h>

/* The words of the call; what was not said is NULL, -1 or 0. */
struct call {
	const char *state;		/* --state */
	const char *onion, *card;	/* --onion, --key */
	bool typed;			/* -: a message on standard input */
	const char **files;		/* --file, each; borrowed */
	int nfiles;
	int words_fd;			/* --words-fd; -1: ask */
	uint16_t socks;			/* --socks */
	uint32_t times;			/* --times; 0: for ever */
	bool mine;			/* --mine: a code name that is there */
};

int begin_main(const struct call *c);
int send_main(const struct call *c);
int read_main(const struct call *c);
int run_main(const struct call *c);

#endif
