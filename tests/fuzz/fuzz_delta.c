/*
 * A difference is applied whole or not at all, and never makes more than it
 * says.  The input is the base's length (u16), the base, the difference.
 */
#include <stdlib.h>

#include "vault/store/delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define OUT_MAX (1u << 20)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes base = BYTES_INIT(1u << 16), delta = BYTES_INIT(OUT_MAX);
	struct bytes out = BYTES_INIT(OUT_MAX);
	size_t n;

	if (len < 2 || len > OUT_MAX)
		return 0;
	n = (size_t)data[0] << 8 | data[1];
	n = n < len - 2 ? n : len - 2;
	if (bytes_add(&base, data + 2, n) == 0 &&
	    bytes_add(&delta, data + 2 + n, len - 2 - n) == 0 &&
	    delta_apply(&out, &base, &delta) && out.len > OUT_MAX)
		abort();
	bytes_free(&base);
	bytes_free(&delta);
	bytes_free(&out);
	return 0;
}
