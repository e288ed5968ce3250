/* test_crew.c -- work spread over processors, and finders that share nothing. */
#include "find_kit.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "redact/cmd/crew.h"

#define TEXTS 200u

static int
square(size_t i, void *arg)
{
	size_t *out = arg;

	out[i] += i * i;
	return 0;
}

static void
test_everything_is_done_once(void **state)
{
	static size_t out[1000];
	struct crew c = { .work = square, .arg = out };

	(void)state;
	assert_int_equal(crew_run(&c, 1000), 0);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(out[i], i * i);
	assert_int_equal(crew_run(&c, 0), 0);
}

static int
fail_from_forty(size_t i, void *arg)
{
	atomic_fetch_add((atomic_size_t *)arg, 1);
	if (i < 40)
		return 0;
	return err_set(ERR_FORMAT, "number %zu is bad", i);
}

static void
test_the_lowest_failure_is_told(void **state)
{
	atomic_size_t calls = 0;
	struct crew c = { .work = fail_from_forty, .arg = &calls };

	(void)state;
	assert_int_equal(crew_run(&c, 100000), ERR_FORMAT);
	assert_string_equal(err_line(), "number 40 is bad");
	assert_in_range(calls, 41, 1000);
}

struct texts {
	char text[TEXTS][768];
	struct findings found[TEXTS];
};

static int
look(size_t i, void *arg)
{
	struct texts *t = arg;

	return find_in(t->text[i], strlen(t->text[i]),
	    &(struct find_options){ 0 }, &t->found[i]);
}

static void
fill(struct texts *t)
{
	for (size_t i = 0; i < TEXTS; i++)
		snprintf(t->text[i], sizeof(t->text[i]), "Mr Adam Kowalski "
		    "(born on %zu March 1970) of 12 High Street, Leeds, wrote "
		    "to jan%zu@example.org: call +48 601 234 5%02zu, IBAN PL61 "
		    "1090 1014 0000 0712 1981 2874. Kowalskiego widziano w "
		    "Warszawie; name: Jean d'Arc\n192.0.2.%zu, /home/adam/x\n"
		    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa and 1A1zP1eP5QGefi2DMPTf"
		    "TL5SLmv7DivfNb, 1BoatSLRHtKNngkdXEeobR76b53LETtpyT\n",
		    i % 28 + 1, i, i % 100, i % 256);
}

/* The first calls of a process build what all finders share. */
static void
test_many_threads_find_what_one_finds(void **state)
{
	static struct texts many, one;
	struct crew c = { .work = look, .arg = &many };

	(void)state;
	fill(&many);
	fill(&one);
	assert_int_equal(crew_run(&c, TEXTS), 0);
	for (size_t i = 0; i < TEXTS; i++) {
		assert_int_equal(look(i, &one), 0);
		if (many.found[i].n != one.found[i].n) {
			find_say(many.text[i], &many.found[i]);
			find_say(one.text[i], &one.found[i]);
			fail_msg("text %zu: not the same is found", i);
		}
		for (size_t k = 0; k < one.found[i].n; k++) {
			assert_int_equal(many.found[i].list[k].start,
			    one.found[i].list[k].start);
			assert_string_equal(many.found[i].list[k].kind,
			    one.found[i].list[k].kind);
		}
		findings_free(&many.found[i]);
		findings_free(&one.found[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_threads_find_what_one_finds),
		cmocka_unit_test(test_everything_is_done_once),
		cmocka_unit_test(test_the_lowest_failure_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
