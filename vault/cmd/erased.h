/* erased.h -- what is told of an erasure that was signed for. */
#ifndef VAULT_CMD_ERASED_H
#define VAULT_CMD_ERASED_H

#include "vault/session/session.h"

/* Held, signed by how many, or erased and who must still rotate. */
int erased_tell(struct session *s, const struct id *submission);

#endif
