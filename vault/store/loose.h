/*
 * loose.h -- loose git objects, read and written by ourselves.
 *
 * Written with nothing compressed (they are ciphertext), aside, linked into
 * place and read back.  They are durable after loose_flush(): one wait for
 * many objects instead of two for each.  Read whatever stock git writes there.
 */
#ifndef VAULT_STORE_LOOSE_H
#define VAULT_STORE_LOOSE_H

#include <git2.h>

#define LOOSE_OBJECT_MAX (65u << 20)	/* bytes of one object's content */

/*
 * loose_new(out, objects_fd):
 * A backend for a git_odb.  `objects_fd` (the folder objects/) is borrowed
 * for its life.  A failure leaves its line and code with err_line() and in
 * loose_failure(); libgit2 only learns that there was one.
 */
int loose_new(git_odb_backend **out, int objects_fd);

/* Make all that was written durable: the files, then their folders. */
int loose_flush(git_odb_backend *backend);

/* The code of the last failure since this was asked last; 0: none. */
int loose_failure(git_odb_backend *backend);

#endif
