/*
 * sync.h -- one meeting of this vault with a copy elsewhere.
 *
 * git has put what the other side has into VAULT/transport.  Here the two
 * histories are compared, what is new is judged by the audit's rules, and what
 * was judged is taken over in one write.  Nothing of the transport is believed:
 * it holds what a remote sent.
 */
#ifndef VAULT_STORE_SYNC_H
#define VAULT_STORE_SYNC_H

#include "vault/store/changes.h"
#include "vault/store/remembered.h"
#include "vault/store/writer.h"

#define SYNC_FOLDER "transport"
#define SYNC_LIST_MAX (128u << 20)	/* bytes of a list of large objects */

enum sync_relation {
	SYNC_EQUAL = 1,
	SYNC_AHEAD = 2,		/* we have entries that the remote has not */
	SYNC_UNKNOWN = 3,	/* its newest entry must be fetched first */
	SYNC_BEHIND = 4,	/* it has entries that we have not */
	SYNC_DIVERGED = 5,	/* both */
	SYNC_SPLIT = 6		/* both, and some remote has ours */
};

/* Commits, newest first. */
struct sync_line {
	git_oid *v;
	size_t n;
};

struct sync {
	struct repo *ours;		/* borrowed */
	const struct judge *judge;
	struct repo *theirs;		/* the transport's objects and ours */
	char remote[SHA256_HEX_SIZE];	/* "": of which nothing is remembered */
	bool born;			/* we have entries */
	bool empty;			/* the remote has none */
	git_oid head, their_head;
	git_oid base;			/* the newest entry of both; zero */
	uint64_t number, base_number;	/* of head, of base */
	struct sync_line mine, new;	/* above the base */
	enum sync_relation relation;
	struct bytes wanted;		/* large objects that we lack */
	struct sync_line aside;		/* own entries that are refused now */
};

void sync_init(struct sync *s, struct repo *ours, const struct judge *judge);
void sync_free(struct sync *s);

/*
 * sync_look(s, remote, theirs, fetched):
 * Where the two stand.  `remote` is the SHA-256 of its address, or "" for one
 * that only carries, as a stick does: what it has today it need not have
 * tomorrow.  `theirs` is its newest entry (NULL: it is empty).  With `fetched`
 * the transport holds that entry.  ERR_INTEGRITY when the remote lost what it
 * had; ERR_USAGE when it is another vault.
 */
int sync_look(struct sync *s, const char *remote, const git_oid *theirs,
    bool fetched);

/*
 * The large objects, a line "<sha256 hex> <size>\n" each: that our entries
 * above `from` (zero: all) bring.
 */
int sync_outgoing(struct sync *s, const git_oid *from, struct bytes *list);

/*
 * Judge every new entry but the content of its large objects; those that are
 * not here are in s->wanted then, in the same form.  ERR_INTEGRITY for the
 * first entry that breaks a rule.
 */
int sync_judge(struct sync *s);

/*
 * sync_take(s, w):
 * Begin a write and put all that is new into it: from here the writer stands
 * on the remote's newest entry.  Large objects are read and checked.
 */
int sync_take(struct sync *s, struct writer *w);

/* Remember that the remote now holds all of our history. */
int sync_note(struct sync *s);

/* --- own entries, made again on top of what was taken --- */

enum sync_file {
	SYNC_NEW = 1,		/* is not there */
	SYNC_SAME = 2,		/* is there, the very same bytes */
	SYNC_THERE = 3,		/* is there with other bytes */
	SYNC_TAKEN = 4,		/* the same, and its number is what is taken */
	SYNC_STALE = 5		/* a grant to an epoch that its member left */
};

/*
 * sync_entry(s, w, i, b):
 * Append what own entry `i` (0: the oldest that the remote has not) is, as
 * STORE_SYNC_ENTRY answers it, its files told as they stand to the entry that
 * the writer is at.
 */
int sync_entry(struct sync *s, struct writer *w, size_t i, struct bytes *b);

/*
 * Add the files of own entry `i` that are new, but those that `left` names
 * (by their place in what sync_entry() told, ascending).  The next entry has
 * the time of that one.
 */
int sync_keep(struct sync *s, struct writer *w, size_t i, const uint32_t *left,
    size_t nleft);

/* Nothing of own entry `i` comes along; with `aside` it is kept under
 * refs/tipline/aside. */
int sync_skip(struct sync *s, struct writer *w, size_t i, bool aside);

/* The branch moves to what was taken and made again, in one step. */
int sync_finish(struct sync *s, struct writer *w);

/* --- for the files of sync*.c --- */

/* A commit's content, its parent and its tree, whatever else it says. */
struct sync_commit {
	struct bytes raw;
	git_oid parent, tree;
	bool has_parent;
};

#define SYNC_COMMIT_INIT ((struct sync_commit){ \
	.raw = BYTES_INIT(REPO_COMMIT_MAX) })

int sync_commit_read(struct repo *r, const git_oid *id,
    struct sync_commit *c);

int sync_line_add(struct sync_line *l, const git_oid *id);

/* What this copy knows of each remote: VAULT/remotes. */
struct sync_known {
	bool there;
	uint64_t number;
	git_oid commit;
};

int sync_known_read(const struct repo *r, const char *remote,
    struct sync_known *k);
int sync_known_write(const struct repo *r, const char *remote,
    const struct sync_known *k);

/* How far the history is fixed, because a remote has it; 0: not at all. */
int sync_fixed(const struct repo *r, uint64_t *number);

/* Lines of large objects. */
int sync_large_add(struct bytes *list, const uint8_t *sha256, uint64_t size);

#endif
