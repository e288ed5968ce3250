/* covering.c -- see covering.h. */
#include "intake/serve/covering.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "intake/cover/cover.h"
#include "intake/letterbox/cover.h"
#include "intake/receive/sink.h"
#include "intake/serve/answer.h"
#include "intake/serve/parcels.h"
#include "intake/serve/trouble.h"
#include "vault/base/err.h"
#include "vault/seal/sshsig.h"
#include "vault/session/session.h"

_Static_assert(LETTERBOX_COVER_BYTES == COVER_BYTES, "a message");
_Static_assert(LETTERBOX_COVER_PLAIN == COVER_ASK_BYTES, "its inside");

struct covering {
	struct came *came;
	struct cover *cover;
	struct bytes card;		/* what GET /cover tells */
	const struct asked *now;	/* whose answer is being made */
};

/* A message, from its arrival to its answer. */
struct asked {
	struct finish_job job;
	struct server *server;
	uint32_t id;			/* of the request */
	int64_t came;			/* milliseconds */
	bool whole, opened;
	uint8_t box[COVER_BYTES], plain[COVER_ASK_BYTES];
	struct id replies[COVER_REPLIES_MAX];	/* that lie there */
	size_t nreplies;
	struct id wanted;
	struct bytes reply;		/* the one that is wanted */
	struct trouble trouble;
};

/* --- in a thread: open it, and look what lies there for it --- */

static int
look_for_replies(struct asked *a, const struct cover_ask *ask)
{
	const struct replies *rs = a->server->replies;
	struct reply_sealed v[COVER_REPLIES_MAX];
	size_t i;
	int r;

	if ((r = replies_sealed(rs, &ask->box, v, COVER_REPLIES_MAX,
	    &a->nreplies)) < 0)
		return r;
	for (i = 0; i < a->nreplies; i++)
		a->replies[i] = v[a->nreplies - 1 - i].id;
	a->wanted = ask->reply;
	if (!id_is_zero(&ask->reply))
		r = replies_sealed_read(rs, &ask->box, &ask->reply, &a->reply);
	return r == ERR_NOT_FOUND ? 0 : r;
}

static void
run(struct finish_job *job)
{
	struct asked *a = (struct asked *)job;
	struct cover_ask ask;
	int r = 0;

	if (a->whole)
		r = letterbox_cover_open(a->server->letterbox, a->box,
		    a->plain, &a->opened);
	if (a->opened && cover_ask_read(&ask, a->plain) == 0 &&
	    ask.kind == COVER_SOMETHING)
		r = look_for_replies(a, &ask);
	sodium_memzero(&ask, sizeof(ask));
	trouble_set(&a->trouble, r);
}

/* --- in the loop --- */

static int
tell_replies(void *arg, const struct id *box,
    struct id replies[COVER_REPLIES_MAX], size_t *n)
{
	const struct covering *c = ((struct server *)arg)->covering;

	(void)box;			/* it is the one that was looked for */
	memcpy(replies, c->now->replies, sizeof(c->now->replies));
	*n = c->now->nreplies;
	return 0;
}

static int
tell_reply(void *arg, const struct id *box, const struct id *reply,
    struct bytes *sealed)
{
	const struct covering *c = ((struct server *)arg)->covering;

	(void)box;
	if (!id_equal(reply, &c->now->wanted) || c->now->reply.len == 0)
		return err_set(ERR_NOT_FOUND, "there is no such reply; it may "
		    "have been deleted");
	return bytes_add(sealed, c->now->reply.data, c->now->reply.len);
}

static void
came(void *arg, struct cover_whole *whole, bool in)
{
	struct server *s = arg;

	cover_brought(s->covering->cover, whole, in, answer_clock() / 1000);
}

static void
bring(void *arg, struct cover_whole *whole)
{
	struct server *s = arg;

	parcels_bring(s, s->covering->came, whole, came);
}

static void
done(struct finish_job *job)
{
	struct asked *a = (struct asked *)job;
	struct server *s = a->server;
	struct later_page page = { .id = a->id, .status = 200,
	    .type = "application/octet-stream",
	    .html = BYTES_INIT(COVER_BYTES) };
	uint8_t out[COVER_BYTES];

	trouble_tell(s, &a->trouble);
	s->covering->now = a;
	cover_answer(s->covering->cover, a->opened ? a->plain : NULL,
	    answer_clock() / 1000, out);
	s->covering->now = NULL;
	page.due = later_due(a->came, answer_clock());
	/* Without memory there is no answer: as if it was lost on the way. */
	if (bytes_add(&page.html, out, sizeof(out)) == 0)
		(void)later_add(s->later, &page);
	bytes_free(&page.html);
	bytes_free(&a->reply);
	sodium_memzero(a, sizeof(*a));
	free(a);
}

static void
tell_card(struct server *s, uint32_t id)
{
	const struct web_answer answer = { .status = 200, .fd = -1,
	    .type = "text/plain; charset=utf-8",
	    .data = s->covering->card.data, .len = s->covering->card.len };

	answer_raw(s, id, &answer);
}

void
covering_request(struct server *s, const struct web_request *q, int64_t came_at)
{
	struct asked *a;

	if (q->method == WEB_GET) {
		tell_card(s, q->id);
		return;
	}
	if ((a = calloc(1, sizeof(*a))) == NULL)
		return;
	a->job = (struct finish_job){ .run = run, .done = done };
	a->server = s;
	a->id = q->id;
	a->came = came_at;
	a->reply = BYTES_INIT(COVER_REPLY_MAX);
	if ((a->whole = q->body.len == COVER_BYTES))
		memcpy(a->box, q->body.data, COVER_BYTES);
	finish_add(s->finish, &a->job);
}

/* --- its beginning and end --- */

/* What was noted and had not appeared when the service was killed. */
static int
take_back_unfinished(struct server *s)
{
	struct came *noted = s->covering->came;
	struct id id;
	bool left;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && came_at(noted, i, &id); i++) {
		if (id_is_zero(&id) || (r = sink_drop_left(s->set->outbox, &id,
		    &left)) < 0 || !left)
			continue;
		/* In this order: without the part it would have come in. */
		if ((r = came_take_back(noted, &id)) == 0)
			r = sink_drop_sweep(s->set->outbox, &id);
	}
	return r;
}

static int
sign_card(struct server *s, const struct letterbox_cover *own)
{
	struct cover_card card = { .passes = own->passes, .kib = own->kib,
	    .seconds = s->set->interval };
	struct bytes *b = &s->covering->card;
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	int r;

	memcpy(card.key, own->key, sizeof(card.key));
	memcpy(card.salt, own->salt, sizeof(card.salt));
	*b = BYTES_INIT(COVER_CARD_MAX);
	if ((r = cover_card_write(b, &card)) == 0 &&
	    (r = keeper_sign(s->session->keeper, SSHSIG_NS_COVER, b->data,
	    b->len, &sig)) == 0)
		r = bytes_add(b, sig.data, sig.len);
	bytes_free(&sig);
	return r;
}

int
covering_open(struct server *s)
{
	const struct cover_ways ways = { s, bring, tell_replies, tell_reply };
	struct letterbox_cover own;
	int r;

	s->covering = calloc(1, sizeof(*s->covering));
	if (s->covering == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	if ((r = letterbox_cover_begin(s->letterbox, s->folders[1],
	    &own)) < 0 ||
	    (r = came_open(&s->covering->came, s->folders[1])) < 0 ||
	    (r = take_back_unfinished(s)) < 0 ||
	    (r = cover_new(&s->covering->cover, s->covering->came,
	    &ways)) < 0)
		return r;
	return sign_card(s, &own);
}

void
covering_close(struct server *s)
{
	if (s->covering == NULL)
		return;
	cover_free(s->covering->cover);
	came_close(s->covering->came);
	bytes_free(&s->covering->card);
	free(s->covering);
	s->covering = NULL;
}
