/*
 * talk.h -- what a client sends next, and what an answer means; the same size
 * and the same way whether there is something to say or not.
 *
 * Who never said anything sends cover alone: the service does not learn of
 * the letterbox.  From the first parcel on each message asks for the
 * letterbox: it carries a piece that is not there yet, or none, and asks for
 * the next piece of a reply that is not here yet, or none.  Nothing is taken
 * for there before the service says so; what it forgot is sent again.
 */
#ifndef INTAKE_COVER_SOURCE_TALK_H
#define INTAKE_COVER_SOURCE_TALK_H

#include "intake/cover/parcel.h"
#include "intake/cover/source/state.h"
#include "intake/letterbox/letterbox.h"

/* What the code name opens. */
struct talk_keys {
	struct letterbox_public pub;
	struct secret *box_sk;		/* 32 bytes; borrowed */
};

/* One more thing to say.  ERR_TOO_BIG when too much waits. */
int talk_say(struct state *s, const struct parcel *parcel);

/* The next message; `ask` keeps the key of its answer. */
void talk_next(const struct state *s, const struct talk_keys *keys,
    struct cover_ask *ask);

/* What the answer to `ask` brought.  ERR_FORMAT or ERR_INTEGRITY: nothing, but
 * what was in the state before. */
int talk_heard(struct state *s, const struct talk_keys *keys,
    const struct cover_ask *ask, const uint8_t answer[COVER_BYTES]);

/* Those that came or were refused are forgotten: the person was told. */
void talk_told(struct state *s);

#endif
