/* join.h -- parts become a submission: read again in a thread, sealed to the
 * desk, and destroyed when the drop is there. */
#ifndef INTAKE_SERVE_JOIN_H
#define INTAKE_SERVE_JOIN_H

#include "intake/serve/server.h"

/* All of `ids` (copied) in their order, as one file called `name`; without a
 * name each is a file of its own, called as it was sent. */
void join_parts(struct server *s, const struct asker *to, struct visit *visit,
    const struct id *ids, size_t n, const char *name);

#endif
