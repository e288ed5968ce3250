/* sshsig.c -- see sshsig.h. */
#include "vault/seal/sshsig.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"

#define MAGIC "SSHSIG"
#define MAGIC_BYTES 6
#define VERSION 1
#define HASH "sha512"
#define ALGORITHM "ssh-ed25519"
#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END "-----END SSH SIGNATURE-----"
#define BLOB_MAX 512		/* bytes of a signature without armor */
#define LINE_CHARS 70		/* of base64, as ssh-keygen breaks it */

_Static_assert(SSHSIG_HASH_BYTES == crypto_hash_sha512_BYTES, "SHA-512");

int
sshsig_payload_hashed(struct bytes *b, const char *ns,
    const uint8_t hash[SSHSIG_HASH_BYTES])
{
	wire_put_raw(b, MAGIC, MAGIC_BYTES);
	wire_put_str(b, ns);
	wire_put_str(b, "");			/* reserved */
	wire_put_str(b, HASH);
	wire_put_bytes(b, hash, SSHSIG_HASH_BYTES);
	return bytes_ok(b);
}

int
sshsig_payload(struct bytes *b, const char *ns, const void *msg, size_t len)
{
	uint8_t hash[SSHSIG_HASH_BYTES];

	crypto_hash_sha512(hash, msg, len);
	return sshsig_payload_hashed(b, ns, hash);
}

int
sshsig_key(struct bytes *b, const uint8_t sign_pk[SIGN_PK_BYTES])
{
	wire_put_str(b, ALGORITHM);
	wire_put_bytes(b, sign_pk, SIGN_PK_BYTES);
	return bytes_ok(b);
}

static int
put_blob(struct bytes *b, const char *ns,
    const uint8_t sign_pk[SIGN_PK_BYTES], const uint8_t sig[SIGN_BYTES])
{
	wire_put_raw(b, MAGIC, MAGIC_BYTES);
	wire_put_u32(b, VERSION);
	wire_put_u32(b, SSHSIG_KEY_BYTES);
	(void)sshsig_key(b, sign_pk);
	wire_put_str(b, ns);
	wire_put_str(b, "");
	wire_put_str(b, HASH);
	wire_put_u32(b, 4 + sizeof(ALGORITHM) - 1 + 4 + SIGN_BYTES);
	wire_put_str(b, ALGORITHM);
	wire_put_bytes(b, sig, SIGN_BYTES);
	return bytes_ok(b);
}

int
sshsig_armor(struct bytes *b, const char *ns,
    const uint8_t sign_pk[SIGN_PK_BYTES], const uint8_t sig[SIGN_BYTES])
{
	struct bytes blob = BYTES_INIT(BLOB_MAX);
	char text[sodium_base64_ENCODED_LEN(BLOB_MAX,
	    sodium_base64_VARIANT_ORIGINAL)];
	size_t at, n, len;
	int r;

	if ((r = put_blob(&blob, ns, sign_pk, sig)) < 0)
		goto done;
	sodium_bin2base64(text, sizeof(text), blob.data, blob.len,
	    sodium_base64_VARIANT_ORIGINAL);
	len = strlen(text);
	(void)bytes_add_str(b, BEGIN);
	for (at = 0; at < len; at += n) {
		n = len - at < LINE_CHARS ? len - at : LINE_CHARS;
		(void)bytes_add(b, text + at, n);
		(void)bytes_add_str(b, "\n");
	}
	r = bytes_add_str(b, END "\n");
done:
	bytes_free(&blob);
	return r;
}

static int
malformed(const char *what)
{
	return err_set(ERR_FORMAT, "the signature %s; ask whoever signed for a "
	    "new one", what);
}

/* The bytes between the two marks. */
static int
unarmor(uint8_t blob[BLOB_MAX], size_t *blen, const char *text, size_t len)
{
	const size_t begin = sizeof(BEGIN) - 1, end = sizeof(END) - 1;
	const char *stop = NULL;

	if (len > SSHSIG_ARMOR_MAX)
		return malformed("is longer than any should be");
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (len < begin + end || memcmp(text, BEGIN, begin) != 0 ||
	    memcmp(text + len - end, END, end) != 0)
		return malformed("has no SSH SIGNATURE marks");
	text += begin;
	len -= begin + end;
	if (sodium_base642bin(blob, BLOB_MAX, text, len, "\n", blen, &stop,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || stop != text + len)
		return malformed("is no base64");
	return 0;
}

/* The next string field must be exactly `want`. */
static bool
is_field(struct wire_reader *rd, const char *want)
{
	size_t n = 0;
	const uint8_t *p = wire_get_bytes(rd, BLOB_MAX, &n);

	return p != NULL && n == strlen(want) && memcmp(p, want, n) == 0;
}

/* A string field that is itself: string "ssh-ed25519" | string of n bytes. */
static bool
get_typed(struct wire_reader *rd, uint8_t *out, size_t n)
{
	struct wire_reader in;
	const uint8_t *p, *value;
	size_t len = 0, vlen = 0;

	if ((p = wire_get_bytes(rd, BLOB_MAX, &len)) == NULL)
		return false;
	in = wire_reader(p, len);
	if (!is_field(&in, ALGORITHM))
		return false;
	value = wire_get_bytes(&in, n, &vlen);
	if (value == NULL || vlen != n || in.left != 0)
		return false;
	memcpy(out, value, n);
	return true;
}

static int
read_blob(uint8_t pk[SIGN_PK_BYTES], uint8_t sig[SIGN_BYTES], const char *ns,
    const uint8_t *blob, size_t len)
{
	struct wire_reader rd = wire_reader(blob, len);
	char magic[MAGIC_BYTES];

	wire_get_raw(&rd, magic, MAGIC_BYTES);
	if (rd.bad || memcmp(magic, MAGIC, MAGIC_BYTES) != 0 ||
	    wire_get_u32(&rd) != VERSION)
		return malformed("is of a kind not known here");
	if (!get_typed(&rd, pk, SIGN_PK_BYTES))
		return malformed("is not by an Ed25519 key");
	if (!is_field(&rd, ns))
		return malformed("was made for another use");
	if (!is_field(&rd, ""))
		return malformed("has a reserved field set");
	if (!is_field(&rd, HASH))
		return malformed("is not over SHA-512");
	if (!get_typed(&rd, sig, SIGN_BYTES))
		return malformed("is not Ed25519");
	if (rd.bad || rd.left != 0)
		return malformed("has bytes left over");
	return 0;
}

int
sshsig_verify(uint8_t sign_pk[SIGN_PK_BYTES], const void *armored,
    size_t alen, const char *ns, const void *msg, size_t len)
{
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	uint8_t blob[BLOB_MAX], pk[SIGN_PK_BYTES], sig[SIGN_BYTES];
	size_t blen = 0;
	int r;

	if ((r = unarmor(blob, &blen, armored, alen)) < 0 ||
	    (r = read_blob(pk, sig, ns, blob, blen)) < 0 ||
	    (r = sshsig_payload(&payload, ns, msg, len)) < 0)
		goto done;
	if (crypto_sign_verify_detached(sig, payload.data, payload.len,
	    pk) != 0) {
		r = err_set(ERR_INTEGRITY, "a signature does not hold: what it "
		    "covers was changed; get the original again");
		goto done;
	}
	memcpy(sign_pk, pk, SIGN_PK_BYTES);
done:
	bytes_free(&payload);
	return r;
}
