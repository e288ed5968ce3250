/* A JPEG XL that can be cleaned is clean. */
#include "tests/fuzz/picture_law.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	picture_law(&format_jxl, data, len);
	return 0;
}
