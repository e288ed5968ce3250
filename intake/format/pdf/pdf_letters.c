/* pdf_letters.c -- see pdf_letters.h. */
#include "intake/format/pdf/pdf_letters.h"

#include "vault/base/print.h"

static void
add(struct pdf_letters *l, uint64_t cp)
{
	/* SplitMix64's last steps: sums of these do not meet by chance. */
	cp = (cp + 1) * 0x9e3779b97f4a7c15u;
	cp = (cp ^ (cp >> 30)) * 0xbf58476d1ce4e5b9u;
	cp = (cp ^ (cp >> 27)) * 0x94d049bb133111ebu;
	l->n++;
	l->sum += cp ^ (cp >> 31);
}

static bool
is_letter(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 'a' && cp <= 'z') || (cp >= 0xc0 && cp < 0x2000) ||
	    cp >= 0x2c00;
}

void
pdf_letters_add(struct pdf_letters *l, const char *utf8, size_t len)
{
	static const char *const ligatures[] = { "ff", "fi", "fl", "ffi",
		"ffl", "st", "st" };
	const uint8_t *p = (const uint8_t *)utf8;
	const char *part;
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0) {
			n = 1;
			continue;
		}
		if (cp >= 0xfb00 && cp <= 0xfb06)
			for (part = ligatures[cp - 0xfb00]; *part != '\0';
			    part++)
				add(l, (uint8_t)*part);
		else if (is_letter(cp))
			add(l, cp);
	}
}

bool
pdf_letters_same(const struct pdf_letters *a, const struct pdf_letters *b)
{
	return a->n == b->n && a->sum == b->sum;
}
