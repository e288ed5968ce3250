/* sought.c -- see sought.h. */
#include "redact/cmd/sought.h"

#include "redact/cmd/names.h"
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
	    (r = known_new(&s->known)) < 0 ||
	    (r = watchlist_read(s->known, list.data, list.len)) < 0 ||
	    (r = known_ready(s->known)) < 0))
		goto done;
	if (c->pseudonyms != NULL && (r = names_read(&s->names,
	    c->pseudonyms)) < 0)
		goto done;
	s->options.choice = s->choice;
	s->options.known = s->known;
done:
	bytes_free(&list);
	if (r < 0)
		sought_free(s);
	return r;
}

void
sought_free(struct sought *s)
{
	known_free(s->known);
	names_free(s->names);
	choice_free(s->choice);
	*s = (struct sought){ .known = NULL };
}
