/* sent.c -- see sent.h. */
#include "intake/serve/sent.h"

#include <stdlib.h>

#include "intake/serve/answer.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

struct sent {
	struct finish_job job;
	struct server *server;
	struct sending *sending;
	struct asker to;
	struct visit *visit;		/* busy with it; NULL: discard */
	bool message;
	unsigned files;
	struct id *twins;		/* parts of the visit; owned */
	size_t ntwins;
	struct trouble trouble;
};

static void
run(struct finish_job *job)
{
	struct sent *t = (struct sent *)job;
	size_t i;

	if (t->visit != NULL)
		trouble_set(&t->trouble, sending_finish(t->sending));
	/* It is there: a twin that stays is no loss, it grows old. */
	for (i = 0; t->trouble.code == 0 && i < t->ntwins; i++)
		(void)part_destroy(t->server->parts, &t->visit->pub.id,
		    &t->twins[i]);
	sending_free(t->sending);	/* unlinking large files takes time */
	t->sending = NULL;
}

static void
done(struct finish_job *job)
{
	struct sent *t = (struct sent *)job;
	struct server *s = t->server;
	struct view v = { .sent_message = t->message, .sent_files = t->files };

	if (t->visit != NULL) {
		trouble_tell(s, &t->trouble);
		if (t->trouble.code == 0)
			answer_page(s, &t->to, t->visit, 200, view_sent, &v);
		else
			answer_notice(s, &t->to, t->visit, 503,
			    t->trouble.code == ERR_NO_SPACE ?
			    VIEW_NOTICE_FULL : VIEW_NOTICE_FAILED);
		visits_idle(s->visits, t->visit, answer_clock() / 1000);
	}
	free(t->twins);
	free(t);
}

static struct sent *
new_job(struct server *s, struct sending *g)
{
	struct sent *t = calloc(1, sizeof(*t));

	if (t != NULL) {
		t->job = (struct finish_job){ .run = run, .done = done };
		t->server = s;
		t->sending = g;
	}
	return t;
}

void
sent_finish(struct server *s, const struct asker *to, struct visit *visit,
    const struct sent_what *what)
{
	struct sent *t = new_job(s, what->sending);

	if (t == NULL) {
		sending_free(what->sending);
		if (what->twins != NULL)
			keeping_undo(what->twins);
		answer_notice(s, to, visit, 503, VIEW_NOTICE_FAILED);
		return;
	}
	t->to = *to;
	t->visit = visit;
	t->message = what->message;
	t->files = what->files;
	if (what->twins != NULL) {
		keeping_hand_over(what->twins, &t->twins, &t->ntwins);
		keeping_end(what->twins);
	}
	visits_busy(visit);
	finish_add(s->finish, &t->job);
}

void
sent_discard(struct server *s, struct sending *g)
{
	struct sent *t = new_job(s, g);

	if (t == NULL)
		sending_free(g);
	else
		finish_add(s->finish, &t->job);
}
