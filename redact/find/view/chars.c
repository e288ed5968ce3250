/* chars.c -- see chars.h. */
#include "redact/find/view/chars.h"

#include "redact/find/view/letter.h"
#include "vault/base/print.h"

static bool
is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

size_t
char_of_word(const struct view *v, size_t at)
{
	uint32_t cp;
	size_t n;

	if (at >= v->len)
		return 0;
	if (v->s[at] < 0x80)
		return is_alnum(v->s[at]);
	n = utf8_next(v->s + at, v->len - at, &cp);
	return n > 0 && letter_in_word(cp) ? n : 0;
}

size_t
char_of_word_before(const struct view *v, size_t at)
{
	size_t start = at;

	if (at == 0)
		return 0;
	if (v->s[at - 1] < 0x80)
		return is_alnum(v->s[at - 1]);
	while (start > 0 && at - start < 4 && (v->s[--start] & 0xc0) == 0x80)
		;
	return char_of_word(v, start) == at - start ? at - start : 0;
}
