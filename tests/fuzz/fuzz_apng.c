/* A PNG, moving or not, that can be cleaned is clean. */
#include "tests/fuzz/picture_law.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	picture_law(&format_png, data, len);
	return 0;
}
