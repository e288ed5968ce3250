/*
 * sink.h -- where a submission's sealed files go while it is made: straight
 * into a vault, or into a drop folder that travels to one.
 *
 * A file is staged, filled by the caller, and kept under its path.  Nothing is
 * visible before sink_finish() returns 0, and then all of it is durable;
 * sink_free() before that leaves nothing behind.
 */
#ifndef INTAKE_RECEIVE_SINK_H
#define INTAKE_RECEIVE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/seal/drop.h"
#include "vault/seal/object.h"
#include "vault/session/session.h"

struct sink;
struct submission;

/* Into the vault of a session opened with store and key. */
int sink_vault(struct sink **out, struct session *s);
/* Into <outbox>/<id>.drop; ERR_NOT_FOUND without such a folder. */
int sink_drop(struct sink **out, const char *outbox, const struct id *id);

/* The same, by a maker that runs on and on: what it leaves when it is killed,
 * <id>.drop.kept, is for itself to find and to sweep away, and for nobody
 * else: while it is there, the drop has not appeared. */
int sink_drop_kept(struct sink **out, const char *outbox, const struct id *id);
int sink_drop_left(const char *outbox, const struct id *id, bool *left);
int sink_drop_sweep(const char *outbox, const struct id *id);

/*
 * The same, for many at a time by one maker that serves others meanwhile: the
 * disk is waited for in sink_finish() alone, and files tell the day they came
 * and no more.  What a killed one leaves is not looked for each time, but by
 * sink_outbox_sweep(): then nobody holds it.
 */
int sink_drop_late(struct sink **out, const char *outbox, const struct id *id);
int sink_outbox_sweep(const char *outbox);

/*
 * A drop that sink_finish() leaves whole and out of sight: whoever makes it does
 * something between, knowing the SHA-256 of the drop's text, and then lets it
 * appear.  sink_free() before that takes it away.
 */
int sink_drop_held(struct sink **out, const char *outbox,
    const struct id *id);
const uint8_t *sink_held_sum(const struct sink *k);
int sink_held_appear(struct sink *k);

/* A new empty file for ciphertext; the descriptor stays the sink's. */
int sink_stage(struct sink *k, int *fd);
/*
 * True when whoever stores the file hashes it: the caller need not, but says
 * with sink_grew() how many bytes are in it by now.
 */
bool sink_hashes(const struct sink *k);
int sink_grew(struct sink *k, uint64_t size);
/* What was staged last is the object `path`; path->large is set here, and
 * done->sha256 if sink_hashes(). */
int sink_keep(struct sink *k, struct path *path, struct sealed *done);
/* A small file with its content. */
int sink_small(struct sink *k, const struct path *path, const void *p,
    size_t len);

/*
 * sink_begin(k, sub):
 * All content is kept; the grants come next.  A vault is locked from here to
 * the end of sink_finish(), and `sub` gets its desk of this moment for
 * recipients, each at the newest epoch: somebody may have rotated, come or
 * gone while the content was read.  A drop keeps the recipients it has.
 */
int sink_begin(struct sink *k, struct submission *sub);

/*
 * sink_finish(k, drop, text, text_len, sig, sig_len):
 * Add the drop's text and its signature, and make all of it appear.
 */
int sink_finish(struct sink *k, const struct drop *drop, const void *text,
    size_t text_len, const void *sig, size_t sig_len);
void sink_free(struct sink *k);

#endif
