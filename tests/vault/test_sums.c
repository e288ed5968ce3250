/*
 * test_sums.c -- what has the same content and what belongs together: computed
 * once, found by whoever of the desk asks, and what else may lie on the shelf.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/io.h"
#include "vault/session/sums_store.h"

#include "kit.h"

struct place {
	char dir[64], tipline[PATH_MAX];
	char vault[128], key[128];
	struct options options;
	struct session *s;
};

/* A call of tipline by the desk; its exit code. */
static int
desk(const struct place *p, const char *words)
{
	return kit_run("cd %s && %s -q -C vault -i desk.key %s >out 2>err",
	    p->dir, p->tipline, words);
}

static bool
said(const struct place *p, const char *file, const char *words)
{
	return kit_run("grep -qF '%s' %s/%s", words, p->dir, file) == 0;
}

static void
again(struct place *p)
{
	session_close(p->s);
	assert_ok(session_open(&p->s, &p->options, NEED_STORE | NEED_KEY |
	    NEED_MEMBER));
}

static int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char self[PATH_MAX] = "";

	assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	(void)snprintf(p->tipline, sizeof(p->tipline), "%.*s/../bin/tipline",
	    (int)(PATH_MAX - 32), dirname(self));
	(void)strcpy(p->dir, "/tmp/tipline-sums.XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	(void)snprintf(p->vault, sizeof(p->vault), "%s/vault", p->dir);
	(void)snprintf(p->key, sizeof(p->key), "%s/desk.key", p->dir);
	p->options = (struct options){ .vault = p->vault, .key = p->key,
	    .passphrase_fd = -1, .quiet = true };
	assert_int_equal(kit_run("cd %s && %s -q key new desk.key "
	    "--no-passphrase >card && printf same >a.txt && cp a.txt b.txt && "
	    "printf other >c.txt && : >empty.txt", p->dir, p->tipline), 0);
	assert_int_equal(desk(p, "init vault --name desk"), 0);
	assert_int_equal(desk(p, "submit a.txt c.txt"), 0);
	assert_int_equal(desk(p, "submit empty.txt"), 0);
	assert_int_equal(desk(p, "submit b.txt"), 0);
	again(p);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	session_close(p->s);
	assert_int_equal(kit_run("rm -rf %s", p->dir), 0);
	free(p);
	return 0;
}

static void
compare_all(struct place *p)
{
	struct sums *u;

	assert_ok(sums_open(&u, p->s));
	assert_ok(sums_add_all(u));
	assert_ok(sums_store(u));
	assert_int_equal(u->nfresh, 0);
	sums_free(u);
}

static int
count(void *arg, const struct sum *mine, const struct sum *other)
{
	assert_memory_equal(mine->sum, other->sum, SUM_BYTES);
	assert_memory_not_equal(mine->submission.b, other->submission.b,
	    ID_BYTES);
	++*(unsigned *)arg;
	return 0;
}

static unsigned
pairs(const struct sums *u)
{
	unsigned n = 0;

	assert_int_equal(sums_chain(u, count, &n), 0);
	return n;
}

static void
test_sums__nothing_is_stored_before_somebody_compares(void **state)
{
	struct place *p = *state;
	struct sums *u;

	assert_ok(sums_read(&u, p->s));
	assert_int_equal(u->n, 0);
	assert_false(sums_has(u, &p->s->alive, NULL));
	assert_int_equal(pairs(u), 0);
	sums_free(u);
	sums_free(NULL);
}

static void
test_sums__the_same_content_is_found_from_both_sides(void **state)
{
	struct place *p = *state;
	struct id *ids;
	struct sums *u;
	unsigned n = 0;
	size_t i, all;

	compare_all(p);
	again(p);
	assert_ok(sums_read(&u, p->s));
	assert_int_equal(u->n, 4);	/* two, one, and that there is none */
	assert_int_equal(pairs(u), 1);
	assert_ok(session_submissions(p->s, &ids, &all));
	for (i = 0; i < all; i++)
		assert_int_equal(sums_each(u, &ids[i], count, &n), 0);
	assert_int_equal(n, 2);
	free(ids);
	sums_free(u);
}

/* Also one of which there is nothing to compare. */
static void
test_sums__what_was_compared_is_not_compared_again(void **state)
{
	struct place *p = *state;
	struct id *ids;
	struct sums *u;
	size_t i, all;

	compare_all(p);
	assert_ok(sums_open(&u, p->s));
	assert_ok(session_submissions(p->s, &ids, &all));
	for (i = 0; i < all; i++)
		assert_true(id_equal(&ids[i], &path_shelf) ||
		    sums_has(u, &ids[i], NULL));
	assert_ok(sums_add_all(u));
	assert_int_equal(u->nfresh, 0);
	assert_ok(sums_store(u));	/* and no entry for nothing */
	assert_int_equal(u->nsegments, 1);
	free(ids);
	sums_free(u);
}

static void
test_sums__a_part_of_a_file_is_found_where_it_came_in(void **state)
{
	struct place *p = *state;
	const struct sum *found;
	uint8_t sum[SUM_BYTES], none[SUM_BYTES];
	struct sums *u;
	int fd;

	compare_all(p);
	assert_ok(sums_open(&u, p->s));
	assert_ok(io_memfd_from(&fd, "mbox", "xxsamexx", 8));
	assert_ok(sums_part(u, fd, 2, 4, sum));
	assert_ok(sums_part(u, fd, 2, 5, none));
	assert_int_equal(sums_part(u, fd, 2, 7, none), ERR_BUSY);
	assert_int_equal(sums_part(u, fd, UINT64_MAX, 1, none), ERR_IO);
	found = sums_find(u, sum, NULL);
	assert_non_null(found);
	found = sums_find(u, sum, found);
	assert_non_null(found);
	assert_null(sums_find(u, sum, found));
	assert_null(sums_find(u, none, NULL));
	close(fd);
	sums_free(u);
}

/* Newer segments take in those before, and all of it is still there. */
static void
test_sums__stay_few_segments_however_often_some_come(void **state)
{
	struct place *p = *state;
	struct sums *u;
	char words[64];

	compare_all(p);
	for (unsigned i = 0; i < 6; i++) {
		(void)snprintf(words, sizeof(words), "submit %c.txt",
		    i % 2 == 0 ? 'a' : 'c');
		assert_int_equal(desk(p, words), 0);
		again(p);
		compare_all(p);
	}
	assert_ok(sums_read(&u, p->s));
	assert_int_equal(u->n, 10);
	assert_in_range(u->nsegments, 1, 3);
	assert_int_equal(pairs(u), 4 + 3);	/* of the same, of the others */
	sums_free(u);
}

/* Somebody of the desk puts this on the shelf as the newest segment. */
static void
put_segment(struct place *p, const void *data, size_t len)
{
	struct id id = path_shelf;
	struct entry e = { .event = "compare", .submissions = &id,
	    .nsubmissions = 1, .subject = "a test" };
	struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_SUMS };
	const struct path newest = { .kind = PATH_OBJECT,
	    .submission = path_shelf, .object = OBJECT_SUMS,
	    .tier = TIER_WORKING };
	char hex[41];
	uint32_t handle;

	assert_ok(session_shelf_unlock(p->s, &handle));
	assert_ok(session_begin(p->s));
	assert_ok(store_latest(p->s->store, &newest, &ctx.version));
	ctx.version++;
	assert_ok(session_add_object_bytes(p->s, handle, &ctx, data, len,
	    NULL));
	assert_ok(session_commit(p->s, &e, hex));
}

#define RECORD (2 * ID_BYTES + 5 + SUM_BYTES)

static void
test_sums__a_segment_that_is_none_is_told_and_hides_no_list(void **state)
{
	/* version u8 | oldest u32 | count u32 | sums */
	static const uint8_t bad[][9 + RECORD] = {
		{ 2, 0, 0, 0, 1, 0, 0, 0, 1 },		/* of another version */
		{ 1, 0, 0, 0, 0, 0, 0, 0, 1 },		/* from version 0 on */
		{ 1, 0, 0, 0, 9, 0, 0, 0, 1 },		/* from after itself */
		{ 1, 0, 0, 0, 1, 0, 0, 0, 2 },		/* cut */
		{ 1, 0, 0, 0, 1, 0, 0, 0, 0 },		/* with more behind */
		{ 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff },
	};
	struct place *p = *state;
	struct sums *u;

	compare_all(p);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		put_segment(p, bad[i], sizeof(bad[i]));
		if (sums_read(&u, p->s) != ERR_FORMAT)
			fail_msg("segment %zu is read", i);
		assert_null(u);
	}
	assert_int_equal(desk(p, "list"), 0);
	assert_int_equal(kit_run("test $(wc -l <%s/out) = 3", p->dir), 0);
}

static void
test_list__marks_what_was_not_compared(void **state)
{
	struct place *p = *state;

	assert_int_equal(desk(p, "list"), 0);
	assert_int_equal(kit_run("test $(grep -c '  not compared' %s/out) = 3",
	    p->dir), 0);
	compare_all(p);
	assert_int_equal(desk(p, "submit c.txt"), 0);
	assert_int_equal(desk(p, "list"), 0);
	assert_int_equal(kit_run("test $(grep -c '  not compared' %s/out) = 1",
	    p->dir), 0);
	assert_int_equal(desk(p, "show $(head -n 1 out | cut -d' ' -f1)"), 0);
	assert_true(said(p, "out", "not compared with the others yet"));
	again(p);
	compare_all(p);
	assert_int_equal(desk(p, "list"), 0);
	assert_false(said(p, "out", "not compared"));
	/* Who may not know is not told. */
	assert_int_equal(kit_run("cd %s && %s -q -C vault list >out 2>err",
	    p->dir, p->tipline), 0);
	assert_false(said(p, "out", "not compared"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_sums__nothing_is_stored_before_somebody_compares),
		T(test_sums__the_same_content_is_found_from_both_sides),
		T(test_sums__what_was_compared_is_not_compared_again),
		T(test_sums__a_part_of_a_file_is_found_where_it_came_in),
		T(test_sums__stay_few_segments_however_often_some_come),
		T(test_sums__a_segment_that_is_none_is_told_and_hides_no_list),
		T(test_list__marks_what_was_not_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
