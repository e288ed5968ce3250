/* seen.c -- see seen.h.  Open addressing over FNV-1a. */
#include "redact/find/known/seen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define SLOTS_FIRST 256u	/* a power of two */

struct seen_slot {
	size_t at, len;		/* len 0: free */
	uint64_t hash;
};

static uint64_t
hash_of(const uint8_t *p, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

/* The slot of these bytes, or the free one where they belong. */
static struct seen_slot *
slot_of(const struct seen *s, const void *p, size_t len, uint64_t hash)
{
	size_t i = (size_t)hash & (s->nslots - 1);
	struct seen_slot *slot;

	for (;; i = (i + 1) & (s->nslots - 1)) {
		slot = &s->slots[i];
		if (slot->len == 0 || (slot->hash == hash &&
		    slot->len == len &&
		    memcmp(s->bytes.data + slot->at, p, len) == 0))
			return slot;
	}
}

static int
grow(struct seen *s)
{
	struct seen_slot *old = s->slots;
	size_t nold = s->nslots, i;

	if (s->n * 2 < s->nslots)
		return 0;
	s->nslots = nold > 0 ? nold * 2 : SLOTS_FIRST;
	if ((s->slots = calloc(s->nslots, sizeof(*s->slots))) == NULL) {
		s->slots = old;
		s->nslots = nold;
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	for (i = 0; i < nold; i++)
		if (old[i].len != 0)
			*slot_of(s, s->bytes.data + old[i].at, old[i].len,
			    old[i].hash) = old[i];
	free(old);
	return 0;
}

int
seen_add(struct seen *s, const void *p, size_t len, bool *fresh)
{
	struct seen_slot *slot;
	uint64_t hash;
	int r;

	*fresh = false;
	if (len == 0)
		return 0;
	if ((r = grow(s)) < 0)
		return r;
	s->bytes.max = SEEN_BYTES_MAX;
	hash = hash_of(p, len);
	slot = slot_of(s, p, len, hash);
	if (slot->len != 0)
		return 0;
	*slot = (struct seen_slot){ .at = s->bytes.len, .len = len,
	    .hash = hash };
	s->n++;
	*fresh = true;
	return bytes_add(&s->bytes, p, len);
}

void
seen_free(struct seen *s)
{
	bytes_free(&s->bytes);
	free(s->slots);
	*s = (struct seen){ .n = 0 };
}
