/* policy.c -- the rule `policy` on a new policy: one, and it can be read. */
#include "vault/audit/ruling.h"

#include "vault/base/err.h"
#include "vault/store/tree.h"

int
policy_check(const struct ruling *r)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct bytes text = BYTES_INIT(POLICY_MAX);
	const struct change *c;
	struct policy policy;
	uint32_t last;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code >= 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind != PATH_POLICY || c->what != CHANGE_ADDED)
			continue;
		bytes_reset(&names);
		bytes_reset(&text);
		if ((code = ruling_list(r, "", &names)) < 0)
			break;
		last = tree_highest(&names, "policy.");
		if (c->path.version != last + 1)
			ruling_say(r, "order", c->name, "policy %u follows on "
			    "%u", c->path.version, last);
		if ((code = ruling_after(r, c, &text)) == 1 &&
		    !policy_parse(&policy, text.data, text.len))
			ruling_say(r, "policy", c->name, "it is no policy that "
			    "can be read");
	}
	bytes_free(&names);
	bytes_free(&text);
	return code < 0 ? code : 0;
}
