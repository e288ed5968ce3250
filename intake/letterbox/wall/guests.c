/* guests.c -- see guests.h. */
#include "intake/letterbox/wall/guests.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "intake/letterbox/wall/keys.h"
#include "vault/base/err.h"
#include "vault/seal/secret.h"

#define SERVED_MAX (UINT32_MAX / LETTERBOX_VISITS_MAX - 1)

struct guests {
	struct secret *places;		/* LETTERBOX_VISITS_MAX of them */
	struct visit *v;		/* in there */
	uint8_t salt[LETTERBOX_SALT_BYTES];
};

int
guests_new(struct guests **out, const uint8_t salt[LETTERBOX_SALT_BYTES])
{
	struct guests *v;
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
guests_free(struct guests *v)
{
	if (v == NULL)
		return;
	secret_free(v->places);
	free(v);
}

const uint8_t *
guests_salt(const struct guests *v)
{
	return v->salt;
}

int
guests_enter(struct guests *v, const struct code_name *name,
    enum letterbox_said *said, const struct visit **visit)
{
	uint32_t i = 0;
	int r;

	*visit = NULL;
	*said = LETTERBOX_FULL;
	while (i < LETTERBOX_VISITS_MAX && v->v[i].number != 0)
		i++;
	if (i == LETTERBOX_VISITS_MAX)
		return 0;
	if ((r = keys_derive(&v->v[i].pub, v->v[i].box_sk, v->v[i].part_sk,
	    name, v->salt)) < 0)
		return r;
	/* Who left is not mistaken for who came: numbers count up. */
	v->v[i].served = v->v[i].served % SERVED_MAX + 1;
	v->v[i].number = v->v[i].served * LETTERBOX_VISITS_MAX + i;
	*visit = &v->v[i];
	*said = LETTERBOX_OPEN;
	return 0;
}

int
guests_find(struct guests *v, uint32_t number, const struct visit **visit)
{
	*visit = &v->v[number % LETTERBOX_VISITS_MAX];
	if (number == 0 || (*visit)->number != number)
		return err_set(ERR_NOT_FOUND, "this visit ended; enter the "
		    "code name again");
	return 0;
}

void
guests_leave(struct guests *v, uint32_t number)
{
	struct visit *gone = &v->v[number % LETTERBOX_VISITS_MAX];
	const uint32_t served = gone->served;

	if (number == 0 || gone->number != number)
		return;
	sodium_memzero(gone, sizeof(*gone));
	gone->served = served;
}
