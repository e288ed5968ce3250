/*
 * key.h -- what a person does with a key file: make it, show its card, change
 * its passphrase, take it apart and put it together again.
 */
#ifndef VAULT_KEEP_KEY_H
#define VAULT_KEEP_KEY_H

#include <stdbool.h>

#include "vault/keep/keyfile.h"

/*
 * Make a key file at `path` and hand out its card.  Plain when `plain`; else
 * the passphrase is a line of `passphrase_fd`, or with -1 asked twice.
 * Nothing is left behind after a failure.
 */
int key_new(struct card *card, const char *path, bool plain,
    int passphrase_fd);

/* The card in a key file; needs no passphrase. */
int key_card(struct card *card, const char *path);

/*
 * Lock the file anew, in one durable step.  From `passphrase_fd` come two
 * lines, the old passphrase and the new; one, the new, for a plain file.
 */
int key_passphrase(struct card *card, const char *path, int passphrase_fd);

/*
 * key_split(card, path, folder, k, n, passphrase_fd):
 * Write the n shares of a key file, of which any k make it again, as
 * <name of the file>.share-<number> into `folder`, or beside it with NULL; all
 * of them or none.  The passphrase as in key_new().
 */
int key_split(struct card *card, const char *path, const char *folder,
    unsigned k, unsigned n, int passphrase_fd);

/* Make a new key file at `path`, as key_new() does, from the shares named. */
int key_join(struct card *card, const char *path, const char *const *names,
    size_t n, bool plain, int passphrase_fd);

/* Steps that the above share: open a key file; write a new one. */
int key_open(struct keys **keys, const char *path, int passphrase_fd);
int key_write_new(const struct keys *keys, const char *path, bool plain,
    int passphrase_fd);

#endif
