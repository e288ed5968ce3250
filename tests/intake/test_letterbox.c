/*
 * test_letterbox.c -- code names, replies and parts, through the program that
 * holds the keys.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "intake/letterbox/parts.h"
#include "intake/letterbox/records.h"
#include "intake/letterbox/replies.h"
#include "intake/letterbox/wall/codename.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/sshsig.h"

/* A service, and somebody who is there. */
struct kit {
	char dir[64];
	int state;
	struct letterbox *l;
	struct letterbox_answer me;
	struct parts *parts;
};

static void
await(struct letterbox *l, struct letterbox_answer *a)
{
	struct pollfd p = { .fd = letterbox_fd(l), .events = POLLIN };
	bool got;

	do {
		assert_int_equal(letterbox_next(l, a, &got), 0);
		if (!got)
			assert_int_equal(poll(&p, 1, 20000), 1);
	} while (!got);
}

static void
enter(struct letterbox *l, const char *typed, struct letterbox_answer *a)
{
	assert_int_equal(letterbox_enter(l, 7, typed, strlen(typed)), 0);
	await(l, a);
	assert_int_equal(a->token, 7);
}

static int
setup(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	assert_true(sodium_init() >= 0);
	(void)strcpy(k->dir, "/tmp/tipline-letterbox.XXXXXX");
	assert_non_null(mkdtemp(k->dir));
	k->state = open(k->dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(letterbox_start(&k->l, k->state), 0);
	assert_int_equal(letterbox_new(k->l, 1), 0);
	await(k->l, &k->me);
	assert_int_equal(k->me.said, LETTERBOX_OPEN);
	assert_int_equal(parts_open(&k->parts, k->state), 0);
	*state = k;
	return 0;
}

static int
teardown(void **state)
{
	struct kit *k = *state;
	char cmd[128];

	parts_close(k->parts);
	letterbox_stop(k->l);
	close(k->state);
	(void)snprintf(cmd, sizeof(cmd), "rm -rf %s", k->dir);
	assert_int_equal(system(cmd), 0);
	free(k);
	return 0;
}

/* --- code names --- */

static void
test_words__however_they_are_typed_they_open_the_same(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	char typed[512], *p = typed;

	/* Capitals, line ends, numbers, a dash that is no ASCII. */
	for (const char *w = k->me.words; *w != '\0'; w++)
		if (*w == ' ')
			p += sprintf(p, " \xe2\x80\x94\r\n 2) ");
		else
			*p++ = (char)toupper((unsigned char)*w);
	*p = '\0';
	enter(k->l, typed, &a);
	assert_int_equal(a.said, LETTERBOX_OPEN);
	assert_memory_equal(&a.pub, &k->me.pub, sizeof(a.pub));
	assert_string_equal(a.words, "");
	assert_int_not_equal(a.visit, k->me.visit);
	for (char *h = strcpy(typed, k->me.words); *h != '\0'; h++)
		if (*h == ' ')
			*h = '-';
	enter(k->l, typed, &a);
	assert_int_equal(a.said, LETTERBOX_OPEN);
	assert_memory_equal(&a.pub, &k->me.pub, sizeof(a.pub));
}

static void
test_words__a_slip_is_named_and_opens_nothing(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	char typed[512];

	enter(k->l, "", &a);
	assert_int_equal(a.said, LETTERBOX_NOT_SO_MANY);
	assert_int_equal(a.word, 0);
	enter(k->l, "abacus abdomen", &a);
	assert_int_equal(a.said, LETTERBOX_NOT_SO_MANY);
	assert_int_equal(a.word, 2);
	(void)snprintf(typed, sizeof(typed), "%s abacus", k->me.words);
	enter(k->l, typed, &a);
	assert_int_equal(a.said, LETTERBOX_NOT_SO_MANY);
	assert_int_equal(a.word, 9);
	/* A beginning of a word is none, nor a word with more behind it. */
	enter(k->l, "abacus abdomen abdom abide a b c d", &a);
	assert_int_equal(a.said, LETTERBOX_NO_WORD);
	assert_int_equal(a.word, 3);
	enter(k->l, "abacusx abdomen abide abide able able able able", &a);
	assert_int_equal(a.said, LETTERBOX_NO_WORD);
	assert_int_equal(a.word, 1);
	enter(k->l, "abacus abdomen abdominal abide abiding ability able zoom",
	    &a);
	assert_int_equal(a.said, LETTERBOX_SLIP);
	assert_int_equal(a.visit, 0);
	assert_true(sodium_is_zero((const uint8_t *)&a.pub, sizeof(a.pub)));
	memset(typed, 'a', sizeof(typed));
	assert_int_equal(letterbox_enter(k->l, 1, typed,
	    LETTERBOX_TYPED_MAX + 1), ERR_TOO_BIG);
}

/* Two words that change places are seen in all but a few of 7772 cases. */
static void
test_words__any_one_wrong_word_is_seen(void **state)
{
	struct code_name n, m;
	char shown[LETTERBOX_WORDS_SIZE], other[LETTERBOX_WORDS_SIZE];
	uint32_t word, seen = 0, i;

	(void)state;
	assert_int_equal(codename_load(), 0);
	for (i = 0; i < 700; i++) {
		codename_draw(&n);
		codename_show(shown, &n);
		assert_int_equal(codename_read(&m, shown, strlen(shown), &word),
		    LETTERBOX_OPEN);
		assert_memory_equal(&m, &n, sizeof(n));
		n.word[i % WORDS_DRAWN] ^= 1;
		codename_show(other, &n);
		(void)strcpy(strrchr(other, ' '), strrchr(shown, ' '));
		seen += codename_read(&m, other, strlen(other), &word) ==
		    LETTERBOX_SLIP;
	}
	assert_in_range(seen, 695, 700);
}

static void
test_letterbox__another_service_gives_other_keys(void **state)
{
	struct kit *k = *state, *other;
	struct letterbox_answer a;
	void *s;

	assert_int_equal(setup(&s), 0);
	other = s;
	enter(other->l, k->me.words, &a);
	assert_int_equal(a.said, LETTERBOX_OPEN);
	assert_memory_not_equal(a.pub.id.b, k->me.pub.id.b, ID_BYTES);
	assert_int_equal(teardown(&s), 0);
}

static void
test_letterbox__a_restart_changes_nothing(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	struct parts_seen seen;

	letterbox_stop(k->l);
	assert_int_equal(letterbox_start(&k->l, k->state), 0);
	enter(k->l, k->me.words, &a);
	assert_memory_equal(&a.pub, &k->me.pub, sizeof(a.pub));
	/* The visit of before means nothing. */
	assert_int_equal(letterbox_leave(k->l, k->me.visit + 1), 0);
	assert_int_equal(parts_list(k->parts, k->l, a.visit, &a.pub, &seen), 0);
	assert_int_equal(seen.n, 0);
	parts_seen_free(&seen);
}

static void
test_letterbox__a_damaged_salt_is_told(void **state)
{
	struct kit *k = *state;
	struct letterbox *l;
	int fd = openat(k->state, "salt", O_WRONLY | O_TRUNC);

	close(fd);
	assert_int_equal(letterbox_start(&l, k->state), ERR_INTEGRITY);
	assert_null(l);
}

/* Many at once: all are answered, the cheap ones in between. */
static void
test_letterbox__the_cheap_ones_do_not_wait(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	struct parts_seen seen;
	unsigned i, answered = 0, before;
	bool got;

	for (i = 0; i < 20; i++)
		assert_int_equal(letterbox_enter(k->l, i, k->me.words,
		    strlen(k->me.words)), 0);
	for (i = 0; i < 1500; i++)
		assert_int_equal(letterbox_enter(k->l, 1000 + i, "nonsense",
		    8), 0);
	assert_int_equal(parts_list(k->parts, k->l, k->me.visit, &k->me.pub,
	    &seen), 0);
	parts_seen_free(&seen);
	assert_int_equal(letterbox_leave(k->l, 0), 0);
	do {
		assert_int_equal(letterbox_next(k->l, &a, &got), 0);
		answered += got;
	} while (got);
	before = answered;
	for (; answered < 1520; answered++)
		await(k->l, &a);
	print_message("%u answers came while others were asked for\n", before);
	assert_int_equal(letterbox_next(k->l, &a, &got), 0);
	assert_false(got);
}

static void
test_letterbox__visits_end(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	struct parts_seen seen;
	struct part *p;

	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, "x"), 0);
	assert_int_equal(part_write(p, "hello", 5), 0);
	assert_int_equal(part_end(p), 0);
	part_free(p);
	assert_int_equal(letterbox_leave(k->l, k->me.visit), 0);
	assert_int_equal(parts_list(k->parts, k->l, k->me.visit, &k->me.pub,
	    &seen), ERR_NOT_FOUND);
	enter(k->l, k->me.words, &a);
	assert_int_not_equal(a.visit, k->me.visit);
	assert_int_equal(parts_list(k->parts, k->l, a.visit, &a.pub, &seen), 0);
	assert_int_equal(seen.n, 1);
	parts_seen_free(&seen);
}

/* A minute long: with TIPLINE_LETTERBOX_FULL alone. */
static void
test_letterbox__a_full_house_is_told(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a, last;
	unsigned i;

	if (getenv("TIPLINE_LETTERBOX_FULL") == NULL)
		skip();
	for (i = 1; i < LETTERBOX_VISITS_MAX; i++) {
		enter(k->l, k->me.words, &a);
		assert_int_equal(a.said, LETTERBOX_OPEN);
	}
	enter(k->l, k->me.words, &last);
	assert_int_equal(last.said, LETTERBOX_FULL);
	assert_int_equal(last.visit, 0);
	assert_int_equal(letterbox_leave(k->l, a.visit), 0);
	enter(k->l, k->me.words, &last);
	assert_int_equal(last.said, LETTERBOX_OPEN);
	assert_int_not_equal(last.visit, a.visit);
}

/* --- parts --- */

static struct id
put_part(struct kit *k, const char *name, size_t len, bool whole)
{
	struct part *p;
	struct id id;
	uint8_t *data = malloc(len + 1);
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8));
	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, name), 0);
	for (i = 0; i < len; i += 10000)
		assert_int_equal(part_write(p, data + i,
		    len - i < 10000 ? len - i : 10000), 0);
	id = *part_id(p);
	if (whole)
		assert_int_equal(part_end(p), 0);
	part_free(p);
	free(data);
	return id;
}

/* Reads it all; the code that ended it. */
static int
get_part(struct kit *k, const struct id *id, uint64_t *total)
{
	struct part_reader *r;
	const uint8_t *data;
	size_t len, i;
	int e;

	*total = 0;
	if ((e = part_reader_open(&r, k->parts, k->l, k->me.visit, &k->me.pub,
	    id)) < 0)
		return e;
	while ((e = part_reader_next(r, &data, &len)) == 0 && len > 0)
		for (i = 0; i < len; i++, ++*total)
			assert_int_equal(data[i],
			    (uint8_t)(*total * 7 + (*total >> 8)));
	part_reader_free(r);
	return e;
}

static struct parts_seen
list(struct kit *k)
{
	struct parts_seen seen;

	assert_int_equal(parts_list(k->parts, k->l, k->me.visit, &k->me.pub,
	    &seen), 0);
	return seen;
}

static void
path_of(const struct kit *k, const struct id *id, char path[256])
{
	char box[ID_HEX_SIZE], hex[ID_HEX_SIZE];

	id_hex(box, &k->me.pub.id);
	id_hex(hex, id);
	(void)snprintf(path, 256, "%s/parts/%s/%s", k->dir, box, hex);
}

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

static void
flip(const char *path, off_t at)
{
	int fd = open(path, O_RDWR);
	uint8_t b;

	assert_int_equal(pread(fd, &b, 1, at), 1);
	b ^= 4;
	assert_int_equal(pwrite(fd, &b, 1, at), 1);
	close(fd);
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

/* Several threads of one service. */
static void *
in_a_thread(void *arg)
{
	struct kit *k = arg;
	uint64_t total;
	struct id id;
	int i;

	for (i = 0; i < 10; i++) {
		id = put_part(k, "thread", 100000, true);
		assert_int_equal(get_part(k, &id, &total), 0);
		assert_int_equal(total, 100000);
		assert_int_equal(part_destroy(k->parts, &k->me.pub.id, &id), 0);
	}
	return NULL;
}

static void
test_letterbox__may_be_asked_by_several_threads(void **state)
{
	struct kit *k = *state;
	struct letterbox_answer a;
	pthread_t t[3];
	size_t i;

	for (i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&t[i], NULL, in_a_thread, k), 0);
	for (i = 0; i < 10; i++) {
		enter(k->l, k->me.words, &a);
		assert_int_equal(a.said, LETTERBOX_OPEN);
		assert_int_equal(letterbox_leave(k->l, a.visit), 0);
	}
	for (i = 0; i < 3; i++)
		(void)pthread_join(t[i], NULL);
}

/* --- replies --- */

struct writer {
	struct card card;
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
};

static void
new_writer(struct writer *w)
{
	memset(w, 0, sizeof(*w));
	crypto_sign_keypair(w->card.sign_pk, w->sk);
}

/* A reply in the folder, by the name it must have. */
static struct id
put_reply(const struct kit *k, const struct writer *w, const char *folder,
    const char *text, uint64_t sent)
{
	struct reply_to to = { .letterbox = k->me.pub.id };
	struct bytes b = BYTES_INIT(REPLY_FILE_BYTES);
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	uint8_t sig[SIGN_BYTES];
	char name[REPLY_NAME_SIZE];
	struct id id;
	int fd;

	memcpy(to.box_pk, k->me.pub.box_pk, BOX_PK_BYTES);
	assert_int_equal(reply_seal(&b, &to, sent, text, strlen(text)), 0);
	assert_int_equal(b.len, REPLY_SIGNED_BYTES);
	reply_id(&id, b.data);
	assert_int_equal(sshsig_payload(&payload, SSHSIG_NS_REPLY, b.data,
	    b.len), 0);
	crypto_sign_detached(sig, NULL, payload.data, payload.len, w->sk);
	assert_int_equal(sshsig_armor(&b, SSHSIG_NS_REPLY, w->card.sign_pk,
	    sig), 0);
	assert_int_equal(b.len, REPLY_FILE_BYTES);
	reply_name(name, &k->me.pub.id, &id);
	fd = open(folder, O_RDONLY | O_DIRECTORY);
	assert_int_equal(io_write_file(fd, name, b.data, b.len, 0600), 0);
	close(fd);
	bytes_free(&b);
	bytes_free(&payload);
	return id;
}

static struct replies_seen
read_replies(struct kit *k, struct replies *r)
{
	struct replies_seen seen;

	assert_int_equal(replies_list(r, k->l, k->me.visit, &k->me.pub, &seen),
	    0);
	return seen;
}

static void
test_replies__those_of_named_members_are_shown_oldest_first(void **state)
{
	struct kit *k = *state;
	struct writer desk, stranger;
	struct replies_seen seen;
	struct replies *r;
	char dir[128];

	new_writer(&desk);
	new_writer(&stranger);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	(void)put_reply(k, &desk, dir, "the second", 86400 * 3);
	(void)put_reply(k, &desk, dir, "the first \xc5\x82", 86400 * 2);
	(void)put_reply(k, &stranger, dir, "trust me", 86400);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 2);
	assert_memory_equal(seen.v[0].text, "the first \xc5\x82", 12);
	assert_int_equal(seen.v[0].sent, 86400 * 2);
	assert_memory_equal(seen.v[1].text, "the second", 10);
	assert_false(seen.more);
	replies_seen_free(&seen);
	assert_int_equal(replies_trust(r, &stranger.card), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 3);
	replies_seen_free(&seen);
	replies_close(r);
}

static void
test_replies__a_deleted_one_does_not_come_back(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], copy[128], cmd[512], name[REPLY_NAME_SIZE], path[256];
	uint8_t b[64];
	struct id id, other = { { 1 } };
	int fd;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	(void)snprintf(copy, sizeof(copy), "%s/copy", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	id = put_reply(k, &desk, dir, "read and forget", 86400);
	(void)snprintf(cmd, sizeof(cmd), "cp -r %s %s", dir, copy);
	assert_int_equal(system(cmd), 0);
	reply_name(name, &k->me.pub.id, &id);
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDONLY);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &id), 0);
	assert_int_equal(pread(fd, b, sizeof(b), 0), sizeof(b));
	assert_true(sodium_is_zero(b, sizeof(b)));
	close(fd);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &id), 0);
	/* What never was there is not remembered: it would fill the disk. */
	assert_int_equal(replies_delete(r, &k->me.pub.id, &other), 0);
	(void)snprintf(cmd, sizeof(cmd), "test $(ls %s/deleted | wc -l) = 1 && "
	    "test $(($(stat -c %%Y %s/deleted/*) %% 86400)) = 0", k->dir,
	    k->dir);
	assert_int_equal(system(cmd), 0);
	(void)snprintf(cmd, sizeof(cmd), "cp %s/* %s", copy, dir);
	assert_int_equal(system(cmd), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	assert_int_equal(access(path, F_OK), -1);
	replies_seen_free(&seen);
	replies_close(r);
}

/* Killed at any moment: whatever was said to be deleted stays away. */
static void
test_replies__a_kill_brings_nothing_back(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], copy[128], cmd[512], c;
	struct id ids[24];
	unsigned round, said, i, all = 0;
	size_t j;
	int fds[2], status;
	pid_t pid;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	(void)snprintf(copy, sizeof(copy), "%s/copy", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	for (round = 0; round < 6; round++) {
		for (i = 0; i < 24; i++)
			ids[i] = put_reply(k, &desk, dir, "go", 86400 + i);
		(void)snprintf(cmd, sizeof(cmd), "rm -rf %s && cp -r %s %s",
		    copy, dir, copy);
		assert_int_equal(system(cmd), 0);
		assert_int_equal(pipe(fds), 0);
		if ((pid = fork()) == 0) {
			for (i = 0; i < 24; i++)
				if (replies_delete(r, &k->me.pub.id,
				    &ids[i]) != 0 || write(fds[1], "x", 1) != 1)
					_exit(1);
			_exit(0);
		}
		close(fds[1]);
		usleep(10000 + round * 20000);
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, &status, 0);
		for (said = 0; read(fds[0], &c, 1) == 1;)
			said++;
		close(fds[0]);
		all += said;
		(void)snprintf(cmd, sizeof(cmd), "cp %s/* %s", copy, dir);
		assert_int_equal(system(cmd), 0);
		seen = read_replies(k, r);
		for (i = 0; i < said; i++)
			for (j = 0; j < seen.n; j++)
				assert_false(id_equal(&seen.v[j].id, &ids[i]));
		assert_in_range(seen.n + said, 23, 24);
		for (j = 0; j < seen.n; j++)
			assert_int_equal(replies_delete(r, &k->me.pub.id,
			    &seen.v[j].id), 0);
		replies_seen_free(&seen);
	}
	print_message("%u deleted before a kill\n", all);
	replies_close(r);
}

static void
test_replies__any_flipped_byte_hides_it_and_any_cut(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], name[REPLY_NAME_SIZE], path[256];
	struct id id;
	off_t at;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	id = put_reply(k, &desk, dir, "hello", 86400);
	reply_name(name, &k->me.pub.id, &id);
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	for (at = 0; at < REPLY_FILE_BYTES; at += at < 60 ||
	    at > REPLY_SIGNED_BYTES ? 7 : 501) {
		flip(path, at);
		seen = read_replies(k, r);
		if (seen.n != 0)
			fail_msg("a flip at %ld was not seen", (long)at);
		replies_seen_free(&seen);
		flip(path, at);
	}
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 1);
	replies_seen_free(&seen);
	assert_int_equal(truncate(path, REPLY_FILE_BYTES - 1), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	replies_seen_free(&seen);
	replies_close(r);
}

static void
test_replies__of_very_many_some_are_shown(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128];
	unsigned i;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	for (i = 0; i < REPLIES_SHOWN_MAX + 1; i++)
		(void)put_reply(k, &desk, dir, "again", 86400);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, REPLIES_SHOWN_MAX);
	assert_true(seen.more);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &seen.v[3].id), 0);
	replies_seen_free(&seen);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, REPLIES_SHOWN_MAX);
	assert_false(seen.more);
	replies_seen_free(&seen);
	replies_close(r);
	assert_int_equal(replies_open(&r, NULL, k->state), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	replies_close(r);
}

static void
test_replies__only_text_of_a_fitting_length_is_sealed(void **state)
{
	struct kit *k = *state;
	struct reply_to to = { .letterbox = k->me.pub.id };
	struct bytes b = BYTES_INIT(REPLY_FILE_BYTES);
	static char text[REPLY_TEXT_MAX + 1];

	memcpy(to.box_pk, k->me.pub.box_pk, BOX_PK_BYTES);
	memset(text, 'x', sizeof(text));
	assert_int_equal(reply_seal(&b, &to, 0, "", 0), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, "a\0b", 3), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, "\xff", 1), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, text, sizeof(text)),
	    ERR_USAGE);
	assert_int_equal(b.len, 0);
	assert_int_equal(reply_seal(&b, &to, 0, text, REPLY_TEXT_MAX), 0);
	assert_int_equal(b.len, REPLY_SIGNED_BYTES);
	bytes_free(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_words__however_they_are_typed_they_open_the_same),
		T(test_words__a_slip_is_named_and_opens_nothing),
		cmocka_unit_test(test_words__any_one_wrong_word_is_seen),
		T(test_letterbox__another_service_gives_other_keys),
		T(test_letterbox__a_restart_changes_nothing),
		T(test_letterbox__a_damaged_salt_is_told),
		T(test_letterbox__the_cheap_ones_do_not_wait),
		T(test_letterbox__visits_end),
		T(test_letterbox__a_full_house_is_told),
		T(test_letterbox__may_be_asked_by_several_threads),
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
		T(test_replies__those_of_named_members_are_shown_oldest_first),
		T(test_replies__a_deleted_one_does_not_come_back),
		T(test_replies__a_kill_brings_nothing_back),
		T(test_replies__any_flipped_byte_hides_it_and_any_cut),
		T(test_replies__of_very_many_some_are_shown),
		T(test_replies__only_text_of_a_fitting_length_is_sealed),
	};

	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
