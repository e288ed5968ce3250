/*
 * answer.h -- the questions that are answered at once: what a letterbox that is
 * open has in it.
 */
#ifndef INTAKE_LETTERBOX_WALL_ANSWER_H
#define INTAKE_LETTERBOX_WALL_ANSWER_H

#include "intake/letterbox/wall/cover.h"
#include "intake/letterbox/wall/open.h"
#include "vault/base/wire.h"

#define ANSWER_MAX (OBJECT_CHUNK + 64)	/* bytes of an answer's body */

struct answering {
	struct guests *visits;
	struct readers *readers;
	struct cover_pair cover;
};

/* Answer on `sock`, with what was wrong if it cannot be answered.  ERR_WALL
 * when nobody is there; ERR_PROTOCOL for what is no question. */
int answer_frame(struct answering *a, int sock, struct wire_frame *in);

#endif
