/* test_sound.c -- sound keeps every coded bit, and loses all words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/sound/sound.h"
#include "tests/intake/sound_fixture.h"
#include "tests/intake/test_support.h"

static const struct kind {
	const char *name;
	const struct format *format;
	void (*make)(struct bytes *b);
	const char *group, *field;	/* where its name stands */
} kinds[] = {
	{ "mp3", &format_mp3, make_mp3, "ID3", "TIT2" },
	{ "wav", &format_wav, make_wav, "RIFF", "IART" },
	{ "aiff", &format_aiff, make_aiff, "AIFF", "NAME" },
	{ "flac", &format_flac, make_flac, "Vorbis", "ARTIST" },
	{ "ogg", &format_ogg, make_ogg, "Opus", "ARTIST" },
};
#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

/* The cleaned copy of `in`, appended to `out`. */
static void
clean(const struct kind *k, const struct bytes *in, struct bytes *out)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, k->format, in->data, in->len,
	    WANT_CLEAN | WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	exam_free(&e);
}

static void
test_sound__what_it_tells_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		struct exam e = EXAM_INIT;
		struct doc d;

		kinds[i].make(&in);
		d = (struct doc){ .data = in.data, .len = in.len };
		assert_true(kinds[i].format->structure(&d));
		assert_int_equal(run_format(&e, kinds[i].format, in.data,
		    in.len, WANT_REPORT | WANT_TEXT, NULL), 0);
		printf("%s: %zu lines, %lu bytes behind the end\n",
		    kinds[i].name, e.report.nmetas,
		    exam_marks(&e, MARK_TRAILING_DATA));
		assert_non_null(exam_meta(&e, kinds[i].group, kinds[i].field));
		assert_string_equal(exam_meta(&e, kinds[i].group,
		    kinds[i].field), NAME);
		if (kinds[i].format != &format_aiff)
			assert_true(exam_marks(&e, MARK_TRAILING_DATA) >= 12);
		assert_int_equal(e.report.pages, 1);
		exam_free(&e);
		bytes_free(&in);
	}
}

static void
test_sound__nothing_of_it_is_left(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		struct bytes out = BYTES_INIT(1u << 20);
		struct bytes twice = BYTES_INIT(1u << 20);
		struct exam e = EXAM_INIT;

		kinds[i].make(&in);
		clean(&kinds[i], &in, &out);
		assert_null(memmem(out.data, out.len, NAME, 8));
		assert_int_equal(run_format(&e, kinds[i].format, out.data,
		    out.len, WANT_REPORT, NULL), 0);
		printf("%s: %zu bytes, %zu cleaned\n", kinds[i].name, in.len,
		    out.len);
		assert_int_equal(report_metas_left(&e.report), 0);
		assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 0);
		clean(&kinds[i], &out, &twice);
		assert_int_equal(out.len, twice.len);
		assert_memory_equal(out.data, twice.data, out.len);
		exam_free(&e);
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&twice);
	}
}

/* Every frame of sound stands in the copy, in order, and the delays do. */
static void
test_sound__mp3_frames_stay_bit_for_bit(void **state)
{
	struct bytes in = BYTES_INIT(1u << 20), out = BYTES_INIT(1u << 20);
	const size_t id3 = 29;

	(void)state;
	make_mp3(&in);
	clean(&kinds[0], &in, &out);
	assert_int_equal(out.len, SOUND_MP3_FRAMES * SOUND_MP3_FRAME);
	assert_memory_equal(out.data + SOUND_MP3_FRAME,
	    in.data + id3 + SOUND_MP3_FRAME,
	    (SOUND_MP3_FRAMES - 1) * SOUND_MP3_FRAME);
	assert_memory_equal(out.data, in.data + id3, 44);
	assert_memory_equal(out.data + 44, "Lavf\0\0\0\0\0", 9);
	assert_memory_equal(out.data + 44 + 21, "\x24\x05\x17", 3);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_sound__words_inside_frames_stay_and_are_told(void **state)
{
	struct bytes in = BYTES_INIT(1u << 20), out = BYTES_INIT(1u << 20);
	struct exam e = EXAM_INIT;

	(void)state;
	make_mp3(&in);
	clean(&kinds[0], &in, &out);
	assert_int_equal(run_format(&e, &format_mp3, out.data, out.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_IN_STREAM), 1);
	exam_free(&e);
	bytes_free(&in);
	bytes_free(&out);
}

static void
test_sound__wav_samples_stay(void **state)
{
	static const char head[] = "RIFF\52\0\0\0WAVEfmt \20\0\0\0";
	struct bytes in = BYTES_INIT(1u << 20), out = BYTES_INIT(1u << 20);

	(void)state;
	make_wav(&in);
	clean(&kinds[1], &in, &out);
	assert_memory_equal(out.data, head, sizeof head - 1);
	assert_int_equal(out.len, 8 + 42);
	assert_memory_equal(out.data + 36, "data\5\0\0\0\x80\x81\x82\x83\x84\0",
	    14);
	bytes_free(&in);
	bytes_free(&out);
}

/* Packets of the sound are in the copy as they were, under a serial of 1. */
static void
test_sound__ogg_packets_stay(void **state)
{
	struct bytes in = BYTES_INIT(1u << 20), out = BYTES_INIT(1u << 20);
	ogg_sync_state sync;
	ogg_stream_state os;
	ogg_packet op;
	ogg_page page;
	unsigned n = 0;

	(void)state;
	make_ogg(&in);
	clean(&kinds[4], &in, &out);
	(void)ogg_sync_init(&sync);
	memcpy(ogg_sync_buffer(&sync, (long)out.len), out.data, out.len);
	(void)ogg_sync_wrote(&sync, (long)out.len);
	(void)ogg_stream_init(&os, 1);
	while (ogg_sync_pageout(&sync, &page) == 1) {
		assert_int_equal(ogg_page_serialno(&page), 1);
		assert_int_equal(ogg_stream_pagein(&os, &page), 0);
		while (ogg_stream_packetout(&os, &op) == 1) {
			static const char *const want[] = { "one", "two",
			    "three" };

			if (n == 1)
				assert_memory_equal(op.packet,
				    "OpusTags\0\0\0\0\0\0\0\0", 16);
			if (n >= 2)
				assert_memory_equal(op.packet, want[n - 2],
				    (size_t)op.bytes);
			n++;
		}
	}
	assert_int_equal(n, 5);
	(void)ogg_stream_clear(&os);
	(void)ogg_sync_clear(&sync);
	bytes_free(&in);
	bytes_free(&out);
}

/* Frames are the same, sample for sample: STREAMINFO's MD5 says so. */
static void
test_sound__flac_frames_stay(void **state)
{
	struct bytes in = BYTES_INIT(1u << 20), out = BYTES_INIT(1u << 20);
	const uint8_t *frame;

	(void)state;
	make_flac(&in);
	clean(&kinds[3], &in, &out);
	assert_memory_equal(out.data, "fLaC\x80", 5);
	frame = memmem(in.data, in.len, "\xff\xf8", 2);
	assert_non_null(frame);
	assert_int_equal(out.len - 42, in.len - 16 -
	    (size_t)(frame - in.data));
	assert_memory_equal(out.data + 42, frame, out.len - 42);
	bytes_free(&in);
	bytes_free(&out);
}

/* A frame that cannot be read is not left out: others follow it. */
static void
test_sound__flac_broken_in_the_middle_is_refused(void **state)
{
	struct bytes in = BYTES_INIT(1u << 20);
	struct exam e = EXAM_INIT;

	(void)state;
	make_flac(&in);
	in.data[in.len / 2] ^= 0x10;
	assert_int_equal(run_format(&e, &format_flac, in.data, in.len,
	    WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_DAMAGED);
	exam_free(&e);
	bytes_free(&in);
}

/* Cut anywhere, or changed anywhere: an answer that keeps the rules. */
static void
test_sound__damage_ends_in_an_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		unsigned done = 0, refused = 0;

		kinds[i].make(&in);
		for (size_t at = 0; at < in.len; at += 1 + in.len / 400) {
			struct exam cut = EXAM_INIT, bent = EXAM_INIT;
			struct doc d = { .data = in.data, .len = at };

			if (kinds[i].format->structure(&d))
				assert_int_equal(run_format(&cut,
				    kinds[i].format, in.data, at,
				    WANT_REPORT | WANT_CLEAN, NULL), 0);
			in.data[at] ^= 0x41;
			d.len = in.len;
			if (kinds[i].format->structure(&d))
				assert_int_equal(run_format(&bent,
				    kinds[i].format, in.data, in.len,
				    WANT_REPORT | WANT_CLEAN, NULL), 0);
			in.data[at] ^= 0x41;
			if (bent.report.state == EXAM_DONE)
				done++;
			else
				refused++;
			exam_free(&cut);
			exam_free(&bent);
		}
		printf("%s: %u done, %u refused\n", kinds[i].name, done,
		    refused);
		assert_true(done > 0);
		bytes_free(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound__what_it_tells_is_told),
		cmocka_unit_test(test_sound__nothing_of_it_is_left),
		cmocka_unit_test(test_sound__mp3_frames_stay_bit_for_bit),
		cmocka_unit_test(test_sound__words_inside_frames_stay_and_are_told),
		cmocka_unit_test(test_sound__wav_samples_stay),
		cmocka_unit_test(test_sound__ogg_packets_stay),
		cmocka_unit_test(test_sound__flac_frames_stay),
		cmocka_unit_test(
		    test_sound__flac_broken_in_the_middle_is_refused),
		cmocka_unit_test(test_sound__damage_ends_in_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
