/*
 * pdf_profile.c -- a colour profile (ICC.1:2010) with what makes colours and
 * nothing else: no description, copyright, device, date or id.
 */
#include "intake/format/pdf/pdf_copy.h"

#include <string.h>

#define HEADER 128u
#define ENTRY 12u
#define TAGS_MAX 100u

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static bool
is_colour(const uint8_t *tag)
{
	static const char tags[][5] = { "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC",
		"bTRC", "kTRC", "wtpt", "bkpt", "chad", "A2B0", "A2B1", "A2B2",
		"B2A0", "B2A1", "B2A2", "D2B0", "D2B1", "D2B2", "D2B3", "B2D0",
		"B2D1", "B2D2", "B2D3", "gamt", "lumi", "pre0", "pre1", "pre2",
		"cicp" };
	size_t i;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (memcmp(tag, tags[i], 4) == 0)
			return true;
	return false;
}

/* Preferred module, date, device, creator, id: no colour depends on them. */
static void
blank_header(uint8_t *p)
{
	memset(p + 4, 0, 4);
	memset(p + 24, 0, 12);
	memset(p + 40, 0, 4);
	memset(p + 48, 0, 16);
	memset(p + 80, 0, HEADER - 80);
}

bool
pdf_profile_strip(struct bytes *out, const uint8_t *p, size_t len)
{
	uint32_t kept[TAGS_MAX], n, i, j, count = 0;
	uint8_t entry[ENTRY];

	if (len < HEADER + 4 || memcmp(p + 36, "acsp", 4) != 0)
		return false;
	n = get32(p + HEADER);
	if (n > TAGS_MAX || HEADER + 4 + n * ENTRY > len)
		return false;
	for (i = 0; i < n; i++) {
		const uint8_t *e = p + HEADER + 4 + i * ENTRY;

		if (is_colour(e) && get32(e + 4) <= len &&
		    get32(e + 8) <= len - get32(e + 4))
			kept[count++] = i;
	}
	bytes_add(out, p, HEADER);
	put32(entry, count);
	bytes_add(out, entry, 4);
	for (i = 0; i < count; i++)
		bytes_add(out, p + HEADER + 4 + kept[i] * ENTRY, ENTRY);
	for (i = 0; i < count && bytes_ok(out) == 0; i++) {
		const uint8_t *e = p + HEADER + 4 + kept[i] * ENTRY;
		uint8_t *at;
		uint32_t where = (uint32_t)out->len;

		for (j = 0; j < i; j++)		/* curves may be shared */
			if (memcmp(p + HEADER + 4 + kept[j] * ENTRY + 4, e + 4,
			    8) == 0)
				break;
		if (j < i) {
			where = get32(out->data + HEADER + 4 + j * ENTRY + 4);
		} else {
			bytes_add(out, p + get32(e + 4), get32(e + 8));
			bytes_add(out, "\0\0\0", (4 - out->len % 4) % 4);
		}
		at = out->data + HEADER + 4 + i * ENTRY + 4;
		put32(at, where);
	}
	if (bytes_ok(out) < 0)
		return false;
	put32(out->data, (uint32_t)out->len);
	blank_header(out->data);
	return count > 0;
}
