/* board_kit.h -- for tests of reviews: two items, a board on them, and all of
 * it as text, so that two states can be compared. */
#ifndef TESTS_REDACT_BOARD_KIT_H
#define TESTS_REDACT_BOARD_KIT_H

#include "plan_kit.h"

#include <stdlib.h>

#include "redact/review/board.h"
#include "vault/base/err.h"

static const struct board_choice kit_redact = { .decides = true,
    .decision = DECISION_REDACT };
static const struct board_choice kit_keep = { .decides = true,
    .decision = DECISION_KEEP };

#define KIT_ITEMS 2

struct kit {
	struct bytes texts[KIT_ITEMS];
	struct plan plans[KIT_ITEMS];
	struct report reports[KIT_ITEMS];
	struct layout layouts[KIT_ITEMS];
	struct board *board;
	int fails;		/* what saving returns */
	unsigned saved;
	struct bytes last;	/* of kit_last() */
};

/* Line ends and numbers that labels depend on are in it too. */
static inline char *
kit_shown(const struct kit *k)
{
	struct bytes b = BYTES_INIT(1u << 20);
	char *shown;

	for (size_t i = 0; i < KIT_ITEMS; i++) {
		struct plan plan = k->plans[i];
		size_t n, s;

		/* What was given stays so when the step is taken back. */
		plan.ngiven = 0;
		assert_int_equal(plan_write(&b, &plan, k->texts[i].data), 0);
		(void)board_sheets(k->board, i, &n);
		for (s = 0; s < n; s++)
			(void)bytes_addf(&b, " %d",
			    board_seen_by_me(k->board, i, s));
		(void)bytes_addf(&b, " %zu\n", board_undecided_in(k->board,
		    i));
	}
	shown = strdup(bytes_str(&b));
	bytes_free(&b);
	assert_non_null(shown);
	return shown;
}

static inline const char *
kit_last(struct kit *k)
{
	char *shown = kit_shown(k);

	bytes_free(&k->last);
	k->last = BYTES_INIT(1u << 20);
	assert_int_equal(bytes_add_str(&k->last, shown), 0);
	free(shown);
	return bytes_str(&k->last);
}

static inline void
kit_same(const struct kit *k, const char *before)
{
	char *now = kit_shown(k);

	assert_string_equal(now, before);
	free(now);
}

/* Now the item is on a page, as large as a box can be. */
static inline void
kit_page(struct kit *k, size_t item)
{
	const struct page page = { .width = 100000, .height = 100000,
	    .own = k->texts[item].len, .end = k->texts[item].len };

	assert_int_equal(layout_add_page(&k->layouts[item], &page), 0);
}

/* Now it is a letter: what stands from `at` on was read in the first of two
 * pictures.  For the board that is made next. */
static inline void
kit_pictures(struct kit *k, size_t item, uint64_t at)
{
	const uint64_t end = k->texts[item].len;
	const struct page pages[] = {
		{ .width = 6000, .height = 4000, .start = at, .own = at,
		    .end = end, .flags = PAGE_READ },
		{ .width = 5000, .height = 3000, .start = end, .own = end,
		    .end = end, .flags = PAGE_READ } };

	k->reports[item].format = FORMAT_DOCX;
	assert_int_equal(layout_add_page(&k->layouts[item], &pages[0]), 0);
	assert_int_equal(layout_add_page(&k->layouts[item], &pages[1]), 0);
}

static inline int
kit_save(void *arg, const struct board *b)
{
	struct kit *k = arg;

	(void)b;
	k->saved += k->fails == 0;
	return k->fails == 0 ? 0 : err_set((enum err)k->fails, "no");
}

static inline void
kit_make_of(struct kit *k, const char *first, const char *second)
{
	struct board_item items[KIT_ITEMS];

	memset(k, 0, sizeof(*k));
	k->last = BYTES_INIT(1u << 20);
	k->texts[0] = plan_text(first);
	k->texts[1] = plan_text(second);
	for (uint8_t i = 0; i < KIT_ITEMS; i++) {
		plan_make(&k->plans[i], i + 1, &k->texts[i]);
		k->reports[i].format = FORMAT_TEXT;
		items[i] = (struct board_item){ .number = i + 1u,
		    .plan = &k->plans[i], .text = &k->texts[i],
		    .layout = &k->layouts[i], .report = &k->reports[i] };
	}
	struct plan *plans[] = { &k->plans[0], &k->plans[1] };
	assert_int_equal(plans_label(plans, NULL, k->texts, KIT_ITEMS), 0);
	assert_int_equal(board_new(&k->board, &(struct board_setup){
	    .by = plan_person(9), .items = items, .n = KIT_ITEMS,
	    .save = kit_save, .arg = k }), 0);
}

/* EMAIL, EMAIL; EMAIL, PHONE.  The first of each item are equal. */
static inline void
kit_make(struct kit *k)
{
	kit_make_of(k, "Zofia wrote to jane@example.org,\n"
	    "and zofia to joe@example.org.\n",
	    "\xc5\xbb: JANE@example.org and +48 532 312 180\n");
}

static inline void
kit_end(struct kit *k)
{
	board_free(k->board);
	for (size_t i = 0; i < KIT_ITEMS; i++) {
		plan_free(&k->plans[i]);
		bytes_free(&k->texts[i]);
		layout_free(&k->layouts[i]);
	}
	bytes_free(&k->last);
}

#endif
