/* What is in an archive is looked at; around it nothing is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "intake/format/archive/writer.h"
#include "intake/format/package/zip.h"
#include "tests/intake/container_kit.h"

#define SOME ((size_t)64 << 20)

/* --- fixtures --- */

struct fixture {
	const char *name, *text;
};

/* A zip of our own writer, which the tests then change in places. */
static void
make_zip(struct bytes *b, const struct fixture *list, size_t n)
{
	struct zip_writer *w;
	size_t i;

	*b = BYTES_INIT(SOME);
	assert_int_equal(zip_writer_new(&w, b), 0);
	for (i = 0; i < n; i++)
		assert_int_equal(zip_writer_add(w, list[i].name, list[i].text,
		    strlen(list[i].text), false), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
}

/* A tar header with owner and time, and its content. */
static void
put_tar(struct bytes *b, const char *name, char type, const char *text)
{
	uint8_t h[512] = { 0 };
	unsigned sum = 0;
	size_t i, len = strlen(text);

	(void)snprintf((char *)h, 100, "%s", name);
	(void)snprintf((char *)h + 100, 8, "%07o", 0600);
	(void)snprintf((char *)h + 108, 8, "%07o", 1042);
	(void)snprintf((char *)h + 116, 8, "%07o", 100);
	(void)snprintf((char *)h + 124, 12, "%011o",
	    type == '0' || type == 'x' ? (unsigned)len : 0);
	(void)snprintf((char *)h + 136, 12, "%011o", 1752478392);
	h[156] = (uint8_t)type;
	if (type == '1' || type == '2')
		(void)snprintf((char *)h + 157, 100, "%s", text);
	memcpy(h + 257, "ustar\0" "00", 8);
	(void)snprintf((char *)h + 265, 32, "somebody");
	memset(h + 148, ' ', 8);
	for (i = 0; i < sizeof(h); i++)
		sum += h[i];
	(void)snprintf((char *)h + 148, 8, "%06o", sum);
	assert_int_equal(bytes_add(b, h, sizeof(h)), 0);
	if (type != '0' && type != 'x')
		return;
	memset(h, 0, sizeof(h));
	assert_true(len <= sizeof(h));
	memcpy(h, text, len);
	if (len > 0)
		assert_int_equal(bytes_add(b, h, sizeof(h)), 0);
}

static void
end_tar(struct bytes *b)
{
	static const uint8_t zeros[1024];

	assert_int_equal(bytes_add(b, zeros, sizeof(zeros)), 0);
}

static int
append(void *ctx, const void *p, size_t len)
{
	return bytes_add(ctx, p, len);
}

/* Where `what` stands for the nth time. */
static size_t
place_of(const struct bytes *b, const char *what, size_t len, unsigned nth)
{
	const uint8_t *p = b->data;

	while (nth-- > 0) {
		p = memmem(p, b->len - (size_t)(p - b->data), what, len);
		assert_non_null(p);
		p++;
	}
	return (size_t)(p - 1 - b->data);
}

/* Read, packed again with the same children, and as it should be. */
static void
keeps_the_law(struct container *c, const struct format *f,
    const struct bytes *b, const char *password)
{
	const char *wrong;

	assert_true(container_read(c, f, b->data, b->len, password));
	assert_true(container_pack(c, f, b->data, b->len, password, NULL));
	if ((wrong = container_check(c, f)) != NULL)
		print_message("%s\n", wrong);
	assert_null(wrong);
}

static void
ends_as(const struct format *f, const struct bytes *b, enum exam_state state,
    enum exam_reason reason)
{
	struct container c;

	assert_false(container_read(&c, f, b->data, b->len, NULL));
	assert_string_equal(state_name(c.exam.report.state),
	    state_name(state));
	assert_string_equal(reason_name(c.exam.report.reason),
	    reason_name(reason));
	container_free(&c);
}

static bool
holds(const struct bytes *b, const char *what)
{
	return memmem(b->data, b->len, what, strlen(what)) != NULL;
}

static const char *
name_of(const struct container *c, size_t i)
{
	assert_true(i < c->exam.children.n);
	return c->exam.children.list[i].name;
}

/* --- zip --- */

static void
test_zip__members_come_out_in_order_and_again_the_same(void **state)
{
	static const struct fixture list[] = { { "a.txt", "one" },
	    { "folder/", "" }, { "folder/b.txt", "two" }, { "empty", "" } };
	struct bytes b;
	struct container c;

	(void)state;
	make_zip(&b, list, 4);
	keeps_the_law(&c, &format_zip, &b, NULL);
	assert_int_equal(c.parts.n, 2);
	assert_string_equal(name_of(&c, 1), "folder/b.txt");
	assert_string_equal(bytes_str(&c.exam.text),
	    "a.txt\nfolder/\nfolder/b.txt\nempty\n");
	/* Ours is clean already: it comes out byte for byte. */
	assert_int_equal(c.copy.len, b.len);
	assert_memory_equal(c.copy.data, b.data, b.len);
	container_free(&c);
	bytes_free(&b);
}

static void
test_zip__who_made_it_and_when_is_told_and_goes(void **state)
{
	static const struct fixture list[] = { { "a.txt", "one" } };
	struct bytes b;
	struct container c;
	size_t central;

	(void)state;
	make_zip(&b, list, 1);
	central = place_of(&b, "PK\1\2", 4, 1);
	b.data[central + 5] = 3;		/* made on Unix */
	b.data[central + 12] = 0x11;		/* at some time */
	keeps_the_law(&c, &format_zip, &b, NULL);
	assert_non_null(exam_meta(&c.exam, "zip", "member 1"));
	assert_non_null(strstr(exam_meta(&c.exam, "zip", "member 1"), "Unix"));
	assert_non_null(strstr(exam_meta(&c.exam, "zip", "member 1"),
	    "modified"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_zip__two_programs_must_read_the_same(void **state)
{
	static const struct fixture twice[] = { { "a", "1" }, { "b", "2" } };
	struct bytes b, one;
	size_t at;

	(void)state;
	/* Two members of one name. */
	make_zip(&b, twice, 2);
	b.data[place_of(&b, "b2", 2, 1)] = 'a';
	b.data[b.len - 22 - 1] = 'a';
	ends_as(&format_zip, &b, EXAM_QUARANTINED, REASON_TWO_THINGS);
	bytes_free(&b);
	/* Another name in its header than in the directory. */
	make_zip(&b, twice, 2);
	b.data[b.len - 22 - 1] = 'c';
	ends_as(&format_zip, &b, EXAM_QUARANTINED, REASON_TWO_THINGS);
	bytes_free(&b);
	/* Two members in the same bytes. */
	make_zip(&b, twice, 2);
	at = place_of(&b, "PK\1\2", 4, 2);
	b.data[at + 42] = 0;
	b.data[b.len - 22 - 1] = 'a';
	ends_as(&format_zip, &b, EXAM_QUARANTINED, REASON_TWO_THINGS);
	bytes_free(&b);
	/* One archive behind another. */
	make_zip(&one, twice, 1);
	make_zip(&b, twice, 2);
	at = b.len;
	assert_int_equal(bytes_add(&b, one.data, one.len), 0);
	b.data[at + place_of(&one, "PK\1\2", 4, 1) + 42] = (uint8_t)at;
	b.data[b.len - 22 + 16] = (uint8_t)(b.data[b.len - 22 + 16] + at);
	ends_as(&format_zip, &b, EXAM_QUARANTINED, REASON_TWO_THINGS);
	bytes_free(&one);
	bytes_free(&b);
}

static void
test_zip__a_damaged_member_is_a_refused_child(void **state)
{
	static const struct fixture list[] = { { "a", "first" },
	    { "b", "second" } };
	struct bytes b;
	struct container c;

	(void)state;
	make_zip(&b, list, 2);
	b.data[place_of(&b, "first", 5, 1)] = 'F';
	assert_true(container_read(&c, &format_zip, b.data, b.len, NULL));
	assert_int_equal(c.exam.children.list[0].reason, REASON_DAMAGED);
	assert_int_equal(c.exam.children.list[1].reason, REASON_NONE);
	container_free(&c);
	bytes_free(&b);
}

static void
test_zip__an_encrypted_member_opens_with_the_password_alone(void **state)
{
	static const uint8_t zip[] = {
		0x50, 0x4b, 0x03, 0x04, 0x0a, 0x00, 0x09, 0x00, 0x00, 0x00, 0x17,
		0x4b, 0x76, 0x5d, 0xec, 0x1a, 0x21, 0x22, 0x17, 0x00, 0x00, 0x00,
		0x0b, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x73, 0x2e, 0x74,
		0x78, 0x74, 0x72, 0xc0, 0x31, 0x7b, 0x83, 0x54, 0xa6, 0x96, 0x86,
		0xcb, 0x51, 0x62, 0x21, 0x86, 0x60, 0x3e, 0xda, 0x06, 0xad, 0xaf,
		0x16, 0x80, 0x8c, 0x50, 0x4b, 0x07, 0x08, 0xec, 0x1a, 0x21, 0x22,
		0x17, 0x00, 0x00, 0x00, 0x0b, 0x00, 0x00, 0x00, 0x50, 0x4b, 0x01,
		0x02, 0x1e, 0x03, 0x0a, 0x00, 0x09, 0x00, 0x00, 0x00, 0x17, 0x4b,
		0x76, 0x5d, 0xec, 0x1a, 0x21, 0x22, 0x17, 0x00, 0x00, 0x00, 0x0b,
		0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x01, 0x00, 0x00, 0x00, 0xa4, 0x81, 0x00, 0x00, 0x00, 0x00, 0x73,
		0x2e, 0x74, 0x78, 0x74, 0x50, 0x4b, 0x05, 0x06, 0x00, 0x00, 0x00,
		0x00, 0x01, 0x00, 0x01, 0x00, 0x33, 0x00, 0x00, 0x00, 0x4a, 0x00,
		0x00, 0x00, 0x00, 0x00,
	};
	struct bytes b = BYTES_INIT(SOME);
	struct container c;

	(void)state;
	assert_int_equal(bytes_add(&b, zip, sizeof(zip)), 0);
	assert_true(container_read(&c, &format_zip, b.data, b.len, NULL));
	assert_int_equal(c.exam.children.list[0].reason, REASON_ENCRYPTED);
	container_free(&c);
	assert_true(container_read(&c, &format_zip, b.data, b.len, "wrong"));
	assert_int_not_equal(c.exam.children.list[0].reason, REASON_NONE);
	container_free(&c);
	keeps_the_law(&c, &format_zip, &b, "open");
	assert_memory_equal(c.bytes[0].data, "secret text", 11);
	container_free(&c);
	bytes_free(&b);
}

/* --- names --- */

static void
test_names__stay_inside_and_hide_nothing(void **state)
{
	static const struct fixture list[] = { { "/etc/passwd", "1" },
	    { "../../up", "2" }, { "C:\\dir\\file", "3" },
	    { "x\xe2\x80\xaegpj.exe", "4" }, { "zero\xe2\x80\x8bwidth", "5" },
	    { "..", "6" }, { "a\x1b[2Jb", "7" } };
	struct bytes b;
	struct container c;

	(void)state;
	make_zip(&b, list, 7);
	keeps_the_law(&c, &format_zip, &b, NULL);
	assert_string_equal(bytes_str(&c.exam.text), "etc/passwd\nup\n"
	    "C_/dir/file\nxgpj.exe\nzerowidth\nmember-6\na_[2Jb\n");
	assert_int_equal(exam_marks(&c.exam, MARK_BIDI), 1);
	assert_true(exam_marks(&c.exam, MARK_INVISIBLE) > 0);
	assert_false(holds(&c.copy, ".."));
	assert_false(holds(&c.copy, "\x1b[2J"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_names__of_old_zips_are_told_by_all_together(void **state)
{
	static const struct fixture chinese[] = {
	    { "\xce\xc4\xbc\xfe.txt", "1" } };
	static const struct fixture russian[] = {
	    { "\x84\xae\xaa\xe3\xac\xa5\xad\xe2.txt", "1" } };
	static const struct fixture western[] = { { "caf\x82.txt", "1" } };
	static const struct {
		const struct fixture *list;
		const char *name;
	} cases[] = { { chinese, "\xe6\x96\x87\xe4\xbb\xb6.txt\n" },
	    { russian, "\xd0\x94\xd0\xbe\xd0\xba\xd1\x83\xd0\xbc\xd0\xb5"
	    "\xd0\xbd\xd1\x82.txt\n" }, { western, "caf\xc3\xa9.txt\n" } };
	struct bytes b;
	struct container c;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		make_zip(&b, cases[i].list, 1);
		b.data[7] = 0;		/* the flag that says UTF-8 */
		b.data[place_of(&b, "PK\1\2", 4, 1) + 9] = 0;
		keeps_the_law(&c, &format_zip, &b, NULL);
		assert_string_equal(bytes_str(&c.exam.text), cases[i].name);
		container_free(&c);
		bytes_free(&b);
	}
}

static void
test_names__of_what_systems_leave_beside_files_go_with_it(void **state)
{
	static const struct fixture list[] = { { "a.txt", "one" },
	    { "__MACOSX/", "" }, { "__MACOSX/._a.txt", "where it is from" },
	    { "dir/.DS_Store", "secret" }, { "dir/b.txt", "two" } };
	struct bytes b;
	struct container c;

	(void)state;
	make_zip(&b, list, 5);
	keeps_the_law(&c, &format_zip, &b, NULL);
	assert_int_equal(c.parts.n, 2);
	assert_string_equal(bytes_str(&c.exam.text), "a.txt\ndir/b.txt\n");
	assert_string_equal(exam_meta(&c.exam, "archive", "left out"),
	    "__MACOSX/");
	assert_false(holds(&c.copy, "MACOSX"));
	assert_false(holds(&c.copy, "secret"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_names__are_redacted(void **state)
{
	static const struct fixture list[] = { { "files/Jan Kowalski.txt",
	    "1" }, { "other.txt", "2" } };
	struct edits e = { 0 };
	struct bytes b;
	struct container c;

	(void)state;
	make_zip(&b, list, 2);
	assert_true(container_read(&c, &format_zip, b.data, b.len, NULL));
	assert_int_equal(edits_add(&e, 6, 18, "[PERSON-1]"), 0);
	assert_true(container_pack(&c, &format_zip, b.data, b.len, NULL, &e));
	assert_false(holds(&c.copy, "Kowalski"));
	assert_true(holds(&c.copy, "files/[PERSON-1].txt"));
	assert_true(holds(&c.copy, "other.txt"));
	edits_free(&e);
	container_free(&c);
	bytes_free(&b);
}

/* --- tar --- */

static void
test_tar__owners_and_times_are_told_and_go(void **state)
{
	struct bytes b = BYTES_INIT(SOME);
	struct container c;
	const char *line;

	(void)state;
	put_tar(&b, "pax", 'x', "19 comment=a secret\n");
	put_tar(&b, "a.txt", '0', "one");
	put_tar(&b, "dir/", '5', "");
	put_tar(&b, "empty", '0', "");
	end_tar(&b);
	keeps_the_law(&c, &format_tar, &b, NULL);
	line = exam_meta(&c.exam, "tar", "member 1");
	assert_non_null(line);
	assert_non_null(strstr(line, "ids 1042:100"));
	assert_non_null(strstr(line, "user somebody"));
	assert_non_null(strstr(line, "comment=a secre"));
	assert_false(holds(&c.copy, "somebody"));
	assert_false(holds(&c.copy, "secre"));
	assert_string_equal(bytes_str(&c.exam.text), "a.txt\ndir/\nempty\n");
	container_free(&c);
	bytes_free(&b);
}

static void
test_tar__links_and_devices_are_refused_children(void **state)
{
	static const char types[] = { '1', '2', '3', '6' };
	struct bytes b = BYTES_INIT(SOME);
	struct container c;
	size_t i;

	(void)state;
	put_tar(&b, "a", '0', "one");
	for (i = 0; i < sizeof(types); i++)
		put_tar(&b, "l", types[i], "/etc/shadow");
	end_tar(&b);
	keeps_the_law(&c, &format_tar, &b, NULL);
	assert_int_equal(c.exam.children.n, 5);
	for (i = 1; i < 5; i++)
		assert_int_equal(c.exam.children.list[i].reason,
		    REASON_UNSUPPORTED);
	assert_false(holds(&c.copy, "shadow"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_tar__an_earlier_member_of_the_same_name_is_a_revision(void **state)
{
	struct bytes b = BYTES_INIT(SOME);
	struct container c;

	(void)state;
	put_tar(&b, "a.txt", '0', "old");
	put_tar(&b, "a.txt", '0', "new");
	end_tar(&b);
	assert_int_equal(bytes_add(&b, "hidden", 6), 0);
	keeps_the_law(&c, &format_tar, &b, NULL);
	assert_int_equal(exam_marks(&c.exam, MARK_REVISION), 1);
	assert_int_equal(exam_marks(&c.exam, MARK_TRAILING_DATA), 6);
	assert_string_equal(bytes_str(&c.exam.text), "a.txt\na~2.txt\n");
	assert_false(holds(&c.copy, "hidden"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_tar__long_names_come_through(void **state)
{
	char name[101];
	struct bytes b = BYTES_INIT(SOME);
	char path[300];
	char record[400];
	struct container c;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[100] = '\0';
	(void)snprintf(path, sizeof(path), "%s%s%s", name, name, "end");
	(void)snprintf(record, sizeof(record), "%zu path=%s\n",
	    strlen(path) + 10, path);
	put_tar(&b, "pax", 'x', record);
	put_tar(&b, "short", '0', "one");
	end_tar(&b);
	keeps_the_law(&c, &format_tar, &b, NULL);
	assert_string_equal(name_of(&c, 0), path);
	container_free(&c);
	bytes_free(&b);
}

/* --- packed alone, 7z --- */

static void
test_packed__each_kind_comes_out_with_its_one_child(void **state)
{
	static const struct format *const kinds[] = { &format_gzip,
	    &format_xz, &format_zstd, &format_bzip2 };
	struct bytes gz = BYTES_INIT(SOME);
	struct container c;
	size_t i;

	(void)state;
	/* A gzip file with a name, a time and a comment. */
	assert_int_equal(bytes_add(&gz, "\x1f\x8b\x08\x18\x01\x02\x03\x04\x02"
	    "\x03" "diary.txt\0by me\0" "\x4b\x04\x00\x43\xbe\xb7\xe8\x01\0\0"
	    "\0", 37), 0);
	keeps_the_law(&c, kinds[0], &gz, NULL);
	assert_string_equal(name_of(&c, 0), "diary.txt");
	assert_string_equal(exam_meta(&c.exam, "gzip", "name"), "diary.txt");
	assert_string_equal(exam_meta(&c.exam, "gzip", "comment"), "by me");
	assert_non_null(exam_meta(&c.exam, "gzip", "modified"));
	assert_false(holds(&c.copy, "diary"));
	for (i = 1; i < 4; i++) {
		struct bytes b = BYTES_INIT(SOME);

		/* Made by our own writer, from the same child. */
		assert_int_equal(write_alone(kinds[i]->id, "a", 1, append,
		    &b), 0);
		container_free(&c);
		keeps_the_law(&c, kinds[i], &b, NULL);
		assert_memory_equal(c.bytes[0].data, "a", 1);
		bytes_free(&b);
	}
	container_free(&c);
	bytes_free(&gz);
}

static void
test_packed__what_follows_a_gzip_file_is_told(void **state)
{
	struct bytes b = BYTES_INIT(SOME);
	struct container c;

	(void)state;
	assert_int_equal(write_alone(FORMAT_GZIP, "a", 1, append, &b), 0);
	assert_int_equal(bytes_add(&b, "hidden", 6), 0);
	keeps_the_law(&c, &format_gzip, &b, NULL);
	assert_int_equal(exam_marks(&c.exam, MARK_TRAILING_DATA), 1);
	assert_false(holds(&c.copy, "hidden"));
	container_free(&c);
	bytes_free(&b);
}

static void
test_7z__is_written_so_that_libarchive_reads_it(void **state)
{
	static char large[100000];
	struct answer *a = NULL;
	struct write_7z *w;
	struct collect col;
	struct exam e = EXAM_INIT;
	struct container c;
	struct bytes b = BYTES_INIT(SOME);

	(void)state;
	memset(large, 'x', sizeof(large));
	assert_int_equal(collect_begin(&col, &e, WANT_CLEAN), 0);
	assert_int_equal(answer_new_sink(&a, &col), 0);
	answer_type(a, FORMAT_7Z, "test", "test");
	assert_int_equal(write_7z_new(&w), 0);
	assert_int_equal(write_7z_add(w, "dir", true, NULL, 0), 0);
	assert_int_equal(write_7z_add(w, "dir/l", false, large,
	    sizeof(large)), 0);
	assert_int_equal(write_7z_add(w, "empty", false, NULL, 0), 0);
	assert_int_equal(write_7z_add(w, "\xc5\xbc\xf0\x9f\x98\x80", false,
	    "s", 1), 0);
	assert_int_equal(write_7z_end(w, a), 0);
	assert_int_equal(answer_end(a), 0);
	assert_int_equal(collect_end(&col), 0);
	assert_int_equal(exam_file_bytes(&e, &b), 0);
	assert_true(b.len < sizeof(large) / 10);	/* it is compressed */
	keeps_the_law(&c, &format_sevenz, &b, NULL);
	assert_int_equal(c.parts.n, 2);
	assert_int_equal(c.bytes[0].len, sizeof(large));
	assert_string_equal(bytes_str(&c.exam.text),
	    "dir/\ndir/l\nempty\n\xc5\xbc\xf0\x9f\x98\x80\n");
	container_free(&c);
	write_7z_free(w);
	answer_free(a);
	exam_free(&e);
	bytes_free(&b);
}

/* --- bombs --- */

static void
test_bombs__are_refused_by_their_limits(void **state)
{
	static uint8_t zeros[1 << 20];
	struct bytes b = BYTES_INIT(SOME), big = BYTES_INIT(400u << 20);
	struct zip_writer *w;
	char name[16];
	unsigned i;

	(void)state;
	/* Too many members, in a tar. */
	for (i = 0; i < MEMBERS_MAX + 1; i++) {
		(void)snprintf(name, sizeof(name), "%u", i);
		put_tar(&b, name, '0', "");
	}
	end_tar(&b);
	ends_as(&format_tar, &b, EXAM_REFUSED, REASON_LIMIT);
	bytes_reset(&b);
	/* Too much in it, in a zip: said by its directory. */
	for (i = 0; i < 100; i++)
		assert_int_equal(bytes_add(&big, zeros, sizeof(zeros)), 0);
	assert_int_equal(zip_writer_new(&w, &b), 0);
	assert_int_equal(zip_writer_add(w, "z", big.data, big.len, true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
	ends_as(&format_zip, &b, EXAM_REFUSED, REASON_LIMIT);
	bytes_reset(&b);
	/* And in a gzip file, which says nothing before. */
	assert_int_equal(write_alone(FORMAT_GZIP, big.data, big.len, append,
	    &b), 0);
	ends_as(&format_gzip, &b, EXAM_REFUSED, REASON_LIMIT);
	bytes_free(&big);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_zip__members_come_out_in_order_and_again_the_same),
		cmocka_unit_test(
		    test_zip__who_made_it_and_when_is_told_and_goes),
		cmocka_unit_test(test_zip__two_programs_must_read_the_same),
		cmocka_unit_test(
		    test_zip__a_damaged_member_is_a_refused_child),
		cmocka_unit_test(
		    test_zip__an_encrypted_member_opens_with_the_password_alone),
		cmocka_unit_test(test_names__stay_inside_and_hide_nothing),
		cmocka_unit_test(
		    test_names__of_old_zips_are_told_by_all_together),
		cmocka_unit_test(
		    test_names__of_what_systems_leave_beside_files_go_with_it),
		cmocka_unit_test(test_names__are_redacted),
		cmocka_unit_test(test_tar__owners_and_times_are_told_and_go),
		cmocka_unit_test(
		    test_tar__links_and_devices_are_refused_children),
		cmocka_unit_test(
		    test_tar__an_earlier_member_of_the_same_name_is_a_revision),
		cmocka_unit_test(test_tar__long_names_come_through),
		cmocka_unit_test(
		    test_packed__each_kind_comes_out_with_its_one_child),
		cmocka_unit_test(
		    test_packed__what_follows_a_gzip_file_is_told),
		cmocka_unit_test(
		    test_7z__is_written_so_that_libarchive_reads_it),
		cmocka_unit_test(test_bombs__are_refused_by_their_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
