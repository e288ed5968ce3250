/*
 * replay.h -- own entries that the remote does not have, made again on top of
 * its history and signed again.
 *
 *   is there already       nothing is made of it
 *   partly there           what is new of it
 *   its number is taken    sealed again under the next one, and what its
 *                          member signed about it is signed about that
 *   a grant to an epoch    sealed again to the newest one
 *     that is left
 *   the rules refuse it    kept under refs/tipline/aside, and told
 */
#ifndef VAULT_SYNC_REPLAY_H
#define VAULT_SYNC_REPLAY_H

#include "vault/sync/signers.h"

struct replayed {
	uint64_t again;		/* entries made again */
	uint64_t there;		/* whose content was there already */
	uint64_t partly;	/* of which some was there */
	uint64_t aside;		/* refused */
};

void replayed_add(struct replayed *sum, const struct replayed *one);

/*
 * replay(s, keys, n, done):
 * Between store_sync_take() and store_sync_finish(): the `n` own entries.
 * ERR_NOT_PERMITTED when one was signed by a member whose key is not at hand.
 */
int replay(struct session *s, const struct signers *keys, uint64_t n,
    struct replayed *done);

#endif
