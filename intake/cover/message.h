/*
 * message.h -- the messages of cover mode: COVER_BYTES each way, whether there
 * is something in them or not (docs/format.md "Cover messages").
 *
 * An ask is a sealed box (crypto_box_seal) to the service's cover key; inside
 * is nothing, or what a letterbox has to say: one piece of a parcel, and which
 * piece of which reply it wants.  Its answer is closed with a fresh key that
 * was in the ask (crypto_secretbox): nothing, or what has come of the parcel,
 * and that piece.  Whoever holds neither key sees random bytes of one length.
 *
 * Both sides use this file.  Nothing here opens an ask: that takes the secret
 * of the service, which is in tipline-letterbox.
 */
#ifndef INTAKE_COVER_MESSAGE_H
#define INTAKE_COVER_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/id.h"
#include "vault/seal/card.h"
#include "vault/seal/grant.h"
#include "vault/seal/secret.h"

#define COVER_BYTES 4096u		/* of every message, both ways */
#define COVER_ASK_BYTES (COVER_BYTES - SEAL_OVERHEAD)	/* inside its box */
#define COVER_ASK_HEAD 122u		/* of them before the piece */
#define COVER_PIECE_BYTES (COVER_ASK_BYTES - COVER_ASK_HEAD)	/* of a parcel */
#define COVER_PIECES_MAX 64u		/* of one parcel: a bit each in `have` */
#define COVER_PARCEL_MAX (COVER_PIECES_MAX * COVER_PIECE_BYTES)
#define COVER_CLOSE_BYTES 40u		/* nonce and tag of an answer */
#define COVER_ANSWER_BYTES (COVER_BYTES - COVER_CLOSE_BYTES)
#define COVER_ANSWER_HEAD 562u		/* of them before the reply's piece */
#define COVER_REPLY_PIECE (COVER_ANSWER_BYTES - COVER_ANSWER_HEAD)
#define COVER_REPLIES_MAX 32u		/* told in one answer, the oldest */
#define COVER_REPLY_MAX (16u << 10)	/* bytes of a reply, sealed */

enum cover_kind {
	COVER_NOTHING = 1,
	COVER_SOMETHING = 2,
	COVER_KIND_LAST = COVER_SOMETHING
};

struct cover_ask {
	enum cover_kind kind;
	uint8_t key[KEY_BYTES];		/* the answer's; never used again */
	/* From here on only with COVER_SOMETHING. */
	struct id box;			/* the letterbox */
	uint8_t box_pk[BOX_PK_BYTES];
	struct id reply;		/* wanted; zero: none */
	uint16_t reply_piece;
	struct id parcel;		/* random, its own; zero: none is told of */
	uint32_t parcel_len;		/* bytes; 0: only asks how it is */
	uint16_t piece;
	uint8_t data[COVER_PIECE_BYTES];	/* the last one's rest is zero */
};

/* What has come of a parcel. */
enum cover_state {
	COVER_UNKNOWN = 0,	/* nothing of it is here */
	COVER_COMES = 1,	/* `have` says which pieces are here */
	COVER_CAME = 2,		/* for good: it is a submission */
	COVER_REFUSED = 3,	/* for good: it is no parcel */
	COVER_STATE_LAST = COVER_REFUSED
};

struct cover_answer {
	enum cover_kind kind;
	struct id parcel;
	enum cover_state state;
	uint64_t have;			/* a bit for each piece; 0 is the first */
	size_t nreplies;
	struct id replies[COVER_REPLIES_MAX];	/* that lie there */
	struct id reply;		/* the piece is of this one; zero: none */
	uint32_t reply_len;		/* bytes of the whole reply */
	uint16_t reply_piece;
	uint8_t data[COVER_REPLY_PIECE];
};

/* Pieces that so many bytes are cut into, and how long piece i is. */
size_t cover_pieces(uint32_t len, size_t piece_bytes);
size_t cover_piece_len(uint32_t len, size_t i, size_t piece_bytes);
/* The bits of all pieces of a parcel. */
uint64_t cover_all(uint32_t parcel_len);

/* The inside of an ask, and back: ERR_FORMAT for all that ask_write() would
 * not write, to the last byte of its padding. */
void cover_ask_write(uint8_t plain[COVER_ASK_BYTES],
    const struct cover_ask *ask);
int cover_ask_read(struct cover_ask *ask,
    const uint8_t plain[COVER_ASK_BYTES]);

/* Close an ask for the service. */
int cover_ask_seal(uint8_t out[COVER_BYTES], const struct cover_ask *ask,
    const uint8_t cover_pk[BOX_PK_BYTES]);

/* The same of an answer. */
void cover_answer_write(uint8_t plain[COVER_ANSWER_BYTES],
    const struct cover_answer *answer);
int cover_answer_read(struct cover_answer *answer,
    const uint8_t plain[COVER_ANSWER_BYTES]);

/* Close an answer; and open one (open.c): ERR_FORMAT when it is not closed with
 * this key, or is not what cover_answer_seal() would have made. */
void cover_answer_seal(uint8_t out[COVER_BYTES],
    const struct cover_answer *answer, const uint8_t key[KEY_BYTES]);
int cover_answer_open(struct cover_answer *answer,
    const uint8_t in[COVER_BYTES], const uint8_t key[KEY_BYTES]);

/* The answer to what is none of ours: as any other to whoever has no key. */
void cover_answer_none(uint8_t out[COVER_BYTES]);

#endif
