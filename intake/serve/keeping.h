/*
 * keeping.h -- parts on their way to where they wait: those that a source sends
 * as such, and the twins of what is sent at once, in case the connection breaks.
 * What it breaks in stays as far as it came.
 */
#ifndef INTAKE_SERVE_KEEPING_H
#define INTAKE_SERVE_KEEPING_H

#include "intake/serve/server.h"

struct keeping;

/* Of twins the last one that is whole waits to be made durable until the next
 * begins, or the connection breaks: mostly neither happens. */
int keeping_begin(struct keeping **out, struct server *s,
    const struct letterbox_public *pub, bool twins);

/* Parts, one after the other.  ERR_EXISTS: the letterbox holds no more. */
int keeping_part(struct keeping *k, const char *name);
int keeping_write(struct keeping *k, const void *p, size_t len);
int keeping_part_end(struct keeping *k);

/* All came: told when they are durable.  Or no more comes; `k` is taken over by
 * both. */
void keeping_finish(struct keeping *k, const struct asker *to,
    struct visit *visit);
void keeping_end(struct keeping *k);

/* None of them is wanted: all are destroyed.  `k` is taken over. */
void keeping_undo(struct keeping *k);

/* The ids of all that were begun, to be destroyed by somebody else; *ids is the
 * caller's. */
void keeping_hand_over(struct keeping *k, struct id **ids, size_t *n);

#endif
