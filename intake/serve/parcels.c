/* parcels.c -- see parcels.h. */
#include "intake/serve/parcels.h"

#include <stdlib.h>
#include <string.h>

#include "intake/receive/submit.h"
#include "intake/serve/covering.h"
#include "intake/serve/sending.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"

struct parcel_job {
	struct finish_job job;
	struct server *server;
	struct came *came;
	struct cover_whole *whole;
	void (*told)(void *server, struct cover_whole *whole, bool in);
	struct trouble trouble;
};

static int
add_thing(struct sending *g, const struct parcel_thing *t)
{
	char name[PARCEL_NAME_MAX + 1] = "";
	int r;

	if (t->name_len > 0)
		memcpy(name, t->name, t->name_len);
	if ((r = sending_item(g, t->message ? ITEM_MESSAGE : ITEM_FILE,
	    t->message ? SUBMIT_MESSAGE_NAME : name)) < 0 ||
	    (t->len > 0 && (r = sending_write(g, t->data, t->len)) < 0))
		return r;
	return sending_item_end(g);
}

/* All of it into a drop of this beginning. */
static int
fill(struct sending *g, const struct parcel *parcel)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < parcel->n; i++)
		r = add_thing(g, &parcel->v[i]);
	return r == 0 ? sending_finish(g) : r;
}

static int
bring(struct parcel_job *b)
{
	const struct cover_whole *w = b->whole;
	struct letterbox_public pub = { .id = w->box };
	struct sending *g;
	int r;

	memcpy(pub.box_pk, w->box_pk, BOX_PK_BYTES);
	if ((r = sending_begin_kept(&g, b->server, &pub, w->parcel.n,
	    COVERING_CHANNEL)) < 0)
		return r;
	if ((r = came_note(b->came, &w->box, &w->id, sending_id(g))) == 0 &&
	    (r = fill(g, &w->parcel)) < 0 &&
	    came_take_back(b->came, sending_id(g)) < 0)
		return r;	/* the part stays: the next start sees it */
	sending_free(g);
	return r;
}

static void
run(struct finish_job *job)
{
	struct parcel_job *b = (struct parcel_job *)job;

	trouble_set(&b->trouble, bring(b));
}

static void
done(struct finish_job *job)
{
	struct parcel_job *b = (struct parcel_job *)job;

	trouble_tell(b->server, &b->trouble);
	space_give(&b->server->space, b->whole->content.len, 0);
	b->told(b->server, b->whole, b->trouble.code == 0);
	free(b);
}

void
parcels_bring(struct server *s, struct came *came, struct cover_whole *whole,
    void (*told)(void *server, struct cover_whole *whole, bool in))
{
	struct parcel_job *b;

	if (!space_take(&s->space, whole->content.len)) {
		told(s, whole, false);
		return;
	}
	if ((b = calloc(1, sizeof(*b))) == NULL) {
		space_give(&s->space, whole->content.len, 0);
		told(s, whole, false);
		return;
	}
	b->job = (struct finish_job){ .run = run, .done = done };
	b->server = s;
	b->came = came;
	b->whole = whole;
	b->told = told;
	finish_add(s->finish, &b->job);
}
