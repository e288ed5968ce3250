/* test_silence.c -- what shall not be heard or seen is in no bit of the copy,
 * and the rest plays as long as it did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/film/film.h"
#include "intake/format/sound/sound.h"
#include "tests/intake/test_support.h"
#include "tests/intake/tone_fixture.h"

#define FILE_MAX (16u << 20)

static const struct kind {
	const char *name, *muxer, *sound, *picture;
	int rate, channels;
	const struct format *format;
	bool exact;	/* samples outside of the time are the same */
} kinds[] = {
	{ "wav", "wav", "pcm_s16le", NULL, 8000, 2, &format_wav, true },
	{ "wav 8 bit", "wav", "pcm_u8", NULL, 8000, 1, &format_wav, true },
	{ "aiff", "aiff", "pcm_s16be", NULL, 8000, 2, &format_aiff, true },
	{ "flac", "flac", "flac", NULL, 44100, 2, &format_flac, true },
	{ "mp3", "mp3", "libmp3lame", NULL, 44100, 2, &format_mp3, false },
	{ "mp3 mono", "mp3", "libmp3lame", NULL, 22050, 1, &format_mp3, false },
	{ "mp2", "mp2", "mp2", NULL, 44100, 2, &format_mp3, false },
	{ "vorbis", "ogg", "libvorbis", NULL, 44100, 2, &format_ogg_times,
	    false },
	{ "opus", "ogg", "libopus", NULL, 48000, 2, &format_ogg_times, false },
	{ "ogg flac", "ogg", "flac", NULL, 44100, 2, &format_ogg_times, true },
	{ "m4a", "ipod", "aac", NULL, 44100, 2, &format_mp4, false },
	{ "mp4", "mp4", "aac", "libx264", 44100, 1, &format_mp4, false },
	{ "mkv", "matroska", "aac", "libx264", 44100, 1, &format_matroska,
	    false },
	{ "webm", "webm", "libopus", "libvpx-vp9", 48000, 1, &format_matroska,
	    false },
	{ "avi", "avi", "libmp3lame", "mpeg4", 44100, 1, &format_avi, false },
};
#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
make(const struct kind *k, struct bytes *b)
{
	assert_int_equal(make_tone(b, k->muxer, k->sound, k->picture, k->rate,
	    k->channels), 0);
}

static enum exam_reason
apply(const struct kind *k, const struct bytes *in, const struct edits *e,
    struct bytes *out)
{
	struct exam exam = EXAM_INIT;
	enum exam_reason reason;

	assert_int_equal(run_format(&exam, k->format, in->data, in->len,
	    WANT_APPLY | WANT_REPORT, e), 0);
	reason = exam.report.state == EXAM_DONE ? REASON_NONE :
	    exam.report.reason;
	if (reason == REASON_NONE)
		assert_int_equal(exam_file_bytes(&exam, out), 0);
	exam_free(&exam);
	return reason;
}

/* The secret, and what the coder's delays make of its time. */
static const struct edit_time secret = { .from = 1980, .to = 3060 };

static void
test_silence__the_high_tone_is_gone_and_the_low_one_stays(void **state)
{
	struct edit_time times[] = { secret };
	struct edits e = { .times = times, .ntimes = 1 };

	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);
		struct played was, is;
		double before = 0, after = 0, inside = 0, rest = 0;

		make(&kinds[i], &in);
		assert_int_equal(apply(&kinds[i], &in, &e, &out), REASON_NONE);
		assert_int_equal(play(&was, &in), 0);
		assert_int_equal(play(&is, &out), 0);
		for (size_t k = 0; k < was.n; k++)
			before = was.high[k] > before ? was.high[k] : before;
		for (size_t k = 0; k < is.n; k++) {
			bool near = k >= 190 && k < 320;

			if (k > 200 && k < 300 && is.loud[k] > inside)
				inside = is.loud[k];
			if (!near && is.loud[k] > rest)
				rest = is.loud[k];
			if (is.high[k] > after)
				after = is.high[k];
		}
		printf("%s: high tone %.4f, then %.4f; %.4f inside, %.4f "
		    "elsewhere; %ld samples, then %ld\n", kinds[i].name,
		    before, after, inside, rest, (long)was.samples,
		    (long)is.samples);
		assert_true(before > 0.2);
		assert_true(after < 0.06);	/* of a tone that is cut off */
		assert_true(inside < 0.02);
		assert_true(rest > 0.15);
		assert_int_equal(was.samples, is.samples);
		played_free(&was);
		played_free(&is);
		bytes_free(&in);
		bytes_free(&out);
	}
}

static void
test_silence__the_same_again_gives_the_same_bytes(void **state)
{
	struct edit_time times[] = { secret, { .from = 3500, .to = 3600 } };
	struct edits e = { .times = times, .ntimes = 2 };

	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes once = BYTES_INIT(FILE_MAX);
		struct bytes twice = BYTES_INIT(FILE_MAX);
		struct exam left = EXAM_INIT;

		make(&kinds[i], &in);
		assert_int_equal(apply(&kinds[i], &in, &e, &once), 0);
		assert_int_equal(apply(&kinds[i], &in, &e, &twice), 0);
		printf("%s: %zu bytes, then %zu and %zu\n", kinds[i].name,
		    in.len, once.len, twice.len);
		assert_int_equal(once.len, twice.len);
		assert_memory_equal(once.data, twice.data, once.len);
		assert_int_equal(run_format(&left, kinds[i].format, once.data,
		    once.len, WANT_REPORT, NULL), 0);
		for (size_t k = 0; k < left.report.nmetas; k++)
			printf("left: %s %s: %s\n", left.report.metas[k].group,
			    left.report.metas[k].name,
			    left.report.metas[k].value);
		assert_int_equal(report_metas_left(&left.report), 0);
		assert_int_equal(exam_marks(&left, MARK_TRAILING_DATA), 0);
		assert_true(report_duration(&left.report) >= 3950);
		assert_true(report_duration(&left.report) <= 4100);
		exam_free(&left);
		bytes_free(&in);
		bytes_free(&once);
		bytes_free(&twice);
	}
}

/* Frames that are not near a time are copied, not coded anew. */
static void
test_silence__mp3_frames_elsewhere_stay_bit_for_bit(void **state)
{
	struct edit_time times[] = { secret };
	struct edits e = { .times = times, .ntimes = 1 };
	const struct kind *k = &kinds[4];
	struct bytes in = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	struct bytes clean = BYTES_INIT(FILE_MAX);
	struct edits as_it_is = { .flags = EDITS_UNREDACTED };
	size_t first, last;

	(void)state;
	make(k, &in);
	assert_int_equal(apply(k, &in, &e, &out), 0);
	assert_int_equal(apply(k, &in, &as_it_is, &clean), 0);
	assert_int_equal(clean.len, out.len);
	for (first = 0; out.data[first] == clean.data[first];)
		first++;
	for (last = out.len - 1; out.data[last] == clean.data[last];)
		last--;
	printf("%zu bytes; changed from %zu to %zu\n", out.len, first, last);
	/* 128 kbit/s: 16 bytes a millisecond. */
	assert_true(first > 1900 * 16 && first < 2000 * 16);
	assert_true(last > 3040 * 16 && last < 3200 * 16);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&clean);
}

static void
test_silence__a_box_is_blank_in_every_picture_of_its_time(void **state)
{
	/* The white quarter, a little less at both ends of its time. */
	struct edit_time times[] = { { .from = 2000, .to = 3000, .x0 = 0,
	    .y0 = 0, .x1 = 3150, .y1 = 2350 } };
	struct edits e = { .times = times, .ntimes = 1 };
	size_t films = 0;

	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);
		struct played was, is;
		int white = 0, blank = 0;

		if (kinds[i].picture == NULL)
			continue;
		make(&kinds[i], &in);
		assert_int_equal(apply(&kinds[i], &in, &e, &out), REASON_NONE);
		assert_int_equal(play(&was, &in), 0);
		assert_int_equal(play(&is, &out), 0);
		for (int k = 0; k < is.pictures; k++) {
			white += was.white[k] > 200;
			blank += is.white[k] < 30;
			if (is.white[k] > 120)
				printf("%s: picture %d has %u\n",
				    kinds[i].name, k, is.white[k]);
			assert_true(is.white[k] <= 120);
		}
		printf("%s: %d pictures, %d white ones before, %d blank\n",
		    kinds[i].name, is.pictures, white, blank);
		assert_int_equal(was.pictures, is.pictures);
		assert_true(white >= 24);
		/* Those of the time, and one at each side. */
		assert_true(blank >= white + 1 && blank <= white + 4);
		assert_int_equal(was.samples, is.samples);
		films++;
		played_free(&was);
		played_free(&is);
		bytes_free(&in);
		bytes_free(&out);
	}
	assert_true(films > 3);
}

/* A picture of the film as it is, and as it will be. */
static void
test_silence__a_picture_of_a_time_shows_what_is_there(void **state)
{
	struct edit_time times[] = { { .from = 2000, .to = 3000, .x0 = 0,
	    .y0 = 0, .x1 = 3200, .y1 = 2400 } };
	struct edits e = { .times = times, .ntimes = 1 };
	const struct { uint32_t ms; bool white, blank; } shots[] = {
		{ 0, false, false }, { 1500, false, false },
		{ 2500, true, true }, { 2990, true, true },
		{ 3500, false, false }, { 99000, false, false },
	};

	(void)state;
	for (size_t i = 0; i < NKINDS; i++)
		for (size_t n = 0; kinds[i].picture != NULL &&
		    n < 2 * sizeof(shots) / sizeof(shots[0]); n++) {
			struct job job = { .want = WANT_PICTURE, .width = 64,
			    .page = shots[n / 2].ms,
			    .edits = n % 2 == 0 ? NULL : &e };
			struct bytes in = BYTES_INIT(FILE_MAX);
			struct bytes out = BYTES_INIT(FILE_MAX);
			struct answer *a = NULL;
			struct played is;
			struct doc d;

			make(&kinds[i], &in);
			d = (struct doc){ .data = in.data, .len = in.len };
			assert_int_equal(answer_new_file(&a, &out), 0);
			assert_int_equal(job_run(kinds[i].format, &d, &job, a),
			    0);
			assert_int_equal(answer_end(a), 0);
			assert_int_equal(play(&is, &out), 0);
			printf("%s at %u ms%s: brightest %u\n", kinds[i].name,
			    shots[n / 2].ms, n % 2 == 0 ? "" : ", redacted",
			    is.white[0]);
			assert_int_equal(is.pictures, 1);
			if (n % 2 == 1 && shots[n / 2].blank)
				assert_true(is.white[0] < 20);
			else
				assert_int_equal(is.white[0] > 200,
				    shots[n / 2].white);
			answer_free(a);
			bytes_free(&in);
			bytes_free(&out);
		}
}

/* Neither silently as it is, nor silently with nothing done. */
static void
test_silence__what_would_hide_nothing_is_refused(void **state)
{
	struct edit_time late = { .from = 60000, .to = 61000 };
	struct edit_time box = { .from = 0, .to = 1000, .x1 = 100, .y1 = 100 };
	struct edit_time aside = { .from = 0, .to = 1000, .x0 = 100000,
	    .x1 = 100100, .y1 = 100 };

	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(FILE_MAX);
		struct bytes out = BYTES_INIT(FILE_MAX);
		struct edits none = { .flags = 0 };
		struct edits as_it_is = { .flags = EDITS_UNREDACTED };
		struct edits e = { .ntimes = 1 };

		make(&kinds[i], &in);
		assert_int_equal(apply(&kinds[i], &in, &none, &out),
		    REASON_NOT_REDACTED);
		e.times = &late;
		assert_int_equal(apply(&kinds[i], &in, &e, &out),
		    REASON_NOT_REDACTED);
		e.times = kinds[i].picture == NULL ? &box : &aside;
		assert_int_equal(apply(&kinds[i], &in, &e, &out),
		    REASON_NOT_REDACTED);
		assert_int_equal(apply(&kinds[i], &in, &as_it_is, &out), 0);
		bytes_free(&in);
		bytes_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_silence__the_high_tone_is_gone_and_the_low_one_stays),
		cmocka_unit_test(
		    test_silence__the_same_again_gives_the_same_bytes),
		cmocka_unit_test(
		    test_silence__mp3_frames_elsewhere_stay_bit_for_bit),
		cmocka_unit_test(
		    test_silence__a_box_is_blank_in_every_picture_of_its_time),
		cmocka_unit_test(
		    test_silence__a_picture_of_a_time_shows_what_is_there),
		cmocka_unit_test(
		    test_silence__what_would_hide_nothing_is_refused),
	};

	av_log_set_level(AV_LOG_QUIET);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
