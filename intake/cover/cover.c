/* cover.c -- see cover.h. */
#include "intake/cover/cover.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "intake/cover/held.h"
#include "vault/base/err.h"

#define SWEEP_SECONDS 600

struct cover {
	struct cover_ways ways;
	struct came *came;
	struct holds *holds;
	int64_t swept;
};

int
cover_new(struct cover **out, struct came *came, const struct cover_ways *ways)
{
	struct cover *c = calloc(1, sizeof(*c));
	int r;

	*out = NULL;
	if (c == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	c->ways = *ways;
	c->came = came;
	if ((r = holds_new(&c->holds)) < 0)
		free(c);
	else
		*out = c;
	return r;
}

void
cover_free(struct cover *c)
{
	if (c == NULL)
		return;
	holds_free(c->holds);
	free(c);
}

static void
free_whole(struct cover_whole *w)
{
	if (w->content.data != NULL)
		sodium_memzero(w->content.data, w->content.cap);
	bytes_free(&w->content);
	free(w);
}

/* All of it is here: it goes on its way, or is none. */
static void
hand_on(struct cover *c, struct held *held, int64_t now)
{
	struct cover_whole *w = calloc(1, sizeof(*w));

	held->retry = now + HELD_RETRY_SECONDS;
	if (w == NULL)
		return;
	w->box = held->box;
	memcpy(w->box_pk, held->box_pk, BOX_PK_BYTES);
	w->id = held->parcel;
	w->content = BYTES_INIT(COVER_PARCEL_MAX);
	if (held_join(held, &w->content) < 0) {
		free_whole(w);
	} else if (parcel_read(&w->parcel, w->content.data,
	    w->content.len) < 0) {
		holds_refuse(c->holds, held);
		free_whole(w);
	} else {
		held->bringing = true;
		c->ways.bring(c->ways.arg, w);
	}
}

void
cover_brought(struct cover *c, struct cover_whole *whole, bool came,
    int64_t now)
{
	struct held *held = holds_find(c->holds, &whole->box, &whole->id);

	if (held != NULL && came) {
		holds_drop(c->holds, held);
	} else if (held != NULL) {
		held->bringing = false;
		held->retry = now + HELD_RETRY_SECONDS;
	}
	free_whole(whole);
}

/* What has come of the parcel that is asked about, its new piece included. */
static void
tell_parcel(struct cover *c, const struct cover_ask *ask, int64_t now,
    struct cover_answer *a)
{
	struct held *held = holds_find(c->holds, &ask->box, &ask->parcel);

	a->parcel = ask->parcel;
	if (id_is_zero(&ask->parcel))
		return;
	if (held == NULL && came_has(c->came, &ask->box, &ask->parcel)) {
		a->state = COVER_CAME;
		return;
	}
	if (ask->parcel_len > 0)
		(void)holds_take(c->holds, ask, now, &held);
	if (held != NULL && held_whole(held) && !held->bringing &&
	    now >= held->retry)
		hand_on(c, held, now);
	/* It may have been brought in at once. */
	held = holds_find(c->holds, &ask->box, &ask->parcel);
	if (held == NULL) {
		if (came_has(c->came, &ask->box, &ask->parcel))
			a->state = COVER_CAME;
	} else if (held->refused) {
		a->state = COVER_REFUSED;
	} else {
		a->state = COVER_COMES;
		a->have = held->have;
	}
}

static void
tell_replies(struct cover *c, const struct cover_ask *ask,
    struct cover_answer *a)
{
	struct bytes sealed = BYTES_INIT(COVER_REPLY_MAX);
	size_t from, n;

	if (c->ways.replies(c->ways.arg, &ask->box, a->replies,
	    &a->nreplies) < 0)
		a->nreplies = 0;
	if (!id_is_zero(&ask->reply) && c->ways.reply(c->ways.arg, &ask->box,
	    &ask->reply, &sealed) == 0) {
		n = cover_piece_len((uint32_t)sealed.len, ask->reply_piece,
		    COVER_REPLY_PIECE);
		if (n > 0) {
			from = (size_t)ask->reply_piece * COVER_REPLY_PIECE;
			a->reply = ask->reply;
			a->reply_len = (uint32_t)sealed.len;
			a->reply_piece = ask->reply_piece;
			memcpy(a->data, sealed.data + from, n);
		}
	}
	bytes_free(&sealed);
}

void
cover_answer(struct cover *c, const uint8_t plain[COVER_ASK_BYTES],
    int64_t now, uint8_t out[COVER_BYTES])
{
	struct cover_ask ask = { .kind = COVER_NOTHING };
	struct cover_answer a = { .kind = COVER_NOTHING };

	if (now - c->swept > SWEEP_SECONDS) {
		holds_sweep(c->holds, now);
		c->swept = now;
	}
	if (plain == NULL || cover_ask_read(&ask, plain) < 0) {
		cover_answer_none(out);
		goto done;
	}
	a.kind = ask.kind;
	if (ask.kind == COVER_SOMETHING) {
		tell_parcel(c, &ask, now, &a);
		tell_replies(c, &ask, &a);
	}
	cover_answer_seal(out, &a, ask.key);
done:
	sodium_memzero(&ask, sizeof(ask));
	sodium_memzero(&a, sizeof(a));
}
