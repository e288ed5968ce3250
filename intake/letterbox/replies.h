/*
 * replies.h -- the replies that lie in a folder for those who come back.
 *
 * `tipline reply` makes the files (vault/seal/reply.h), somebody copies them
 * here: <letterbox hex>.<reply hex>.reply, all of one size.  One is shown when
 * it is whole, signed by a member who was named here, and sealed to the visit
 * that asks.  Anything else in the folder is left alone; of files that cannot be
 * read the operator is told how many.
 *
 * What a source deleted is overwritten and unlinked, and remembered in the
 * state's folder: a folder that is copied again does not bring it back.
 */
#ifndef INTAKE_LETTERBOX_REPLIES_H
#define INTAKE_LETTERBOX_REPLIES_H

#include "intake/letterbox/letterbox.h"
#include "vault/seal/reply.h"

#define REPLIES_SHOWN_MAX 100	/* of one letterbox at a time */
#define REPLIES_TRUSTED_MAX 2000	/* members */

struct replies;

/* `folder` (NULL: there is none, nobody gets replies); `state` as for
 * letterbox_start(), borrowed. */
int replies_open(struct replies **out, const char *folder, int state);
void replies_close(struct replies *r);

/* Replies that this member signed are shown. */
int replies_trust(struct replies *r, const struct card *card);

struct reply_seen {
	struct id id;
	uint64_t sent;		/* seconds since 1970, as the policy rounds */
	char *text;		/* owned; UTF-8 */
	size_t len;
};

struct replies_seen {
	struct reply_seen *v;	/* owned; the oldest first */
	size_t n;
	bool more;		/* over REPLIES_SHOWN_MAX: delete some to see */
};

/* What lies there for this visit. */
int replies_list(struct replies *r, struct letterbox *l, uint32_t visit,
    const struct letterbox_public *pub, struct replies_seen *seen);
void replies_seen_free(struct replies_seen *seen);	/* wipes */

/* One as it lies there, and the second in which it came. */
struct reply_sealed {
	struct id id;
	int64_t came;
};

/*
 * replies_sealed(rs, box, v, max, n):
 * Without a visit: the replies for a letterbox, sealed; the `max` that came
 * last, the newest first.  replies_sealed_read() appends one as it lies there:
 * ERR_NOT_FOUND when it is none of them.
 */
int replies_sealed(const struct replies *rs, const struct id *box,
    struct reply_sealed *v, size_t max, size_t *n);
int replies_sealed_read(const struct replies *rs, const struct id *box,
    const struct id *reply, struct bytes *file);

/* How many of the files that lie there as replies, whoever they are for, this
 * user may not read: no source sees those. */
int replies_unreadable(const struct replies *r, size_t *n);

/*
 * replies_delete(r, box, reply):
 * Durably gone when 0 is returned, also after a kill at any moment: first it is
 * remembered, then overwritten, then unlinked; what is remembered is never
 * shown, and the next list takes away what is left of it.  Of one that is not
 * there: nothing.
 */
int replies_delete(struct replies *r, const struct id *box,
    const struct id *reply);

#endif
