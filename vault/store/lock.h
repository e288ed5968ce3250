/* lock.h -- VAULT/lock: one writer at a time; it dies with its process. */
#ifndef VAULT_STORE_LOCK_H
#define VAULT_STORE_LOCK_H

#include <stdint.h>

/* Wait up to `ms`, then ERR_BUSY.  Closing *fd lets go. */
int lock_take(int vault, uint32_t ms, int *fd);

#endif
