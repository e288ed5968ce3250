/*
 * ole_fixture.h -- a compound file ([MS-CFB]) of given streams, for tests.
 * A name "A/B" lies in the storage "A", which has a row of its own before it
 * (data NULL).  Streams below 4096 bytes go into the mini stream, as they must.
 */
#ifndef TESTS_INTAKE_OLE_FIXTURE_H
#define TESTS_INTAKE_OLE_FIXTURE_H

#include <stdint.h>
#include <string.h>

#include "vault/base/bytes.h"

struct ole_part {
	const char *name;
	const void *data;	/* NULL: a storage */
	size_t len;
};

#define OLE_PARTS_MAX 64
#define OLE_SECTORS_MAX 16384	/* of 512 bytes */

static void
ole_put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

/* Sectors that begin at *at and hold n bytes; a chain in the table. */
static uint32_t
ole_chain(uint32_t *fat, uint32_t *at, size_t n, size_t unit)
{
	uint32_t first = *at, count = (uint32_t)((n + unit - 1) / unit), i;

	if (count == 0)
		return 0xfffffffe;
	for (i = 0; i < count; i++)
		fat[first + i] = i + 1 < count ? first + i + 1 : 0xfffffffe;
	*at += count;
	return first;
}

/* The part that is the folder of `name`; -1: the root. */
static int
ole_parent(const struct ole_part *parts, size_t n, const char *name)
{
	const char *slash = strrchr(name, '/');

	for (size_t i = 0; slash != NULL && i < n; i++)
		if (strlen(parts[i].name) == (size_t)(slash - name) &&
		    memcmp(parts[i].name, name, (size_t)(slash - name)) == 0)
			return (int)i;
	return -1;
}

static void
ole_entry_put(uint8_t *p, const char *name, unsigned type, uint32_t start,
    uint32_t size)
{
	const char *base = strrchr(name, '/');
	size_t i, len;

	base = base != NULL ? base + 1 : name;
	len = strlen(base);
	for (i = 0; i < len; i++)
		p[2 * i] = (uint8_t)base[i];
	p[64] = (uint8_t)(2 * len + 2);
	p[66] = (uint8_t)type;
	p[67] = 1;
	memset(p + 68, 0xff, 12);
	ole_put32(p + 116, start);
	ole_put32(p + 120, size);
}

__attribute__((unused))
static int
make_ole(struct bytes *b, const struct ole_part *parts, size_t n)
{
	static uint32_t fat[OLE_SECTORS_MAX], mini[OLE_SECTORS_MAX];
	static uint8_t dir[(OLE_PARTS_MAX + 4) * 128];
	uint32_t at = 0, mat = 0, start[OLE_PARTS_MAX], size, fats, i, root;
	uint32_t dirat, miniat;
	static const uint8_t zero[512];
	struct bytes body = BYTES_INIT(1u << 26), ms = BYTES_INIT(1u << 24);
	uint8_t h[512] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };
	uint8_t le[4];
	size_t k;

	memset(fat, 0xff, sizeof fat);
	memset(mini, 0xff, sizeof mini);
	memset(dir, 0, sizeof dir);
	for (k = 0; k < n; k++) {
		if (parts[k].data == NULL) {
			start[k] = 0;
		} else if (parts[k].len >= 4096) {
			start[k] = ole_chain(fat, &at, parts[k].len, 512);
			bytes_add(&body, parts[k].data, parts[k].len);
			bytes_add(&body, zero, -parts[k].len & 511);
		} else {
			start[k] = ole_chain(mini, &mat, parts[k].len, 64);
			bytes_add(&ms, parts[k].data, parts[k].len);
			bytes_add(&ms, zero, -parts[k].len & 63);
		}
	}
	root = ole_chain(fat, &at, ms.len, 512);
	bytes_add(&body, ms.data, ms.len);
	bytes_add(&body, zero, -ms.len & 511);
	miniat = ole_chain(fat, &at, mat * 4, 512);
	for (i = 0; i < ((mat + 127) & ~127u); i++) {
		ole_put32(le, mini[i]);
		bytes_add(&body, le, 4);
	}
	ole_entry_put(dir, "Root Entry", 5, root, (uint32_t)ms.len);
	for (k = 0; k < n; k++) {
		uint8_t *link;
		int up = ole_parent(parts, n, parts[k].name);
		size_t j;

		ole_entry_put(dir + (k + 1) * 128, parts[k].name,
		    parts[k].data == NULL ? 1 : 2, start[k],
		    (uint32_t)parts[k].len);
		/* The first of a folder hangs on it, the next on the first. */
		link = dir + (size_t)(up + 1) * 128 + 76;
		for (j = 0; j < k; j++)
			if (ole_parent(parts, n, parts[j].name) == up)
				link = dir + (j + 1) * 128 + 72;
		ole_put32(link, (uint32_t)k + 1);
	}
	size = (uint32_t)((n + 1 + 3) / 4 * 4 * 128);
	for (k = n + 1; k < size / 128; k++)
		memset(dir + k * 128 + 68, 0xff, 12);
	dirat = ole_chain(fat, &at, size, 512);
	bytes_add(&body, dir, size);
	for (fats = 1; (at + fats + 127) / 128 > fats; fats++)
		;
	h[24] = 0x3e;
	h[26] = 3;
	h[28] = 0xfe;
	h[29] = 0xff;
	h[30] = 9;
	h[32] = 6;
	ole_put32(h + 44, fats);
	ole_put32(h + 48, dirat);
	ole_put32(h + 56, 4096);
	ole_put32(h + 60, miniat);
	ole_put32(h + 64, (mat + 127) / 128);
	ole_put32(h + 68, 0xfffffffe);
	memset(h + 76, 0xff, 436);
	for (i = 0; i < fats; i++) {
		ole_put32(h + 76 + 4 * i, at + i);
		fat[at + i] = 0xfffffffd;
	}
	bytes_add(b, h, sizeof h);
	bytes_add(b, body.data, body.len);
	for (i = 0; i < fats * 128; i++) {
		ole_put32(le, fat[i]);
		bytes_add(b, le, 4);
	}
	bytes_free(&body);
	bytes_free(&ms);
	return bytes_ok(b);
}

#endif
