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

/*
 * checkpoint_holds(s, word, c, entries):
 * Is the checkpoint in the file `word` of this history, and signed by whoever
 * was a member then?  ERR_INTEGRITY with a line that says what is wrong: of
 * another vault, rolled back, a fork, nobody's signature.  *c is the one of
 * the file, *entries how many the history has.
 */
int checkpoint_holds(struct session *s, const char *word,
    struct checkpoint *c, uint64_t *entries);

/* checkpoint_holds() as the beginning of an audit of what came since. */
int checkpoint_since(struct session *s, const char *word,
    struct audit_from *from);

/* tipline audit --compare; 3 when the two are a fork. */
int checkpoint_compare(struct session *s, const char *other);

#endif
