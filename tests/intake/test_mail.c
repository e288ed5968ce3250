/* A mail keeps what somebody reads, and nothing of how it came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "intake/format/mail/word/address.h"
#include "intake/format/mail/word/charset.h"
#include "intake/format/mail/word/field.h"
#include "intake/format/mail/word/transfer.h"
#include "intake/format/mail/when.h"
#include "intake/format/mail/msg_props.h"
#include "tests/intake/container_kit.h"
#include "tests/intake/ole_fixture.h"

#define SOME ((size_t)16 << 20)

static const char traced[] =
    "Return-Path: <bounce-1234@mailer.example>\r\n"
    "Received: from laptop.lan (host [192.0.2.7]) by mx.example;\r\n"
    "\tMon, 14 Jul 2025 09:33:12 +0200\r\n"
    "X-Originating-IP: [192.0.2.7]\r\n"
    "Message-ID: <4f2a@laptop.lan>\r\n"
    "References: <1@thread.example>\r\n"
    "X-Mailer: Mailer 78.1\r\n"
    "From: =?utf-8?Q?J=C3=B3zef?= Kowalski <jozef@example.org>\r\n"
    "To: desk@example.org\r\n"
    "Subject: =?iso-8859-2?Q?za=BF=F3=B3=E6?= and\r\n"
    " more\r\n"
    "Date: Mon, 14 Jul 2025 09:33:12 +0200 (CEST)\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=iso-8859-2; format=flowed\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "The agency moved =\r\n"
    "the archive =20\r\n"
    "in July, za=BF=F3=B3=E6.\r\n";

static const char mixed[] =
    "From: a@example.org\n"
    "Message-ID: <1@example.org>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=\"----=_NextPart_000_0045\"\n"
    "\n"
    "This is a multi-part message in MIME format.\n"
    "------=_NextPart_000_0045\n"
    "Content-Type: multipart/related; boundary=inner\n"
    "\n"
    "--inner\n"
    "Content-Type: text/html; charset=utf-8\n"
    "\n"
    "<p>Hello <img src=\"cid:pic@x\" alt=\"chart\">"
    "<img src=\"http://t.example/open.gif?u=77\" width=1 height=1></p>\n"
    "--inner\n"
    "Content-Type: image/gif; name=\"pic.gif\"\n"
    "Content-ID: <pic@x>\n"
    "Content-Transfer-Encoding: base64\n"
    "\n"
    "R0lGODlhAQABAAAAACw=\n"
    "--inner--\n"
    "------=_NextPart_000_0045\n"
    "Content-Type: message/rfc822\n"
    "\n"
    "From: b@example.org\n"
    "Message-ID: <2@inside.lan>\n"
    "Subject: inside\n"
    "\n"
    "--=_1_1 stands here\n"
    "------=_NextPart_000_0045\n"
    "Content-Type: application/octet-stream\n"
    "Content-Disposition: attachment; filename=\"C:\\\\Users\\\\jan\\\\f.bin\";\n"
    " creation-date=\"Mon, 1 Jan 2001 00:00:00 +0000\"\n"
    "\n"
    "raw\n"
    "------=_NextPart_000_0045--\n";

static void
keeps_the_law(struct container *c, const struct format *f, const void *data,
    size_t len)
{
	const char *wrong;

	assert_true(container_read(c, f, data, len, NULL));
	assert_true(container_pack(c, f, data, len, NULL, NULL));
	if ((wrong = container_check(c, f)) != NULL)
		print_message("%s in\n%.*s\n", wrong, (int)c->copy.len,
		    (const char *)c->copy.data);
	assert_null(wrong);
}

static void
keeps_the_law_of_text(struct container *c, const struct format *f,
    const char *text)
{
	keeps_the_law(c, f, text, strlen(text));
}

static bool
holds(const struct bytes *b, const char *what)
{
	return memmem(b->data, b->len, what, strlen(what)) != NULL;
}

/* --- a message --- */

static void
test_eml__only_what_is_read_stays_of_the_header(void **state)
{
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, traced);
	assert_string_equal(exam_meta(&c.exam, "mail", "X-Originating-IP"),
	    "[192.0.2.7]");
	assert_string_equal(exam_meta(&c.exam, "mail", "Received"),
	    "from laptop.lan (host [192.0.2.7]) by mx.example; "
	    "Mon, 14 Jul 2025 09:33:12 +0200");
	assert_non_null(exam_meta(&c.exam, "mail", "References"));
	assert_string_equal(exam_meta(&c.exam, "mail", "Date"),
	    "Mon, 14 Jul 2025 09:33:12 +0200 (CEST)");
	assert_false(holds(&c.copy, "laptop"));
	assert_false(holds(&c.copy, "192.0.2"));
	assert_false(holds(&c.copy, "+0200"));
	assert_false(holds(&c.copy, "Mailer"));
	container_free(&c);
}

static void
test_eml__its_text_is_what_a_reader_sees(void **state)
{
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, traced);
	assert_string_equal(bytes_str(&c.exam.text),
	    "From: J\xc3\xb3zef Kowalski <jozef@example.org>\n"
	    "To: desk@example.org\n"
	    "Subject: za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 and more\n"
	    "Date: Mon, 14 Jul 2025 07:33:12 +0000\n"
	    "\n"
	    "The agency moved the archive  in July, "
	    "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87.\n"
	    "\n");
	container_free(&c);
}

static void
test_eml__a_second_time_is_as_the_first(void **state)
{
	struct container c, again;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, mixed);
	keeps_the_law(&again, &format_eml, c.copy.data, c.copy.len);
	assert_int_equal(again.copy.len, c.copy.len);
	assert_memory_equal(again.copy.data, c.copy.data, c.copy.len);
	container_free(&again);
	container_free(&c);
}

static void
test_eml__attachments_and_messages_are_children(void **state)
{
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, mixed);
	assert_int_equal(c.parts.n, 3);
	assert_string_equal(c.exam.children.list[0].name, "pic.gif");
	assert_int_equal(c.bytes[0].len, 14);
	assert_string_equal(c.exam.children.list[1].name, "part-2.eml");
	assert_true(holds(&c.bytes[1], "--=_1_1 stands here"));
	assert_string_equal(c.exam.children.list[2].name, "f.bin");
	assert_int_equal(c.bytes[2].len, 3);
	/* Boundaries are numbers that stand in no part. */
	assert_true(holds(&c.copy, "boundary=\"=_2_1\""));
	assert_false(holds(&c.copy, "NextPart"));
	assert_false(holds(&c.copy, "Users"));
	assert_false(holds(&c.copy, "2001"));
	assert_false(holds(&c.copy, "multi-part"));
	container_free(&c);
}

static void
test_eml__pictures_of_the_mail_stay_and_others_are_not_fetched(void **state)
{
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, mixed);
	assert_int_equal(exam_marks(&c.exam, MARK_EXTERNAL), 1);
	assert_true(holds(&c.copy, "cid:part1"));
	assert_true(holds(&c.copy, "Content-ID: <part1>"));
	assert_false(holds(&c.copy, "t.example"));
	container_free(&c);
}

static void
test_eml__omitted_attachments_are_gone_with_their_part(void **state)
{
	struct container c;

	(void)state;
	assert_true(container_read(&c, &format_eml, mixed, strlen(mixed),
	    NULL));
	c.parts.list[0].what = PART_OMITTED;
	c.parts.list[2].what = PART_OMITTED;
	assert_true(container_pack(&c, &format_eml, mixed, strlen(mixed), NULL,
	    NULL));
	assert_null(container_check(&c, &format_eml));
	assert_false(holds(&c.copy, "pic.gif"));
	assert_false(holds(&c.copy, "cid:"));
	assert_true(holds(&c.copy, "Content-ID") == false);
	container_free(&c);
}

static void
test_eml__header_body_and_names_are_redacted(void **state)
{
	static const char *const secrets[] = { "J\xc3\xb3zef Kowalski",
	    "jozef@example.org", "agency" };
	static const char *const labels[] = { "[PERSON-1]", "[EMAIL-1]",
	    "[ORG-1]" };
	struct edits e = { 0 };
	struct container c, again;
	const uint8_t *at;
	size_t i, start;

	(void)state;
	assert_true(container_read(&c, &format_eml, traced, strlen(traced),
	    NULL));
	for (i = 0; i < 3; i++) {
		at = memmem(c.exam.text.data, c.exam.text.len, secrets[i],
		    strlen(secrets[i]));
		assert_non_null(at);
		start = (size_t)(at - c.exam.text.data);
		assert_int_equal(edits_add(&e, start,
		    start + strlen(secrets[i]), labels[i]), 0);
	}
	assert_true(container_pack(&c, &format_eml, traced, strlen(traced),
	    NULL, &e));
	assert_null(container_check(&c, &format_eml));
	assert_true(container_read(&again, &format_eml, c.copy.data,
	    c.copy.len, NULL));
	for (i = 0; i < 3; i++) {
		assert_false(holds(&again.exam.text, secrets[i]));
		assert_true(holds(&again.exam.text, labels[i]));
	}
	edits_free(&e);
	container_free(&again);
	container_free(&c);
}

static void
test_eml__encrypted_parts_are_kept_whole_or_left_out(void **state)
{
	static const char mail[] = "From: a@example.org\nMessage-ID: <1@x>\n"
	    "MIME-Version: 1.0\nContent-Type: multipart/encrypted; "
	    "boundary=e; protocol=\"application/pgp-encrypted\"\n\n--e\n"
	    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--e\n"
	    "Content-Type: application/octet-stream\n\n"
	    "-----BEGIN PGP MESSAGE-----\nabc\n--e--\n";
	struct container c;

	(void)state;
	assert_true(container_read(&c, &format_eml, mail, strlen(mail),
	    NULL));
	assert_int_equal(c.parts.n, 1);
	assert_int_equal(c.exam.children.list[0].reason, REASON_ENCRYPTED);
	assert_true(container_pack(&c, &format_eml, mail, strlen(mail), NULL,
	    NULL));
	assert_null(container_check(&c, &format_eml));
	c.parts.list[0].what = PART_KEPT;
	assert_true(container_pack(&c, &format_eml, mail, strlen(mail), NULL,
	    NULL));
	assert_true(holds(&c.copy, "multipart/encrypted"));
	assert_true(holds(&c.copy, "Version: 1"));
	container_free(&c);
}

static void
test_eml__a_boundary_that_is_told_wrongly_is_found(void **state)
{
	static const char mail[] = "MIME-Version: 1.0\nSubject: x\n"
	    "Content-Type: multipart/mixed; boundary=wrong\n\n"
	    "--right\nContent-Type: text/plain\n\nbody\n"
	    "--right\nContent-Type: application/pdf\n\n%PDF\n--right--\n";
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_eml, mail);
	assert_int_equal(c.parts.n, 1);
	assert_true(holds(&c.exam.text, "body"));
	container_free(&c);
}

static void
test_eml__is_told_from_a_letter_by_what_programs_write(void **state)
{
	static const struct {
		const char *text;
		bool mail;
	} cases[] = {
		{ "From: me\nTo: you\nSubject: memo\n\nText\n", false },
		{ "From: me\nTo: you\nDate: Monday\n\nText\n", false },
		{ "From: a@b.c\nTo: d@e.f\nDate: 1 Jan 2020 10:00:00 +0000\n"
		    "\nText\n", true },
		{ "Subject: x\nMIME-Version: 1.0\n\nText\n", true },
		{ "\xef\xbb\xbf\r\nMessage-ID: <x>\r\n\r\n", true },
		{ "Dear editor,\nMessage-ID: <x>\n", false },
	};
	struct doc d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d = (struct doc){ .data = (const uint8_t *)cases[i].text,
		    .len = strlen(cases[i].text) };
		if (format_eml.structure(&d) != cases[i].mail)
			print_message("case %zu\n", i);
		assert_int_equal(format_eml.structure(&d), cases[i].mail);
	}
}

/* --- boxes --- */

static void
test_mbox__messages_come_out_unquoted_and_go_back(void **state)
{
	static const char box[] =
	    "From jan@example.org Mon Jul 14 09:33:12 2025\n"
	    "Message-ID: <1@x>\nSubject: one\n\n"
	    ">From the start\n>>From twice\nFrom nobody: no date\n\n"
	    "From jan@example.org Mon Jul 14 09:33:13 2025\n"
	    "Message-ID: <2@x>\nContent-Length: 23\n\n"
	    "one\n\nFrom a line, bare\n\n"
	    "From jan@example.org Mon Jul 14 09:33:14 2025\n"
	    "\nno header";
	struct container c;

	(void)state;
	keeps_the_law_of_text(&c, &format_mbox, box);
	assert_int_equal(c.parts.n, 3);
	assert_true(holds(&c.bytes[0], "\n\nFrom the start\n>From twice\n"
	    "From nobody"));
	assert_true(holds(&c.bytes[1], "one\n\nFrom a line, bare\n"));
	assert_int_equal(c.bytes[2].len, strlen("\nno header\n"));
	assert_non_null(strstr(exam_meta(&c.exam, "mbox", "message 2"),
	    "jan@example.org"));
	assert_false(holds(&c.copy, "jan@"));
	container_free(&c);
}

static void
test_emlx__keeps_its_message_and_loses_its_list(void **state)
{
	static const char message[] = "Message-ID: <1@x>\nSubject: one\n\ntext\n";
	static const char list[] = "<?xml version=\"1.0\"?><plist><dict>"
	    "<key>remote-id</key><string>4711</string></dict></plist>";
	char file[512];
	struct container c;

	(void)state;
	(void)snprintf(file, sizeof(file), "%zu\n%s%s", strlen(message),
	    message, list);
	keeps_the_law_of_text(&c, &format_emlx, file);
	assert_int_equal(c.parts.n, 1);
	assert_int_equal(c.bytes[0].len, strlen(message));
	assert_non_null(strstr(exam_meta(&c.exam, "emlx", "remote-id"),
	    "4711"));
	assert_false(holds(&c.copy, "4711"));
	container_free(&c);
}

/* --- Outlook --- */

static size_t
utf16(uint8_t *to, const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		to[n++] = (uint8_t)*s;
		to[n++] = 0;
	}
	return n;
}

static void
put_entry(uint8_t *to, unsigned id, unsigned type, uint64_t value)
{
	unsigned i;

	to[0] = (uint8_t)type;
	to[1] = (uint8_t)(type >> 8);
	to[2] = (uint8_t)id;
	to[3] = (uint8_t)(id >> 8);
	for (i = 0; i < 8; i++)
		to[8 + i] = (uint8_t)(value >> (8 * i));
}

static void
test_msg__is_read_with_its_attachments(void **state)
{
	static uint8_t numbers[32 + 16], to_numbers[8 + 16], none[8];
	static uint8_t s[6][256];
	size_t n[6];
	struct bytes b = BYTES_INIT(SOME);
	struct exam e = EXAM_INIT;

	(void)state;
	/* 2025-07-14 07:33:12 UTC as a FILETIME. */
	put_entry(numbers + 32, 0x0039, 0x0040, 133969519920000000u);
	put_entry(to_numbers + 8, 0x0c15, 0x0003, 1);
	n[0] = utf16(s[0], "Subject here");
	n[1] = utf16(s[1], "Jan Kowalski");
	n[2] = utf16(s[2], "Received: from laptop.lan\r\nX-Mailer: M\r\n");
	n[3] = utf16(s[3], "The body.\r\nTwo lines.");
	n[4] = utf16(s[4], "desk@example.org");
	n[5] = utf16(s[5], "notes.txt");
	const struct ole_part parts[] = {
		{ "__properties_version1.0", numbers, sizeof(numbers) },
		{ "__substg1.0_0037001F", s[0], n[0] },
		{ "__substg1.0_0042001F", s[1], n[1] },
		{ "__substg1.0_007D001F", s[2], n[2] },
		{ "__substg1.0_1000001F", s[3], n[3] },
		{ "__recip_version1.0_#00000000", NULL, 0 },
		{ "__recip_version1.0_#00000000/__properties_version1.0",
		    to_numbers, sizeof(to_numbers) },
		{ "__recip_version1.0_#00000000/__substg1.0_3003001F", s[4],
		    n[4] },
		{ "__attach_version1.0_#00000000", NULL, 0 },
		{ "__attach_version1.0_#00000000/__properties_version1.0",
		    none, sizeof(none) },
		{ "__attach_version1.0_#00000000/__substg1.0_3707001F", s[5],
		    n[5] },
		{ "__attach_version1.0_#00000000/__substg1.0_37010102",
		    "content", 7 },
	};
	struct doc d;

	assert_int_equal(make_ole(&b, parts,
	    sizeof(parts) / sizeof(parts[0])), 0);
	d = (struct doc){ .data = b.data, .len = b.len };
	assert_true(format_msg.structure(&d));
	assert_int_equal(run_format(&e, &format_msg, b.data, b.len,
	    WANT_REPORT | WANT_TEXT | WANT_CHILDREN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_string_equal(bytes_str(&e.text), "From: Jan Kowalski\n"
	    "To: <desk@example.org>\nSubject: Subject here\n"
	    "Date: Mon, 14 Jul 2025 07:33:12 +0000\n\n"
	    "The body.\nTwo lines.\n");
	assert_string_equal(exam_meta(&e, "mail", "Received"),
	    "from laptop.lan");
	assert_int_equal(e.children.n, 1);
	assert_string_equal(e.children.list[0].name, "notes.txt");
	assert_int_equal(e.children.list[0].len, 7);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_msg__an_rtf_body_is_unpacked(void **state)
{
	/* The examples of [MS-OXRTFCP], 3.1.1 and 3.1.2. */
	static const uint8_t simple[] = { 0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c,
	    0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
	    0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3,
	    0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0,
	    0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0 };
	static const uint8_t crossing[] = { 0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c,
	    0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
	    0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0 };
	struct bytes b = BYTES_INIT(SOME);
	size_t n;

	(void)state;
	assert_int_equal(msg_unpack_rtf(&b, simple, sizeof(simple)), 0);
	assert_string_equal(bytes_str(&b),
	    "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
	bytes_reset(&b);
	assert_int_equal(msg_unpack_rtf(&b, crossing, sizeof(crossing)), 0);
	assert_string_equal(bytes_str(&b), "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
	for (n = 0; n < sizeof(simple); n++) {
		bytes_reset(&b);
		(void)msg_unpack_rtf(&b, simple, n);
		assert_true(b.len <= 0x2b);
	}
	bytes_free(&b);
}

/* --- the pieces --- */

static void
test_when__reads_old_and_new_dates(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
		{ "Mon, 14 Jul 2025 09:33:12 +0200 (CEST)",
		    "Mon, 14 Jul 2025 07:33:12 +0000" },
		{ "Wed, 20 Sep 1995 00:19:00 (EDT) -0400",
		    "Wed, 20 Sep 1995 04:19:00 +0000" },
		{ "1 Jan 99 10:00 EST", "Fri, 1 Jan 1999 15:00:00 +0000" },
		{ "Thu Jan  1 00:00:00 1970", "Thu, 1 Jan 1970 00:00:00 +0000" },
		{ "29 Feb 2024 23:59:60 +0000",
		    "Fri, 1 Mar 2024 00:00:00 +0000" },
		{ "yesterday at 10:00", NULL }, { "14 Jul 2025", NULL },
		{ "", NULL },
	};
	char written[WHEN_SIZE];
	int64_t t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool is = when_read(&t, cases[i].text, strlen(cases[i].text));

		assert_int_equal(is, cases[i].written != NULL);
		if (!is)
			continue;
		when_write(written, t);
		assert_string_equal(written, cases[i].written);
	}
}

static void
test_field__parameters_in_sections_and_sets(void **state)
{
	static const struct {
		const char *raw, *name, *value;
	} cases[] = {
		{ "x; name=\"a;b\\\"c\"; q=1", "name", "a;b\"c" },
		{ "x; name*0*=utf-8''%c5%bc; name*1=\"x.gif\"", "name",
		    "\xc5\xbcx.gif" },
		{ "x; name*1=b; name*0=a", "name", "ab" },
		{ "x; name*=iso-8859-2'pl'%bf", "name", "\xc5\xbc" },
		{ "x; NAME = =?utf-8?B?xbw=?= ", "name", "\xc5\xbc" },
		{ "x; other=1", "name", NULL },
		{ "x; name", "name", "" },
	};
	struct bytes b = BYTES_INIT(SOME);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bytes_reset(&b);
		assert_int_equal(field_param(&b, cases[i].raw,
		    strlen(cases[i].raw), cases[i].name),
		    cases[i].value != NULL);
		if (cases[i].value != NULL)
			assert_string_equal(bytes_str(&b), cases[i].value);
	}
	bytes_free(&b);
}

static void
test_field__encoded_words_join_inside_a_character(void **state)
{
	static const char raw[] = " =?utf-8?B?xQ==?=\r\n =?utf-8?B?vA==?= and"
	    " =?x-none?Q?a_b?= =?broken";
	struct bytes b = BYTES_INIT(SOME);

	(void)state;
	assert_int_equal(field_text(&b, raw, strlen(raw)), 0);
	assert_string_equal(bytes_str(&b), "\xc5\xbc and a b =?broken");
	bytes_free(&b);
}

static void
test_address__lists_read_as_they_are_written(void **state)
{
	static const char raw[] = "=?utf-8?Q?Last=2C_J=C3=B3zef?= <a@b.c>,\r\n"
	    " \"D \\\"E\\\" F\" <d@e.f>, g@h.i (comment, here), friends:;";
	static const char shown[] = "\"Last, J\xc3\xb3zef\" <a@b.c>, "
	    "\"D \\\"E\\\" F\" <d@e.f>, g@h.i (comment, here), friends:;";
	struct bytes b = BYTES_INIT(SOME), w = BYTES_INIT(SOME);

	(void)state;
	assert_int_equal(address_text(&b, raw, strlen(raw)), 0);
	assert_string_equal(bytes_str(&b), shown);
	assert_int_equal(address_write(&w, shown, strlen(shown)), 0);
	bytes_reset(&b);
	assert_int_equal(address_text(&b, (const char *)w.data, w.len), 0);
	assert_string_equal(bytes_str(&b), shown);
	bytes_free(&b);
	bytes_free(&w);
}

static void
test_transfer__what_is_encoded_comes_back(void **state)
{
	struct bytes in = BYTES_INIT(SOME), out = BYTES_INIT(SOME);
	struct bytes back = BYTES_INIT(SOME);
	size_t n;

	(void)state;
	for (n = 0; n < 200; n++) {
		uint8_t c = (uint8_t)(n * 7 + n / 3);

		bytes_reset(&out);
		bytes_reset(&back);
		assert_int_equal(transfer_to_base64(&out, in.data, in.len), 0);
		assert_int_equal(transfer_from_base64(&back,
		    (const char *)out.data, out.len), 0);
		assert_int_equal(back.len, in.len);
		if (in.len > 0)
			assert_memory_equal(back.data, in.data, in.len);
		assert_int_equal(bytes_add(&in, &c, 1), 0);
	}
	bytes_reset(&in);
	assert_int_equal(bytes_add_str(&in, "--b\n.\nFrom here\nends in space "
	    "\nza\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87=\n"), 0);
	for (n = 0; n < 100; n++)
		assert_int_equal(bytes_add_str(&in, "long "), 0);
	bytes_reset(&out);
	bytes_reset(&back);
	assert_int_equal(transfer_to_quoted(&out, in.data, in.len), 0);
	assert_null(memmem(out.data, out.len, "\n--", 3));
	assert_null(memmem(out.data, out.len, "\nFrom ", 6));
	assert_int_equal(transfer_from_quoted(&back, (const char *)out.data,
	    out.len, false), 0);
	for (n = 0; n < back.len; n++)
		if (back.data[n] == '\r')
			memmove(back.data + n, back.data + n + 1,
			    --back.len - n);
	assert_int_equal(back.len, in.len);
	assert_memory_equal(back.data, in.data, in.len);
	bytes_free(&in);
	bytes_free(&out);
	bytes_free(&back);
}

static void
test_charset__bytes_without_a_name_are_read_all_the_same(void **state)
{
	static const struct {
		const char *bytes, *name, *text;
	} cases[] = {
		{ "za\xc5\xbc", "", "za\xc5\xbc" },
		{ "caf\xe9 \x93q\x94", "us-ascii",
		    "caf\xc3\xa9 \xe2\x80\x9cq\xe2\x80\x9d" },
		{ "\xbf", "iso-8859-2", "\xc5\xbc" },
		{ "\x1b$B4A\x1b(B", "iso-2022-jp", "\xe6\xbc\xa2" },
		{ "a\x01\x7f\tb", "no-such-set", "a\tb" },
	};
	struct bytes b = BYTES_INIT(SOME);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bytes_reset(&b);
		assert_int_equal(charset_to_utf8(&b, cases[i].bytes,
		    strlen(cases[i].bytes), cases[i].name), 0);
		assert_string_equal(bytes_str(&b), cases[i].text);
	}
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_eml__only_what_is_read_stays_of_the_header),
		cmocka_unit_test(test_eml__its_text_is_what_a_reader_sees),
		cmocka_unit_test(test_eml__a_second_time_is_as_the_first),
		cmocka_unit_test(
		    test_eml__attachments_and_messages_are_children),
		cmocka_unit_test(
		    test_eml__pictures_of_the_mail_stay_and_others_are_not_fetched),
		cmocka_unit_test(
		    test_eml__omitted_attachments_are_gone_with_their_part),
		cmocka_unit_test(test_eml__header_body_and_names_are_redacted),
		cmocka_unit_test(
		    test_eml__encrypted_parts_are_kept_whole_or_left_out),
		cmocka_unit_test(
		    test_eml__a_boundary_that_is_told_wrongly_is_found),
		cmocka_unit_test(
		    test_eml__is_told_from_a_letter_by_what_programs_write),
		cmocka_unit_test(
		    test_mbox__messages_come_out_unquoted_and_go_back),
		cmocka_unit_test(
		    test_emlx__keeps_its_message_and_loses_its_list),
		cmocka_unit_test(test_msg__is_read_with_its_attachments),
		cmocka_unit_test(test_msg__an_rtf_body_is_unpacked),
		cmocka_unit_test(test_when__reads_old_and_new_dates),
		cmocka_unit_test(test_field__parameters_in_sections_and_sets),
		cmocka_unit_test(
		    test_field__encoded_words_join_inside_a_character),
		cmocka_unit_test(test_address__lists_read_as_they_are_written),
		cmocka_unit_test(test_transfer__what_is_encoded_comes_back),
		cmocka_unit_test(
		    test_charset__bytes_without_a_name_are_read_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
