/*
 * sign.h -- sign with a member's identity (seal/sshsig.h says what is signed).
 */
#ifndef VAULT_KEEP_SIGN_H
#define VAULT_KEEP_SIGN_H

#include <stdint.h>

#include "vault/keep/keyfile.h"
#include "vault/seal/sshsig.h"

/*
 * sign_hash(sig, k, ns, hash):
 * Sign the message whose SHA-512 is `hash`.  Only the namespaces of entries,
 * drops, replies and what a service says of its covered messages:
 * ERR_NOT_PERMITTED for any other, so that whoever may ask the keeper cannot
 * have, say, another card or a login signed.
 */
int sign_hash(uint8_t sig[SIGN_BYTES], const struct keys *k, const char *ns,
    const uint8_t hash[SSHSIG_HASH_BYTES]);

/* Fill in a card's own signature. */
int sign_card(struct card *card, const uint8_t *sign_sk);

#endif
