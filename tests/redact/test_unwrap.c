/* test_unwrap.c -- a known value is found in other bytes too, and the whole of
 * these is what is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "redact/find/known/known.h"
#include "redact/find/known/unwrap.h"
#include "vault/base/bytes.h"
#include "vault/base/print.h"

static struct known *
known_of(const char *value)
{
	struct known_value v = { .kind = "WATCHLIST", .value = value,
	    .len = strlen(value), .origin = KNOWN_LISTED, .line = 1 };
	struct known *k = NULL;

	assert_int_equal(known_new(&k), 0);
	assert_int_equal(known_add(k, &v), 0);
	assert_int_equal(known_ready(k), 0);
	return k;
}

static const char name[] = "Zo\xc3\xab Quenn\xc3\xa9ville-\xc5\x81ukasz";

/* The value in other bytes, and whether all of these must be found. */
static const struct {
	const char *what, *text;
} forms[] = {
	{ "base64", "Wm/DqyBRdWVubsOpdmlsbGUtxYF1a2Fzeg==" },
	{ "base64 without padding", "Wm/DqyBRdWVubsOpdmlsbGUtxYF1a2Fzeg" },
	{ "base64 of the other alphabet", "Wm_DqyBRdWVubsOpdmlsbGUtxYF1a2Fzeg" },
	{ "base64, one byte later", "IFpvw6sgUXVlbm7DqXZpbGxlLcWBdWthc3o=" },
	{ "base64, two bytes later", "ICBab8OrIFF1ZW5uw6l2aWxsZS3FgXVrYXN6" },
	{ "base64, wrapped", "Wm/DqyBRdWVubsOpdmls\nbGUtxYF1a2Fzeg==" },
	{ "base64 of UTF-16", "WgBvAOsAIABRAHUAZQBuAG4A6QB2AGkAbABsAGUALQBBAXUAaw"
	    "BhAHMAegA=" },
	{ "base64 of base64", "V20vRHF5QlJkV1Z1YnNPcGRtbHNiR1V0eFlGMWEyRnplZz09" },
	{ "hex", "5a6fc3ab205175656e6ec3a976696c6c652dc581756b61737a" },
	{ "hex, large", "5A6FC3AB205175656E6EC3A976696C6C652DC581756B61737A" },
	{ "hex, with blanks", "5A 6F C3 AB 20 51 75 65 6E 6E C3 A9 76 69 6C 6C "
	    "65 2D C5 81 75 6B 61 73 7A" },
	{ "hex, as C has it", "0x5A, 0x6F, 0xC3, 0xAB, 0x20, 0x51, 0x75, 0x65, "
	    "0x6E, 0x6E, 0xC3, 0xA9, 0x76, 0x69, 0x6C, 0x6C, 0x65, 0x2D, 0xC5, "
	    "0x81, 0x75, 0x6B, 0x61, 0x73, 0x7A" },
	{ "hex of UTF-16", "005A006F00EB00200051007500650"
	    "06E006E00E900760069006C006C0065002D01410075006B00610073007A" },
	{ "octal", "132 157 303 253 040 121 165 145 156 156 303 251 166 151 154 "
	    "154 145 055 305 201 165 153 141 163 172" },
	{ "decimal", "90,111,195,171,32,81,117,101,110,110,195,169,118,105,108,"
	    "108,101,45,197,129,117,107,97,115,122" },
	{ "percent", "Zo%C3%AB%20Quenn%C3%A9ville%2D%C5%81ukasz" },
	{ "percent, twice", "Zo%25C3%25AB%2520Quenn%25C3%25A9ville%252D%25C5"
	    "%2581ukasz" },
	{ "percent, all of it", "%5A%6F%C3%AB%20%51%75%65%6E%6E%C3%A9%76%69%6C"
	    "%6C%65%2D%C5%81%75%6B%61%73%7A" },
	{ "named entities", "Zo&euml; Quenn&eacute;ville-&Lstrok;ukasz" },
	{ "decimal entities", "Zo&#235; Quenn&#233;ville-&#321;ukasz" },
	{ "hex entities", "&#x5a;o&#xeb;&#x20;Quenn&#xe9;ville-&#x141;ukasz" },
	{ "escapes of JSON", "Zo\\u00eb Quenn\\u00e9ville-\\u0141ukasz" },
	{ "escapes in octal", "\\132\\157\\303\\253\\040\\121\\165\\145\\156\\156"
	    "\\303\\251\\166\\151\\154\\154\\145\\055\\305\\201\\165\\153\\141"
	    "\\163\\172" },
	{ "escapes in hex", "\\x5a\\x6f\\xc3\\xab\\x20Quenn\\xc3\\xa9ville-"
	    "\\xc5\\x81ukasz" },
	{ "escapes of RTF", "Zo\\u235? Quenn\\'e9ville-\\u321?ukasz" },
	{ "quoted-printable", "Zo=C3=AB Quenn=C3=A9vil=\nle-=C5=81ukasz" },
	{ "a word of a header", "=?utf-8?Q?Zo=C3=AB_Quenn=C3=A9ville-?=\n "
	    "=?utf-8?Q?=C5=81ukasz?=" },
	{ "two words of a header", "=?utf-8?B?Wm/DqyBRdWVubsOp?=\r\n "
	    "=?utf-8?B?dmlsbGUtxYF1a2Fzeg==?=" },
	{ "tags", "Zo\xc3\xab Qu<b>enn</b>\xc3\xa9" "ville-\xc5\x81u<!-- -->kasz" },
	{ "control words", "Zo\xc3\xab Qu{\\b enn}\xc3\xa9" "ville-\xc5\x81ukasz" },
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

/* What is found of `name` in the text: all of [at, at + len)? */
static void
expect(const char *what, const char *text, size_t at, size_t len)
{
	struct known *k = known_of(name);
	struct findings f = { 0 };
	size_t i;

	assert_int_equal(known_run(k, text, strlen(text), &f), 0);
	for (i = 0; i < f.n; i++)
		if (f.list[i].start <= at && f.list[i].end >= at + len)
			break;
	if (i == f.n)
		fail_msg("%s: %zu found, %zu to %zu of %zu to %zu", what, f.n,
		    f.n > 0 ? (size_t)f.list[0].start : 0,
		    f.n > 0 ? (size_t)f.list[0].end : 0, at, at + len);
	if (f.list[i].start != at || f.list[i].end > at + len + 3)
		fail_msg("%s: more than it is found: %zu to %zu of %zu to %zu",
		    what, (size_t)f.list[i].start, (size_t)f.list[i].end, at,
		    at + len);
	findings_free(&f);
	known_free(k);
}

static void
test_known__is_found_in_other_bytes(void **state)
{
	char text[1024];
	size_t i, len;

	(void)state;
	for (i = 0; i < FORMS; i++) {
		len = strlen(forms[i].text);
		while (len > 0 && forms[i].text[len - 1] == '=')
			len--;
		if (strstr(forms[i].text, "=?") == forms[i].text)
			continue;	/* its ends are none of the value */
		(void)snprintf(text, sizeof(text), "The note says: \"%s\" and "
		    "no more.", forms[i].text);
		expect(forms[i].what, text, 16, len);
	}
}

static void
test_known__is_found_in_words_of_headers(void **state)
{
	struct known *k = known_of(name);
	struct findings f;
	size_t i;

	(void)state;
	for (i = 0; i < FORMS; i++) {
		f = (struct findings){ 0 };
		assert_int_equal(known_run(k, forms[i].text,
		    strlen(forms[i].text), &f), 0);
		if (f.n == 0)
			fail_msg("%s: not found", forms[i].what);
		findings_free(&f);
	}
	known_free(k);
}

static void
test_known__what_says_nothing_is_not_found(void **state)
{
	static const char *const texts[] = {
		"Wm/DqyBRdWVubsOpdmlsbGUtTHVkd2lnYXM=",	/* another name */
		"Confidential information Extraordinary 20250101123456789012",
		"C:\\new\\zoe &amp; %zz =zz \\u12 &#; <b <b <b (((( <<<<",
		"",
	};
	struct known *k = known_of(name);
	struct findings f = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(known_run(k, texts[i], strlen(texts[i]), &f),
		    0);
		if (f.n != 0)
			fail_msg("found in \"%s\"", texts[i]);
	}
	known_free(k);
}

/* All that came out, and how many bytes. */
static int
count(void *ctx, const struct unwrapped *u)
{
	*(size_t *)ctx += u->len;
	for (size_t i = 0; i < u->len; i++)
		if (u->from[i] > u->to[i])
			return -1;
	return 0;
}

static void
test_unwrap__takes_off_wide_letters_and_code_pages(void **state)
{
	static const char *const texts[] = {
		"\x01K\0o\0w\0a\0l\0s\0k\0i\0\0", "\0K\0o\0w\0a\0l\0s\0k\0i",
	};
	struct known *k = known_of("Kowalski");
	struct findings f = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(known_run(k, texts[i], 16, &f), 0);
		if (f.n == 0)
			fail_msg("wide text %zu: not found", i);
		findings_free(&f);
	}
	known_free(k);
	k = known_of("\xc5\x81\xc3\xb3" "d\xc5\xba" "ki");
	assert_int_equal(known_run(k, "z \xa3\xf3" "d\x9f" "ki tu", 11, &f), 0);
	assert_true(f.n > 0);
	assert_int_equal(f.list[0].start, 2);
	assert_int_equal(f.list[0].end, 8);
	findings_free(&f);
	known_free(k);
	k = known_of("b\xc3\xbc" "cher.example");
	assert_int_equal(known_run(k, "at xn--bcher-kva.example now", 28, &f),
	    0);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].start, 3);
	assert_int_equal(f.list[0].end, 24);
	findings_free(&f);
	known_free(k);
}

static void
test_unwrap__work_is_linear_in_hostile_bytes(void **state)
{
	static const char *const units[] = { "<a", "%", "\\", "=", "&", "41 ",
	    "QUFB", "(", "=?a?B?", "a\0", "xn--a-", "{\\b ", "\xff", "0x41,",
	    "%2525", "&amp;", "=\n", "QUJD\n", "\\u0041", "066 " };
	size_t len = (size_t)1 << 20, i, at, out;
	char *p = malloc(len);
	clock_t before;
	double seconds;

	(void)state;
	assert_non_null(p);
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t n = units[i][0] == 'a' ? 2 : strlen(units[i]);

		for (at = 0; at < len; at++)
			p[at] = units[i][at % n];
		out = 0;
		before = clock();
		assert_int_equal(unwrap(p, len, false, count, &out), 0);
		seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
		if (seconds > 3 || out > 16 * len)
			fail_msg("%zu bytes out of %zu of \"%s\" in %.1f s",
			    out, len, units[i], seconds);
	}
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known__is_found_in_other_bytes),
		cmocka_unit_test(test_known__is_found_in_words_of_headers),
		cmocka_unit_test(test_known__what_says_nothing_is_not_found),
		cmocka_unit_test(
		    test_unwrap__takes_off_wide_letters_and_code_pages),
		cmocka_unit_test(test_unwrap__work_is_linear_in_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
