/* rules.c -- see rules.h: the rules that hold for every event. */
#include "vault/audit/rules.h"

#include <string.h>

#include "vault/audit/ruling.h"
#include "vault/base/err.h"
#include "vault/seal/sshsig.h"
#include "vault/store/lfs.h"

#define BIT(n) (1u << (n))

/* Who may do what, and which files it brings. */
static const struct event {
	const char *name;
	unsigned roles;
	unsigned kinds;		/* BIT(enum path_kind) */
	unsigned objects;	/* BIT(enum object_kind) of PATH_OBJECT */
} events[] = {
	{ "init", 0, BIT(PATH_VERSION) | BIT(PATH_POLICY) |
	    BIT(PATH_SIGNERS) | BIT(PATH_ATTRIBUTES) | BIT(PATH_CARD) |
	    BIT(PATH_ROLES) | BIT(PATH_EPOCH), 0 },
	{ "member-add", ROLE_ADMIN, BIT(PATH_SIGNERS) | BIT(PATH_CARD) |
	    BIT(PATH_ROLES) | BIT(PATH_EPOCH), 0 },
	{ "member-remove", ROLE_ADMIN, BIT(PATH_ROLES), 0 },
	{ "member-roles", ROLE_ADMIN, BIT(PATH_ROLES), 0 },
	{ "policy", ROLE_ADMIN, BIT(PATH_POLICY), 0 },
	{ "rotate", ROLES_ALL, BIT(PATH_EPOCH) | BIT(PATH_GRANT), 0 },
	{ "submit", ROLE_DESK | ROLE_INTAKE, BIT(PATH_DROP) |
	    BIT(PATH_DROP_SIG) | BIT(PATH_GRANT) | BIT(PATH_OBJECT) |
	    BIT(PATH_SENDER),
	    BIT(OBJECT_MANIFEST) | BIT(OBJECT_ORIGINAL) |
	    BIT(OBJECT_LETTERBOX) },
	{ "examine", ROLE_DESK, BIT(PATH_OBJECT), BIT(OBJECT_REPORT) |
	    BIT(OBJECT_CLEAN) | BIT(OBJECT_TEXT) | BIT(OBJECT_LAYOUT) |
	    BIT(OBJECT_UNPACKED) | BIT(OBJECT_CONTENTS) },
	{ "find", ROLE_DESK, BIT(PATH_OBJECT), BIT(OBJECT_PLAN) },
	{ "decide", ROLE_DESK, BIT(PATH_OBJECT) | BIT(PATH_APPROVAL),
	    BIT(OBJECT_PLAN) },
	{ "approve", ROLE_DESK, BIT(PATH_APPROVAL), 0 },
	{ "release", ROLE_DESK, BIT(PATH_OBJECT) | BIT(PATH_GRANT) |
	    BIT(PATH_PARTNER), BIT(OBJECT_RELEASE) | BIT(OBJECT_RELEASES) |
	    BIT(OBJECT_ENTITIES) },
	{ "recall", ROLE_DESK, BIT(PATH_OBJECT), BIT(OBJECT_RECALL) },
	{ "assign", ROLE_DESK, BIT(PATH_GRANT), 0 },
	{ "watchlist", ROLE_DESK, BIT(PATH_OBJECT) | BIT(PATH_GRANT),
	    BIT(OBJECT_WATCHLIST) },
	{ "compare", ROLE_DESK, BIT(PATH_OBJECT) | BIT(PATH_GRANT),
	    BIT(OBJECT_SUMS) },
	{ "reply", ROLE_DESK | ROLE_REPORTER, BIT(PATH_OBJECT),
	    BIT(OBJECT_REPLY) },
	{ "opened", ROLE_DESK | ROLE_REPORTER | ROLE_ANALYST,
	    BIT(PATH_RECEIPT), 0 },
	{ "hold", ROLE_DESK, BIT(PATH_HOLD), 0 },
	{ "erase", ROLE_DESK, BIT(PATH_ERASURE) | BIT(PATH_ERASED), 0 },
};
#define NEVENTS (sizeof(events) / sizeof(events[0]))

static const struct event *
event_find(const char *name)
{
	size_t i;

	for (i = 0; i < NEVENTS; i++)
		if (strcmp(events[i].name, name) == 0)
			return &events[i];
	return NULL;
}

static int
check_actor(const struct ruling *r, const struct event *e)
{
	unsigned roles;
	int code;

	if (r->facts->first)
		return 0;	/* members_check(): the actor's own card */
	if ((code = ruling_roles(r, &r->facts->entry->actor, &roles)) < 0)
		return code;
	if (code == 0 || roles == 0)
		ruling_say(r, "member", "", "the one who makes this entry is "
		    "no member; an admin can add members");
	else if ((roles & e->roles) == 0)
		ruling_say(r, "role", "", "the one who makes this entry has no "
		    "role for `%s`; ask somebody who has", e->name);
	return 0;
}

static int
check_clock(const struct ruling *r)
{
	struct policy policy;
	int code;

	if ((code = ruling_policy(r, &policy)) <= 0)
		return code;
	if (r->facts->time < 0 || r->facts->time % policy.clock != 0)
		ruling_say(r, "clock", "", "the time is not rounded down to "
		    "the %u seconds of the policy", policy.clock);
	return 0;
}

/* Submission: exactly those touched.  Item: one of them has it. */
static void
check_trailers(const struct ruling *r)
{
	const struct entry *e = r->facts->entry;
	const struct path *p;
	bool item = id_is_zero(&e->item);
	size_t i, n = 0;

	for (i = 0; i < r->changes->n; i = ruling_group(r, i)) {
		p = &r->changes->v[i].path;
		if (id_is_zero(&p->submission))
			continue;
		if (n >= e->nsubmissions ||
		    !id_equal(&e->submissions[n], &p->submission))
			break;
		n++;
	}
	if (i < r->changes->n || n != e->nsubmissions)
		ruling_say(r, "trailers", "", "the submissions it names are "
		    "not those it touches");
	for (i = 0; i < r->changes->n && !item; i++)
		item = id_equal(&e->item, &r->changes->v[i].path.item);
	if (!item || (!id_is_zero(&e->item) && e->nsubmissions != 1))
		ruling_say(r, "trailers", "", "the item it names is not one "
		    "that it touches");
}

/* Not there already under the object's other ending. */
static int
check_twin(const struct ruling *r, const struct change *c)
{
	struct bytes b = BYTES_INIT(PATH_SEALED_MAX);
	struct path twin = c->path;
	char name[PATH_SIZE];
	int code = 0;

	twin.large = !twin.large;
	path_format(name, &twin);
	if (changes_find(r->changes, name) != NULL ||
	    (code = ruling_before(r, name, &b)) == 1)
		ruling_say(r, "append-only", c->name, "the object is there "
		    "already under its other ending");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

static int
check_object(const struct ruling *r, const struct change *c)
{
	struct bytes b = BYTES_INIT(LFS_POINTER_MAX);
	struct lfs_pointer p;
	int code;

	if ((code = check_twin(r, c)) < 0)
		return code;
	if (!c->path.large) {
		if (c->size > PATH_SEALED_MAX)
			ruling_say(r, "path", c->name, "it is too long for "
			    "this ending");
		return 0;
	}
	code = c->size < LFS_POINTER_MAX ? ruling_after(r, c, &b) : 0;
	if (code >= 0 && (code == 0 || lfs_parse(&p, b.data, b.len) < 0 ||
	    p.size <= PATH_SEALED_MAX))
		ruling_say(r, "path", c->name, "it is no Git LFS pointer to a "
		    "large object");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

static bool
belongs(const struct event *e, const struct path *p)
{
	if ((e->kinds & BIT(p->kind)) == 0)
		return false;
	if (p->kind == PATH_GRANT && strcmp(e->name, "release") == 0)
		return p->tier == TIER_RELEASE;
	if (strcmp(e->name, "compare") == 0 && !id_equal(&p->submission,
	    &path_shelf))
		return false;
	if (p->kind == PATH_GRANT && strcmp(e->name, "watchlist") == 0)
		return id_equal(&p->submission, &path_shelf);
	return p->kind != PATH_OBJECT || (e->objects & BIT(p->object)) != 0;
}

/* The shelf is no submission. */
static void
check_shelf(const struct ruling *r, const struct change *c)
{
	const struct path *p = &c->path;

	if (id_equal(&p->submission, &path_shelf) &&
	    !(p->kind == PATH_OBJECT && (p->object == OBJECT_WATCHLIST ||
	    p->object == OBJECT_SUMS)) &&
	    !(p->kind == PATH_GRANT && p->tier == TIER_WORKING &&
	    id_is_zero(&p->item)))
		ruling_say(r, "shelf", c->name, "it does not belong on the "
		    "vault's shelf");
}

static int
check_files(const struct ruling *r, const struct event *e)
{
	const struct change *c;
	size_t i;
	int code = 0;

	if (r->changes->n == 0)
		ruling_say(r, "path", "", "the entry adds nothing");
	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->what == CHANGE_REMOVED) {
			ruling_say(r, "append-only", c->name, "it is removed; "
			    "a vault only ever grows");
			continue;
		}
		if (c->what == CHANGE_CHANGED && c->path.kind != PATH_SIGNERS)
			ruling_say(r, "append-only", c->name, "it is in the "
			    "vault already; a vault only ever grows");
		if (c->path.kind == PATH_NONE || !belongs(e, &c->path) ||
		    c->mode != CHANGE_FILE_MODE)
			ruling_say(r, "path", c->name, "it does not belong to "
			    "an entry `%s`", e->name);
		else if (c->path.kind == PATH_OBJECT)
			code = check_object(r, c);
		check_shelf(r, c);
	}
	return code;
}

int
rules_entry(const struct view *view, const struct facts *facts,
    const struct changes *changes, const struct report *report)
{
	const struct ruling r = { .view = view, .facts = facts,
	    .changes = changes, .report = report };
	const struct event *e = event_find(facts->entry->event);
	int code;

	if (e == NULL) {
		ruling_say(&r, "trailers", "", "`%s` is no event",
		    facts->entry->event);
		return 0;
	}
	if (facts->first != (e->roles == 0))
		ruling_say(&r, "trailers", "", "the first entry is `init`, "
		    "and no other is");
	if ((code = check_actor(&r, e)) < 0 ||
	    (code = check_clock(&r)) < 0)
		return code;
	check_trailers(&r);
	if ((code = check_files(&r, e)) < 0 ||
	    (code = members_check(&r)) < 0 ||
	    (code = policy_check(&r)) < 0 ||
	    (code = erasure_check(&r)) < 0 ||
	    (code = receipts_check(&r)) < 0 ||
	    (code = releases_check(&r)) < 0 ||
	    (code = replies_check(&r)) < 0 ||
	    (code = intake_check(&r)) < 0 ||
	    (code = grants_check(&r)) < 0 ||
	    (code = order_check(&r)) < 0 || (code = inside_check(&r)) < 0)
		return code;
	return approvals_check(&r);
}

int
rules_signature(const struct view *view, const struct facts *facts,
    const void *payload, size_t len, const void *armored, size_t alen,
    const struct report *report)
{
	const struct ruling r = { .view = view, .facts = facts,
	    .report = report };
	uint8_t key[SIGN_PK_BYTES];
	struct fpr fpr;
	int code;

	code = sshsig_verify(key, armored, alen, SSHSIG_NS_GIT, payload, len);
	if (code == ERR_FORMAT || code == ERR_INTEGRITY) {
		ruling_say(&r, "signature", "", "the signature does not hold: "
		    "%s", err_line());
		return 0;
	}
	if (code < 0 || (code = fpr_of_key(&fpr, key)) < 0)
		return code;
	if (!fpr_equal(&fpr, &facts->entry->actor))
		ruling_say(&r, "signature", "", "it is signed by another key "
		    "than that of the member it names");
	return 0;
}
