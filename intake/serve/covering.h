/*
 * covering.h -- cover mode on the page's socket (intake/cover): GET /cover
 * tells a client what it must know, POST /cover is a message and its
 * answer.  Answers leave at a full step of time, all of one size, whatever
 * was asked.
 */
#ifndef INTAKE_SERVE_COVERING_H
#define INTAKE_SERVE_COVERING_H

#include "intake/serve/server.h"

#define COVERING_CHANNEL "cover"

/* Right after letterbox_start(). */
int covering_open(struct server *s);
/* Nothing of it is on its way any more. */
void covering_close(struct server *s);

void covering_request(struct server *s, const struct web_request *q,
    int64_t came);

#endif
