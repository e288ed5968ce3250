/* keys.c -- the secret keys in memory: see keyfile.h. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/keep/payload.h"
#include "vault/keep/sign.h"

struct keys {
	struct card card;
	struct secret *payload;		/* as it stands in the file; frozen */
	struct secret *sign_sk;		/* frozen */
};

_Static_assert(SEED_BYTES == crypto_sign_SEEDBYTES, "Ed25519 seed");
_Static_assert(BOX_SK_BYTES == crypto_box_SECRETKEYBYTES, "X25519 secret");

static uint32_t
load_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* Every X25519 secret has one form: RFC 7748 section 5. */
static void
clamp(uint8_t sk[BOX_SK_BYTES])
{
	sk[0] &= 248;
	sk[31] &= 127;
	sk[31] |= 64;
}

static bool
is_clamped(const uint8_t sk[BOX_SK_BYTES])
{
	return (sk[0] & 7) == 0 && (sk[31] & 192) == 64;
}

static size_t
count_of(const struct secret *payload)
{
	const uint8_t *p = secret_peek(payload) + 1 + SEED_BYTES;

	return (size_t)p[0] << 8 | p[1];
}

static const uint8_t *
epoch_at(const struct secret *payload, size_t i)
{
	return secret_peek(payload) + PAYLOAD_HEAD_BYTES +
	    i * PAYLOAD_EPOCH_BYTES;
}

/* Is the payload well formed, to its last byte? */
static bool
is_sound(const struct secret *payload)
{
	const uint8_t *at;
	uint32_t before = 0;
	size_t i, n;

	if (secret_len(payload) < PAYLOAD_HEAD_BYTES ||
	    secret_peek(payload)[0] != PAYLOAD_VERSION)
		return false;
	n = count_of(payload);
	if (n == 0 || n > KEYFILE_EPOCHS_MAX || secret_len(payload) !=
	    PAYLOAD_HEAD_BYTES + n * PAYLOAD_EPOCH_BYTES)
		return false;
	for (i = 0; i < n; i++) {
		at = epoch_at(payload, i);
		if (load_u32(at) <= before || !is_clamped(at + 4))
			return false;
		before = load_u32(at);
	}
	return true;
}

/* The sign key from the seed; its public half goes to `pk`. */
static int
expand_seed(struct secret **sk, uint8_t pk[SIGN_PK_BYTES],
    const struct secret *payload)
{
	int r;

	if ((r = secret_new(sk, crypto_sign_SECRETKEYBYTES)) < 0)
		return r;
	crypto_sign_seed_keypair(pk, secret_bytes(*sk),
	    secret_peek(payload) + 1);
	secret_freeze(*sk);
	return 0;
}

int
keys_from_payload(struct keys **out, struct secret **payload,
    const struct card *card)
{
	uint8_t sign_pk[SIGN_PK_BYTES], box_pk[BOX_PK_BYTES];
	const uint8_t *last;
	struct keys *k = NULL;
	int r;

	*out = NULL;
	if (!is_sound(*payload))
		return ERR_FORMAT;	/* the caller knows the file's name */
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	k->card = *card;
	if ((r = expand_seed(&k->sign_sk, sign_pk, *payload)) < 0)
		goto done;
	last = epoch_at(*payload, count_of(*payload) - 1);
	if (crypto_scalarmult_base(box_pk, last + 4) != 0 ||
	    memcmp(sign_pk, card->sign_pk, sizeof(sign_pk)) != 0 ||
	    memcmp(box_pk, card->box_pk, sizeof(box_pk)) != 0 ||
	    load_u32(last) != card->epoch) {
		r = ERR_FORMAT;
		goto done;
	}
	k->payload = *payload;
	*payload = NULL;		/* handed over */
	secret_freeze(k->payload);
	*out = k;
	k = NULL;
done:
	keys_free(k);
	return r;
}

const struct secret *
keys_payload(const struct keys *k)
{
	return k->payload;
}

/* The card of an identity for the last epoch of a payload. */
static int
last_card(struct card *card, const struct secret *payload,
    const uint8_t *sign_sk)
{
	const uint8_t *last = epoch_at(payload, count_of(payload) - 1);

	card->epoch = load_u32(last);
	if (crypto_scalarmult_base(card->box_pk, last + 4) != 0)
		return err_set(ERR_FAILED, "libsodium makes no key; reinstall "
		    "libsodium23");
	return sign_card(card, sign_sk);
}

/* A payload of the epochs from the i-th on, and `more` unset ones behind. */
static int
copy_payload(struct secret **out, const struct keys *k, size_t i, size_t more)
{
	const size_t n = count_of(k->payload) - i;
	uint8_t *p;
	int r;

	if ((r = secret_new(out, PAYLOAD_HEAD_BYTES +
	    (n + more) * PAYLOAD_EPOCH_BYTES)) < 0)
		return r;
	p = secret_bytes(*out);
	memcpy(p, secret_peek(k->payload), PAYLOAD_HEAD_BYTES);
	p[1 + SEED_BYTES] = (uint8_t)((n + more) >> 8);
	p[1 + SEED_BYTES + 1] = (uint8_t)(n + more);
	memcpy(p + PAYLOAD_HEAD_BYTES, epoch_at(k->payload, i),
	    n * PAYLOAD_EPOCH_BYTES);
	return 0;
}

int
keys_next(struct keys **out, const struct keys *k)
{
	const size_t n = count_of(k->payload);
	const uint32_t number = k->card.epoch + 1;
	struct card card = k->card;
	struct secret *payload = NULL;
	uint8_t *p;
	int r;

	*out = NULL;
	if (n >= KEYFILE_EPOCHS_MAX || number == 0)
		return err_set(ERR_TOO_BIG, "the key file holds %zu epochs; "
		    "destroy old ones with tipline rotate --finish", n);
	if ((r = copy_payload(&payload, k, 0, 1)) < 0)
		return r;
	p = secret_bytes(payload) + PAYLOAD_HEAD_BYTES +
	    n * PAYLOAD_EPOCH_BYTES;
	p[0] = (uint8_t)(number >> 24);
	p[1] = (uint8_t)(number >> 16);
	p[2] = (uint8_t)(number >> 8);
	p[3] = (uint8_t)number;
	randombytes_buf(p + 4, BOX_SK_BYTES);
	clamp(p + 4);
	if ((r = last_card(&card, payload, keys_sign_sk(k))) == 0)
		r = keys_from_payload(out, &payload, &card);
	secret_free(payload);
	return r;
}

int
keys_from(struct keys **out, const struct keys *k, uint32_t first)
{
	const size_t n = count_of(k->payload);
	struct secret *payload = NULL;
	size_t i = 0;
	int r;

	*out = NULL;
	while (i < n && load_u32(epoch_at(k->payload, i)) < first)
		i++;
	if (i == n || load_u32(epoch_at(k->payload, i)) != first)
		return err_set(ERR_WRONG_KEY, "this key file does not hold "
		    "epoch %u; use the newest copy of it", first);
	if ((r = copy_payload(&payload, k, i, 0)) == 0)
		r = keys_from_payload(out, &payload, &k->card);
	secret_free(payload);
	return r;
}

void
keys_held(const struct keys *k, uint32_t *oldest, uint32_t *count)
{
	*oldest = load_u32(epoch_at(k->payload, 0));
	*count = (uint32_t)count_of(k->payload);
}

/* A payload with a new seed and one new epoch, numbered 1. */
static int
new_payload(struct secret **out)
{
	uint8_t *p;
	int r;

	r = secret_new(out, PAYLOAD_HEAD_BYTES + PAYLOAD_EPOCH_BYTES);
	if (r < 0)
		return r;
	p = secret_bytes(*out);
	*p++ = PAYLOAD_VERSION;
	randombytes_buf(p, SEED_BYTES);
	p += SEED_BYTES;
	p[1] = 1;			/* count */
	p[5] = 1;			/* number of the epoch */
	randombytes_buf(p + 6, BOX_SK_BYTES);
	clamp(p + 6);
	return 0;
}

int
keys_new(struct keys **out)
{
	struct secret *payload = NULL, *sk = NULL;
	struct card card;
	int r;

	*out = NULL;
	if ((r = new_payload(&payload)) == 0 &&
	    (r = expand_seed(&sk, card.sign_pk, payload)) == 0 &&
	    (r = last_card(&card, payload, secret_peek(sk))) == 0)
		r = keys_from_payload(out, &payload, &card);
	secret_free(payload);
	secret_free(sk);
	return r;
}

void
keys_free(struct keys *k)
{
	if (k == NULL)
		return;
	secret_free(k->payload);
	secret_free(k->sign_sk);
	free(k);
}

const struct card *
keys_card(const struct keys *k)
{
	return &k->card;
}

const uint8_t *
keys_sign_sk(const struct keys *k)
{
	return secret_peek(k->sign_sk);
}

bool
keys_epoch(const struct keys *k, uint32_t epoch, const uint8_t **sk,
    uint8_t pk[BOX_PK_BYTES])
{
	const uint8_t *at;
	size_t i;

	for (i = 0; i < count_of(k->payload); i++) {
		at = epoch_at(k->payload, i);
		if (load_u32(at) != epoch)
			continue;
		*sk = at + 4;
		return crypto_scalarmult_base(pk, *sk) == 0;
	}
	return false;
}
