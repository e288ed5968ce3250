/* test_film.c -- film keeps its packets, and loses what is said about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/film/film.h"
#include "intake/format/film/streams.h"
#include "tests/intake/film_fixture.h"
#include "tests/intake/test_support.h"

static const struct kind {
	const char *muxer;
	const struct format *format;
} kinds[] = {
	{ "mov", &format_mp4 }, { "matroska", &format_matroska },
	{ "avi", &format_avi }, { "asf", &format_asf },
};
#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
clean(const struct kind *k, const struct bytes *in, struct bytes *out)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, k->format, in->data, in->len,
	    WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	exam_free(&e);
}

static bool
tells(const struct exam *e, const char *value)
{
	for (size_t i = 0; i < e->report.nmetas; i++)
		if (strstr(e->report.metas[i].value, value) != NULL)
			return true;
	return false;
}

/* The name, in bytes or (ASF) in UTF-16. */
static bool
holds_name(const struct bytes *b)
{
	static const char wide[] = "F\0e\0l\0i\0c\0i\0t\0y";

	return memmem(b->data, b->len, FILM_NAME, 8) != NULL ||
	    memmem(b->data, b->len, wide, sizeof wide) != NULL;
}

static void
test_film__what_it_tells_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		struct exam e = EXAM_INIT;
		struct doc d;

		assert_int_equal(make_film(&in, kinds[i].muxer), 0);
		d = (struct doc){ .data = in.data, .len = in.len };
		assert_true(kinds[i].format->structure(&d));
		assert_int_equal(run_format(&e, kinds[i].format, in.data,
		    in.len, WANT_REPORT, NULL), 0);
		printf("%s: %zu bytes, %zu lines\n", kinds[i].muxer, in.len,
		    e.report.nmetas);
		assert_int_equal(e.report.state, EXAM_DONE);
		assert_true(tells(&e, "A film of " FILM_NAME));
		exam_free(&e);
		bytes_free(&in);
	}
}

static void
test_film__nothing_of_it_is_left(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		struct bytes out = BYTES_INIT(1u << 20);
		struct bytes twice = BYTES_INIT(1u << 20);
		struct exam e = EXAM_INIT;

		assert_int_equal(make_film(&in, kinds[i].muxer), 0);
		assert_true(holds_name(&in));
		clean(&kinds[i], &in, &out);
		assert_false(holds_name(&out));
		assert_null(memmem(out.data, out.len, "Lavf", 4));
		assert_int_equal(run_format(&e, kinds[i].format, out.data,
		    out.len, WANT_REPORT, NULL), 0);
		for (size_t k = 0; k < e.report.nmetas; k++)
			printf("left: %s %s %s\n", e.report.metas[k].group,
			    e.report.metas[k].name, e.report.metas[k].value);
		assert_int_equal(report_metas_left(&e.report), 0);
		assert_int_equal(e.report.nmarks, 0);
		clean(&kinds[i], &out, &twice);
		assert_int_equal(out.len, twice.len);
		assert_memory_equal(out.data, twice.data, out.len);
		exam_free(&e);
		bytes_free(&in);
		bytes_free(&out);
		bytes_free(&twice);
	}
}

/* A cover is a picture that is attached; places and sensors are data. */
static void
test_film__covers_and_data_stay_behind(void **state)
{
	AVCodecParameters par = { .codec_type = AVMEDIA_TYPE_VIDEO };
	AVStream s = { .codecpar = &par };

	(void)state;
	assert_true(film_stays(&s));
	s.disposition = AV_DISPOSITION_ATTACHED_PIC;
	assert_false(film_stays(&s));
	s.disposition = 0;
	par.codec_type = AVMEDIA_TYPE_SUBTITLE;
	assert_true(film_stays(&s));
	par.codec_type = AVMEDIA_TYPE_DATA;
	assert_false(film_stays(&s));
	par.codec_type = AVMEDIA_TYPE_ATTACHMENT;
	assert_false(film_stays(&s));
}

/* Every packet of sound stands in the copy, and in its order. */
static void
test_film__packets_stay_bit_for_bit(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		struct bytes out = BYTES_INIT(1u << 20);
		const uint8_t *at;

		assert_int_equal(make_film(&in, kinds[i].muxer), 0);
		clean(&kinds[i], &in, &out);
		at = out.data;
		for (int n = 0; n < FILM_PACKETS; n++) {
			int16_t s[FILM_SAMPLES];

			film_samples(s, n);
			at = memmem(at, out.len - (size_t)(at - out.data), s,
			    sizeof(s) / 4);
			if (at == NULL)
				printf("%s: packet %d is gone\n",
				    kinds[i].muxer, n);
			assert_non_null(at);
		}
		bytes_free(&in);
		bytes_free(&out);
	}
}

static void
test_film__damage_ends_in_an_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < NKINDS; i++) {
		struct bytes in = BYTES_INIT(1u << 20);
		unsigned done = 0, refused = 0;

		assert_int_equal(make_film(&in, kinds[i].muxer), 0);
		for (size_t at = 0; at < in.len; at += 1 + in.len / 100) {
			struct exam bent = EXAM_INIT;
			struct doc d = { .data = in.data, .len = in.len };

			in.data[at] ^= 0x41;
			if (kinds[i].format->structure(&d))
				assert_int_equal(run_format(&bent,
				    kinds[i].format, in.data, in.len,
				    WANT_REPORT | WANT_CLEAN, NULL), 0);
			in.data[at] ^= 0x41;
			if (bent.report.state == EXAM_DONE)
				done++;
			else
				refused++;
			exam_free(&bent);
		}
		printf("%s: %u done, %u refused\n", kinds[i].muxer, done,
		    refused);
		assert_true(done > 0);
		bytes_free(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_film__what_it_tells_is_told),
		cmocka_unit_test(test_film__nothing_of_it_is_left),
		cmocka_unit_test(test_film__covers_and_data_stay_behind),
		cmocka_unit_test(test_film__packets_stay_bit_for_bit),
		cmocka_unit_test(test_film__damage_ends_in_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
