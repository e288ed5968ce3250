/* pdf_frame.c -- see pdf_frame.h. */
#include "intake/format/pdf/pdf_frame.h"

#include <string.h>

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
	    c == '\0';
}

/* "startxref", an offset that is not 0, "%%EOF". */
static bool
is_end(const uint8_t *p, const uint8_t *end)
{
	bool digits = false, zero = true;

	while (p < end && is_space(*p))
		p++;
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		digits = true;
		zero = zero && *p == '0';
	}
	while (p < end && is_space(*p))
		p++;
	return digits && !zero && (size_t)(end - p) >= 5 &&
	    memcmp(p, "%%EOF", 5) == 0;
}

struct pdf_frame
pdf_frame(const struct doc *d, bool linearized)
{
	const uint8_t *p = d->data, *end = d->data + d->len, *at;
	struct pdf_frame f = { 0, 0, 0 };
	uint64_t ends = 0;

	if ((at = memmem(p, d->len, "%PDF-", 5)) != NULL)
		f.before = (size_t)(at - p);
	for (at = p; (at = memmem(at, (size_t)(end - at), "startxref", 9)) !=
	    NULL; ) {
		at += 9;
		ends += is_end(at, end);
	}
	/* The first end of a linearized file has offset 0 or points back; only
	 * one that is not 0 was counted too many. */
	if (linearized && ends > 1 &&
	    (at = memmem(p, d->len, "startxref", 9)) != NULL &&
	    is_end(at + 9, end))
		ends--;
	f.revisions = ends > 1 ? ends - 1 : 0;
	for (at = end; at > p + 4 && memcmp(at - 5, "%%EOF", 5) != 0; at--)
		;
	if (at > p + 4)
		for (; at < end; at++)
			f.after += !is_space(*at);
	return f;
}
