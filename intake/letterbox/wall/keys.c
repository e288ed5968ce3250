/* keys.c -- see keys.h. */
#include "intake/letterbox/wall/keys.h"

#include <sodium.h>

#include "vault/base/err.h"

#define KDF_CONTEXT "TIPLETBX"
#define KDF_ID 1
#define KDF_BOX 2
#define KDF_PART 3

_Static_assert(KEYS_SALT_BYTES == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(crypto_kdf_BYTES_MIN <= ID_BYTES, "an id is a subkey");

/* The one key that all others follow from. */
static int
master(uint8_t key[crypto_kdf_KEYBYTES], const struct code_name *name,
    const uint8_t salt[KEYS_SALT_BYTES])
{
	char words[LETTERBOX_WORDS_SIZE];
	const size_t len = codename_secret(words, name);
	int r = 0;

	if (crypto_pwhash(key, crypto_kdf_KEYBYTES, words, len, salt,
	    KEYS_PASSES, (size_t)KEYS_KIB << 10,
	    crypto_pwhash_ALG_ARGON2ID13) != 0)
		r = err_set(ERR_NO_MEMORY, "no memory for the keys of a code "
		    "name; close other programs");
	sodium_memzero(words, sizeof(words));
	return r;
}

int
keys_derive(struct letterbox_public *pub, uint8_t box_sk[BOX_SK_BYTES],
    uint8_t part_sk[BOX_SK_BYTES], const struct code_name *name,
    const uint8_t salt[KEYS_SALT_BYTES])
{
	uint8_t key[crypto_kdf_KEYBYTES];
	int r;

	if ((r = master(key, name, salt)) < 0)
		return r;
	crypto_kdf_derive_from_key(pub->id.b, ID_BYTES, KDF_ID, KDF_CONTEXT,
	    key);
	crypto_kdf_derive_from_key(box_sk, BOX_SK_BYTES, KDF_BOX, KDF_CONTEXT,
	    key);
	crypto_kdf_derive_from_key(part_sk, BOX_SK_BYTES, KDF_PART,
	    KDF_CONTEXT, key);
	crypto_scalarmult_base(pub->box_pk, box_sk);
	crypto_scalarmult_base(pub->part_pk, part_sk);
	sodium_memzero(key, sizeof(key));
	return 0;
}
