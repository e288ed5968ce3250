/* grants.c -- the rule `grant`: keys go only where a role may have them. */
#include "vault/audit/ruling.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/grant.h"

#define EPOCH_TEXT_MAX 512

static unsigned
roles_for(enum tier tier)
{
	/* An analyst never gets a key outside the release tier. */
	return tier == TIER_RELEASE ?
	    ROLE_DESK | ROLE_REPORTER | ROLE_ANALYST :
	    ROLE_DESK | ROLE_REPORTER;
}

static int
check_grant(const struct ruling *r, const struct change *c, bool submit)
{
	struct bytes b = BYTES_INIT(EPOCH_TEXT_MAX);
	struct path epoch = { .kind = PATH_EPOCH, .member = c->path.member,
	    .version = c->path.version };
	char name[PATH_SIZE];
	unsigned roles, may;
	int code;

	if (c->size != GRANT_BYTES)
		ruling_say(r, "grant", c->name, "it is not as long as a "
		    "grant");
	may = submit ? ROLE_DESK : roles_for(c->path.tier);
	if ((code = ruling_roles(r, &c->path.member, &roles)) < 0)
		return code;
	if (code == 0 || roles == 0)
		ruling_say(r, "grant", c->name, "it is for somebody who is "
		    "no member");
	else if ((roles & may) == 0)
		ruling_say(r, "grant", c->name, "its member has no role that "
		    "may have a key of the %s tier%s",
		    tier_name(c->path.tier), submit ? " as it comes in" : "");
	path_format(name, &epoch);
	code = ruling_before(r, name, &b);
	if (code == 0)
		ruling_say(r, "grant", c->name, "its member has no such "
		    "epoch");
	bytes_free(&b);
	return code < 0 ? code : 0;
}

int
grants_check(const struct ruling *r)
{
	const bool submit = strcmp(r->facts->entry->event, "submit") == 0;
	const struct change *c;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind == PATH_GRANT && c->what != CHANGE_REMOVED)
			code = check_grant(r, c, submit);
	}
	return code;
}
