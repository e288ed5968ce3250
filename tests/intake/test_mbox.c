/*
 * test_mbox.c -- where the mails of an mbox begin and end, also where somebody
 * wrote into a mail what looks like another's beginning.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/foreign/wall/mbox.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define FILE_MAX (1u << 20)
#define FROM "From a@b Thu Nov 19 12:34:56 2026\n"
#define WINDOW (256u << 10)	/* that is read at a time (mbox.c) */

static struct {
	const char *file;
	struct bytes story;	/* each mail: "[from|bytes]" */
	size_t n;
	int fails;
} seen;

static int
each(void *arg, const struct mbox_mail *m)
{
	assert_ptr_equal(arg, &seen);
	seen.n++;
	(void)bytes_addf(&seen.story, "[%s|", m->from);
	(void)bytes_add(&seen.story, seen.file + m->offset,
	    (size_t)m->length);
	assert_int_equal(bytes_add_str(&seen.story, "]"), 0);
	return seen.fails;
}

/* What is found in it, as a line. */
static const char *
found(const char *file, size_t len, bool lengths)
{
	int fd, r;

	assert_int_equal(io_memfd_from(&fd, "mbox", file, len), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	seen.file = file;
	seen.n = 0;
	if (seen.story.max == 0)
		seen.story = BYTES_INIT(4 * FILE_MAX);
	bytes_reset(&seen.story);
	r = mbox_read(fd, lengths, each, &seen);
	assert_int_equal(r, seen.fails);
	close(fd);
	return bytes_str(&seen.story);
}

static void
expect(const char *file, const char *want)
{
	assert_string_equal(found(file, strlen(file), false), want);
}

static void
expect_lengths(const char *file, const char *want)
{
	assert_string_equal(found(file, strlen(file), true), want);
}

static int
forget(void **state)
{
	(void)state;
	seen.fails = 0;
	bytes_free(&seen.story);
	return 0;
}

static void
test_mbox__mails_end_before_the_empty_line(void **state)
{
	(void)state;
	expect(FROM "S: 1\n\none\n\n" FROM "S: 2\n\ntwo\n",
	    "[a@b|S: 1\n\none\n][a@b|S: 2\n\ntwo\n]");
	expect(FROM "S: 1\r\n\r\none\r\n\r\n" FROM "S: 2\r\n\r\n",
	    "[a@b|S: 1\r\n\r\none\r\n][a@b|S: 2\r\n]");
	expect(FROM "S: 1\n\none\n\n\n\n" FROM "S: 2\n\ntwo",
	    "[a@b|S: 1\n\none\n\n\n][a@b|S: 2\n\ntwo]");
}

static void
test_mbox__what_only_looks_like_a_first_line_belongs_to_the_mail(void **state)
{
	(void)state;
	/* no empty line before; quoted; no date and no field behind */
	expect(FROM "S: 1\n\nx\n" FROM "S: 2\n\n",
	    "[a@b|S: 1\n\nx\n" FROM "S: 2\n]");
	expect(FROM "S: 1\n\n>" FROM "S: 2\n", "[a@b|S: 1\n\n>" FROM "S: 2\n]");
	expect(FROM "S: 1\n\nFrom here on all went well.\n\nbye\n",
	    "[a@b|S: 1\n\nFrom here on all went well.\n\nbye\n]");
	expect(FROM "S: 1\n\nfrom a@b Thu Nov 19 12:34:56 2026\nS: 2\n",
	    "[a@b|S: 1\n\nfrom a@b Thu Nov 19 12:34:56 2026\nS: 2\n]");
	expect(FROM "S: 1\n\n From a@b Thu Nov 19 12:34:56 2026\n",
	    "[a@b|S: 1\n\n From a@b Thu Nov 19 12:34:56 2026\n]");
}

static void
test_mbox__a_first_line_without_a_date_has_a_field_behind_it(void **state)
{
	(void)state;
	expect("From x\nS: 1\n\none\n\nFrom y\nS: 2\n\n",
	    "[x|S: 1\n\none\n][y|S: 2\n]");
	expect("From x\nno field\n\nFrom y\nno field\n",
	    "[x|no field\n\nFrom y\nno field\n]");
}

static void
test_mbox__a_sender_is_a_word_of_ascii(void **state)
{
	char line[2 * MBOX_LINE_MAX + 8];

	(void)state;
	expect("From \xff\xfe S\nS: 1\n", "[|S: 1\n]");
	expect("From \nS: 1\n", "[|S: 1\n]");
	expect("From a@b\x1b[31m x\nS: 1\n", "[a@b|S: 1\n]");
	/* A first line without an end is the file's first, and no sender. */
	memset(line, 'y', sizeof(line));
	memcpy(line, "From ", 5);
	(void)found(line, sizeof(line), false);
	assert_int_equal(seen.n, 1);
}

static void
test_mbox__what_is_empty_or_short_is_no_harm(void **state)
{
	(void)state;
	expect("", "");
	expect("From ", "[|]");
	expect(FROM, "[a@b|]");
	expect(FROM "\n", "[a@b|]");
	expect(FROM "\n" FROM "\n" FROM, "[a@b|][a@b|][a@b|]");
	expect("From", "");
	expect("\n\nx\n", "");
	/* What stands before the first of them is nobody's. */
	expect("x\n\n" FROM "S: 1\n", "[a@b|S: 1\n]");
}

static void
test_mbox__a_nul_is_a_byte_like_others(void **state)
{
	static const char file[] = FROM "S: \0\n\n\0\n\n" FROM "S: 2\n";
	static const char want[] = "[a@b|S: \0\n\n\0\n][a@b|S: 2\n]";

	(void)state;
	(void)found(file, sizeof(file) - 1, false);
	assert_int_equal(seen.story.len, sizeof(want) - 1);
	assert_memory_equal(seen.story.data, want, sizeof(want) - 1);
}

static void
test_mbox__lengths_are_believed_where_a_mail_ends(void **state)
{
	/* In it stands what would begin another mail. */
	static const char honest[] = FROM "Content-Length: 38\n\n"
	    "in\n\n" FROM "\n" FROM "S: 2\n";

	(void)state;
	assert_int_equal(strlen("in\n\n" FROM), 38);
	expect_lengths(honest, "[a@b|Content-Length: 38\n\nin\n\n" FROM
	    "][a@b|S: 2\n]");
	/* Not asked for: anybody can write such a field. */
	expect(honest, "[a@b|Content-Length: 38\n\nin\n][a@b|][a@b|S: 2\n]");
}

static void
test_mbox__a_length_that_lies_is_not_believed(void **state)
{
	static const char *const lies[] = { "40", "37", "0", "99999",
	    "999999999999999999", "9999999999999999999999", "-38", "3 8", "",
	    "0x26", "38x" };
	char file[512], want[512];

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		(void)snprintf(file, sizeof(file), FROM "Content-Length: %s\n"
		    "\nin\n\n" FROM "\n" FROM "S: 2\n", lies[i]);
		(void)snprintf(want, sizeof(want), "[a@b|Content-Length: %s\n"
		    "\nin\n][a@b|][a@b|S: 2\n]", lies[i]);
		if (strcmp(found(file, strlen(file), true), want) != 0)
			fail_msg("%s: %s", lies[i], seen.story.data);
	}
}

/* Somebody's length may not swallow the next one's mail. */
static void
test_mbox__a_length_to_the_end_swallows_no_more_than_is_told(void **state)
{
	static const char file[] = FROM "Content-Length: 46\n\n"
	    "in\n\n" FROM "S: 2\n\n2\n";

	(void)state;
	assert_int_equal(strlen("in\n\n" FROM "S: 2\n\n2\n"), 46);
	expect(file, "[a@b|Content-Length: 46\n\nin\n][a@b|S: 2\n\n2\n]");
	/* It was asked for, so it is the file's word: all of it is there. */
	expect_lengths(file, "[a@b|Content-Length: 46\n\nin\n\n" FROM
	    "S: 2\n\n2\n]");
}

/* Wherever the window ends: before, in and behind what parts two mails. */
static void
test_mbox__is_the_same_wherever_it_is_cut_for_reading(void **state)
{
	static const char parting[] = "\r\n\r\n" FROM "S: 2\n\ntwo\n";
	char *file = malloc(FILE_MAX);
	size_t begin, n, missed = 0;

	(void)state;
	assert_non_null(file);
	for (begin = WINDOW - 64; begin <= WINDOW + 8; begin++)
		for (unsigned lines = 0; lines < 2; lines++) {
			/* one endless line, or short ones */
			for (n = 0; n < begin; n++)
				file[n] = lines && n % 61 == 60 ? '\n' : 'x';
			memcpy(file, FROM "S: 1\n\n", sizeof(FROM "S: 1\n\n") -
			    1);
			memcpy(file + n, parting, sizeof(parting) - 1);
			(void)found(file, n + sizeof(parting) - 1, false);
			missed += seen.n != 2 || seen.story.len !=
			    n + sizeof(parting) - 1 - 2 * (sizeof(FROM) - 1) -
			    2 + 2 * strlen("[a@b|]");
		}
	free(file);
	assert_int_equal(missed, 0);
}

static void
test_mbox__a_failure_ends_it(void **state)
{
	(void)state;
	seen.fails = ERR_WALL;
	expect(FROM "S: 1\n\n" FROM "S: 2\n", "[a@b|S: 1\n]");
}

#define T(f) cmocka_unit_test_teardown(f, forget)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_mbox__mails_end_before_the_empty_line),
		T(test_mbox__what_only_looks_like_a_first_line_belongs_to_the_mail),
		T(test_mbox__a_first_line_without_a_date_has_a_field_behind_it),
		T(test_mbox__a_sender_is_a_word_of_ascii),
		T(test_mbox__what_is_empty_or_short_is_no_harm),
		T(test_mbox__a_nul_is_a_byte_like_others),
		T(test_mbox__lengths_are_believed_where_a_mail_ends),
		T(test_mbox__a_length_that_lies_is_not_believed),
		T(test_mbox__a_length_to_the_end_swallows_no_more_than_is_told),
		T(test_mbox__is_the_same_wherever_it_is_cut_for_reading),
		T(test_mbox__a_failure_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
