/*
 * test_mail_head.c -- the header of a mail as facts: who, when, what thread;
 * whatever somebody wrote where a header should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/wall/head.h"

#define TOLD_MAX (4u << 20)

static struct bytes told;
static unsigned count;

static void
teller(void *arg, enum fact_what what, const char *value)
{
	assert_ptr_equal(arg, &told);
	assert_string_not_equal(value, "");
	count++;
	(void)bytes_addf(&told, "%s=%s\n", fact_name(what), value);
}

/* What a mail tells, taken `piece` bytes at a time. */
static const char *
tells_in(const void *mail, size_t len, size_t piece)
{
	struct head h = HEAD_INIT;
	const char *p = mail;
	size_t at, n;

	told.max = TOLD_MAX;
	bytes_reset(&told);
	count = 0;
	for (at = 0; at < len; at += n) {
		n = len - at < piece ? len - at : piece;
		head_add(&h, p + at, n);
	}
	head_tell(&h, teller, &told);
	head_free(&h);
	return bytes_str(&told);
}

static const char *
tells(const char *mail)
{
	return tells_in(mail, strlen(mail), SIZE_MAX);
}

static int
forget(void **state)
{
	(void)state;
	bytes_free(&told);
	return 0;
}

static void
test_head__says_who_when_and_what(void **state)
{
	(void)state;
	assert_string_equal(tells("From: Ann Example <ann@x.org>\r\n"
	    "Date: Thu, 19 Nov 2026 12:34:56 +0100\r\nSubject: a\r\n tip\r\n"
	    "Message-ID: <1@x>\r\n\r\nFrom: body@x\r\n"),
	    "sender-name=Ann Example\nsender-email=ann@x.org\n"
	    "sent=Thu, 19 Nov 2026 12:34:56 +0100\nsubject=a tip\n"
	    "thread=<1@x>\nmessage-id=<1@x>\n");
}

static void
test_head__names_of_fields_have_no_case_and_may_have_a_blank_behind(
    void **state)
{
	(void)state;
	assert_string_equal(tells("sUbJeCt \t: x\n"), "subject=x\n");
	assert_string_equal(tells("Subjectx: x\nXSubject: x\n"
	    "Sub ject: x\n:x\n"), "");
}

static void
test_head__what_is_encoded_is_told_in_utf8(void **state)
{
	(void)state;
	assert_string_equal(tells("Subject: =?iso-8859-2?Q?=B3?= "
	    "=?utf-8?B?xYI=?=\n"), "subject=\xc5\x82\xc5\x82\n");
	/* An encoded word may bring no line, and no other field. */
	assert_null(strstr(tells("Subject: =?utf-8?Q?a=0ASubject:_b?=\n"),
	    "subject=b"));
}

static void
test_head__each_sender_is_told_once_and_no_more_than_some(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);

	(void)state;
	assert_string_equal(tells("From: a@b\nSender: a@b\nReply-To: <a@b>, "
	    "Bo <c@d>\nReturn-Path: <>\n"),
	    "sender-email=a@b\nsender-name=Bo\nsender-email=c@d\n");
	(void)bytes_add_str(&b, "From: ");
	for (unsigned i = 0; i < 3000; i++)
		(void)bytes_addf(&b, "n%u <a%u@b>,", i, i);
	assert_int_equal(bytes_add_str(&b, "\n"), 0);
	(void)tells_in(b.data, b.len, SIZE_MAX);
	assert_int_equal(count, HEAD_SENDERS_MAX);
	bytes_free(&b);
}

static void
test_head__the_first_reference_is_the_thread(void **state)
{
	(void)state;
	assert_string_equal(tells("Message-ID: <3@x>\nIn-Reply-To: <2@x>\n"
	    "References: <1@x>\r\n <2@x>\n"),
	    "thread=<1@x>\nreference=<1@x>\nreference=<2@x>\n"
	    "reference=<2@x>\nmessage-id=<3@x>\n");
	assert_string_equal(tells("In-Reply-To: your mail of <2@x>\n"),
	    "thread=<2@x>\nreference=<2@x>\n");
	assert_string_equal(tells("References: none\nMessage-ID: <x\n"), "");
}

static void
test_head__references_are_limited(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);

	(void)state;
	(void)bytes_add_str(&b, "References:");
	for (unsigned i = 0; i < 1000; i++)
		(void)bytes_addf(&b, " <%u@x>", i);
	assert_int_equal(bytes_add_str(&b, "\n"), 0);
	(void)tells_in(b.data, b.len, SIZE_MAX);
	assert_int_equal(count, HEAD_REFERENCES_MAX + 1);	/* and the thread */
	bytes_free(&b);
}

static void
test_head__of_a_field_that_is_said_twice_the_first_counts(void **state)
{
	(void)state;
	assert_string_equal(tells("Subject: one\nSubject: two\nDate: 1\n"
	    "Date: 2\nMessage-ID: <1@x>\nMessage-ID: <2@x>\n"),
	    "subject=one\nsent=1\nthread=<1@x>\nmessage-id=<1@x>\n");
}

static void
test_head__any_bytes_are_a_header_and_most_tell_nothing(void **state)
{
	static const char *const none[] = { "", "\n", "\r\n", ":\n", " :x\n",
	    "Subject\n", "Subject", "Subject:", "Subject: \r\n",
	    "Subject: \r\n \r\n", "\n\nSubject: x\n", "\xff\xfe: x\n",
	    "From: \"\n", "From: <\n", "From: (((((((((\n",
	    "References: <<<<<<<<\n", "References: >>>><\n",
	    "Subject: =?utf-8?B?" "?=\n" };
	char raw[256];

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		(void)tells(none[i]);
	for (size_t i = 0; i < 11; i++)
		if (strcmp(tells(none[i]), "") != 0)
			fail_msg("%s tells %s", none[i], told.data);
	for (unsigned i = 0; i < sizeof(raw); i++)
		raw[i] = (char)i;
	(void)tells_in(raw, sizeof(raw), 1);
	(void)tells_in("Subject: a\0b\nDate: 1\n", 21, SIZE_MAX);
	assert_non_null(strstr((char *)told.data, "sent=1\n"));
}

static void
test_head__is_the_same_in_any_pieces(void **state)
{
	static const char mail[] = "From: a@b\r\nSubject: x\r\n y\r\n\r\n"
	    "Date: 1\r\n\r\n";
	char whole[512];

	(void)state;
	(void)snprintf(whole, sizeof(whole), "%s", tells(mail));
	assert_string_equal(whole, "sender-email=a@b\nsubject=x y\n");
	for (size_t piece = 1; piece < sizeof(mail); piece++)
		assert_string_equal(tells_in(mail, sizeof(mail) - 1, piece),
		    whole);
}

/* Also when it comes a byte at a time, in one line: work, and memory. */
static void
test_head__a_header_without_an_end_is_read_to_its_limit(void **state)
{
	const size_t len = 3 * HEAD_MAX;
	char *mail = malloc(len);
	struct head h = HEAD_INIT;

	(void)state;
	assert_non_null(mail);
	memset(mail, 'x', len);
	memcpy(mail, "Subject: ", 9);
	for (size_t i = 0; i < HEAD_MAX; i++)
		head_add(&h, mail + i, 1);
	assert_true(h.whole);
	head_add(&h, mail, len);
	assert_int_equal(h.raw.len, HEAD_MAX);
	head_reset(&h);
	assert_false(h.whole);
	assert_int_equal(head_fields(&h), 0);
	head_free(&h);
	/* A value is read to its own limit. */
	(void)tells_in(mail, len, 65536);
	assert_in_range(told.len, HEAD_VALUE_MAX - 16, HEAD_VALUE_MAX + 16);
	free(mail);
}

static void
test_head__a_value_over_its_limit_hides_no_other(void **state)
{
	const size_t len = 100000;
	struct bytes b = BYTES_INIT(1u << 20);

	(void)state;
	(void)bytes_add_str(&b, "Subject: ");
	while (b.len < len)
		(void)bytes_add_str(&b, "=?utf-8?Q?=41?= x ");
	assert_int_equal(bytes_add_str(&b, "\nDate: 1\nFrom: a@b\n"), 0);
	assert_non_null(strstr(tells_in(b.data, b.len, SIZE_MAX),
	    "sent=1\nsender-email=a@b\n"));
	bytes_free(&b);
}

static void
test_head__a_length_is_digits_and_nothing_else(void **state)
{
	static const struct {
		const char *field;
		size_t len;
		bool is;
		uint64_t length;
	} all[] = {
#define F(s, is, n) { "Content-Length:" s "\n", sizeof(s) + 15, is, n }
		F("12", true, 12), F(" \t12 \r", true, 12), F("0", true, 0),
		F("999999999999999999", true, 999999999999999999),
		F("9999999999999999999", false, 0), F("", false, 0),
		F(" ", false, 0), F("-1", false, 0), F("+1", false, 0),
		F("1x", false, 0), F("0x1", false, 0), F("1 2", false, 0),
		F("1\0", false, 0), F("1\0" "2", false, 0),
		F("1\r\n 2", false, 0),
	};
	struct head h = HEAD_INIT;
	uint64_t length;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		head_reset(&h);
		head_add(&h, all[i].field, all[i].len);
		length = 7;
		if (head_length(&h, &length) != all[i].is ||
		    (all[i].is && length != all[i].length))
			fail_msg("length %zu: %s", i, all[i].field);
	}
	head_free(&h);
}

#define T(f) cmocka_unit_test_teardown(f, forget)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_head__says_who_when_and_what),
		T(test_head__names_of_fields_have_no_case_and_may_have_a_blank_behind),
		T(test_head__what_is_encoded_is_told_in_utf8),
		T(test_head__each_sender_is_told_once_and_no_more_than_some),
		T(test_head__the_first_reference_is_the_thread),
		T(test_head__references_are_limited),
		T(test_head__of_a_field_that_is_said_twice_the_first_counts),
		T(test_head__any_bytes_are_a_header_and_most_tell_nothing),
		T(test_head__is_the_same_in_any_pieces),
		T(test_head__a_header_without_an_end_is_read_to_its_limit),
		T(test_head__a_value_over_its_limit_hides_no_other),
		T(test_head__a_length_is_digits_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
