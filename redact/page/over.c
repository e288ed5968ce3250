/*
 * over.c -- how a review ends: signed, sent back, or left for later.  It goes
 * on after a signature, which may be taken for a pause, until it is closed.
 */
#include <string.h>

#include "redact/page/act.h"
#include "vault/base/err.h"

/* What another desk did meanwhile, or what is still to be decided, is no
 * failure of this one. */
static int
told(struct act *a, int r)
{
	if (r != ERR_BUSY && r != ERR_NOT_PERMITTED)
		return r;
	reply_error(a->call->reply, 409, r == ERR_BUSY ? "conflict" :
	    "incomplete", err_line());
	a->answered = true;
	return 0;
}

/* What is signed is what was seen: nothing may have changed since. */
int
page_sign(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", NULL };
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0)
		return act_end(&a, r);
	if (a.since != board_revision(p->board))
		return act_end(&a, act_conflict(&a));
	if ((r = board_ready(p->board, true)) < 0)
		return act_end(&a, told(&a, r));
	if ((r = p->setup.desk->sign(p->setup.desk->arg, true)) == 0)
		p->end = PAGE_SIGNED;
	return act_end(&a, told(&a, r));
}

int
page_return(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", "text", NULL };
	const char *text = NULL;
	struct act a;
	int r;

	if ((r = act_open(&a, p, c, keys)) < 0 ||
	    (r = body_str(&a.body, "text", PLAN_NOTE_SIZE - 1, &text)) < 0)
		return act_end(&a, r);
	if (text == NULL || text[strspn(text, " \t\r\n")] == '\0') {
		reply_error(c->reply, 409, "incomplete", "say in a few words "
		    "why it goes back; then send it back");
		a.answered = true;
		return act_end(&a, 0);
	}
	if (a.since != board_revision(p->board))
		return act_end(&a, act_conflict(&a));
	if ((r = p->setup.desk->send_back(p->setup.desk->arg,
	    text)) == 0)
		p->end = PAGE_RETURNED;
	return act_end(&a, told(&a, r));
}

int
page_close(struct review_page *p, struct call *c)
{
	static const char *const keys[] = { "revision", NULL };
	struct act a = { .page = p, .call = c };
	int r;

	if ((r = body_open(&a.body, &c->q->body, keys)) < 0)
		return act_end(&a, r);
	/* Something new since it was signed is not signed. */
	if (board_changed(p->board))
		p->end = PAGE_CLOSED;
	if ((r = p->setup.desk->close(p->setup.desk->arg)) == 0)
		p->ended = true;
	return act_end(&a, told(&a, r));
}
