/* tell.c -- where the whole submission stands. */
#include <string.h>

#include "redact/page/parts.h"
#include "redact/page/tell.h"
#include "redact/review/reasons.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

void
tell_person(struct json *j, struct review_page *p, const char *key,
    const struct fpr *who)
{
	static const struct fpr nobody;
	char name[DESK_LABEL_SIZE] = "";

	if (memcmp(who, &nobody, sizeof(nobody)) != 0)
		p->setup.desk->label(p->setup.desk->arg, who, name);
	if (key != NULL)
		json_key(j, key);
	json_str(j, name);
}

/* The nine of every newsroom, with their keys; then those of a list. */
static void
tell_reasons(struct json *j, const struct board *b)
{
	const struct plan *plan;
	char key[2] = "1";
	size_t i;

	json_key(j, "reasons");
	json_open(j, '[');
	for (i = 0; reasons_words[i] != NULL; i++, key[0]++) {
		json_open(j, '{');
		json_kstr(j, "code", reasons_words[i]);
		json_kstr(j, "text", "");
		json_kstr(j, "key", key);
		json_close(j, '}');
	}
	plan = board_items(b) > 0 ? board_item(b, 0)->plan : NULL;
	for (i = 0; plan != NULL && i < plan->nreasons; i++) {
		json_open(j, '{');
		json_kstr(j, "code", plan->reasons[i].code);
		json_kstr(j, "text", plan->reasons[i].text);
		json_kstr(j, "key", "");
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
tell_notes(struct json *j, struct review_page *p)
{
	const struct plan *plan;
	size_t i, k;

	json_key(j, "notes");
	json_open(j, '[');
	for (i = 0; i < board_items(p->board); i++) {
		plan = board_item(p->board, i)->plan;
		for (k = 0; k < plan->nnotes; k++) {
			json_open(j, '{');
			tell_person(j, p, "by", &plan->notes[k].by);
			json_key(j, "returned");
			json_bool(j, plan->notes[k].returned);
			json_kstr(j, "text", plan->notes[k].text);
			json_close(j, '}');
		}
	}
	json_close(j, ']');
}

static void
tell_flag(struct json *j, const char *key, bool on)
{
	json_key(j, key);
	json_bool(j, on);
}

static void
tell_counts(struct json *j, const struct board *b, size_t item)
{
	const struct plan *plan = board_item(b, item)->plan;
	size_t i, redact = 0, keep = 0;

	for (i = 0; i < plan->n; i++) {
		redact += plan->list[i].decision == DECISION_REDACT;
		keep += plan->list[i].decision == DECISION_KEEP;
	}
	json_kuint(j, "undecided", board_undecided_in(b, item));
	json_kuint(j, "redact", redact);
	json_kuint(j, "keep", keep);
	json_kuint(j, "boxes", plan->nboxes);
	json_kuint(j, "times", plan->ntimes);
}

/* What differs since this person last looked, without their own doing as far
 * as it can be told: of what is gone nobody knows who took it away. */
static int
count_news(size_t *n, const struct board *b, size_t item)
{
	const struct plan *plan = board_item(b, item)->plan;
	size_t i, mine = 0;
	int r;

	*n = 0;
	if (board_item(b, item)->then == NULL)
		return 0;
	if ((r = board_news(b, item, n)) < 0)
		return r;
	for (i = 0; i < plan->n; i++)
		mine += board_is_new(b, item, &plan->list[i]) &&
		    !item_is_news(b, item, &plan->list[i]);
	*n -= mine < *n ? mine : *n;
	return 0;
}

/* The first sheet that is seen as a page; all behind it are, too. */
static size_t
pages_from(const struct board_item *it, const struct sheet *sheets, size_t n)
{
	uint32_t page;
	size_t i;

	for (i = 0; i < n && !shape_page(it, &sheets[i], &page); i++)
		;
	return i;
}

static int
tell_item(struct json *j, const struct board *b, size_t item)
{
	const struct board_item *it = board_item(b, item);
	const struct layout *l = it->layout;
	const struct sheet *list;
	size_t i, sheets, news;
	int r;

	if ((r = count_news(&news, b, item)) < 0)
		return r;
	json_open(j, '{');
	json_kuint(j, "item", item);
	json_kstr(j, "name", it->report->name);
	json_kstr(j, "format", format_name(it->report->format));
	json_kstr(j, "view", shape_name(shape_of(it)));
	list = board_sheets(b, item, &sheets);
	json_kuint(j, "sheets", sheets);
	json_kuint(j, "pages_from", pages_from(it, list, sheets));
	json_key(j, "seen");
	json_open(j, '[');
	for (i = 0; i < sheets; i++)
		if (board_seen_by_me(b, item, i))
			json_uint(j, i);
	json_close(j, ']');
	tell_counts(j, b, item);
	json_kuint(j, "changed", news);
	tell_flag(j, "keep_form", it->plan->keep);
	tell_flag(j, "whiten", it->plan->whiten);
	tell_flag(j, "unredacted", it->plan->unredacted);
	tell_flag(j, "can_keep_form", board_can_keep(b, item));
	tell_flag(j, "can_whiten", board_can_whiten(b, item));
	tell_flag(j, "can_mute", board_can_mute(b, item));
	json_kuint(j, "width", l->npages > 0 ? l->pages[0].width : 0);
	json_kuint(j, "height", l->npages > 0 ? l->pages[0].height : 0);
	json_kuint(j, "duration", report_duration(it->report));
	json_close(j, '}');
	return 0;
}

static void
tell_standing(struct json *j, struct review_page *p, const struct desk_standing *s)
{
	size_t i;

	json_key(j, "standing");
	json_open(j, '{');
	json_kuint(j, "signed", s->people);
	json_kuint(j, "needed", s->needed);
	tell_flag(j, "mine", s->me);
	tell_flag(j, "decided", board_undecided(p->board) == 0);
	json_key(j, "by");
	json_open(j, '[');
	for (i = 0; i < s->people && i < DESK_PEOPLE_MAX; i++)
		tell_person(j, p, NULL, &s->who[i]);
	json_close(j, ']');
	json_close(j, '}');
	/* Who changed something decides anew, whoever signed before. */
	json_kstr(j, "mode", s->people > 0 && !s->me &&
	    !board_changed(p->board) ? "approve" : "decide");
	json_kuint(j, "withheld", p->setup.withheld);
}

static void
tell_me(struct json *j, struct review_page *p)
{
	char hex[FPR_HEX_SIZE];

	fpr_hex(hex, board_by(p->board));
	json_key(j, "me");
	json_open(j, '{');
	json_kstr(j, "fpr", hex);
	tell_person(j, p, "label", board_by(p->board));
	json_close(j, '}');
}

int
page_state(struct review_page *p, struct call *c)
{
	struct json j = json_writer(&c->reply->body);
	const struct board *b = p->board;
	struct desk_standing s = { .people = 0 };
	char hex[ID_HEX_SIZE] = "";
	size_t i;
	int r;

	if ((r = p->setup.desk->standing(p->setup.desk->arg, &s)) < 0)
		return r;
	if (board_items(b) > 0)
		id_hex(hex, &board_item(b, 0)->plan->submission);
	c->reply->type = REPLY_JSON;
	json_open(&j, '{');
	json_kuint(&j, "revision", board_revision(b));
	json_kstr(&j, "name", p->setup.name);
	json_kstr(&j, "submission", hex);
	tell_me(&j, p);
	tell_standing(&j, p, &s);
	json_kuint(&j, "undecided", board_undecided(b));
	json_kuint(&j, "unseen", board_unseen_by_me(b));
	tell_reasons(&j, b);
	tell_notes(&j, p);
	json_key(&j, "items");
	json_open(&j, '[');
	for (i = 0; r == 0 && i < board_items(b); i++)
		r = tell_item(&j, b, i);
	json_close(&j, ']');
	json_close(&j, '}');
	return r;
}

void
tell_changed(struct json *j, const struct board *b, uint64_t since)
{
	size_t i;

	json_kuint(j, "revision", board_revision(b));
	json_kuint(j, "undecided", board_undecided(b));
	json_kuint(j, "unseen", board_unseen_by_me(b));
	json_key(j, "items");
	json_open(j, '[');
	for (i = 0; i < board_items(b); i++)
		if (board_item_revision(b, i) > since)
			json_uint(j, i);
	json_close(j, ']');
}

int
page_changes(struct review_page *p, struct call *c)
{
	struct json j = json_writer(&c->reply->body);
	uint64_t since = 0;

	if (!query_number(c->q->query, "since", UINT64_MAX, &since))
		return err_set(ERR_FORMAT, "\"since\" is no revision; load "
		    "the page again");
	c->reply->type = REPLY_JSON;
	json_open(&j, '{');
	tell_changed(&j, p->board, since);
	json_close(&j, '}');
	return 0;
}
