/*
 * test_letterbox_parts.c -- parts of what is too long for one upload, sealed to
 * their source until the last has come.
 */
#include "tests/intake/letterbox_kit.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static void
test_parts__come_back_as_they_were_in_the_order_of_their_names(void **state)
{
	static const size_t sizes[] = { 0, 1, 65531, 65532, 65533, 300000,
	    1000003 };
	struct kit *k = *state;
	struct parts_seen seen;
	char name[32];
	uint64_t total;
	size_t i;

	for (i = 7; i-- > 0;) {
		(void)snprintf(name, sizeof(name), "film.part.%zu", i + 5);
		(void)put_part(k, name, sizes[i], true);
	}
	seen = list(k);
	assert_int_equal(seen.n, 7);
	for (i = 0; i < 7; i++) {
		(void)snprintf(name, sizeof(name), "film.part.%zu", i + 5);
		assert_string_equal(seen.v[i].name, name);
		assert_int_equal(seen.v[i].state, PART_WHOLE);
		assert_int_equal(seen.v[i].bytes, sizes[i]);
		assert_int_equal(seen.v[i].arrived % 3600, 0);
		assert_int_equal(get_part(k, &seen.v[i].id, &total), 0);
		assert_int_equal(total, sizes[i]);
	}
	parts_seen_free(&seen);
}

static void
test_parts__names_are_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	assert_true(part_name_order("a.2", "a.10") < 0);
	assert_true(part_name_order("a.010", "a.10") > 0);
	assert_true(part_name_order("a.10", "a.10") == 0);
	assert_true(part_name_order("a", "a.1") < 0);
	assert_true(part_name_order("2b", "2a") > 0);
	assert_true(part_name_order("x99999999999999999999999999991",
	    "x99999999999999999999999999992") < 0);
	assert_true(part_name_order("", "a") < 0);
}

static void
test_parts__a_broken_one_keeps_its_whole_chunks(void **state)
{
	struct kit *k = *state;
	struct parts_seen seen;
	uint64_t total, kept;
	struct id id;

	(void)put_part(k, "too little", 60000, false);
	id = put_part(k, "half.mov", 1000000, false);
	seen = list(k);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.v[0].state, PART_BROKEN);
	kept = seen.v[0].bytes;
	assert_int_equal(kept % PART_CHUNK, 0);
	assert_in_range(kept, 1000000 - 5 * PART_CHUNK, 1000000);
	assert_int_equal(get_part(k, &id, &total), 0);
	assert_int_equal(total, kept);
	parts_seen_free(&seen);
}

static void
test_parts__one_under_way_is_told_and_not_read(void **state)
{
	struct kit *k = *state;
	struct parts_seen seen;
	size_t destroyed;
	uint64_t total;
	struct part *p;

	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, "now"), 0);
	seen = list(k);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.v[0].state, PART_UNDER_WAY);
	assert_int_equal(get_part(k, part_id(p), &total), ERR_BUSY);
	parts_seen_free(&seen);
	assert_int_equal(parts_expire(k->parts, UINT64_MAX, &destroyed), 0);
	assert_int_equal(destroyed, 0);
	/* Destroyed all the same by its source: then it never was whole. */
	assert_int_equal(parts_destroy_all(k->parts, &k->me.pub.id), 0);
	assert_int_equal(part_end(p), ERR_NOT_FOUND);
	part_free(p);
	seen = list(k);
	assert_int_equal(seen.n, 0);
	parts_seen_free(&seen);
}

#define GO 400

/* Parts that come to nothing: the folder goes with each. */
static void *
some_go(void *arg)
{
	struct kit *k = arg;
	uintptr_t failed = 0;
	struct part *p;

	for (unsigned i = 0; i < GO; i++) {
		failed += part_begin(&p, k->parts, &k->me.pub, "x") < 0;
		part_free(p);
	}
	return (void *)failed;
}

static void
test_parts__begin_while_others_take_the_folder_away(void **state)
{
	pthread_t t[2];
	void *failed[2];

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&t[i], NULL, some_go, *state),
		    0);
	for (size_t i = 0; i < 2; i++)
		(void)pthread_join(t[i], &failed[i]);
	assert_null(failed[0]);
	assert_null(failed[1]);
}

static void
test_parts__damage_anywhere_is_told_by_name(void **state)
{
	static const off_t at[] = { 0, 20, 300, PART_END_AT + 3,
	    PART_OBJECT_AT + 2, PART_OBJECT_AT + 10, PART_OBJECT_AT + 100,
	    PART_OBJECT_AT + 100000 };
	struct kit *k = *state;
	struct parts_seen seen;
	char path[256];
	uint64_t total;
	struct id id;
	size_t i;

	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		id = put_part(k, "scan.pdf", 150000, true);
		path_of(k, &id, path);
		flip(path, at[i]);
		if (get_part(k, &id, &total) != ERR_INTEGRITY)
			fail_msg("a bit at %ld was not seen", (long)at[i]);
		assert_true(at[i] < PART_END_AT ||
		    strstr(err_line(), "scan.pdf") != NULL);
		seen = list(k);
		assert_int_equal(seen.n, 1);
		assert_int_equal(seen.v[0].state, PART_DAMAGED);
		assert_int_equal(seen.v[0].bytes, 0);
		parts_seen_free(&seen);
		assert_int_equal(part_destroy(k->parts, &k->me.pub.id, &id), 0);
		seen = list(k);
		assert_int_equal(seen.n, 0);
		parts_seen_free(&seen);
	}
}

/* Cut, or with another's body: never whole. */
static void
test_parts__a_cut_or_swapped_one_is_not_whole(void **state)
{
	struct kit *k = *state;
	struct parts_seen seen;
	char path[256], other[256];
	uint64_t total;
	struct id a, b;

	a = put_part(k, "a", 200000, true);
	path_of(k, &a, path);
	assert_int_equal(truncate(path, 140000), 0);
	seen = list(k);
	assert_int_equal(seen.v[0].state, PART_DAMAGED);
	parts_seen_free(&seen);
	assert_int_equal(parts_destroy_all(k->parts, &k->me.pub.id), 0);
	a = put_part(k, "a", 1000, true);
	b = put_part(k, "b", 1000, true);
	path_of(k, &a, path);
	path_of(k, &b, other);
	assert_int_equal(rename(path, other), 0);
	seen = list(k);		/* seen before it is read */
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.v[0].state, PART_DAMAGED);
	parts_seen_free(&seen);
	assert_int_equal(get_part(k, &b, &total), ERR_INTEGRITY);
}

static void
test_parts__nobody_else_opens_them(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer you;
	struct parts_seen seen;

	(void)put_part(k, "mine", 1000, true);
	assert_int_equal(letterbox_new(k->l, 2), 0);
	await(k->l, &you);
	assert_int_equal(parts_list(k->parts, k->l, you.visit, &you.pub,
	    &seen), 0);
	assert_int_equal(seen.n, 0);
	/* The same folder by another's visit: damaged, without a name. */
	assert_int_equal(parts_list(k->parts, k->l, you.visit, &k->me.pub,
	    &seen), 0);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.v[0].state, PART_DAMAGED);
	assert_string_equal(seen.v[0].name, "");
	parts_seen_free(&seen);
}

static void
test_parts__old_ones_go_and_take_their_key_along(void **state)
{
	struct kit *k = *state;
	struct timespec old[2] = { { .tv_sec = 1000000 },
	    { .tv_sec = 1000000 } };
	struct parts_seen seen;
	uint8_t head[PART_OBJECT_AT];
	char path[256], dir[256];
	uint64_t used;
	size_t destroyed;
	struct id id;
	int fd;

	id = put_part(k, "old", 1000, true);
	(void)put_part(k, "new", 1000, true);
	path_of(k, &id, path);
	fd = open(path, O_RDONLY);
	assert_int_equal(futimens(fd, old), 0);
	assert_int_equal(parts_expire(k->parts, 2000000, &destroyed), 0);
	assert_int_equal(destroyed, 1);
	assert_int_equal(pread(fd, head, sizeof(head), 0), sizeof(head));
	assert_true(sodium_is_zero(head, sizeof(head)));
	close(fd);
	seen = list(k);
	assert_int_equal(seen.n, 1);
	assert_string_equal(seen.v[0].name, "new");
	parts_seen_free(&seen);
	assert_int_equal(parts_used(k->parts, &used), 0);
	assert_in_range(used, 1000, 3000);
	assert_int_equal(parts_expire(k->parts, UINT64_MAX, &destroyed), 0);
	(void)snprintf(dir, sizeof(dir), "%s/parts", k->dir);
	assert_int_equal(rmdir(dir), 0);	/* nothing is left in it */
}

static void
test_parts__times_say_the_day_and_no_more(void **state)
{
	struct kit *k = *state;
	struct id id = put_part(k, "x", 10, true);
	char path[256];
	struct stat st;

	path_of(k, &id, path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mtime % 86400, 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
test_parts__are_limited_and_what_is_strange_goes_too(void **state)
{
	struct kit *k = *state;
	char path[256], box[ID_HEX_SIZE];
	struct parts_seen seen;
	struct part *p;
	struct id id;
	size_t i;
	int fd;

	id = put_part(k, "first", 10, true);
	id_hex(box, &k->me.pub.id);
	for (i = 1; i < LETTERBOX_PARTS_MAX; i++) {
		(void)snprintf(path, sizeof(path), "parts/%s/%032zx", box, i);
		fd = openat(k->state, path, O_CREAT | O_WRONLY, 0600);
		assert_true(fd >= 0);
		close(fd);
	}
	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, "no"),
	    ERR_TOO_BIG);
	seen = list(k);		/* empty files: killed before the first byte */
	assert_int_equal(seen.n, LETTERBOX_PARTS_MAX);
	parts_seen_free(&seen);
	assert_int_equal(part_destroy(k->parts, &k->me.pub.id, &id), 0);
	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, "yes"), 0);
	part_free(p);
	(void)snprintf(path, sizeof(path), "parts/%s/what is this", box);
	assert_int_equal(mkdirat(k->state, path, 0700), 0);
	assert_int_equal(parts_destroy_all(k->parts, &k->me.pub.id), 0);
	(void)snprintf(path, sizeof(path), "parts/%s", box);
	assert_int_equal(faccessat(k->state, path, F_OK, 0), -1);
}

/* Killed at any moment: what is acknowledged is there, all else is listed. */
static void
test_parts__a_kill_leaves_nothing_that_is_not_listed(void **state)
{
	struct kit *k = *state;
	struct parts_seen seen;
	uint64_t total;
	unsigned round, whole = 0, broken = 0, told;
	int fds[2], status;
	size_t i;
	pid_t pid;
	char c;

	for (round = 0; round < 12; round++) {
		assert_int_equal(pipe(fds), 0);
		if ((pid = fork()) == 0) {
			for (;;) {
				(void)put_part(k, "x", 200000, true);
				if (write(fds[1], "x", 1) != 1)
					_exit(1);
			}
		}
		close(fds[1]);
		usleep(3000 + round * 4000);
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, &status, 0);
		for (told = 0; read(fds[0], &c, 1) == 1;)
			told++;
		close(fds[0]);
		seen = list(k);
		for (i = 0; i < seen.n; i++) {
			whole += seen.v[i].state == PART_WHOLE;
			broken += seen.v[i].state == PART_BROKEN;
			assert_true(seen.v[i].state == PART_WHOLE ||
			    seen.v[i].state == PART_BROKEN);
			assert_int_equal(get_part(k, &seen.v[i].id, &total),
			    0);
			assert_int_equal(total, seen.v[i].bytes);
			told -= seen.v[i].state == PART_WHOLE && told > 0;
		}
		assert_int_equal(told, 0);
		parts_seen_free(&seen);
		assert_int_equal(parts_destroy_all(k->parts, &k->me.pub.id), 0);
	}
	print_message("%u whole, %u broken\n", whole, broken);
	assert_true(whole + broken > 0);
}

static double
seconds(void)
{
	struct timespec t;

	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &t), 0);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long
peak_kib(void)
{
	struct rusage u;

	assert_int_equal(getrusage(RUSAGE_SELF, &u), 0);
	return u.ru_maxrss;
}

/* However long a part is; TIPLINE_LETTERBOX_MIB says how long. */
static void
test_parts__memory_is_flat(void **state)
{
	const char *word = getenv("TIPLINE_LETTERBOX_MIB");
	const unsigned long mib = word != NULL ? strtoul(word, NULL, 10) : 24;
	static uint8_t piece[1 << 20];
	struct kit *k = *state;
	struct part_reader *r;
	const uint8_t *data;
	const double begun = seconds();
	const long before = peak_kib();
	double written;
	struct part *p;
	struct id id;
	uint64_t total = 0;
	size_t len;
	unsigned long i;

	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, "long"), 0);
	for (i = 0; i < mib; i++) {
		memset(piece, (int)i, sizeof(piece));
		assert_int_equal(part_write(p, piece, sizeof(piece)), 0);
	}
	id = *part_id(p);
	assert_int_equal(part_end(p), 0);
	part_free(p);
	written = seconds();
	assert_int_equal(part_reader_open(&r, k->parts, k->l, k->me.visit,
	    &k->me.pub, &id), 0);
	while (part_reader_next(r, &data, &len) == 0 && len > 0) {
		assert_int_equal(data[0], (uint8_t)(total >> 20));
		total += len;
	}
	part_reader_free(r);
	assert_int_equal(total, (uint64_t)mib << 20);
	print_message("%lu MiB: %.0f MiB/s in, %.0f MiB/s out; %ld KiB more\n",
	    mib, (double)mib / (written - begun),
	    (double)mib / (seconds() - written), peak_kib() - before);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
	assert_in_range(peak_kib() - before, 0, 4096);
#endif
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_parts__come_back_as_they_were_in_the_order_of_their_names),
		cmocka_unit_test(
		    test_parts__names_are_in_the_order_of_their_numbers),
		T(test_parts__a_broken_one_keeps_its_whole_chunks),
		T(test_parts__one_under_way_is_told_and_not_read),
		T(test_parts__begin_while_others_take_the_folder_away),
		T(test_parts__damage_anywhere_is_told_by_name),
		T(test_parts__a_cut_or_swapped_one_is_not_whole),
		T(test_parts__nobody_else_opens_them),
		T(test_parts__old_ones_go_and_take_their_key_along),
		T(test_parts__times_say_the_day_and_no_more),
		T(test_parts__are_limited_and_what_is_strange_goes_too),
		T(test_parts__a_kill_leaves_nothing_that_is_not_listed),
		T(test_parts__memory_is_flat),
	};

	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
