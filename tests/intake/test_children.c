/*
 * test_children.c -- what a parser says about the documents in a document is
 * believed by the rules of records.h alone; what becomes of them is told by
 * parts that hold together or are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "intake/examine/again.h"
#include "intake/examine/collect.h"
#include "intake/examine/records.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

struct told {
	struct exam exam;
	struct collect c;
	int r;			/* the first failure */
};

static void
begin(struct told *t, unsigned want)
{
	t->exam = EXAM_INIT;
	t->r = collect_begin(&t->c, &t->exam, want);
}

static void
tell(struct told *t, uint32_t type, const void *p, size_t len)
{
	if (t->r == 0)
		t->r = collect_record(&t->c, type, p, len);
}

static void
tell_type(struct told *t)
{
	struct bytes b = BYTES_INIT(1024);

	wire_put_u16(&b, FORMAT_ZIP);
	wire_put_str(&b, "application/zip");
	wire_put_str(&b, "zip");
	tell(t, RECORD_TYPE, b.data, b.len);
	bytes_free(&b);
}

static void
tell_child(struct told *t, uint32_t number, uint8_t reason, const char *name,
    const char *detail)
{
	struct bytes b = BYTES_INIT(16384);

	wire_put_u32(&b, number);
	wire_put_u8(&b, reason);
	wire_put_str(&b, name);
	wire_put_str(&b, detail);
	tell(t, RECORD_CHILD, b.data, b.len);
	bytes_free(&b);
}

static void
tell_end(struct told *t, uint8_t waits)
{
	struct bytes b = BYTES_INIT(1024);

	wire_put_u8(&b, EXAM_DONE);
	wire_put_u8(&b, REASON_NONE);
	wire_put_str(&b, "");
	wire_put_u32(&b, 0);
	wire_put_u8(&b, waits);
	tell(t, RECORD_END, b.data, b.len);
	bytes_free(&b);
	if (t->r == 0)
		t->r = collect_end(&t->c);
}

static int
done(struct told *t, const char *what)
{
	int r = t->r;

	printf("  %s: %d %s\n", what, r, r < 0 ? err_line() : "");
	exam_free(&t->exam);
	return r;
}

static void
test_children__come_out_as_they_were_told(void **state)
{
	struct bytes b = BYTES_INIT(64);
	struct told t;
	int fd;

	(void)state;
	begin(&t, WANT_CHILDREN);
	tell_type(&t);
	tell_child(&t, 0, REASON_NONE, "a.txt", "");
	tell(&t, RECORD_CHILD_DATA, "one", 3);
	tell(&t, RECORD_CHILD_DATA, " more", 5);
	tell_child(&t, 1, REASON_ENCRYPTED, "b.txt", "it needs a password");
	tell_child(&t, 2, REASON_NONE, "", "");
	tell_child(&t, 3, REASON_NONE, "d", "");
	tell(&t, RECORD_CHILD_DATA, "four", 4);
	tell_end(&t, 1);
	assert_int_equal(t.r, 0);
	assert_int_equal(t.exam.children.n, 4);
	assert_int_equal(t.exam.children.list[1].reason, REASON_ENCRYPTED);
	assert_string_equal(t.exam.children.list[1].detail,
	    "it needs a password");
	assert_int_equal(t.exam.children.list[2].len, 0);
	assert_true(t.exam.waits);

	assert_int_equal(children_open(&t.exam.children, 0, &fd), 0);
	assert_int_equal(io_read_all(fd, &b), 0);
	assert_string_equal(bytes_str(&b), "one more");
	assert_int_equal(write(fd, "x", 1), -1);	/* frozen */
	io_close(&fd);
	assert_int_equal(children_open(&t.exam.children, 2, &fd), 0);
	bytes_reset(&b);
	assert_int_equal(io_read_all(fd, &b), 0);
	assert_int_equal(b.len, 0);
	io_close(&fd);
	bytes_free(&b);
	assert_int_equal(done(&t, "four children"), 0);
}

static void
lie_number(struct told *t)
{
	tell_child(t, 1, REASON_NONE, "a", "");
}

static void
lie_same_number(struct told *t)
{
	tell_child(t, 0, REASON_NONE, "a", "");
	tell_child(t, 0, REASON_NONE, "b", "");
}

static void
lie_no_child(struct told *t)
{
	tell(t, RECORD_CHILD_DATA, "x", 1);
}

static void
lie_refused_data(struct told *t)
{
	tell_child(t, 0, REASON_ENCRYPTED, "a", "");
	tell(t, RECORD_CHILD_DATA, "x", 1);
}

static void
lie_crashed(struct told *t)
{
	tell_child(t, 0, REASON_CRASHED, "a", "");
}

static void
lie_quarantined(struct told *t)
{
	tell_child(t, 0, REASON_TWO_THINGS, "a", "");
}

static void
lie_detail(struct told *t)
{
	tell_child(t, 0, REASON_NONE, "a", "but");
}

static void
lie_latin1(struct told *t)
{
	tell_child(t, 0, REASON_NONE, "caf\xe9", "");
}

static void
lie_long_name(struct told *t)
{
	char name[META_VALUE_MAX + 2];

	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	tell_child(t, 0, REASON_NONE, name, "");
}

static void
lie_two_programs(struct told *t)
{
	tell_child(t, 0, REASON_NONE, "a", "");
	tell(t, RECORD_ELSEWHERE, "\1", 1);
	tell_end(t, 0);
}

static void
lie_same_program(struct told *t)
{
	tell(t, RECORD_ELSEWHERE, "\0", 1);
}

static void
lie_no_program(struct told *t)
{
	tell(t, RECORD_ELSEWHERE, "\x09", 1);
}

static void
lie_end_byte(struct told *t)
{
	tell_end(t, 2);
}

static void
test_children__no_lie_about_them_is_believed(void **state)
{
	static const struct {
		const char *what;
		void (*tell)(struct told *t);
	} lies[] = {
		{ "the first is not number 0", lie_number },
		{ "a number comes twice", lie_same_number },
		{ "bytes of no child", lie_no_child },
		{ "bytes of a refused one", lie_refused_data },
		{ "it crashed, it says", lie_crashed },
		{ "a reason that quarantines", lie_quarantined },
		{ "there, with a detail", lie_detail },
		{ "a name in Latin-1", lie_latin1 },
		{ "a name too long", lie_long_name },
		{ "children, but elsewhere", lie_two_programs },
		{ "elsewhere is here", lie_same_program },
		{ "elsewhere is nowhere", lie_no_program },
		{ "waits twice", lie_end_byte },
	};
	struct told t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		begin(&t, WANT_CHILDREN);
		tell_type(&t);
		lies[i].tell(&t);
		assert_int_equal(done(&t, lies[i].what), ERR_FORMAT);
	}
}

static void
test_children__come_only_when_asked_for(void **state)
{
	struct told t;

	(void)state;
	begin(&t, WANT_REPORT);
	tell_type(&t);
	tell_child(&t, 0, REASON_NONE, "a", "");
	assert_int_equal(done(&t, "nobody asked"), ERR_FORMAT);
}

/* With a file asked for: it comes, or it waits, and never both or neither. */
static void
test_children__a_file_comes_or_waits(void **state)
{
	struct told t;

	(void)state;
	begin(&t, WANT_CHILDREN | WANT_CLEAN);
	tell_type(&t);
	tell_end(&t, 0);
	assert_int_equal(done(&t, "no file"), ERR_FORMAT);

	begin(&t, WANT_CHILDREN | WANT_CLEAN);
	tell_type(&t);
	tell(&t, RECORD_FILE, "x", 1);
	tell_end(&t, 1);
	assert_int_equal(done(&t, "a file that waits"), ERR_FORMAT);

	begin(&t, WANT_CHILDREN | WANT_CLEAN);
	tell_type(&t);
	tell_child(&t, 0, REASON_NONE, "a", "");
	tell_end(&t, 1);
	assert_int_equal(t.exam.file, -1);
	assert_int_equal(done(&t, "it waits"), 0);

	begin(&t, WANT_CLEAN);
	t.c.has_parts = true;
	tell_type(&t);
	tell_end(&t, 1);
	assert_int_equal(done(&t, "it waits for what it has"), ERR_FORMAT);
}

static void
test_children__are_limited(void **state)
{
	static uint8_t block[1 << 16];
	struct told t;
	uint32_t i;

	(void)state;
	begin(&t, WANT_CHILDREN);
	for (i = 0; i < MEMBERS_MAX; i++)
		tell_child(&t, i, REASON_NONE, "a", "");
	assert_int_equal(t.r, 0);
	tell_child(&t, i, REASON_NONE, "a", "");
	assert_int_equal(done(&t, "one too many"), ERR_TOO_BIG);

	/* 100 bytes that unpack to more than EXPANSION_FREE: hostile. */
	begin(&t, WANT_CHILDREN);
	t.c.packed = 100;
	tell_child(&t, 0, REASON_NONE, "a", "");
	for (i = 0; i < EXPANSION_FREE / sizeof(block); i++)
		tell(&t, RECORD_CHILD_DATA, block, sizeof(block));
	assert_int_equal(t.r, 0);
	tell(&t, RECORD_CHILD_DATA, block, sizeof(block));
	assert_int_equal(done(&t, "a bomb"), ERR_TOO_BIG);
}

/* --- parts --- */

static void
write_parts(struct parts_file *f, const char *first)
{
	int fd;

	assert_int_equal(io_memfd_from(&fd, "test", first, strlen(first)), 0);
	assert_int_equal(parts_file_begin(f, 3), 0);
	assert_int_equal(parts_file_add(f, PART_REPLACED, fd), 0);
	assert_int_equal(parts_file_add(f, PART_OMITTED, -1), 0);
	assert_int_equal(parts_file_add(f, PART_KEPT, -1), 0);
	assert_int_equal(parts_file_end(f), 0);
	io_close(&fd);
}

static void
read_parts(const struct parts_file *f, struct bytes *b)
{
	assert_int_equal(lseek(f->fd, 0, SEEK_SET), 0);
	assert_int_equal(io_read_all(f->fd, b), 0);
}

static void
test_parts__are_read_as_they_were_written(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct parts_file f;
	struct parts parts;

	(void)state;
	write_parts(&f, "clean bytes");
	read_parts(&f, &b);
	assert_int_equal(parts_read(&parts, b.data, b.len), 0);
	assert_int_equal(parts.n, 3);
	assert_int_equal(parts.list[0].what, PART_REPLACED);
	assert_int_equal(parts.list[0].len, 11);
	assert_memory_equal(parts.list[0].data, "clean bytes", 11);
	assert_int_equal(parts.list[1].what, PART_OMITTED);
	assert_int_equal(parts.list[2].what, PART_KEPT);
	assert_null(parts.list[2].data);
	parts_free(&parts);
	parts_file_free(&f);
	bytes_free(&b);
}

/* Cut anywhere, and with any bit of the table turned, it is refused or read as
 * something else that holds together: never past its end. */
static void
test_parts__a_broken_one_is_refused(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct parts_file f;
	struct parts parts;
	size_t i, refused = 0, k;

	(void)state;
	write_parts(&f, "clean bytes");
	read_parts(&f, &b);
	for (i = 0; i < b.len; i++)
		assert_int_equal(parts_read(&parts, b.data, i), ERR_FORMAT);
	(void)bytes_add(&b, "x", 1);
	assert_int_equal(parts_read(&parts, b.data, b.len), ERR_FORMAT);
	b.len--;
	for (i = 0; i < parts_file_start(&f) * 8; i++) {
		b.data[i / 8] ^= (uint8_t)(1 << i % 8);
		if (parts_read(&parts, b.data, b.len) < 0) {
			refused++;
		} else {
			for (k = 0; k < parts.n; k++)
				assert_true(parts.list[k].len <= b.len);
			parts_free(&parts);
		}
		b.data[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	printf("  %zu of %zu turned bits were refused\n", refused, i);
	/* Omitted and kept differ by a bit; kept is 1 + 2, replaced 1. */
	assert_int_equal(refused, i - 3);
	parts_file_free(&f);
	bytes_free(&b);
}

/* The copy that came out holds just what was given, or it is not let go. */
static void
test_again__looks_at_every_part(void **state)
{
	struct children found = CHILDREN_INIT;
	char detail[DETAIL_MAX + 1] = "";
	struct parts_file f;

	(void)state;
	write_parts(&f, "clean");
	assert_int_equal(children_add(&found, "a", REASON_NONE, ""), 0);
	assert_int_equal(children_grow(&found, "clean", 5), 0);
	assert_int_equal(again_judge_parts(&f, &found, detail), REASON_LIED);
	printf("  one missing: %s\n", detail);
	assert_int_equal(children_add(&found, "c", REASON_ENCRYPTED, ""), 0);
	assert_int_equal(again_judge_parts(&f, &found, detail), REASON_NONE);
	children_free(&found);

	assert_int_equal(children_add(&found, "a", REASON_NONE, ""), 0);
	assert_int_equal(children_grow(&found, "dirty", 5), 0);
	assert_int_equal(children_add(&found, "c", REASON_NONE, ""), 0);
	assert_int_equal(again_judge_parts(&f, &found, detail), REASON_LIED);
	printf("  another content: %s\n", detail);
	children_free(&found);
	parts_file_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_children__come_out_as_they_were_told),
		cmocka_unit_test(test_children__no_lie_about_them_is_believed),
		cmocka_unit_test(test_children__come_only_when_asked_for),
		cmocka_unit_test(test_children__a_file_comes_or_waits),
		cmocka_unit_test(test_children__are_limited),
		cmocka_unit_test(test_parts__are_read_as_they_were_written),
		cmocka_unit_test(test_parts__a_broken_one_is_refused),
		cmocka_unit_test(test_again__looks_at_every_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
