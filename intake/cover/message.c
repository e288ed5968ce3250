/* message.c -- see message.h. */
#include "intake/cover/message.h"

#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"

#define ASK_VERSION 1
#define ANSWER_VERSION 1

_Static_assert(crypto_box_SEALBYTES == SEAL_OVERHEAD, "a sealed box");
_Static_assert(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES ==
    COVER_CLOSE_BYTES, "a secret box");

size_t
cover_pieces(uint32_t len, size_t piece_bytes)
{
	return (len + piece_bytes - 1) / piece_bytes;
}

size_t
cover_piece_len(uint32_t len, size_t i, size_t piece_bytes)
{
	const size_t from = i * piece_bytes;

	if (from >= len)
		return 0;
	return len - from < piece_bytes ? len - from : piece_bytes;
}

uint64_t
cover_all(uint32_t parcel_len)
{
	const size_t n = cover_pieces(parcel_len, COVER_PIECE_BYTES);

	return n >= COVER_PIECES_MAX ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

/* Fields one after another, in bytes that are all there: no growing. */
static uint8_t *
put(uint8_t *p, const void *from, size_t len)
{
	memcpy(p, from, len);
	return p + len;
}

static uint8_t *
put_number(uint8_t *p, uint64_t v, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
	return p + bytes;
}

static bool
zero(const uint8_t *p, size_t len)
{
	return sodium_is_zero(p, len) == 1;
}

void
cover_ask_write(uint8_t plain[COVER_ASK_BYTES], const struct cover_ask *ask)
{
	uint8_t *p = plain;

	memset(plain, 0, COVER_ASK_BYTES);
	p = put_number(p, ASK_VERSION, 1);
	p = put_number(p, ask->kind, 1);
	p = put(p, ask->key, KEY_BYTES);
	if (ask->kind != COVER_SOMETHING)
		return;
	p = put(p, ask->box.b, ID_BYTES);
	p = put(p, ask->box_pk, BOX_PK_BYTES);
	p = put(p, ask->reply.b, ID_BYTES);
	p = put_number(p, ask->reply_piece, 2);
	p = put(p, ask->parcel.b, ID_BYTES);
	p = put_number(p, ask->parcel_len, 4);
	p = put_number(p, ask->piece, 2);
	(void)put(p, ask->data, cover_piece_len(ask->parcel_len, ask->piece,
	    COVER_PIECE_BYTES));
}

/* The fields of one are within their limits, and go with each other. */
static bool
ask_fits(const struct cover_ask *ask)
{
	const size_t n = cover_piece_len(ask->parcel_len, ask->piece,
	    COVER_PIECE_BYTES);

	if (id_is_zero(&ask->box) ||
	    zero(ask->box_pk, BOX_PK_BYTES) ||
	    ask->parcel_len > COVER_PARCEL_MAX ||
	    !zero(ask->data + n, COVER_PIECE_BYTES - n))
		return false;
	if (id_is_zero(&ask->reply) ? ask->reply_piece != 0 :
	    ask->reply_piece >= cover_pieces(COVER_REPLY_MAX,
	    COVER_REPLY_PIECE))
		return false;
	if (ask->parcel_len == 0)
		return ask->piece == 0;
	return !id_is_zero(&ask->parcel) && n > 0;
}

int
cover_ask_read(struct cover_ask *ask, const uint8_t plain[COVER_ASK_BYTES])
{
	struct wire_reader r = wire_reader(plain, COVER_ASK_BYTES);
	const unsigned version = wire_get_u8(&r);

	memset(ask, 0, sizeof(*ask));
	ask->kind = (enum cover_kind)wire_get_u8(&r);
	wire_get_raw(&r, ask->key, KEY_BYTES);
	if (version == ASK_VERSION && ask->kind == COVER_NOTHING &&
	    zero(r.p, r.left))
		return 0;
	if (version != ASK_VERSION || ask->kind != COVER_SOMETHING)
		return err_set(ERR_FORMAT, "a cover message is of no known "
		    "kind; use the program of this service's version");
	wire_get_raw(&r, ask->box.b, ID_BYTES);
	wire_get_raw(&r, ask->box_pk, BOX_PK_BYTES);
	wire_get_raw(&r, ask->reply.b, ID_BYTES);
	ask->reply_piece = wire_get_u16(&r);
	wire_get_raw(&r, ask->parcel.b, ID_BYTES);
	ask->parcel_len = wire_get_u32(&r);
	ask->piece = wire_get_u16(&r);
	wire_get_raw(&r, ask->data, COVER_PIECE_BYTES);
	if (wire_done(&r, "a cover message") < 0 || !ask_fits(ask))
		return err_set(ERR_FORMAT, "a cover message holds what none "
		    "may; use the program of this service's version");
	return 0;
}

int
cover_ask_seal(uint8_t out[COVER_BYTES], const struct cover_ask *ask,
    const uint8_t cover_pk[BOX_PK_BYTES])
{
	uint8_t plain[COVER_ASK_BYTES];
	int e;

	cover_ask_write(plain, ask);
	e = crypto_box_seal(out, plain, sizeof(plain), cover_pk);
	sodium_memzero(plain, sizeof(plain));
	return e == 0 ? 0 : err_set(ERR_FORMAT, "the service's cover key is "
	    "none; ask the newsroom for its card and begin again");
}

void
cover_answer_write(uint8_t plain[COVER_ANSWER_BYTES],
    const struct cover_answer *a)
{
	uint8_t *p = plain;

	memset(plain, 0, COVER_ANSWER_BYTES);
	p = put_number(p, ANSWER_VERSION, 1);
	p = put_number(p, a->kind, 1);
	if (a->kind != COVER_SOMETHING)
		return;
	p = put(p, a->parcel.b, ID_BYTES);
	p = put_number(p, a->state, 1);
	p = put_number(p, a->have, 8);
	p = put_number(p, a->nreplies, 1);
	for (size_t i = 0; i < a->nreplies; i++)
		(void)put(p + i * ID_BYTES, a->replies[i].b, ID_BYTES);
	p += (size_t)COVER_REPLIES_MAX * ID_BYTES;
	p = put(p, a->reply.b, ID_BYTES);
	p = put_number(p, a->reply_len, 4);
	p = put_number(p, a->reply_piece, 2);
	(void)put(p, a->data, cover_piece_len(a->reply_len, a->reply_piece,
	    COVER_REPLY_PIECE));
}

static bool
answer_fits(const struct cover_answer *a)
{
	const size_t n = cover_piece_len(a->reply_len, a->reply_piece,
	    COVER_REPLY_PIECE);

	if (a->state > COVER_STATE_LAST ||
	    a->nreplies > COVER_REPLIES_MAX || a->reply_len > COVER_REPLY_MAX ||
	    (a->state != COVER_COMES && a->have != 0) ||
	    !zero(a->data + n, COVER_REPLY_PIECE - n))
		return false;
	for (size_t i = 0; i < COVER_REPLIES_MAX; i++)
		if ((i < a->nreplies) == id_is_zero(&a->replies[i]))
			return false;
	if (a->reply_len == 0)
		return id_is_zero(&a->reply) && a->reply_piece == 0;
	return !id_is_zero(&a->reply) && n > 0;
}

int
cover_answer_read(struct cover_answer *a,
    const uint8_t plain[COVER_ANSWER_BYTES])
{
	struct wire_reader r = wire_reader(plain, COVER_ANSWER_BYTES);
	const unsigned version = wire_get_u8(&r);

	memset(a, 0, sizeof(*a));
	a->kind = (enum cover_kind)wire_get_u8(&r);
	if (version == ANSWER_VERSION && a->kind == COVER_NOTHING &&
	    zero(r.p, r.left))
		return 0;
	if (version != ANSWER_VERSION || a->kind != COVER_SOMETHING)
		return err_set(ERR_FORMAT, "the service's answer is of no known "
		    "kind; get the newest version of this program");
	wire_get_raw(&r, a->parcel.b, ID_BYTES);
	a->state = (enum cover_state)wire_get_u8(&r);
	a->have = wire_get_u64(&r);
	a->nreplies = wire_get_u8(&r);
	for (size_t i = 0; i < COVER_REPLIES_MAX; i++)
		wire_get_raw(&r, a->replies[i].b, ID_BYTES);
	wire_get_raw(&r, a->reply.b, ID_BYTES);
	a->reply_len = wire_get_u32(&r);
	a->reply_piece = wire_get_u16(&r);
	wire_get_raw(&r, a->data, COVER_REPLY_PIECE);
	if (wire_done(&r, "an answer") < 0 || !answer_fits(a))
		return err_set(ERR_FORMAT, "the service's answer holds what "
		    "none may; get the newest version of this program");
	return 0;
}

void
cover_answer_seal(uint8_t out[COVER_BYTES], const struct cover_answer *answer,
    const uint8_t key[KEY_BYTES])
{
	uint8_t plain[COVER_ANSWER_BYTES];

	cover_answer_write(plain, answer);
	randombytes_buf(out, crypto_secretbox_NONCEBYTES);
	(void)crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, plain,
	    sizeof(plain), out, key);
	sodium_memzero(plain, sizeof(plain));
}

void
cover_answer_none(uint8_t out[COVER_BYTES])
{
	randombytes_buf(out, COVER_BYTES);
}
