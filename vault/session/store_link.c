/*
 * store_link.c -- see store_link.h.  What the store answers is not trusted:
 * it reads hostile bytes with a large library.
 */
#include "vault/session/store_link.h"

#include <string.h>

#include "vault/base/err.h"

#define PARTS_MAX 4096		/* of one answer */

int
store_link_lied(const char *what)
{
	return err_set(ERR_PROTOCOL, "the store answered with %s that cannot "
	    "be right; run `tipline audit`", what);
}

int
store_link_ask(struct store *s, uint32_t type, int fd, uint32_t answer,
    struct wire_reader *rd)
{
	int r = wire_ask(s->wall.sock, type, &s->out, fd >= 0 ? &fd : NULL,
	    fd >= 0, answer, &s->wall.frame);

	bytes_reset(&s->out);
	*rd = wall_said(&s->wall);
	return r;
}

int
store_link_ask_ok(struct store *s, uint32_t type, int fd)
{
	struct wire_reader rd;
	int r;

	if ((r = store_link_ask(s, type, fd, STORE_OK, &rd)) < 0)
		return r;
	return wire_done(&rd, "the store's answer");
}

int
store_link_next(struct store *s, uint32_t type)
{
	return store_link_one_of(s, type, type, type);
}

int
store_link_one_of(struct store *s, uint32_t one, uint32_t other,
    uint32_t third)
{
	const uint32_t *type = &s->wall.frame.type;
	int r;

	if ((r = wall_hear(&s->wall, NULL)) < 0)
		return r;
	return *type == one || *type == other || *type == third ? 0 :
	    store_link_lied("a record");
}

int
store_link_ask_parts(struct store *s, uint32_t type, struct bytes *b)
{
	struct wire_reader rd;
	unsigned parts;
	uint8_t last;
	int r, full = 0;

	r = store_link_ask(s, type, -1, STORE_PART, &rd);
	for (parts = 0; r == 0; parts++) {
		last = wire_get_u8(&rd);
		if (rd.bad || last > 1 || parts > PARTS_MAX)
			return store_link_lied("a part");
		if (full == 0)
			full = bytes_add(b, rd.p, rd.left);
		if (last)
			return full;
		r = store_link_next(s, STORE_PART);
		rd = wall_said(&s->wall);
	}
	return r;
}

void
store_link_put_path(struct store *s, const struct path *path)
{
	char name[PATH_SIZE];

	path_format(name, path);
	wire_put_str(&s->out, name);
}

bool
store_link_is_commit(const char *hex)
{
	return strlen(hex) == 40 && strspn(hex, "0123456789abcdef") == 40;
}
