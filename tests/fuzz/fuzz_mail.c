/* Any mail, box or EMLX keeps the law of containers; any MSG can be read. */
#include "tests/intake/container_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct doc d = { .data = data, .len = len };
	struct container c;

	container_law(&format_eml, data, len);
	container_law(&format_mbox, data, len);
	container_law(&format_emlx, data, len);
	if (format_msg.structure(&d)) {
		(void)container_read(&c, &format_msg, data, len, NULL);
		container_free(&c);
	}
	return 0;
}
