/* pusher.c -- see pusher.h. */
#include "vault/seal/pusher.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define BLOCK 64u		/* bytes of ChaCha20 */
#define MAC_BYTES 16u
#define COUNTER_BYTES 4u	/* of the state's nonce, the first */
#define INONCE_BYTES 8u

#define TRIED_BYTES 65536u	/* what is compared: as long as a chunk */
#define TRIED_FIRST 1000u	/* of them, in the first of two places */
#define TRIED_SEALED (TRIED_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)
#define TRIED_AD_BYTES 40u

struct pusher {
	EVP_CIPHER_CTX *cipher;
	EVP_MAC_CTX *mac;
};

/* Looked up, and tried, once. */
static EVP_CIPHER *chacha;
static EVP_MAC *poly;
static bool usable;
static pthread_once_t is_tried = PTHREAD_ONCE_INIT;

void
pusher_free(struct pusher *s)
{
	if (s == NULL)
		return;
	EVP_CIPHER_CTX_free(s->cipher);
	EVP_MAC_CTX_free(s->mac);
	free(s);
}

/* The next bytes of the key stream over `m`. */
static bool
encrypt(struct pusher *s, uint8_t *out, const uint8_t *m, size_t len)
{
	int n;

	return len == 0 || (EVP_EncryptUpdate(s->cipher, out, &n, m,
	    (int)len) == 1 && n == (int)len);
}

static bool
add(struct pusher *s, const uint8_t *p, size_t len)
{
	return len == 0 || EVP_MAC_update(s->mac, p, len) == 1;
}

static bool
add_length(struct pusher *s, uint64_t len)
{
	uint8_t le[8];

	for (size_t i = 0; i < sizeof(le); i++)
		le[i] = (uint8_t)(len >> 8 * i);
	return add(s, le, sizeof(le));
}

/* Block 0 of the key stream is the key of Poly1305, block 1 hides the tag. */
static bool
make(struct pusher *s, const uint8_t key[32], const uint8_t iv[16],
    uint8_t *out, const struct pusher_message *m, const uint8_t *ad,
    size_t ad_len, uint8_t tag)
{
	static const uint8_t zeros[BLOCK];
	uint8_t first[BLOCK], second[BLOCK] = { tag };
	const size_t len = m->len + m->more_len;
	uint8_t *const c = out + 1;
	size_t mac_len;
	bool ok;

	ok = EVP_EncryptInit_ex2(s->cipher, chacha, key, iv, NULL) == 1 &&
	    encrypt(s, first, zeros, BLOCK) &&
	    encrypt(s, second, second, BLOCK) &&
	    encrypt(s, c, m->p, m->len) &&
	    encrypt(s, c + m->len, m->more, m->more_len) &&
	    EVP_MAC_init(s->mac, first, 32, NULL) == 1 &&
	    add(s, ad, ad_len) && add(s, zeros, -ad_len & 15) &&
	    add(s, second, BLOCK) && add(s, c, len) &&
	    /* Not what would fill a block, but what libsodium adds. */
	    add(s, zeros, len & 15) && add_length(s, ad_len) &&
	    add_length(s, BLOCK + len) && EVP_MAC_final(s->mac, c + len,
	    &mac_len, MAC_BYTES) == 1 && mac_len == MAC_BYTES;
	out[0] = second[0];
	/* No key stays with libcrypto. */
	(void)EVP_CIPHER_CTX_reset(s->cipher);
	ok = ok && EVP_MAC_init(s->mac, zeros, 32, NULL) == 1;
	sodium_memzero(first, sizeof(first));
	return ok;
}

int
pusher_push(struct pusher *s,
    crypto_secretstream_xchacha20poly1305_state *state, uint8_t *out,
    const struct pusher_message *m, const uint8_t *ad, size_t ad_len,
    uint8_t tag)
{
	const size_t len = m->len + m->more_len;
	const uint8_t *const mac = out + 1 + len;
	uint8_t iv[4 + sizeof(state->nonce)] = { 0 };

	if (len > PUSHER_MESSAGE_MAX)
		return err_set(ERR_TOO_BIG, "a message of %zu bytes is too "
		    "large to be sealed", len);
	memcpy(iv + 4, state->nonce, sizeof(state->nonce));
	if (!make(s, state->k, iv, out, m, ad, ad_len, tag))
		return err_set(ERR_FAILED, "libcrypto does not compute what "
		    "it did; try again, and reinstall libssl3 if it lasts");
	for (size_t i = 0; i < INONCE_BYTES; i++)
		state->nonce[COUNTER_BYTES + i] ^= mac[i];
	sodium_increment(state->nonce, COUNTER_BYTES);
	if ((tag & crypto_secretstream_xchacha20poly1305_TAG_REKEY) != 0 ||
	    sodium_is_zero(state->nonce, COUNTER_BYTES))
		crypto_secretstream_xchacha20poly1305_rekey(state);
	return 0;
}

static struct pusher *
allocate(void)
{
	struct pusher *s = calloc(1, sizeof(*s));

	if (s != NULL && ((s->cipher = EVP_CIPHER_CTX_new()) == NULL ||
	    (s->mac = EVP_MAC_CTX_new(poly)) == NULL)) {
		pusher_free(s);
		s = NULL;
	}
	return s;
}

/* What it seals must be opened years from now: it is compared before use. */
static bool
is_libsodium_s(struct pusher *s)
{
	crypto_secretstream_xchacha20poly1305_state mine, theirs;
	uint8_t head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
	uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	uint8_t ad[TRIED_AD_BYTES];
	uint8_t *m = malloc(TRIED_BYTES), *a = malloc(TRIED_SEALED),
	    *b = malloc(TRIED_SEALED);
	const struct pusher_message both = { .p = m, .len = TRIED_FIRST,
	    .more = m != NULL ? m + TRIED_FIRST : NULL,
	    .more_len = TRIED_BYTES - TRIED_FIRST };
	bool same = m != NULL && a != NULL && b != NULL;

	if (same) {
		randombytes_buf(key, sizeof(key));
		randombytes_buf(ad, sizeof(ad));
		randombytes_buf(m, TRIED_BYTES);
		crypto_secretstream_xchacha20poly1305_init_push(&theirs, head,
		    key);
		mine = theirs;
		crypto_secretstream_xchacha20poly1305_push(&theirs, a, NULL, m,
		    TRIED_BYTES, ad, sizeof(ad), 0);
		same = pusher_push(s, &mine, b, &both, ad, sizeof(ad),
		    0) == 0 && memcmp(a, b, TRIED_SEALED) == 0 &&
		    memcmp(&mine, &theirs, sizeof(mine)) == 0;
	}
	free(m);
	free(a);
	free(b);
	return same;
}

static void
try(void)
{
	struct pusher *s = NULL;

	chacha = EVP_CIPHER_fetch(NULL, "ChaCha20", NULL);
	poly = EVP_MAC_fetch(NULL, "POLY1305", NULL);
	usable = chacha != NULL && poly != NULL && (s = allocate()) != NULL &&
	    is_libsodium_s(s);
	pusher_free(s);
}

int
pusher_new(struct pusher **out)
{
	*out = NULL;
	(void)pthread_once(&is_tried, try);
	if (usable && (*out = allocate()) == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to seal with; "
		    "close other programs and try again");
	return 0;
}
