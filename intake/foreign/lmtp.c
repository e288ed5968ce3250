/* lmtp.c -- see lmtp.h; the records are lmtp_records.h's. */
#include "intake/foreign/lmtp.h"

#include <stdio.h>
#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/session/wall.h"

struct lmtp {
	struct wall wall;
};

static int
broken(void)
{
	return err_set(ERR_PROTOCOL, "tipline-import says of a mail what it "
	    "must not say; start it again, and report it to the maintainers");
}

static int
receive(struct lmtp *l)
{
	return wall_hear(&l->wall, "what listens for mails died; start it "
	    "again, and report it to the maintainers");
}

int
lmtp_start(struct lmtp **out, int listening, uint64_t limit)
{
	char name[] = "tipline-import", kind[] = "lmtp", word[32];
	char *argv[] = { name, kind, word, NULL };
	struct lmtp *l;
	int r;

	*out = NULL;
	(void)snprintf(word, sizeof(word), "%llu", (unsigned long long)limit);
	if ((l = calloc(1, sizeof(*l))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = wall_start(&l->wall, argv, listening)) == 0 &&
	    (r = receive(l)) == 0 && l->wall.frame.type != LMTP_READY)
		r = broken();
	if (r < 0)
		lmtp_stop(l);
	else
		*out = l;
	return r;
}

void
lmtp_stop(struct lmtp *l)
{
	if (l == NULL)
		return;
	(void)wall_stop(&l->wall);
	free(l);
}

int
lmtp_fd(const struct lmtp *l)
{
	return l->wall.sock;
}

int
lmtp_next(struct lmtp *l, struct lmtp_saying *s)
{
	struct wire_reader rd;
	int r;

	if ((r = receive(l)) < 0)
		return r;
	if (l->wall.frame.type < LMTP_BEGIN || l->wall.frame.type > LMTP_GONE)
		return broken();
	s->record = (enum lmtp_record)l->wall.frame.type;
	rd = wall_said(&l->wall);
	s->id = wire_get_u32(&rd);
	s->data = NULL;
	s->len = 0;
	if (s->record == LMTP_DATA) {
		s->data = rd.p;
		s->len = rd.left;
		return rd.bad ? broken() : 0;
	}
	if (s->record == LMTP_FACT) {
		s->what = wire_get_u8(&rd);
		rd.bad = rd.bad || s->what < FACT_SENDER_NAME ||
		    s->what > FACT_LAST;
		wire_get_str(&rd, s->value, sizeof(s->value));
	}
	return wire_done(&rd, "what a mail program says") < 0 ? broken() : 0;
}

int
lmtp_answer(struct lmtp *l, uint32_t id, enum lmtp_verdict verdict)
{
	struct bytes b = BYTES_INIT(8);
	int r;

	wire_put_u32(&b, id);
	wire_put_u8(&b, (uint8_t)verdict);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(l->wall.sock, LMTP_ANSWER, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}
