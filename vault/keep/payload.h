/*
 * payload.h -- between keys.c, which knows what the secret bytes of a key file
 * mean, and keyfile.c, which knows how they are wrapped.
 */
#ifndef VAULT_KEEP_PAYLOAD_H
#define VAULT_KEEP_PAYLOAD_H

#include "vault/keep/keyfile.h"

#define PAYLOAD_VERSION 1
#define SEED_BYTES 32
#define BOX_SK_BYTES 32
#define PAYLOAD_HEAD_BYTES (1 + SEED_BYTES + 2)
#define PAYLOAD_EPOCH_BYTES (4 + BOX_SK_BYTES)
#define PAYLOAD_MAX \
	(PAYLOAD_HEAD_BYTES + KEYFILE_EPOCHS_MAX * PAYLOAD_EPOCH_BYTES)

/*
 * keys_from_payload(out, payload, card):
 * Takes *payload over and sets it to NULL; on failure it stays the caller's.
 * ERR_FORMAT, without a line, when it is malformed or the card does not fit.
 */
int keys_from_payload(struct keys **out, struct secret **payload,
    const struct card *card);

const struct secret *keys_payload(const struct keys *k);

#endif
