/* bases.c -- see bases.h. */
#include "vault/store/bases.h"

#include <stdlib.h>
#include <string.h>

static unsigned
slot_of(uint64_t pack, uint64_t at)
{
	uint64_t h = (at ^ pack << 48) * 0x9e3779b97f4a7c15u;

	return (unsigned)(h >> 32) % BASES_SLOTS;
}

static void
drop(struct bases *b, struct base *s)
{
	b->total -= s->len;
	free(s->data);
	memset(s, 0, sizeof(*s));
}

bool
bases_get(const struct bases *b, uint64_t pack, uint64_t at,
    git_object_t *type, struct bytes *out)
{
	const struct base *s = &b->slots[slot_of(pack, at)];

	if (s->pack != pack || s->at != at ||
	    bytes_add(out, s->data, s->len) < 0)
		return false;
	*type = s->type;
	return true;
}

void
bases_put(struct bases *b, uint64_t pack, uint64_t at, git_object_t type,
    const struct bytes *content)
{
	struct base *s = &b->slots[slot_of(pack, at)];

	if (content->len > BASE_BYTES_MAX)
		return;
	drop(b, s);
	while (b->total + content->len > BASES_BYTES_MAX)
		drop(b, &b->slots[b->next++ % BASES_SLOTS]);
	if ((s->data = malloc(content->len + 1)) == NULL)
		return;
	if (content->len > 0)
		memcpy(s->data, content->data, content->len);
	s->len = content->len;
	s->pack = pack;
	s->at = at;
	s->type = type;
	b->total += s->len;
}

void
bases_free(struct bases *b)
{
	unsigned i;

	for (i = 0; i < BASES_SLOTS; i++)
		drop(b, &b->slots[i]);
}
