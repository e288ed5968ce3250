/* reach.h -- who can still open what came in with a drop. */
#ifndef VAULT_CMD_REACH_H
#define VAULT_CMD_REACH_H

#include "vault/seal/drop.h"
#include "vault/session/session.h"

/*
 * reach_tell(s, drop):
 * A drop that was taken may be sealed to epochs that have ended since it was
 * made.  Say so when this desk member's key does not open it, with those of
 * the desk who can; or that nobody is sure to, when all have rotated.  It is a
 * word to the person: what cannot be looked up is left out.
 */
void reach_tell(struct session *s, const struct drop *drop);

#endif
