/*
 * test_stage_sum.c -- the SHA-256 of a staged file is taken while it is being
 * filled: whatever the store is told meanwhile, it is that of the whole file.
 */
#include "kit.h"

#define MIB (1u << 20)
#define SIZE (3 * MIB + 77)

static uint8_t content[SIZE];

static void
expect_sum(struct store *s, uint32_t stage, size_t len)
{
	uint8_t is[SHA256_BYTES], want[SHA256_BYTES];
	uint64_t size;

	assert_ok(sha256(want, content, len));
	assert_ok(store_stage_sum(s, stage, is, &size));
	assert_int_equal(size, len);
	assert_memory_equal(is, want, sizeof(is));
}

static void
test_stage_sum__is_of_the_whole_file(void **state)
{
	struct kit *k = *state;
	uint32_t stage;
	int fd;

	assert_ok(store_stage(k->store, &fd, &stage));
	assert_ok(io_write_all(fd, content, MIB));
	assert_ok(store_stage_grows(k->store, stage, MIB));
	assert_ok(io_write_all(fd, content + MIB, MIB));
	assert_ok(store_stage_grows(k->store, stage, 2 * MIB));
	assert_ok(io_write_all(fd, content + 2 * MIB, SIZE - 2 * MIB));
	io_close(&fd);
	expect_sum(k->store, stage, SIZE);
	expect_sum(k->store, stage, SIZE);	/* and again */
}

/* Told too much, too little, out of order, or of no file at all. */
static void
test_stage_sum__does_not_rest_on_what_it_was_told(void **state)
{
	struct kit *k = *state;
	uint32_t stage, other;
	int fd, other_fd;

	assert_ok(store_stage(k->store, &fd, &stage));
	assert_ok(store_stage(k->store, &other_fd, &other));
	assert_ok(io_write_all(fd, content, MIB));
	assert_ok(store_stage_grows(k->store, stage, 100ull * MIB));
	assert_ok(io_write_all(fd, content + MIB, MIB));
	assert_ok(store_stage_grows(k->store, stage, 17));
	assert_ok(io_write_all(other_fd, content, 12345));
	assert_ok(store_stage_grows(k->store, other, 5));
	assert_ok(store_stage_grows(k->store, 4711, 5));
	assert_ok(io_write_all(fd, content + 2 * MIB, SIZE - 2 * MIB));
	io_close(&fd);
	io_close(&other_fd);
	expect_sum(k->store, stage, SIZE);
	expect_sum(k->store, other, 12345);
	{
		uint8_t sum[SHA256_BYTES];
		uint64_t size;

		assert_int_equal(store_stage_sum(k->store, 4711, sum, &size),
		    ERR_USAGE);
	}
}

/* What was written behind the sum's back is seen when it is added. */
static void
test_stage_sum__is_taken_again_of_a_file_that_changed(void **state)
{
	struct kit *k = *state;
	uint8_t sum[SHA256_BYTES], want[SHA256_BYTES], got[SHA256_BYTES];
	struct path p = { .kind = PATH_OBJECT, .object = OBJECT_MANIFEST,
	    .tier = TIER_ORIGINAL, .version = 1 };
	/* The clock of files may stand still for a while on a busy machine. */
	const struct timespec later[2] = { { .tv_sec = 7 }, { .tv_sec = 7 } };
	uint64_t size;
	uint32_t stage;
	int fd;

	assert_ok(id_new(&p.submission));
	assert_ok(store_stage(k->store, &fd, &stage));
	assert_ok(io_write_all(fd, content, SIZE));
	assert_ok(store_stage_sum(k->store, stage, sum, &size));
	content[5] ^= 1;
	assert_int_equal(pwrite(fd, content + 5, 1, 5), 1);
	assert_int_equal(futimens(fd, later), 0);
	io_close(&fd);
	assert_ok(store_begin(k->store));
	assert_int_equal(store_add_stage(k->store, &p, stage, sum, got,
	    &size), ERR_INTEGRITY);
	assert_ok(store_abort(k->store));
	/* With the right sum it is taken. */
	assert_ok(store_stage(k->store, &fd, &stage));
	assert_ok(io_write_all(fd, content, SIZE));
	io_close(&fd);
	assert_ok(sha256(want, content, SIZE));
	assert_ok(store_stage_sum(k->store, stage, sum, &size));
	assert_ok(store_begin(k->store));
	assert_ok(store_add_stage(k->store, &p, stage, want, got, &size));
	assert_int_equal(size, SIZE);
	assert_memory_equal(got, want, sizeof(got));
	assert_ok(store_abort(k->store));
}

static int
setup(void **state)
{
	randombytes_buf(content, sizeof(content));
	return kit_setup(state);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_stage_sum__is_of_the_whole_file),
		TEST(test_stage_sum__does_not_rest_on_what_it_was_told),
		TEST(test_stage_sum__is_taken_again_of_a_file_that_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
