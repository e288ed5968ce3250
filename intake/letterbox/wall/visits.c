/* visits.c -- see visits.h; docs/format.md "Code names" has the keys. */
#include "intake/letterbox/wall/visits.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/secret.h"

#define ARGON_PASSES 2
#define ARGON_MEMORY (19u << 20)	/* bytes */
#define KDF_CONTEXT "TIPLETBX"
#define KDF_ID 1
#define KDF_BOX 2
#define KDF_PART 3
#define SERVED_MAX (UINT32_MAX / LETTERBOX_VISITS_MAX - 1)

_Static_assert(LETTERBOX_SALT_BYTES == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(crypto_kdf_BYTES_MIN <= ID_BYTES, "an id is a subkey");

struct visits {
	struct secret *places;		/* LETTERBOX_VISITS_MAX of them */
	struct visit *v;		/* in there */
	uint8_t salt[LETTERBOX_SALT_BYTES];
};

int
visits_new(struct visits **out, const uint8_t salt[LETTERBOX_SALT_BYTES])
{
	struct visits *v;
	int r;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = secret_new(&v->places,
	    LETTERBOX_VISITS_MAX * sizeof(*v->v))) < 0) {
		free(v);
		return r;
	}
	/* sodium_malloc() ends at a page's end: this size keeps it aligned. */
	v->v = (struct visit *)(void *)secret_bytes(v->places);
	memcpy(v->salt, salt, sizeof(v->salt));
	*out = v;
	return 0;
}

_Static_assert(LETTERBOX_VISITS_MAX * sizeof(struct visit) %
    _Alignof(struct visit) == 0, "visits are aligned in guarded memory");

void
visits_free(struct visits *v)
{
	if (v == NULL)
		return;
	secret_free(v->places);
	free(v);
}

/* The one key that all others follow from. */
static int
master(uint8_t key[crypto_kdf_KEYBYTES], const struct visits *v,
    const struct code_name *name)
{
	char words[LETTERBOX_WORDS_SIZE];
	const size_t len = words_secret(words, name);
	int r = 0;

	if (crypto_pwhash(key, crypto_kdf_KEYBYTES, words, len, v->salt,
	    ARGON_PASSES, ARGON_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		r = err_set(ERR_NO_MEMORY, "no memory for the keys of a code "
		    "name; close other programs");
	sodium_memzero(words, sizeof(words));
	return r;
}

static void
derive(struct visit *to, const uint8_t key[crypto_kdf_KEYBYTES])
{
	crypto_kdf_derive_from_key(to->pub.id.b, ID_BYTES, KDF_ID, KDF_CONTEXT,
	    key);
	crypto_kdf_derive_from_key(to->box_sk, BOX_SK_BYTES, KDF_BOX,
	    KDF_CONTEXT, key);
	crypto_kdf_derive_from_key(to->part_sk, BOX_SK_BYTES, KDF_PART,
	    KDF_CONTEXT, key);
	crypto_scalarmult_base(to->pub.box_pk, to->box_sk);
	crypto_scalarmult_base(to->pub.part_pk, to->part_sk);
}

int
visits_enter(struct visits *v, const struct code_name *name,
    enum letterbox_said *said, const struct visit **visit)
{
	uint8_t key[crypto_kdf_KEYBYTES];
	uint32_t i = 0;
	int r;

	*visit = NULL;
	*said = LETTERBOX_FULL;
	while (i < LETTERBOX_VISITS_MAX && v->v[i].number != 0)
		i++;
	if (i == LETTERBOX_VISITS_MAX)
		return 0;
	if ((r = master(key, v, name)) < 0)
		return r;
	derive(&v->v[i], key);
	sodium_memzero(key, sizeof(key));
	/* Who left is not mistaken for who came: numbers count up. */
	v->v[i].served = v->v[i].served % SERVED_MAX + 1;
	v->v[i].number = v->v[i].served * LETTERBOX_VISITS_MAX + i;
	*visit = &v->v[i];
	*said = LETTERBOX_OPEN;
	return 0;
}

int
visits_find(struct visits *v, uint32_t number, const struct visit **visit)
{
	*visit = &v->v[number % LETTERBOX_VISITS_MAX];
	if (number == 0 || (*visit)->number != number)
		return err_set(ERR_NOT_FOUND, "this visit ended; enter the "
		    "code name again");
	return 0;
}

void
visits_leave(struct visits *v, uint32_t number)
{
	struct visit *gone = &v->v[number % LETTERBOX_VISITS_MAX];
	const uint32_t served = gone->served;

	if (number == 0 || gone->number != number)
		return;
	sodium_memzero(gone, sizeof(*gone));
	gone->served = served;
}
