/* spread.c -- see spread.h. */
#include "redact/release/spread.h"

#include <stdio.h>

#include "redact/release/values.h"

static void
put(struct planned *f, enum decision decision, const struct fpr *by)
{
	f->decision = decision;
	if (decision != DECISION_NONE)
		f->by = *by;
}

int
spread_values(struct plan *plan, const struct bytes *text,
    enum decision decision, const struct fpr *by, size_t *added)
{
	struct findings found = { 0 };
	struct values *v = NULL;
	struct plan more = { 0 };
	struct planned *one, *there;
	size_t n = 0, i;
	int r;

	/* The kinds of what is found are the plan's: it grows only after. */
	if ((r = values_of(&v, plan, text)) < 0 ||
	    (r = values_elsewhere(v, plan, text, &found)) < 0 ||
	    (r = plan_from(&more, &found)) < 0)
		goto done;
	for (i = 0; r == 0 && i < more.n; i++) {
		one = &more.list[i];
		if ((there = plan_find(plan, one)) != NULL) {
			/* It waits already. */
			if (decision != DECISION_NONE)
				put(there, decision, by);
			continue;
		}
		(void)snprintf(one->finder, sizeof(one->finder), "again");
		(void)snprintf(one->why, sizeof(one->why),
		    "what is redacted elsewhere stands here too");
		put(one, decision, by);
		n++;
		r = plan_add(plan, one);
	}
	if (added != NULL)
		*added = n;
done:
	plan_free(&more);
	findings_free(&found);
	values_free(v);
	return r;
}
