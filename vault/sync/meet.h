/*
 * meet.h -- bring a vault and a remote to the same history.
 *
 * What the remote has is fetched, judged and taken; own entries that it does
 * not have are made again on top and signed again (replay.h); then all is
 * pushed.  When somebody pushed meanwhile, it begins again.
 */
#ifndef VAULT_SYNC_MEET_H
#define VAULT_SYNC_MEET_H

#include "vault/sync/replay.h"
#include "vault/sync/transport.h"

struct met {
	uint64_t fetched, sent;		/* entries */
	uint64_t number;		/* of the newest entry now */
	uint64_t handed;		/* entries of a bundle, replaced */
	struct replayed own;		/* what became of own entries */
};

int meet(struct session *s, struct transport *t, const struct signers *keys,
    struct met *met);

/* Large objects of our entries above `from` ("": all) go to the remote. */
int meet_send_large(struct session *s, struct transport *t, const char *from);

#endif
