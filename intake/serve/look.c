/* look.c -- see look.h. */
#include "intake/serve/look.h"

#include <stdlib.h>
#include <string.h>

#include "intake/serve/answer.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

struct look {
	struct finish_job job;
	struct server *server;
	struct visit *visit;		/* busy with it */
	struct asker to;
	enum view_notice notice;
	enum look_first first;
	struct id *ids;			/* owned */
	size_t nids;
	struct replies_seen replies;
	struct parts_seen parts;
	uint64_t kept;			/* bytes of all parts by now */
	struct trouble trouble;
};

static int
do_first(struct look *k)
{
	const struct server *s = k->server;
	const struct id *box = &k->visit->pub.id;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < k->nids; i++)
		r = k->first == LOOK_DELETE ?
		    replies_delete(s->replies, box, &k->ids[i]) :
		    part_destroy(s->parts, box, &k->ids[i]);
	if (r == 0 && k->first >= LOOK_DROP)
		r = parts_used(s->parts, &k->kept);
	return r;
}

static void
run(struct finish_job *job)
{
	struct look *k = (struct look *)job;
	const struct server *s = k->server;
	const struct visit *v = k->visit;
	int r;

	if ((r = do_first(k)) < 0)
		k->notice = VIEW_NOTICE_FAILED;
	if (r == 0 && (r = replies_list(s->replies, s->letterbox, v->handle,
	    &v->pub, &k->replies)) == 0)
		r = parts_list(s->parts, s->letterbox, v->handle, &v->pub,
		    &k->parts);
	trouble_set(&k->trouble, r);
}

/* The newest first; the ids are made in `hex`. */
static struct view_reply *
view_of_replies(const struct replies_seen *seen, char (*hex)[ID_HEX_SIZE])
{
	struct view_reply *v = calloc(seen->n + 1, sizeof(*v));
	size_t i;

	for (i = 0; v != NULL && i < seen->n; i++) {
		const struct reply_seen *one = &seen->v[seen->n - 1 - i];

		id_hex(hex[i], &one->id);
		v[i] = (struct view_reply){ .id = hex[i], .text = one->text,
		    .len = one->len, .sent = (int64_t)one->sent };
	}
	return v;
}

/* Those that can be put together or destroyed now. */
static struct view_part *
view_of_parts(const struct parts_seen *seen, char (*hex)[ID_HEX_SIZE],
    size_t *n)
{
	struct view_part *v = calloc(seen->n + 1, sizeof(*v));
	size_t i;

	*n = 0;
	for (i = 0; v != NULL && i < seen->n; i++) {
		const struct part_seen *one = &seen->v[i];

		if (one->state == PART_UNDER_WAY)
			continue;
		id_hex(hex[*n], &one->id);
		v[*n] = (struct view_part){ .id = hex[*n],
		    .name = one->name, .whole = one->state == PART_WHOLE,
		    .bytes = one->state == PART_DAMAGED ? 0 : one->bytes };
		++*n;
	}
	return v;
}

static void
show(struct look *k)
{
	struct server *s = k->server;
	char (*hex)[ID_HEX_SIZE];
	struct view_reply *replies = NULL;
	struct view_part *parts = NULL;
	struct view v = { .notice = k->notice };

	hex = calloc(k->replies.n + k->parts.n + 1, sizeof(*hex));
	if (hex != NULL) {
		replies = view_of_replies(&k->replies, hex);
		parts = view_of_parts(&k->parts, hex + k->replies.n,
		    &v.parts_n);
	}
	if (replies == NULL || parts == NULL) {
		answer_notice(s, &k->to, k->visit, 500, VIEW_NOTICE_FAILED);
	} else {
		v.replies = replies;
		v.replies_n = k->replies.n;
		v.parts = parts;
		answer_page(s, &k->to, k->visit, 200,
		    k->first == LOOK_WAIT ? view_wait : view_box, &v);
	}
	free(replies);
	free(parts);
	free(hex);
}

static void
done(struct finish_job *job)
{
	struct look *k = (struct look *)job;
	struct server *s = k->server;

	trouble_tell(s, &k->trouble);
	if (k->first >= LOOK_DROP && k->trouble.code == 0)
		s->space.kept = k->kept;
	if (k->replies.n > 0 || k->parts.n > 0)
		k->visit->did = true;
	if (k->trouble.code < 0)
		answer_notice(s, &k->to, k->visit, 500, VIEW_NOTICE_FAILED);
	else
		show(k);
	visits_idle(s->visits, k->visit, answer_clock() / 1000);
	replies_seen_free(&k->replies);
	parts_seen_free(&k->parts);
	free(k->ids);
	free(k);
}

void
look_after(struct server *s, const struct asker *to, struct visit *visit,
    enum look_first first, const struct id *ids, size_t n,
    enum view_notice notice)
{
	struct look *k = calloc(1, sizeof(*k));

	if (k == NULL || (k->ids = calloc(n + 1, sizeof(*k->ids))) == NULL) {
		free(k);
		answer_notice(s, to, visit, 500, VIEW_NOTICE_FAILED);
		return;
	}
	if (n > 0)
		memcpy(k->ids, ids, n * sizeof(*ids));
	k->job = (struct finish_job){ .run = run, .done = done };
	k->server = s;
	k->visit = visit;
	k->to = *to;
	k->notice = notice;
	k->first = first;
	k->nids = n;
	visits_busy(visit);
	finish_add(s->finish, &k->job);
}

void
look_box(struct server *s, const struct asker *to, struct visit *visit,
    enum view_notice notice)
{
	look_after(s, to, visit, LOOK_ONLY, NULL, 0, notice);
}

void
look_wait(struct server *s, const struct asker *to, struct visit *visit)
{
	look_after(s, to, visit, LOOK_WAIT, NULL, 0, VIEW_NOTICE_NONE);
}
