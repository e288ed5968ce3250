/* trouble.c -- see trouble.h. */
#include "intake/serve/trouble.h"

#include <stdio.h>

void
trouble_set(struct trouble *t, int code)
{
	t->code = code;
	(void)snprintf(t->line, sizeof(t->line), "%s",
	    code < 0 ? err_line() : "");
}

void
trouble_tell(struct server *s, const struct trouble *t)
{
	if (t->code < 0 && !s->troubled)
		say(s->set->options, "%s; the page tells sources to try again, "
		    "and this is said once until it works again", t->line);
	s->troubled = t->code < 0;
	/* A program that it needs is gone: it begins anew, or not at all. */
	if (t->code == ERR_WALL && s->failed == 0)
		s->failed = err_set(ERR_WALL, "%s", t->line);
}
