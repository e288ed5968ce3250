/*
 * path.h -- the names of things in a vault's tree, and what each name means.
 *
 * Both sides of every rule use this page: whoever writes a path builds it
 * here, and the audit classifies what it finds here.  A path that does not
 * classify does not belong in a vault.
 *
 *   VERSION  allowed_signers  .gitattributes
 *   policy.<n>                                 n from 1; the highest counts
 *   members/<fpr>/card
 *   members/<fpr>/roles.<n>                    n from 1; the highest counts
 *   members/<fpr>/epochs/<n>
 *   submissions/<aa>/<bb>/<id>/drop            what intake signed
 *                             /drop.sig
 *                             /manifest.<end>
 *                             /grants/<tier>/<fpr>.<epoch>
 *                             /approvals/<n>.<fpr>
 *                             /releases/<n>.<end>
 *                             /entities/<n>.<end>   of release n
 *                             /recalls/<n>.<end>    release n is withdrawn
 *                             /partners/<n>.<fpr>   release n left the house
 *                             /sender            who made it elsewhere
 *                             /erased/<fpr>      who signed that it be erased
 *                             /erased/done       ... and when it was complete
 *                             /holds/<n>         n from 1; the highest counts
 *                             /receipts/<n>.<fpr>
 *                             /items/<aa>/<item>/<object>[.<n>].<end>
 *                             /items/<aa>/<item>/grants/<tier>/<fpr>.<epoch>
 *                             /watchlist/<n>.<end>
 *                             /letterbox.<end>   whom to answer, or nobody
 *                             /replies/<n>.<end>
 *
 * The submission whose id is all ones is the vault's shelf: what belongs to
 * the desk and to no submission.  It holds grants of the tier working and the
 * vault's own watchlist, nothing else.
 *
 * <end> is `sealed` (a blob) or `large` (a Git LFS pointer).
 */
#ifndef VAULT_BASE_PATH_H
#define VAULT_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/id.h"

#define PATH_SIZE 512			/* bytes of any path in the vault, with NUL */
#define PATH_SEALED_MAX 65536		/* bytes of a sealed object kept as a blob */

/* Numbers are part of the formats: never reuse one. */
enum tier {
	TIER_ORIGINAL = 1,	/* as received, the manifest, what is in items */
	TIER_WORKING = 2,	/* report, clean, text, layout, plan */
	TIER_RELEASE = 3,	/* redacted */
	TIER_LAST = 3
};

enum object_kind {
	OBJECT_MANIFEST = 1,	/* of a submission; tier original */
	OBJECT_ORIGINAL = 2,
	OBJECT_REPORT = 3,	/* versioned: what was refused may be done later */
	OBJECT_CLEAN = 4,
	OBJECT_TEXT = 5,
	OBJECT_LAYOUT = 6,
	OBJECT_PLAN = 7,	/* versioned */
	OBJECT_RELEASE = 8,	/* versioned */
	OBJECT_RELEASES = 9,	/* a submission's release manifest; versioned */
	OBJECT_UNPACKED = 10,	/* instead of an original: an item that was
				 * found in another one */
	OBJECT_CONTENTS = 11,	/* which items were found in this one */
	OBJECT_WATCHLIST = 12,	/* of a submission, or the vault; versioned */
	OBJECT_DRAFT = 13,	/* in no tree: vault/session/draft.h */
	OBJECT_ENTITIES = 14,	/* a release as FollowTheMoney; numbered by it */
	OBJECT_RECALL = 15,	/* why a release was withdrawn; as it is numbered */
	OBJECT_REPLY = 16,	/* what the source was answered; versioned */
	OBJECT_LETTERBOX = 17,	/* whom to answer: every submission has one */
	OBJECT_PART = 18,	/* in no tree: intake/letterbox/parts.h */
	OBJECT_SUMS = 19,	/* on the shelf: what is the same; versioned */
	OBJECT_LAST = 19
};

enum path_kind {
	PATH_NONE = 0,		/* belongs to no rule */
	PATH_VERSION, PATH_SIGNERS, PATH_ATTRIBUTES, PATH_POLICY,
	PATH_CARD, PATH_ROLES, PATH_EPOCH,
	PATH_DROP, PATH_DROP_SIG, PATH_GRANT, PATH_APPROVAL, PATH_OBJECT,
	PATH_ERASURE, PATH_ERASED, PATH_HOLD, PATH_RECEIPT, PATH_PARTNER,
	PATH_SENDER
};

struct path {
	enum path_kind kind;
	struct fpr member;	/* CARD, ROLES, EPOCH, GRANT, APPROVAL,
				 * ERASURE, RECEIPT; PARTNER: no member */
	struct id submission;
	struct id item;		/* all zero: of the submission itself */
	enum tier tier;		/* GRANT, OBJECT */
	enum object_kind object;
	uint32_t version;	/* POLICY, ROLES, EPOCH, APPROVAL, OBJECT, HOLD,
				 * RECEIPT, PARTNER; GRANT: the epoch */
	bool large;		/* OBJECT: an LFS pointer */
};

/* What `name` is; kind PATH_NONE when it fits nothing, to the last byte. */
struct path path_parse(const char *name);

/* Write the name of `p` into `out`; p->large decides an object's ending. */
void path_format(char out[PATH_SIZE], const struct path *p);

/* The id of the vault's shelf. */
extern const struct id path_shelf;

/* The folder of a submission: submissions/<aa>/<bb>/<id> */
void path_submission(char out[PATH_SIZE], const struct id *submission);
/* The folder of an item: .../items/<aa>/<item> */
void path_item(char out[PATH_SIZE], const struct id *submission,
    const struct id *item);

const char *tier_name(enum tier t);		/* "original" ... */
bool tier_parse(enum tier *t, const char *name);
const char *object_name(enum object_kind k);	/* "manifest" ... */
/* The tier that an object kind is sealed in. */
enum tier object_tier(enum object_kind k);
bool object_versioned(enum object_kind k);

/* Roles, as a set of bits and as the words of DESIGN section 1. */
enum role {
	ROLE_ADMIN = 1, ROLE_DESK = 2, ROLE_INTAKE = 4, ROLE_REPORTER = 8,
	ROLE_ANALYST = 16, ROLE_AUDITOR = 32
};
#define ROLES_ALL 63u
#define ROLES_SIZE 64		/* bytes of the longest list, with NUL */

/* "admin,desk" -> bits; false on an unknown word, a double, or none at all. */
bool roles_parse(unsigned *roles, const char *words);
/* Bits -> "admin,desk"; "" for none (a removed member). */
void roles_format(char out[ROLES_SIZE], unsigned roles);
/* An analyst may hold no role that opens other tiers or changes the vault. */
bool roles_fit(unsigned roles);

#endif
