/*
 * store_audit.c -- see store.h: the audit, by one store or by several, each of
 * which walks a part of the history.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

#define AUDIT_PARTS_MAX 8	/* stores at a time */
#define KEPT_MAX 10000		/* findings that wait for an earlier part */

/* One part; the first is walked by the store that was asked. */
struct part {
	struct store *store;
	bool own;			/* started for this, and stopped */
	struct audit_from from;
	char upto[sizeof(((struct audit_from *)0)->commit)];
	bool done;
	struct verdict v;
	uint64_t told[WEIGHT_LAST + 1];	/* findings, by their weight */
	struct finding_read *kept;
	size_t nkept;
	uint64_t walked, of;
};

struct parts {
	struct part v[AUDIT_PARTS_MAX];
	size_t n;
	size_t first;			/* that is not done yet */
	const struct audit_ask *ask;
	int stop;
};

static void
put_from(struct store *s, const struct audit_from *from)
{
	static const struct audit_from none;

	if (from == NULL)
		from = &none;
	wire_put_u64(&s->out, from->number);
	wire_put_str(&s->out, from->commit);
	wire_put_raw(&s->out, from->sha256, SHA256_BYTES);
}

/* Where further parts begin; in the end each part knows where it ends. */
static int
split(struct store *s, struct parts *p, uint32_t most)
{
	struct wire_reader rd;
	uint32_t i, n;
	int r;

	put_from(s, p->ask->from);
	wire_put_u32(&s->out, most);
	if ((r = store_link_ask(s, STORE_SPLIT, -1, STORE_SPLITS, &rd)) < 0)
		return r;
	n = wire_get_u32(&rd);
	if (n >= AUDIT_PARTS_MAX || n + 1 > most)
		return store_link_lied("parts");
	for (i = 1; i <= n && !rd.bad; i++) {
		p->v[i].from.number = wire_get_u64(&rd);
		wire_get_str(&rd, p->v[i].from.commit,
		    sizeof(p->v[i].from.commit));
		wire_get_raw(&rd, p->v[i].from.sha256, SHA256_BYTES);
		memcpy(p->v[i - 1].upto, p->v[i].from.commit,
		    sizeof(p->v[i].upto));
		if (p->v[i].from.number <= p->v[i - 1].from.number ||
		    !store_link_is_commit(p->v[i].from.commit))
			return store_link_lied("parts");
	}
	p->n = n + 1;
	return wire_done(&rd, "the store's answer");
}

static int
begin_part(struct part *p)
{
	struct store *s = p->store;
	int r;

	put_from(s, &p->from);
	wire_put_str(&s->out, p->upto);
	wire_put_u8(&s->out, !p->own);
	if ((r = bytes_ok(&s->out)) == 0)
		r = wire_send(s->wall.sock, STORE_AUDIT, s->out.data,
		    s->out.len, NULL, 0);
	bytes_reset(&s->out);
	return r;
}

int
store_link_finding(struct store *s, struct finding_read *f)
{
	struct wire_reader rd = wall_said(&s->wall);

	memset(f, 0, sizeof(*f));
	f->weight = (enum weight)wire_get_u8(&rd);
	wire_get_str(&rd, f->rule, sizeof(f->rule));
	f->entry = wire_get_u64(&rd);
	wire_get_str(&rd, f->commit, sizeof(f->commit));
	wire_get_str(&rd, f->path, sizeof(f->path));
	wire_get_str(&rd, f->line, sizeof(f->line));
	if (!rd.bad && (f->weight < WEIGHT_BROKEN || f->weight > WEIGHT_LAST))
		return store_link_lied("a finding");
	return wire_done(&rd, "the store's answer");
}

static int
get_verdict(struct part *p)
{
	struct wire_reader rd = wall_said(&p->store->wall);
	struct verdict *v = &p->v;
	int r;

	v->entries = wire_get_u64(&rd);
	v->objects = wire_get_u64(&rd);
	v->large = wire_get_u64(&rd);
	v->submissions = wire_get_u64(&rd);
	v->members = wire_get_u64(&rd);
	v->findings = wire_get_u64(&rd);
	v->overdue = wire_get_u64(&rd);
	wire_get_str(&rd, v->head, sizeof(v->head));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	/* There is no head when the branch cannot be read. */
	if ((!store_link_is_commit(v->head) &&
	    (v->head[0] != '\0' || v->findings == 0)) ||
	    v->findings < p->told[WEIGHT_BROKEN] ||
	    (v->findings > 0) != (p->told[WEIGHT_BROKEN] > 0) ||
	    v->overdue < p->told[WEIGHT_OVERDUE])
		return store_link_lied("a verdict");
	p->done = true;
	return 0;
}

/* After a stop the rest is only taken off the socket. */
static void
hand_out(struct parts *p, const struct finding_read *f)
{
	if (p->stop == 0 && p->ask->each != NULL)
		p->stop = p->ask->each(f, p->ask->arg);
}

/* The findings of a part come after all of those before it. */
static int
take_finding(struct parts *p, struct part *one)
{
	struct finding_read f, *kept;
	int r;

	if ((r = store_link_finding(one->store, &f)) < 0)
		return r;
	one->told[f.weight]++;
	if (one == &p->v[p->first]) {
		hand_out(p, &f);
		return 0;
	}
	if (one->nkept >= KEPT_MAX)
		return 0;
	/* Doubled at each power of two. */
	if ((one->nkept & (one->nkept - 1)) == 0) {
		kept = realloc(one->kept, (one->nkept * 2 + 1) *
		    sizeof(*kept));
		if (kept == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		one->kept = kept;
	}
	one->kept[one->nkept++] = f;
	return 0;
}

static int
take_progress(struct parts *p, struct part *one)
{
	struct wire_reader rd = wall_said(&one->store->wall);
	uint64_t walked = 0, of = 0;
	size_t i;

	one->walked = wire_get_u64(&rd);
	one->of = wire_get_u64(&rd);
	for (i = 0; i < p->n; i++) {
		walked += p->v[i].walked;
		of += p->v[i].of;
	}
	if (p->ask->progress != NULL)
		p->ask->progress(walked, of, p->ask->arg);
	return wire_done(&rd, "the store's answer");
}

/* One record of one part. */
static int
take(struct parts *p, struct part *one)
{
	size_t i;
	int r;

	if ((r = store_link_one_of(one->store, STORE_FINDING, STORE_PROGRESS,
	    STORE_VERDICT)) < 0)
		return r;
	if (one->store->wall.frame.type == STORE_FINDING)
		return take_finding(p, one);
	if (one->store->wall.frame.type == STORE_PROGRESS)
		return take_progress(p, one);
	if ((r = get_verdict(one)) < 0)
		return r;
	for (; p->first < p->n && p->v[p->first].done; p->first++)
		for (i = 0; p->first + 1 < p->n &&
		    i < p->v[p->first + 1].nkept; i++)
			hand_out(p, &p->v[p->first + 1].kept[i]);
	return 0;
}

static int
take_all(struct parts *p)
{
	struct pollfd fds[AUDIT_PARTS_MAX];
	struct part *of[AUDIT_PARTS_MAX];
	size_t i;
	nfds_t n;
	int r;

	while (p->first < p->n) {
		for (i = p->first, n = 0; i < p->n; i++) {
			if (p->v[i].done)
				continue;
			of[n] = &p->v[i];
			fds[n++] = (struct pollfd){
			    .fd = p->v[i].store->wall.sock, .events = POLLIN };
		}
		if (poll(fds, n, -1) < 0)
			continue;	/* interrupted */
		for (i = 0; i < n; i++)
			if (fds[i].revents != 0 && (r = take(p, of[i])) < 0)
				return r;
	}
	return 0;
}

static void
add_up(const struct parts *p, struct verdict *v)
{
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < p->n; i++) {
		v->entries += p->v[i].v.entries;
		v->objects += p->v[i].v.objects;
		v->large += p->v[i].v.large;
		v->submissions += p->v[i].v.submissions;
		v->members += p->v[i].v.members;
		v->findings += p->v[i].v.findings;
		v->overdue += p->v[i].v.overdue;
	}
	memcpy(v->head, p->v[p->n - 1].v.head, sizeof(v->head));
}

int
store_audit_with(struct store *s, const struct audit_ask *ask,
    struct verdict *v)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct parts p = { .ask = ask };
	size_t i;
	int r;

	memset(v, 0, sizeof(*v));
	if (ask->from != NULL)
		p.v[0].from = *ask->from;
	p.v[0].store = s;
	if ((r = split(s, &p, processors < 1 ? 1 :
	    processors > AUDIT_PARTS_MAX ? AUDIT_PARTS_MAX :
	    (uint32_t)processors)) < 0)
		return r;
	for (i = 1; i < p.n && r == 0; i++) {
		p.v[i].own = true;
		r = store_start(&p.v[i].store, s->path);
	}
	for (i = 0; i < p.n && r == 0; i++)
		r = begin_part(&p.v[i]);
	if (r == 0)
		r = take_all(&p);
	for (i = 0; i < p.n; i++) {
		if (p.v[i].own)
			store_stop(p.v[i].store);
		free(p.v[i].kept);
	}
	if (r < 0)
		return r;
	add_up(&p, v);
	if (p.stop != 0 || v->findings > 0)
		return p.stop;
	wire_put_str(&s->out, v->head);
	return store_link_ask_ok(s, STORE_SAW, -1);
}

int
store_overdue(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg)
{
	struct finding_read f;
	int r, stop = 0;

	if ((r = wire_send(s->wall.sock, STORE_OVERDUE, NULL, 0, NULL, 0)) < 0)
		return r;
	while ((r = store_link_one_of(s, STORE_FINDING, STORE_OK,
	    STORE_OK)) == 0 && s->wall.frame.type == STORE_FINDING) {
		if ((r = store_link_finding(s, &f)) < 0)
			return r;
		if (stop == 0)
			stop = each(&f, arg);
	}
	return r < 0 ? r : stop;
}

int
store_audit(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct verdict *v)
{
	const struct audit_ask ask = { .each = each, .arg = arg };

	return store_audit_with(s, &ask, v);
}
