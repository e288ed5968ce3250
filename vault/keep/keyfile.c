/* keyfile.c -- how the secret keys are wrapped in a file: see keyfile.h. */
#include "vault/keep/keyfile.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/keep/payload.h"

#define MAGIC_BYTES 8
#define KDF_NONE 0
#define KDF_ARGON2ID 1
#define MEM_LEAST 8		/* KiB; Argon2id needs as much */
#define KDF_OFFSET (MAGIC_BYTES + 2 + CARD_RAW_BYTES)
#define SALT_BYTES crypto_pwhash_argon2id_SALTBYTES
#define NONCE_BYTES crypto_secretbox_NONCEBYTES
#define HEAD_BYTES (KDF_OFFSET + 1 + 4 + 4 + SALT_BYTES + NONCE_BYTES)

_Static_assert(SALT_BYTES == 16 && NONCE_BYTES == 24, "key file");
_Static_assert(HEAD_BYTES + PAYLOAD_MAX + crypto_secretbox_MACBYTES <=
    KEYFILE_MAX, "key file");

/* What stands before the body; none of it is secret. */
struct head {
	struct card card;
	uint8_t kdf;
	struct keyfile_cost cost;
	uint8_t salt[SALT_BYTES];
	uint8_t nonce[NONCE_BYTES];
};

struct keylock {
	struct secret *key;
	struct keyfile_cost cost;
	uint8_t salt[SALT_BYTES];
};

void
keylock_free(struct keylock *lock)
{
	if (lock == NULL)
		return;
	secret_free(lock->key);
	free(lock);
}

/* Argon2id of the passphrase. */
static int
stretch(struct secret **key, const struct secret *passphrase,
    const struct head *h)
{
	int r;

	if ((r = secret_new(key, crypto_secretbox_KEYBYTES)) < 0)
		return r;
	if (crypto_pwhash(secret_bytes(*key), crypto_secretbox_KEYBYTES,
	    (const char *)secret_peek(passphrase), secret_len(passphrase),
	    h->salt, h->cost.opslimit, (size_t)h->cost.memlimit << 10,
	    crypto_pwhash_ALG_ARGON2ID13) != 0) {
		secret_free(*key);
		*key = NULL;
		return err_set(ERR_NO_MEMORY, "the passphrase needs %u MiB of "
		    "memory to check; close other programs and try again",
		    h->cost.memlimit >> 10);
	}
	secret_freeze(*key);
	return 0;
}

static int
put_head(struct bytes *b, const struct head *h)
{
	wire_put_raw(b, KEYFILE_MAGIC, MAGIC_BYTES);
	wire_put_u16(b, CARD_RAW_BYTES);
	(void)card_put(b, &h->card);
	wire_put_u8(b, h->kdf);
	wire_put_u32(b, h->cost.opslimit);
	wire_put_u32(b, h->cost.memlimit);
	wire_put_raw(b, h->salt, SALT_BYTES);
	wire_put_raw(b, h->nonce, NONCE_BYTES);
	return bytes_ok(b);
}

/* Head and sealed or plain body, in guarded memory: the body may be plain. */
static int
put_together(struct secret **out, const struct head *h,
    const struct secret *payload, const struct secret *key)
{
	struct bytes head = BYTES_INIT(HEAD_BYTES);
	size_t len = secret_len(payload);
	uint8_t *body;
	int r;

	if ((r = put_head(&head, h)) < 0 || (r = secret_new(out, HEAD_BYTES +
	    len + (key != NULL ? crypto_secretbox_MACBYTES : 0))) < 0)
		goto done;
	memcpy(secret_bytes(*out), head.data, HEAD_BYTES);
	body = secret_bytes(*out) + HEAD_BYTES;
	if (key != NULL)
		(void)crypto_secretbox_easy(body, secret_peek(payload), len,
		    h->nonce, secret_peek(key));
	else
		memcpy(body, secret_peek(payload), len);
	secret_freeze(*out);
done:
	bytes_free(&head);
	return r;
}

/* Takes *key over. */
static int
lock_new(struct keylock **out, struct secret **key, const struct head *h)
{
	struct keylock *lock;

	if ((lock = calloc(1, sizeof(*lock))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	lock->key = *key;
	*key = NULL;
	lock->cost = h->cost;
	memcpy(lock->salt, h->salt, SALT_BYTES);
	*out = lock;
	return 0;
}

int
keyfile_write_again(struct secret **out, const struct keys *k,
    const struct keylock *lock)
{
	struct head h = { .card = *keys_card(k), .kdf = KDF_NONE };
	const struct secret *payload = keys_payload(k);

	*out = NULL;
	if (lock == NULL) {
		crypto_generichash(h.nonce, NONCE_BYTES, secret_peek(payload),
		    secret_len(payload), NULL, 0);
		return put_together(out, &h, payload, NULL);
	}
	h.kdf = KDF_ARGON2ID;
	h.cost = lock->cost;
	memcpy(h.salt, lock->salt, SALT_BYTES);
	/* 24 random bytes: no two files under one key share a nonce. */
	randombytes_buf(h.nonce, NONCE_BYTES);
	return put_together(out, &h, payload, lock->key);
}

int
keyfile_write(struct secret **out, const struct keys *k,
    const struct secret *passphrase, const struct keyfile_cost *cost)
{
	struct head h = { .kdf = KDF_ARGON2ID };
	struct keylock *lock = NULL;
	struct secret *key = NULL;
	int r;

	*out = NULL;
	if (passphrase == NULL)
		return keyfile_write_again(out, k, NULL);
	h.cost = *cost;
	randombytes_buf(h.salt, SALT_BYTES);
	if ((r = stretch(&key, passphrase, &h)) == 0 &&
	    (r = lock_new(&lock, &key, &h)) == 0)
		r = keyfile_write_again(out, k, lock);
	secret_free(key);
	keylock_free(lock);
	return r;
}

static int
damaged(const char *name)
{
	return err_set(ERR_FORMAT, "%s is damaged; restore the key file from "
	    "a copy", name);
}

static int
none(const char *name)
{
	return err_set(ERR_FORMAT, "%s is not a key file of tipline; name the "
	    "file that `tipline key new` made", name);
}

/* Reads up to the body; what is left in `rd` then is the body. */
static int
get_head(struct head *h, struct wire_reader *rd, const char *name)
{
	uint8_t magic[MAGIC_BYTES], card[CARD_RAW_BYTES];
	uint16_t len;

	wire_get_raw(rd, magic, MAGIC_BYTES);
	if (rd->bad || memcmp(magic, KEYFILE_MAGIC, MAGIC_BYTES) != 0)
		return none(name);
	len = wire_get_u16(rd);
	wire_get_raw(rd, card, CARD_RAW_BYTES);
	h->kdf = wire_get_u8(rd);
	h->cost.opslimit = wire_get_u32(rd);
	h->cost.memlimit = wire_get_u32(rd);
	wire_get_raw(rd, h->salt, SALT_BYTES);
	wire_get_raw(rd, h->nonce, NONCE_BYTES);
	if (rd->bad || len != CARD_RAW_BYTES || card_read(&h->card, card) < 0)
		return damaged(name);
	return 0;
}

static int
check_head(const struct head *h, const char *name)
{
	if (h->kdf == KDF_NONE && h->cost.opslimit == 0 &&
	    h->cost.memlimit == 0 && sodium_is_zero(h->salt, SALT_BYTES))
		return 0;
	if (h->kdf != KDF_ARGON2ID || h->cost.opslimit == 0 ||
	    h->cost.memlimit < MEM_LEAST)
		return damaged(name);
	if (h->cost.opslimit > KEYFILE_OPS_MAX ||
	    h->cost.memlimit > KEYFILE_MEM_MAX)
		return err_set(ERR_TOO_BIG, "%s asks for more memory or time "
		    "than a key file may (%u MiB, %u passes); restore it from "
		    "a copy", name, KEYFILE_MEM_MAX >> 10, KEYFILE_OPS_MAX);
	return 0;
}

static int
plain_body(struct secret **payload, const struct head *h, const uint8_t *body,
    size_t len, const char *name)
{
	uint8_t check[NONCE_BYTES];
	int r;

	crypto_generichash(check, sizeof(check), body, len, NULL, 0);
	if (sodium_memcmp(check, h->nonce, sizeof(check)) != 0)
		return damaged(name);
	if ((r = secret_new(payload, len)) == 0)
		memcpy(secret_bytes(*payload), body, len);
	return r;
}

static int
locked_body(struct secret **payload, struct keylock **lock,
    const struct head *h, const uint8_t *body, size_t len,
    const struct secret *passphrase, const char *name)
{
	struct secret *key = NULL;
	int r;

	if (passphrase == NULL)
		return err_set(ERR_WRONG_KEY, "%s needs its passphrase; give "
		    "it with --passphrase-fd or on a terminal", name);
	if (len < crypto_secretbox_MACBYTES)
		return damaged(name);
	if ((r = secret_new(payload, len - crypto_secretbox_MACBYTES)) < 0 ||
	    (r = stretch(&key, passphrase, h)) < 0)
		return r;
	if (crypto_secretbox_open_easy(secret_bytes(*payload), body, len,
	    h->nonce, secret_peek(key)) != 0)
		r = err_set(ERR_WRONG_KEY, "wrong passphrase for %s; try again",
		    name);
	else if (lock != NULL)
		r = lock_new(lock, &key, h);
	secret_free(key);
	return r;
}

int
keyfile_open(struct keys **out, struct keylock **lock,
    const struct secret *file, const struct secret *passphrase,
    const char *name)
{
	struct wire_reader rd = wire_reader(secret_peek(file),
	    secret_len(file));
	struct secret *payload = NULL;
	struct head h;
	int r;

	*out = NULL;
	if (lock != NULL)
		*lock = NULL;
	if ((r = get_head(&h, &rd, name)) < 0 ||
	    (r = check_head(&h, name)) < 0)
		return r;
	if (rd.left > PAYLOAD_MAX + crypto_secretbox_MACBYTES)
		return damaged(name);
	if (h.kdf == KDF_NONE)
		r = plain_body(&payload, &h, rd.p, rd.left, name);
	else
		r = locked_body(&payload, lock, &h, rd.p, rd.left, passphrase,
		    name);
	if (r == 0)
		r = keys_from_payload(out, &payload, &h.card);
	if (r == ERR_FORMAT)
		(void)damaged(name);
	if (r < 0 && lock != NULL) {
		keylock_free(*lock);
		*lock = NULL;
	}
	secret_free(payload);
	return r;
}

int
keyfile_read(struct keys **out, const struct secret *file,
    const struct secret *passphrase, const char *name)
{
	return keyfile_open(out, NULL, file, passphrase, name);
}

bool
keyfile_is_locked(const struct secret *file)
{
	return secret_len(file) > KDF_OFFSET &&
	    memcmp(secret_peek(file), KEYFILE_MAGIC, MAGIC_BYTES) == 0 &&
	    secret_peek(file)[KDF_OFFSET] != KDF_NONE;
}

int
keyfile_read_card(struct card *card, const struct secret *file,
    const char *name)
{
	struct wire_reader rd = wire_reader(secret_peek(file),
	    secret_len(file));
	struct head h;
	int r;

	if ((r = get_head(&h, &rd, name)) == 0)
		*card = h.card;
	return r;
}
