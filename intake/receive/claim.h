/*
 * claim.h -- what was taken out of a watched folder and is on its way: the
 * queue DIR/.tipline, so that a kill, a restart or a full disk neither loses
 * nor doubles anything.
 *
 * What is taken is renamed into DIR/.tipline/part.<hex>/, with a note of what it
 * is; all of it is there when that is called new.<hex>.  When its submission
 * has begun, the claim gets the submission's id as its name; when the
 * submission is in, its files are wiped or moved.  So after a kill a claim
 * called `new` never came in, and one with an id did if the vault has the
 * submission, or if the outbox no longer has the unfinished drop.
 */
#ifndef INTAKE_RECEIVE_CLAIM_H
#define INTAKE_RECEIVE_CLAIM_H

#include "intake/receive/spool.h"
#include "vault/base/id.h"

#define CLAIM_SIZE 48		/* of its name, with NUL */

struct claims {
	int folder;		/* the watched one; borrowed */
	int queue;		/* .tipline in it */
};

struct claim {
	char name[CLAIM_SIZE];
	bool begun;		/* its name is a submission's id: */
	struct id id;
};

/* The queue is made when it is not there, for its owner alone; what was left
 * half taken is taken. */
int claims_open(struct claims *c, int folder);
void claims_close(struct claims *c);

/* All that are queued, those that came first first; free(*list). */
int claims_list(const struct claims *c, struct claim **list, size_t *n);

/* Take a gathering out of the folder, durably. */
int claim_take(const struct claims *c, const struct gathering *g,
    struct claim *claim);

/* Its submission has begun; or it came to nothing and is new again. */
int claim_begin(const struct claims *c, struct claim *claim,
    const struct id *id);
int claim_again(const struct claims *c, struct claim *claim);

/*
 * What is in it: the message's path ("" when there is none), when OnionShare
 * says it came, and the other files, with the names they had in the folder,
 * all below c->queue.
 */
struct claimed {
	char message[SPOOL_PATH_MAX + 1];
	char when[32];
	char **files;		/* paths below the queue; owned */
	size_t nfiles;
	size_t skip;		/* bytes of a path before the name it had */
};
int claim_files(const struct claims *c, const struct claim *claim,
    struct claimed *out);
void claimed_free(struct claimed *c);

/* It came in: overwrite and remove its files, or move them into `moved`,
 * an open folder (-1: wipe), under the claim's name. */
int claim_done(const struct claims *c, const struct claim *claim, int moved);

#endif
