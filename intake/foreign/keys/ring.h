/*
 * ring.h -- the keys of a journalist that reads CoverDrop's dead drops.
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
#ifndef INTAKE_FOREIGN_KEYS_RING_H
#define INTAKE_FOREIGN_KEYS_RING_H

#include <stddef.h>
#include <stdint.h>

#include "vault/seal/secret.h"

#define RING_FILE_MAX (1u << 20)	/* bytes of a key file */
#define RING_KEYS_MAX 256u		/* of each kind */

enum ring_kind { RING_SECRET, RING_COVERNODE, RING_IDENTITY, RING_KINDS };

struct ring {
	struct secret *secrets;		/* RING_KEYS_MAX of 32 bytes */
	uint8_t mine[RING_KEYS_MAX][32];	/* the public halves of them */
	uint8_t covernodes[RING_KEYS_MAX][32];
	uint8_t identities[RING_KEYS_MAX][32];
	size_t n[RING_KINDS];
};

/* Read the key file in `fd`; what is read is wiped.  ERR_FORMAT names the line
 * (of JSON: what is missing). */
int ring_read(struct ring *r, int fd);
void ring_free(struct ring *r);

const uint8_t *ring_secret(const struct ring *r, size_t i);

#endif
