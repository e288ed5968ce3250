/*
 * due.h -- what the retention policy proposes to erase: older than
 * retain-days, worked on since it came in, and not held.
 */
#ifndef VAULT_CMD_DUE_H
#define VAULT_CMD_DUE_H

#include "vault/session/session.h"

/* Those that this member has not signed for; oldest first; free() the array. */
int due_find(struct session *s, struct id **ids, size_t *n);

/* The same, told with their ages. */
int due_list(struct session *s);

#endif
