/*
 * test_smtp.c -- what a mail program says in LMTP, and what comes of it: the
 * mail to the byte, an answer to each recipient, and nothing that a mail or a
 * client could smuggle in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/wall/smtp.h"
#include "vault/base/err.h"

#define LIMIT 4000u	/* bytes of a mail, here */
#define SEEN_MAX (1u << 20)
#define HELLO "LHLO h\r\n"
#define ENVELOPE HELLO "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n"
#define BEGIN ENVELOPE "DATA\r\n"
#define END "\r\n.\r\n"

/* What came of it, as a reader would tell it. */
struct seen {
	struct bytes story;	/* "begin", content, "end" or "gone" */
	struct bytes facts;	/* "3=a@b " */
	int fails;		/* what every call returns */
};

static int
put(void *arg, const char *word)
{
	struct seen *v = arg;

	assert_int_equal(bytes_add_str(&v->story, word), 0);
	return v->fails;
}

static int
on_begin(void *arg)
{
	return put(arg, "begin<");
}

static int
on_data(void *arg, const void *p, size_t len)
{
	struct seen *v = arg;

	assert_int_equal(bytes_add(&v->story, p, len), 0);
	return v->fails;
}

static void
on_fact(void *arg, enum fact_what what, const char *value)
{
	struct seen *v = arg;

	assert_int_equal(bytes_addf(&v->facts, "%d=%s ", (int)what, value), 0);
}

static int
on_end(void *arg)
{
	return put(arg, ">end");
}

static int
on_gone(void *arg)
{
	return put(arg, ">gone");
}

static const struct smtp_calls calls = { on_begin, on_data, on_fact, on_end,
	on_gone };

struct talk {
	struct smtp smtp;
	struct seen seen;
};

static int
setup(void **state)
{
	struct talk *t = calloc(1, sizeof(*t));

	t->seen.story = t->seen.facts = BYTES_INIT(SEEN_MAX);
	smtp_begin(&t->smtp, &calls, &t->seen, LIMIT);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct talk *t = *state;

	smtp_end(&t->smtp);
	bytes_free(&t->smtp.out);
	bytes_free(&t->seen.story);
	bytes_free(&t->seen.facts);
	free(t);
	return 0;
}

static int
say_bytes(struct talk *t, const void *p, size_t len, size_t *taken)
{
	return smtp_take(&t->smtp, p, len, taken);
}

static void
say(struct talk *t, const char *words)
{
	size_t taken;

	assert_int_equal(say_bytes(t, words, strlen(words), &taken), 0);
	assert_int_equal(taken, strlen(words));
}

/* The codes of all answers since the last call: "220 250 354". */
static const char *
codes(struct talk *t)
{
	static char all[SMTP_OUT_MAX];
	const char *p = bytes_str(&t->smtp.out), *nl;
	size_t n = 0;

	all[0] = '\0';
	assert_non_null(p);
	for (; (nl = strstr(p, "\r\n")) != NULL; p = nl + 2)
		if (p[3] != '-')	/* it goes on */
			n += (size_t)snprintf(all + n, sizeof(all) - n,
			    "%s%.3s", n > 0 ? " " : "", p);
	assert_string_equal(p, "");
	bytes_reset(&t->smtp.out);
	return all;
}

static const char *
story(struct talk *t)
{
	return bytes_str(&t->seen.story);
}

static void
test_smtp__a_mail_comes_to_the_byte_and_is_answered_when_it_is_stored(
    void **state)
{
	struct talk *t = *state;

	say(t, BEGIN "Subject: x\r\n\r\nhello\nthere\r" END);
	assert_string_equal(codes(t), "220 250 250 250 354");
	assert_string_equal(story(t),
	    "begin<Subject: x\r\n\r\nhello\nthere\r\r\n>end");
	assert_int_equal(t->smtp.state, SMTP_WAITS);
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	assert_string_equal(codes(t), "250");
	say(t, "QUIT\r\n");
	assert_string_equal(codes(t), "221");
	assert_int_equal(t->smtp.state, SMTP_OVER);
}

static void
test_smtp__each_recipient_has_an_answer(void **state)
{
	struct talk *t = *state;

	say(t, ENVELOPE "RCPT TO:<e@f>\r\nRCPT TO:<g@h>\r\nDATA\r\nx" END);
	(void)codes(t);
	smtp_verdict(&t->smtp, LMTP_FULL);
	assert_string_equal(codes(t), "452 452 452");
	say(t, "MAIL FROM:<>\r\nRCPT TO:<c@d>\r\nDATA\r\ny" END);
	(void)codes(t);
	smtp_verdict(&t->smtp, LMTP_FAILED);
	assert_string_equal(codes(t), "451");
	/* A second verdict is for nobody. */
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	assert_string_equal(codes(t), "");
}

static void
test_smtp__dots_are_unstuffed_and_stay_otherwise(void **state)
{
	struct talk *t = *state;

	say(t, BEGIN "..one\r\n.two\r\n...\r\nthree.\r\n. \r\n.\rx" END);
	assert_string_equal(story(t),
	    "begin<.one\r\ntwo\r\n..\r\nthree.\r\n \r\n\rx\r\n>end");
}

/* What other programs take for the end of a mail, and it is none. */
static void
test_smtp__no_mail_ends_but_by_its_dot_between_two_line_ends(void **state)
{
	static const char *const ends[] = { "\n.\n", "\n.\r\n", "\r.\r",
	    "\r.\r\n", "\r\n.\n", "\r\n.\r\r\n", "\r\n..\r\n", "\r\n.\r",
	    "\r\n.", "\n\n.\r\n", "\r\n \x2e\r\n" };
	struct talk *t;
	void *s;

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		assert_int_equal(setup(&s), 0);
		t = s;
		say(t, BEGIN "a");
		say(t, ends[i]);
		say(t, "MAIL FROM:<evil@x>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
		if (t->smtp.state != SMTP_MAIL)
			fail_msg("end %zu ends a mail", i);
		assert_int_equal(strncmp(story(t), "begin<a", 7), 0);
		assert_null(strstr(story(t), "end"));
		assert_int_equal(teardown(&s), 0);
	}
	assert_int_equal(setup(&s), 0);
	t = s;
	say(t, BEGIN ".\r\n");	/* an empty mail, which has no line at all */
	assert_string_equal(story(t), "begin<>end");
	assert_int_equal(teardown(&s), 0);
}

static void
test_smtp__nothing_is_taken_while_a_mail_waits(void **state)
{
	static const char all[] = BEGIN "x" END "RSET\r\nQUIT\r\n";
	struct talk *t = *state;
	size_t taken, more;

	assert_int_equal(say_bytes(t, all, sizeof(all) - 1, &taken), 0);
	assert_int_equal(taken, sizeof(BEGIN "x" END) - 1);
	assert_int_equal(say_bytes(t, all, 5, &more), 0);
	assert_int_equal(more, 0);
	(void)codes(t);
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	say(t, all + taken);
	assert_string_equal(codes(t), "250 250 221");
}

static void
test_smtp__a_mail_cut_anywhere_is_the_same(void **state)
{
	static const char all[] = BEGIN "From: a@b\r\n\r\n..x\r\n.\rz\r\n.y" END;
	const size_t len = sizeof(all) - 1;
	struct talk *whole = *state, *t;
	size_t taken, at;
	void *s;

	say(whole, all);
	for (at = 0; at <= len; at++) {
		assert_int_equal(setup(&s), 0);
		t = s;
		assert_int_equal(say_bytes(t, all, at, &taken), 0);
		assert_int_equal(taken, at);
		assert_int_equal(say_bytes(t, all + at, len - at, &taken), 0);
		assert_int_equal(taken, len - at);
		assert_string_equal(story(t), story(whole));
		assert_string_equal(bytes_str(&t->seen.facts),
		    bytes_str(&whole->seen.facts));
		assert_int_equal(teardown(&s), 0);
	}
}

static void
test_smtp__a_mail_of_the_limit_comes_and_one_byte_more_does_not(void **state)
{
	char mail[LIMIT + 8];
	struct talk *t = *state;

	memset(mail, 'x', sizeof(mail));
	(void)strcpy(mail + LIMIT - 2, END);	/* its last line end counts */
	say(t, BEGIN);
	say(t, mail);
	assert_int_equal(t->smtp.state, SMTP_WAITS);
	assert_null(strstr(story(t), ">gone"));
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	(void)codes(t);
	bytes_reset(&t->seen.story);
	mail[LIMIT - 2] = 'x';
	(void)strcpy(mail + LIMIT - 1, END);
	say(t, "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nDATA\r\n");
	say(t, mail);
	assert_string_equal(codes(t), "250 250 250 354 552 552");
	assert_non_null(strstr(story(t), ">gone"));
	assert_null(strstr(story(t), ">end"));
	/* The next is none the worse for it. */
	bytes_reset(&t->seen.story);
	say(t, "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nsmall" END);
	assert_string_equal(story(t), "begin<small\r\n>end");
}

static void
test_smtp__a_size_that_is_announced_is_believed_when_it_is_too_large(
    void **state)
{
	struct talk *t = *state;

	say(t, HELLO "MAIL FROM:<a@b> BODY=8BITMIME SIZE=4001\r\n"
	    "MAIL FROM:<a@b> size=99999999999999999999999\r\n"
	    "MAIL FROM:<a@b> SIZE=-1\r\nMAIL FROM:<a@b> SIZE=4000\r\n");
	assert_string_equal(codes(t), "220 250 552 552 552 250");
}

static void
test_smtp__commands_have_their_order(void **state)
{
	struct talk *t = *state;

	say(t, "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nLHLO\r\n"
	    "EHLO h\r\nHELO h\r\n");
	assert_string_equal(codes(t), "220 503 503 503 501 500 500");
	say(t, "lhlo h\r\nRCPT TO:<c@d>\r\nDATA\r\nmail from: <a@b>\r\n"
	    "MAIL FROM:<e@f>\r\nDATA\r\n");
	assert_string_equal(codes(t), "250 503 503 250 503 503");
	/* What was begun is forgotten by RSET, and by a new LHLO. */
	say(t, "RCPT TO:<c@d>\r\nRSET\r\nDATA\r\nMAIL FROM:<a@b>\r\n"
	    "RCPT TO:<c@d>\r\n" HELLO "DATA\r\nNOOP\r\nVRFY x\r\n");
	assert_string_equal(codes(t),
	    "250 250 503 250 250 250 503 250 252");
	assert_string_equal(story(t), "");
}

static void
test_smtp__a_path_is_in_brackets_and_may_be_quoted(void **state)
{
	struct talk *t = *state;

	say(t, HELLO "MAIL FROM:a@b\r\nMAIL FROM:<a@b\r\nMAIL FROM:<a@b>x\r\n"
	    "MAIL TO:<a@b>\r\nMAIL FROM:<\"a>\\\"b\"@c>\r\n");
	assert_string_equal(codes(t), "220 250 501 501 501 501 250");
	say(t, "RCPT TO:<c@d>\r\nDATA\r\nx" END);
	assert_string_equal(bytes_str(&t->seen.facts),
	    "3=\"a>\\\"b\"@c ");
}

static void
test_smtp__a_line_that_is_too_long_or_none_does_nothing(void **state)
{
	char line[3 * SMTP_LINE_MAX];
	struct talk *t = *state;
	size_t taken;

	say(t, HELLO);
	(void)codes(t);
	memset(line, 'x', sizeof(line));
	memcpy(line, "MAIL FROM:<", 11);
	memcpy(line + sizeof(line) - 3, ">\r\n", 3);
	assert_int_equal(say_bytes(t, line, sizeof(line), &taken), 0);
	assert_int_equal(taken, sizeof(line));
	assert_string_equal(codes(t), "500");
	/* The longest there may be, to the byte; then one more. */
	memcpy(line + SMTP_LINE_MAX - 3, ">\r\n", 3);
	assert_int_equal(say_bytes(t, line, SMTP_LINE_MAX, &taken), 0);
	assert_string_equal(codes(t), "250");
	say(t, "RSET\r\n");
	memcpy(line + SMTP_LINE_MAX - 3, "x>\r\n", 4);
	assert_int_equal(say_bytes(t, line, SMTP_LINE_MAX + 1, &taken), 0);
	assert_string_equal(codes(t), "250 500");
	assert_int_equal(say_bytes(t, "MAIL FROM:<a\0b>\r\n", 17, &taken), 0);
	say(t, "MAIL FROM:<a\x1b[2Jb>\r\n\r\n");
	assert_string_equal(codes(t), "501 501 500");
}

static void
test_smtp__recipients_are_limited_and_all_are_answered(void **state)
{
	struct talk *t = *state;
	const char *all;
	unsigned i;

	say(t, HELLO "MAIL FROM:<a@b>\r\n");
	for (i = 0; i < SMTP_RCPTS_MAX; i++)
		say(t, "RCPT TO:<c@d>\r\n");
	(void)codes(t);
	say(t, "RCPT TO:<c@d>\r\n");
	assert_string_equal(codes(t), "452");
	say(t, "DATA\r\nx" END);
	(void)codes(t);
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	assert_int_equal(bytes_ok(&t->smtp.out), 0);
	all = codes(t);
	for (i = 0; *all != '\0'; i++)
		all += all[3] == ' ' ? 4 : 3;
	assert_int_equal(i, SMTP_RCPTS_MAX);
}

static void
test_smtp__who_only_errs_is_sent_away(void **state)
{
	struct talk *t = *state;
	size_t taken = 0;
	unsigned i;

	(void)codes(t);
	for (i = 1; i < SMTP_ERRORS_MAX; i++)
		say(t, "GET / HTTP/1.1\r\n");
	assert_int_equal(t->smtp.state, SMTP_COMMANDS);
	(void)codes(t);
	say(t, "Host: h\r\n");
	assert_string_equal(codes(t), "421");
	assert_int_equal(t->smtp.state, SMTP_OVER);
	assert_int_equal(say_bytes(t, ENVELOPE, 10, &taken), 0);
	assert_int_equal(taken, 0);
}

/* Who asks and asks, and reads no answer. */
static void
test_smtp__answers_that_nobody_reads_stop_it(void **state)
{
	struct talk *t = *state;
	size_t taken, all = 0;

	do {
		assert_int_equal(say_bytes(t, "NOOP\r\n", 6, &taken), 0);
		all += taken;
	} while (taken == 6);
	assert_int_equal(taken, 0);
	assert_true(all < SMTP_OUT_MAX);
	assert_int_equal(bytes_ok(&t->smtp.out), 0);
	(void)codes(t);
	say(t, "NOOP\r\n");
	assert_string_equal(codes(t), "250");
}

static void
test_smtp__what_was_begun_is_given_up_at_the_end(void **state)
{
	struct talk *t = *state;

	say(t, BEGIN "abc");
	smtp_stop(&t->smtp, "the service stops");
	assert_string_equal(story(t), "begin<abc>gone");
	assert_string_equal(codes(t), "220 250 250 250 354 421");
	assert_int_equal(t->smtp.state, SMTP_OVER);
}

/* One that waits is the clean side's: it may be durable by now. */
static void
test_smtp__what_waits_is_not_given_up(void **state)
{
	struct talk *t = *state;

	say(t, BEGIN "abc" END);
	smtp_stop(&t->smtp, "the service stops");
	assert_string_equal(story(t), "begin<abc\r\n>end");
}

static void
test_smtp__a_failure_behind_it_ends_it(void **state)
{
	static const char all[] = BEGIN "x" END;
	struct talk *t = *state;
	size_t taken;

	t->seen.fails = ERR_WALL;
	assert_int_equal(say_bytes(t, all, sizeof(all) - 1, &taken), ERR_WALL);
	assert_true(taken < sizeof(all) - 1);
}

static void
test_smtp__it_tells_envelope_and_header(void **state)
{
	struct talk *t = *state;
	char want[64];

	say(t, BEGIN "From: e@f\r\nSubject: hi\r\n\r\nFrom: none@x" END);
	(void)snprintf(want, sizeof(want), "%d=a@b %d=e@f %d=hi ",
	    FACT_SENDER_EMAIL, FACT_SENDER_EMAIL, FACT_SUBJECT);
	assert_string_equal(bytes_str(&t->seen.facts), want);
	smtp_verdict(&t->smtp, LMTP_DURABLE);
	/* Nothing of it is told of the next. */
	bytes_reset(&t->seen.facts);
	say(t, "MAIL FROM:<>\r\nRCPT TO:<c@d>\r\nDATA\r\nx" END);
	assert_string_equal(bytes_str(&t->seen.facts), "");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_smtp__a_mail_comes_to_the_byte_and_is_answered_when_it_is_stored),
		T(test_smtp__each_recipient_has_an_answer),
		T(test_smtp__dots_are_unstuffed_and_stay_otherwise),
		cmocka_unit_test(
		    test_smtp__no_mail_ends_but_by_its_dot_between_two_line_ends),
		T(test_smtp__nothing_is_taken_while_a_mail_waits),
		T(test_smtp__a_mail_cut_anywhere_is_the_same),
		T(test_smtp__a_mail_of_the_limit_comes_and_one_byte_more_does_not),
		T(test_smtp__a_size_that_is_announced_is_believed_when_it_is_too_large),
		T(test_smtp__commands_have_their_order),
		T(test_smtp__a_path_is_in_brackets_and_may_be_quoted),
		T(test_smtp__a_line_that_is_too_long_or_none_does_nothing),
		T(test_smtp__recipients_are_limited_and_all_are_answered),
		T(test_smtp__who_only_errs_is_sent_away),
		T(test_smtp__answers_that_nobody_reads_stop_it),
		T(test_smtp__what_was_begun_is_given_up_at_the_end),
		T(test_smtp__what_waits_is_not_given_up),
		T(test_smtp__a_failure_behind_it_ends_it),
		T(test_smtp__it_tells_envelope_and_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
