/* serve_check.c -- STORE_CHECK: findings as they are met, then the verdict. */
#include "vault/store/serving.h"

#include <stdio.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/check.h"

struct checking_face {
	struct serve *serve;
	uint64_t findings;
};

static void
put_result(struct serve *s, const struct check_result *v, uint64_t findings)
{
	wire_put_u64(&s->out, v->entries);
	wire_put_u64(&s->out, v->loose);
	wire_put_u64(&s->out, v->packs);
	wire_put_u64(&s->out, v->packed);
	wire_put_u64(&s->out, v->large);
	wire_put_u64(&s->out, v->bytes);
	wire_put_u64(&s->out, findings);
}

static int
tell(void *arg, const struct trouble *t)
{
	struct checking_face *c = arg;
	struct serve *s = c->serve;

	c->findings++;
	serving_finding(s, t);
	return serving_send(s, STORE_FINDING, NULL);
}

static int
step(void *arg, const struct check_result *so_far)
{
	struct checking_face *c = arg;

	put_result(c->serve, so_far, c->findings);
	return serving_send(c->serve, STORE_CHECKING, NULL);
}

int
serve_check(struct serve *s)
{
	struct checking_face c = { .serve = s };
	const struct troubles to = { .arg = &c, .say = tell };
	struct check_options o = { .step = step, .arg = &c };
	struct check_result v;
	int r;

	o.data = wire_get_u8(&s->rd) != 0;
	o.part = wire_get_u32(&s->rd);
	o.of = wire_get_u32(&s->rd);
	if ((r = serving_done(s)) < 0)
		return r;
	if (o.of > CHECK_CALL_PARTS_MAX || o.part > o.of ||
	    (o.of > 0 && o.part == 0))
		return err_set(ERR_PROTOCOL, "there is no such part of a "
		    "vault");
	if ((r = check_run(s->repo, &o, &to, &v)) < 0)
		return r;
	put_result(s, &v, c.findings);
	return serving_send(s, STORE_CHECKED, NULL);
}
