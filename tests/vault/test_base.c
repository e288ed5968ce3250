/* test_base.c -- errors, bytes, records, names and escaping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/base/path.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

static void
test_bytes__never_grow_past_their_maximum(void **state)
{
	struct bytes b = BYTES_INIT(10);

	(void)state;
	assert_int_equal(bytes_add(&b, "12345678", 8), 0);
	assert_int_equal(bytes_add(&b, "abc", 3), ERR_TOO_BIG);
	assert_int_equal(b.len, 8);
	/* Once failed, it stays so: a writer looks once, at the end. */
	assert_int_equal(bytes_add(&b, "a", 1), ERR_TOO_BIG);
	assert_int_equal(bytes_ok(&b), ERR_TOO_BIG);
	bytes_reset(&b);
	assert_int_equal(bytes_addf(&b, "%d", 42), 0);
	assert_string_equal(bytes_str(&b), "42");
	bytes_free(&b);
}

static bool
all_zero(const uint8_t *p, size_t len)
{
	while (len > 0 && *p == 0)
		p++, len--;
	return len == 0;
}

static void
test_bytes__that_are_wiped_leave_nothing(void **state)
{
	struct bytes b = BYTES_WIPED(1 << 20), plain = BYTES_INIT(64);
	struct bytes all = BYTES_INIT(64);

	(void)state;
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(bytes_add_str(&b, "correct horse "), 0);
	assert_memory_equal(b.data + 13986, "correct horse ", 14);
	bytes_reset(&b);
	assert_int_equal(b.len, 0);
	assert_non_null(b.data);	/* the memory is kept ... */
	assert_true(all_zero(b.data, 14000));
	assert_int_equal(bytes_add_str(&b, "again"), 0);
	bytes_wipe(&b);
	assert_true(all_zero(b.data, b.cap));
	bytes_free(&b);
	assert_true(b.wiped);		/* ... and what kind it is */
	/* what they are moved to is wiped, too */
	assert_int_equal(bytes_add_str(&b, "secret"), 0);
	assert_int_equal(bytes_take(&all, &b), 0);
	assert_null(b.data);
	assert_true(b.wiped);
	bytes_reset(&all);
	assert_true(all_zero(all.data, 6));
	/* others can be, once */
	assert_int_equal(bytes_add_str(&plain, "secret"), 0);
	bytes_wipe(&plain);
	assert_true(all_zero(plain.data, plain.cap));
	bytes_free(&plain);
	bytes_free(&all);
}

/* Here an allocator of a sanitizer gives NULL, as others do. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
test_bytes__remember_that_memory_ran_out(void **state)
{
	struct bytes b = BYTES_INIT(SIZE_MAX / 2);
	uint8_t *p;

	(void)state;
	assert_int_equal(bytes_room(&b, SIZE_MAX / 4, &p), ERR_NO_MEMORY);
	/* Not "too big": that would be the fault of what was read. */
	assert_int_equal(bytes_add(&b, "a", 1), ERR_NO_MEMORY);
	assert_int_equal(bytes_ok(&b), ERR_NO_MEMORY);
	bytes_free(&b);
}

static void
test_err__a_line_may_quote_the_last_one(void **state)
{
	(void)state;
	(void)err_set(ERR_IO, "first");
	assert_int_equal(err_set(ERR_BUSY, "second after %s", err_line()),
	    ERR_BUSY);
	assert_string_equal(err_line(), "second after first");
	assert_int_equal(err_exit(ERR_BUSY), 11);
	assert_int_equal(err_exit(ERR_INTEGRITY), 3);
	assert_int_equal(err_exit(ERR_NO_GRANT), 4);
	assert_int_equal(err_exit(ERR_WRONG_KEY), 12);
	assert_int_equal(err_exit(0), 0);
}

static void
test_wire__a_frame_brings_its_body_and_descriptors(void **state)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	int pair[2], fd, got;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fd = open("/dev/null", O_RDONLY);
	assert_int_equal(wire_send(pair[0], 7, "hello", 5, &fd, 1), 0);
	assert_int_equal(wire_recv(pair[1], &f), 0);
	assert_int_equal(f.type, 7);
	assert_int_equal(f.body.len, 5);
	assert_memory_equal(f.body.data, "hello", 5);
	got = wire_take_fd(&f, 0);
	assert_true(got >= 0);
	assert_int_equal(wire_take_fd(&f, 0), -1);
	close(got);
	close(fd);
	close(pair[0]);
	assert_int_equal(wire_recv(pair[1], &f), ERR_WALL);
	close(pair[1]);
	wire_frame_free(&f);
}

static void
test_wire__refuses_a_length_over_the_limit(void **state)
{
	static const uint8_t head[] = { 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t cut[] = { 0, 0, 0, 1, 0, 0, 0, 9, 'x' };
	struct wire_frame f = WIRE_FRAME_INIT;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(write(pair[0], head, sizeof(head)), sizeof(head));
	assert_int_equal(wire_recv(pair[1], &f), ERR_PROTOCOL);
	assert_int_equal(write(pair[0], cut, sizeof(cut)), sizeof(cut));
	close(pair[0]);
	assert_int_equal(wire_recv(pair[1], &f), ERR_PROTOCOL);
	close(pair[1]);
	wire_frame_free(&f);
}

static void
test_wire__an_error_crosses_with_its_code_and_line(void **state)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	(void)err_set(ERR_NO_SPACE, "the disk is full");
	assert_int_equal(wire_send_error(pair[1], ERR_NO_SPACE), 0);
	(void)err_set(ERR_FAILED, "something else");
	assert_int_equal(wire_ask(pair[0], 1, NULL, NULL, 0, 2, &f),
	    ERR_NO_SPACE);
	assert_string_equal(err_line(), "the disk is full");
	close(pair[0]);
	close(pair[1]);
	wire_frame_free(&f);
}

static void
test_wire__fields_cut_anywhere_are_refused(void **state)
{
	struct bytes b = BYTES_INIT(256);
	struct wire_reader rd;
	char s[8];
	size_t cut, n;

	(void)state;
	wire_put_u8(&b, 1);
	wire_put_u16(&b, 0x0203);
	wire_put_u32(&b, 0x04050607);
	wire_put_u64(&b, 0x08090a0b0c0d0e0fu);
	wire_put_str(&b, "name");
	wire_put_bytes(&b, "\0\1", 2);
	for (cut = 0; cut <= b.len; cut++) {
		rd = wire_reader(b.data, cut);
		(void)wire_get_u8(&rd);
		(void)wire_get_u16(&rd);
		(void)wire_get_u32(&rd);
		(void)wire_get_u64(&rd);
		wire_get_str(&rd, s, sizeof(s));
		(void)wire_get_bytes(&rd, 2, &n);
		assert_int_equal(wire_done(&rd, "the fields"),
		    cut == b.len ? 0 : ERR_FORMAT);
	}
	assert_string_equal(s, "name");
	assert_int_equal(n, 2);
	rd = wire_reader(b.data + 15, b.len - 15);
	wire_get_str(&rd, s, 4);		/* one byte too small */
	assert_true(rd.bad);
	bytes_free(&b);
}

static void
test_id__names_are_proquints(void **state)
{
	/* From the proquint paper: 127.0.0.1 is lusab-babad. */
	struct id id = { { 127, 0, 0, 1, 9 } };
	char name[ID_NAME_SIZE];
	uint8_t first[4];

	(void)state;
	id_name(name, &id);
	assert_string_equal(name, "lusab-babad");
	assert_true(id_name_parse(first, name));
	assert_memory_equal(first, id.b, 4);
	assert_false(id_name_parse(first, "lusab-babae"));
	assert_false(id_name_parse(first, "lusab_babad"));
	assert_false(id_name_parse(first, "lusab-baba"));
}

static void
test_path__every_kind_is_read_back_as_it_was_written(void **state)
{
	static const char *const names[] = {
		"VERSION", "policy.1", "allowed_signers", ".gitattributes",
		"members/%F/card", "members/%F/roles.2", "members/%F/epochs/1",
		"submissions/%S/drop", "submissions/%S/drop.sig",
		"submissions/%S/manifest.sealed",
		"submissions/%S/grants/original/%F.1",
		"submissions/%S/approvals/3.%F",
		"submissions/%S/releases/1.sealed",
		"submissions/%S/erased/%F", "submissions/%S/erased/done",
		"submissions/%S/holds/2", "submissions/%S/receipts/3.%F",
		"submissions/%S/items/%I/original.large",
		"submissions/%S/items/%I/plan.12.sealed",
		"submissions/%S/items/%I/release.1.large",
		"submissions/%S/items/%I/grants/release/%F.7",
	};
	static const char *const wrong[] = {
		"", "/", "version", "VERSION ", "members/%F", "members/%F/roles.0",
		"members/%F/roles.01", "members/%F/roles.1234567890",
		"submissions/%S/", "submissions/%S/original.sealed",
		"submissions/%S/items/%I/manifest.sealed",
		"submissions/%S/items/%I/plan.sealed",
		"submissions/%S/items/%I/original.1.sealed",
		"submissions/%S/items/%I/original.sealed/x",
		"submissions/%S/grants/secret/%F.1",
		"submissions/ab/cd/%s/drop", "../VERSION", "policy",
		"policy.1\n", "policy.0", "policy.01", "policy.",
		"submissions/%S/erased", "submissions/%S/erased/done.1",
		"submissions/%S/erased/donE", "submissions/%S/erased/%F.1",
		"submissions/%S/holds/0", "submissions/%S/holds/1.%F",
		"submissions/%S/receipts/1", "submissions/%S/receipts/%F",
		"submissions/%S/items/%I/erased/done",
	};
	char name[PATH_SIZE], again[PATH_SIZE];
	const char *p;
	struct path path;
	size_t i, n, pass;

	(void)state;
	for (pass = 0; pass < 2; pass++)
	for (i = 0; i < (pass == 0 ? sizeof(names) / sizeof(names[0]) :
	    sizeof(wrong) / sizeof(wrong[0])); i++) {
		for (n = 0, p = pass == 0 ? names[i] : wrong[i]; *p != '\0'; p++) {
			if (*p != '%') {
				name[n++] = *p;
				continue;
			}
			p++;
			strcpy(name + n, *p == 'F' ? "00112233445566778899aabb"
			    "ccddeeff00112233445566778899aabbccddeeff" :
			    *p == 'S' ? "ab/cd/abcd0000000000000000000000000001" :
			    *p == 'I' ? "ef/ef000000000000000000000000000001" :
			    "ef000000000000000000000000000001");
			n = strlen(name);
		}
		name[n] = '\0';
		path = path_parse(name);
		if (pass == 1) {
			if (path.kind != PATH_NONE)
				fail_msg("taken for a path: %s", name);
			continue;
		}
		if (path.kind == PATH_NONE)
			fail_msg("not read: %s", name);
		path_format(again, &path);
		assert_string_equal(again, name);
	}
}

static void
test_roles__analysts_hold_nothing_else_that_reads(void **state)
{
	char words[ROLES_SIZE];
	unsigned roles;

	(void)state;
	assert_true(roles_parse(&roles, "desk,admin"));
	roles_format(words, roles);
	assert_string_equal(words, "admin,desk");
	assert_false(roles_parse(&roles, "desk,desk"));
	assert_false(roles_parse(&roles, "desk,"));
	assert_false(roles_parse(&roles, ""));
	assert_true(roles_fit(ROLE_ANALYST));
	assert_true(roles_fit(ROLE_ANALYST | ROLE_AUDITOR));
	assert_false(roles_fit(ROLE_ANALYST | ROLE_REPORTER));
	assert_false(roles_fit(0));
}

static void
test_print__a_name_cannot_move_the_cursor(void **state)
{
	struct bytes b = BYTES_INIT(256);
	static const char evil[] = "a\x1b[2J\n\xe2\x80\xae" "fdp.exe\xff\xc2\x9b";

	(void)state;
	assert_int_equal(print_escape(&b, evil, sizeof(evil) - 1), 0);
	assert_string_equal(bytes_str(&b),
	    "a\\x1b[2J\\n\\u202efdp.exe\\xff\\u009b");
	bytes_free(&b);
}

static void
test_json__holds_any_bytes(void **state)
{
	struct bytes b = BYTES_INIT(256);
	struct json j = json_writer(&b);

	(void)state;
	json_open(&j, '{');
	json_kstr(&j, "a\"", "\x01\xff\\");
	json_key(&j, "l");
	json_open(&j, '[');
	json_uint(&j, 1);
	json_bool(&j, false);
	json_null(&j);
	json_close(&j, ']');
	json_close(&j, '}');
	assert_string_equal(bytes_str(&b),
	    "{\"a\\\"\":\"\\u0001\xef\xbf\xbd\\\\\",\"l\":[1,false,null]}");
	bytes_free(&b);
}

static void
test_utf8__overlong_and_surrogates_are_none(void **state)
{
	static const char *const bad[] = { "\xc0\x80", "\xe0\x80\x80",
	    "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\x80",
	    "\xe2\x82" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid((const uint8_t *)bad[i],
		    strlen(bad[i])));
	assert_true(utf8_valid((const uint8_t *)"\xf0\x9f\x91\xa8\xc5\xbc", 6));
}

static void
test_io__a_file_appears_whole_and_never_replaces(void **state)
{
	char dir[] = "/tmp/test-base-XXXXXX";
	struct bytes b = BYTES_INIT(64);
	int fd, in;

	(void)state;
	assert_non_null(mkdtemp(dir));
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(io_write_file(fd, "a", "one", 3, 0600), 0);
	assert_int_equal(io_write_file(fd, "a", "two", 3, 0600), ERR_EXISTS);
	assert_int_equal(io_memfd_from(&in, "t", "three", 5), 0);
	assert_int_equal(io_install(fd, "a", in, 0600), ERR_EXISTS);
	assert_int_equal(io_read_file(fd, "a", &b), 0);
	assert_string_equal(bytes_str(&b), "one");
	assert_int_equal(lseek(in, 0, SEEK_SET), 0);
	assert_int_equal(io_install(fd, "b", in, 0600), 0);
	assert_int_equal(io_replace_file(fd, "a", "four", 4, 0600), 0);
	bytes_reset(&b);
	assert_int_equal(io_read_file(fd, "a", &b), 0);
	assert_string_equal(bytes_str(&b), "four");
	/* Nothing that was written aside is left: the folder can go. */
	assert_int_equal(unlinkat(fd, "a", 0), 0);
	assert_int_equal(unlinkat(fd, "b", 0), 0);
	assert_int_equal(rmdir(dir), 0);
	close(in);
	close(fd);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes__never_grow_past_their_maximum),
		cmocka_unit_test(test_bytes__that_are_wiped_leave_nothing),
		cmocka_unit_test(test_bytes__remember_that_memory_ran_out),
		cmocka_unit_test(test_err__a_line_may_quote_the_last_one),
		cmocka_unit_test(
		    test_wire__a_frame_brings_its_body_and_descriptors),
		cmocka_unit_test(test_wire__refuses_a_length_over_the_limit),
		cmocka_unit_test(
		    test_wire__an_error_crosses_with_its_code_and_line),
		cmocka_unit_test(test_wire__fields_cut_anywhere_are_refused),
		cmocka_unit_test(test_id__names_are_proquints),
		cmocka_unit_test(
		    test_path__every_kind_is_read_back_as_it_was_written),
		cmocka_unit_test(
		    test_roles__analysts_hold_nothing_else_that_reads),
		cmocka_unit_test(test_print__a_name_cannot_move_the_cursor),
		cmocka_unit_test(test_json__holds_any_bytes),
		cmocka_unit_test(test_utf8__overlong_and_surrogates_are_none),
		cmocka_unit_test(
		    test_io__a_file_appears_whole_and_never_replaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
