/* store_repair.c -- see store.h: the repair, as the store tells it. */
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/store_link.h"

static int
get_repaired(struct store *s, struct repaired *v)
{
	struct wire_reader rd = wall_said(&s->wall);

	memset(v, 0, sizeof(*v));
	v->mended = wire_get_u64(&rd);
	v->aside = wire_get_u64(&rd);
	v->left = wire_get_u64(&rd);
	wire_get_str(&rd, v->quarantine, sizeof(v->quarantine));
	return wire_done(&rd, "the store's answer");
}

/* Findings, then what they come to. */
static int
repair(struct store *s, uint32_t type,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct repaired *v)
{
	struct finding_read f;
	int r, stop = 0;

	r = wire_send(s->wall.sock, type, s->out.data, s->out.len, NULL, 0);
	bytes_reset(&s->out);
	if (r < 0)
		return r;
	for (;;) {
		if ((r = store_link_one_of(s, STORE_FINDING, STORE_REPAIRED,
		    STORE_REPAIRED)) < 0)
			return r;
		if (s->wall.frame.type == STORE_REPAIRED)
			break;
		if ((r = store_link_finding(s, &f)) < 0)
			return r;
		/* After a stop the rest is only taken off the socket. */
		if (stop == 0)
			stop = each(&f, arg);
	}
	return (r = get_repaired(s, v)) < 0 ? r : stop;
}

int
store_repair(struct store *s, bool dry,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct repaired *v)
{
	wire_put_u8(&s->out, dry);
	return repair(s, STORE_REPAIR, each, arg, v);
}

int
store_repair_branch(struct store *s, bool dry, const char *entry,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct repaired *v)
{
	wire_put_u8(&s->out, dry);
	wire_put_str(&s->out, entry);
	return repair(s, STORE_REPAIR_BRANCH, each, arg, v);
}

static int
get_wanted(struct store *s, struct store_wanted *w)
{
	struct wire_reader rd = wall_said(&s->wall);

	memset(w, 0, sizeof(*w));
	w->large = wire_get_u8(&rd) != 0;
	wire_get_raw(&rd, w->hash, sizeof(w->hash));
	w->size = wire_get_u64(&rd);
	w->entry = wire_get_u64(&rd);
	wire_get_str(&rd, w->path, sizeof(w->path));
	return wire_done(&rd, "the store's answer");
}

static void
put_wanted(struct store *s, const struct store_wanted *w)
{
	wire_put_u8(&s->out, w->large);
	wire_put_raw(&s->out, w->hash, sizeof(w->hash));
	wire_put_u64(&s->out, w->size);
	wire_put_u64(&s->out, w->entry);
	wire_put_str(&s->out, w->path);
}

int
store_wanted(struct store *s,
    int (*each)(const struct store_wanted *, void *), void *arg)
{
	struct store_wanted w;
	int r, stop = 0;

	if ((r = wire_send(s->wall.sock, STORE_WANT, NULL, 0, NULL, 0)) < 0)
		return r;
	for (;;) {
		if ((r = store_link_one_of(s, STORE_WANTED, STORE_OK,
		    STORE_OK)) < 0)
			return r;
		if (s->wall.frame.type == STORE_OK)
			return stop;
		if ((r = get_wanted(s, &w)) < 0)
			return r;
		if (stop == 0)
			stop = each(&w, arg);
	}
}

int
store_get_back(struct store *to, struct store *copy,
    const struct store_wanted *w)
{
	struct wire_reader rd;
	uint8_t type;
	int fd = -1, r;

	put_wanted(copy, w);
	if ((r = store_link_ask(copy, STORE_GIVE, -1, STORE_GIVEN, &rd)) < 0)
		return r;
	type = wire_get_u8(&rd);
	if ((r = wire_done(&rd, "the copy's answer")) < 0)
		return r;
	if ((fd = wire_take_fd(&copy->wall.frame, 0)) < 0)
		return store_link_lied("no descriptor");
	put_wanted(to, w);
	wire_put_u8(&to->out, type);
	r = store_link_ask_ok(to, STORE_TAKE_BACK, fd);
	io_close(&fd);
	return r;
}
