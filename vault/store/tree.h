/*
 * tree.h -- look into the tree of an entry, compare two, make the next.
 *
 * A root of all zeros is the empty tree.  Every folder is checked as it is
 * read: names sorted, none twice, none that git forbids.  Paths handed to
 * these calls may be anything; deeper than TREE_DEPTH_MAX is nowhere.
 */
#ifndef VAULT_STORE_TREE_H
#define VAULT_STORE_TREE_H

#include <stdbool.h>

#include "vault/store/judge.h"
#include "vault/store/repo.h"

#define TREE_DEPTH_MAX 12

/* The blob at `path`; ERR_NOT_FOUND; a folder is not found either. */
int tree_find(struct repo *r, const git_oid *root, const char *path,
    git_oid *blob);

/* Append the bytes of the file at `path`. */
int tree_file(struct repo *r, const git_oid *root, const char *path,
    struct bytes *b);

/* As store_list(). */
int tree_list(struct repo *r, const git_oid *root, const char *folder,
    struct bytes *names);

/* Every file below `folder`, by full path, sorted. */
int tree_walk(struct repo *r, const git_oid *root, const char *folder,
    int (*each)(const char *path, void *arg), void *arg);

/*
 * A folder is not to be had, because of `code`, whose line is set: ERR_IO says
 * nothing about its bytes.  0 goes on without it, a failure ends the work.
 */
typedef int tree_damaged(const char *path, int code, void *arg);

/*
 * tree_diff(r, from, to, out, damaged, arg):
 * Append what changed between two trees, reading only folders that differ;
 * name, what, mode and oid are set, size and sha256 are not.  A folder that
 * cannot be read is told to damaged() and left out.
 */
int tree_diff(struct repo *r, const git_oid *from, const git_oid *to,
    struct changes *out, tree_damaged *damaged, void *arg);

/* The tree with these files put in; what is new of it goes into the spool. */
int tree_update(struct repo *r, const git_oid *root, const struct changes *l,
    git_oid *to);

/* The version a folder's names end at: "plan.3.sealed" with head "plan.". */
uint32_t tree_highest(const struct bytes *names, const char *head);

#endif
