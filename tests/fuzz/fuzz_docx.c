/*
 * Any document that can be cleaned keeps its text, has nothing left to report,
 * and can be redacted at any place.  The input is word/document.xml.
 */
#include "tests/intake/docx_fixture.h"
#include "tests/intake/office_law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes b = BYTES_INIT(1u << 28), xml = BYTES_INIT(1u << 24);
	struct zip_part part = { .name = "word/document.xml" };

	if (len == 0 || memchr(data, '\0', len) != NULL ||
	    bytes_add(&xml, data, len) < 0)
		goto done;
	part.content = bytes_str(&xml);
	if (make_docx(&b, &part, 1) < 0)
		abort();
	law_holds(&format_docx, &b);
done:
	bytes_free(&b);
	bytes_free(&xml);
	return 0;
}
