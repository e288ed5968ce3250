/* serve_repair.c -- questions of a repair, to the damaged vault and to a copy. */
#include "vault/store/serving.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/store_records.h"
#include "vault/store/repair.h"

static int
tell(void *arg, const struct trouble *t)
{
	struct serve *s = arg;

	serving_finding(s, t);
	return serving_send(s, STORE_FINDING, NULL);
}

static int
answer(struct serve *s, struct repair *p,
    int (*work)(struct repo *, struct repair *))
{
	int r;

	p->to.arg = s;
	p->to.say = tell;
	if ((r = work(s->repo, p)) < 0)
		return r;
	wire_put_u64(&s->out, p->mended);
	wire_put_u64(&s->out, p->aside);
	wire_put_u64(&s->out, p->left);
	wire_put_str(&s->out, p->quarantine.name);
	return serving_send(s, STORE_REPAIRED, NULL);
}

int
serve_repair(struct serve *s)
{
	struct repair p = { .branch = "" };
	int r;

	p.dry = wire_get_u8(&s->rd) != 0;
	if ((r = serving_done(s)) < 0)
		return r;
	return answer(s, &p, repair_files);
}

int
serve_repair_branch(struct serve *s)
{
	struct repair p = { .dry = false };
	char entry[GIT_OID_HEXSZ + 1];
	int r;

	p.dry = wire_get_u8(&s->rd) != 0;
	wire_get_str(&s->rd, entry, sizeof(entry));
	p.branch = entry;
	if ((r = serving_done(s)) < 0)
		return r;
	return answer(s, &p, repair_branch);
}

static int
send_wanted(const struct store_wanted *w, void *arg)
{
	struct serve *s = arg;

	wire_put_u8(&s->out, w->large);
	wire_put_raw(&s->out, w->hash, sizeof(w->hash));
	wire_put_u64(&s->out, w->size);
	wire_put_u64(&s->out, w->entry);
	wire_put_str(&s->out, w->path);
	return serving_send(s, STORE_WANTED, NULL);
}

static void
get_wanted(struct serve *s, struct store_wanted *w)
{
	memset(w, 0, sizeof(*w));
	w->large = wire_get_u8(&s->rd) != 0;
	wire_get_raw(&s->rd, w->hash, sizeof(w->hash));
	w->size = wire_get_u64(&s->rd);
	w->entry = wire_get_u64(&s->rd);
	wire_get_str(&s->rd, w->path, sizeof(w->path));
}

int
serve_want(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = repair_wanted(s->repo, send_wanted, s)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

int
serve_give(struct serve *s)
{
	struct store_wanted w;
	uint64_t size;
	uint8_t type;
	int fd = -1, r;

	get_wanted(s, &w);
	if ((r = serving_done(s)) < 0 ||
	    (r = repair_give(s->repo, &w, &type, &fd, &size)) < 0)
		return r;
	wire_put_u8(&s->out, type);
	r = serving_send(s, STORE_GIVEN, &fd);
	io_close(&fd);
	return r;
}

int
serve_take_back(struct serve *s)
{
	struct store_wanted w;
	uint8_t type;
	int r, fd = wire_take_fd(&s->in, 0);

	get_wanted(s, &w);
	type = wire_get_u8(&s->rd);
	if ((r = serving_done(s)) == 0 && fd < 0)
		r = err_set(ERR_PROTOCOL, "there is nothing to take back");
	if (r == 0)
		r = repair_take(s->repo, &w, type, fd);
	io_close(&fd);
	return r < 0 ? r : serving_send(s, STORE_OK, NULL);
}
