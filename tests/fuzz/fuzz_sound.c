/* Any sound that can be cleaned has nothing left, and cleans to itself. */
#include "intake/format/sound/sound.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool
clean(const struct format *f, const uint8_t *p, size_t len, struct bytes *out)
{
	struct exam e = EXAM_INIT;
	bool done;

	if (run_format(&e, f, p, len, WANT_REPORT | WANT_CLEAN, NULL) < 0)
		abort();
	done = e.report.state == EXAM_DONE;
	if (done && exam_file_bytes(&e, out) < 0)
		abort();
	exam_free(&e);
	return done;
}

static void
check(const struct format *f, const uint8_t *p, size_t len)
{
	struct bytes once = BYTES_INIT(1u << 26), twice = BYTES_INIT(1u << 26);
	struct exam e = EXAM_INIT;
	struct doc d;

	if (!clean(f, p, len, &once))
		goto done;
	d = (struct doc){ .data = once.data, .len = once.len };
	if (!f->structure(&d))
		goto done;	/* the second look would refuse it */
	if (run_format(&e, f, once.data, once.len, WANT_REPORT, NULL) < 0 ||
	    (e.report.state == EXAM_DONE && report_metas_left(&e.report) > 0))
		abort();
	if (clean(f, once.data, once.len, &twice) && (twice.len != once.len ||
	    memcmp(once.data, twice.data, once.len) != 0))
		abort();
done:
	exam_free(&e);
	bytes_free(&once);
	bytes_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct format *const formats[] = { &format_mp3,
	    &format_wav, &format_aiff, &format_flac, &format_ogg };
	struct doc d = { .data = data, .len = len };

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i]->structure(&d))
			check(formats[i], data, len);
	return 0;
}
