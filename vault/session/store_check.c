/* store_check.c -- see store.h: the check, as the store tells it. */
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

static int
get_checked(struct store *s, struct checked *v)
{
	struct wire_reader rd = wall_said(&s->wall);

	memset(v, 0, sizeof(*v));
	v->entries = wire_get_u64(&rd);
	v->loose = wire_get_u64(&rd);
	v->packs = wire_get_u64(&rd);
	v->packed = wire_get_u64(&rd);
	v->large = wire_get_u64(&rd);
	v->bytes = wire_get_u64(&rd);
	v->findings = wire_get_u64(&rd);
	return wire_done(&rd, "the store's answer");
}

/* The next finding or step; *last when it was the verdict. */
static int
next(struct store *s, struct check_call *call, struct checked *v,
    uint64_t *told, int *stop, bool *last)
{
	struct finding_read f;
	int r;

	if ((r = store_link_one_of(s, STORE_FINDING, STORE_CHECKING,
	    STORE_CHECKED)) < 0)
		return r;
	*last = s->wall.frame.type == STORE_CHECKED;
	if (s->wall.frame.type != STORE_FINDING) {
		if ((r = get_checked(s, v)) == 0 && !*last &&
		    call->step != NULL)
			call->step(v, call->arg);
		return r;
	}
	if ((r = store_link_finding(s, &f)) < 0)
		return r;
	++*told;
	/* After a stop the rest is only taken off the socket. */
	if (*stop == 0)
		*stop = call->each(&f, call->arg);
	return 0;
}

int
store_check(struct store *s, const struct check_call *call, struct checked *v)
{
	struct check_call c = *call;
	uint64_t told = 0;
	bool last = false;
	int r, stop = 0;

	wire_put_u8(&s->out, c.data);
	wire_put_u32(&s->out, c.part);
	wire_put_u32(&s->out, c.of);
	r = wire_send(s->wall.sock, STORE_CHECK, s->out.data, s->out.len,
	    NULL, 0);
	bytes_reset(&s->out);
	while (r == 0 && !last)
		r = next(s, &c, v, &told, &stop, &last);
	if (r == 0 && v->findings != told)
		r = store_link_lied("a verdict");
	return r < 0 ? r : stop;
}
