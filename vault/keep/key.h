/*
 * key.h -- what a person does with a key file: make it, show its card, change
 * its passphrase.
 */
#ifndef VAULT_KEEP_KEY_H
#define VAULT_KEEP_KEY_H

#include <stdbool.h>

#include "vault/seal/card.h"

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

#endif
