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
	struct part *part;	/* the one that comes; NULL */
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
    const struct letterbox_public *pub)
{
	struct keeping *k;

	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	k->server = s;
	k->pub = *pub;
	*out = k;
	return 0;
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
	r = part_begin(&k->part, k->server->parts, &k->pub, name);
	if (r == 0)
		ids[k->n++] = *part_id(k->part);
	return r == ERR_TOO_BIG ? ERR_EXISTS : r;	/* one more than go */
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
end_part(struct keeping *k, bool whole)
{
	struct ending *e = k->ending ? NULL : calloc(1, sizeof(*e));
	int r = 0;

	if (e == NULL) {
		r = whole ? part_end(k->part) : 0;
		part_free(k->part);
	} else {
		e->job = (struct finish_job){ .run = run, .done = done };
		e->keeping = k;
		e->part = k->part;
		e->whole = whole;
		k->ending = true;
		finish_add(k->server->finish, &e->job);
	}
	k->part = NULL;
	return r;
}

int
keeping_part_end(struct keeping *k)
{
	return end_part(k, true);
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
	k->over = true;
	if (k->part != NULL)
		(void)end_part(k, false);
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
