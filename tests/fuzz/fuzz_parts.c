/* fuzz_parts.c -- parts that are read lie inside what was given, one after the
 * other, to its last byte. */
#include <stdint.h>
#include <stdlib.h>

#include "intake/examine/parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct parts parts;
	const uint8_t *at;
	size_t i;

	if (parts_read(&parts, data, len) < 0)
		return 0;
	at = data + 5 + 13 * parts.n;
	for (i = 0; i < parts.n; i++) {
		if ((parts.list[i].what == PART_REPLACED ?
		    parts.list[i].data != at : parts.list[i].data != NULL ||
		    parts.list[i].len != 0))
			abort();
		at += parts.list[i].len;
	}
	if (at != data + len)
		abort();
	parts_free(&parts);
	return 0;
}
