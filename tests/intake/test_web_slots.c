/*
 * test_web_slots.c -- the memory that content of uploads comes through: a slot
 * that is taken is not told again, what is given back is wiped, and content
 * waits while all are kept.
 */
#include "tests/intake/web_kit.h"

#include <sys/mman.h>

#include "intake/web/frames.h"
#include "intake/web/records.h"
#include "intake/web/slots.h"

#define LARGE (SLOTS_BYTES + (3u << 20))

/* What the wall has of it. */
static uint8_t *
seen_by_the_wall(const struct slots *s)
{
	uint8_t *p = mmap(NULL, SLOTS_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
	    slots_memory(s), 0);

	assert_true(p != MAP_FAILED);
	return p;
}

static void
test_a_slot_is_taken_once_and_comes_back_wiped(void **state)
{
	struct slots *s;
	const uint8_t *p;
	uint8_t *wall, number = 99;

	(void)state;
	assert_int_equal(slots_new(&s), 0);
	wall = seen_by_the_wall(s);
	memset(wall + 3 * (size_t)SLOT_BYTES, 'x', 100);
	p = slots_take(s, 3);
	assert_non_null(p);
	assert_int_equal(p[99], 'x');
	assert_null(slots_take(s, 3));
	assert_int_equal(read(slots_pipe(s), &number, 1), -1);
	slots_give_back(s, p, 100);
	assert_int_equal(read(slots_pipe(s), &number, 1), 1);
	assert_int_equal(number, 3);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(wall[3 * (size_t)SLOT_BYTES + i], 0);
	assert_ptr_equal(slots_take(s, 3), p);
	assert_int_equal(munmap(wall, SLOTS_BYTES), 0);
	slots_free(s);
}

static void
test_there_are_so_many_and_no_more(void **state)
{
	struct slots *s;
	uint32_t i;

	(void)state;
	assert_int_equal(slots_new(&s), 0);
	for (i = 0; i < SLOTS; i++)
		assert_non_null(slots_take(s, i));
	for (i = 0; i < 2 * SLOTS; i++)
		assert_null(slots_take(s, i));
	assert_null(slots_take(s, UINT32_MAX));
	/* What the wall could make smaller would end whoever reads it. */
	assert_int_not_equal(ftruncate(slots_memory(s), 0), 0);
	assert_int_not_equal(ftruncate(slots_memory(s), 1 << 30), 0);
	slots_free(s);
}

/* A wall that does not listen holds nobody up. */
static void
test_giving_back_never_waits(void **state)
{
	struct slots *s;
	unsigned i;

	(void)state;
	assert_int_equal(slots_new(&s), 0);
	for (i = 0; i < 100000; i++)
		slots_give_back(s, slots_take(s, i % SLOTS), 1);
	slots_handed_over(s);		/* nobody reads any more */
	slots_give_back(s, slots_take(s, 0), 1);
	slots_free(s);
}

/* One WEB_DATA of an upload that is in a part: what comes of it. */
static int
told_of(struct slots *s, uint32_t slot, uint32_t len)
{
	struct uploads u = { .all = NULL };
	struct wire_frame f = WIRE_FRAME_INIT;
	struct web_event e = { .request = &head };
	bool told;
	int r;

	assert_int_equal(uploads_add(&u, 1), 0);
	assert_true(uploads_go_on(&u, 1));
	assert_int_equal(uploads_step(&u, 1, WEB_EV_PART, &told), 0);
	f.type = WEB_DATA;
	wire_put_u32(&f.body, 1);
	wire_put_u32(&f.body, slot);
	wire_put_u32(&f.body, len);
	r = frames_event(&u, s, &f, &e, &told);
	uploads_free(&u);
	wire_frame_free(&f);
	return r;
}

static void
test_a_wall_that_tells_of_what_is_none_is_not_believed(void **state)
{
	struct slots *s;

	(void)state;
	assert_int_equal(slots_new(&s), 0);
	assert_int_equal(told_of(s, 0, 1), 0);
	assert_int_equal(told_of(s, 0, 1), ERR_WALL);	/* it is taken */
	assert_int_equal(told_of(s, 1, 0), ERR_WALL);
	assert_int_equal(told_of(s, 1, SLOT_BYTES + 1), ERR_WALL);
	assert_int_equal(told_of(s, SLOTS, 1), ERR_WALL);
	assert_int_equal(told_of(s, SLOTS - 1, SLOT_BYTES), 0);
	slots_free(s);
}

static const uint8_t *
content(void)
{
	static uint8_t p[LARGE];

	for (size_t i = 0; i < sizeof(p); i++)
		p[i] = (uint8_t)(i % 251);
	return p;
}

static int
send_large(const uint8_t *p)
{
	struct bytes b = BYTES_INIT(REPLY_MAX);
	int s;

	(void)bytes_add_str(&b, FILE_PART("files", "f"));
	(void)bytes_add(&b, p, LARGE);
	assert_int_equal(bytes_add_str(&b, "\r\n--XX--\r\n"), 0);
	s = send_form((char *)b.data, b.len);
	bytes_free(&b);
	return s;
}

/* As `web` may: all that it can, then one given back for one that comes. */
static void
test_content_waits_while_all_is_kept_and_comes_as_it_was(void **state)
{
	const uint8_t *p = content();
	struct { const uint8_t *at; size_t len; } kept[WEB_KEPT_MAX];
	struct web_event e;
	size_t n = 0, from = 0, got = 0;
	bool waited = false;
	int s;

	(void)state;
	s = send_large(p);
	e = next();
	assert_int_equal(web_go_on(web, e.id), 0);
	assert_int_equal(next().kind, WEB_EV_PART);
	for (;;) {
		if (n == WEB_KEPT_MAX) {
			if (!waited)
				assert_false(something(web_fd(web), 100));
			waited = true;
			assert_memory_equal(kept[from].at, p + got,
			    kept[from].len);
			got += kept[from].len;
			web_give_back(web, kept[from].at, kept[from].len);
			from = (from + 1) % WEB_KEPT_MAX;
			n--;
		}
		e = next();
		if (e.kind != WEB_EV_DATA)
			break;
		web_keep(web);
		kept[(from + n) % WEB_KEPT_MAX].at = e.data;
		kept[(from + n) % WEB_KEPT_MAX].len = e.len;
		n++;
	}
	for (; n > 0; n--, from = (from + 1) % WEB_KEPT_MAX) {
		assert_memory_equal(kept[from].at, p + got, kept[from].len);
		got += kept[from].len;
		web_give_back(web, kept[from].at, kept[from].len);
	}
	assert_true(waited);
	assert_int_equal(got, LARGE);
	assert_int_equal(e.kind, WEB_EV_PART_END);
	assert_int_equal(next().kind, WEB_EV_WHOLE);
	answer(e.id, "thanks");
	expect_reply(s, "HTTP/1.1 200 OK\r\n", "thanks");
}

/* Not kept, it is given back: content does not stop. */
static void
test_what_is_not_kept_comes_back_by_itself(void **state)
{
	struct web_event e;
	size_t got = 0;
	int s;

	(void)state;
	s = send_large(content());
	e = next();
	assert_int_equal(web_go_on(web, e.id), 0);
	do {
		e = next();
		if (e.kind == WEB_EV_DATA)
			got += e.len;
	} while (e.kind != WEB_EV_WHOLE);
	assert_int_equal(got, LARGE);
	answer(e.id, "thanks");
	expect_reply(s, "HTTP/1.1 200 OK\r\n", "thanks");
	/* and so does what is told to nobody */
	s = send_large(content());
	e = next();
	assert_int_equal(web_go_on(web, e.id), 0);
	assert_int_equal(next().kind, WEB_EV_PART);
	answer(e.id, "enough");
	close(s);
	s = call_str(GET_HEAD "\r\n");
	e = next();
	assert_int_equal(e.kind, WEB_EV_REQUEST);
	answer(e.id, "here");
	close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_slot_is_taken_once_and_comes_back_wiped),
		cmocka_unit_test(test_there_are_so_many_and_no_more),
		cmocka_unit_test(test_giving_back_never_waits),
		cmocka_unit_test(
		    test_a_wall_that_tells_of_what_is_none_is_not_believed),
		cmocka_unit_test_setup_teardown(
		    test_content_waits_while_all_is_kept_and_comes_as_it_was,
		    start_each, stop_each),
		cmocka_unit_test_setup_teardown(
		    test_what_is_not_kept_comes_back_by_itself,
		    start_each, stop_each),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
