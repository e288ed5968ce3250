/* test_layout.c -- layouts: their rules, and their bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "intake/examine/layout.h"
#include "vault/base/err.h"

#define TEXT_LEN 20

/* Two pages, two words on the first, one on the second. */
static void
make(struct layout *l)
{
	static const struct page pages[] = {
		{ 59500, 84200, 0, 10, 10, 0 },
		{ 84200, 59500, 10, TEXT_LEN, 15, PAGE_READ }
	};
	static const struct place places[] = {
		{ 0, 4, 0, 0, 0, 59500, 84200 }, { 5, 9, 0, 10, 10, 20, 20 },
		{ 10, 20, 1, 1, 2, 3, 4 }
	};
	size_t i;

	*l = (struct layout){ 0 };
	for (i = 0; i < 2; i++)
		assert_int_equal(layout_add_page(l, &pages[i]), 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(layout_add_place(l, &places[i]), 0);
}

static void
test_layout__reads_what_it_wrote(void **state)
{
	struct bytes b = BYTES_INIT(LAYOUT_MAX), again = BYTES_INIT(4096);
	struct layout l, got = { 0 };

	(void)state;
	make(&l);
	l.places[1].x0 = -5;	/* signed on the wire */
	assert_int_equal(layout_write(&b, &l), 0);
	assert_int_equal(layout_read(&got, b.data, b.len), 0);
	assert_int_equal(got.npages, 2);
	assert_int_equal(got.nplaces, 3);
	assert_int_equal(got.places[1].x0, -5);
	assert_int_equal(layout_write(&again, &got), 0);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	layout_free(&l);
	layout_free(&got);
	bytes_free(&b);
	bytes_free(&again);
}

static void
test_layout__refuses_a_cut_at_every_length(void **state)
{
	struct bytes b = BYTES_INIT(4096);
	struct layout l, got = { 0 };
	size_t n;

	(void)state;
	make(&l);
	assert_int_equal(layout_write(&b, &l), 0);
	for (n = 0; n < b.len; n++)
		assert_int_equal(layout_read(&got, b.data, n), ERR_FORMAT);
	assert_int_equal(bytes_add(&b, "", 1), 0);
	assert_int_equal(layout_read(&got, b.data, b.len), ERR_FORMAT);
	assert_null(got.pages);
	layout_free(&l);
	bytes_free(&b);
}

static void
test_layout__claims_of_length_cost_nothing(void **state)
{
	static const uint8_t many_pages[] = { 2, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t many[] = { 2, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff };
	struct layout got = { 0 };

	(void)state;
	assert_int_equal(layout_read(&got, many_pages, sizeof(many_pages)),
	    ERR_FORMAT);
	assert_int_equal(layout_read(&got, many, sizeof(many)), ERR_FORMAT);
}

enum what { PAGE_START, PAGE_END, PAGE_OWN, PAGE_OWN_END,
	PAGE_UNREAD, PAGE_FLAG, PLACE_PAGE, PLACE_START, PLACE_END, EMPTY, OVERLAP,
	 LEFT, TOP, RIGHT, BOTTOM, TURNED, OTHER_PAGE };

static void
spoil(struct layout *l, enum what what)
{
	switch (what) {
	case PAGE_START:
		l->pages[1].start = 9;
		break;
	case PAGE_END:
		l->pages[1].end = TEXT_LEN + 1;
		break;
	case PAGE_OWN:
		l->pages[1].own = 9;
		break;
	case PAGE_OWN_END:
		l->pages[1].own = TEXT_LEN + 1;
		break;
	case PAGE_UNREAD:
		l->pages[1].flags = PAGE_DOUBT;
		break;
	case PAGE_FLAG:
		l->pages[0].flags = PAGE_FLAGS + 1;
		break;
	case PLACE_PAGE:
		l->places[2].page = 2;
		break;
	case PLACE_START:
		l->places[1].start = 3;
		break;
	case PLACE_END:
		l->places[2].end = TEXT_LEN + 1;
		break;
	case EMPTY:
		l->places[1].end = l->places[1].start;
		break;
	case OVERLAP:
		l->places[0].end = 6;
		break;
	case LEFT:
		l->places[1].x0 = -1;
		break;
	case TOP:
		l->places[1].y0 = -1;
		break;
	case RIGHT:
		l->places[1].x1 = 59501;
		break;
	case BOTTOM:
		l->places[1].y1 = 84201;
		break;
	case TURNED:
		l->places[1].x0 = l->places[1].x1 + 1;
		break;
	case OTHER_PAGE:
		l->places[2].page = 0;	/* its bytes are the second page's */
		break;
	}
}

static void
test_layout__checks_every_rule(void **state)
{
	struct layout l;
	enum what what;

	(void)state;
	make(&l);
	assert_int_equal(layout_check(&l, TEXT_LEN), 0);
	assert_int_equal(layout_check(&l, TEXT_LEN - 1), ERR_FORMAT);
	layout_free(&l);
	assert_int_equal(layout_check(&l, 0), 0);	/* a text has no pages */
	for (what = PAGE_START; what <= OTHER_PAGE; what++) {
		make(&l);
		spoil(&l, what);
		if (layout_check(&l, TEXT_LEN) != ERR_FORMAT)
			fail_msg("rule %u does not hold", (unsigned)what);
		layout_free(&l);
	}
}

static void
test_layout__has_so_many_pages_and_no_more(void **state)
{
	struct layout l = { 0 };
	struct page p = { 1, 1, 0, 0, 0, 0 };
	unsigned i;

	(void)state;
	for (i = 0; i < PAGES_MAX; i++)
		assert_int_equal(layout_add_page(&l, &p), 0);
	assert_int_equal(layout_add_page(&l, &p), ERR_TOO_BIG);
	layout_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout__reads_what_it_wrote),
		cmocka_unit_test(test_layout__refuses_a_cut_at_every_length),
		cmocka_unit_test(test_layout__claims_of_length_cost_nothing),
		cmocka_unit_test(test_layout__checks_every_rule),
		cmocka_unit_test(test_layout__has_so_many_pages_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
