/* Any SVG that can be cleaned: see markup_law.h. */
#include "intake/format/markup/markup.h"
#include "tests/intake/markup_law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	formats_use(formats_documents);
	if (len > 0)
		markup_law(&format_svg, data, len);
	return 0;
}
