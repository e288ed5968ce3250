/*
 * grants.c -- the rule `grant`: keys go only where a role may have them, and
 * only to the newest epoch of a member.
 *
 * What came in with a drop may be sealed to an epoch that ended while it was
 * on its way.  Who rotates seals again what it holds, and nothing else.
 */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/epoch.h"
#include "vault/seal/grant.h"

#define SEATS 16	/* members that are looked up once in an entry */

/* What was found out about one member. */
struct seat {
	struct fpr member;
	unsigned roles;
	uint32_t epoch;		/* the newest, this entry's included; 0: none */
};

struct trial {
	const struct ruling *r;
	bool submit, rotate;
	struct seat seats[SEATS];
	size_t nseats;
};

static unsigned
roles_for(enum tier tier)
{
	/* An analyst never gets a key outside the release tier. */
	return tier == TIER_RELEASE ?
	    ROLE_DESK | ROLE_REPORTER | ROLE_ANALYST :
	    ROLE_DESK | ROLE_REPORTER;
}

static int
seat_of(struct trial *t, const struct fpr *member, struct seat **out)
{
	const struct ruling *r = t->r;
	struct seat *s;
	size_t i;
	int code;

	for (i = 0; i < t->nseats && i < SEATS; i++)
		if (fpr_equal(&t->seats[i].member, member)) {
			*out = &t->seats[i];
			return 0;
		}
	*out = s = &t->seats[t->nseats++ % SEATS];
	*s = (struct seat){ .member = *member };
	if ((code = ruling_roles(r, member, &s->roles)) < 0 ||
	    (code = ruling_epoch(r, member, &s->epoch)) < 0) {
		t->nseats = 0;
		return code;
	}
	for (i = 0; i < r->changes->n && t->rotate; i++)
		if (r->changes->v[i].path.kind == PATH_EPOCH &&
		    fpr_equal(&r->changes->v[i].path.member, member))
			s->epoch = r->changes->v[i].path.version;
	return 0;
}

/* May the member have a key of this tier? */
static void
check_roles(const struct trial *t, const struct change *c,
    const struct seat *s)
{
	const bool desk = t->submit ||
	    id_equal(&c->path.submission, &path_shelf);
	unsigned may = desk ? ROLE_DESK : roles_for(c->path.tier);

	if (s->roles == 0)
		ruling_say(t->r, "grant", c->name, "it is for somebody who is "
		    "no member");
	else if ((s->roles & may) == 0)
		ruling_say(t->r, "grant", c->name, "its member has no role "
		    "that may have a key of the %s tier%s",
		    tier_name(c->path.tier), t->submit ? " as it comes in" :
		    "");
}

static int
check_epoch(const struct trial *t, const struct change *c,
    const struct seat *s)
{
	struct bytes b = BYTES_INIT(EPOCH_TEXT_MAX);
	struct path epoch = { .kind = PATH_EPOCH, .member = c->path.member,
	    .version = c->path.version };
	char name[PATH_SIZE];
	int code;

	if (c->path.version == s->epoch)
		return 0;
	path_format(name, &epoch);
	code = ruling_before(t->r, name, &b);
	bytes_free(&b);
	if (code == 0)
		ruling_say(t->r, "grant", c->name, "its member has no such "
		    "epoch");
	else if (code == 1 && !t->submit)
		ruling_say(t->r, "grant", c->name, "its member has left this "
		    "epoch for %u; seal it to that one", s->epoch);
	return code < 0 ? code : 0;
}

/* The same grant, of the same member, at an epoch before. */
static int
check_again(const struct trial *t, const struct change *c)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE], *own;
	const char *name;
	bool held = false;
	size_t at, n;
	int code;

	if (!fpr_equal(&c->path.member, &t->r->facts->entry->actor))
		ruling_say(t->r, "grant", c->name, "nobody rotates for "
		    "somebody else");
	path_format(folder, &c->path);
	own = strrchr(folder, '/');
	*own++ = '\0';
	n = strcspn(own, ".") + 1;
	code = ruling_list(t->r, folder, &names);
	for (at = 0; at < names.len && !held; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		held = strncmp(name, own, n) == 0 &&
		    strtoul(name + n, NULL, 10) < c->path.version;
	}
	bytes_free(&names);
	if (code >= 0 && !held)
		ruling_say(t->r, "grant", c->name, "its member held no such "
		    "key before it rotated");
	return code < 0 ? code : 0;
}

static int
check_grant(struct trial *t, const struct change *c)
{
	struct seat *s;
	int code;

	if (c->size != GRANT_BYTES)
		ruling_say(t->r, "grant", c->name, "it is not as long as a "
		    "grant");
	if ((code = seat_of(t, &c->path.member, &s)) < 0)
		return code;
	if (!t->rotate)
		check_roles(t, c, s);
	if ((code = check_epoch(t, c, s)) == 0 && t->rotate)
		code = check_again(t, c);
	return code;
}

int
grants_check(const struct ruling *r)
{
	struct trial t = { .r = r, .submit = ruling_event(r, "submit"),
	    .rotate = ruling_event(r, "rotate") };
	const struct change *c;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind == PATH_GRANT && c->what != CHANGE_REMOVED)
			code = check_grant(&t, c);
	}
	return code;
}
