/*
 * picture_law.h -- what holds for every picture: a file that can be cleaned
 * has nothing left to tell, is cleaned to the same bytes again, and has as
 * many pages as before.
 */
#ifndef TESTS_FUZZ_PICTURE_LAW_H
#define TESTS_FUZZ_PICTURE_LAW_H

#include <stdlib.h>

#include "intake/format/heif/heif.h"
#include "intake/format/raster/raster.h"
#include "tests/intake/test_support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
law_run(struct exam *e, const struct format *f, const void *data, size_t len,
    unsigned want)
{
	*e = EXAM_INIT;
	if (run_format(e, f, data, len, want, NULL) < 0)
		abort();
	return e->report.state == EXAM_DONE;
}

static void
picture_law(const struct format *f, const uint8_t *data, size_t len)
{
	struct bytes copy = BYTES_INIT(1u << 28), again = BYTES_INIT(1u << 28);
	struct exam first, second, third;
	struct doc d = { .data = data, .len = len };

	if (!f->structure(&d))
		return;
	if (law_run(&first, f, data, len, WANT_REPORT | WANT_TEXT |
	    WANT_CLEAN)) {
		if (exam_file_bytes(&first, &copy) < 0)
			abort();
		if (!law_run(&second, f, copy.data, copy.len, WANT_REPORT |
		    WANT_TEXT | WANT_CLEAN) || second.report.nmetas != 0 ||
		    second.report.nmarks != 0 ||
		    second.report.pages != first.report.pages ||
		    exam_file_bytes(&second, &again) < 0 ||
		    again.len != copy.len ||
		    memcmp(again.data, copy.data, copy.len) != 0)
			abort();
		exam_free(&second);
	}
	exam_free(&first);
	(void)law_run(&third, f, data, len, WANT_SAFE);
	exam_free(&third);
	bytes_free(&copy);
	bytes_free(&again);
}

#endif
