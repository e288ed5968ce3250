/* serve.c -- see serve.h; the records are keeper_records.h's. */
#include "vault/keep/serve.h"

#include <signal.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/answer.h"
#include "vault/keep/ring.h"
#include "vault/keep/sandbox.h"
#include "vault/session/keeper_records.h"

/* Answer one question.  ERR_WALL when the other side has hung up. */
static int
take_turn(int sock, struct ring *ring, struct handles *handles,
    struct wire_frame *in)
{
	struct turn t = { .ring = ring, .handles = handles, .in = in,
	    .body = BYTES_INIT(ANSWER_MAX), .fd = -1 };
	int r;

	if ((r = wire_recv(sock, in)) < 0)
		return r;
	t.rd = wire_reader(in->body.data, in->body.len);
	r = answer(&t);
	if (r >= 0 && bytes_ok(&t.body) < 0)
		r = bytes_ok(&t.body);
	if (r < 0)
		r = wire_send_error(sock, r);
	else
		r = wire_send(sock, (uint32_t)r, t.body.data, t.body.len,
		    &t.fd, t.fd >= 0 ? 1 : 0);
	io_close(&t.fd);
	bytes_free(&t.body);
	return r;
}

static int
say_hello(int sock, const struct ring *ring)
{
	struct bytes body = BYTES_INIT(CARD_RAW_BYTES);
	int r;

	if ((r = card_put(&body, keys_card(ring_keys(ring)))) == 0)
		r = wire_send(sock, KEEPER_HELLO, body.data, body.len, NULL, 0);
	bytes_free(&body);
	return r;
}

static int
answer_all(int sock, struct ring *ring)
{
	struct wire_frame in = WIRE_FRAME_INIT;
	struct handles *handles = NULL;
	int r;

	if ((r = handles_new(&handles)) < 0)
		return r;
	if ((r = say_hello(sock, ring)) == 0)
		do {
			r = take_turn(sock, ring, handles, &in);
		} while (r == 0);
	wire_frame_free(&in);
	handles_free(handles);
	return r == ERR_WALL ? 0 : r;
}

int
serve(int sock, const char *path, int passphrase_fd, bool renew)
{
	struct ring *ring = NULL;
	int r;

	(void)signal(SIGPIPE, SIG_IGN);	/* a closed pipe is an error code */
	if ((r = ring_open(&ring, path, passphrase_fd, renew)) < 0 ||
	    (r = sandbox_enter(ring_folder(ring))) < 0 ||
	    (r = ring_unlock(ring)) < 0)
		(void)wire_send_error(sock, r);
	if (r == 0)
		r = answer_all(sock, ring);
	ring_free(ring);
	return r;
}
