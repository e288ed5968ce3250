/*
 * Any document that can be cleaned keeps its text, has nothing left to report,
 * and can be redacted at any place.  The input is word/document.xml.
 */
#include "tests/intake/docx_fixture.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
ran(struct exam *e, const struct bytes *b, unsigned want,
    const struct edits *edits)
{
	*e = EXAM_INIT;
	if (run_format(e, &format_docx, b->data, b->len, want, edits) < 0)
		abort();
	return e->report.state == EXAM_DONE;
}

static void
check(const struct bytes *b)
{
	struct bytes copy = BYTES_INIT(1u << 28);
	struct edits edits = { .nranges = 0 };
	struct exam clean, text, again, redacted;

	if (ran(&clean, b, WANT_CLEAN, NULL)) {
		if (exam_file_bytes(&clean, &copy) < 0 ||
		    !ran(&text, b, WANT_TEXT, NULL) ||
		    !ran(&again, &copy, WANT_TEXT | WANT_REPORT, NULL) ||
		    text.text.len != again.text.len || (text.text.len > 0 &&
		    memcmp(text.text.data, again.text.data,
		    text.text.len) != 0) ||
		    again.report.nmetas != 0 || again.report.nmarks != 0)
			abort();
		if (text.text.len > 0) {
			if (edits_add(&edits, 0, text.text.len, "[ALL]") < 0 ||
			    !ran(&redacted, b, WANT_APPLY, &edits))
				abort();
			exam_free(&redacted);
		}
		exam_free(&text);
		exam_free(&again);
	}
	edits_free(&edits);
	exam_free(&clean);
	bytes_free(&copy);
}

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
	check(&b);
done:
	bytes_free(&b);
	bytes_free(&xml);
	return 0;
}
