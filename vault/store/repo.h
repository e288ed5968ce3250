/*
 * repo.h -- the bare repository of a vault: its folder, its objects, its one
 * branch.
 *
 * libgit2 is given an object database and nothing else: no configuration, no
 * references, no hooks, no transports.  HEAD and refs/heads/main are read and
 * moved here, under git's own lock file.
 */
#ifndef VAULT_STORE_REPO_H
#define VAULT_STORE_REPO_H

#include <git2.h>
#include <stdbool.h>

#include "vault/base/bytes.h"
#include "vault/store/spool.h"

#define REPO_COMMIT_MAX (1u << 20)	/* bytes of a commit object */

struct repo;

/* Before anything else of this room, once: libgit2's limits and its rigour. */
int repo_global(void);

/*
 * repo_open(out, path):
 * ERR_NO_VAULT when `path` has no folder of objects.  Whether the rest of it is
 * as it must be is for config_check().
 */
int repo_open(struct repo **out, const char *path);
/*
 * repo_open_over(out, base, objects):
 * To read only: the folder of objects `objects` (below base's vault), and what
 * it lacks from the vault.  `base` is borrowed until repo_free().
 */
int repo_open_over(struct repo **out, const struct repo *base,
    const char *objects);
void repo_free(struct repo *r);		/* NULL is fine */

/* The vault's folder; borrowed. */
int repo_dir(const struct repo *r);
/* For tree calls; borrowed. */
git_repository *repo_git(const struct repo *r);

/* The folders that were looked at last, for folder.c; borrowed. */
struct folders;
struct folders *repo_folders(const struct repo *r);

/* The newest commit; *born false: there is none yet. */
int repo_head(const struct repo *r, git_oid *head, bool *born);

/* Where a write makes the files that take another's place, so that none is
 * left over wherever it ends: its folder in incoming/.  Borrowed; -1: none. */
void repo_set_aside(struct repo *r, int folder);
int repo_aside(const struct repo *r);

/*
 * repo_move_head(r, from, to):
 * Compare and swap: the branch goes from `from` (all zeros: not born) to `to`,
 * durably.  ERR_BUSY when it stands elsewhere or git itself holds it.  Only
 * during a write.
 */
int repo_move_head(const struct repo *r, const git_oid *from,
    const git_oid *to);

/* Under the vault's lock: take away the branch's lock if a killed writer of
 * ours left it. */
int repo_free_branch(const struct repo *r);

/* Replace the file `name` at the top of the vault, in one step, durably. */
int repo_replace(const struct repo *r, const char *name, const void *p,
    size_t len);

/* Append an object's content; its hash is checked.  ERR_INTEGRITY when it is
 * missing, damaged, of another type, or longer than b may hold. */
int repo_read(struct repo *r, const git_oid *id, git_object_t type,
    struct bytes *b);

/* In the spool of the write that is under way, or in objects/. */
bool repo_has(const struct repo *r, const git_oid *id);

/* Into the spool of the write that is under way, unless it is there. */
int repo_write(struct repo *r, git_object_t type, const void *p, size_t len,
    git_oid *id);
struct spool *repo_spool(const struct repo *r);	/* borrowed */

/* Look for packs that came since. */
int repo_rescan(struct repo *r);

/*
 * repo_reread(r, where, id, type, b):
 * Read it from objects/ as it lies there now, and from nowhere else: it must
 * be what it is called.  `type` and `b` (appended to) may be NULL.
 */
enum repo_where { REPO_LOOSE = 1, REPO_PACKS = 2, REPO_STORED = 3 };
int repo_reread(struct repo *r, enum repo_where where, const git_oid *id,
    git_object_t *type, struct bytes *b);

/* Let `odb` read what lies in a folder of objects, which stays the caller's. */
int repo_add_stored(git_odb *odb, int objects, git_odb_backend **loose,
    git_odb_backend **packs);

/* After a libgit2 call failed: the code, with its line set. */
int repo_failed(struct repo *r, const char *what);

#endif
