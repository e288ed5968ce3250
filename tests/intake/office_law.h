/*
 * office_law.h -- what holds for every Office document, for fuzz targets: one
 * that can be cleaned keeps its text, has nothing left to report, and can be
 * redacted at any place.  What breaks it aborts.
 */
#ifndef TESTS_INTAKE_OFFICE_LAW_H
#define TESTS_INTAKE_OFFICE_LAW_H

#include <stdlib.h>

#include "tests/intake/test_support.h"

static inline bool
law_ran(struct exam *e, const struct format *f, const struct bytes *b,
    unsigned want, const struct edits *edits)
{
	*e = EXAM_INIT;
	if (run_format(e, f, b->data, b->len, want, edits) < 0)
		abort();
	return e->report.state == EXAM_DONE;
}

static inline void
law_holds(const struct format *f, const struct bytes *b)
{
	struct bytes copy = BYTES_INIT(1u << 28);
	struct edits edits = { .nranges = 0 };
	struct exam clean, text, again, redacted;

	if (law_ran(&clean, f, b, WANT_CLEAN, NULL)) {
		if (exam_file_bytes(&clean, &copy) < 0 ||
		    !law_ran(&text, f, b, WANT_TEXT, NULL) ||
		    !law_ran(&again, f, &copy, WANT_TEXT | WANT_REPORT,
		    NULL) || text.text.len != again.text.len ||
		    (text.text.len > 0 && memcmp(text.text.data,
		    again.text.data, text.text.len) != 0) ||
		    again.report.nmetas != 0 || again.report.nmarks != 0)
			abort();
		if (text.text.len > 0) {
			if (edits_add(&edits, 0, text.text.len, "[ALL]") < 0 ||
			    !law_ran(&redacted, f, b, WANT_APPLY, &edits))
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

#endif
