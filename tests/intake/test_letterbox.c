/*
 * test_letterbox.c -- code names and visits, through the program that holds the
 * keys.
 */
#include "tests/intake/letterbox_kit.h"

#include <ctype.h>
#include <pthread.h>
#include <signal.h>

#include "intake/letterbox/wall/codename.h"

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
	};

	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
