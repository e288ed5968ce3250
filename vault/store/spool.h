/*
 * spool.h -- the git objects of one write, before any of them is in objects/.
 *
 * They lie in one file of the writer's folder in incoming/ that only grows,
 * already in the form of a pack (packout.h), and are found by an index in
 * memory.  While a write lives, the object database reads through it and
 * writes to nothing else.
 */
#ifndef VAULT_STORE_SPOOL_H
#define VAULT_STORE_SPOOL_H

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdbool.h>

#include "vault/store/packout.h"

struct spool;

/* Holds nothing and takes nothing before spool_begin().  It is freed by the
 * git_odb that its backend is added to, or by the backend's own free(). */
int spool_new(struct spool **out);
git_odb_backend *spool_backend(struct spool *s);

/* `fd`: a new empty file, from now on the spool's. */
int spool_begin(struct spool *s, int fd);
/* Forget everything and close the file. */
void spool_end(struct spool *s);

bool spool_has(const struct spool *s, const git_oid *id);
/* Append its content; ERR_NOT_FOUND. */
int spool_read(const struct spool *s, const git_oid *id, git_object_t *type,
    struct bytes *b);
/* Nothing happens if it is there. */
int spool_add(struct spool *s, git_object_t type, const void *p, size_t len,
    const git_oid *id);
size_t spool_count(const struct spool *s);
/* Forget all but the first `n` objects. */
int spool_cut(struct spool *s, size_t n);

/* What is in it, to be published: nothing is added or read after that. */
struct packout *spool_take(struct spool *s);

/* The code of the last failure since this was asked last; 0: none. */
int spool_failure(struct spool *s);

#endif
