/* writer_parts.h -- a write as writer.c and prepare.c both see it. */
#ifndef VAULT_STORE_WRITER_PARTS_H
#define VAULT_STORE_WRITER_PARTS_H

#include "vault/store/chain.h"
#include "vault/store/entry.h"
#include "vault/store/lfs.h"
#include "vault/store/publish.h"
#include "vault/store/writer.h"

/* A ciphertext that waits: a file, or a piece of the file of small ones. */
struct staged {
	struct stage file;
	uint64_t at;
	uint32_t len;
	bool used;
};

struct writer {
	struct repo *repo;
	const struct judge *judge;
	const struct policy *policy;	/* of an init, else NULL */
	struct stages incoming;
	struct staged *stages;		/* by number; used up ones stay */
	size_t nstages, cap_stages, live_stages;
	int small;			/* -1: none yet */
	uint64_t small_end;
	struct follow *follow;		/* of writer_sum.c; NULL: no file */

	int lock;			/* -1: nothing is begun */
	git_oid branch;			/* zero: not born */
	bool detached;			/* the branch moves at the end only */
	bool born;			/* there is an entry before the next */
	git_oid head, head_tree;	/* that entry; zero while not born */
	struct remembered state;	/* up to head; zero while not born */
	uint32_t clock;			/* seconds, of the policy */
	int64_t time;			/* of the entry */

	struct changes adds;		/* of the entry that is being made */
	struct larges larges;
	struct entry_commit commit;
	size_t mark;			/* objects of the spool before it */
	bool closed, prepared;		/* no more is added; all rules kept */
};

/* Write a blob and put it on the entry's list under `name`. */
int writer_blob(struct writer *w, const char *name, const void *p, size_t len);
/* The next entry follows this one; w->state is the history up to it. */
int writer_set_head(struct writer *w, const git_oid *commit);
/* 0 while something may be added: an entry that is prepared is as it is. */
int writer_open(const struct writer *w);
/* Give back the memory of stages that are all used up. */
void writer_free_numbers(struct writer *w);
/* Remove all that is staged. */
void writer_unstage(struct writer *w);
/* The entry's own lists are empty again. */
void writer_next(struct writer *w);
/* The SHA-256 and size of a staged file, from writer_sum() if it was called. */
int writer_sum_of(const struct stage *s, int fd, struct lfs_pointer *p);
/* No file is followed any more (writer_grows()). */
void writer_unfollow(struct writer *w);
/* What was staged and added is out of sight, and the lock is free. */
void writer_forget(struct writer *w);

#endif
