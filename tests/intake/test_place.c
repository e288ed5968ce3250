/* What the path of a file in an export of SecureDrop or GlobaLeaks says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "intake/foreign/place/place.h"

static void
test_place__securedrop_names_tell_whose_they_are(void **state)
{
	static const struct {
		const char *path, *source, *number, *sent, *name;
		bool message, packed, sealed;
	} all[] = {
		{ "all/brave_lion/1_2026-11-20/1-brave_lion-msg.gpg",
		    "brave_lion", "1", "2026-11-20", "1-brave_lion-msg.gpg",
		    true, false, true },
		{ "brave_lion/12_2026-11-20/12-brave_lion-doc.gz", "brave_lion",
		    "12", "2026-11-20", "12-brave_lion-doc.gz", false, true,
		    false },
		{ "1-a-b-c-doc.zip.gpg", "a-b-c", "1", "",
		    "1-a-b-c-doc.zip.gpg", false, false, true },
		/* Opened, with the name that the source gave it. */
		{ "data/brave_lion/2-brave_lion-doc/2024 plan.pdf",
		    "brave_lion", "2", "",
		    "data/brave_lion/2-brave_lion-doc/2024 plan.pdf", false,
		    false, false },
		{ "Inbox/owl/3_2026-01-02/letter.asc", "owl", "", "2026-01-02",
		    "Inbox/owl/3_2026-01-02/letter.asc", false, false, true },
		{ "d/brave lion/3_2026-01-02/plan.pdf", "brave_lion", "",
		    "2026-01-02", "d/brave lion/3_2026-01-02/plan.pdf", false,
		    false, false },
		{ "owl/letter.txt", "owl", "", "", "owl/letter.txt", false,
		    false, false },
		{ "export_data/transcript.txt", "", "", "",
		    "export_data/transcript.txt", true, false, false },
		{ "../../../etc/1-owl-msg", "owl", "1", "", "1-owl-msg", true,
		    false, false },
		{ "/etc/passwd", "etc", "", "", "/etc/passwd", false, false,
		    false },
		/* Names that only seem to be of the store. */
		{ "-msg", "", "", "", "-msg", false, false, false },
		{ "1--msg", "", "", "", "1--msg", false, false, false },
		{ "99999999999999999999999999999999-owl-msg", "", "", "",
		    "99999999999999999999999999999999-owl-msg", false, false,
		    false },
		{ "a/1_2026-1-1/x", "a", "", "", "a/1_2026-1-1/x", false, false,
		    false },
		{ "", "", "", "", "", false, false, false },
	};
	struct place p;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		place_securedrop(&p, all[i].path);
		assert_string_equal(p.source, all[i].source);
		assert_string_equal(p.number, all[i].number);
		assert_string_equal(p.sent, all[i].sent);
		assert_string_equal(p.name, all[i].name);
		assert_int_equal(p.message, all[i].message);
		assert_int_equal(p.packed, all[i].packed);
		assert_int_equal(p.sealed, all[i].sealed);
		assert_false(p.own);
	}
	place_securedrop(&p, "./metadata.json");
	assert_true(p.own);
	place_securedrop(&p, "export_data/metadata.json");
	assert_false(p.own);
}

static void
test_place__a_designation_as_long_as_can_be_is_none(void **state)
{
	char path[2000] = "1-";
	struct place p;

	(void)state;
	memset(path + 2, 'x', 1000);
	memcpy(path + 1002, "-msg", 5);
	place_securedrop(&p, path);
	assert_string_equal(p.source, "");
	memset(path, 'y', 1500);
	path[1000] = '/';
	path[1500] = '\0';
	place_securedrop(&p, path);
	assert_int_equal(strlen(p.source), PLACE_SOURCE_SIZE - 1);
}

static void
test_place__globaleaks_names_tell_who_attached_them(void **state)
{
	struct place p;

	(void)state;
	place_globaleaks(&p, "./report.txt");
	assert_true(p.message);
	assert_string_equal(p.name, "report.txt");
	place_globaleaks(&p, "files/report.txt");
	assert_false(p.message);
	assert_null(p.event);
	place_globaleaks(&p, "files_attached_from_recipients/x");
	assert_string_equal(p.event, "attached by a recipient");
	assert_string_equal(p.source, "");
}

static void
test_place__an_opened_name_is_the_sealed_one_without_its_end(void **state)
{
	char out[16];

	(void)state;
	place_opened("a.txt.GPG", out, sizeof(out));
	assert_string_equal(out, "a.txt");
	place_opened(".gpg", out, sizeof(out));
	assert_string_equal(out, ".gpg");
	place_opened("plain", out, sizeof(out));
	assert_string_equal(out, "plain");
	place_opened("a name that is too long.gpg", out, sizeof(out));
	assert_string_equal(out, "a name that is ");
	assert_true(place_is_sealed("x.asc"));
	assert_false(place_is_sealed("x.gpg.txt"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_place__securedrop_names_tell_whose_they_are),
		cmocka_unit_test(
		    test_place__a_designation_as_long_as_can_be_is_none),
		cmocka_unit_test(
		    test_place__globaleaks_names_tell_who_attached_them),
		cmocka_unit_test(
		    test_place__an_opened_name_is_the_sealed_one_without_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
