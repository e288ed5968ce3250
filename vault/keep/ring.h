/*
 * ring.h -- the keys a keeper answers with, and for a keeper that rotates the
 * place where they are written again.
 */
#ifndef VAULT_KEEP_RING_H
#define VAULT_KEEP_RING_H

#include <stdbool.h>

#include "vault/keep/keyfile.h"

struct ring;

/*
 * ring_open(out, path, passphrase_fd, renew):
 * What needs the file system and the person: read the key file and, if it is
 * locked, the passphrase (from the descriptor, or with -1 from the terminal).
 * With `renew` the file is kept open for writing; ERR_BUSY while another has it
 * so.  No key is known yet.
 */
int ring_open(struct ring **out, const char *path, int passphrase_fd,
    bool renew);
void ring_free(struct ring *g);		/* wipes; NULL is fine */

/* The folder that must stay open for writing, borrowed; -1: none. */
int ring_folder(const struct ring *g);

/* Unlock the keys; the passphrase is forgotten, whatever comes out. */
int ring_unlock(struct ring *g);

const struct keys *ring_keys(const struct ring *g);

/*
 * ring_next(g): a new epoch beside the old ones; ring_forget(g, first): none
 * before `first`.  Each is durable in the key file when it returns 0, and the
 * keys are as before when it does not.  ERR_NOT_PERMITTED without `renew`.
 */
int ring_next(struct ring *g);
int ring_forget(struct ring *g, uint32_t first);

#endif
