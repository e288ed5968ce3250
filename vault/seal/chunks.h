/*
 * chunks.h -- cut content into the chunks of a sealed object and encrypt them;
 * where the ciphertext goes is the caller's affair.  object.h states the
 * format.  (Apart from object.h so that the keeper, which has no libcrypto,
 * seals with the same code.)
 */
#ifndef VAULT_SEAL_CHUNKS_H
#define VAULT_SEAL_CHUNKS_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/seal/object.h"
#include "vault/seal/pusher.h"

#define CHUNK_CONTENT (OBJECT_CHUNK - OBJECT_COUNT_BYTES)
#define CHUNK_TAG_BYTES 17	/* what secretstream adds to a chunk */

#define CHUNKS_PIECE (256u << 10)	/* bytes of ciphertext at a time */

/* Takes ciphertext in order, CHUNKS_PIECE bytes that begin with a page of memory
 * each time but the last; 0, or a negative code that ends the sealing. */
struct chunks_sink {
	int (*take)(void *arg, const uint8_t *p, size_t len);
	/* Makes the messages of the stream, as pusher_push() does; NULL: libsodium
	 * does. */
	int (*push)(void *arg,
	    crypto_secretstream_xchacha20poly1305_state *state, uint8_t *out,
	    const struct pusher_message *m, const uint8_t *ad, size_t ad_len,
	    uint8_t tag);
	void *arg;
};

struct chunks;

int chunks_new(struct chunks **out, const struct secret *item_key,
    const struct object_ctx *ctx, const struct chunks_sink *sink);

/*
 * chunks_room(c, &p, &len): where the next content may be written, always at
 * least 1 byte; chunks_fill(c, n) then takes the first n bytes of it.  The
 * room is guarded memory: content read straight into it is never copied.
 */
void chunks_room(struct chunks *c, uint8_t **p, size_t *len);
int chunks_fill(struct chunks *c, size_t n);

/* Take content that lies elsewhere already.  Where sink.push is given, what fills
 * a chunk is sealed from there, and only the rest is copied. */
int chunks_add(struct chunks *c, const void *p, size_t len);

/* Pad, close; *content is what was taken.  Nothing may follow but a free. */
int chunks_end(struct chunks *c, uint64_t *content);
void chunks_free(struct chunks *c);	/* wipes; NULL is fine */

/* All that is left in `in_fd`, then the end. */
int chunks_copy(struct chunks *c, int in_fd, uint64_t *content);

#endif
