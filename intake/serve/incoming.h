/*
 * incoming.h -- what one form brings, while it comes: into a submission, or into
 * parts; within the limits, and only as much as there is room for.
 *
 * A sending of SERVE_TWINS_LEAST bytes or more is sealed twice: to the desk, and
 * as parts of its source, so that what came stays when the connection breaks.
 */
#ifndef INTAKE_SERVE_INCOMING_H
#define INTAKE_SERVE_INCOMING_H

#include "intake/serve/keeping.h"
#include "intake/serve/sealing.h"
#include "intake/serve/sending.h"

struct incoming {
	struct server *server;
	struct letterbox_public pub;
	bool for_parts;
	bool twinned;
	uint64_t came;			/* bytes of files and message */
	uint64_t reserved, written;	/* bytes of the space */
	unsigned files;
	bool message;
	struct sending *sending;	/* NULL: nothing came yet */
	struct keeping *keeping;	/* parts, or twins; NULL */
	struct line line;		/* what is to be sealed */
	const char *name;		/* of the item that is to begin; NULL */
	bool begins_message;
	bool lost;			/* the twins are, says who seals */
};

/* `in` stays where it is.  `announced` bytes will come (0: who knows).  ERR_TOO_BIG over the limit,
 * ERR_NO_SPACE when there is no room; then there is nothing to end. */
int incoming_begin(struct incoming *in, struct server *s,
    const struct letterbox_public *pub, bool for_parts, uint64_t announced);

/* Items, one after the other; `name` stays until its end.  ERR_EXISTS: no more of
 * them at a time. */
int incoming_item(struct incoming *in, bool message, const char *name);
/* What a WEB_EV_DATA brings, into the item; sealed in its turn. */
int incoming_write(struct incoming *in, const struct web_event *e);
int incoming_item_end(struct incoming *in);

/* No more comes.  What was not handed on is not here any more; but parts that
 * came stay if it only broke. */
void incoming_end(struct incoming *in, bool broke);

#endif
