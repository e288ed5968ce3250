/* test_find_names.c -- names in three languages, and the model they are found
 * with. */
#include "find_kit.h"

#include <fcntl.h>
#include <stdlib.h>

#include "redact/find/name/find_names.h"
#include "redact/find/view/fold.h"
#include "vault/base/bytes.h"
#include "vault/base/io.h"

#define MODEL "redact/find/name/names.model"

/* The whole of `value` is in findings of the kind. */
static bool
is_covered(const char *text, enum find_mode mode, const char *kind,
    const char *value)
{
	struct find_options o = { .mode = mode };
	struct findings f;
	size_t start = (size_t)(strstr(text, value) - text);
	size_t at = start, end = start + strlen(value);

	if (find_in(text, strlen(text), &o, &f) < 0)
		fail_msg("%s: %s", text, err_line());
	for (size_t i = 0; i < f.n; i++)
		if (strcmp(f.list[i].kind, kind) == 0 &&
		    f.list[i].start <= at && f.list[i].end > at)
			at = f.list[i].end + (text[f.list[i].end] == ' ');
	if (at < end)
		find_say(text, &f);
	findings_free(&f);
	return at >= end;
}

static void
test_finds_names_in_three_languages(void **state)
{
	static const char *const cases[][3] = {
		{ "Yesterday Ms Harriet Oakeshott spoke to a reporter in "
		    "Leeds.", "PERSON", "Harriet Oakeshott" },
		{ "Yesterday Ms Harriet Oakeshott spoke to a reporter in "
		    "Leeds.", "LOCATION", "Leeds" },
		{ "The applicant, Mr Tadeusz Wrona, was born in 1954 and "
		    "lives in Lublin.", "PERSON", "Tadeusz Wrona" },
		{ "The applicant, Mr Tadeusz Wrona, was born in 1954 and "
		    "lives in Lublin.", "LOCATION", "Lublin" },
		{ "W poniedzia\xc5\x82""ek Pan Zbigniew Malinowski pojecha\xc5\x82 "
		    "do Radomia.", "PERSON", "Zbigniew Malinowski" },
		{ "Wed\xc5\x82ug Anny Wi\xc5\x9bniewskiej faktury by\xc5\x82y "
		    "dwie.", "PERSON", "Anny Wi\xc5\x9bniewskiej" },
		{ "Selon Mme Ghislaine Perrault, le virement fut double.",
		    "PERSON", "Ghislaine Perrault" },
		{ "M. Bertrand Lemoine habite \xc3\xa0 Grenoble depuis 1998.",
		    "LOCATION", "Grenoble" },
		{ "The invoice of Halvorsen Shipping Ltd. was paid twice.",
		    "ORG", "Halvorsen Shipping Ltd" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (!is_covered(cases[i][0], FIND_SAFE, cases[i][1],
		    cases[i][2]))
			fail_msg("no %s %s", cases[i][1], cases[i][2]);
}

static void
test_the_precise_mode_keeps_the_sure_ones(void **state)
{
	(void)state;
	assert_true(is_covered("The applicant, Mr Tadeusz Wrona, lives in "
	    "Lublin.", FIND_PRECISE, "PERSON", "Tadeusz Wrona"));
}

/* Prose without a name, and numbers that are no one's. */
static void
test_ordinary_prose_is_left_alone(void **state)
{
	static const char *const texts[] = {
		"the boats came back before the tide turned, and nobody "
		    "wondered about it.",
		"Kiedy wr\xc3\xb3""cili, by\xc5\x82o ju\xc5\xbc ciemno i nikt "
		    "nie pyta\xc5\x82, gdzie byli.",
		"Quand ils sont revenus, personne ne leur a rien demand\xc3\xa9.",
		"<P<XXXQQQQQ<<WWWWW<<<<<<<<<<<",
	};
	struct find_options o = { 0 };
	struct findings f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(find_in(texts[i], strlen(texts[i]), &o, &f),
		    0);
		for (size_t k = 0; k < f.n; k++)
			if (strcmp(f.list[k].kind, "PERSON") == 0) {
				find_say(texts[i], &f);
				fail_msg("a PERSON where none is");
			}
		findings_free(&f);
	}
}

static void
read_model(struct bytes *b)
{
	assert_int_equal(io_read_file(AT_FDCWD, MODEL, b), 0);
}

static void
test_a_damaged_model_is_refused(void **state)
{
	struct bytes b = BYTES_INIT(MODEL_MAX);
	struct model m;
	size_t cuts[] = { 0, 7, 31, 600, 100000 };

	(void)state;
	read_model(&b);
	assert_int_equal(model_open(&m, b.data, b.len), 0);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		assert_int_equal(model_open(&m, b.data, cuts[i]), ERR_FORMAT);
	assert_int_equal(model_open(&m, b.data, b.len - 1), ERR_FORMAT);
	for (size_t at = 0; at < b.len; at += at < 700 ? 1 : 99991) {
		b.data[at] ^= 0x40;
		if (model_open(&m, b.data, b.len) != ERR_FORMAT)
			fail_msg("byte %zu changed, and not refused", at);
		b.data[at] ^= 0x40;
	}
	assert_int_equal(model_open(&m, b.data, b.len), 0);
	bytes_free(&b);
}

static void
test_the_model_is_a_part_of_the_program(void **state)
{
	(void)state;
	assert_non_null(model_own());
	assert_ptr_equal(model_own(), model_own());
}

/* Labels follow each other as likely in a long sentence as in a short one. */
static void
test_what_is_found_does_not_depend_on_what_stands_far_away(void **state)
{
	struct bytes b = BYTES_INIT(1 << 20);

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		assert_int_equal(bytes_add_str(&b, "the boats came back, "), 0);
	assert_int_equal(bytes_add_str(&b, "and Mr Tadeusz Wrona left."), 0);
	assert_true(is_covered(bytes_str(&b), FIND_SAFE, "PERSON",
	    "Tadeusz Wrona"));
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_names_in_three_languages),
		cmocka_unit_test(test_the_precise_mode_keeps_the_sure_ones),
		cmocka_unit_test(test_ordinary_prose_is_left_alone),
		cmocka_unit_test(test_a_damaged_model_is_refused),
		cmocka_unit_test(test_the_model_is_a_part_of_the_program),
		cmocka_unit_test(
		    test_what_is_found_does_not_depend_on_what_stands_far_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
