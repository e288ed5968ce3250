/* fuzz_edits.c -- what is read without error is written back as the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/edits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(1u << 24);
	struct edits read = { 0 };

	if (edits_read(&read, data, len) == 0 &&
	    (edits_write(&again, &read) < 0 || again.len != len ||
	    memcmp(again.data, data, len) != 0))
		abort();
	bytes_free(&again);
	edits_free(&read);
	return 0;
}
