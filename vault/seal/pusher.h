/*
 * pusher.h -- the messages of libsodium's secretstream, computed with libcrypto's
 * ChaCha20 and Poly1305: the same bytes (libsodium's source is the format), in
 * less than half the time, for they use what newer processors have.
 *
 * The state is libsodium's and stays where it is; libcrypto holds a copy of its
 * key while one message is made, and overwrites that.  The keeper has no
 * libcrypto and seals with libsodium's own.
 */
#ifndef VAULT_SEAL_PUSHER_H
#define VAULT_SEAL_PUSHER_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

struct pusher;

/*
 * *out is NULL where libcrypto has no such cipher, or computes other bytes than
 * libsodium, which is tried once in a process: use libsodium's own then.
 */
int pusher_new(struct pusher **out);
void pusher_free(struct pusher *s);	/* wipes; NULL is fine */

/* A message may lie in two places: the first bytes, and those that follow. */
struct pusher_message {
	const uint8_t *p;
	size_t len;
	const uint8_t *more;
	size_t more_len;
};

/*
 * As crypto_secretstream_xchacha20poly1305_push(), of at most
 * PUSHER_MESSAGE_MAX bytes, but that it can fail: ERR_FAILED when libcrypto
 * does.  Then the state is of no use any more.
 */
#define PUSHER_MESSAGE_MAX (1u << 20)

int pusher_push(struct pusher *s,
    crypto_secretstream_xchacha20poly1305_state *state, uint8_t *out,
    const struct pusher_message *m, const uint8_t *ad, size_t ad_len,
    uint8_t tag);

#endif
