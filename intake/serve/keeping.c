/* keeping.c -- see keeping.h. */
#include "intake/serve/keeping.h"

#include <stdlib.h>

#include "intake/serve/answer.h"
#include "intake/serve/look.h"
#include "intake/serve/tidy.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

struct keeping {
	struct server *server;
	struct letterbox_public pub;
	bool twins;
	struct part *part;	/* the one that comes; NULL */
	struct part *whole;	/* of twins, the last that came; NULL */
	struct id *ids;		/* of all; owned */
	size_t n;
	bool ending;		/* an earlier one waits for the disk */
	bool over;		/* no more comes */
	bool undo;		/* none is wanted */
	struct asker to;
	struct visit *visit;	/* busy with it; NULL: nobody is told */
	struct trouble trouble;	/* the first */
};

/* A part waits for the disk in a thread. */
struct ending {
	struct finish_job job;
	struct keeping *keeping;
	struct part *part;
	bool whole;
	struct trouble trouble;
};

int
keeping_begin(struct keeping **out, struct server *s,
    const struct letterbox_public *pub, bool twins)
{
	struct keeping *k;

	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	k->server = s;
	k->pub = *pub;
	k->twins = twins;
	*out = k;
	return 0;
}

int
keeping_write(struct keeping *k, const void *p, size_t len)
{
	return part_write(k->part, p, len);
}

static void
tell(struct keeping *k)
{
	struct server *s = k->server;

	if (k->trouble.code < 0)
		answer_notice(s, &k->to, k->visit, 503,
		    k->trouble.code == ERR_NO_SPACE ? VIEW_NOTICE_FULL :
		    VIEW_NOTICE_FAILED);
	else
		look_after(s, &k->to, k->visit, LOOK_COUNT, NULL, 0,
		    VIEW_NOTICE_PART_KEPT);
	visits_idle(s->visits, k->visit, answer_clock() / 1000);
}

/* Nothing more comes and nothing waits: tell the source, and forget it. */
static void
settle(struct keeping *k)
{
	if (!k->over || k->ending)
		return;
	/* That twins went before they were whole is none. */
	if (!k->undo && k->n > 0)
		trouble_tell(k->server, &k->trouble);
	if (k->visit != NULL)
		tell(k);
	else if (k->undo)
		tidy_destroy(k->server, &k->pub.id, k->ids, k->n);
	else
		tidy_now(k->server);
	free(k->ids);
	free(k);
}

static void
run(struct finish_job *job)
{
	struct ending *e = (struct ending *)job;

	if (e->whole)
		trouble_set(&e->trouble, part_end(e->part));
	part_free(e->part);
}

static void
done(struct finish_job *job)
{
	struct ending *e = (struct ending *)job;
	struct keeping *k = e->keeping;

	if (k->trouble.code == 0)
		k->trouble = e->trouble;
	k->ending = false;
	free(e);
	settle(k);
}

/* One at a time waits in a thread: so what an upload takes is bounded. */
static int
end_part(struct keeping *k, struct part **at, bool whole)
{
	struct ending *e = k->ending ? NULL : calloc(1, sizeof(*e));
	int r = 0;

	if (e == NULL) {
		r = whole ? part_end(*at) : 0;
		part_free(*at);
	} else {
		e->job = (struct finish_job){ .run = run, .done = done };
		e->keeping = k;
		e->part = *at;
		e->whole = whole;
		k->ending = true;
		finish_add(k->server->finish, &e->job);
	}
	*at = NULL;
	return r;
}

int
keeping_part(struct keeping *k, const char *name)
{
	struct id *ids = realloc(k->ids, (k->n + 1) * sizeof(*ids));
	int r;

	if (ids == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	k->ids = ids;
	if (k->whole != NULL && (r = end_part(k, &k->whole, true)) < 0)
		return r;
	r = part_begin(&k->part, k->server->parts, &k->pub, name);
	if (r == 0)
		ids[k->n++] = *part_id(k->part);
	return r == ERR_TOO_BIG ? ERR_EXISTS : r;	/* one more than go */
}

int
keeping_part_end(struct keeping *k)
{
	if (!k->twins)
		return end_part(k, &k->part, true);
	k->whole = k->part;
	k->part = NULL;
	return 0;
}

void
keeping_finish(struct keeping *k, const struct asker *to, struct visit *visit)
{
	k->over = true;
	k->to = *to;
	k->visit = visit;
	visits_busy(visit);
	settle(k);
}

void
keeping_end(struct keeping *k)
{
	/* Those that nobody wants any more need not be whole. */
	const bool wanted = !k->undo && k->n > 0;

	if (k->whole != NULL)
		(void)end_part(k, &k->whole, wanted);
	if (k->part != NULL)
		(void)end_part(k, &k->part, false);
	k->over = true;
	settle(k);
}

void
keeping_undo(struct keeping *k)
{
	k->undo = true;
	keeping_end(k);
}

void
keeping_hand_over(struct keeping *k, struct id **ids, size_t *n)
{
	*ids = k->ids;
	*n = k->n;
	k->ids = NULL;
	k->n = 0;
}
