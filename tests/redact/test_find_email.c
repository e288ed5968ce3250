/* test_find_email.c -- mail addresses in prose. */
#include "find_kit.h"

static void
test_finds_addresses_and_leaves_the_sentence(void **state)
{
	(void)state;
	find_expect("write to jane.doe@example.org.", "EMAIL",
	    "jane.doe@example.org");
	find_expect("(jane.doe+tips@mail.example.co.uk), or", "EMAIL",
	    "jane.doe+tips@mail.example.co.uk");
	find_expect("<o'brien@example.ie>", "EMAIL", "o'brien@example.ie");
	find_expect("mailto:a_b-c@x-y.example.com?subject=x", "EMAIL",
	    "a_b-c@x-y.example.com");
	find_expect("to=jan@example.pl&x=1", "EMAIL", "jan@example.pl");
	find_expect("jan@example.pl.Potem", "EMAIL", "jan@example.pl");
	find_expect("\"john doe\"@example.org", "EMAIL",
	    "\"john doe\"@example.org");
	find_expect("user@[192.0.2.7]", "EMAIL", "user@[192.0.2.7]");
}

static void
test_finds_international_addresses(void **state)
{
	(void)state;
	find_expect("pisz: za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87@"
	    "ja\xc5\xba\xc5\x84.pl!", "EMAIL", "za\xc5\xbc\xc3\xb3\xc5\x82"
	    "\xc4\x87@ja\xc5\xba\xc5\x84.pl");
	find_expect("a@xn--bcher-kva.example", "EMAIL",
	    "a@xn--bcher-kva.example");
}

static void
test_sees_through_obfuscation(void **state)
{
	(void)state;
	find_expect("reach jane [at] example [dot] org today", "EMAIL",
	    "jane [at] example [dot] org");
	find_expect("jane(at)example.org", "EMAIL", "jane(at)example.org");
	find_expect("jan [ma\xc5\x82pa] example [kropka] pl", "EMAIL",
	    "jan [ma\xc5\x82pa] example [kropka] pl");
	find_expect("jean [arobase] example [point] fr", "EMAIL",
	    "jean [arobase] example [point] fr");
	find_expect("jane at example dot org", "EMAIL",
	    "jane at example dot org");
}

static void
test_sees_through_hidden_and_look_alike_characters(void **state)
{
	(void)state;
	/* A zero-width space inside, a Cyrillic 'a', a full-width '@'. */
	find_expect("x jan\xe2\x80\x8b""e@example.org y", "EMAIL",
	    "jan\xe2\x80\x8b""e@example.org");
	find_expect("x j\xd0\xb0ne@example.org y", "EMAIL",
	    "j\xd0\xb0ne@example.org");
	find_expect("x jane\xef\xbc\xa0""example.org y", "EMAIL",
	    "jane\xef\xbc\xa0""example.org");
}

static void
test_leaves_prose_alone(void **state)
{
	(void)state;
	find_expect_none("we met at noon. Then it rained", "EMAIL");
	find_expect_none("see you @ 5", "EMAIL");
	find_expect_none("@@@@ @. a@b", "EMAIL");
	find_expect_none("jane at the office dot the i", "EMAIL");
	find_expect_none("1@2.3", "EMAIL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_addresses_and_leaves_the_sentence),
		cmocka_unit_test(test_finds_international_addresses),
		cmocka_unit_test(test_sees_through_obfuscation),
		cmocka_unit_test(
		    test_sees_through_hidden_and_look_alike_characters),
		cmocka_unit_test(test_leaves_prose_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
