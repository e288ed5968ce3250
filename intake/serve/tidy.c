/* tidy.c -- see tidy.h. */
#include "intake/serve/tidy.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "intake/serve/trouble.h"

#define DAY 86400u

struct tidy {
	struct finish_job job;
	struct server *server;
	struct id box;
	struct id *ids;			/* owned */
	size_t n;
	uint64_t kept;
	size_t unreadable;
	struct trouble trouble;
};

static void
run(struct finish_job *job)
{
	struct tidy *t = (struct tidy *)job;
	struct server *s = t->server;
	size_t destroyed, i;
	int r = 0;

	for (i = 0; r == 0 && i < t->n; i++)
		r = part_destroy(s->parts, &t->box, &t->ids[i]);
	if (r == 0 && (r = parts_expire(s->parts, (uint64_t)time(NULL) -
	    (uint64_t)s->set->days * DAY, &destroyed)) == 0 &&
	    (r = parts_used(s->parts, &t->kept)) == 0)
		r = replies_unreadable(s->replies, &t->unreadable);
	trouble_set(&t->trouble, r);
}

/* How many, once: a name would say who is answered. */
static void
tell_unreadable(struct server *s, size_t n)
{
	if (n > 0 && n != s->unreadable)
		say(s->set->options, "%zu repl%s cannot be read by this user "
		    "and %s shown to nobody; chown the file%s to this user", n,
		    n == 1 ? "y" : "ies", n == 1 ? "is" : "are",
		    n == 1 ? "" : "s");
	s->unreadable = n;
}

static void
done(struct finish_job *job)
{
	struct tidy *t = (struct tidy *)job;

	trouble_tell(t->server, &t->trouble);
	if (t->trouble.code == 0) {
		t->server->space.kept = t->kept;
		tell_unreadable(t->server, t->unreadable);
	}
	free(t->ids);
	free(t);
}

/* Without memory nothing is done: the next one finds what this one missed, and
 * parts that are not wanted grow old. */
void
tidy_destroy(struct server *s, const struct id *box, const struct id *ids,
    size_t n)
{
	struct tidy *t = calloc(1, sizeof(*t));

	if (t == NULL || (t->ids = calloc(n + 1, sizeof(*ids))) == NULL) {
		free(t);
		return;
	}
	if (n > 0) {
		t->box = *box;
		t->n = n;
		memcpy(t->ids, ids, n * sizeof(*ids));
	}
	t->job = (struct finish_job){ .run = run, .done = done };
	t->server = s;
	finish_add(s->finish, &t->job);
}

void
tidy_now(struct server *s)
{
	tidy_destroy(s, NULL, NULL, 0);
}
