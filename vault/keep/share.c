/* share.c -- see share.h. */
#include "vault/keep/share.h"

#include <libgfshare.h>
#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/keep/payload.h"
#include "vault/seal/sshsig.h"

#define SHARE_VERSION 1
#define HEAD_BYTES (1 + SHARE_SET_BYTES + 3 + CARD_RAW_BYTES + 2)

/*
 * libgfshare draws its coefficients with this, and fills its buffers with it
 * before it frees them: that is how they are wiped.
 */
static void
fill_random(unsigned char *p, unsigned int n)
{
	randombytes_buf(p, n);
}

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "no memory for the shares; close other "
	    "programs and try again");
}

/* --- one share's bytes --- */

static int
signature_of(uint8_t sig[SIGN_BYTES], const struct secret *raw,
    const struct keys *keys)
{
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	int r;

	if ((r = sshsig_payload(&payload, SHARE_NS, secret_peek(raw),
	    secret_len(raw) - SIGN_BYTES)) == 0)
		crypto_sign_detached(sig, NULL, payload.data, payload.len,
		    keys_sign_sk(keys));
	bytes_free(&payload);
	return r;
}

/* The head, and room for the data and the signature. */
static int
raw_new(struct secret **out, const struct share *s)
{
	struct bytes head = BYTES_INIT(HEAD_BYTES);
	int r;

	wire_put_u8(&head, SHARE_VERSION);
	wire_put_raw(&head, s->set, SHARE_SET_BYTES);
	wire_put_u8(&head, s->number);
	wire_put_u8(&head, s->k);
	wire_put_u8(&head, s->n);
	(void)card_put(&head, &s->card);
	wire_put_u16(&head, (uint16_t)s->len);
	if ((r = bytes_ok(&head)) == 0 &&
	    (r = secret_new(out, HEAD_BYTES + s->len + SIGN_BYTES)) == 0)
		memcpy(secret_bytes(*out), head.data, HEAD_BYTES);
	bytes_free(&head);
	return r;
}

static int
split_into(struct secret *raws[SHARES_MAX], const struct keys *keys,
    struct share *s, gfshare_ctx *ctx)
{
	uint8_t sig[SIGN_BYTES];
	unsigned i;
	int r;

	for (i = 0; i < s->n; i++) {
		s->number = (uint8_t)(i + 1);
		if ((r = raw_new(&raws[i], s)) < 0)
			return r;
		gfshare_ctx_enc_getshare(ctx, (unsigned char)i,
		    secret_bytes(raws[i]) + HEAD_BYTES);
		if ((r = signature_of(sig, raws[i], keys)) < 0)
			return r;
		memcpy(secret_bytes(raws[i]) + HEAD_BYTES + s->len, sig,
		    sizeof(sig));
		secret_freeze(raws[i]);
	}
	return 0;
}

int
share_split(struct secret *raws[SHARES_MAX], const struct keys *keys,
    unsigned k, unsigned n)
{
	const struct secret *payload = keys_payload(keys);
	struct share s = { .k = (uint8_t)k, .n = (uint8_t)n,
	    .card = *keys_card(keys), .len = secret_len(payload) };
	unsigned char numbers[SHARES_MAX];
	gfshare_ctx *ctx;
	unsigned i;
	int r;

	memset(raws, 0, SHARES_MAX * sizeof(*raws));
	if (k < SHARES_LEAST || k > n || n > SHARES_MAX)
		return err_set(ERR_USAGE, "a key is split into at most %d "
		    "shares, of which at least %d and at most all make it "
		    "again; choose -n and -k so", SHARES_MAX, SHARES_LEAST);
	for (i = 0; i < n; i++)
		numbers[i] = (unsigned char)(i + 1);
	randombytes_buf(s.set, sizeof(s.set));
	gfshare_fill_rand = fill_random;
	if ((ctx = gfshare_ctx_init_enc(numbers, n, (unsigned char)k,
	    (unsigned)s.len)) == NULL)
		return no_memory();
	/* It takes a pointer to what it does not change. */
	gfshare_ctx_enc_setsecret(ctx,
	    (unsigned char *)(uintptr_t)secret_peek(payload));
	r = split_into(raws, keys, &s, ctx);
	gfshare_ctx_free(ctx);
	for (i = 0; i < n && r < 0; i++) {
		secret_free(raws[i]);
		raws[i] = NULL;
	}
	return r;
}

static int
check_signature(const struct share *s)
{
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	const size_t len = secret_len(s->raw) - SIGN_BYTES;
	int r;

	if ((r = sshsig_payload(&payload, SHARE_NS, secret_peek(s->raw),
	    len)) == 0 &&
	    crypto_sign_verify_detached(secret_peek(s->raw) + len,
	    payload.data, payload.len, s->card.sign_pk) != 0)
		r = ERR_INTEGRITY;
	bytes_free(&payload);
	return r;
}

int
share_read(struct share *out, struct secret **raw, const char *name)
{
	struct wire_reader rd = wire_reader(secret_peek(*raw),
	    secret_len(*raw));
	uint8_t card[CARD_RAW_BYTES];
	struct share s = { .raw = *raw };
	uint8_t version;
	int r;

	version = wire_get_u8(&rd);
	wire_get_raw(&rd, s.set, SHARE_SET_BYTES);
	s.number = wire_get_u8(&rd);
	s.k = wire_get_u8(&rd);
	s.n = wire_get_u8(&rd);
	wire_get_raw(&rd, card, sizeof(card));
	s.len = wire_get_u16(&rd);
	s.data = rd.p;
	if (rd.bad || version != SHARE_VERSION || s.k < SHARES_LEAST ||
	    s.k > s.n || s.n > SHARES_MAX || s.number == 0 ||
	    s.number > s.n || s.len < PAYLOAD_HEAD_BYTES ||
	    s.len > PAYLOAD_MAX || rd.left != s.len + SIGN_BYTES ||
	    card_read(&s.card, card) < 0)
		return err_set(ERR_FORMAT, "%s is no share of a key; name the "
		    "files that tipline key split made", name);
	if ((r = check_signature(&s)) == ERR_INTEGRITY)
		return err_set(ERR_INTEGRITY, "%s was altered, or made by "
		    "somebody else than the key's owner; leave it out and use "
		    "another share", name);
	if (r < 0)
		return r;
	*out = s;
	*raw = NULL;			/* handed over */
	return 0;
}

void
share_free(struct share *s)
{
	secret_free(s->raw);
	memset(s, 0, sizeof(*s));
}

/* --- joining --- */

static int
check_pair(const struct share *a, const char *a_name, const struct share *b,
    const char *b_name)
{
	if (memcmp(a->card.sign_pk, b->card.sign_pk, SIGN_PK_BYTES) != 0)
		return err_set(ERR_FORMAT, "%s is a share of another key than "
		    "%s; give shares of one key", b_name, a_name);
	if (memcmp(a->set, b->set, SHARE_SET_BYTES) != 0 || a->k != b->k ||
	    a->n != b->n || a->len != b->len ||
	    memcmp(&a->card, &b->card, sizeof(a->card)) != 0)
		return err_set(ERR_FORMAT, "%s comes from another splitting of "
		    "the key than %s; give shares of one splitting", b_name,
		    a_name);
	if (a->number == b->number)
		return err_set(ERR_FORMAT, "%s and %s are the same share; give "
		    "different ones", a_name, b_name);
	return 0;
}

static int
check_set(const struct share *shares, const char *const *names, size_t n)
{
	size_t i, j;
	int r;

	for (i = 1; i < n; i++)
		for (j = 0; j < i; j++)
			if ((r = check_pair(&shares[j], names[j], &shares[i],
			    names[i])) < 0)
				return r;
	if (n == 0 || n < shares[0].k)
		return err_set(ERR_NOT_FOUND, "%u shares make this key again, "
		    "and %zu were given; find %zu more", shares[0].k, n,
		    shares[0].k - n);
	return 0;
}

static int
combine(struct secret **payload, const struct share *shares, size_t n)
{
	unsigned char numbers[SHARES_MAX];
	gfshare_ctx *ctx;
	size_t i;
	int r;

	for (i = 0; i < n; i++)
		numbers[i] = shares[i].number;
	gfshare_fill_rand = fill_random;
	if ((r = secret_new(payload, shares[0].len)) < 0)
		return r;
	if ((ctx = gfshare_ctx_init_dec(numbers, (unsigned)n,
	    (unsigned)shares[0].len)) == NULL)
		return no_memory();
	for (i = 0; i < n; i++)
		gfshare_ctx_dec_giveshare(ctx, (unsigned char)i,
		    (unsigned char *)(uintptr_t)shares[i].data);
	gfshare_ctx_dec_extract(ctx, secret_bytes(*payload));
	gfshare_ctx_free(ctx);
	return 0;
}

int
share_join(struct keys **keys, const struct share *shares,
    const char *const *names, size_t n)
{
	struct secret *payload = NULL;
	int r;

	*keys = NULL;
	if ((r = check_set(shares, names, n)) < 0)
		return r;
	if ((r = combine(&payload, shares, n)) == 0 &&
	    (r = keys_from_payload(keys, &payload, &shares[0].card)) ==
	    ERR_FORMAT)
		r = err_set(ERR_INTEGRITY, "what the shares make is not the "
		    "key of their card; split the key again, or use another "
		    "splitting");
	secret_free(payload);
	return r;
}
