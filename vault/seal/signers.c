/* signers.c -- see signers.h. */
#include "vault/seal/signers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/seal/sshsig.h"

#define TYPE "ssh-ed25519 "
#define KEY_CHARS 68		/* SSHSIG_KEY_BYTES in base64 */

int
signers_add(struct signers *s, const uint8_t pk[SIGN_PK_BYTES])
{
	struct signer *v;

	if (s->n >= SIGNERS_KEYS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u keys are named; name "
		    "those that count", SIGNERS_KEYS_MAX);
	if ((s->n & (s->n - 1)) == 0) {	/* doubled at each power of two */
		v = realloc(s->v, (s->n * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		s->v = v;
	}
	memcpy(s->v[s->n].pk, pk, SIGN_PK_BYTES);
	return fpr_of_key(&s->v[s->n++].fpr, pk);
}

/* The key behind "ssh-ed25519 ". */
static bool
read_key(uint8_t pk[SIGN_PK_BYTES], const char *p, size_t len)
{
	struct bytes again = BYTES_INIT(SSHSIG_KEY_BYTES);
	uint8_t raw[SSHSIG_KEY_BYTES];
	size_t n;
	bool ok;

	if (len < KEY_CHARS || (len > KEY_CHARS && p[KEY_CHARS] != ' ' &&
	    p[KEY_CHARS] != '\r') || sodium_base642bin(raw, sizeof(raw), p,
	    KEY_CHARS, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    n != sizeof(raw))
		return false;
	memcpy(pk, raw + sizeof(raw) - SIGN_PK_BYTES, SIGN_PK_BYTES);
	ok = sshsig_key(&again, pk) == 0 && again.len == sizeof(raw) &&
	    memcmp(again.data, raw, sizeof(raw)) == 0;
	bytes_free(&again);
	return ok;
}

int
signers_parse(struct signers *s, const void *text, size_t len)
{
	const char *at = text, *end = at + len, *nl, *key;
	uint8_t pk[SIGN_PK_BYTES];
	unsigned line = 0;
	int r;

	for (; at < end; at = nl + 1) {
		line++;
		if ((nl = memchr(at, '\n', (size_t)(end - at))) == NULL)
			nl = end;
		key = memmem(at, (size_t)(nl - at), " " TYPE,
		    sizeof(TYPE));
		if (at == nl || *at == '#' || key == NULL)
			continue;
		key += sizeof(TYPE);
		if (!read_key(pk, key, (size_t)(nl - key)))
			return err_set(ERR_FORMAT, "line %u of the signers "
			    "holds no key; get the file again", line);
		if ((r = signers_add(s, pk)) < 0)
			return r;
	}
	return 0;
}

void
signers_free(struct signers *s)
{
	free(s->v);
	*s = (struct signers){ .v = NULL };
}

int
signers_of_note(const struct signers *s, const struct note *n,
    const char *name, const struct signer **who)
{
	size_t i;
	int r;

	for (i = 0; i < s->n; i++)
		if ((r = note_check(n, name, s->v[i].pk)) != ERR_NOT_FOUND) {
			*who = &s->v[i];
			return r;
		}
	return err_set(ERR_NOT_FOUND, "the checkpoint is signed by none of the "
	    "%zu keys that count here; name the key that signed it", s->n);
}
