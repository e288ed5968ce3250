/*
 * journal.h -- incoming/<tag>/journal: what a writer is about to put among the
 * vault's objects, durable before the first of it is there.
 *
 *   move <from> <to>	the branch goes from one commit to another
 *   merge		or: files take the place of others
 *   put <path>		any number: comes to be
 *   drop <path>	any number, of a merge: is of no use once all puts are there
 *
 * A writer that was killed is settled by the next one, under the lock.  Of a
 * move that never came about what was put is taken away again: nothing else
 * can refer to it.  A merge whose puts are all there is brought to its end.
 */
#ifndef VAULT_STORE_JOURNAL_H
#define VAULT_STORE_JOURNAL_H

#include "vault/store/lfs.h"
#include "vault/store/repo.h"

#define JOURNAL_MAX (64u << 20)	/* bytes */

struct journal {
	struct bytes text;
};

#define JOURNAL_INIT ((struct journal){ .text = BYTES_INIT(JOURNAL_MAX) })

/* `from` all zeros: there was no branch. */
void journal_move(struct journal *j, const git_oid *from, const git_oid *to);
void journal_merge(struct journal *j);
/* Paths below the vault: objects and packs below objects/, LFS objects. */
void journal_put(struct journal *j, const char *path);
void journal_drop(struct journal *j, const char *path);

/* Durable in `folder`, which lies in incoming/ of `r`. */
int journal_write(const struct journal *j, const struct repo *r, int folder);

/*
 * journal_settle(r, folder):
 * Undo or end what the journal in `folder` says, durably.  The journal stays.
 * Without one, or with one that is not of the form above, there is nothing to
 * do.
 */
int journal_settle(struct repo *r, int folder);

/* Once it is settled. */
void journal_remove(int folder);

void journal_free(struct journal *j);

#endif
