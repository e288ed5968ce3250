/*
 * transport.h -- VAULT/transport: a bare repository in which stock git and
 * git-lfs work while a vault is synced.
 *
 * It borrows the vault's objects (objects/info/alternates) and is thrown away
 * when a sync ended well.  After one that did not, large objects that arrived
 * stay for the next.  One sync at a time: a flock on the folder.
 */
#ifndef VAULT_SYNC_TRANSPORT_H
#define VAULT_SYNC_TRANSPORT_H

#include <stdbool.h>

#include "vault/sync/git.h"
#include "vault/sync/remote.h"

#define TRANSPORT_FOLDER "transport"
#define COMMIT_HEX_SIZE 41	/* with NUL */

struct transport {
	struct remote remote;
	struct git git;
	int vault;			/* the vault's folder */
	int dir;			/* VAULT/transport, locked */
	int lock;			/* a bundle's .lfs folder, locked */
};

#define TRANSPORT_INIT ((struct transport){ .vault = -1, .dir = -1, \
	.lock = -1 })

/* ERR_BUSY when another sync is at work. */
int transport_open(struct transport *t, const char *vault,
    const struct remote *remote);
/* With `done` nothing stays. */
void transport_close(struct transport *t, bool done);

/* The newest entry of the remote; "" when it is empty. */
int transport_head(struct transport *t, char head[COMMIT_HEX_SIZE]);

/* Bring what the remote has and `ours` ("": nothing) has not. */
int transport_fetch(struct transport *t, const char *ours);

/*
 * transport_push(t, ours, raced):
 * Move the remote's branch on to `ours`.  *raced: it did not take it; perhaps
 * because somebody was faster, which a look at its head tells.
 */
int transport_push(struct transport *t, const char *ours, bool *raced);

/* Of a bundle: write it anew, all up to `ours` without what `since` (may be
 * NULL) and its ancestors are. */
int transport_bundle(struct transport *t, const char *ours,
    const char *since);

/*
 * Large objects as lines "<sha256 hex> <size>\n": fetch them into
 * transport/lfs/objects; give them to the remote.
 */
int transport_fetch_large(struct transport *t, const struct bytes *list);
int transport_push_large(struct transport *t, const struct bytes *list);

/* For the files of this room: a failure of git as one line. */
int transport_failed(struct transport *t, const char *what, int code);

#endif
