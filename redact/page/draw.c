/* draw.c -- boxes and times, sheets that were seen, and how an item is made. */
#include "redact/page/act.h"
#include "vault/base/err.h"

static int
place(struct act *a, int32_t *x0, int32_t *y0, int32_t *x1, int32_t *y1)
{
	int r;

	if ((r = body_int(&a->body, "x0", x0)) < 0 ||
	    (r = body_int(&a->body, "y0", y0)) < 0 ||
	    (r = body_int(&a->body, "x1", x1)) < 0)
		return r;
	return body_int(&a->body, "y1", y1);
}

int
page_box(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "page", "x0",
		"y0", "x1", "y1", "reason", NULL };
	const char *reason;
	struct box box;
	uint64_t page;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0 ||
	    (r = body_uint(&a.body, "page", PAGES_MAX, &page)) < 0 ||
	    (r = place(&a, &box.x0, &box.y0, &box.x1, &box.y1)) < 0 ||
	    (r = act_reason(&a, &reason)) < 0)
		return act_end(&a, r);
	box.page = (uint32_t)page;
	return act_end(&a, board_box(p->board, a.item, &box, reason));
}

int
page_time(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "from", "to",
		"x0", "y0", "x1", "y1", "reason", NULL };
	struct edit_time t;
	const char *reason;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0 ||
	    (r = body_uint(&a.body, "from", TIME_MAX, &t.from)) < 0 ||
	    (r = body_uint(&a.body, "to", TIME_MAX, &t.to)) < 0 ||
	    (r = place(&a, &t.x0, &t.y0, &t.x1, &t.y1)) < 0 ||
	    (r = act_reason(&a, &reason)) < 0)
		return act_end(&a, r);
	return act_end(&a, board_time(p->board, a.item, &t, reason));
}

/* One that has a number, which others may have by now. */
static int
take_away(struct review_page *p, struct call *c,
    int (*away)(struct board *, size_t, size_t))
{
	static const char *const keys[] = { "revision", "item", "index", NULL };
	uint64_t at;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0 &&
	    (r = body_uint(&a.body, "index", UINT32_MAX, &at)) == 0)
		r = act_stale(&a) ? act_conflict(&a) :
		    away(p->board, a.item, at);
	return act_end(&a, r);
}

int
page_unbox(struct review_page *p, struct call *c)
{
	return take_away(p, c, board_unbox);
}

int
page_untime(struct review_page *p, struct call *c)
{
	return take_away(p, c, board_untime);
}

int
page_seen(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "sheet",
		"seen", NULL };
	uint64_t sheet;
	bool seen = true;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0 &&
	    (r = body_uint(&a.body, "sheet", UINT32_MAX, &sheet)) == 0 &&
	    (r = body_bool(&a.body, "seen", &seen)) == 0)
		r = board_see(p->board, a.item, sheet, seen);
	return act_end(&a, r);
}

int
page_options(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "keep_form",
		"whiten", "unredacted", NULL };
	struct board_options o;
	const struct plan *plan;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0)
		return act_end(&a, r);
	plan = board_item(p->board, a.item)->plan;
	o = (struct board_options){ plan->keep, plan->whiten,
		plan->unredacted };
	if ((r = body_bool(&a.body, "keep_form", &o.keep)) == 0 &&
	    (r = body_bool(&a.body, "whiten", &o.whiten)) == 0 &&
	    (r = body_bool(&a.body, "unredacted", &o.unredacted)) == 0)
		r = board_options(p->board, a.item, &o);
	return act_end(&a, r);
}
