/*
 * publish.h -- what one write made goes among the vault's objects, and the
 * branch with it.
 *
 * Aside and durable; named in the journal; into place and durable; read back;
 * compare and swap of the branch; read back.  The git objects become one pack,
 * however few: it takes three waits for the disk, loose objects two each.
 */
#ifndef VAULT_STORE_PUBLISH_H
#define VAULT_STORE_PUBLISH_H

#include "vault/store/lfs.h"
#include "vault/store/repo.h"
#include "vault/store/stage.h"

/* A staged file that goes into lfs/objects. */
struct large {
	struct stage stage;
	struct lfs_pointer pointer;
};

struct larges {
	struct large *v;
	size_t n, cap;
};

/* An empty spool, in the writer's folder. */
int publish_begin(struct repo *r, struct stages *incoming);

/* `from` all zeros: there is no branch yet.  After a failure publish_end()
 * takes back what is in place. */
int publish(struct repo *r, struct stages *incoming, const git_oid *from,
    const git_oid *to, struct larges *l);

/* Nothing is left of the write but what an entry refers to. */
void publish_end(struct repo *r, struct stages *incoming);

#endif
