/* checkpoint.h -- the parts of tipline checkpoint, each as a verb of its own;
 * argv[0] is "checkpoint", argv[1] the part. */
#ifndef VAULT_CMD_CHECKPOINT_H
#define VAULT_CMD_CHECKPOINT_H

#include "vault/session/session.h"

int checkpoint_cosign(const struct options *o, int argc, char **argv);
int checkpoint_prove(const struct options *o, int argc, char **argv);

/* Append the note of a checkpoint, signed by this session's key. */
int checkpoint_sign(struct session *s, const struct checkpoint *c,
    struct bytes *note);

/* A checkpoint or a proof to where the person wants it; with --json one line
 * instead, the text in it, unless it goes to a file. */
int checkpoint_tell(const struct options *o, const struct checkpoint *c,
    const char *file, const struct bytes *text);

#endif
