/* secret.c -- see secret.h. */
#include "vault/seal/secret.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault/base/err.h"
#include "vault/seal/guarded.h"

struct secret {
	size_t len;
	uint8_t *p;	/* guarded_new() */
	bool frozen;
};

int
secret_new(struct secret **out, size_t len)
{
	struct secret *s;

	*out = NULL;
	if ((s = malloc(sizeof(*s))) == NULL)
		goto full;
	if ((s->p = guarded_new(len)) == NULL) {
		free(s);
		goto full;
	}
	sodium_memzero(s->p, len);
	s->len = len;
	s->frozen = false;
	*out = s;
	return 0;
full:
	return err_set(ERR_NO_MEMORY, "no memory for a key; "
	    "close other programs and try again");
}

int
secret_random(struct secret **out)
{
	int r;

	if ((r = secret_new(out, KEY_BYTES)) < 0)
		return r;
	randombytes_buf((*out)->p, KEY_BYTES);
	secret_freeze(*out);
	return 0;
}

uint8_t *
secret_bytes(struct secret *s)
{
	return s->p;
}

const uint8_t *
secret_peek(const struct secret *s)
{
	return s->p;
}

size_t
secret_len(const struct secret *s)
{
	return s->len;
}

void
secret_freeze(struct secret *s)
{
	/* Fails only without mprotect(); the bytes are guarded all the same. */
	s->frozen = sodium_mprotect_readonly(s->p) == 0;
}

void
secret_free(struct secret *s)
{
	if (s == NULL)
		return;
	if (s->frozen && sodium_mprotect_readwrite(s->p) != 0)
		sodium_free(s->p);	/* which says so, and ends */
	else
		guarded_free(s->p, s->len);
	free(s);
}

int
process_hide(void)
{
	const struct rlimit none = { 0, 0 };

	if (sodium_init() < 0)
		return err_set(ERR_FAILED, "libsodium does not start; "
		    "reinstall libsodium23");
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return err_sys("cannot forbid core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_sys("cannot hide from debuggers");
	return 0;
}
