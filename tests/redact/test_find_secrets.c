/*
 * test_find_secrets.c -- keys, tokens, passwords, and what looks like them.
 * The keys are of no service: only their forms are real.
 */
#include "find_kit.h"

#include <stdlib.h>

static void
test_finds_keys_by_their_form(void **state)
{
	static const char *const keys[] = {
		"AKIAJ3QWER7UIOPASDF2", "ghp_" "q8Zr1vT0xYb2Kc9LmN4pWd7Jf6Hs5Ga3EuQo",
		"github_pat_" "11ABCDEFG0q8Zr1vT0xYb2_Kc9LmN4pWd7Jf6Hs5Ga3EuQoq8Zr1vT0xYb2Kc9LmN4pWd7Jf6Hs",
		"glpat-" "Zr1vT0xYb2Kc9LmN4pWd", "xoxb-" "2314567890-Zr1vT0xYb2Kc9LmN4pWd",
		"sk_live_" "Zr1vT0xYb2Kc9LmN4pWd7Jf6", "AIza" "SyZr1vT0xYb2Kc9LmN4pWd7Jf6Hs5Ga3EuQ",
		"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",
		"npm_" "q8Zr1vT0xYb2Kc9LmN4pWd7Jf6Hs5Ga3EuQo",
		"dop_v1_" "0b1c2d3e4f5a69788796a5b4c3d2e1f00b1c2d3e4f5a69788796a5b4c3d2e1f0",
		"523456789:AA" "Zr1vT0xYb2Kc9LmN4pWd7Jf6Hs5Ga3EuQ",
		"sk-ant-api03-" "Zr1vT0xYb2Kc9LmN4pWd7Jf6Hs5Ga3EuQoq8",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJhIn0.dozjgNryP4J3jVmNHl0w5N",
		"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
		"hvs.Zr1vT0xYb2Kc9LmN4pWd7Jf6", NULL
	};
	char text[512];

	(void)state;
	for (size_t i = 0; keys[i] != NULL; i++) {
		(void)snprintf(text, sizeof(text), "it uses %s, so", keys[i]);
		find_expect(text, "API_KEY", keys[i]);
		(void)snprintf(text, sizeof(text), "KEY=\"%s\"", keys[i]);
		find_expect(text, "API_KEY", keys[i]);
	}
}

static void
test_finds_what_stands_beside_a_word_for_it(void **state)
{
	(void)state;
	find_expect("DB_PASSWORD=hunter2xyz\n", "PASSWORD", "hunter2xyz");
	find_expect("Password: Tr0ub4dor&3", "PASSWORD", "Tr0ub4dor&3");
	find_expect("{\"password\": \"correct horse\"}", "PASSWORD",
	    "correct horse");
	find_expect("has\xc5\x82o: kotek\n", "PASSWORD", "kotek");
	find_expect("mot de passe : Zebre-42", "PASSWORD", "Zebre-42");
	find_expect("The password is Spring2024!", "PASSWORD", "Spring2024!");
	find_expect("has\xc5\x82o to Kotek77,", "PASSWORD", "Kotek77");
	find_expect("kod PIN: 998877", "PASSWORD", "998877");
	find_expect("api_key = \"a8f5f167f44f4964e6c998dee827110c\"", "API_KEY",
	    "a8f5f167f44f4964e6c998dee827110c");
	find_expect("Authorization: Bearer abcDEF123456ghijkl789", "API_KEY",
	    "abcDEF123456ghijkl789");
	find_expect("otpauth://totp/Ex:m?secret=JBSWY3DPEHPK3PXP", "API_KEY",
	    "otpauth://totp/Ex:m?secret=JBSWY3DPEHPK3PXP");
	find_expect("seed phrase: abandon ability able about above absent "
	    "absorb abstract absurd abuse access accident\n", "PASSWORD",
	    "abandon ability able about above absent absorb abstract absurd "
	    "abuse access accident");
}

/* Keys of ssh-keygen, age-keygen and wg made for this. */
static void
test_finds_keys(void **state)
{
	static const char ssh[] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICjomxux"
	    "DrOcVsxbQdsU7yDrt238W/DlOJFn6cdpQwzX mara@riverbox";

	(void)state;
	find_expect(ssh, "SSH_KEY", ssh);
	find_expect("SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8 ok",
	    "SSH_KEY", "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8");
	find_expect("to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9"
	    "aqmcac8p.", "AGE_KEY", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8"
	    "zmrj2kg5sfn9aqmcac8p");
	find_expect("PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=",
	    "PRIVATE_KEY", "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=");
	find_expect("6879 16D9 C96F B108 26CD  C633 A230 6E16 F767 3CC1",
	    "PGP_FINGERPRINT",
	    "6879 16D9 C96F B108 26CD  C633 A230 6E16 F767 3CC1");
	find_expect("PGP: 687916D9C96FB10826CDC633A2306E16F7673CC1",
	    "PGP_FINGERPRINT", "687916D9C96FB10826CDC633A2306E16F7673CC1");
}

/* A block of `lines` lines of 64, with one line of text on either side. */
static char *
block(size_t lines, const char *label, size_t *start, size_t *end)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
	    "nopqrstuvwxyz0123456789+/";
	char *s = malloc(lines * 65 + 256);
	size_t n, k = 7;

	assert_non_null(s);
	n = (size_t)sprintf(s, "before it\n");
	*start = n;
	n += (size_t)sprintf(s + n, "-----BEGIN %s-----\n", label);
	for (size_t i = 0; i < lines; i++) {
		for (size_t j = 0; j < 64; j++, k = k * 25 + 11)
			s[n++] = alphabet[k / 977 % 64];
		s[n++] = '\n';
	}
	n += (size_t)sprintf(s + n, "-----END %s-----", label);
	*end = n;
	(void)sprintf(s + n, "\nand behind it\n");
	return s;
}

/* How much of [start, end) findings of the kind cover. */
static size_t
covered(const char *s, size_t start, size_t end, const char *kind)
{
	struct findings f;
	size_t n = 0, at = start;

	assert_int_equal(find_in(s, strlen(s), &(struct find_options){ 0 },
	    &f), 0);
	for (size_t i = 0; i < f.n; i++)
		if (strcmp(f.list[i].kind, kind) == 0 && f.list[i].end > at) {
			if (f.list[i].start > at)
				at = f.list[i].start;
			if (at >= end)
				break;
			n += (f.list[i].end < end ? f.list[i].end : end) - at;
			at = f.list[i].end;
		}
	findings_free(&f);
	return n;
}

static void
test_a_block_is_found_from_its_beginning_to_its_end(void **state)
{
	static const size_t lines[] = { 3, 25, 60, 63, 64, 100, 125, 126, 200,
	    1000 };
	size_t start, end, got;
	char *s;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		s = block(lines[i], "RSA PRIVATE KEY", &start, &end);
		got = covered(s, start, end, "PRIVATE_KEY");
		/* Between parts a line's end may lie. */
		if (got + 2 + lines[i] / 50 < end - start)
			fail_msg("%zu lines: %zu of %zu bytes", lines[i], got,
			    end - start);
		assert_int_equal(covered(s, 0, start, "PRIVATE_KEY"), 0);
		free(s);
	}
	s = block(20, "PGP PUBLIC KEY BLOCK", &start, &end);
	assert_int_equal(covered(s, start, end, "PGP_KEY"), end - start);
	free(s);
}

static void
test_leaves_digests_pictures_and_prose_alone(void **state)
{
	static const char *const texts[] = {
		"sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca49599"
		"1b7852b855",
		"md5 d41d8cd98f00b204e9800998ecf8427e",
		"commit 89734b2c8e5d3d3b1e6d1a2b3c4d5e6f7a8b9c0d",
		"integrity=\"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlG"
		"YY1kYVGhgLYDbgHAgs4\"",
		"<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAA"
		"AFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL"
		"0Y4OHwAAAABJRU5ErkJggg==\">",
		"Password: required. The password is wrong, has been reset.",
		"password=<your password> PASSWORD=${PASSWORD} pwd=********",
		"api_key=YOUR-API-KEY-HERE token: xxxxxxxxxxxxxxxxxxxx",
		"AKIAIOSFODNN7EXAMPLE",
		"passwd = getpass(prompt) code = compile(source, x)",
		"The Software is provided \"as is\", without warranty of any kind, "
		"express or implied, including but not limited to the warranties "
		"of merchantability, fitness for a particular purpose",
		"A basic income; the bearer of this letter; a key: to the map.",
		"task-force-and-other-organisations, sk-and-some-other-words-here",
		"In 2019 2020 2021 and 1999 there were 1234 5678 of them",
		"-----BEGIN PRIVATE KEY----- is how such a file begins.",
		NULL
	};
	static const char *const kinds[] = { "API_KEY", "PASSWORD",
	    "PRIVATE_KEY", "PGP_FINGERPRINT", "SSH_KEY", "CRYPTO_KEY", NULL };

	(void)state;
	for (size_t i = 0; texts[i] != NULL; i++)
		for (size_t k = 0; kinds[k] != NULL; k++)
			find_expect_none(texts[i], kinds[k]);
}

static void
test_finds_what_mail_programs_wrote(void **state)
{
	(void)state;
	find_expect("Received: from DESKTOP-4F7QK2Z (unknown [10.0.0.4])\n"
	    "\tby mail.example.org with ESMTP;\n"
	    "\tMon, 2 Feb 2026 10:11:12 +0100\nSubject: x\n", "MAIL_HEADER",
	    "from DESKTOP-4F7QK2Z (unknown [10.0.0.4])\n"
	    "\tby mail.example.org with ESMTP;\n"
	    "\tMon, 2 Feb 2026 10:11:12 +0100");
	find_expect("> Message-ID: <abc@mara-laptop.local>\n", "MAIL_HEADER",
	    "<abc@mara-laptop.local>");
	find_expect("X-Mailer: Apple Mail (2.3445)\r\n", "MAIL_HEADER",
	    "Apple Mail (2.3445)");
	find_expect_none("References: [1] Smith, Received: 12 March",
	    "MAIL_HEADER");
	find_expect_none("on the date: 2 February, he was received: well",
	    "MAIL_HEADER");
}

static void
test_finds_devices_and_serial_numbers(void **state)
{
	(void)state;
	find_expect("on HP LaserJet Pro M404dn on FS01.", "DEVICE",
	    "HP LaserJet Pro M404dn on FS01");
	find_expect("queue PRT-3F-COLOR, 2 pages", "DEVICE", "PRT-3F-COLOR");
	find_expect("Serial number: VNB3K12345", "SERIAL", "VNB3K12345");
	find_expect("n\xc2\xb0 de s\xc3\xa9rie AB12345", "SERIAL", "AB12345");
	find_expect("nr seryjny 5CD1234XYZ", "SERIAL", "5CD1234XYZ");
	find_expect_none("a serial of 12 parts, no 1234 and s 55", "SERIAL");
	find_expect_none("a LaserJet is a printer: any", "DEVICE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_keys_by_their_form),
		cmocka_unit_test(test_finds_what_stands_beside_a_word_for_it),
		cmocka_unit_test(test_finds_keys),
		cmocka_unit_test(
		    test_a_block_is_found_from_its_beginning_to_its_end),
		cmocka_unit_test(test_leaves_digests_pictures_and_prose_alone),
		cmocka_unit_test(test_finds_what_mail_programs_wrote),
		cmocka_unit_test(test_finds_devices_and_serial_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
