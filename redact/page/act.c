/* act.c -- see act.h. */
#include "redact/page/act.h"

#include <stdio.h>
#include <string.h>

#include "redact/page/tell.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

int
act_open(struct act *a, struct review_page *p, struct call *c,
    const char *const keys[])
{
	size_t i;
	int r;

	*a = (struct act){ .page = p, .call = c };
	if ((r = body_open(&a->body, &c->q->body, keys)) < 0 ||
	    (r = body_uint(&a->body, "revision", INT64_MAX, &a->since)) < 0)
		return r;
	if (a->since > board_revision(p->board))
		return body_wrong("revision");
	for (i = 0; keys[i] != NULL; i++)
		if (strcmp(keys[i], "item") == 0) {
			if ((r = body_uint(&a->body, "item", UINT32_MAX,
			    &a->item)) < 0)
				return r;
			return page_has_item(p, a->item);
		}
	return 0;
}

int
act_end(struct act *a, int r)
{
	struct json j;

	body_close(&a->body);
	if (r < 0 || a->answered)
		return r;
	a->call->reply->type = REPLY_JSON;
	j = json_writer(&a->call->reply->body);
	json_open(&j, '{');
	tell_changed(&j, a->page->board, a->since);
	json_close(&j, '}');
	return 0;
}

int
act_conflict(struct act *a)
{
	reply_error(a->call->reply, 409, "conflict", "this was changed "
	    "meanwhile, in another window or by somebody else; look at it as "
	    "it is now and decide again");
	a->answered = true;
	return 0;
}

bool
act_stale(const struct act *a)
{
	return board_item_revision(a->page->board, a->item) > a->since;
}

static bool
boundary(const struct bytes *text, uint64_t at)
{
	return at == text->len || (text->data[at] & 0xc0) != 0x80;
}

int
act_named(struct act *a, struct planned *like)
{
	const struct bytes *text = board_item(a->page->board, a->item)->text;
	const char *kind = NULL;
	int r;

	if ((r = body_str(&a->body, "kind", PLAN_KIND_MAX, &kind)) < 0 ||
	    (r = body_uint(&a->body, "start", text->len, &like->start)) < 0 ||
	    (r = body_uint(&a->body, "end", text->len, &like->end)) < 0)
		return r;
	if (kind == NULL || kind[0] == '\0' || kind[strspn(kind,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] != '\0')
		return body_wrong("kind");
	if (like->start >= like->end || !boundary(text, like->start) ||
	    !boundary(text, like->end))
		return body_wrong("start");
	(void)snprintf(like->kind, sizeof(like->kind), "%s", kind);
	return 0;
}

/* Which of the words it is. */
static int
one_of(struct act *a, const char *key, const char *const words[], size_t n,
    size_t *which)
{
	const char *word = NULL;
	int r;

	if ((r = body_str(&a->body, key, PLAN_WORD_SIZE, &word)) < 0)
		return r;
	for (*which = 0; word != NULL && *which < n; (*which)++)
		if (strcmp(words[*which], word) == 0)
			return 0;
	return body_wrong(key);
}

int
act_reason(struct act *a, const char **reason)
{
	*reason = NULL;
	return body_str(&a->body, "reason", PLAN_WORD_SIZE - 1, reason);
}

int
act_choice(struct act *a, struct board_choice *choice)
{
	static const char *const decisions[] = { "undecided", "redact",
		"keep" };
	static const char *const shows[] = { "label", "pseudonym",
		"general" };
	size_t which;
	int r;

	*choice = (struct board_choice){ .decides = true };
	if ((r = one_of(a, "decision", decisions, 3, &which)) < 0 ||
	    (r = act_reason(a, &choice->reason)) < 0)
		return r;
	choice->decision = (enum decision)which;
	if (!body_has(&a->body, "show"))
		return 0;
	if ((r = one_of(a, "show", shows, 3, &which)) < 0)
		return r;
	choice->shows = true;
	choice->show = (enum show)which;
	return 0;
}

void
act_count(struct act *a, const struct board_count *count)
{
	struct json j;

	a->call->reply->type = REPLY_JSON;
	j = json_writer(&a->call->reply->body);
	json_open(&j, '{');
	json_kuint(&j, "count", count->findings);
	json_kuint(&j, "items", count->items);
	json_close(&j, '}');
	a->answered = true;
}
