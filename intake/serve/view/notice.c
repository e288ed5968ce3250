/* notice.c -- see notice.h. */
#include "intake/serve/view/notice.h"

#include <assert.h>

enum weight { PROBLEM, DONE };

static const struct told {
	enum weight weight;
	const char *head;	/* what happened */
	const char *next;	/* what to do now */
} told[VIEW_NOTICE_LAST + 1] = {
	[VIEW_NOTICE_ENDED] = { PROBLEM, N_("Your visit has ended."),
	    N_("A visit ends by itself after a while. What we confirmed is "
	    "safe with us. Open your page again with your code name, or begin "
	    "if you have none yet.") },
	[VIEW_NOTICE_NOT_WORDS] = { PROBLEM, N_("This is not a code name."),
	    N_("A word may be mistyped, missing or in the wrong place. Compare "
	    "all eight words with what you wrote down.") },
	[VIEW_NOTICE_SHOWN_ONCE] = { PROBLEM,
	    N_("Your code name is shown only once."),
	    N_("You are in under the code name that you have just been given. "
	    "If you did not write it down, send nothing yet: leave at the end "
	    "of this page and begin again. You will get a new one.") },
	[VIEW_NOTICE_FOREIGN] = { PROBLEM, N_("Nothing was done."),
	    N_("The form did not belong to this visit. Please do it again from "
	    "this page.") },
	[VIEW_NOTICE_NOTHING] = { PROBLEM, N_("Nothing was sent."),
	    N_("Write a message or choose a file, then send.") },
	[VIEW_NOTICE_TOO_BIG] = { PROBLEM,
	    N_("That is too much to be sent at a time."),
	    N_("Nothing of it was kept. Send a large file in parts: this "
	    "page has a form for it, and explains how.") },
	[VIEW_NOTICE_TOO_MANY] = { PROBLEM,
	    N_("Those are too many files at a time."),
	    N_("Nothing of it was kept. Send them in several goes, or put them "
	    "into one archive.") },
	[VIEW_NOTICE_BROKEN] = { PROBLEM,
	    N_("The connection broke before everything was here."),
	    N_("The newsroom has not received it yet. What arrived is kept "
	    "for you under \"Large files, in parts\": from there you can send "
	    "the rest, or send on what is here.") },
	[VIEW_NOTICE_FAILED] = { PROBLEM, N_("We could not store it."),
	    N_("The newsroom has not received it. Please send it again; if "
	    "this happens twice, come back later.") },
	[VIEW_NOTICE_NO_PART] = { PROBLEM, N_("No part was chosen."),
	    N_("Tick the parts that you mean.") },
	[VIEW_NOTICE_CUT_PART] = { PROBLEM, N_("A part cannot be read."),
	    N_("Nothing was sent on. Destroy the parts of this file, and send "
	    "them once more.") },
	[VIEW_NOTICE_FULL] = { PROBLEM,
	    N_("There is no room for it at the moment."),
	    N_("Nothing of it was kept. Please come back in some hours and "
	    "send it again.") },
	[VIEW_NOTICE_BUSY] = { PROBLEM,
	    N_("Too many visits at the same time."),
	    N_("Please try again in a few minutes.") },
	[VIEW_NOTICE_NO_PAGE] = { PROBLEM, N_("There is no such page."),
	    N_("Go back to the start.") },
	[VIEW_NOTICE_MISUSE] = { PROBLEM,
	    N_("This could not be understood."),
	    N_("Nothing was done. Go back to the start and do it again from "
	    "there.") },
	[VIEW_NOTICE_PART_KEPT] = { DONE, N_("The parts have arrived."),
	    N_("They are kept for you, sealed under your code name. The "
	    "newsroom receives them when you send them on.") },
	[VIEW_NOTICE_DROPPED] = { DONE, N_("The parts are destroyed."),
	    N_("The newsroom never received them.") },
	[VIEW_NOTICE_DELETED] = { DONE, N_("The answer is deleted."),
	    N_("It is gone from this server, and nobody can show it to you "
	    "again.") },
	[VIEW_NOTICE_LEFT] = { DONE, N_("You have left."),
	    N_("Now choose \"New identity\" in Tor Browser: then nothing of "
	    "this visit stays in it.") },
};

bool
notice_is_problem(enum view_notice n)
{
	return n != VIEW_NOTICE_NONE && told[n].weight == PROBLEM;
}

const char *
notice_head(enum view_notice n)
{
	return n == VIEW_NOTICE_NONE ? "" : told[n].head;
}

void
notice_put_next(const struct page *p)
{
	if (p->v->notice != VIEW_NOTICE_NONE)
		put(p, "p", told[p->v->notice].next);
}

void
notice_put(const struct page *p)
{
	const enum view_notice n = p->v->notice;

	assert(n <= VIEW_NOTICE_LAST);
	if (n == VIEW_NOTICE_NONE)
		return;
	put_raw(p, notice_is_problem(n) ?
	    "<div class=\"notice problem\" role=\"alert\" id=\"" NOTICE_ID
	    "\">\n" :
	    "<div class=\"notice\" role=\"status\" id=\"" NOTICE_ID "\">\n");
	put(p, "p class=\"head\"", told[n].head);
	notice_put_next(p);
	put_raw(p, "</div>\n");
}
