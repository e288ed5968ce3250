/*
 * letterbox.c -- see letterbox.h; the records are records.h's.
 *
 * Both sides may have much to say at once: thousands of code names one way,
 * their answers the other.  So nothing is sent before what came was taken in,
 * and neither side waits for the other to make room.
 */
#include "intake/letterbox/letterbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "intake/letterbox/ask.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/wall.h"

#define SALT_NAME "salt"
#define SALT_MODE 0600

struct letterbox {
	pthread_mutex_t one;		/* who asks */
	struct wall wall;		/* its frame is of letterbox_next() */
	size_t waiting;			/* code names without an answer yet */
	struct letterbox_answer *kept;	/* a ring of LETTERBOX_WAITING_MAX */
	size_t first, n;
};

static int
broken(void)
{
	return err_set(ERR_PROTOCOL, "tipline-letterbox says what it must not "
	    "say; install tipline again");
}

/* The service's salt, made if this is its first start. */
static int
get_salt(uint8_t salt[LETTERBOX_SALT_BYTES], int state)
{
	struct bytes b = BYTES_INIT(LETTERBOX_SALT_BYTES);
	int r;

	randombytes_buf(salt, LETTERBOX_SALT_BYTES);
	r = io_write_file(state, SALT_NAME, salt, LETTERBOX_SALT_BYTES,
	    SALT_MODE);
	if (r == ERR_EXISTS) {
		r = io_read_file(state, SALT_NAME, &b);
		if (r == 0 && b.len == LETTERBOX_SALT_BYTES)
			memcpy(salt, b.data, b.len);
		else
			r = err_set(ERR_INTEGRITY, "the file `salt` of the "
			    "service's folder is damaged; without it no code "
			    "name opens anything: put it back from a copy");
	}
	bytes_free(&b);
	return r;
}

static int
greet(struct letterbox *l, int state)
{
	struct bytes salt = BYTES_INIT(LETTERBOX_SALT_BYTES);
	struct wire_frame reply = WIRE_FRAME_INIT;
	uint8_t raw[LETTERBOX_SALT_BYTES];
	int r;

	if ((r = get_salt(raw, state)) == 0 &&
	    (r = bytes_add(&salt, raw, sizeof(raw))) == 0)
		r = wire_ask(l->wall.sock, LB_SALT, &salt, NULL, 0, LB_READY,
		    &reply);
	wire_frame_free(&reply);
	bytes_free(&salt);
	return r;
}

int
letterbox_start(struct letterbox **out, int state)
{
	char name[] = LETTERBOX_PROGRAM;
	char *const argv[] = { name, NULL };
	struct letterbox *l;
	int r;

	*out = NULL;
	if ((l = calloc(1, sizeof(*l))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	l->wall = WALL_INIT;
	(void)pthread_mutex_init(&l->one, NULL);
	l->kept = calloc(LETTERBOX_WAITING_MAX, sizeof(*l->kept));
	if (l->kept == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else if ((r = wall_start(&l->wall, argv, -1)) == 0)
		r = greet(l, state);
	if (r < 0)
		letterbox_stop(l);
	else
		*out = l;
	return r;
}

void
letterbox_stop(struct letterbox *l)
{
	if (l == NULL)
		return;
	(void)wall_stop(&l->wall);
	if (l->kept != NULL)
		sodium_memzero(l->kept, LETTERBOX_WAITING_MAX *
		    sizeof(*l->kept));
	free(l->kept);
	(void)pthread_mutex_destroy(&l->one);
	free(l);
}

int
letterbox_fd(const struct letterbox *l)
{
	return l->wall.sock;
}

static int
read_answer(struct letterbox_answer *a, const struct wire_frame *f)
{
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);
	uint8_t said;

	memset(a, 0, sizeof(*a));
	a->token = wire_get_u32(&rd);
	said = wire_get_u8(&rd);
	a->word = wire_get_u32(&rd);
	a->visit = wire_get_u32(&rd);
	wire_get_raw(&rd, a->pub.id.b, ID_BYTES);
	wire_get_raw(&rd, a->pub.box_pk, BOX_PK_BYTES);
	wire_get_raw(&rd, a->pub.part_pk, BOX_PK_BYTES);
	wire_get_str(&rd, a->words, sizeof(a->words));
	if (f->type != LB_ANSWER || wire_done(&rd, "a code name") < 0 ||
	    said < LETTERBOX_OPEN || said > LETTERBOX_SAID_LAST ||
	    (said == LETTERBOX_OPEN) != (a->visit != 0))
		return broken();
	a->said = (enum letterbox_said)said;
	return 0;
}

/* Keep the answer to a code name for letterbox_next(). */
static int
keep(struct letterbox *l, struct wire_frame *f)
{
	struct letterbox_answer *a;
	int r;

	if (l->waiting == 0)
		return broken();
	a = &l->kept[(l->first + l->n) % LETTERBOX_WAITING_MAX];
	if ((r = read_answer(a, f)) == 0) {
		l->waiting--;
		l->n++;
	}
	if (f->body.data != NULL)
		sodium_memzero(f->body.data, f->body.len);
	return r;
}

/* Send a frame, once all that came was taken in. */
static int
send_frame(struct letterbox *l, uint32_t type, const struct bytes *body)
{
	struct pollfd p = { .fd = l->wall.sock, .events = POLLIN | POLLOUT };
	int r;

	for (;;) {
		if (poll(&p, 1, -1) < 0) {
			if (errno == EINTR)
				continue;
			return err_sys("tipline-letterbox cannot be asked");
		}
		if ((p.revents & POLLIN) != 0) {
			if ((r = wire_recv(l->wall.sock, &l->wall.frame)) < 0 ||
			    (r = keep(l, &l->wall.frame)) < 0)
				return r;
		} else {
			return wire_send(l->wall.sock, type, body->data, body->len,
			    NULL, 0);
		}
	}
}

static int
failure(const struct wire_frame *f)
{
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);
	char line[ERR_LINE_MAX];
	const uint32_t code = wire_get_u32(&rd);

	wire_get_str(&rd, line, sizeof(line));
	if (wire_done(&rd, "a refusal") < 0 || code == 0 ||
	    code > (uint32_t)-ERR_LAST)
		return broken();
	return err_set((enum err)-(int)code, "%s", line);
}

int
letterbox_ask(struct letterbox *l, uint32_t type, const struct bytes *body,
    uint32_t reply_type, struct wire_frame *reply)
{
	int r;

	(void)pthread_mutex_lock(&l->one);
	if ((r = send_frame(l, type, body)) == 0)
		do {
			if ((r = wire_recv(l->wall.sock, reply)) < 0 ||
			    reply->type != LB_ANSWER)
				break;
			r = keep(l, reply);
		} while (r == 0);
	(void)pthread_mutex_unlock(&l->one);
	if (r == 0 && reply->type == WIRE_ERROR)
		return failure(reply);
	return r == 0 && reply->type != reply_type ? broken() : r;
}

/* A code name: its answer comes when its turn does. */
static int
ask_name(struct letterbox *l, uint32_t type, const struct bytes *body)
{
	int r;

	(void)pthread_mutex_lock(&l->one);
	if (l->waiting + l->n >= LETTERBOX_WAITING_MAX)
		r = err_set(ERR_BUSY, "too many code names wait for their "
		    "keys; try again in a minute");
	else if ((r = send_frame(l, type, body)) == 0)
		l->waiting++;
	(void)pthread_mutex_unlock(&l->one);
	return r;
}

int
letterbox_new(struct letterbox *l, uint32_t token)
{
	struct bytes b = BYTES_INIT(4);
	int r;

	wire_put_u32(&b, token);
	if ((r = bytes_ok(&b)) == 0)
		r = ask_name(l, LB_NEW, &b);
	bytes_free(&b);
	return r;
}

int
letterbox_enter(struct letterbox *l, uint32_t token, const char *typed,
    size_t len)
{
	struct bytes b = BYTES_INIT(4 + LETTERBOX_TYPED_MAX);
	uint8_t *room;
	int r;

	if (len > LETTERBOX_TYPED_MAX)
		return err_set(ERR_TOO_BIG, "a code name is %d words; type "
		    "them alone", LETTERBOX_WORDS);
	/* All in one: growth would leave copies. */
	if ((r = bytes_room(&b, 4 + len, &room)) < 0)
		return r;
	b.len = 0;
	wire_put_u32(&b, token);
	wire_put_raw(&b, typed, len);
	if ((r = bytes_ok(&b)) == 0)
		r = ask_name(l, LB_ENTER, &b);
	sodium_memzero(b.data, b.len);
	bytes_free(&b);
	return r;
}

int
letterbox_next(struct letterbox *l, struct letterbox_answer *a, bool *got)
{
	struct pollfd p = { .fd = l->wall.sock, .events = POLLIN };
	int r = 0;

	*got = false;
	(void)pthread_mutex_lock(&l->one);
	if (l->n == 0 && poll(&p, 1, 0) > 0 &&
	    (r = wire_recv(l->wall.sock, &l->wall.frame)) == 0)
		r = keep(l, &l->wall.frame);
	if (r == 0 && l->n > 0) {
		*a = l->kept[l->first];
		letterbox_answer_wipe(&l->kept[l->first]);
		l->first = (l->first + 1) % LETTERBOX_WAITING_MAX;
		l->n--;
		*got = true;
	}
	(void)pthread_mutex_unlock(&l->one);
	return r;
}

void
letterbox_answer_wipe(struct letterbox_answer *a)
{
	sodium_memzero(a, sizeof(*a));
}

int
letterbox_leave(struct letterbox *l, uint32_t visit)
{
	struct wire_frame reply = WIRE_FRAME_INIT;
	struct bytes b = BYTES_INIT(4);
	int r;

	wire_put_u32(&b, visit);
	if ((r = bytes_ok(&b)) == 0)
		r = letterbox_ask(l, LB_LEAVE, &b, LB_DONE, &reply);
	wire_frame_free(&reply);
	bytes_free(&b);
	return r;
}
