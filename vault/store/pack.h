/*
 * pack.h -- one pack of git, version 2 (gitformat-pack), with its index: all
 * that stock git writes there, read by ourselves.
 *
 * Nothing here trusts a length, a place or a base: what an object may cost is
 * bounded, whatever the file says.  The caller compares the content with the
 * name that it asked for.
 */
#ifndef VAULT_STORE_PACK_H
#define VAULT_STORE_PACK_H

#include <git2.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/store/ahead.h"
#include "vault/store/bases.h"
#include "vault/store/idx.h"

#define PACK_HEAD_BYTES 12
#define PACK_NAME_SIZE 96	/* "pack-<40 hex>.pack" with NUL, and room */
#define PACK_CHAIN_MAX 4096	/* differences from differences; git's limit */
#define PACK_WORK_MAX (1u << 30)	/* bytes made on the way to one object */

/* An object whose place is known without an index. */
struct pack_name {
	git_oid id;
	uint64_t at;
};

struct pack {
	char name[PACK_NAME_SIZE];	/* without ".pack" and ".idx" */
	uint64_t serial;		/* no other pack of this process has it */
	int fd, idx_fd;			/* -1: closed */
	uint64_t size;			/* bytes of the pack */
	struct idx idx;
	struct ahead *ahead;		/* owned; NULL until something is read */
	const struct pack_name *names;	/* used while idx_fd is -1; borrowed */
	size_t nnames;
};

/*
 * pack_open(k, dir):
 * Open the two files of k->name in the folder `dir` (objects/pack) and check
 * how they begin and end.  ERR_NOT_FOUND; ERR_INTEGRITY.
 */
int pack_open(struct pack *k, int dir);
/* Descriptors and what was read go, but not the index's fan-out. */
void pack_close(struct pack *k);

/*
 * pack_read(k, at, bases, type, out):
 * Append the content of the object that lies at `at`.  ERR_INTEGRITY when it
 * is damaged, or needs more than the limits above; `out` is then of no use.
 */
int pack_read(struct pack *k, uint64_t at, struct bases *bases,
    git_object_t *type, struct bytes *out);

/* What stands at a place of the file, before anything is put together. */
struct pack_entry {
	unsigned kind;		/* git_object_t, or PACK_OFS, PACK_REF */
	uint64_t len;		/* of the content, or of the difference */
	uint64_t data;		/* where its zlib stream begins */
	uint64_t base;		/* of PACK_OFS: where that lies */
	git_oid base_id;	/* of PACK_REF */
};
#define PACK_OFS 6
#define PACK_REF 7

/* Without its index. */
int pack_entry(struct pack *k, uint64_t at, struct pack_entry *e);

/* Inflate what follows an entry's head; *end is where the next one begins. */
int pack_inflate(struct pack *k, const struct pack_entry *e,
    struct bytes *out, uint64_t *end);

#endif
