/*
 * page.h -- review a submission in the person's own browser: the API of
 * docs/format.md "Review page" over a board (redact/review/board.h).
 *
 * What the page asks of the vault comes through calls (desk.h and below), all
 * from the thread that called page_review(); this room knows no session and no
 * key.
 */
#ifndef REDACT_PAGE_PAGE_H
#define REDACT_PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/layout.h"
#include "intake/web/web.h"
#include "redact/review/board.h"
#include "redact/review/desk.h"

#define PAGE_WORDS_MAX 1000u	/* bytes of what is looked for everywhere */
/* What the page asks of the vault beside the desk. */
struct page_vault {
	void *arg;
	/* The original of an item, a memory file that the caller closes. */
	int (*original)(void *arg, size_t item, int *fd);
	/* Its layout with the place of every word, into an empty one. */
	int (*layout)(void *arg, size_t item, struct layout *out);
};

enum page_end {
	PAGE_CLOSED = 0,	/* it was ended in the page: stored as it is */
	PAGE_SIGNED,		/* nothing was decided after it */
	PAGE_RETURNED,		/* the same */
	PAGE_LEFT		/* interrupted: the draft has all of it */
};

struct page_setup {
	struct board *board;	/* borrowed, as all of this */
	const struct desk *desk;
	const struct page_vault *vault;
	const char *name;	/* of the submission, two words */
	size_t withheld;	/* items that are refused or quarantined */
	bool no_browser;	/* tell the address and the code instead */
	bool quiet;
};

/*
 * page_review(setup, end):
 * Start the wall and the browser, and serve until the person ends the review
 * or SIGINT or SIGTERM comes.  ERR_NOT_PERMITTED after DOOR_TRIES wrong codes;
 * ERR_WALL when the wall ended.  Whatever was answered before is kept.
 */
int page_review(const struct page_setup *setup, enum page_end *end);

/* One request at a time, without a wall; for page_review() and tests. */
struct review_page;
struct reply;

int page_new(struct review_page **out, const struct page_setup *setup,
    uint16_t port);
void page_free(struct review_page *p);		/* NULL is fine */

/* Fill `reply` (REPLY_INIT), or leave it for later (reply->later). */
void page_answer(struct review_page *p, const struct web_request *q,
    struct reply *reply);

/* The answers that were left for later and are ready now. */
void page_settle(struct review_page *p, void (*send)(void *arg, uint32_t id,
    const struct reply *reply), void *arg);
int page_fd(const struct review_page *p);	/* readable when there may be some */

/* Is it over, and how?  ERR_NOT_PERMITTED: somebody guesses codes. */
bool page_ended(const struct review_page *p, enum page_end *end, int *failure);

#endif
