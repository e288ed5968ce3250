/* Any mail, box or EMLX keeps the law of containers. */
#include "tests/intake/container_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	container_law(&format_eml, data, len);
	container_law(&format_mbox, data, len);
	container_law(&format_emlx, data, len);
	return 0;
}
