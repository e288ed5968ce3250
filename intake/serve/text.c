/* text.c -- see text.h. */
#include "intake/serve/text.h"

#include <string.h>

#include "vault/base/print.h"

/* Bytes that a character has that begins so; 0: none begins so. */
static unsigned
length(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The end of the whole characters in p: what is behind it has only begun. */
static size_t
whole(const uint8_t *p, size_t len)
{
	size_t back;

	for (back = 1; back < 4 && back <= len; back++)
		if ((p[len - back] & 0xc0) != 0x80)
			return length(p[len - back]) > back ? len - back : len;
	return len;
}

void
text_add(struct text *t, const void *from, size_t len)
{
	const uint8_t *p = from;
	size_t end;

	while (!t->bad && t->left > 0 && len > 0) {
		t->begun[t->left++] = *p++;
		len--;
		if (t->left == length(t->begun[0])) {
			t->bad = !utf8_valid(t->begun, t->left);
			t->left = 0;
		}
	}
	if (t->bad || len == 0)
		return;
	end = whole(p, len);
	t->bad = end > 0 && !utf8_valid(p, end);
	t->left = (unsigned)(len - end);
	memcpy(t->begun, p + end, len - end);
}

bool
text_valid(const struct text *t)
{
	return !t->bad && t->left == 0;
}
