/* fuzz_manifest.c -- any manifest read without error is written back as the very
 * same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/session/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(MANIFEST_MAX);
	struct manifest m = { 0 };

	if (manifest_read(&m, data, len) == 0 &&
	    (manifest_write(&again, &m) < 0 || again.len != len ||
	    memcmp(again.data, data, len) != 0))
		abort();
	bytes_free(&again);
	manifest_free(&m);
	return 0;
}
