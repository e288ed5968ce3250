/*
 * cover.h -- the service's side of cover mode: equal answers to equal messages,
 * whether there is something in them or not; and what was in them becomes a
 * submission like any other (docs/threats.md says what this hides).
 *
 * Whoever opens the messages (intake/letterbox) hands their inside to
 * cover_answer() and gets what to send.  Nothing here opens a message or knows
 * a socket; what takes long is done by the ways that the page gives.
 */
#ifndef INTAKE_COVER_COVER_H
#define INTAKE_COVER_COVER_H

#include "intake/cover/came.h"
#include "intake/cover/card.h"
#include "intake/cover/message.h"
#include "intake/cover/parcel.h"


/* A parcel that is whole, on its way to be a submission.  Owned by whoever
 * brings it in, who ends it with cover_brought(). */
struct cover_whole {
	struct id box;			/* facts of the submission: the letterbox */
	uint8_t box_pk[BOX_PK_BYTES];	/* ... and what replies are sealed to */
	struct id id;			/* of the parcel */
	struct bytes content;		/* what `parcel` points into */
	struct parcel parcel;
};

struct cover_ways {
	void *arg;
	/* Bring it in, now or in another thread. */
	void (*bring)(void *arg, struct cover_whole *whole);
	/* The replies that lie there for a letterbox, the oldest first. */
	int (*replies)(void *arg, const struct id *box,
	    struct id replies[COVER_REPLIES_MAX], size_t *n);
	/* One of them, sealed as it lies there.  ERR_NOT_FOUND. */
	int (*reply)(void *arg, const struct id *box, const struct id *reply,
	    struct bytes *sealed);
};

struct cover;

/* `came` is borrowed. */
int cover_new(struct cover **out, struct came *came,
    const struct cover_ways *ways);
void cover_free(struct cover *c);	/* NULL is fine */

/*
 * cover_answer(c, plain, now, out):
 * `plain` is the inside of a message, or NULL when it was none: the answer is
 * then nothing that anybody can tell from others.  It cannot fail: a failure
 * leaves things as they were, and the answer says so.  `now` is in seconds
 * that rise.
 */
void cover_answer(struct cover *c, const uint8_t plain[COVER_ASK_BYTES],
    int64_t now, uint8_t out[COVER_BYTES]);

/* It came in, durably; or it did not and is tried again later.  Frees it.  By
 * the thread that calls cover_answer(). */
void cover_brought(struct cover *c, struct cover_whole *whole, bool came,
    int64_t now);

#endif
