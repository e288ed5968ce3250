/*
 * store_sync.h -- ask the store to compare, judge, take over and make again:
 * what `tipline sync` needs of it besides store.h.
 *
 * Order: look; fetch and look again; judge, which tells the large objects to
 * fetch; take, which begins a write on the remote's newest entry; then each own
 * entry: read it, keep what is new of it and add the rest, prepare and commit
 * (store.h), or skip it; finish.  Until then nothing is changed.
 */
#ifndef VAULT_SESSION_STORE_SYNC_H
#define VAULT_SESSION_STORE_SYNC_H

#include "vault/session/store.h"

#define STORE_SYNC_LIST_MAX (128u << 20)	/* bytes */

/* Numbers as the store's (vault/store/sync.h). */
enum sync_stand {
	STAND_EQUAL = 1, STAND_AHEAD = 2, STAND_UNKNOWN = 3, STAND_BEHIND = 4,
	STAND_DIVERGED = 5, STAND_SPLIT = 6
};

struct sync_state {
	enum sync_stand stand;
	char head[41];		/* our newest entry; "" while there is none */
	uint64_t number;	/* its number */
	uint64_t base;		/* number of the newest entry that both have */
	uint64_t mine, theirs;	/* entries above it, as far as they were met */
};

/* `remote` is "" for one of which nothing is remembered; `theirs` is "" when it
 * is empty. */
int store_sync_look(struct store *s, const char *remote, const char *theirs,
    bool fetched, struct sync_state *state);

/* Lines "<sha256 hex> <size>\n": large objects of our entries above `from`
 * ("": all of them); that what was fetched brings and we lack. */
int store_sync_outgoing(struct store *s, const char *from,
    struct bytes *list);
int store_sync_judge(struct store *s, struct bytes *list);

int store_sync_take(struct store *s);

enum file_stand {
	FILE_NEW = 1, FILE_SAME = 2, FILE_THERE = 3, FILE_TAKEN = 4,
	FILE_STALE = 5
};

struct own_file {
	enum file_stand stand;
	char name[PATH_SIZE];
	struct path path;
};

struct own_entry {
	struct entry entry;		/* submissions are owned */
	struct own_file *files;		/* owned */
	size_t nfiles;
};

/* Own entry `i`, from 0, as it stands to what is being made. */
int store_sync_entry(struct store *s, uint64_t i, struct own_entry *e);
void own_entry_free(struct own_entry *e);

/* Add what is new of it, but the files with these numbers, ascending. */
int store_sync_keep(struct store *s, uint64_t i, const uint32_t *left,
    size_t nleft);

/* Reading (store.h) is about our own entries, or about what is being made. */
int store_sync_side(struct store *s, bool made);

int store_sync_skip(struct store *s, uint64_t i, bool aside);
int store_sync_finish(struct store *s, char head[41]);

/* The remote now has all of our history. */
int store_sync_note(struct store *s);

/* Start on a new, empty folder that becomes a copy of another vault; it goes
 * again unless a sync is finished in it. */
int store_clone(struct store **out, const char *path);

#endif
