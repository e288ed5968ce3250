/*
 * untold.h -- VAULT/untold/<id>: submissions that are in the vault, or about to
 * be, while nobody has been told so yet.
 *
 * Between the move of the branch and the line that a person reads a submit may
 * be killed.  Whoever runs it again must not bring in a second copy: the file,
 * durable before the branch moves, says that there may be a first one.  It is
 * held by a flock while its writer lives, and taken away once that has told.
 */
#ifndef VAULT_STORE_UNTOLD_H
#define VAULT_STORE_UNTOLD_H

#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define UNTOLD_DAYS 7		/* after which nobody runs it again */
#define UNTOLD_MAX 256		/* files that are looked at */

/* Make the file durably; *fd holds it. */
int untold_add(int vault, const struct id *id, int *fd);

/* Take it away, whoever made it. */
void untold_drop(int vault, const struct id *id);

/* Append the ids (ID_BYTES each) whose writer is dead, the old ones dropped. */
int untold_list(int vault, struct bytes *ids);

#endif
