/* expansion.c -- see expansion.h. */
#include "intake/examine/expansion.h"

#include "intake/examine/limits.h"

bool
expands_too_far(uint64_t packed, uint64_t unpacked)
{
	return unpacked > EXPANSION_FREE && unpacked / EXPANSION_MAX > packed;
}
