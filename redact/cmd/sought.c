/* sought.c -- see sought.h. */
#include "redact/cmd/sought.h"

#include "redact/find/engine/choice.h"
#include "redact/find/known/watchlist.h"

int
sought_read(struct sought *s, const struct call *c)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	int r = 0;

	*s = (struct sought){ .options.mode = c->mode };
	if ((c->only != NULL || c->without != NULL) &&
	    (r = choice_new(&s->choice, c->only, c->without)) < 0)
		goto done;
	if (c->watchlist != NULL &&
	    ((r = input_read(&list, c->watchlist)) < 0 ||
	    (r = watchlist_read(&s->watchlist, list.data, list.len)) < 0))
		goto done;
	s->options.choice = s->choice;
	s->options.watchlist = s->watchlist;
done:
	bytes_free(&list);
	if (r < 0)
		sought_free(s);
	return r;
}

void
sought_free(struct sought *s)
{
	watchlist_free(s->watchlist);
	choice_free(s->choice);
	*s = (struct sought){ .watchlist = NULL };
}
