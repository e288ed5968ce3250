/*
 * serve.h -- answer one face's questions until it closes its end.
 */
#ifndef VAULT_STORE_SERVE_H
#define VAULT_STORE_SERVE_H

#include "vault/store/judge.h"

/*
 * serve_run(sock, path, policy, judge):
 * Open the vault at `path` and answer on `sock`.  `policy` is not NULL for a
 * repository just made, which becomes a vault with its first entry; without
 * that entry it is emptied again at the end.  What cannot be opened is told as
 * the answer to the first question; a vault that is damaged, or may be changed by
 * others, as the answer to every question but those that look at the damage.
 */
int serve_run(int sock, const char *path, const struct policy *policy,
    const struct judge *judge);

#endif
