/*
 * state.h -- what a source's client knows, and the file it is kept in.
 *
 * The file is always STATE_FILE_BYTES long, whatever is in it, and is
 * written again at every turn: salt 16 | nonce 24 | crypto_secretbox of
 * STATE_BYTES. The key is Argon2id of the code name with that salt.  Without
 * the code name it is random bytes: that there is such a file tells that
 * somebody has this program, and nothing of whether anything was ever said.
 */
#ifndef INTAKE_COVER_SOURCE_STATE_H
#define INTAKE_COVER_SOURCE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/cover/card.h"
#include "intake/cover/message.h"
#include "intake/letterbox/wall/codename.h"
#include "vault/base/bytes.h"
#include "vault/seal/reply.h"
#include "vault/seal/secret.h"

#define STATE_BYTES ((size_t)512 << 10)
#define STATE_SALT 16u
#define STATE_NONCE 24u
#define STATE_FILE_BYTES (STATE_SALT + STATE_NONCE + 16u + STATE_BYTES)
#define STATE_PARCELS_MAX 16u	/* said, and not yet told of */
#define STATE_REPLIES_MAX 16u	/* kept; the oldest that was read goes */
#define STATE_ADDRESS_SIZE 256u	/* of the service, with NUL */

/* Something that was said. */
struct said {
	struct id id;			/* zero: nobody's place */
	enum cover_state state;
	uint64_t have;			/* pieces that are there */
	struct bytes content;		/* a parcel; freed once it came */
};

struct heard {
	struct id id;
	struct fpr signer;
	uint64_t sent;			/* seconds since 1970 */
	bool read;
	struct bytes text;		/* UTF-8 */
};

struct state {
	char address[STATE_ADDRESS_SIZE];	/* as it was given */
	struct card service;			/* who signs for it */
	struct cover_card card;
	bool spoke;		/* ever: only then the letterbox is asked for */
	struct said said[STATE_PARCELS_MAX];	/* in the order they were said */
	size_t nsaid;
	struct heard heard[STATE_REPLIES_MAX];	/* in the order they came */
	size_t nheard;
	struct id known[COVER_REPLIES_MAX];	/* need not be fetched again */
	size_t nknown;
	struct id coming;			/* the reply that is fetched now */
	uint32_t coming_len;
	struct bytes pieces;			/* of it, from the first on */
};

/* An empty one; state_free() wipes. */
int state_new(struct state **out);
void state_free(struct state *s);

/* Bytes of all that waits to be said. */
size_t state_waiting(const struct state *s);

/* For state_write() and state_read(): the inside, padded to STATE_BYTES. */
int state_put(const struct state *s, struct secret *plain);
int state_get(struct state *s, const uint8_t *p, size_t len);

/* The key of a file with this salt. */
int state_key(struct secret **key, const struct code_name *name,
    const uint8_t salt[STATE_SALT]);

#endif
