/* policy.c -- see policy.h. */
#include "vault/store/policy.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"

static bool
fits(const struct policy *p)
{
	return p->approvals >= 1 && p->approvals <= POLICY_APPROVALS_MAX &&
	    p->clock >= 1 && p->clock <= POLICY_CLOCK_MAX;
}

bool
policy_parse(struct policy *policy, const void *p, size_t len)
{
	struct bytes again = BYTES_INIT(POLICY_MAX);
	char text[POLICY_MAX];
	bool same = false;

	if (len < sizeof(text)) {
		memcpy(text, p, len);
		text[len] = '\0';
		same = sscanf(text, "approvals %9u\nclock %9u",
		    &policy->approvals, &policy->clock) == 2 &&
		    policy_format(&again, policy) == 0 && again.len == len &&
		    memcmp(again.data, text, len) == 0;
	}
	bytes_free(&again);
	return same;
}

int
policy_format(struct bytes *b, const struct policy *policy)
{
	if (!fits(policy))
		return err_set(ERR_USAGE, "approvals go from 1 to %d, the "
		    "clock from 1 second to a year", POLICY_APPROVALS_MAX);
	return bytes_addf(b, "approvals %u\nclock %u\n", policy->approvals,
	    policy->clock);
}
