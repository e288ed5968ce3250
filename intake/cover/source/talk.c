/* talk.c -- see talk.h. */
#include "intake/cover/source/talk.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

int
talk_say(struct state *s, const struct parcel *parcel)
{
	struct said *said;
	int r;

	if (s->nsaid == STATE_PARCELS_MAX)
		return err_set(ERR_TOO_BIG, "%u messages wait already; let them "
		    "go first (tipline-source run), then look with "
		    "tipline-source read", STATE_PARCELS_MAX);
	said = &s->said[s->nsaid];
	bytes_reset(&said->content);
	if ((r = parcel_write(&said->content, parcel)) < 0)
		return r;
	if (state_waiting(s) + said->content.len > COVER_PARCEL_MAX)
		return err_set(ERR_TOO_BIG, "more than %u bytes would wait; let "
		    "the others go first, or use the page for large files",
		    COVER_PARCEL_MAX);
	if ((r = id_new(&said->id)) < 0)
		return r;
	said->state = COVER_UNKNOWN;
	said->have = 0;
	s->nsaid++;
	s->spoke = true;
	return 0;
}

/* The first that is not decided. */
static const struct said *
to_say(const struct state *s)
{
	size_t i;

	for (i = 0; i < s->nsaid; i++)
		if (s->said[i].state < COVER_CAME)
			return &s->said[i];
	return NULL;
}

/* A piece that is not there yet; of a parcel that is all there none, and the
 * service is asked whether it has come in. */
static void
add_piece(const struct said *said, struct cover_ask *ask)
{
	const uint32_t len = (uint32_t)said->content.len;
	const size_t n = cover_pieces(len, COVER_PIECE_BYTES);
	size_t i = 0;

	ask->parcel = said->id;
	while (i < n && (said->have >> i & 1) != 0)
		i++;
	if (i == n)
		return;
	ask->parcel_len = len;
	ask->piece = (uint16_t)i;
	memcpy(ask->data, said->content.data + i * COVER_PIECE_BYTES,
	    cover_piece_len(len, i, COVER_PIECE_BYTES));
}

void
talk_next(const struct state *s, const struct talk_keys *keys,
    struct cover_ask *ask)
{
	const struct said *said = to_say(s);

	memset(ask, 0, sizeof(*ask));
	ask->kind = s->spoke ? COVER_SOMETHING : COVER_NOTHING;
	randombytes_buf(ask->key, sizeof(ask->key));
	if (!s->spoke)
		return;
	ask->box = keys->pub.id;
	memcpy(ask->box_pk, keys->pub.box_pk, BOX_PK_BYTES);
	if (said != NULL)
		add_piece(said, ask);
	if (!id_is_zero(&s->coming)) {
		ask->reply = s->coming;
		ask->reply_piece = (uint16_t)(s->pieces.len /
		    COVER_REPLY_PIECE);
	}
}

static struct said *
said_of(struct state *s, const struct id *id)
{
	size_t i;

	for (i = 0; i < s->nsaid; i++)
		if (id_equal(&s->said[i].id, id))
			return &s->said[i];
	return NULL;
}

static void
hear_of_parcel(struct state *s, const struct cover_answer *a)
{
	struct said *said = said_of(s, &a->parcel);

	if (said == NULL || said->state >= COVER_CAME)
		return;
	said->state = a->state;
	said->have = a->have & cover_all((uint32_t)said->content.len);
	if (a->state == COVER_CAME && said->content.data != NULL) {
		sodium_memzero(said->content.data, said->content.cap);
		bytes_free(&said->content);
	}
}

static void
know(struct state *s, const struct id *reply)
{
	if (s->nknown < COVER_REPLIES_MAX)
		s->known[s->nknown++] = *reply;
}

/* The oldest that was read makes room. */
static bool
room_for_reply(struct state *s)
{
	struct heard first;
	size_t i = 0;

	if (s->nheard < STATE_REPLIES_MAX)
		return true;
	while (i < s->nheard && !s->heard[i].read)
		i++;
	if (i == s->nheard)
		return false;
	first = s->heard[i];
	memmove(&s->heard[i], &s->heard[i + 1],
	    (s->nheard - i - 1) * sizeof(s->heard[0]));
	s->heard[--s->nheard] = first;
	sodium_memzero(first.text.data, first.text.cap);
	bytes_reset(&s->heard[s->nheard].text);
	return true;
}

/* A whole reply: whose it is, and what it says. */
static int
open_reply(struct state *s, const struct talk_keys *keys)
{
	uint8_t block[REPLY_BLOCK], pk[SIGN_PK_BYTES];
	struct heard *h = &s->heard[s->nheard];
	const char *text;
	size_t len;
	int r;

	if (s->nheard == STATE_REPLIES_MAX)
		return err_set(ERR_TOO_BIG, "there is no room for a reply; read "
		    "those that came (tipline-source read)");
	if ((r = reply_check(pk, s->pieces.data, s->pieces.len, &keys->pub.id,
	    &s->coming)) < 0 || (r = fpr_of_key(&h->signer, pk)) < 0)
		return r;
	if (crypto_box_seal_open(block, s->pieces.data + REPLY_BOX_AT,
	    REPLY_BOX_BYTES, keys->pub.box_pk, secret_peek(keys->box_sk)) != 0)
		return err_set(ERR_INTEGRITY, "a reply was not sealed to this "
		    "code name; ask the newsroom to send it again");
	bytes_reset(&h->text);
	if ((r = reply_block(block, &h->sent, &text, &len)) == 0 &&
	    (r = bytes_add(&h->text, text, len)) == 0) {
		h->id = s->coming;
		h->read = false;
		s->nheard++;
	}
	sodium_memzero(block, sizeof(block));
	return r;
}

static void
end_coming(struct state *s)
{
	know(s, &s->coming);
	memset(&s->coming, 0, sizeof(s->coming));
	s->coming_len = 0;
	bytes_reset(&s->pieces);
}

static int
hear_piece(struct state *s, const struct talk_keys *keys,
    const struct cover_ask *ask, const struct cover_answer *a)
{
	const size_t n = cover_piece_len(a->reply_len, a->reply_piece,
	    COVER_REPLY_PIECE);
	int r;

	if (id_is_zero(&s->coming) || !id_equal(&ask->reply, &s->coming) ||
	    !id_equal(&a->reply, &s->coming) ||
	    (size_t)a->reply_piece * COVER_REPLY_PIECE != s->pieces.len)
		return 0;
	if (s->pieces.len == 0)
		s->coming_len = a->reply_len;
	if (a->reply_len != s->coming_len) {
		end_coming(s);	/* it changes while it is read: not a reply */
		return 0;
	}
	if ((r = bytes_add(&s->pieces, a->data, n)) < 0 ||
	    s->pieces.len < s->coming_len)
		return r;
	r = open_reply(s, keys);
	end_coming(s);
	return r;
}

static bool
listed(const struct id *v, size_t n, const struct id *id)
{
	size_t i = 0;

	while (i < n && !id_equal(&v[i], id))
		i++;
	return i < n;
}

/* Which replies lie there: those that do no longer are forgotten, and one that
 * is not known is what comes next. */
static void
hear_list(struct state *s, const struct cover_answer *a)
{
	size_t i, n = 0;

	for (i = 0; i < s->nknown; i++)
		if (listed(a->replies, a->nreplies, &s->known[i]))
			s->known[n++] = s->known[i];
	s->nknown = n;
	if (!id_is_zero(&s->coming) &&
	    !listed(a->replies, a->nreplies, &s->coming))
		end_coming(s);
	if (!id_is_zero(&s->coming))
		return;
	for (i = 0; i < a->nreplies; i++)
		if (!listed(s->known, s->nknown, &a->replies[i]) &&
		    room_for_reply(s)) {
			s->coming = a->replies[i];
			break;
		}
}

int
talk_heard(struct state *s, const struct talk_keys *keys,
    const struct cover_ask *ask, const uint8_t answer[COVER_BYTES])
{
	struct cover_answer a;
	int r;

	if ((r = cover_answer_open(&a, answer, ask->key)) < 0)
		return r;
	if (a.kind != ask->kind || !id_equal(&a.parcel, &ask->parcel)) {
		r = err_set(ERR_FORMAT, "the service answered something else "
		    "than was asked; get the newest version of this program");
	} else if (a.kind == COVER_SOMETHING) {
		hear_of_parcel(s, &a);
		r = hear_piece(s, keys, ask, &a);
		hear_list(s, &a);
	}
	sodium_memzero(&a, sizeof(a));
	return r;
}

void
talk_told(struct state *s)
{
	struct said gone;
	size_t i, n = 0;

	for (i = 0; i < s->nsaid; i++) {
		if (s->said[i].state >= COVER_CAME)
			continue;
		gone = s->said[n];
		s->said[n++] = s->said[i];
		s->said[i] = gone;
	}
	for (i = n; i < s->nsaid; i++) {
		if (s->said[i].content.data != NULL)
			sodium_memzero(s->said[i].content.data,
			    s->said[i].content.cap);
		bytes_reset(&s->said[i].content);
	}
	s->nsaid = n;
}
