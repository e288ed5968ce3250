/*
 * markup_law.h -- what holds for every text and every piece of markup, for
 * fuzz targets: what can be cleaned comes out the same when it is cleaned
 * again, has nothing left that must be gone, and can be redacted as a whole.
 * What breaks it aborts.
 */
#ifndef TESTS_INTAKE_MARKUP_LAW_H
#define TESTS_INTAKE_MARKUP_LAW_H

#include <stdlib.h>

#include "intake/examine/again.h"
#include "tests/intake/test_support.h"

static inline bool
markup_ran(struct exam *e, const struct format *f, const void *p, size_t len,
    unsigned want, const struct edits *edits)
{
	*e = EXAM_INIT;
	if (run_format(e, f, p, len, want, edits) < 0)
		abort();
	return e->report.state == EXAM_DONE;
}

static inline void
markup_redacted(const struct format *f, const uint8_t *data, size_t len)
{
	struct edits edits = { .nranges = 0 };
	struct exam text, redacted;

	if (!markup_ran(&text, f, data, len, WANT_TEXT, NULL))
		abort();
	if (text.text.len > 0) {
		if (edits_add(&edits, 0, text.text.len, "[ALL]") < 0)
			abort();
		(void)markup_ran(&redacted, f, data, len, WANT_APPLY, &edits);
		exam_free(&redacted);
	}
	edits_free(&edits);
	exam_free(&text);
}

static inline void
markup_law(const struct format *f, const uint8_t *data, size_t len)
{
	struct bytes once = BYTES_INIT(1u << 28), twice = BYTES_INIT(1u << 28);
	char detail[DETAIL_MAX + 1];
	struct exam clean, again;

	if (markup_ran(&clean, f, data, len, WANT_CLEAN, NULL)) {
		if (exam_file_bytes(&clean, &once) < 0 ||
		    !markup_ran(&again, f, once.data, once.len, WANT_REPORT |
		    WANT_CLEAN, NULL) || exam_file_bytes(&again, &twice) < 0 ||
		    once.len != twice.len || (once.len > 0 &&
		    memcmp(once.data, twice.data, once.len) != 0) ||
		    again_judge(&clean.report, &again.report, WANT_CLEAN,
		    detail) != REASON_NONE)
			abort();
		exam_free(&again);
		markup_redacted(f, data, len);
	}
	exam_free(&clean);
	bytes_free(&once);
	bytes_free(&twice);
}

#endif
