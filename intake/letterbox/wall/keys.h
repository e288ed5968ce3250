/*
 * keys.h -- the keys that follow from a code name at a service with this salt,
 * and from nothing else (docs/format.md "Code names").  tipline-letterbox works
 * them out for who comes to the page, a source's own client for itself.
 */
#ifndef INTAKE_LETTERBOX_WALL_KEYS_H
#define INTAKE_LETTERBOX_WALL_KEYS_H

#include "intake/letterbox/letterbox.h"
#include "intake/letterbox/wall/codename.h"

#define BOX_SK_BYTES 32
#define KEYS_SALT_BYTES 16
#define KEYS_PASSES 2u
#define KEYS_KIB (19u << 10)

/* Some 20 ms; both secrets are written to memory of the caller's. */
int keys_derive(struct letterbox_public *pub, uint8_t box_sk[BOX_SK_BYTES],
    uint8_t part_sk[BOX_SK_BYTES], const struct code_name *name,
    const uint8_t salt[KEYS_SALT_BYTES]);

#endif
