/*
 * held.h -- the pieces of parcels that are not whole yet, in memory alone: a
 * restart forgets them, and whoever sends them sees so in the next answer and
 * sends them again.
 *
 * There is room for so much.  When it is full the parcel goes of which the
 * fewest pieces are here, for whoever floods the service pays a message for
 * each piece too: what an honest source has brought together outlives what a
 * flood has just begun.
 */
#ifndef INTAKE_COVER_HELD_H
#define INTAKE_COVER_HELD_H

#include <stdint.h>

#include "intake/cover/message.h"
#include "vault/base/bytes.h"

#define HELD_PARCELS_MAX 4096u
#define HELD_BYTES_MAX ((size_t)64 << 20)
#define HELD_SECONDS (7 * 86400)	/* without a piece: forgotten */
#define HELD_RETRY_SECONDS 30		/* until a failure is tried again */

struct held {
	struct id box, parcel;
	uint8_t box_pk[BOX_PK_BYTES];
	uint32_t len;
	uint64_t have;
	uint8_t *pieces[COVER_PIECES_MAX];	/* owned */
	int64_t used;		/* seconds: when a piece came */
	int64_t retry;		/* not brought in before */
	bool bringing;		/* somebody makes a submission of it */
	bool refused;		/* it is no parcel; its pieces are gone */
	struct held *next;
};

struct holds;

int holds_new(struct holds **out);
void holds_free(struct holds *h);	/* wipes; NULL is fine */

struct held *holds_find(struct holds *h, const struct id *box,
    const struct id *parcel);

/*
 * holds_take(h, ask, now, held):
 * Keep the piece of an ask; *held is its parcel.  A piece that is here already,
 * or that is of another length of parcel, changes nothing.  ERR_NO_SPACE when
 * all that is here is on its way into submissions.
 */
int holds_take(struct holds *h, const struct cover_ask *ask, int64_t now,
    struct held **held);

/* All of it is here: append its bytes. */
bool held_whole(const struct held *held);
int held_join(const struct held *held, struct bytes *b);

/* Its pieces are wiped; it stays, and is `refused`. */
void holds_refuse(struct holds *h, struct held *held);
void holds_drop(struct holds *h, struct held *held);
/* Those that nothing was heard of for HELD_SECONDS. */
void holds_sweep(struct holds *h, int64_t now);

#endif
