/* serve.c -- see serve.h; the records are records.h's. */
#include "intake/letterbox/wall/serve.h"

#include <poll.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "intake/letterbox/wall/answer.h"
#include "vault/base/err.h"

#define CHEAP_IN_A_ROW 64	/* questions between two code names */

/* A code name whose keys are to be worked out. */
struct waiting {
	uint32_t token;
	bool is_new;
	struct code_name name;
};

/* A ring in guarded memory. */
struct queue {
	struct secret *room;
	struct waiting *v;		/* LETTERBOX_WAITING_MAX */
	size_t first, n;
};

struct server {
	int sock;
	struct answering answering;
	struct queue queue;
	struct wire_frame in;
};

static int
queue_new(struct queue *q)
{
	int r;

	if ((r = secret_new(&q->room,
	    LETTERBOX_WAITING_MAX * sizeof(*q->v))) == 0)
		q->v = (struct waiting *)(void *)secret_bytes(q->room);
	return r;
}

/* Tell how a code name fared; `w` is NULL where its keys were never asked. */
static int
tell(struct server *s, uint32_t token, enum letterbox_said said,
    uint32_t word, const struct visit *visit, const struct waiting *w)
{
	static const struct letterbox_public nobody;
	const struct letterbox_public *pub = visit != NULL ? &visit->pub :
	    &nobody;
	struct bytes b = BYTES_INIT(ANSWER_MAX);
	char words[LETTERBOX_WORDS_SIZE] = "";
	int r;

	if (visit != NULL && w->is_new)
		codename_show(words, &w->name);
	wire_put_u32(&b, token);
	wire_put_u8(&b, (uint8_t)said);
	wire_put_u32(&b, word);
	wire_put_u32(&b, visit != NULL ? visit->number : 0);
	wire_put_raw(&b, pub->id.b, ID_BYTES);
	wire_put_raw(&b, pub->box_pk, BOX_PK_BYTES);
	wire_put_raw(&b, pub->part_pk, BOX_PK_BYTES);
	wire_put_str(&b, words);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(s->sock, LB_ANSWER, b.data, b.len, NULL, 0);
	sodium_memzero(words, sizeof(words));
	if (b.data != NULL)
		sodium_memzero(b.data, b.len);
	bytes_free(&b);
	return r;
}

/* Put a code name into the queue, or say what is wrong with it. */
static int
take_name(struct server *s)
{
	struct wire_reader rd = wire_reader(s->in.body.data, s->in.body.len);
	const bool is_new = s->in.type == LB_NEW;
	struct code_name name = { { 0 } };
	enum letterbox_said said = LETTERBOX_OPEN;
	const uint32_t token = wire_get_u32(&rd);
	uint32_t word = 0;
	struct queue *q = &s->queue;

	if (rd.bad || (is_new && rd.left > 0) || rd.left > LETTERBOX_TYPED_MAX)
		return err_set(ERR_PROTOCOL, "a code name of no possible form "
		    "was asked for; install tipline again");
	if (is_new)
		codename_draw(&name);
	else
		said = codename_read(&name, (const char *)rd.p, rd.left, &word);
	if (said == LETTERBOX_OPEN && q->n == LETTERBOX_WAITING_MAX)
		said = LETTERBOX_FULL;
	if (said == LETTERBOX_OPEN)
		q->v[(q->first + q->n++) % LETTERBOX_WAITING_MAX] =
		    (struct waiting){ token, is_new, name };
	sodium_memzero(&name, sizeof(name));
	return said == LETTERBOX_OPEN ? 0 :
	    tell(s, token, said, word, NULL, NULL);
}

/* Work out the keys of whoever waits longest. */
static int
serve_name(struct server *s)
{
	struct queue *q = &s->queue;
	struct waiting *w = &q->v[q->first];
	const struct visit *visit;
	enum letterbox_said said;
	int r;

	/* Too little memory now is as many visits as there can be. */
	if (guests_enter(s->answering.visits, &w->name, &said, &visit) < 0)
		said = LETTERBOX_FULL;
	r = tell(s, w->token, said, 0, visit, w);
	sodium_memzero(w, sizeof(*w));
	q->first = (q->first + 1) % LETTERBOX_WAITING_MAX;
	q->n--;
	return r;
}

static int
take_turn(struct server *s)
{
	int r;

	if ((r = wire_recv(s->sock, &s->in)) < 0)
		return r;
	if (s->in.type == LB_NEW || s->in.type == LB_ENTER)
		r = take_name(s);
	else
		r = answer_frame(&s->answering, s->sock, &s->in);
	if (s->in.body.data != NULL)
		sodium_memzero(s->in.body.data, s->in.body.len);
	return r;
}

/* Is a question there?  With no code name waiting: wait for one. */
static bool
asked(const struct server *s)
{
	struct pollfd p = { .fd = s->sock, .events = POLLIN };

	return s->queue.n == 0 || poll(&p, 1, 0) != 0;
}

static int
serve_all(struct server *s)
{
	unsigned cheap = 0;
	int r;

	do {
		if (cheap < CHEAP_IN_A_ROW && asked(s)) {
			r = take_turn(s);
			cheap = s->queue.n > 0 ? cheap + 1 : 0;
		} else {
			r = serve_name(s);
			cheap = 0;
		}
	} while (r == 0);
	return r;
}

static int
greet(struct server *s)
{
	struct wire_reader rd;
	uint8_t salt[LETTERBOX_SALT_BYTES];
	int r;

	if ((r = wire_recv(s->sock, &s->in)) < 0)
		return r;
	rd = wire_reader(s->in.body.data, s->in.body.len);
	wire_get_raw(&rd, salt, sizeof(salt));
	if (s->in.type != LB_SALT || wire_done(&rd, "a salt") < 0)
		return err_set(ERR_PROTOCOL, "tipline-letterbox was greeted "
		    "with what is no salt; install tipline again");
	if ((r = codename_load()) < 0 ||
	    (r = guests_new(&s->answering.visits, salt)) < 0 ||
	    (r = readers_new(&s->answering.readers)) < 0 ||
	    (r = queue_new(&s->queue)) < 0)
		return r;
	return wire_send(s->sock, LB_READY, NULL, 0, NULL, 0);
}

int
serve_letterboxes(int sock)
{
	struct server s = { .sock = sock, .in = WIRE_FRAME_INIT };
	int r;

	if ((r = greet(&s)) == 0)
		r = serve_all(&s);
	if (r < 0 && r != ERR_WALL)
		(void)wire_send_error(sock, r);
	wire_frame_free(&s.in);
	secret_free(s.queue.room);
	cover_pair_free(&s.answering.cover);
	readers_free(s.answering.readers);
	guests_free(s.answering.visits);
	return r == ERR_WALL ? 0 : r;
}
