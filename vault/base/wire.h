/*
 * wire.h -- framed, typed, bounded records between processes, and the field
 * encoding that they and the project's binary formats share.
 *
 * A frame on a stream socket: type u32 | length u32 | body.  Descriptors ride
 * on the frame's first byte (SCM_RIGHTS).  All integers are big-endian.
 * A bytes field is length u32 | bytes.
 */
#ifndef VAULT_BASE_WIRE_H
#define VAULT_BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define WIRE_BODY_MAX (1u << 20)	/* bytes of one frame's body */
#define WIRE_FDS_MAX 4			/* descriptors on one frame */
#define WIRE_ERROR 0xffffffffu		/* body: code u32 (negated), line bytes */

struct wire_frame {
	uint32_t type;
	struct bytes body;
	int fds[WIRE_FDS_MAX];	/* owned; -1 where there is none */
	size_t nfds;
};

#define WIRE_FRAME_INIT ((struct wire_frame){ .body = BYTES_INIT(WIRE_BODY_MAX), \
	.fds = { -1, -1, -1, -1 } })

/* Send one frame; the descriptors stay the caller's.  ERR_WALL when the peer is gone. */
int wire_send(int sock, uint32_t type, const void *body, size_t len,
    const int *fds, size_t nfds);

/*
 * wire_recv(sock, f):
 * Receive one frame into `f`, which must be WIRE_FRAME_INIT or reused: its old
 * descriptors are closed, its body forgotten.  ERR_WALL at end of stream
 * before a frame, ERR_PROTOCOL for a body over WIRE_BODY_MAX, for too many
 * descriptors, or for an end inside a frame.
 */
int wire_recv(int sock, struct wire_frame *f);

/* Take descriptor i out of the frame (the caller owns it then); -1 if none. */
int wire_take_fd(struct wire_frame *f, size_t i);

void wire_frame_free(struct wire_frame *f);

/* Send the failure `code` with err_line() as a WIRE_ERROR frame. */
int wire_send_error(int sock, int code);

/* What a WIRE_ERROR frame says, as a failure here: its code and its line;
 * ERR_FORMAT or ERR_PROTOCOL when it says neither. */
int wire_failure(const struct wire_frame *f);

/*
 * wire_ask(sock, type, body, fds, nfds, reply_type, reply):
 * Send and await the answer.  A WIRE_ERROR answer becomes err_set() and its
 * code; any type but `reply_type` is ERR_PROTOCOL.
 */
int wire_ask(int sock, uint32_t type, const struct bytes *body, const int *fds,
    size_t nfds, uint32_t reply_type, struct wire_frame *reply);

/* Writing fields: append to `b`; look at bytes_ok(b) at the end. */
void wire_put_u8(struct bytes *b, uint8_t v);
void wire_put_u16(struct bytes *b, uint16_t v);
void wire_put_u32(struct bytes *b, uint32_t v);
void wire_put_u64(struct bytes *b, uint64_t v);
void wire_put_raw(struct bytes *b, const void *p, size_t len);	/* no length */
void wire_put_bytes(struct bytes *b, const void *p, size_t len);
void wire_put_str(struct bytes *b, const char *s);

/*
 * Reading fields: after any failure `bad` is set and every get returns 0,
 * NULL or false; look once at the end with wire_done().
 */
struct wire_reader {
	const uint8_t *p;
	size_t left;
	bool bad;
};

struct wire_reader wire_reader(const void *p, size_t len);
uint8_t wire_get_u8(struct wire_reader *r);
uint16_t wire_get_u16(struct wire_reader *r);
uint32_t wire_get_u32(struct wire_reader *r);
uint64_t wire_get_u64(struct wire_reader *r);
void wire_get_raw(struct wire_reader *r, void *to, size_t len);
/* Points into the reader's buffer; ERR when longer than max. */
const uint8_t *wire_get_bytes(struct wire_reader *r, size_t max, size_t *len);
/* Copies into `to` (size bytes, NUL added); refuses NUL inside and too long. */
void wire_get_str(struct wire_reader *r, char *to, size_t size);
/* 0 when all was read, nothing is left over; else ERR_FORMAT with a line. */
int wire_done(const struct wire_reader *r, const char *what);

#endif
