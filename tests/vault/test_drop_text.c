/* test_drop_text.c -- the text that intake signs has one form. */
#include "tests/vault/seal_kit.h"

#include "vault/seal/drop.h"

#define SUB "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B64 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ITEM "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define HEAD "tipline-drop 1\nsubmission " SUB "\nintake " A64 "\n"
#define GRANT "file " B64 " 114 grants/original/" A64 ".1\n"
#define ORIGINAL "file " B64 " 321 items/c1/" ITEM "/original.sealed\n"
#define LARGE "file " B64 " 65537 items/c1/" ITEM "/original.large\n"
#define MANIFEST "file " B64 " 400 manifest.sealed\n"
#define LETTERBOX "file " B64 " 321 letterbox.sealed\n"
#define WHOLE HEAD GRANT ORIGINAL LETTERBOX MANIFEST

static int
parse(const char *text, size_t len)
{
	struct drop d;
	int r = drop_parse(&d, text, len);

	if (r < 0) {
		assert_null(d.files);
		assert_int_equal(d.nfiles, 0);
	}
	drop_free(&d);
	return r;
}

static void
test_drop__comes_back_as_it_went_out(void **state)
{
	struct bytes text = BYTES_INIT(4096);
	struct drop d;
	struct drop_file first;

	(void)state;
	assert_ok(drop_parse(&d, WHOLE, sizeof(WHOLE) - 1));
	assert_int_equal(d.nfiles, 4);
	assert_int_equal(d.files[0].path.kind, PATH_GRANT);
	assert_int_equal(d.files[2].path.object, OBJECT_LETTERBOX);
	assert_int_equal(d.files[1].path.object, OBJECT_ORIGINAL);
	assert_int_equal(d.files[1].size, 321);
	assert_int_equal(d.files[1].sha256[31], 0xbb);
	assert_int_equal(d.intake.b[0], 0xaa);
	/* written from any order, it comes out in the one order */
	first = d.files[0];
	d.files[0] = d.files[2];
	d.files[2] = first;
	assert_ok(drop_format(&text, &d));
	assert_string_equal(bytes_str(&text), WHOLE);
	drop_free(&d);
	bytes_free(&text);
}

static void
test_drop__is_refused_in_any_other_form(void **state)
{
	static const struct {
		const char *what;
		const char *text;
	} cases[] = {
		{ "nothing", "" },
		{ "no files", HEAD },
		{ "no manifest", HEAD GRANT ORIGINAL },
		{ "no original", HEAD GRANT MANIFEST },
		{ "not in order", HEAD ORIGINAL GRANT MANIFEST },
		{ "one twice", HEAD GRANT GRANT ORIGINAL MANIFEST },
		{ "one object in two forms", HEAD LARGE ORIGINAL MANIFEST },
		{ "two letterboxes", HEAD ORIGINAL "file " B64 " 65537 "
		    "letterbox.large\n" LETTERBOX MANIFEST },
		{ "a reply", HEAD ORIGINAL MANIFEST "file " B64 " 321 "
		    "replies/1.sealed\n" },
		{ "two manifests", HEAD ORIGINAL "file " B64 " 65537 "
		    "manifest.large\n" MANIFEST },
		{ "another version", "tipline-drop 2\nsubmission " SUB
		    "\nintake " A64 "\n" ORIGINAL MANIFEST },
		{ "a zero submission", "tipline-drop 1\nsubmission "
		    "00000000000000000000000000000000\nintake " A64 "\n"
		    ORIGINAL MANIFEST },
		{ "capital hex", "tipline-drop 1\nsubmission " SUB "\nintake A"
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaaaa\n" ORIGINAL MANIFEST },
		{ "a line too many", WHOLE "\n" },
		{ "a carriage return", HEAD ORIGINAL "file " B64
		    " 400 manifest.sealed\r\n" },
		{ "two blanks", HEAD ORIGINAL "file " B64
		    "  400 manifest.sealed\n" },
		{ "size zero", HEAD ORIGINAL "file " B64
		    " 0 manifest.sealed\n" },
		{ "a leading zero", HEAD ORIGINAL "file " B64
		    " 0400 manifest.sealed\n" },
		{ "a sign", HEAD ORIGINAL "file " B64
		    " +400 manifest.sealed\n" },
		{ "a size of 2^64", HEAD ORIGINAL "file " B64
		    " 18446744073709551616 manifest.large\n" },
		{ "a size over the limit", HEAD ORIGINAL "file " B64
		    " 562949953421313 manifest.large\n" },
		{ "a large object named small", HEAD ORIGINAL "file " B64
		    " 65537 manifest.sealed\n" },
		{ "a small object named large", HEAD ORIGINAL "file " B64
		    " 65536 manifest.large\n" },
		{ "a grant too long", HEAD "file " B64 " 115 grants/original/"
		    A64 ".1\n" ORIGINAL MANIFEST },
		{ "a path out of the folder", HEAD ORIGINAL MANIFEST "file "
		    B64 " 400 ../../../members/" A64 "/card\n" },
		{ "an absolute path", HEAD "file " B64 " 400 /etc/passwd\n"
		    ORIGINAL MANIFEST },
		{ "an empty path", HEAD "file " B64 " 400 \n" ORIGINAL
		    MANIFEST },
		{ "a drop in a drop", HEAD "file " B64 " 400 drop\n" ORIGINAL
		    MANIFEST },
		{ "an approval", HEAD "file " B64 " 400 approvals/1." A64 "\n"
		    ORIGINAL MANIFEST },
		{ "a release", HEAD "file " B64 " 400 items/c1/" ITEM
		    "/release.1.sealed\n" ORIGINAL MANIFEST },
		{ "an item in another's shard", HEAD "file " B64
		    " 321 items/c2/" ITEM "/original.sealed\n" MANIFEST },
	};
	size_t i;
	int r;

	(void)state;
	assert_ok(parse(HEAD LARGE MANIFEST, strlen(HEAD LARGE MANIFEST)));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		r = parse(cases[i].text, strlen(cases[i].text));
		if (r != ERR_FORMAT)
			fail_msg("%s: %d, expected %d", cases[i].what, r,
			    ERR_FORMAT);
	}
}

static void
test_drop__is_refused_when_cut_anywhere(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(WHOLE) - 1; i++)
		if (parse(WHOLE, i) != ERR_FORMAT)
			fail_msg("cut at byte %zu it is accepted", i);
}

static void
test_drop__is_refused_with_a_nul_in_a_path(void **state)
{
	char text[] = HEAD ORIGINAL "file " B64 " 400 manifest.sealed?x\n";

	(void)state;
	*strchr(text, '?') = '\0';
	assert_int_equal(parse(text, sizeof(text) - 1), ERR_FORMAT);
}

static void
test_drop__with_files_of_two_submissions_is_not_written(void **state)
{
	struct bytes text = BYTES_INIT(4096);
	struct drop d;

	(void)state;
	assert_ok(drop_parse(&d, WHOLE, sizeof(WHOLE) - 1));
	d.files[1].path.submission.b[3] ^= 1;
	assert_int_equal(drop_format(&text, &d), ERR_FORMAT);
	assert_int_equal(text.len, 0);
	drop_free(&d);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drop__comes_back_as_it_went_out),
		cmocka_unit_test(test_drop__is_refused_in_any_other_form),
		cmocka_unit_test(test_drop__is_refused_when_cut_anywhere),
		cmocka_unit_test(test_drop__is_refused_with_a_nul_in_a_path),
		cmocka_unit_test(
		    test_drop__with_files_of_two_submissions_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
