/* Any archive keeps the law of containers. */
#include "tests/intake/container_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	container_law(&format_zip, data, len);
	container_law(&format_tar, data, len);
	container_law(&format_sevenz, data, len);
	container_law(&format_gzip, data, len);
	container_law(&format_zstd, data, len);
	container_law(&format_rar, data, len);
	return 0;
}
