/* pdf_frame.c -- see pdf_frame.h. */
#include "intake/format/pdf/pdf_frame.h"

#include <string.h>

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
	    c == '\0';
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* "startxref", an offset that is not 0, "%%EOF": what follows it; NULL. */
static const uint8_t *
end_at(const uint8_t *p, const uint8_t *end)
{
	bool digits = false, zero = true;

	while (p < end && is_space(*p))
		p++;
	for (; p < end && is_digit(*p); p++) {
		digits = true;
		zero = zero && *p == '0';
	}
	while (p < end && is_space(*p))
		p++;
	return digits && !zero && (size_t)(end - p) >= 5 &&
	    memcmp(p, "%%EOF", 5) == 0 ? p + 5 : NULL;
}

/*
 * The first end of a linearized file has offset 0 or points back; only one
 * that is not 0 is counted too many.
 */
static void
find_ends(struct pdf_frame *f, const struct doc *d, bool linearized)
{
	const uint8_t *end = d->data + d->len, *at, *behind;
	bool first = true;
	uint64_t n = 0;

	for (at = d->data; (at = memmem(at, (size_t)(end - at), "startxref",
	    9)) != NULL; first = false) {
		at += 9;
		behind = end_at(at, end);
		if (behind == NULL || (first && linearized))
			continue;
		if (n < REVISIONS_MAX)
			f->ends[n] = (size_t)(behind - d->data);
		n++;
	}
	f->revisions = n > 0 ? n - 1 : 0;
}

struct pdf_frame
pdf_frame(const struct doc *d, bool linearized)
{
	const uint8_t *p = d->data, *end = d->data + d->len, *at;
	struct pdf_frame f = { .before = 0 };

	if ((at = memmem(p, d->len, "%PDF-", 5)) != NULL)
		f.before = (size_t)(at - p);
	find_ends(&f, d, linearized);
	for (at = end; at > p + 4 && memcmp(at - 5, "%%EOF", 5) != 0; at--)
		;
	if (at > p + 4)
		for (; at < end; at++)
			f.after += !is_space(*at);
	return f;
}

/* The number that ends before `at`, and where it begins; 0: there is none. */
static uint32_t
number_before(const uint8_t *p, size_t from, size_t *at)
{
	size_t end;
	uint32_t v = 0;

	while (*at > from && is_space(p[*at - 1]))
		(*at)--;
	end = *at;
	while (*at > from && is_digit(p[*at - 1]) && end - *at < 9)
		(*at)--;
	for (size_t i = *at; i < end; i++)
		v = v * 10 + (uint32_t)(p[i] - '0');
	return v;
}

void
pdf_frame_objects(const uint8_t *p, size_t from, size_t to,
    struct bytes *numbers)
{
	const uint8_t *at = p + from, *end = p + to;
	uint32_t number;
	size_t back;

	while ((at = memmem(at, (size_t)(end - at), "obj", 3)) != NULL) {
		back = (size_t)(at - p);
		at += 3;
		if (back == from || !is_space(p[back - 1]))
			continue;	/* endobj */
		(void)number_before(p, from, &back);	/* its generation */
		number = number_before(p, from, &back);
		if (number > 0 && numbers->len / sizeof number <
		    REVISION_OBJECTS_MAX)
			(void)bytes_add(numbers, &number, sizeof number);
	}
}
