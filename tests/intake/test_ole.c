/* A compound file is read as it stands, or refused; it never turns in circles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/package/ole.h"
#include "tests/intake/ole_fixture.h"
#include "vault/base/err.h"

static uint8_t big[70000];

static void
make(struct bytes *b)
{
	const struct ole_part parts[] = {
		{ "short", "hello", 5 },
		{ "long", big, sizeof big },
		{ "Folder", NULL, 0 },
		{ "Folder/inside", "x", 1 },
		{ "Folder/deeper", NULL, 0 },
		{ "Folder/deeper/empty", "", 0 },
		{ "last", big, 4096 },
	};
	size_t i;

	for (i = 0; i < sizeof big; i++)
		big[i] = (uint8_t)(i * i >> 7 ^ i);
	assert_int_equal(make_ole(b, parts, 7), 0);
}

static void
assert_stream(const struct ole *o, size_t parent, const char *name,
    const void *data, size_t len)
{
	const struct ole_entry *e = ole_find(o, parent, name);
	struct bytes got = BYTES_INIT(1u << 20);

	assert_non_null(e);
	assert_false(e->storage);
	assert_int_equal(ole_read(o, e, &got), 0);
	assert_int_equal(got.len, len);
	if (len > 0)
		assert_memory_equal(got.data, data, len);
	bytes_free(&got);
}

static void
test_ole__streams_and_folders_are_read_as_written(void **state)
{
	struct bytes b = BYTES_INIT(1u << 24);
	const struct ole_entry *folder;
	struct ole *o = NULL;

	(void)state;
	make(&b);
	assert_int_equal(ole_open(&o, b.data, b.len), 0);
	assert_int_equal(ole_count(o), 8);
	assert_stream(o, OLE_ROOT, "short", "hello", 5);
	assert_stream(o, OLE_ROOT, "LONG", big, sizeof big);
	assert_stream(o, OLE_ROOT, "last", big, 4096);
	assert_non_null(folder = ole_find(o, OLE_ROOT, "Folder"));
	assert_true(folder->storage);
	assert_stream(o, ole_index(o, folder), "inside", "x", 1);
	assert_null(ole_find(o, OLE_ROOT, "inside"));
	assert_non_null(folder = ole_find(o, ole_index(o, folder), "deeper"));
	assert_int_equal(folder->depth, 2);
	assert_stream(o, ole_index(o, folder), "empty", "", 0);
	ole_free(o);
	bytes_free(&b);
}

/* Read everything; what it gives does not matter, that it ends does. */
static void
read_all(const uint8_t *p, size_t len)
{
	struct bytes got = BYTES_INIT(1u << 20);
	struct ole *o = NULL;
	size_t i;

	if (ole_open(&o, p, len) == 0)
		for (i = 0; i < ole_count(o); i++) {
			bytes_reset(&got);
			if (!ole_at(o, i)->storage)
				(void)ole_read(o, ole_at(o, i), &got);
		}
	ole_free(o);
	bytes_free(&got);
}

static void
test_ole__a_cut_or_a_flipped_byte_ends_in_an_answer(void **state)
{
	struct bytes b = BYTES_INIT(1u << 24);
	struct ole *o = NULL;
	size_t i;

	(void)state;
	make(&b);
	for (i = 0; i < b.len; i += i < 1024 ? 1 : 509) {
		uint8_t *exact = malloc(i + 1);

		assert_non_null(exact);
		memcpy(exact, b.data, i);
		read_all(exact, i);
		free(exact);
	}
	assert_int_equal(ole_open(&o, b.data, 511), ERR_FORMAT);
	/* The header, the mini table, the directory, the table of sectors. */
	for (i = 0; i < b.len; i += i < 512 || i > b.len - 4096 ? 1 : 997) {
		b.data[i] ^= 0xff;
		read_all(b.data, b.len);
		b.data[i] ^= 0xff;
	}
	bytes_free(&b);
}

static void
test_ole__a_chain_in_a_circle_is_refused(void **state)
{
	struct bytes b = BYTES_INIT(1u << 24);
	struct bytes got = BYTES_INIT(1u << 20);
	const struct ole_entry *e;
	struct ole *o = NULL;
	size_t fat;

	(void)state;
	make(&b);
	/* The sector behind the first of "long", which begins in sector 0. */
	fat = ((size_t)b.data[76] + 1 + ((size_t)b.data[77] << 8)) * 512;
	ole_put32(b.data + fat + 4, 0);
	assert_int_equal(ole_open(&o, b.data, b.len), 0);
	assert_non_null(e = ole_find(o, OLE_ROOT, "long"));
	/* It gives as many bytes as it says and no more, or is refused. */
	if (ole_read(o, e, &got) == 0)
		assert_int_equal(got.len, sizeof big);
	ole_free(o);
	/* The directory's own chain has no length that would end it. */
	ole_put32(b.data + fat + 4 * ((size_t)b.data[48] |
	    (size_t)b.data[49] << 8), (uint32_t)b.data[48] |
	    (uint32_t)b.data[49] << 8);
	assert_int_equal(ole_open(&o, b.data, b.len), ERR_FORMAT);
	bytes_free(&got);
	bytes_free(&b);
}

static void
test_ole__streams_that_share_their_bytes_are_refused(void **state)
{
	struct bytes b = BYTES_INIT(1u << 24);
	struct ole *o = NULL;
	size_t dir;

	(void)state;
	make(&b);
	dir = ((size_t)b.data[48] + 1 + ((size_t)b.data[49] << 8)) * 512;
	ole_put32(b.data + dir + 7 * 128 + 116, 0);	/* "last" is "long" */
	ole_put32(b.data + dir + 7 * 128 + 120, sizeof big);
	assert_int_equal(ole_open(&o, b.data, b.len), ERR_FORMAT);
	assert_null(o);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ole__streams_and_folders_are_read_as_written),
		cmocka_unit_test(test_ole__a_cut_or_a_flipped_byte_ends_in_an_answer),
		cmocka_unit_test(test_ole__a_chain_in_a_circle_is_refused),
		cmocka_unit_test(
		    test_ole__streams_that_share_their_bytes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
