/* decide.c -- what the page changes in findings. */
#include <stdlib.h>
#include <string.h>

#include "redact/page/act.h"
#include "vault/base/err.h"

/* The findings that are named, in an array that the caller frees. */
static int
named(struct act *a, struct planned **list, size_t *n, bool *stale)
{
	static const char *const keys[] = { "kind", "start", "end", NULL };
	const json_t *array = json_object_get(a->body.v, "findings");
	struct body inside = a->body;
	size_t i;
	int r = 0;

	if (!json_is_array(array) || json_array_size(array) == 0)
		return body_wrong("findings");
	*n = json_array_size(array);
	if ((*list = calloc(*n, sizeof(**list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; decide on fewer "
		    "at once");
	for (i = 0; r == 0 && i < *n; i++) {
		if ((r = body_inside(&a->body, json_array_get(array, i),
		    keys)) == 0)
			r = act_named(a, &(*list)[i]);
		if (r == 0 && board_touched(a->page->board, a->item,
		    &(*list)[i], a->since))
			*stale = true;
	}
	a->body = inside;
	return r;
}

int
page_decide(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "findings",
		"decision", "reason", "show", NULL };
	struct board_choice choice;
	struct planned *list = NULL;
	struct act a;
	bool stale = false;
	size_t n = 0;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0 &&
	    (r = act_choice(&a, &choice)) == 0 &&
	    (r = named(&a, &list, &n, &stale)) == 0)
		r = stale ? act_conflict(&a) :
		    board_decide(p->board, a.item, list, n, &choice);
	free(list);
	return act_end(&a, r);
}

int
page_equal(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "kind",
		"start", "end", "decision", "reason", "show", "count", NULL };
	struct planned like = { .start = 0 };
	struct board_count count = { 0, 0 };
	struct board_choice choice;
	bool only = false;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0 ||
	    (r = act_named(&a, &like)) < 0 ||
	    (r = act_choice(&a, &choice)) < 0 ||
	    (r = body_bool(&a.body, "count", &only)) < 0)
		goto done;
	if (!only && board_touched(p->board, a.item, &like, a.since)) {
		r = act_conflict(&a);
		goto done;
	}
	r = board_equal(p->board, a.item, &like, only ? NULL : &choice,
	    &count);
	if (r == 0 && only)
		act_count(&a, &count);
done:
	return act_end(&a, r);
}

int
page_words(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "words", "decision",
		"reason", "show", "count", NULL };
	struct board_count count = { 0, 0 };
	struct board_choice choice;
	const char *words = NULL;
	bool only = false;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0 ||
	    (r = body_str(&a.body, "words", PAGE_WORDS_MAX, &words)) < 0 ||
	    (r = act_choice(&a, &choice)) < 0 ||
	    (r = body_bool(&a.body, "count", &only)) < 0)
		goto done;
	if (words == NULL || words[0] == '\0') {
		r = body_wrong("words");
		goto done;
	}
	r = board_words(p->board, words, strlen(words), only ? NULL : &choice,
	    &count);
	if (r == 0 && only)
		act_count(&a, &count);
done:
	return act_end(&a, r);
}

int
page_add(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "kind",
		"start", "end", "decision", "reason", "show", NULL };
	struct planned like = { .start = 0 };
	struct board_choice choice;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0 &&
	    (r = act_named(&a, &like)) == 0 &&
	    (r = act_choice(&a, &choice)) == 0)
		r = board_add(p->board, a.item, like.kind, like.start,
		    like.end, &choice);
	return act_end(&a, r);
}

int
page_edges(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "item", "kind",
		"start", "end", "to_start", "to_end", NULL };
	struct planned like = { .start = 0 };
	uint64_t start, end;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0 &&
	    (r = act_named(&a, &like)) == 0 &&
	    (r = body_uint(&a.body, "to_start", TEXT_MAX, &start)) == 0 &&
	    (r = body_uint(&a.body, "to_end", TEXT_MAX, &end)) == 0)
		r = board_touched(p->board, a.item, &like, a.since) ?
		    act_conflict(&a) :
		    board_edges(p->board, a.item, &like, start, end);
	return act_end(&a, r);
}

/* Taking back is of the last step, so it must be the one that was seen. */
int
page_undo(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", NULL };
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) == 0)
		r = a.since != board_revision(p->board) ? act_conflict(&a) :
		    board_undo(p->board, NULL, NULL);
	return act_end(&a, r);
}
