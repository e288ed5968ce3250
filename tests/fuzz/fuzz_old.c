/* Any compound file is read as DOC, XLS and PPT without harm, and its text is
 * the same each time. */
#include "intake/format/old/old.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct format *const formats[] = { &format_doc,
	    &format_xls, &format_ppt };
	struct doc d = { .data = data, .len = len };
	struct exam first, second;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!formats[i]->structure(&d))
			continue;
		first = second = EXAM_INIT;
		if (run_format(&first, formats[i], data, len, WANT_REPORT |
		    WANT_TEXT | WANT_CHILDREN, NULL) < 0 ||
		    run_format(&second, formats[i], data, len, WANT_TEXT,
		    NULL) < 0)
			abort();
		if (first.report.state == EXAM_DONE &&
		    (second.report.state != EXAM_DONE ||
		    first.text.len != second.text.len ||
		    (first.text.len > 0 && memcmp(first.text.data,
		    second.text.data, first.text.len) != 0)))
			abort();
		exam_free(&first);
		exam_free(&second);
	}
	return 0;
}
