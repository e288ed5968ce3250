/*
 * replies.c -- the rule `reply`: one answer in an entry, by a member who holds
 * the working key of what is answered.  What it says is sealed.
 */
#include "vault/audit/ruling.h"

int
replies_check(const struct ruling *r)
{
	struct path grant = { .kind = PATH_GRANT, .tier = TIER_WORKING,
	    .member = r->facts->entry->actor, .version = 1 };
	int code;

	if (!ruling_event(r, "reply"))
		return 0;
	if (r->changes->n != 1) {
		ruling_say(r, "reply", "", "an entry holds one reply, and no "
		    "more");
		return 0;
	}
	grant.submission = r->changes->v[0].path.submission;
	if ((code = ruling_holds(r, &grant)) == 0)
		ruling_say(r, "reply", r->changes->v[0].name, "it is by "
		    "somebody who holds no key of the working tier");
	return code < 0 ? code : 0;
}
