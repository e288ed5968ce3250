/* card.c -- see card.h. */
#include "vault/seal/card.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/seal/bech32.h"
#include "vault/seal/sshsig.h"

#define CARD_VERSION 1
#define CARD_PREFIX "tipline"
#define BLANKS " \t\r\n"

_Static_assert(BECH32_CHARS(CARD_PREFIX, CARD_RAW_BYTES) < CARD_LINE_SIZE, "card line");
_Static_assert(FPR_BYTES == crypto_hash_sha256_BYTES, "fingerprint");

static const struct bech32 card_line = { CARD_PREFIX, "card" };

static void
raw_of(uint8_t raw[CARD_RAW_BYTES], const struct card *card)
{
	uint8_t *p = raw;

	*p++ = CARD_VERSION;
	memcpy(p, card->sign_pk, SIGN_PK_BYTES);
	p += SIGN_PK_BYTES;
	*p++ = (uint8_t)(card->epoch >> 24);
	*p++ = (uint8_t)(card->epoch >> 16);
	*p++ = (uint8_t)(card->epoch >> 8);
	*p++ = (uint8_t)card->epoch;
	memcpy(p, card->box_pk, BOX_PK_BYTES);
	memcpy(p + BOX_PK_BYTES, card->signature, SIGN_BYTES);
}

int
card_body(struct bytes *b, const struct card *card)
{
	uint8_t raw[CARD_RAW_BYTES];

	raw_of(raw, card);
	return bytes_add(b, raw, sizeof(raw) - SIGN_BYTES);
}

int
card_put(struct bytes *b, const struct card *card)
{
	uint8_t raw[CARD_RAW_BYTES];

	raw_of(raw, card);
	return bytes_add(b, raw, sizeof(raw));
}

static int
check_signature(const struct card *card)
{
	struct bytes body = BYTES_INIT(CARD_RAW_BYTES);
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	int r;

	if ((r = card_body(&body, card)) < 0 ||
	    (r = sshsig_payload(&payload, CARD_NS, body.data, body.len)) < 0)
		goto done;
	if (crypto_sign_verify_detached(card->signature, payload.data,
	    payload.len, card->sign_pk) != 0)
		r = err_set(ERR_FORMAT, "the card's signature does not hold; "
		    "ask its owner for the card again");
done:
	bytes_free(&body);
	bytes_free(&payload);
	return r;
}

int
card_read(struct card *card, const uint8_t raw[CARD_RAW_BYTES])
{
	struct wire_reader rd = wire_reader(raw, CARD_RAW_BYTES);
	struct card c;
	int r;

	if (wire_get_u8(&rd) != CARD_VERSION)
		return err_set(ERR_FORMAT, "the card is of a version not known "
		    "here; use a newer tipline");
	wire_get_raw(&rd, c.sign_pk, SIGN_PK_BYTES);
	c.epoch = wire_get_u32(&rd);
	wire_get_raw(&rd, c.box_pk, BOX_PK_BYTES);
	wire_get_raw(&rd, c.signature, SIGN_BYTES);
	if (c.epoch == 0)
		return err_set(ERR_FORMAT, "the card has no epoch; "
		    "ask its owner for a new card");
	if ((r = wire_done(&rd, "a card")) < 0 || (r = check_signature(&c)) < 0)
		return r;
	*card = c;
	return 0;
}

int
card_parse(struct card *card, const char *line)
{
	uint8_t raw[CARD_RAW_BYTES];
	size_t len;
	int r;

	line += strspn(line, BLANKS);
	len = strlen(line);
	while (len > 0 && strchr(BLANKS, line[len - 1]) != NULL)
		len--;
	if ((r = bech32_parse(raw, sizeof(raw), &card_line, line, len)) < 0)
		return r;
	return card_read(card, raw);
}

void
card_format(char line[CARD_LINE_SIZE], const struct card *card)
{
	uint8_t raw[CARD_RAW_BYTES];

	raw_of(raw, card);
	bech32_format(line, &card_line, raw, sizeof(raw));
}

int
fpr_of_key(struct fpr *fpr, const uint8_t sign_pk[SIGN_PK_BYTES])
{
	struct bytes key = BYTES_INIT(SSHSIG_KEY_BYTES);
	int r;

	/* libsodium's SHA-256: the keeper has no libcrypto. */
	if ((r = sshsig_key(&key, sign_pk)) == 0)
		crypto_hash_sha256(fpr->b, key.data, key.len);
	bytes_free(&key);
	return r;
}

int
card_fpr(struct fpr *fpr, const struct card *card)
{
	return fpr_of_key(fpr, card->sign_pk);
}

void
fpr_ssh(char out[FPR_SSH_SIZE], const struct fpr *fpr)
{
	memcpy(out, "SHA256:", 7);
	sodium_bin2base64(out + 7, FPR_SSH_SIZE - 7, fpr->b, FPR_BYTES,
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

void
fpr_words(char out[FPR_WORDS_SIZE], const struct fpr *fpr)
{
	words_of(out, fpr->b, 6);
}

int
card_signers_line(struct bytes *b, const struct card *card)
{
	char text[sodium_base64_ENCODED_LEN(SSHSIG_KEY_BYTES,
	    sodium_base64_VARIANT_ORIGINAL)];
	struct bytes key = BYTES_INIT(SSHSIG_KEY_BYTES);
	char hex[FPR_HEX_SIZE];
	struct fpr fpr;
	int r;

	if ((r = card_fpr(&fpr, card)) < 0 ||
	    (r = sshsig_key(&key, card->sign_pk)) < 0)
		goto done;
	fpr_hex(hex, &fpr);
	sodium_bin2base64(text, sizeof(text), key.data, key.len,
	    sodium_base64_VARIANT_ORIGINAL);
	r = bytes_addf(b, "%s namespaces=\"" SSHSIG_NS_GIT "," SSHSIG_NS_DROP
	    "\" ssh-ed25519 %s\n", hex, text);
done:
	bytes_free(&key);
	return r;
}
