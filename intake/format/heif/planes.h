/*
 * planes.h -- a decoded picture as its decoder holds it, and as RGB.
 */
#ifndef INTAKE_FORMAT_HEIF_PLANES_H
#define INTAKE_FORMAT_HEIF_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct planes {
	uint32_t width, height;
	unsigned bits;			/* of a sample; over 8 in two bytes */
	const uint8_t *at[3];		/* luma, two of chroma; NULL: grey */
	ptrdiff_t stride[3];		/* bytes */
	unsigned across, down;		/* shifts of chroma */
	unsigned matrix;		/* ITU-T H.273 */
	bool full;			/* range */
};

/* Row y as RGB, `n` pixels of it. */
void planes_rgb(const struct planes *p, uint32_t y, uint8_t *rgb, uint32_t n);
/* Row y of the luma alone, 8 bits. */
void planes_grey(const struct planes *p, uint32_t y, uint8_t *grey,
    uint32_t n);

/*
 * A picture out of its coded bytes: `config` is the content of its "hvcC" or
 * "av1C" box.  `take` gets it while it lives.  False when it cannot be decoded.
 */
typedef bool (*planes_take)(void *arg, const struct planes *p);
bool planes_hevc(const uint8_t *config, size_t config_len, const uint8_t *p,
    size_t len, planes_take take, void *arg);
bool planes_av1(const uint8_t *p, size_t len, planes_take take, void *arg);

#endif
