/*
 * sums.h -- which items of a vault have the same content, and which submissions
 * belong to one thread: keyed sums (keeper_sum()), sealed on the vault's shelf,
 * so that only the desk can compute or compare them.
 *
 * An item that came in, or was found in another, has the sum of its content; a
 * submission has one for each word that joins it to others: the ids of a mail
 * and of those it answers, a messenger's conversation, a source's letterbox.
 *
 * They lie in segments, versions of the shelf's object `sums` (docs/format.md
 * "Sums"): each new one takes in those before it that are not much larger, so
 * that few are to be read, whatever the vault's age.
 */
#ifndef VAULT_SESSION_SUMS_H
#define VAULT_SESSION_SUMS_H

#include "vault/session/manifest.h"
#include "vault/session/session.h"

#define SUMS_MAX (256u << 20)		/* bytes of a segment */
#define SUMS_WORDS_MAX 32u		/* that join one submission to others */

struct sum {
	struct id submission;
	struct id item;			/* zero: of the submission */
	uint32_t place;			/* of the item, from 1; 0 */
	uint8_t what;			/* SUM_OF_CONTENT, SUM_OF_THREAD */
	uint8_t sum[SUM_BYTES];
};
#define SUM_OF_THREAD 2u

struct sums;

/*
 * Read all that are stored.  ERR_NO_GRANT when this key may not; none are
 * stored: there are none.
 */
int sums_read(struct sums **out, struct session *s);
void sums_free(struct sums *u);		/* NULL is fine */

/* Has anything of the submission been compared; and this item? */
bool sums_has(const struct sums *u, const struct id *submission,
    const struct id *item);

/*
 * sums_each(u, submission, each, arg):
 * Tell each sum of the submission that another place has too, and that place:
 * items in their order, and of each the places in no order that means anything.
 * What `each` returns, if not 0, ends it and is returned.
 */
int sums_each(const struct sums *u, const struct id *submission,
    int (*each)(void *arg, const struct sum *mine, const struct sum *other),
    void *arg);

/* Tell each two that are equal and stand beside each other: so all that are
 * equal are joined. */
int sums_chain(const struct sums *u, int (*each)(void *arg,
    const struct sum *one, const struct sum *next), void *arg);

/* Where a content with this sum is stored, behind `after` (NULL: the first). */
const struct sum *sums_find(const struct sums *u,
    const uint8_t sum[SUM_BYTES], const struct sum *after);

/* --- adding, as desk --- */

/* Read them, and have a key to add with: the first to do so begins the
 * shelf. */
int sums_open(struct sums **out, struct session *s);

/* The sum of a part of a file (keeper_sum_part()). */
int sums_part(struct sums *u, int fd, uint64_t offset, uint64_t length,
    uint8_t sum[SUM_BYTES]);

/*
 * sums_add(u, submission, handle, m):
 * Compute what is not there yet of a submission: the items of `m`, with those
 * found in them, and its threads.  `handle` opens the original tier.
 */
int sums_add(struct sums *u, const struct id *submission, uint32_t handle,
    const struct manifest *m);

/* The same of every submission that nothing is stored of, and that this key
 * may open; those it cannot are passed over. */
int sums_add_all(struct sums *u);

/* What was added, in one entry; nothing when nothing was. */
int sums_store(struct sums *u);

/* All of it, for a verb whose own work is done: what goes wrong is told, and is
 * no failure.  Nothing without the role desk. */
void sums_update(struct session *s);

#endif
