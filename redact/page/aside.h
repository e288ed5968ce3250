/*
 * aside.h -- what the page shows and somebody has to make first: pictures of
 * pages, the text and the sound of what will be released.  Threads with worker
 * processes of their own make it, so that nobody waits for it but who asked.
 *
 * Pictures have threads of their own: a film that is made holds up none.  The
 * newest wish comes first, for that is what is looked at.  What was made is kept
 * by a key that tells all it depends on, the longest unused goes.
 */
#ifndef REDACT_PAGE_ASIDE_H
#define REDACT_PAGE_ASIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/examine/run.h"
#include "vault/seal/digest.h"

#define ASIDE_THREADS_MAX 4u	/* for pictures; one more for the rest */
#define ASIDE_WISHES_MAX 64u	/* not begun yet; the oldest is given up */
#define ASIDE_KEPT_MAX 128u	/* made things ... */
#define ASIDE_BYTES_MAX ((uint64_t)512 << 20)	/* ... and bytes of them */
#define ASIDE_WAITERS_MAX 16u	/* requests that wait for one thing */
#define ASIDE_END_SECONDS 3u	/* for what is under way, at the end */

enum aside_what {
	ASIDE_PICTURE = 1,	/* of one page */
	ASIDE_CLEAN = 2,	/* the cleaned copy */
	ASIDE_MADE = 3,		/* the redacted copy */
	ASIDE_TEXT = 4		/* the text of the redacted copy */
};

/* A wish; the descriptor and the edits are taken over. */
struct aside_wish {
	enum aside_what what;
	uint8_t key[SHA256_BYTES];
	int fd;			/* the original */
	uint32_t page, width;
	bool edited;
	struct edits edits;	/* with `edited` */
	struct layout layout;	/* pages alone */
};

enum aside_state {
	ASIDE_WORKING = 0,
	ASIDE_DONE,
	ASIDE_REFUSED,		/* `detail` says why */
	ASIDE_GIVEN_UP		/* too many wishes; wish again */
};

struct aside_thing {
	enum aside_state state;
	enum aside_what what;
	enum format_id format;
	int file;		/* -1 of a text */
	uint64_t size;
	struct bytes text;
	char detail[DETAIL_MAX + 1];
};

struct aside;

int aside_new(struct aside **out);

/* Ends threads; one that is too slow is left to the end of the process. */
void aside_free(struct aside *a);	/* NULL is fine */

/* Readable when something was finished. */
int aside_fd(const struct aside *a);

/* What is kept under the key, borrowed until the next call; or NULL. */
const struct aside_thing *aside_kept(struct aside *a,
    const uint8_t key[SHA256_BYTES]);

/* Is it under way?  Then `waiter` (0: nobody) is told too, if there is room:
 * ERR_BUSY if not.  1: it is; 0: it is not. */
int aside_join(struct aside *a, const uint8_t key[SHA256_BYTES],
    uint32_t waiter);

/* Begin with it, for `waiter` (0: nobody).  The wish is empty afterwards. */
int aside_begin(struct aside *a, struct aside_wish *wish, uint32_t waiter);
void aside_wish_free(struct aside_wish *wish);

/* Call `tell` for each waiter of what was finished or given up since. */
void aside_settle(struct aside *a, void (*tell)(void *arg, uint32_t waiter,
    const struct aside_thing *thing), void *arg);

#endif
