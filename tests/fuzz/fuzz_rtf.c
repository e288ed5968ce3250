/*
 * Any RTF file that can be cleaned keeps its text, has nothing left to report,
 * and can be redacted at any place.
 */
#include "intake/format/rtf/rtf.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
ran(struct exam *e, const void *p, size_t len, unsigned want,
    const struct edits *edits)
{
	*e = EXAM_INIT;
	if (run_format(e, &format_rtf, p, len, want, edits) < 0)
		abort();
	return e->report.state == EXAM_DONE;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes copy = BYTES_INIT(1u << 28);
	struct edits edits = { .nranges = 0 };
	struct exam clean, text, again, redacted, report;

	(void)ran(&report, data, len, WANT_REPORT | WANT_CHILDREN, NULL);
	exam_free(&report);
	if (ran(&clean, data, len, WANT_CLEAN, NULL)) {
		if (exam_file_bytes(&clean, &copy) < 0 ||
		    !ran(&text, data, len, WANT_TEXT, NULL) ||
		    !ran(&again, copy.data, copy.len, WANT_TEXT | WANT_REPORT,
		    NULL) || text.text.len != again.text.len ||
		    (text.text.len > 0 && memcmp(text.text.data,
		    again.text.data, text.text.len) != 0) ||
		    again.report.nmetas != 0 || again.report.nmarks != 0)
			abort();
		if (text.text.len > 0) {
			if (edits_add(&edits, 0, text.text.len, "[ALL]") < 0 ||
			    !ran(&redacted, data, len, WANT_APPLY, &edits))
				abort();
			exam_free(&redacted);
		}
		exam_free(&text);
		exam_free(&again);
	}
	edits_free(&edits);
	exam_free(&clean);
	bytes_free(&copy);
	return 0;
}
