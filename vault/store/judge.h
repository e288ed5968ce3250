/*
 * judge.h -- what the rules are asked, and with what.
 *
 * The store room writes entries and the audit room judges them; this is the
 * one interface between the two, so that an entry about to be made and an
 * entry of ten years ago meet the same code.
 */
#ifndef VAULT_STORE_JUDGE_H
#define VAULT_STORE_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/path.h"
#include "vault/seal/digest.h"
#include "vault/session/store.h"

#define CHANGE_OID_BYTES 20
#define CHANGE_FILE_MODE 0100644u

enum change_what {
	CHANGE_ADDED = 1,
	CHANGE_CHANGED = 2,	/* other bytes, or another mode */
	CHANGE_REMOVED = 3
};

/* One file of the tree that an entry adds, changes or removes. */
struct change {
	char *name;			/* owned */
	enum change_what what;
	unsigned mode;			/* after the entry */
	uint8_t oid[CHANGE_OID_BYTES];	/* of the blob after the entry */
	struct path path;		/* path_parse(name) */
	uint8_t sha256[SHA256_BYTES];	/* of the bytes after the entry */
	uint64_t size;			/* of those bytes */
};

/* Sorted by name, no name twice. */
struct changes {
	struct change *v;
	size_t n, cap;
};

/* The two trees: as the entry found it, and what it puts there. */
struct view {
	void *arg;
	/* Append the bytes of a file before the entry; ERR_NOT_FOUND. */
	int (*before)(void *arg, const char *path, struct bytes *b);
	/* Names in a folder before the entry, as store_list(). */
	int (*list)(void *arg, const char *folder, struct bytes *names);
	/* Append the bytes of a file that the entry adds or changes. */
	int (*after)(void *arg, const struct change *c, struct bytes *b);
};

/* What an entry says of itself. */
struct facts {
	const struct entry *entry;
	bool first;
	int64_t time;
};

/* Called for each broken rule; `path` may be "". */
struct report {
	void *arg;
	void (*say)(void *arg, const char *rule, const char *path,
	    const char *line);
};

/* Which entries an audit walks, and whom it tells. */
struct stretch {
	const struct audit_from *from;	/* those behind it; NULL: all */
	const char *upto;		/* its commit; "": the newest */
	/* What is not 0 stops the walk and is passed on. */
	int (*each)(const struct finding_read *, void *arg);
	int (*progress)(uint64_t done, uint64_t of, void *arg);
	void *arg;
};

struct repo;

struct judge {
	/* The rules for one entry.  0, however many findings were told. */
	int (*entry)(const struct view *view, const struct facts *facts,
	    const struct changes *changes, const struct report *report);
	/* The signature: by the entry's actor, who was a member then. */
	int (*signature)(const struct view *view, const struct facts *facts,
	    const void *payload, size_t len, const void *armored, size_t alen,
	    const struct report *report);
	/* The entries of a stretch, one after another. */
	int (*history)(struct repo *repo, const struct stretch *stretch,
	    struct verdict *verdict);
	/* Members who are overdue to rotate, told as `epoch-days`. */
	int (*overdue)(struct repo *repo, const struct report *report);
};

#endif
