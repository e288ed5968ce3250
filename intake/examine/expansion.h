/*
 * expansion.h -- does a document unpack to more than any honest one?
 */
#ifndef INTAKE_EXAMINE_EXPANSION_H
#define INTAKE_EXAMINE_EXPANSION_H

#include <stdbool.h>
#include <stdint.h>

/* `packed` and `unpacked` in bytes; by EXPANSION_MAX and EXPANSION_FREE. */
bool expands_too_far(uint64_t packed, uint64_t unpacked);

#endif
