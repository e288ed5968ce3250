/* item.c -- what was found and drawn in one item, and one sheet of its text. */
#include <string.h>

#include "redact/page/parts.h"
#include "redact/page/tell.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

static const char *const decisions[] = { "undecided", "redact", "keep" };
static const char *const shows[] = { "label", "pseudonym", "general" };

int
page_has_item(const struct review_page *p, uint64_t item)
{
	if (item < board_items(p->board))
		return 0;
	return err_set(ERR_NOT_FOUND, "there is no such item; load the page "
	    "again");
}

int
page_has_sheet(const struct review_page *p, uint64_t item, uint64_t sheet,
    const struct sheet **out)
{
	const struct sheet *sheets;
	size_t n;
	int r;

	if ((r = page_has_item(p, item)) < 0)
		return r;
	sheets = board_sheets(p->board, item, &n);
	if (sheet >= n)
		return err_set(ERR_NOT_FOUND, "there is no such page; load "
		    "the page again");
	*out = &sheets[sheet];
	return 0;
}

static void
tell_finding(struct json *j, struct review_page *p, size_t item,
    const struct planned *f)
{
	const struct board_item *it = board_item(p->board, item);
	const struct sheet *sheets;
	size_t n;

	sheets = board_sheets(p->board, item, &n);
	json_open(j, '{');
	json_kstr(j, "kind", f->kind);
	json_kuint(j, "start", f->start);
	json_kuint(j, "end", f->end);
	json_key(j, "value");
	json_bytes(j, it->text->data + f->start, f->end - f->start);
	json_kstr(j, "why", f->why);
	json_kstr(j, "finder", f->finder);
	json_key(j, "confidence");
	json_real(j, f->confidence);
	json_kstr(j, "decision", decisions[f->decision]);
	tell_person(j, p, "by", &f->by);
	json_key(j, "mine");
	json_bool(j, fpr_equal(&f->by, board_by(p->board)));
	json_kstr(j, "reason", f->reason);
	json_kstr(j, "show", shows[f->show]);
	json_kstr(j, "label", f->label);
	json_kuint(j, "sheet", sheets_at(sheets, n, f->start));
	json_key(j, "changed");
	json_bool(j, item_is_news(p->board, item, f));
	json_close(j, '}');
}

static void
tell_place(struct json *j, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
	json_key(j, "x0");
	json_int(j, x0);
	json_key(j, "y0");
	json_int(j, y0);
	json_key(j, "x1");
	json_int(j, x1);
	json_key(j, "y1");
	json_int(j, y1);
}

bool
item_is_news(const struct board *b, size_t item, const struct planned *f)
{
	return board_is_new(b, item, f) && !fpr_equal(&f->by, board_by(b));
}

bool
item_box_is_news(const struct board *b, size_t item,
    const struct planned_box *box)
{
	const struct plan *then = board_item(b, item)->then;
	size_t i;

	if (then == NULL || fpr_equal(&box->by, board_by(b)))
		return false;
	for (i = 0; i < then->nboxes; i++)
		if (memcmp(&then->boxes[i].box, &box->box,
		    sizeof(box->box)) == 0)
			return false;
	return true;
}

static void
tell_drawn(struct json *j, struct review_page *p, size_t item)
{
	const struct board_item *it = board_item(p->board, item);
	const struct planned_box *b = it->plan->boxes;
	const struct planned_time *t = it->plan->times;
	size_t i;

	json_key(j, "boxes");
	json_open(j, '[');
	for (i = 0; i < it->plan->nboxes; i++, b++) {
		json_open(j, '{');
		json_kuint(j, "page", b->box.page);
		tell_place(j, b->box.x0, b->box.y0, b->box.x1, b->box.y1);
		json_kstr(j, "reason", b->reason);
		tell_person(j, p, "by", &b->by);
		json_key(j, "changed");
		json_bool(j, item_box_is_news(p->board, item, b));
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "times");
	json_open(j, '[');
	for (i = 0; i < it->plan->ntimes; i++, t++) {
		json_open(j, '{');
		json_kuint(j, "from", t->time.from);
		json_kuint(j, "to", t->time.to);
		tell_place(j, t->time.x0, t->time.y0, t->time.x1, t->time.y1);
		json_kstr(j, "reason", t->reason);
		tell_person(j, p, "by", &t->by);
		json_close(j, '}');
	}
	json_close(j, ']');
}

int
page_item(struct review_page *p, struct call *c)
{
	struct json j = json_writer(&c->reply->body);
	const struct plan *plan;
	size_t i;
	int r;

	if ((r = page_has_item(p, c->n[0])) < 0)
		return r;
	plan = board_item(p->board, c->n[0])->plan;
	c->reply->type = REPLY_JSON;
	json_open(&j, '{');
	json_kuint(&j, "revision", board_revision(p->board));
	json_key(&j, "findings");
	json_open(&j, '[');
	for (i = 0; i < plan->n; i++)
		tell_finding(&j, p, c->n[0], &plan->list[i]);
	json_close(&j, ']');
	tell_drawn(&j, p, c->n[0]);
	json_close(&j, '}');
	return 0;
}

/* The words of a page: places lie in the order of the text. */
static void
tell_words(struct json *j, const struct layout *l, const struct sheet *s,
    uint64_t page)
{
	size_t low = 0, high = l->nplaces, mid;
	const struct place *w;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (l->places[mid].start < s->start)
			low = mid + 1;
		else
			high = mid;
	}
	for (w = l->places + low; low < l->nplaces && w->end <= s->end;
	    low++, w++) {
		if (w->page != page)
			continue;
		json_open(j, '[');
		json_uint(j, w->start);
		json_uint(j, w->end);
		json_int(j, w->x0);
		json_int(j, w->y0);
		json_int(j, w->x1);
		json_int(j, w->y1);
		json_close(j, ']');
	}
}

int
page_sheet(struct review_page *p, struct call *c)
{
	struct json j = json_writer(&c->reply->body);
	const struct board_item *it;
	const struct layout *l = NULL;
	const struct sheet *s;
	uint32_t page;
	bool drawn;
	int r;

	if ((r = page_has_sheet(p, c->n[0], c->n[1], &s)) < 0)
		return r;
	it = board_item(p->board, c->n[0]);
	drawn = shape_page(it, s, &page);
	if (drawn && (r = kept_layout(p, c->n[0], &l)) < 0)
		return r;
	drawn = drawn && page < l->npages;
	c->reply->type = REPLY_JSON;
	json_open(&j, '{');
	json_kuint(&j, "start", s->start);
	json_kuint(&j, "end", s->end);
	json_key(&j, "text");
	if (s->end > s->start)
		json_bytes(&j, it->text->data + s->start, s->end - s->start);
	else
		json_str(&j, "");
	json_kuint(&j, "width", drawn ? l->pages[page].width : 0);
	json_kuint(&j, "height", drawn ? l->pages[page].height : 0);
	json_key(&j, "words");
	json_open(&j, '[');
	if (drawn)
		tell_words(&j, l, s, page);
	json_close(&j, ']');
	json_close(&j, '}');
	return 0;
}
