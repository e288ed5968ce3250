/* zip_fields.c -- see zip_fields.h (APPNOTE 4.3.9, 4.3.14, 4.5.3, D.1). */
#include "intake/format/package/zip_fields.h"

#include <string.h>

#include "vault/base/print.h"

#define WIDE_ID 0x0001u
#define WIDE_END_SIGN 0x06064b50u
#define WIDE_END_SIZE 56u
#define LOCATOR_SIGN 0x07064b50u
#define LOCATOR_SIZE 20u
#define DESCRIPTOR_SIGN 0x08074b50u

static unsigned
u16(const uint8_t *p)
{
	return (unsigned)(p[0] | p[1] << 8);
}

static uint32_t
u32(const uint8_t *p)
{
	return (uint32_t)u16(p) | (uint32_t)u16(p + 2) << 16;
}

static uint64_t
u64(const uint8_t *p)
{
	return (uint64_t)u32(p) | (uint64_t)u32(p + 4) << 32;
}

bool
zip_wide(const uint8_t *extra, size_t len, uint64_t *const *fields, size_t n)
{
	const uint8_t *p = NULL;
	size_t at = 0, size = 0, i;

	while (len - at >= 4) {
		size = u16(extra + at + 2);
		if (size > len - at - 4)
			break;
		if (u16(extra + at) == WIDE_ID) {
			p = extra + at + 4;
			break;
		}
		at += 4 + size;
	}
	for (i = 0; i < n; i++) {
		if (*fields[i] != ZIP_WIDE)
			continue;
		if (p == NULL || size < 8)
			return false;
		*fields[i] = u64(p);
		p += 8;
		size -= 8;
	}
	return true;
}

/* The upper half of code page 437. */
static const uint16_t page437[128] = {
	0xc7, 0xfc, 0xe9, 0xe2, 0xe4, 0xe0, 0xe5, 0xe7, 0xea, 0xeb, 0xe8, 0xef,
	0xee, 0xec, 0xc4, 0xc5, 0xc9, 0xe6, 0xc6, 0xf4, 0xf6, 0xf2, 0xfb, 0xf9,
	0xff, 0xd6, 0xdc, 0xa2, 0xa3, 0xa5, 0x20a7, 0x192, 0xe1, 0xed, 0xf3,
	0xfa, 0xf1, 0xd1, 0xaa, 0xba, 0xbf, 0x2310, 0xac, 0xbd, 0xbc, 0xa1,
	0xab, 0xbb, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562,
	0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f, 0x255a,
	0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567, 0x2568, 0x2564,
	0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c,
	0x2588, 0x2584, 0x258c, 0x2590, 0x2580, 0x3b1, 0xdf, 0x393, 0x3c0,
	0x3a3, 0x3c3, 0xb5, 0x3c4, 0x3a6, 0x398, 0x3a9, 0x3b4, 0x221e, 0x3c6,
	0x3b5, 0x2229, 0x2261, 0xb1, 0x2265, 0x2264, 0x2320, 0x2321, 0xf7,
	0x2248, 0xb0, 0x2219, 0xb7, 0x221a, 0x207f, 0xb2, 0x25a0, 0xa0
};

int
zip_name(struct bytes *out, const uint8_t *p, size_t len)
{
	size_t i;

	if (utf8_valid(p, len))
		return bytes_add(out, p, len);
	for (i = 0; i < len; i++)
		if (p[i] < 0x80)
			(void)bytes_add(out, p + i, 1);
		else
			(void)utf8_put(out, page437[p[i] - 0x80]);
	return bytes_ok(out);
}

size_t
zip_descriptor(const uint8_t *p, size_t len, uint32_t crc, uint64_t packed,
    uint64_t size)
{
	size_t sign = len >= 4 && u32(p) == DESCRIPTOR_SIGN ? 4 : 0;

	for (;; sign = 0) {
		if (len - sign >= 12 && u32(p + sign) == crc &&
		    u32(p + sign + 4) == packed && u32(p + sign + 8) == size)
			return sign + 12;
		if (len - sign >= 20 && u32(p + sign) == crc &&
		    u64(p + sign + 4) == packed && u64(p + sign + 12) == size)
			return sign + 20;
		if (sign == 0)
			return 0;
	}
}

int
zip_wide_end(const uint8_t *p, size_t end, uint64_t *count, uint64_t *size,
    uint64_t *start)
{
	const uint8_t *at;
	uint64_t place;

	if (end < LOCATOR_SIZE || u32(p + end - LOCATOR_SIZE) != LOCATOR_SIGN)
		return 0;
	place = u64(p + end - LOCATOR_SIZE + 8);
	/* It lies right before its locator: there is no other place to look. */
	if (end < LOCATOR_SIZE + WIDE_END_SIZE ||
	    place != end - LOCATOR_SIZE - WIDE_END_SIZE)
		return -1;
	at = p + place;
	if (u32(at) != WIDE_END_SIGN || u64(at + 4) != WIDE_END_SIZE - 12 ||
	    u32(at + 16) != 0 || u32(at + 20) != 0 ||
	    u64(at + 24) != u64(at + 32))
		return -1;
	*count = u64(at + 32);
	*size = u64(at + 40);
	*start = u64(at + 48);
	return 1;
}
