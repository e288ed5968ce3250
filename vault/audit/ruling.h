/*
 * ruling.h -- one entry on trial: what every rule's file is handed, and how it
 * looks into the tree before.
 *
 * Lookups return 1 when it is there, 0 when it is not (or is too damaged to
 * be read, which is told as `damage`), or a negative code when the check as a
 * whole must stop.
 */
#ifndef VAULT_AUDIT_RULING_H
#define VAULT_AUDIT_RULING_H

#include "vault/store/changes.h"
#include "vault/store/judge.h"

#define RULING_NAMES_MAX (32u << 20)	/* bytes of names in one folder */

struct ruling {
	const struct view *view;
	const struct facts *facts;
	const struct changes *changes;
	const struct report *report;
};

/* Tell a broken rule. */
void ruling_say(const struct ruling *r, const char *rule, const char *path,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A file before the entry, appended. */
int ruling_before(const struct ruling *r, const char *path, struct bytes *b);
/* A folder's names before the entry; 1 when it has any. */
int ruling_list(const struct ruling *r, const char *folder,
    struct bytes *names);
/* A file that the entry adds. */
int ruling_after(const struct ruling *r, const struct change *c,
    struct bytes *b);

/* The policy before the entry; of the first entry its own. */
int ruling_policy(const struct ruling *r, struct policy *policy);

/* Roles before the entry (0: removed); 0 is returned for no member. */
int ruling_roles(const struct ruling *r, const struct fpr *member,
    unsigned *roles);

/* The member's newest epoch before the entry; 0 is returned for no member. */
int ruling_epoch(const struct ruling *r, const struct fpr *member,
    uint32_t *epoch);

/* Does the member of this grant's path hold it before the entry, at any epoch?
 * 1, 0, or a negative code. */
int ruling_holds(const struct ruling *r, const struct path *grant);

/* Is the event of the entry this one? */
bool ruling_event(const struct ruling *r, const char *name);

/* Is the content exactly this text? */
bool ruling_same(const struct bytes *b, const char *text);

/* From `i` on, the end of the changes in the same submission (or of none). */
size_t ruling_group(const struct ruling *r, size_t i);

/* The same for the same item of a submission. */
size_t ruling_item(const struct ruling *r, size_t i);

/* Card, epoch and roles of what a change brings; 1 when they can be read. */
struct card;
int epochs_check_first(const struct ruling *r, const struct change *c,
    const struct card *card);
int roles_read(const struct ruling *r, const struct change *c,
    unsigned *roles);

/* The number of the release that the entry adds to a submission; 0: none. */
uint32_t ruling_release(const struct ruling *r, const struct id *submission);

/* The checks of each file of this room; each tells its findings. */
int members_check(const struct ruling *r);
int roles_check(const struct ruling *r);
int epochs_check(const struct ruling *r);
int policy_check(const struct ruling *r);
int erasure_check(const struct ruling *r);
int receipts_check(const struct ruling *r);
int releases_check(const struct ruling *r);
int replies_check(const struct ruling *r);
int intake_check(const struct ruling *r);
int grants_check(const struct ruling *r);
int order_check(const struct ruling *r);
int inside_check(const struct ruling *r);
int approvals_check(const struct ruling *r);

#endif
