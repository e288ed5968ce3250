/*
 * answer.h -- one question to the keeper, and its answer.
 */
#ifndef VAULT_KEEP_ANSWER_H
#define VAULT_KEEP_ANSWER_H

#include "vault/base/wire.h"
#include "vault/keep/handles.h"
#include "vault/keep/ring.h"

#define ANSWER_MAX 256	/* bytes of any answer's body */

struct turn {
	struct ring *ring;		/* borrowed, as the next two */
	struct handles *handles;
	struct wire_frame *in;		/* the question */
	struct wire_reader rd;		/* its body, unread */
	struct bytes body;		/* of the answer; at most ANSWER_MAX */
	int fd;				/* goes with the answer; -1: none */
};

/*
 * answer(t):
 * Do what is asked and fill in body and fd, which are then the caller's.
 * Returns the answer's type (enum keeper_record), or why there is none.
 */
int answer(struct turn *t);

#endif
