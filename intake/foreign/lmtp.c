/* lmtp.c -- see lmtp.h; the records are lmtp_records.h's. */
#include "intake/foreign/lmtp.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

struct lmtp {
	struct wire_frame frame;
	int sock, pid;
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
	struct wire_reader rd;
	char line[ERR_LINE_MAX];
	uint32_t code;
	int r;

	if ((r = wire_recv(l->sock, &l->frame)) < 0)
		return r == ERR_WALL ? err_set(ERR_WALL, "what listens for "
		    "mails died; start it again, and report it to the "
		    "maintainers") : r;
	if (l->frame.type != WIRE_ERROR)
		return 0;
	rd = wire_reader(l->frame.body.data, l->frame.body.len);
	code = wire_get_u32(&rd);
	wire_get_str(&rd, line, sizeof(line));
	if (wire_done(&rd, "a refusal") < 0 || code == 0 ||
	    code > (uint32_t)-ERR_LAST)
		return broken();
	return err_set((enum err)-(int)code, "%s", line);
}

int
lmtp_start(struct lmtp **out, int listening, uint64_t limit)
{
	char path[PATH_MAX], name[] = "tipline-import", kind[] = "lmtp";
	char word[32];
	char *argv[] = { name, kind, word, NULL };
	struct lmtp *l;
	int r;

	*out = NULL;
	(void)snprintf(word, sizeof(word), "%llu", (unsigned long long)limit);
	if ((l = calloc(1, sizeof(*l))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	l->frame = WIRE_FRAME_INIT;
	l->sock = l->pid = -1;
	if ((r = libexec_path(path, sizeof(path), name)) == 0 &&
	    (r = wall_spawn(path, argv, listening, &l->sock, &l->pid)) == 0 &&
	    (r = receive(l)) == 0 && l->frame.type != LMTP_READY)
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
	(void)wall_end(&l->sock, &l->pid);
	wire_frame_free(&l->frame);
	free(l);
}

int
lmtp_fd(const struct lmtp *l)
{
	return l->sock;
}

int
lmtp_next(struct lmtp *l, struct lmtp_saying *s)
{
	struct wire_reader rd;
	int r;

	if ((r = receive(l)) < 0)
		return r;
	if (l->frame.type < LMTP_BEGIN || l->frame.type > LMTP_GONE)
		return broken();
	s->record = (enum lmtp_record)l->frame.type;
	rd = wire_reader(l->frame.body.data, l->frame.body.len);
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
		r = wire_send(l->sock, LMTP_ANSWER, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}
