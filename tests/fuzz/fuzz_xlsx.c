/*
 * The law of office_law.h for spreadsheets.  The input is xl/worksheets/sheet1.xml.
 */
#include "tests/intake/office_fixture.h"
#include "tests/intake/office_law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct zip_part rest[] = {
	    BOOK(SHEET("One", "1", "")), { "xl/_rels/workbook.xml.rels",
	    RELS(REL("s1", "worksheet", "worksheets/sheet1.xml") REL("ss",
	    "sharedStrings", "sharedStrings.xml")) },
	    { "xl/sharedStrings.xml", "<sst" NS_X "><si><t>a</t></si><si><r>"
	    "<rPr><b/></rPr><t>b</t></r></si></sst>" } };
	struct bytes b = BYTES_INIT(1u << 28), xml = BYTES_INIT(1u << 24);
	struct zip_part parts[8];
	size_t n = sizeof rest / sizeof rest[0];

	if (len == 0 || memchr(data, '\0', len) != NULL ||
	    bytes_add(&xml, data, len) < 0)
		goto done;
	memcpy(parts, rest, sizeof rest);
	parts[n].name = "xl/worksheets/sheet1.xml";
	parts[n].content = bytes_str(&xml);
	if (make_office(&b, parts, n + 1) < 0)
		abort();
	law_holds(&format_xlsx, &b);
done:
	bytes_free(&b);
	bytes_free(&xml);
	return 0;
}
