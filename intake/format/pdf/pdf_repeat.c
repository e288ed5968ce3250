/* pdf_repeat.c -- see pdf_repeat.h. */
#include "intake/format/pdf/pdf_repeat.h"

#include <string.h>

static struct pdf_repeat *
at(struct pdf_repeats *r, size_t i)
{
	return (struct pdf_repeat *)(void *)r->list.data + i;
}

static void
count(struct pdf_repeats *r, struct pdf_repeat *x)
{
	if (x->last == r->page + 1)
		return;
	x->last = r->page + 1;
	x->pages++;
}

int
pdf_repeats_meet(struct pdf_repeats *r, uint64_t hash, bool says_so,
    const void *text, size_t len)
{
	struct pdf_repeat new = { .hash = hash };
	size_t i, n = r->list.len / sizeof new;

	for (i = 0; i < n && at(r, i)->hash != hash; i++)
		;
	if (i == n) {
		if (len >= sizeof new.text)
			len = sizeof new.text - 1;
		if (len > 0)
			memcpy(new.text, text, len);
		if (bytes_add(&r->list, &new, sizeof new) < 0)
			return -1;
	}
	at(r, i)->says_so |= says_so;
	count(r, at(r, i));
	return (int)i;
}

void
pdf_repeats_again(struct pdf_repeats *r, uint32_t index)
{
	if (index < r->list.len / sizeof(struct pdf_repeat))
		count(r, at(r, index));
}

bool
pdf_repeat_marks(const struct pdf_repeat *r, uint32_t pages)
{
	return r->says_so || (pages > 1 && r->pages == pages);
}

uint64_t
pdf_hash(uint64_t hash, const void *p, size_t len)
{
	const uint8_t *b = p;
	size_t i;

	hash ^= 0xcbf29ce484222325u;
	for (i = 0; i < len; i++)
		hash = (hash ^ b[i]) * 0x100000001b3u;
	return hash;
}
