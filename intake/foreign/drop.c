/* drop.c -- see drop.h; the records are drop_records.h's. */
#include "intake/foreign/drop.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

struct drop_keys {
	struct wire_frame frame;
	int sock, pid;
	uint32_t identities;
	uint32_t records;	/* of the dead drop that is opened */
};

static int
broken(void)
{
	return err_set(ERR_PROTOCOL, "tipline-coverdrop says what it must not "
	    "say; nothing of this dead drop was taken; report it to the "
	    "maintainers");
}

static int
receive(struct drop_keys *k)
{
	struct wire_reader rd;
	char line[ERR_LINE_MAX];
	uint32_t code;
	int r;

	if ((r = wire_recv(k->sock, &k->frame)) < 0)
		return r == ERR_WALL ? err_set(ERR_WALL, "what holds the "
		    "CoverDrop keys died; nothing more was taken; import "
		    "again") : r;
	if (k->frame.type != WIRE_ERROR)
		return 0;
	rd = wire_reader(k->frame.body.data, k->frame.body.len);
	code = wire_get_u32(&rd);
	wire_get_str(&rd, line, sizeof(line));
	if (wire_done(&rd, "a refusal") < 0 || code == 0 ||
	    code > (uint32_t)-ERR_LAST)
		return broken();
	return err_set((enum err)-(int)code, "%s", line);
}

static int
get_ready(struct drop_keys *k)
{
	struct wire_reader rd;
	int r;

	if ((r = receive(k)) < 0)
		return r;
	rd = wire_reader(k->frame.body.data, k->frame.body.len);
	(void)wire_get_u32(&rd);
	(void)wire_get_u32(&rd);
	k->identities = wire_get_u32(&rd);
	return k->frame.type != DROP_READY ||
	    wire_done(&rd, "keys") < 0 ? broken() : 0;
}

int
drop_keys_start(struct drop_keys **out, int fd)
{
	char path[PATH_MAX], name[] = "tipline-coverdrop";
	char *argv[] = { name, NULL };
	struct drop_keys *k;
	int r;

	*out = NULL;
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	k->frame = WIRE_FRAME_INIT;
	k->sock = k->pid = -1;
	if ((r = libexec_path(path, sizeof(path), name)) == 0 &&
	    (r = wall_spawn(path, argv, fd, &k->sock, &k->pid)) == 0)
		r = get_ready(k);
	if (r < 0)
		drop_keys_stop(k);
	else
		*out = k;
	return r;
}

void
drop_keys_stop(struct drop_keys *k)
{
	if (k == NULL)
		return;
	(void)wall_end(&k->sock, &k->pid);
	wire_frame_free(&k->frame);
	free(k);
}

uint32_t
drop_keys_identities(const struct drop_keys *k)
{
	return k->identities;
}

int
drop_open(struct drop_keys *k, const void *drop, size_t len)
{
	int fd = -1, r;

	if (len < DROP_HEAD_BYTES || len - DROP_HEAD_BYTES > DROP_BYTES_MAX)
		return err_set(ERR_TOO_BIG, "a dead drop of %zu bytes is none; "
		    "fetch it again", len);
	k->records = (uint32_t)((len - DROP_HEAD_BYTES) / DROP_RECORD_BYTES);
	if ((r = io_memfd_from(&fd, "tipline-dead-drop", drop, len)) == 0)
		r = wire_send(k->sock, DROP_OPEN, NULL, 0, &fd, 1);
	io_close(&fd);
	return r;
}

int
drop_next(struct drop_keys *k, struct drop_answer *a)
{
	struct wire_reader rd;
	const uint8_t *p;
	unsigned signature;
	int r;

	if ((r = receive(k)) < 0)
		return r;
	*a = (struct drop_answer){ .done = k->frame.type == DROP_DONE };
	rd = wire_reader(k->frame.body.data, k->frame.body.len);
	if (a->done) {
		a->records = wire_get_u32(&rd);
		a->cover = wire_get_u32(&rd);
		a->others = wire_get_u32(&rd);
		signature = wire_get_u8(&rd);
		rd.bad = rd.bad || a->records != k->records ||
		    a->cover > a->records ||
		    a->others > a->records - a->cover ||
		    signature > DROP_SIGNATURE_LAST;
		a->signature = (enum drop_signature)signature;
	} else if (k->frame.type == DROP_MESSAGE) {
		a->record = wire_get_u32(&rd);
		wire_get_raw(&rd, a->reply_key, sizeof(a->reply_key));
		p = wire_get_bytes(&rd, DROP_PACKED_MAX, &a->len);
		rd.bad = rd.bad || a->record >= k->records;
		if (!rd.bad && a->len > 0)
			memcpy(a->packed, p, a->len);
	} else {
		return broken();
	}
	return wire_done(&rd, "a dead drop") < 0 ? broken() : 0;
}
