/* test_guarded.c -- guarded memory that is given back is wiped, and used again
 * only for the same size; keys on it can be frozen and written anew. */
#include "tests/vault/seal_kit.h"

#include <signal.h>
#include <sys/wait.h>

#include "vault/seal/guarded.h"

#define MANY (2 * GUARDED_KEPT)
#define SIZE 40u

static void
test_guarded__is_wiped_when_it_is_given_back(void **state)
{
	static const uint8_t zeros[SIZE];
	uint8_t *p = guarded_new(SIZE), *again;

	(void)state;
	assert_non_null(p);
	memset(p, 0x5a, SIZE);
	guarded_free(p, SIZE);
	again = guarded_new(SIZE);
	assert_ptr_equal(again, p);
	assert_memory_equal(again, zeros, SIZE);
	guarded_free(again, SIZE);
}

static void
test_guarded__is_not_used_for_another_size(void **state)
{
	uint8_t *p = guarded_new(SIZE), *other;

	(void)state;
	guarded_free(p, SIZE);
	other = guarded_new(SIZE - 1);
	assert_non_null(other);
	assert_ptr_not_equal(other, p);
	guarded_free(other, SIZE - 1);
}

static void
test_guarded__no_piece_has_two_owners(void **state)
{
	static uint8_t *p[MANY];
	size_t i;
	int round;

	(void)state;
	for (round = 0; round < 2; round++) {
		for (i = 0; i < MANY; i++) {
			assert_non_null(p[i] = guarded_new(SIZE));
			memset(p[i], (int)(i % 251), SIZE);
		}
		for (i = 0; i < MANY; i++)
			assert_int_equal(p[i][SIZE - 1], i % 251);
		for (i = 0; i < MANY; i++)
			guarded_free(p[i], SIZE);
	}
}

static void
test_guarded__sizes_that_are_not_kept_are_had_all_the_same(void **state)
{
	const size_t sizes[] = { 0, 1, GUARDED_KEPT_BYTES + 1 };
	uint8_t *p;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (n = 0; n < 2; n++) {
			assert_non_null(p = guarded_new(sizes[i]));
			memset(p, 1, sizes[i]);
			guarded_free(p, sizes[i]);
		}
	for (n = 1; n < 4 * GUARDED_SIZES; n++) {
		assert_non_null(p = guarded_new(n));
		memset(p, 1, n);
		guarded_free(p, n);
	}
	guarded_free(NULL, SIZE);
}

/* One byte behind the end ends a process, first use or second. */
static void
test_guarded__ends_where_it_says(void **state)
{
	uint8_t *p;
	int status, i;
	pid_t child;

	(void)state;
	for (i = 0; i < 2; i++) {
		p = guarded_new(SIZE);
		if ((child = fork()) == 0) {
			(void)signal(SIGSEGV, SIG_DFL);
			((volatile uint8_t *)p)[SIZE] = 1;
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSEGV);
		guarded_free(p, SIZE);
	}
}

static void
test_secret__after_a_frozen_one_comes_one_that_is_zero_and_written(void **state)
{
	static const uint8_t zeros[KEY_BYTES];
	struct secret *s;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_ok(secret_random(&s));
		assert_false(sodium_is_zero(secret_peek(s), KEY_BYTES));
		secret_free(s);
		assert_ok(secret_new(&s, KEY_BYTES));
		assert_memory_equal(secret_peek(s), zeros, KEY_BYTES);
		memset(secret_bytes(s), 7, KEY_BYTES);
		secret_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarded__is_wiped_when_it_is_given_back),
		cmocka_unit_test(test_guarded__is_not_used_for_another_size),
		cmocka_unit_test(test_guarded__no_piece_has_two_owners),
		cmocka_unit_test(
		    test_guarded__sizes_that_are_not_kept_are_had_all_the_same),
		cmocka_unit_test(test_guarded__ends_where_it_says),
		cmocka_unit_test(
		    test_secret__after_a_frozen_one_comes_one_that_is_zero_and_written),
	};

	if (sodium_init() < 0)
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
