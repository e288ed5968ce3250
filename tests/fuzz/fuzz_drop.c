/* fuzz_drop.c -- any drop's text read without error is written back as the very
 * same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/seal/drop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(DROP_TEXT_MAX);
	struct drop d = { 0 };

	if (drop_parse(&d, data, len) == 0 &&
	    (drop_format(&again, &d) < 0 || again.len != len ||
	    memcmp(again.data, data, len) != 0))
		abort();
	bytes_free(&again);
	drop_free(&d);
	return 0;
}
