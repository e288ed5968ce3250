/*
 * keyring.h -- the keys of a journalist that reads CoverDrop's dead drops.
 *
 * The key file is text.  Lines of
 *	journalist <64 hex digits>	a secret messaging key
 *	covernode <64 hex digits>	a public messaging key of a CoverNode
 *	identity <64 hex digits>	a public identity key of a CoverNode
 * with empty ones and those that begin with # left out; or, as CoverDrop's own
 * programs keep them, JSON: key pairs ({"public_key": ..., "secret_key":
 * "<hex>"}) and the published keys ("covernodes" with their "id_pk" and
 * "msg_pks"), one behind the other.  All of a kind are tried.
 */
#ifndef INTAKE_FOREIGN_KEYS_KEYRING_H
#define INTAKE_FOREIGN_KEYS_KEYRING_H

#include <stddef.h>
#include <stdint.h>

#include "vault/seal/secret.h"

#define KEYRING_FILE_MAX (1u << 20)	/* bytes of a key file */
#define KEYRING_KEYS_MAX 256u		/* of each kind */

enum keyring_kind {
	KEYRING_SECRET, KEYRING_COVERNODE, KEYRING_IDENTITY, KEYRING_KINDS
};

struct keyring {
	struct secret *secrets;		/* KEYRING_KEYS_MAX of 32 bytes */
	uint8_t mine[KEYRING_KEYS_MAX][32];	/* the public halves of them */
	uint8_t covernodes[KEYRING_KEYS_MAX][32];
	uint8_t identities[KEYRING_KEYS_MAX][32];
	size_t n[KEYRING_KINDS];
};

/* Read the key file in `fd`; what is read is wiped.  ERR_FORMAT names the line
 * (of JSON: what is missing). */
int keyring_read(struct keyring *r, int fd);
void keyring_free(struct keyring *r);

const uint8_t *keyring_secret(const struct keyring *r, size_t i);

#endif
