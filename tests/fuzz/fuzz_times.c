/* Any sound or film that can be made silent or blank gives the same bytes
 * again, and says nothing of its maker. */
#include "intake/format/film/film.h"
#include "intake/format/sound/sound.h"
#include "tests/intake/test_support.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define OUT_MAX (1u << 26)

static bool
apply(const struct format *f, const uint8_t *p, size_t len,
    const struct edits *e, struct bytes *out)
{
	struct exam exam = EXAM_INIT;
	bool done;

	if (run_format(&exam, f, p, len, WANT_APPLY, e) < 0)
		abort();
	done = exam.report.state == EXAM_DONE;
	if (done && exam_file_bytes(&exam, out) < 0)
		abort();
	exam_free(&exam);
	return done;
}

static void
check(const struct format *f, const uint8_t *p, size_t len,
    const struct edits *e)
{
	struct bytes once = BYTES_INIT(OUT_MAX), twice = BYTES_INIT(OUT_MAX);
	struct exam left = EXAM_INIT;

	if (!apply(f, p, len, e, &once))
		goto done;
	if (!apply(f, p, len, e, &twice) || once.len != twice.len ||
	    memcmp(once.data, twice.data, once.len) != 0)
		abort();
	if (run_format(&left, f, once.data, once.len, WANT_REPORT, NULL) < 0 ||
	    (left.report.state == EXAM_DONE &&
	    report_metas_left(&left.report) > 0))
		abort();
done:
	exam_free(&left);
	bytes_free(&once);
	bytes_free(&twice);
}

/* The first bytes say which times; the rest is the file. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct format *const formats[] = { &format_mp3,
	    &format_wav, &format_aiff, &format_flac, &format_ogg_times,
	    &format_mp4, &format_matroska, &format_avi, &format_asf };
	struct edit_time times[2] = { { .from = 0 } };
	struct edits e = { .times = times };
	struct doc d;
	size_t i;

	if (len < 5)
		return 0;
	times[0].from = data[0] * 4u;
	times[0].to = times[0].from + 1 + data[1] * 8u;
	times[1] = times[0];
	times[1].x1 = 100 + 10 * data[2];
	times[1].y1 = 100 + 10 * data[3];
	e.ntimes = 1 + (data[4] & 1);
	d = (struct doc){ .data = data + 5, .len = len - 5 };
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (d.len > 0 && formats[i]->structure(&d))
			check(formats[i], d.data, d.len, &e);
	return 0;
}
