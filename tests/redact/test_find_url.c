/* test_find_url.c -- addresses of the web and of onion services. */
#include "find_kit.h"

#include "redact/find/number/keccak.h"
#include "vault/base/id.h"

static void
test_finds_addresses_with_a_scheme(void **state)
{
	(void)state;
	find_expect("see https://example.org/a?b=c#d.", "URL",
	    "https://example.org/a?b=c#d");
	find_expect("(https://example.org/wiki/A_(b))", "URL",
	    "https://example.org/wiki/A_(b)");
	find_expect("ftp://files.example.org/x,", "URL",
	    "ftp://files.example.org/x");
	find_expect("\xe2\x80\x9ehttps://example.org/x\xe2\x80\x9d", "URL",
	    "https://example.org/x");
	find_expect("https://example.org/a;status=open", "URL",
	    "https://example.org/a");
	find_expect("https://example.org/a;jsessionid=12", "URL",
	    "https://example.org/a;jsessionid=12");
}

static void
test_finds_hosts_as_people_write_them(void **state)
{
	(void)state;
	find_expect("at theguardian.com/tips now", "URL",
	    "theguardian.com/tips");
	find_expect("www.example.pl, and", "URL", "www.example.pl");
	find_expect("go to jankowalski.pl.", "URL", "jankowalski.pl");
	find_expect("bit.ly/2xYz", "URL", "bit.ly/2xYz");
	find_expect("www.za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87.pl/x", "URL",
	    "www.za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87.pl/x");
}

static void
test_leaves_prose_and_files_alone(void **state)
{
	(void)state;
	find_expect_none("It ended.Then it began.To be sure, e.g. this", "URL");
	find_expect_none("main.py notes.md a.sh report.docx", "URL");
	find_expect_none("koniec.Tak", "URL");
	find_expect_none("note: this, see: that", "URL");
	find_expect_none("jan.pl@example.org", "URL");
	find_expect_none("http:// and www. alone", "URL");
}

static void
test_leaves_a_copied_pages_pictures_alone(void **state)
{
	(void)state;
	find_expect_none("\"https://img.example.org/media/4000_0/1.jpg\"",
	    "URL");
	find_expect_none("https://static.example.org/assets/logo", "URL");
	/* Both the host and the path must be of a picture server. */
	find_expect("https://img.example.org/users/anna", "URL",
	    "https://img.example.org/users/anna");
	find_expect("https://intranet.example.org/img/x.png", "URL",
	    "https://intranet.example.org/img/x.png");
}

static void
test_sha3_matches_published_digests(void **state)
{
	static const struct {
		char fill;
		size_t len;
		const char *hex;
	} known[] = {
		{ 0, 0, "a7ffc6f8bf1ed76651c14756a061d662"
		    "f580ff4de43b49fa82d80a4b80f8434a" },
		{ (char)0xa3, 200, "79f38adec5c20307a98ef76e8324afbf"
		    "d46cfd81b22e3973c65fa1bd9de31787" },
	};
	uint8_t out[SHA3_256_BYTES];
	char hex[2 * SHA3_256_BYTES + 1], text[256] = "";

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		memset(text, known[i].fill, known[i].len);
		sha3_256(out, text, known[i].len);
		hex_of(hex, out, sizeof(out));
		assert_string_equal(hex, known[i].hex);
	}
	sha3_256(out, "abc", 3);
	hex_of(hex, out, sizeof(out));
	assert_string_equal(hex, "3a985da74fe225b2045c172d6bd390bd"
	    "855f086e3e9d525b46bfe24511431532");
}

/* DuckDuckGo, the Tor Project, and the examples of rend-spec-v3. */
static void
test_finds_onion_addresses_whose_checksum_holds(void **state)
{
	static const char *const known[] = {
		"duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad",
		"2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid",
		"pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd",
		"sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd",
		"xa4r2iadxm55fbnqgwwi5mymqdcofiu3w6rpbtqn7b2dyn7mgwj64jyd",
	};
	char text[256], value[128];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		snprintf(value, sizeof(value), "%s.onion", known[i]);
		snprintf(text, sizeof(text), "at %s.", value);
		find_expect(text, "ONION", value);
		snprintf(value, sizeof(value), "http://%s.onion/x", known[i]);
		snprintf(text, sizeof(text), "(%s)", value);
		find_expect(text, "ONION", value);
		snprintf(text, sizeof(text), "at %s.onion", known[i]);
		text[3 + 10] = text[3 + 10] == 'a' ? 'b' : 'a';
		find_expect_none(text, NULL);
	}
}

static void
test_finds_sub_domains_and_old_onion_addresses(void **state)
{
	(void)state;
	find_expect("www.duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twags"
	    "wzczad.onion", "ONION", "www.duckduckgogg42xjoc72x3sjasowoarfbg"
	    "cmvfimaftt6twagswzczad.onion");
	find_expect("3g2upl4pq6kufc4m.onion", "ONION",
	    "3g2upl4pq6kufc4m.onion");
	find_expect_none("an onion.onion soup", "ONION");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_addresses_with_a_scheme),
		cmocka_unit_test(test_finds_hosts_as_people_write_them),
		cmocka_unit_test(test_leaves_prose_and_files_alone),
		cmocka_unit_test(test_leaves_a_copied_pages_pictures_alone),
		cmocka_unit_test(test_sha3_matches_published_digests),
		cmocka_unit_test(
		    test_finds_onion_addresses_whose_checksum_holds),
		cmocka_unit_test(
		    test_finds_sub_domains_and_old_onion_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
