/*
 * coded.h -- the coded pictures inside items, and how decoders are set up for
 * them: units of HEVC (ITU-T H.265) and of AV1, those kept that pixels are
 * made from.
 *
 * All false when the units do not add up.
 */
#ifndef INTAKE_FORMAT_HEIF_CODED_H
#define INTAKE_FORMAT_HEIF_CODED_H

#include <stdbool.h>

#include "intake/format/heif/box.h"

/* Called for each unit that is left out; NULL when nobody wants to know. */
struct coded_tell {
	void (*unit)(void *arg, const char *name, const uint8_t *p, size_t len);
	void *arg;
};

/* Append the content of a "hvcC" or "av1C" box, with parameter sets alone. */
bool coded_hvcc(struct bytes *out, const struct bmff *b,
    const struct coded_tell *t);
bool coded_av1c(struct bytes *out, const struct bmff *b,
    const struct coded_tell *t);

/* Append an item's units; `hvcc` says how long their lengths are. */
bool coded_hevc(struct bytes *out, const uint8_t *p, size_t len,
    const struct bmff *hvcc, const struct coded_tell *t);
bool coded_av1(struct bytes *out, const uint8_t *p, size_t len,
    const struct coded_tell *t);

#endif
