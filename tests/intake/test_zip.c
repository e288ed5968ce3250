/* A package is read one way or not at all, and written the same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/package/zip.h"
#include "vault/base/err.h"

#define BIG 300000u

static uint8_t big[BIG];

/* Two members, one packed and one not. */
static void
make(struct bytes *b)
{
	struct zip_writer *w;
	size_t i;

	for (i = 0; i < BIG; i++)
		big[i] = (uint8_t)(i * i >> 7 ^ i);
	assert_int_equal(zip_writer_new(&w, b), 0);
	assert_int_equal(zip_writer_add(w, "a/one.xml", "hello, hello, hello",
	    19, true), 0);
	assert_int_equal(zip_writer_add(w, "b.png", "\x89PNG", 4, false), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
}

static bool
holds(const struct zip *z, const char *name, const void *data, size_t len)
{
	struct bytes got = BYTES_INIT(1u << 20);
	const struct zip_member *m = zip_find(z, name);
	bool same = m != NULL && zip_read(z, m, &got) == 0 && got.len == len &&
	    (len == 0 || memcmp(got.data, data, len) == 0);

	bytes_free(&got);
	return same;
}

static void
test_zip__what_is_written_is_read_back(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip *z = NULL;

	(void)state;
	make(&b);
	assert_int_equal(zip_open(&z, b.data, b.len), 0);
	assert_int_equal(zip_count(z), 2);
	assert_true(holds(z, "a/one.xml", "hello, hello, hello", 19));
	assert_true(holds(z, "A/ONE.XML", "hello, hello, hello", 19));
	assert_true(holds(z, "b.png", "\x89PNG", 4));
	assert_null(zip_find(z, "b"));
	assert_false(zip_at(z, 0)->dated);
	assert_false(zip_at(z, 0)->extra);
	assert_int_equal(zip_unclaimed(z), 0);
	zip_free(z);
	bytes_free(&b);
}

static void
test_zip__large_members_and_gzip_inside_come_out_whole(void **state)
{
	static const uint8_t gz[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3,
	    0x4b, 0x04, 0x00, 0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0 };
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip_writer *w;
	struct zip *z = NULL;

	(void)state;
	make(&b);
	bytes_reset(&b);
	assert_int_equal(zip_writer_new(&w, &b), 0);
	assert_int_equal(zip_writer_add(w, "big", big, BIG, true), 0);
	assert_int_equal(zip_writer_add(w, "a.emz", gz, sizeof gz, true), 0);
	assert_int_equal(zip_writer_add(w, "empty", "", 0, true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
	assert_int_equal(zip_open(&z, b.data, b.len), 0);
	assert_true(holds(z, "big", big, BIG));
	assert_true(holds(z, "a.emz", gz, sizeof gz));
	assert_true(holds(z, "empty", "", 0));
	zip_free(z);
	bytes_free(&b);
}

static void
test_zip__the_same_calls_give_the_same_bytes(void **state)
{
	struct bytes a = BYTES_INIT(1u << 20), b = BYTES_INIT(1u << 20);

	(void)state;
	make(&a);
	make(&b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	bytes_free(&a);
	bytes_free(&b);
}

static void
test_zip__a_cut_package_is_refused_at_every_length(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip *z;
	size_t len;

	(void)state;
	make(&b);
	for (len = 0; len < b.len; len++) {
		uint8_t *copy = malloc(len + 1);	/* its end is the end */

		memcpy(copy, b.data, len);
		if (zip_open(&z, copy, len) != ERR_FORMAT)
			fail_msg("opened when cut at %zu", len);
		assert_null(z);
		free(copy);
	}
	bytes_free(&b);
}

/* Whatever byte is wrong: a member reads as it was, or not at all. */
static void
test_zip__no_wrong_byte_changes_what_is_read(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20), got = BYTES_INIT(1u << 20);
	const struct zip_member *m;
	struct zip *z;
	size_t i;
	int bit;

	(void)state;
	make(&b);
	for (i = 0; i < b.len; i++)
		for (bit = 0; bit < 8; bit++) {
			b.data[i] ^= (uint8_t)(1u << bit);
			bytes_reset(&got);
			if (zip_open(&z, b.data, b.len) == 0 &&
			    (m = zip_find(z, "a/one.xml")) != NULL &&
			    zip_read(z, m, &got) == 0 && (got.len != 19 ||
			    memcmp(got.data, "hello, hello, hello", 19) != 0))
				fail_msg("bit %d of byte %zu", bit, i);
			zip_free(z);
			b.data[i] ^= (uint8_t)(1u << bit);
		}
	bytes_free(&b);
	bytes_free(&got);
}

static void
rename_all(struct bytes *b, const char *from, const char *to)
{
	uint8_t *at = b->data;

	while ((at = memmem(at, b->len - (size_t)(at - b->data), from,
	    strlen(from))) != NULL)
		memcpy(at, to, strlen(from));
}

static void
refused_as(const char *from, const char *to)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip *z;

	make(&b);
	rename_all(&b, from, to);
	if (zip_open(&z, b.data, b.len) != ERR_FORMAT)
		fail_msg("a member named %s was accepted", to);
	bytes_free(&b);
}

static void
test_zip__names_that_lead_elsewhere_are_refused(void **state)
{
	(void)state;
	refused_as("a/one.xml", "/etc/cron");
	refused_as("a/one.xml", "../one.xm");
	refused_as("a/one.xml", "a/../.xml");
	refused_as("a/one.xml", "a\\one.xml");
	refused_as("a/one.xml", "c:one.xml");
	refused_as("a/one.xml", "a//ne.xml");
	refused_as("a/one.xml", "a/\none.xm");
}

static void
put(struct bytes *b, unsigned n, uint64_t v)
{
	uint8_t byte;

	for (; n > 0; n--, v >>= 8) {
		byte = (uint8_t)v;
		assert_int_equal(bytes_add(b, &byte, 1), 0);
	}
}

/* One stored member, "hi", with all its numbers wide and told twice. */
static void
make_wide(struct bytes *b, const char *name, uint64_t size)
{
	const uint32_t crc = zip_crc("hi", 2);
	size_t directory, end;

	put(b, 4, 0x04034b50);
	put(b, 2, 45);
	put(b, 2, 8);		/* a data descriptor follows */
	put(b, 6, 0);
	put(b, 4, 0);
	put(b, 8, ~(uint64_t)0);
	put(b, 2, strlen(name));
	put(b, 2, 20);
	assert_int_equal(bytes_add_str(b, name), 0);
	put(b, 4, 0x00100001);
	put(b, 16, 0);
	assert_int_equal(bytes_add(b, "hi", 2), 0);
	put(b, 4, 0x08074b50);
	put(b, 4, crc);
	put(b, 8, 2);
	put(b, 8, size);
	directory = b->len;
	put(b, 4, 0x02014b50);
	put(b, 4, 45 | 45 << 16);
	put(b, 2, 8);
	put(b, 6, 0);
	put(b, 4, crc);
	put(b, 8, ~(uint64_t)0);
	put(b, 2, strlen(name));
	put(b, 2, 28);
	put(b, 10, 0);
	put(b, 4, 0xffffffff);
	assert_int_equal(bytes_add_str(b, name), 0);
	put(b, 4, 0x00180001);
	put(b, 8, size);
	put(b, 8, 2);
	put(b, 8, 0);
	end = b->len;
	put(b, 4, 0x06064b50);
	put(b, 8, 44);
	put(b, 4, 45 | 45 << 16);
	put(b, 8, 0);
	put(b, 8, 1);
	put(b, 8, 1);
	put(b, 8, end - directory);
	put(b, 8, directory);
	put(b, 4, 0x07064b50);
	put(b, 4, 0);
	put(b, 8, end);
	put(b, 4, 1);
	put(b, 4, 0x06054b50);
	put(b, 4, 0);
	put(b, 4, 0xffffffff);
	put(b, 8, ~(uint64_t)0);
	put(b, 2, 0);
}

static void
test_zip__wide_numbers_and_names_of_dos_are_read(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip *z = NULL;

	(void)state;
	make_wide(&b, "caf\x82.xml", 2);
	assert_int_equal(zip_open(&z, b.data, b.len), 0);
	assert_int_equal(zip_count(z), 1);
	assert_true(holds(z, "caf\xc3\xa9.xml", "hi", 2));
	assert_int_equal(zip_unclaimed(z), 0);
	zip_free(z);
	bytes_reset(&b);
	make_wide(&b, "bomb.xml", (uint64_t)1 << 40);
	assert_int_equal(zip_open(&z, b.data, b.len), ERR_TOO_BIG);
	bytes_free(&b);
}

static void
test_zip__two_members_of_one_name_are_refused(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct zip_writer *w;
	struct zip *z;

	(void)state;
	assert_int_equal(zip_writer_new(&w, &b), 0);
	assert_int_equal(zip_writer_add(w, "word/document.xml", "one", 3,
	    true), 0);
	assert_int_equal(zip_writer_add(w, "word/Document.xml", "two", 3,
	    true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
	assert_int_equal(zip_open(&z, b.data, b.len), ERR_FORMAT);
	bytes_free(&b);
}

static void
test_zip__a_bomb_is_refused_before_it_unpacks(void **state)
{
	const size_t zeros_len = (size_t)32 << 20;
	struct bytes b = BYTES_INIT(1u << 20);
	uint8_t *zeros = calloc(1, zeros_len);
	struct zip_writer *w;
	struct zip *z;

	(void)state;
	assert_int_equal(zip_writer_new(&w, &b), 0);
	assert_int_equal(zip_writer_add(w, "1", zeros, zeros_len, true), 0);
	assert_int_equal(zip_writer_add(w, "2", zeros, zeros_len, true), 0);
	assert_int_equal(zip_writer_add(w, "3", zeros, zeros_len, true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
	free(zeros);
	assert_int_equal(zip_open(&z, b.data, b.len), ERR_TOO_BIG);
	bytes_free(&b);
}

static void
test_zip__bytes_between_members_are_counted(void **state)
{
	struct bytes b = BYTES_INIT(1u << 20), c = BYTES_INIT(1u << 20);
	struct zip *z;
	size_t i, directory = 0;

	(void)state;
	make(&b);
	for (i = 0; i + 4 < b.len && directory == 0; i++)
		if (memcmp(b.data + i, "PK\1\2", 4) == 0)
			directory = i;
	assert_int_equal(bytes_add(&c, b.data, directory), 0);
	assert_int_equal(bytes_add(&c, "seven!!", 7), 0);
	assert_int_equal(bytes_add(&c, b.data + directory,
	    b.len - directory), 0);
	c.data[c.len - 6] = (uint8_t)(c.data[c.len - 6] + 7);
	assert_int_equal(zip_open(&z, c.data, c.len), 0);
	assert_int_equal(zip_unclaimed(z), 7);
	zip_free(z);
	bytes_free(&b);
	bytes_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zip__what_is_written_is_read_back),
		cmocka_unit_test(
		    test_zip__large_members_and_gzip_inside_come_out_whole),
		cmocka_unit_test(test_zip__the_same_calls_give_the_same_bytes),
		cmocka_unit_test(
		    test_zip__a_cut_package_is_refused_at_every_length),
		cmocka_unit_test(test_zip__no_wrong_byte_changes_what_is_read),
		cmocka_unit_test(
		    test_zip__names_that_lead_elsewhere_are_refused),
		cmocka_unit_test(
		    test_zip__wide_numbers_and_names_of_dos_are_read),
		cmocka_unit_test(test_zip__two_members_of_one_name_are_refused),
		cmocka_unit_test(test_zip__a_bomb_is_refused_before_it_unpacks),
		cmocka_unit_test(test_zip__bytes_between_members_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
