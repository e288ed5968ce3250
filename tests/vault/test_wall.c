/*
 * test_wall.c -- walls: what they get, what is heard of them, how they end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/wall.h"

static void
test_libexec__lies_beside_the_folder_of_the_program(void **state)
{
	char path[4096], tight[8];

	(void)state;
	assert_int_equal(libexec_path(path, sizeof(path), "tipline-store"), 0);
	assert_non_null(strstr(path,
	    "/tests/../libexec/tipline/tipline-store"));
	assert_int_equal(libexec_path(tight, sizeof(tight), "x"), ERR_TOO_BIG);
}

/* A shell stands in for a wall: it tells what it was given. */
static void
wall_tells(const char *script, int keep_fd, char *out, size_t size)
{
	char *argv[] = { "sh", "-c", (char *)script, NULL };
	int sock, pid;
	size_t n = 0;
	ssize_t got;

	assert_int_equal(wall_spawn("/bin/sh", argv, keep_fd, &sock, &pid), 0);
	while ((got = recv(sock, out + n, size - 1 - n, 0)) > 0)
		n += (size_t)got;
	out[n] = '\0';
	assert_int_equal(wall_end(&sock, &pid), 0);
	assert_int_equal(sock, -1);
}

static void
test_wall__gets_its_socket_and_nothing_else(void **state)
{
	char out[4096];
	int stray = dup(2);

	(void)state;
	wall_tells("ls /proc/self/fd >&3", -1, out, sizeof(out));
	/* 0 1 2 3 and the one with which ls reads that folder */
	assert_string_equal(out, "0\n1\n2\n3\n4\n");
	close(stray);
}

static void
test_wall__has_an_empty_environment(void **state)
{
	char out[4096];

	(void)state;
	setenv("TIPLINE_CANARY", "leaked", 1);
	wall_tells("tr '\\0' '\\n' </proc/$$/environ >&3", -1, out,
	    sizeof(out));
	assert_string_equal(out, "LC_ALL=C.UTF-8\n");
	unsetenv("TIPLINE_CANARY");
}

static void
test_wall__keeps_the_one_descriptor_it_is_given(void **state)
{
	char out[64];
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], "kept", 4), 4);
	close(p[1]);
	wall_tells("cat <&4 >&3", p[0], out, sizeof(out));
	assert_string_equal(out, "kept");
	close(p[0]);
}

static void
test_wall__a_bad_end_is_a_failure(void **state)
{
	char *argv[] = { "sh", "-c", "exit 3", NULL };
	char *killed[] = { "sh", "-c", "kill -9 $$", NULL };
	int sock, pid;

	(void)state;
	assert_int_equal(wall_spawn("/bin/sh", argv, -1, &sock, &pid), 0);
	assert_int_equal(wall_end(&sock, &pid), ERR_WALL);
	assert_int_equal(wall_spawn("/bin/sh", killed, -1, &sock, &pid), 0);
	assert_int_equal(wall_end(&sock, &pid), ERR_WALL);
	assert_int_equal(wall_spawn("/nowhere/wall", argv, -1, &sock, &pid),
	    ERR_IO);
	assert_int_equal(sock, -1);
	assert_int_equal(wall_end(&sock, &pid), 0);	/* nothing to end */
}

/* The other end stands in for a wall. */
static int
stand_in(struct wall *w)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	*w = WALL_INIT;
	w->sock = pair[0];
	return pair[1];
}

static void
test_wall__that_is_not_there_is_named_and_may_be_stopped(void **state)
{
	char *argv[] = { "tipline-nothing", NULL };
	struct wall w;

	(void)state;
	assert_int_equal(wall_start(&w, argv, -1), ERR_IO);
	assert_non_null(strstr(err_line(), "tipline-nothing cannot be run"));
	assert_int_equal(w.sock, -1);
	assert_int_equal(w.pid, -1);
	assert_int_equal(wall_stop(&w), 0);
}

static void
test_wall__what_it_says_is_read_from_the_beginning(void **state)
{
	struct wire_reader rd;
	struct wall w;
	int end = stand_in(&w);

	(void)state;
	assert_int_equal(wire_send(end, 7, "\0\0\0\5", 4, NULL, 0), 0);
	assert_int_equal(wall_hear(&w, "it died"), 0);
	assert_int_equal(w.frame.type, 7);
	rd = wall_said(&w);
	assert_int_equal(wire_get_u32(&rd), 5);
	assert_int_equal(wire_done(&rd, "a number"), 0);
	close(end);
	assert_int_equal(wall_stop(&w), 0);
}

static void
test_wall__its_refusal_is_a_failure_here(void **state)
{
	struct wall w;
	int end = stand_in(&w);

	(void)state;
	(void)err_set(ERR_TOO_BIG, "the export is too large; take less");
	assert_int_equal(wire_send_error(end, ERR_TOO_BIG), 0);
	(void)err_set(ERR_FAILED, "something else");
	assert_int_equal(wall_hear(&w, "it died"), ERR_TOO_BIG);
	assert_string_equal(err_line(), "the export is too large; take less");
	close(end);
	(void)wall_stop(&w);
}

static void
test_wall__a_refusal_that_is_none_is_its_fault(void **state)
{
	static const struct {
		const char *body;
		size_t len;
	} bad[] = { { "", 0 }, { "\0\0\0\1", 4 },	/* no line */
	    { "\0\0\0\0\0\0\0\1x", 9 },		/* no code */
	    { "\xff\xff\xff\xff\0\0\0\1x", 9 },	/* one that is none */
	    { "\0\0\0\1\0\0\0\1xy", 10 },	/* something behind it */
	    { "\0\0\0\1\0\0\0\2x\0", 10 },	/* a NUL in it */
	    { "\0\0\0\1\xff\xff\xff\xffx", 9 } };
	struct wall w;
	int end = stand_in(&w), r;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(wire_send(end, WIRE_ERROR, bad[i].body,
		    bad[i].len, NULL, 0), 0);
		r = wall_hear(&w, "it died");
		if (r != ERR_FORMAT && r != ERR_PROTOCOL)
			fail_msg("refusal %zu is %d: %s", i, r, err_line());
	}
	close(end);
	(void)wall_stop(&w);
}

static void
test_wall__one_that_died_is_told_in_the_callers_words(void **state)
{
	struct wall w;

	(void)state;
	close(stand_in(&w));
	assert_int_equal(wall_hear(&w, "what reads it died"), ERR_WALL);
	assert_string_equal(err_line(), "what reads it died");
	assert_int_equal(wall_hear(&w, NULL), ERR_WALL);
	assert_non_null(strstr(err_line(), "run the command again"));
	(void)wall_stop(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libexec__lies_beside_the_folder_of_the_program),
		cmocka_unit_test(test_wall__gets_its_socket_and_nothing_else),
		cmocka_unit_test(test_wall__has_an_empty_environment),
		cmocka_unit_test(test_wall__keeps_the_one_descriptor_it_is_given),
		cmocka_unit_test(test_wall__a_bad_end_is_a_failure),
		cmocka_unit_test(
		    test_wall__that_is_not_there_is_named_and_may_be_stopped),
		cmocka_unit_test(
		    test_wall__what_it_says_is_read_from_the_beginning),
		cmocka_unit_test(test_wall__its_refusal_is_a_failure_here),
		cmocka_unit_test(
		    test_wall__a_refusal_that_is_none_is_its_fault),
		cmocka_unit_test(
		    test_wall__one_that_died_is_told_in_the_callers_words),
	};

	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
