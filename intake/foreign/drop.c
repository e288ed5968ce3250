/* drop.c -- see drop.h; the records are drop_records.h's. */
#include "intake/foreign/drop.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/wall.h"

struct drop_keys {
	struct wall wall;
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
	return wall_hear(&k->wall, "what holds the CoverDrop keys died; nothing "
	    "more was taken; import again");
}

static int
get_ready(struct drop_keys *k)
{
	struct wire_reader rd;
	int r;

	if ((r = receive(k)) < 0)
		return r;
	rd = wall_said(&k->wall);
	(void)wire_get_u32(&rd);
	(void)wire_get_u32(&rd);
	k->identities = wire_get_u32(&rd);
	return k->wall.frame.type != DROP_READY ||
	    wire_done(&rd, "keys") < 0 ? broken() : 0;
}

int
drop_keys_start(struct drop_keys **out, int fd)
{
	char name[] = "tipline-coverdrop";
	char *argv[] = { name, NULL };
	struct drop_keys *k;
	int r;

	*out = NULL;
	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = wall_start(&k->wall, argv, fd)) == 0) {
		/* What sources wrote passes through. */
		k->wall.frame.body.wiped = true;
		r = get_ready(k);
	}
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
	(void)wall_stop(&k->wall);
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
		r = wire_send(k->wall.sock, DROP_OPEN, NULL, 0, &fd, 1);
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
	*a = (struct drop_answer){ .done = k->wall.frame.type == DROP_DONE };
	rd = wall_said(&k->wall);
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
	} else if (k->wall.frame.type == DROP_MESSAGE) {
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
