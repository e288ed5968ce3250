/* join.c -- see join.h. */
#include "intake/serve/join.h"

#include <stdlib.h>
#include <string.h>

#include "intake/serve/answer.h"
#include "intake/serve/look.h"
#include "intake/serve/sending.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

struct join {
	struct finish_job job;
	struct server *server;
	struct asker to;
	struct visit *visit;		/* busy with it */
	struct id *ids;			/* owned */
	size_t n;
	char *name;			/* owned; NULL: each has its own */
	struct parts_seen seen;
	struct sending *sending;
	uint64_t kept;
	bool sent;			/* the drop is there */
	bool cut;			/* a part cannot be read */
	bool large;			/* all of it is over the limit */
	struct trouble trouble;
};

static const struct part_seen *
seen(const struct join *j, const struct id *id)
{
	size_t i;

	for (i = 0; i < j->seen.n; i++)
		if (id_equal(&j->seen.v[i].id, id))
			return &j->seen.v[i];
	return NULL;
}

static int
add_part(struct join *j, const struct id *id)
{
	const struct visit *v = j->visit;
	struct part_reader *reader = NULL;
	const uint8_t *data;
	size_t len;
	int r;

	if ((r = part_reader_open(&reader, j->server->parts,
	    j->server->letterbox, v->handle, &v->pub, id)) < 0)
		return r;
	while ((r = part_reader_next(reader, &data, &len)) == 0 && len > 0)
		if ((r = sending_write(j->sending, data, len)) < 0)
			break;
	part_reader_free(reader);
	return r;
}

static int
add_all(struct join *j)
{
	const struct part_seen *one;
	size_t i;
	int r = 0;

	if (j->name != NULL)
		r = sending_item(j->sending, ITEM_FILE, j->name);
	for (i = 0; r == 0 && i < j->n; i++) {
		one = seen(j, &j->ids[i]);
		if (j->name == NULL)
			r = sending_item(j->sending, ITEM_FILE, one->name);
		if (r == 0)
			r = add_part(j, &j->ids[i]);
		if (r == 0 && j->name == NULL)
			r = sending_item_end(j->sending);
	}
	if (r == 0 && j->name != NULL)
		r = sending_item_end(j->sending);
	return r;
}

/* What is chosen must be there, and can be read. */
static int
look(struct join *j)
{
	const struct server *s = j->server;
	const struct visit *v = j->visit;
	const struct part_seen *one;
	uint64_t all = 0;
	size_t i;
	int r;

	if ((r = parts_list(s->parts, s->letterbox, v->handle, &v->pub,
	    &j->seen)) < 0)
		return r;
	for (i = 0; !j->cut && i < j->n; i++) {
		one = seen(j, &j->ids[i]);
		j->cut = one == NULL || (one->state != PART_WHOLE &&
		    one->state != PART_BROKEN);
		if (!j->cut)
			all += one->bytes;
	}
	j->large = all > s->set->limit;
	if (!j->cut && !j->large && all > space_free(&s->space))
		return err_set(ERR_NO_SPACE, "the disk is too full to put parts "
		    "together; make room on it");
	return 0;
}

static void
run(struct finish_job *job)
{
	struct join *j = (struct join *)job;
	struct server *s = j->server;
	size_t i;
	int r;

	if ((r = look(j)) < 0 || j->cut || j->large ||
	    (r = sending_begin(&j->sending, s, &j->visit->pub, j->n)) < 0 ||
	    (r = add_all(j)) < 0 || (r = sending_finish(j->sending)) < 0)
		goto done;
	j->sent = true;
	for (i = 0; r == 0 && i < j->n; i++)
		r = part_destroy(s->parts, &j->visit->pub.id, &j->ids[i]);
	if (r == 0)
		r = parts_used(s->parts, &j->kept);
done:
	j->cut = j->cut || r == ERR_INTEGRITY || r == ERR_NOT_FOUND;
	trouble_set(&j->trouble, r);
	sending_free(j->sending);
}

static void
done(struct finish_job *job)
{
	struct join *j = (struct join *)job;
	struct server *s = j->server;
	struct view v = { .sent_files = j->name != NULL ? 1 : j->n };

	if (!j->cut)
		trouble_tell(s, &j->trouble);
	if (j->sent && j->trouble.code == 0)
		s->space.kept = j->kept;
	if (j->sent)
		answer_page(s, &j->to, j->visit, 200, view_sent, &v);
	else if (j->cut)
		look_box(s, &j->to, j->visit, VIEW_NOTICE_CUT_PART);
	else if (j->large)
		answer_notice(s, &j->to, j->visit, 413, VIEW_NOTICE_TOO_BIG);
	else
		answer_notice(s, &j->to, j->visit, 503,
		    j->trouble.code == ERR_NO_SPACE ? VIEW_NOTICE_FULL :
		    VIEW_NOTICE_FAILED);
	visits_idle(s->visits, j->visit, answer_clock() / 1000);
	parts_seen_free(&j->seen);
	free(j->ids);
	free(j->name);
	free(j);
}

void
join_parts(struct server *s, const struct asker *to, struct visit *visit,
    const struct id *ids, size_t n, const char *name)
{
	struct join *j = calloc(1, sizeof(*j));

	if (j == NULL || (j->ids = calloc(n, sizeof(*ids))) == NULL ||
	    (name != NULL && (j->name = strdup(name)) == NULL)) {
		if (j != NULL)
			free(j->ids);
		free(j);
		answer_notice(s, to, visit, 503, VIEW_NOTICE_FAILED);
		return;
	}
	memcpy(j->ids, ids, n * sizeof(*ids));
	j->job = (struct finish_job){ .run = run, .done = done };
	j->server = s;
	j->to = *to;
	j->visit = visit;
	j->n = n;
	visit->did = true;
	visits_busy(visit);
	finish_add(s->finish, &j->job);
}
