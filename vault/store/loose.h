/*
 * loose.h -- loose git objects: one file each.
 *
 * Written with nothing compressed (they are ciphertext); read whatever stock
 * git writes there, by our own inflater.
 */
#ifndef VAULT_STORE_LOOSE_H
#define VAULT_STORE_LOOSE_H

#include <git2.h>

#include "vault/base/bytes.h"

#define LOOSE_OBJECT_MAX (65u << 20)	/* bytes of one object's content */
#define LOOSE_FILE_MAX (LOOSE_OBJECT_MAX + (1u << 20))	/* of its file */
#define LOOSE_NAME_SIZE 64		/* "aa/<38 hex>" with NUL */

/*
 * loose_new(out, objects_fd):
 * A backend for a git_odb, for reading.  `objects_fd` (the folder objects/) is
 * borrowed for its life.  A failure leaves its line and code with err_line()
 * and in loose_failure(); libgit2 only learns that there was one.
 */
int loose_new(git_odb_backend **out, int objects_fd);

/* Append the file of an object. */
int loose_format(struct bytes *file, git_object_t type, const void *p,
    size_t len);

/* Its name below objects/. */
void loose_name(char name[LOOSE_NAME_SIZE], const git_oid *id);

/* The code of the last failure since this was asked last; 0: none. */
int loose_failure(git_odb_backend *backend);

#endif
