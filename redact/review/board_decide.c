/* board_decide.c -- decisions on findings, and findings made by hand. */
#include <stdio.h>
#include <string.h>

#include "redact/review/board_parts.h"
#include "redact/review/reasons.h"
#include "vault/base/err.h"

int
board_check_reason(const struct board *b, const char *reason)
{
	if (reason == NULL || reason[0] == '\0' || reasons_is_word(reason) ||
	    reasons_text(b->plans, b->n, reason) != NULL)
		return 0;
	return err_set(ERR_USAGE, "that reason is none of this review's; take "
	    "one that is shown, or bring its list with --reasons FILE");
}

static int
gone(void)
{
	return err_set(ERR_NOT_FOUND, "that finding is not there any more; "
	    "load the page anew and decide again");
}

/* `after` as the choice makes it of `f`. */
static void
choose(struct planned *after, const struct board *b, const struct planned *f,
    const struct board_choice *c)
{
	*after = *f;
	if (c->decides) {
		after->decision = c->decision;
		after->by = b->setup.by;
		if (c->decision == DECISION_NONE)
			memset(&after->by, 0, sizeof(after->by));
	}
	if (c->reason != NULL)
		(void)snprintf(after->reason, sizeof(after->reason), "%s",
		    c->reason);
	if (c->shows)
		after->show = c->show;
	if (change_of_mind(after, f))
		after->by = after->decision == DECISION_NONE ?
		    (struct fpr){ { 0 } } : b->setup.by;
}

int
board_put_choice(struct board *b, size_t item, const struct planned *f,
    const struct board_choice *c)
{
	struct change one = { .what = CHANGE_FINDING, .was = true,
	    .is = true };

	one.before = *f;
	choose(&one.after, b, f, c);
	/* What it was already is no change, unless it was another's. */
	if (!change_of_mind(&one.after, &one.before) &&
	    fpr_equal(&one.after.by, &one.before.by))
		return 0;
	return board_put(b, item, &one);
}

int
board_put_new(struct board *b, size_t item, const struct planned *f,
    const struct board_choice *c)
{
	struct change one = { .what = CHANGE_FINDING, .is = true };

	choose(&one.after, b, f, c);
	return board_put(b, item, &one);
}

int
board_decide(struct board *b, size_t item, const struct planned *list,
    size_t n, const struct board_choice *c)
{
	const struct planned *f;
	size_t i;
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = board_check_reason(b, c->reason)) < 0)
		return r;
	board_begin(b);
	for (i = 0; r == 0 && i < n; i++) {
		f = plan_find(b->plans[item], &list[i]);
		r = f == NULL ? gone() : board_put_choice(b, item, f, c);
	}
	return board_end(b, r);
}

int
board_decide_rest(struct board *b, const struct board_choice *c, size_t *n)
{
	const struct plan *p;
	size_t i, k, count = 0;
	int r;

	if ((r = board_check_reason(b, c->reason)) < 0)
		return r;
	board_begin(b);
	for (i = 0; r == 0 && i < b->n; i++) {
		p = b->plans[i];
		for (k = 0; r == 0 && k < p->n; k++) {
			if (p->list[k].decision != DECISION_NONE)
				continue;
			r = board_put_choice(b, i, &p->list[k], c);
			count++;
		}
	}
	if ((r = board_end(b, r)) == 0 && n != NULL)
		*n = count;
	return r;
}

static bool
boundary(const struct bytes *text, uint64_t at)
{
	return at == text->len || (text->data[at] & 0xc0) != 0x80;
}

static int
check_range(const struct board *b, size_t item, uint64_t start, uint64_t end)
{
	const struct bytes *text = &b->texts[item];

	if (start >= end || end > text->len || !boundary(text, start) ||
	    !boundary(text, end))
		return err_set(ERR_USAGE, "that is no stretch of whole "
		    "characters of item %zu; choose some of its text",
		    b->parts[item].item.number);
	return 0;
}

static int
check_kind(const char *kind)
{
	size_t n = strspn(kind, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	if (n == 0 || kind[n] != '\0' || n > PLAN_KIND_MAX)
		return err_set(ERR_USAGE, "a kind is 1 to %u of A-Z, 0-9 and "
		    "_; name it like EMAIL or PERSON", PLAN_KIND_MAX);
	return 0;
}

int
board_add(struct board *b, size_t item, const char *kind, uint64_t start,
    uint64_t end, const struct board_choice *c)
{
	struct planned fresh = { .finder = "person", .confidence = 1,
	    .why = "chosen by hand", .start = start, .end = end };
	const struct planned *stored;
	int r;

	if ((r = board_check(b, item)) < 0 || (r = check_kind(kind)) < 0 ||
	    (r = check_range(b, item, start, end)) < 0 ||
	    (r = board_check_reason(b, c->reason)) < 0)
		return r;
	(void)snprintf(fresh.kind, sizeof(fresh.kind), "%s", kind);
	stored = plan_find(b->plans[item], &fresh);
	board_begin(b);
	return board_end(b, stored != NULL ?
	    board_put_choice(b, item, stored, c) :
	    board_put_new(b, item, &fresh, c));
}

int
board_propose(struct board *b, size_t item, const struct planned *list,
    size_t n)
{
	const struct board_choice none = { .decides = true };
	size_t i;
	int r;

	if ((r = board_check(b, item)) < 0)
		return r;
	board_begin(b);
	for (i = 0; r == 0 && i < n; i++)
		if ((r = check_kind(list[i].kind)) == 0 && (r = check_range(b,
		    item, list[i].start, list[i].end)) == 0 &&
		    plan_find(b->plans[item], &list[i]) == NULL)
			r = board_put_new(b, item, &list[i], &none);
	return board_end(b, r);
}

/* The old one goes, the new one comes with what was decided. */
int
board_edges(struct board *b, size_t item, const struct planned *like,
    uint64_t start, uint64_t end)
{
	struct change out = { .what = CHANGE_FINDING, .was = true };
	struct change in = { .what = CHANGE_FINDING, .is = true };
	const struct planned *f;
	int r;

	if ((r = board_check(b, item)) < 0 ||
	    (r = check_range(b, item, start, end)) < 0)
		return r;
	if ((f = plan_find(b->plans[item], like)) == NULL)
		return gone();
	if (f->start == start && f->end == end)
		return 0;
	out.before = in.after = *f;
	in.after.start = start;
	in.after.end = end;
	in.after.label[0] = '\0';	/* of another value now */
	if (in.after.decision != DECISION_NONE)
		in.after.by = b->setup.by;
	if (plan_find(b->plans[item], &in.after) != NULL)
		return err_set(ERR_EXISTS, "a finding of that kind stands "
		    "there already; decide on that one");
	board_begin(b);
	if ((r = board_put(b, item, &out)) == 0)
		r = board_put(b, item, &in);
	return board_end(b, r);
}
