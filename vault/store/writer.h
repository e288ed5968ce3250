/*
 * writer.h -- one write: the lock, what is added, the entry, the commit.
 *
 * Order (DESIGN section 4): large contents aside and durable; the rules; the
 * commit signed; large contents into place; every object, the commit's too,
 * read back and durable; compare and swap of the branch; read back.  Only then
 * is it acknowledged.
 */
#ifndef VAULT_STORE_WRITER_H
#define VAULT_STORE_WRITER_H

#include "vault/store/judge.h"
#include "vault/store/repo.h"

#define WRITER_SMALL_MAX (64u << 20)	/* bytes of a file added as it is */
#define WRITER_STAGES_MAX 262144u	/* staged files at a time */

struct writer;

/* `repo` and `judge` are borrowed; `policy` too, NULL unless for an init. */
int writer_new(struct writer **out, struct repo *repo,
    const struct judge *judge, const struct policy *policy);
void writer_free(struct writer *w);	/* aborts; NULL is fine */

/* Wait up to `ms` for the lock.  ERR_BUSY; ERR_INTEGRITY after a rollback. */
int writer_begin(struct writer *w, uint32_t ms);
/* The time of the entry: the begin's, rounded down by the policy. */
int64_t writer_time(const struct writer *w);
/* `fd` is the caller's. */
int writer_stage(struct writer *w, int *fd, uint32_t *stage);
int writer_add(struct writer *w, const struct path *path, const void *p,
    size_t len);
int writer_add_stage(struct writer *w, struct path *path, uint32_t stage,
    const uint8_t *expect, uint8_t sum[SHA256_BYTES], uint64_t *size);
/* ERR_NOT_PERMITTED with the line of the first rule that the entry breaks. */
int writer_prepare(struct writer *w, const struct entry *e,
    struct bytes *to_sign);
int writer_commit(struct writer *w, const void *armored, size_t len,
    char commit[41]);
/* Forget what was added, remove it, unlock.  Stages not added stay. */
void writer_abort(struct writer *w);

#endif
