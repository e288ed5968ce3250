/*
 * packs.h -- all packs of objects/pack, as stock git leaves them there.
 *
 * A pack is opened when an object is first looked for in it; an object that is
 * missed makes the folder be read again, since git may have packed, or packed
 * anew, meanwhile.  Other files there (.rev, .bitmap, .mtimes, a
 * multi-pack-index) are never read.
 */
#ifndef VAULT_STORE_PACKS_H
#define VAULT_STORE_PACKS_H

#include <git2.h>

#include "vault/base/bytes.h"

#define PACKS_MAX 4096		/* packs of one vault */
#define PACKS_OPEN_MAX 64	/* whose two files are held open at once */
#define PACKS_KEPT_MAX (16u << 20)	/* bytes of all indices in memory */

/*
 * packs_new(out, objects_fd):
 * A backend for a git_odb, which only reads.  `objects_fd` (the folder
 * objects/) is borrowed for its life.  A failure leaves its line and code with
 * err_line() and in packs_failure(); libgit2 only learns that there was one.
 */
int packs_new(git_odb_backend **out, int objects_fd);

/*
 * packs_get(backend, id, type, b):
 * Fill `b`, which is empty, as the backend's read() would: ERR_NOT_FOUND
 * (without a line) when no pack has it; ERR_INTEGRITY.
 */
int packs_get(git_odb_backend *backend, const git_oid *id,
    git_object_t *type, struct bytes *b);

/* The code of the last failure since this was asked last; 0: none. */
int packs_failure(git_odb_backend *backend);

#endif
