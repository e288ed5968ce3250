/*
 * writer.h -- one write: the lock, what is added, the entry, the commit.
 *
 * Until the branch moves everything lies in the process's folder in incoming/:
 * large contents as files, git objects in the spool.  Then (publish.h): the
 * rules; the commit signed; all of it durable; into place; read back; compare
 * and swap of the branch; read back.  Only then is it acknowledged.
 */
#ifndef VAULT_STORE_WRITER_H
#define VAULT_STORE_WRITER_H

#include "vault/store/judge.h"
#include "vault/store/lfs.h"
#include "vault/store/remembered.h"
#include "vault/store/repo.h"

#define WRITER_SMALL_MAX (64u << 20)	/* bytes of a file added as it is */
#define WRITER_STAGES_MAX 262144u	/* staged files at a time */

struct writer;

/* `repo` and `judge` are borrowed; `policy` too, NULL unless for an init. */
int writer_new(struct writer **out, struct repo *repo,
    const struct judge *judge, const struct policy *policy);
void writer_free(struct writer *w);	/* aborts; NULL is fine */

/* Clear away what a writer left that was ended, unless another one is at
 * work or this is not ours to change: then the next one will. */
void writer_tidy(struct writer *w);

/* Wait up to `ms` for the lock.  ERR_BUSY; ERR_INTEGRITY after a rollback. */
int writer_begin(struct writer *w, uint32_t ms);
/* The time of the entry: the begin's, rounded down by the policy. */
int64_t writer_time(const struct writer *w);
/* The time of an entry that is made again: its own, rounded down likewise. */
void writer_set_time(struct writer *w, int64_t time);
/* The entry that the next one follows, and its tree. */
void writer_head(const struct writer *w, git_oid *commit, git_oid *tree);

/*
 * writer_begin_at(w, ms, commit, known, objects):
 * The same for any number of entries that follow `commit` instead of the
 * branch: writer_commit() puts each behind the one before, and nothing is seen
 * of them until writer_finish() moves the branch from where it stood to the
 * last one, in one step.  What `commit` needs and the vault lacks is taken
 * from `objects`, another repository's folder of objects below the vault
 * ("transport/objects"; NULL: the vault lacks nothing).  `known` is an entry
 * of the history up to `commit` (NULL: count from the first).  Whether the
 * rules hold for what is taken, and that no entry of the branch is lost, is
 * the caller's to see to.
 */
int writer_begin_at(struct writer *w, uint32_t ms, const git_oid *commit,
    const struct remembered *known, const char *objects);
/* Forget what was added since the last entry; begin the next one. */
int writer_skip(struct writer *w);
int writer_finish(struct writer *w);

/* `fd` is the caller's.  Needs no lock. */
int writer_stage(struct writer *w, int *fd, uint32_t *stage);
/* The same for PATH_SEALED_MAX bytes at most: no file of its own. */
int writer_stage_bytes(struct writer *w, const void *p, size_t len,
    uint32_t *stage);
/* `upto` bytes of a staged file are there: hash them now.  Then all of it. */
void writer_grows(struct writer *w, uint32_t stage, uint64_t upto);
int writer_sum(struct writer *w, uint32_t stage, uint8_t sum[SHA256_BYTES],
    uint64_t *size);
int writer_add(struct writer *w, const struct path *path, const void *p,
    size_t len);
int writer_add_stage(struct writer *w, struct path *path, uint32_t stage,
    const uint8_t *expect, uint8_t sum[SHA256_BYTES], uint64_t *size);

/* The file `name` of an entry's tree, added as it stands there.  Of a large
 * one that is its pointer: the content is there, or comes with
 * writer_take_large(). */
int writer_copy(struct writer *w, const git_oid *commit, const char *name);

/* A large content comes with this write: the file `name` below the vault,
 * which stays where it is.  ERR_INTEGRITY unless it is what `p` says. */
int writer_take_large(struct writer *w, const struct lfs_pointer *p,
    const char *name);

/* ERR_NOT_PERMITTED with the line of the first rule that the entry breaks. */
int writer_prepare(struct writer *w, const struct entry *e,
    struct bytes *to_sign);
int writer_commit(struct writer *w, const void *armored, size_t len,
    char commit[41]);
/* Forget what was added, remove it, unlock.  Stages not added stay. */
void writer_abort(struct writer *w);

/* After an entry was acknowledged: see repack.h.  Nothing happens while a write
 * is under way, here or elsewhere. */
void writer_repack(struct writer *w);

#endif
