/*
 * Any document that can be cleaned keeps its text, has nothing left to report,
 * and can be redacted at any place.  The input is content.xml.
 */
#include "intake/format/odf/odf.h"
#include "intake/format/package/zip.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
ran(struct exam *e, const struct bytes *b, unsigned want,
    const struct edits *edits)
{
	*e = EXAM_INIT;
	if (run_format(e, &format_ods, b->data, b->len, want, edits) < 0)
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
	static const char mime[] = "application/vnd.oasis.opendocument."
	    "spreadsheet";
	struct bytes b = BYTES_INIT(1u << 28);
	struct zip_writer *w = NULL;

	if (zip_writer_new(&w, &b) < 0 || zip_writer_add(w, "mimetype", mime,
	    sizeof mime - 1, false) < 0 || zip_writer_add(w, "content.xml",
	    data, len, false) < 0 || zip_writer_end(w) < 0)
		abort();
	zip_writer_free(w);
	check(&b);
	bytes_free(&b);
	return 0;
}
