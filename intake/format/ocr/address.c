/* address.c -- see address.h. */
#include "intake/format/ocr/address.h"

#include <string.h>

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_plain(char c)
{
	return is_small(c) || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

/* "example.org": signs of a host's name alone, and a dot between letters. */
static bool
is_host(const char *p, size_t len)
{
	bool dot = false;
	size_t i;

	for (i = 0; i < len && is_plain(p[i]); i++)
		dot = dot || (i > 0 && i + 2 < len && p[i] == '.' &&
		    p[i - 1] != '.' && is_small(p[i + 1]) &&
		    is_small(p[i + 2]));
	/* What ends a sentence, or closes a bracket, may follow. */
	return dot && (i == len || i + 1 == len);
}

/* The bytes at `p` that stand for an "@": U+00A9, U+00AE, a Q inside small
 * letters; 0 when they do not. */
static size_t
stands_for_at(const char *word, size_t i, size_t len)
{
	const char *p = word + i;

	if (len - i > 2 && p[0] == '\xc2' && (p[1] == '\xa9' || p[1] == '\xae'))
		return is_host(p + 2, len - i - 2) ? 2 : 0;
	if (i > 0 && len - i > 1 && p[0] == 'Q' && is_small(p[-1]) &&
	    is_small(p[1]))
		return is_host(p + 1, len - i - 1) ? 1 : 0;
	return 0;
}

void
address_mend(struct ocr_words *w)
{
	size_t i, k, n;

	for (i = 0; i < w->n; i++) {
		struct ocr_word *word = &w->at[i];
		char *p = (char *)w->text.data + word->at;

		if (memchr(p, '@', word->len) != NULL ||
		    memchr(p, '/', word->len) != NULL)
			continue;
		for (k = 0; k < word->len; k++)
			if ((n = stands_for_at(p, k, word->len)) > 0) {
				p[k] = '@';
				memmove(p + k + 1, p + k + n,
				    word->len - k - n);
				word->len -= (uint32_t)n - 1;
				break;
			}
	}
}

bool
address_goes_on(const struct ocr_words *all, const struct ocr_word *w)
{
	const char *a = (const char *)all->text.data + w[0].at;
	const char *b = (const char *)all->text.data + w[1].at;

	if (w[1].x0 - w[0].x1 > w[1].y1 - w[1].y0 || w[0].len == 0)
		return false;
	if (b[0] == '@')
		return is_plain(a[w[0].len - 1]) && a[w[0].len - 1] != '.' &&
		    (w[1].len == 1 || is_host(b + 1, w[1].len - 1));
	return a[w[0].len - 1] == '@' && is_host(b, w[1].len);
}
