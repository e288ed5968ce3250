/* recent.c -- see recent.h. */
#include "vault/store/recent.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

struct slot {
	git_oid id;
	bool used;
	uint16_t len;
	uint8_t bytes[RECENT_BYTES_MAX];
};

struct recent {
	struct slot slots[RECENT_SLOTS];
};

int
recent_new(struct recent **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

void
recent_free(struct recent *all)
{
	free(all);
}

bool
recent_get(const struct recent *all, const git_oid *id, struct bytes *b,
    int *r)
{
	const struct slot *s = &all->slots[id->id[0] % RECENT_SLOTS];

	if (!s->used || memcmp(s->id.id, id->id, GIT_OID_RAWSZ) != 0)
		return false;
	*r = bytes_add(b, s->bytes, s->len);
	return true;
}

void
recent_put(struct recent *all, const git_oid *id, const struct bytes *blob)
{
	struct slot *s = &all->slots[id->id[0] % RECENT_SLOTS];

	if (blob->len > RECENT_BYTES_MAX)
		return;
	git_oid_cpy(&s->id, id);
	if (blob->len > 0)
		memcpy(s->bytes, blob->data, blob->len);
	s->len = (uint16_t)blob->len;
	s->used = true;
}
