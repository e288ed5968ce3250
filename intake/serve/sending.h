/*
 * sending.h -- what a source sends, on its way into one submission: sealed as
 * it comes, into a drop that appears when all of it is there and durable.
 */
#ifndef INTAKE_SERVE_SENDING_H
#define INTAKE_SERVE_SENDING_H

#include "intake/serve/server.h"
#include "vault/session/manifest.h"

struct sending;

/* Begin one for this letterbox, of at most `items` items. */
int sending_begin(struct sending **out, struct server *s,
    const struct letterbox_public *pub, size_t items);

/* The same for whoever notes durably what it becomes, before it can appear: see
 * sink_drop_kept(). */
int sending_begin_kept(struct sending **out, struct server *s,
    const struct letterbox_public *pub, size_t items, const char *channel);
const struct id *sending_id(const struct sending *g);

/* Items, one after the other.  A message that turns out to be no UTF-8 is kept
 * as a file. */
int sending_item(struct sending *g, enum item_what what, const char *name);
int sending_write(struct sending *g, const void *p, size_t len);
int sending_item_end(struct sending *g);

/* All of it is there: it appears.  Waits for the disk; any thread. */
int sending_finish(struct sending *g);

/* Unless it was finished nothing of it is left.  NULL is fine. */
void sending_free(struct sending *g);

#endif
