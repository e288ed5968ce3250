/*
 * loose.h -- loose git objects: one file each, as stock git leaves them.
 *
 * Read by our own inflater; the store itself writes packs only.
 */
#ifndef VAULT_STORE_LOOSE_H
#define VAULT_STORE_LOOSE_H

#include <git2.h>

#define LOOSE_OBJECT_MAX (65u << 20)	/* bytes of one object's content */

/*
 * loose_new(out, objects_fd):
 * A backend for a git_odb, which only reads.  `objects_fd` (the folder
 * objects/) is borrowed for its life.  A failure leaves its line and code with
 * err_line() and in loose_failure(); libgit2 only learns that there was one.
 */
int loose_new(git_odb_backend **out, int objects_fd);

/* The code of the last failure since this was asked last; 0: none. */
int loose_failure(git_odb_backend *backend);

#endif
