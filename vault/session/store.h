/*
 * store.h -- ask the store: the only process that reads and writes the
 * repository.  It holds no key and sees no plaintext.
 *
 * A write is: store_begin, any number of adds, store_prepare (which hands out
 * the commit to sign), store_commit.  Until store_commit returns 0 nothing is
 * visible and nothing is acknowledged; when it returns 0 all of it is durable.
 * The store applies the audit's own rules to every entry before it moves the
 * branch: what the audit would name, the store refuses (ERR_NOT_PERMITTED).
 */
#ifndef VAULT_SESSION_STORE_H
#define VAULT_SESSION_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/base/path.h"
#include "vault/base/policy.h"
#include "vault/seal/checkpoint.h"
#include "vault/seal/grant.h"

struct store;

/* Start libexec's tipline-store on `path`.  ERR_NO_VAULT if it is none. */
int store_start(struct store **out, const char *path);
/* The same on a vault that may be damaged, for what looks at the damage
 * (store_audit); all other questions get the refusal of store_start(). */
int store_start_damaged(struct store **out, const char *path);

/*
 * store_init(out, path, policy):
 * Make a new, empty repository at `path` (which must not exist, or be an empty
 * folder) and start on it.  It is no vault until its first entry, made as any
 * other with event "init", is committed; store_stop() before that removes it.
 */
int store_init(struct store **out, const char *path,
    const struct policy *policy);
void store_stop(struct store *s);

/* --- reading: all of it from the newest entry at the time of store_start,
 * or since the last store_commit or store_refresh --- */
int store_refresh(struct store *s);

/*
 * store_look_at(s, commit):
 * From here on all that is read, the log too, is as it was when this entry was
 * the newest; until the next store_refresh() or store_commit().
 */
int store_look_at(struct store *s, const char *commit);

int store_policy(struct store *s, struct policy *policy);

/*
 * store_list(s, folder, names):
 * Names in a folder of the tree ("" is the top), sorted, each with a NUL after
 * it; folders end in '/'.  An absent folder is an empty list.
 */
int store_list(struct store *s, const char *folder, struct bytes *names);

/* The whole tree below `folder` in one call: full paths, NUL after each. */
int store_walk(struct store *s, const char *folder, struct bytes *names);

/* The content of a blob, appended; ERR_NOT_FOUND; at most b->max bytes. */
int store_read(struct store *s, const char *path, struct bytes *b);

/*
 * store_open_object(s, path, fd, size):
 * A descriptor on the ciphertext of an object, rewound: `path` is a PATH_OBJECT;
 * whether it lies there as .sealed or .large is found out here (p->large is
 * ignored).  ERR_NOT_FOUND; ERR_INTEGRITY when the LFS object is missing or
 * not as long as its pointer says.
 */
int store_open_object(struct store *s, const struct path *path, int *fd,
    uint64_t *size);

/* The highest version present of a versioned path kind (p->version ignored);
 * 0 when there is none.  Of approvals and receipts: of this member, or with a
 * zero member of all; of grants: the highest epoch of this member. */
int store_latest(struct store *s, const struct path *path, uint32_t *version);

/*
 * store_held(s, member, below, after, v, n, last):
 * The grants that a member holds, of submissions that were not erased, each at
 * the newest epoch it was made for, if that is before `below`.  One page:
 * submissions behind *after (zero: the first), which is moved on; *last when
 * there are no more.  free() the array.
 */
struct held {
	struct grant_ctx ctx;
	uint32_t epoch;
	uint8_t box[GRANT_BYTES];
	size_t len;		/* of the box; GRANT_BYTES unless damaged */
};
int store_held(struct store *s, const struct fpr *member, uint32_t below,
    struct id *after, struct held **v, size_t *n, bool *last);

/* Roles that count now (0: removed), ERR_NOT_FOUND when it is no member. */
int store_roles(struct store *s, const struct fpr *member, unsigned *roles);

/* One event of the history. */
#define ERR_LINE_SIZE_IN_FINDING 512
#define ENTRY_EVENT_SIZE 24
#define ENTRY_SUBJECT_SIZE 80
struct entry {
	char event[ENTRY_EVENT_SIZE];	/* "submit", "assign", ... */
	char subject[ENTRY_SUBJECT_SIZE];	/* after "event: "; one line, ASCII */
	struct fpr actor;
	struct id *submissions;		/* owned by whoever made the entry */
	size_t nsubmissions;
	struct id item;			/* zero: none */
};

struct entry_read {
	struct entry entry;
	uint64_t number;		/* 1 is the first */
	char commit[41];
	int64_t time;			/* seconds since 1970, as rounded */
};

/* Which entries; every condition must hold.  All zero: all of them. */
#define LOG_EVENTS_SIZE 256
struct log_ask {
	const struct fpr *member;	/* who made it; NULL: anybody */
	const struct id *submission;	/* which it touches; NULL: any */
	const char *events;		/* "submit,assign"; NULL: any */
	uint64_t since, until;		/* numbers, both included; 0: no bound */
	bool by_time;			/* also these seconds, both included */
	int64_t since_time, until_time;
	uint64_t most;			/* entries; 0: all */
};

/*
 * Newest first; return non-zero from `each` to stop (passed on), which may ask
 * the store other things.  Costs what is walked: no more than the newest
 * entries until `most` were met or `each` stops, whatever the history's length.
 */
int store_log_with(struct store *s, const struct log_ask *ask,
    int (*each)(const struct entry_read *, void *), void *arg);
int store_log(struct store *s, int (*each)(const struct entry_read *, void *),
    void *arg);

/* --- writing --- */

/* Lock the vault for writing; ERR_BUSY when another has it for 10 seconds.
 * ERR_INTEGRITY when the history was rolled back. */
int store_begin(struct store *s);
/* The same with another patience, in milliseconds. */
int store_begin_within(struct store *s, uint32_t ms);

/* The time that the entry will carry: the begin's, rounded by the policy. */
int64_t store_time(const struct store *s);

/*
 * store_stage(s, fd, stage):
 * A new empty file inside the vault, opened for reading and writing, for
 * ciphertext; it goes away unless a commit takes it.  Needs no lock.
 */
int store_stage(struct store *s, int *fd, uint32_t *stage);

/* The same for PATH_SEALED_MAX bytes at most, in one step. */
int store_stage_bytes(struct store *s, const void *p, size_t len,
    uint32_t *stage);
/*
 * While a large file is being filled: `upto` bytes are in it by now, and are
 * hashed by the store meanwhile.  Returns at once.
 */
int store_stage_grows(struct store *s, uint32_t stage, uint64_t upto);
/* All of it is there: its SHA-256 and size. */
int store_stage_sum(struct store *s, uint32_t stage,
    uint8_t sha256_out[SHA256_BYTES], uint64_t *size);

/* A small file as it is (card, grant, approval ...).  The store itself adds
 * VERSION, policy.1, .gitattributes and allowed_signers when they are due. */
int store_add(struct store *s, const struct path *path, const void *p,
    size_t len);

/*
 * store_add_stage(s, path, stage, expect, done):
 * A staged ciphertext becomes the object `path`: a blob up to PATH_SEALED_MAX
 * bytes, else a Git LFS object; p->large is set accordingly.  The store
 * computes size and SHA-256 itself; `expect` (may be NULL) must agree.
 */
int store_add_stage(struct store *s, struct path *path, uint32_t stage,
    const uint8_t expect[SHA256_BYTES], uint8_t sha256_out[SHA256_BYTES],
    uint64_t *size);

/* The commit, as the bytes to be signed in namespace "git", appended. */
int store_prepare(struct store *s, const struct entry *e,
    struct bytes *to_sign);

int store_commit(struct store *s, const void *armored, size_t len,
    char commit[41]);

/* Forget what was added since store_begin and unlock. */
int store_abort(struct store *s);

/* --- the history as a tree (seal/checkpoint.h, seal/merkle.h) --- */

/*
 * store_checkpoint(s, c):
 * The history as it stands now; once this copy has synced, as far as the
 * remote is known to have it, for what is newer may still be signed again.
 * *entries (may be NULL): how many there are in all.  What follows is asked of
 * the history that this call found.
 */
int store_checkpoint(struct store *s, struct checkpoint *c,
    uint64_t *entries);

/* The content of an entry's commit, appended; the first is number 1. */
int store_entry(struct store *s, uint64_t number, struct bytes *b);
/* Its commit's name in git. */
int store_commit_at(struct store *s, uint64_t number, char commit[41]);

/* Proofs in the tree of the first `size` entries: that entry `number` is in
 * it; that it begins with the first `old`. */
int store_prove_entry(struct store *s, uint64_t number, uint64_t size,
    struct merkle_proof *p);
int store_prove_since(struct store *s, uint64_t old, uint64_t size,
    struct merkle_proof *p);

/* The number of the entry with which a submission came; ERR_NOT_FOUND when it
 * is not among the first `size`. */
int store_came_with(struct store *s, const struct id *submission,
    uint64_t size, uint64_t *number);

/* store_roles() as they were after entry `number`. */
int store_roles_at(struct store *s, const struct fpr *member,
    uint64_t number, unsigned *roles);

/* --- after commands that were ended --- */

/* Clear away what they left, unless another writer is at work. */
int store_tidy(struct store *s);

/*
 * A submission is promised before it is committed, and told of once the person
 * has read its id.  Of those that are in the vault without that, the ids
 * (ID_BYTES each) are appended by store_untold(): their submit was ended in
 * between, and may be run again.
 */
int store_promise(struct store *s, const struct id *submission);
int store_told(struct store *s, const struct id *submission);
int store_untold(struct store *s, struct bytes *ids);

/* --- the audit --- */

/* A broken rule; or what is due by now, which breaks none. */
enum weight {
	WEIGHT_BROKEN = 1,
	WEIGHT_OVERDUE = 2,
	WEIGHT_LAST = 2
};

struct finding_read {
	enum weight weight;
	char rule[40];		/* "signature", "role", "append-only", ... */
	uint64_t entry;		/* number; 0: of the vault as a whole */
	char commit[41];	/* or "" */
	char path[PATH_SIZE];	/* or "" */
	char line[ERR_LINE_SIZE_IN_FINDING];
};

struct verdict {
	uint64_t entries, objects, large, submissions, members;
	uint64_t findings;	/* broken rules */
	uint64_t overdue;
	char head[41];
};

/* An entry of which it is known that it held: what comes behind is new. */
struct audit_from {
	uint64_t number;
	char commit[41];
	uint8_t sha256[SHA256_BYTES];	/* of the commit's content */
};

/* How an audit goes. */
struct audit_ask {
	const struct audit_from *from;	/* NULL: from the first entry on */
	/* Neither may ask the store anything.  What `each` returns, if not 0,
	 * is passed on.  `progress` may be NULL. */
	int (*each)(const struct finding_read *, void *arg);
	void (*progress)(uint64_t done, uint64_t of, void *arg);
	void *arg;
};

/*
 * store_audit_with(s, ask, v):
 * Walk the entries and every object that they add; needs no key.  A long
 * history is walked in parts, by as many stores as there are processors.  The
 * counts of the verdict are of what was walked.  A history without `from`, or
 * with another content of it, is a finding of the rule `rollback`.
 */
int store_audit_with(struct store *s, const struct audit_ask *ask,
    struct verdict *v);

/* Members who should have rotated by now, as findings `epoch-days`: what can be
 * told without walking the history. */
int store_overdue(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg);

/* All of the history. */
int store_audit(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct verdict *v);

/* --- what lies in the folder (a damaged vault may be asked, too) --- */

struct checked {
	uint64_t entries, loose, packs, packed, large;
	uint64_t bytes;			/* read and summed up */
	uint64_t findings;
};

#define CHECK_CALL_PARTS_MAX 10000u

struct check_call {
	bool data;			/* read all of it */
	uint32_t part, of;		/* ... of what falls into this part */
	int (*each)(const struct finding_read *, void *);
	void (*step)(const struct checked *so_far, void *);
	void *arg;
};

/* Is every file of the vault what it must be?  Needs no key. */
int store_check(struct store *s, const struct check_call *call,
    struct checked *v);

struct repaired {
	uint64_t mended, aside, left;
	char quarantine[64];		/* below the vault; "": nothing moved */
};

/*
 * store_repair(s, dry, each, arg, v):
 * Mend what lies in the folder; each thing is told as a finding whose rule is
 * "mended", "aside" (moved) or "left" (a person must).  `dry`: only tell.  The
 * store must be stopped and started again after it.
 */
int store_repair(struct store *s, bool dry,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct repaired *v);

/* The same for the branch: without an entry (40 hex digits, or "") it tells
 * what could be gone on from when the newest entry cannot be read. */
int store_repair_branch(struct store *s, bool dry, const char *entry,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct repaired *v);

/* Something that the history needs and that is not there. */
struct store_wanted {
	bool large;
	uint8_t hash[SHA256_BYTES];	/* SHA-256; of an object its SHA-1 */
	uint64_t size;			/* of a large one */
	uint64_t entry;			/* that brings it; 0: not known */
	char path[PATH_SIZE];		/* in the tree, or "" */
};

/* `each` must not ask the store anything. */
int store_wanted(struct store *s,
    int (*each)(const struct store_wanted *, void *), void *arg);

/* From the store of a copy to that of the vault; ERR_NOT_FOUND when the copy
 * has it not. */
int store_get_back(struct store *to, struct store *copy,
    const struct store_wanted *w);

#endif
