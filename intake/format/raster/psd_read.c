/* psd_read.c -- see psd_read.h. */
#include "intake/format/raster/psd_read.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/tags/numbers.h"

#define COLOURS_BYTES 768
#define RESOURCE_VERSION 0x0421
#define MARK_BYTES 4		/* "8BIM" */

bool
psd_is_head(const struct doc *d)
{
	unsigned version, depth;

	if (d->len < PSD_HEAD_BYTES || memcmp(d->data, "8BPS", 4) != 0)
		return false;
	version = be16(d->data + 4);
	depth = be16(d->data + 22);
	return (version == 1 || version == 2) && (depth == 1 || depth == 8 ||
	    depth == 16 || depth == 32) && be16(d->data + 24) <= 9;
}

/* A section behind its length. */
static bool
section(const struct doc *d, size_t *at, unsigned width, const uint8_t **p,
    size_t *len)
{
	uint64_t n;

	if (d->len - *at < width)
		return false;
	n = width == 8 ? be64(d->data + *at) : be32(d->data + *at);
	*at += width;
	if (n > d->len - *at)
		return false;
	*p = d->data + *at;
	*len = (size_t)n;
	*at += *len;
	return true;
}

/* Some writers leave the picture of all layers out, and say so. */
static bool
has_picture(const struct psd *p)
{
	const uint8_t *at = p->resources;
	size_t left = p->resources_len;

	while (left >= 12 && memcmp(at, "8BIM", MARK_BYTES) == 0) {
		size_t head = 6 + ((size_t)at[6] + 2) / 2 * 2, n;

		if (left < head + 4)
			break;
		n = be32(at + head);
		head += 4;
		if (n > left - head)
			break;
		if (be16(at + 4) == RESOURCE_VERSION && n >= 5)
			return at[head + 4] != 0;
		n += n & 1;
		if (n > left - head)
			break;
		at += head + n;
		left -= head + n;
	}
	return true;
}

/* Bytes of the coded picture; false when they are not all there. */
static bool
measure(struct psd *p, size_t left)
{
	uint64_t n = p->rows * p->row_bytes, i;
	size_t width = p->large ? 4 : 2;

	if (p->coding == 1) {
		n = p->rows * width;
		if (n > left)
			return false;
		for (i = 0; i < p->rows; i++)
			n += p->large ? be32(p->pixels + 4 * i) :
			    be16(p->pixels + 2 * i);
	}
	p->pixels_len = (size_t)n;
	return n <= left;
}

int
psd_read(struct psd *p, const struct doc *d, struct answer *a)
{
	const uint8_t *colours;
	size_t at = PSD_HEAD_BYTES, len;

	*p = (struct psd){ .size = { .orientation = 1 } };
	if (!psd_is_head(d))
		return answer_refuse(a, REASON_DAMAGED,
		    "PSD: it ends before the picture begins");
	p->large = be16(d->data + 4) == 2;
	p->channels = be16(d->data + 12);
	p->size.height = be32(d->data + 14);
	p->size.width = be32(d->data + 18);
	p->depth = be16(d->data + 22);
	p->mode = be16(d->data + 24);
	if (picture_check(a, &p->size) < 0)
		return -1;
	if (p->mode > PSD_CMYK || p->depth > 16 || p->channels == 0 ||
	    p->channels > PSD_CHANNELS_MAX ||
	    p->channels < (p->mode == PSD_RGB ? 3u :
	    p->mode == PSD_CMYK ? 4u : 1u))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "PSD: %u channels of %u bits in colour mode %u",
		    p->channels, p->depth, p->mode);
	if (!section(d, &at, 4, &colours, &len) ||
	    !section(d, &at, 4, &p->resources, &p->resources_len) ||
	    !section(d, &at, p->large ? 8 : 4, &p->layers, &p->layers_len) ||
	    d->len - at < 2 || (p->mode == PSD_INDEXED &&
	    len < COLOURS_BYTES))
		return answer_refuse(a, REASON_DAMAGED,
		    "PSD: the picture's data is cut short");
	p->colours = colours;
	p->coding = be16(d->data + at);
	p->pixels = d->data + at + 2;
	p->row_bytes = (uint32_t)(((uint64_t)p->size.width * p->depth + 7) / 8);
	p->rows = (uint64_t)p->channels * p->size.height;
	if (p->coding > 1 || !has_picture(p))
		return answer_refuse(a, REASON_UNSUPPORTED, "PSD: it holds no "
		    "picture of all layers together; save it as PNG");
	if (!measure(p, d->len - at - 2))
		return answer_refuse(a, REASON_DAMAGED,
		    "PSD: the picture's data is cut short");
	return 0;
}

/* PackBits (TIFF 6.0, section 9), one row of it, exactly. */
static bool
unpack(uint8_t *to, size_t room, const uint8_t *p, size_t len)
{
	while (room > 0 && len > 0) {
		size_t n = *p < 128 ? *p + 1u : 257u - *p;
		bool same = *p > 128;

		if (*p == 128) {
			p++;
			len--;
			continue;
		}
		if (n > room || len < (same ? 2 : n + 1))
			return false;
		if (same)
			memset(to, p[1], n);
		else
			memcpy(to, p + 1, n);
		to += n;
		room -= n;
		len -= same ? 2 : n + 1;
		p += same ? 2 : n + 1;
	}
	return room == 0 && len == 0;
}

uint8_t *
psd_rows(const struct psd *p, struct answer *a)
{
	size_t width = p->large ? 4 : 2, bytes = p->row_bytes;
	const uint8_t *from = p->pixels + (size_t)p->rows * width;
	uint8_t *rows = malloc((size_t)p->rows * bytes);
	uint64_t i;

	if (rows == NULL) {
		(void)answer_refuse(a, REASON_LIMIT, "out of memory");
		return NULL;
	}
	if (p->coding == 0) {
		memcpy(rows, p->pixels, p->pixels_len);
		return rows;
	}
	for (i = 0; i < p->rows; i++) {
		size_t n = p->large ? be32(p->pixels + 4 * i) :
		    be16(p->pixels + 2 * i);

		if (!unpack(rows + i * bytes, bytes, from, n)) {
			free(rows);
			(void)answer_refuse(a, REASON_DAMAGED,
			    "PSD: its pixels cannot be decoded");
			return NULL;
		}
		from += n;
	}
	return rows;
}
