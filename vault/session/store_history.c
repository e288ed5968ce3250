/*
 * store_history.c -- see store.h: the log and the audit, as the store tells
 * them.
 */
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

static bool
is_line(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

/* One entry of a page; its submissions are the caller's to free. */
static int
get_entry(struct wire_reader *rd, struct entry_read *e)
{
	uint32_t n;

	memset(e, 0, sizeof(*e));
	e->number = wire_get_u64(rd);
	wire_get_str(rd, e->commit, sizeof(e->commit));
	e->time = (int64_t)wire_get_u64(rd);
	wire_get_str(rd, e->entry.event, sizeof(e->entry.event));
	wire_get_str(rd, e->entry.subject, sizeof(e->entry.subject));
	wire_get_raw(rd, e->entry.actor.b, FPR_BYTES);
	wire_get_raw(rd, e->entry.item.b, ID_BYTES);
	n = wire_get_u32(rd);
	if (rd->bad || rd->left / ID_BYTES < n ||
	    !store_link_is_commit(e->commit) || !is_line(e->entry.event) ||
	    !is_line(e->entry.subject))
		return store_link_lied("an entry");
	if (n == 0)
		return 0;
	e->entry.submissions = malloc(n * sizeof(struct id));
	if (e->entry.submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	e->entry.nsubmissions = n;
	wire_get_raw(rd, e->entry.submissions, n * sizeof(struct id));
	return 0;
}

/* A page is taken out of the frame: `each` may ask the store other things. */
static int
log_page(struct store *s, uint64_t *had, bool *last, uint64_t *number,
    int (*each)(const struct entry_read *, void *), void *arg)
{
	struct bytes page = BYTES_INIT(WIRE_BODY_MAX);
	struct entry_read e;
	struct wire_reader rd;
	uint32_t n;
	int r;

	wire_put_u64(&s->out, *had);
	if ((r = store_link_ask(s, STORE_LOG, -1, STORE_ENTRIES, &rd)) < 0 ||
	    (r = bytes_add(&page, rd.p, rd.left)) < 0)
		goto done;
	rd = wire_reader(page.data, page.len);
	*last = wire_get_u8(&rd) != 0;
	n = wire_get_u32(&rd);
	if (n == 0 && !*last)
		r = store_link_lied("an empty page");
	for (; n > 0 && r == 0; n--) {
		if ((r = get_entry(&rd, &e)) == 0 && *had > 0 &&
		    e.number + 1 != *number)
			r = store_link_lied("an entry's number");
		if (r == 0)
			r = each(&e, arg);
		*number = e.number;
		++*had;
		free(e.entry.submissions);
	}
	if (r == 0)
		r = wire_done(&rd, "the store's answer");
done:
	bytes_free(&page);
	return r;
}

int
store_log(struct store *s, int (*each)(const struct entry_read *, void *),
    void *arg)
{
	uint64_t had = 0, number = 0;
	bool last = false;
	int r = 0;

	while (r == 0 && !last)
		r = log_page(s, &had, &last, &number, each, arg);
	return r;
}

static int
get_finding(struct store *s, struct finding_read *f)
{
	struct wire_reader rd = wire_reader(s->in.body.data, s->in.body.len);

	memset(f, 0, sizeof(*f));
	wire_get_str(&rd, f->rule, sizeof(f->rule));
	f->entry = wire_get_u64(&rd);
	wire_get_str(&rd, f->commit, sizeof(f->commit));
	wire_get_str(&rd, f->path, sizeof(f->path));
	wire_get_str(&rd, f->line, sizeof(f->line));
	return wire_done(&rd, "the store's answer");
}

static int
get_verdict(struct store *s, struct verdict *v)
{
	struct wire_reader rd = wire_reader(s->in.body.data, s->in.body.len);

	memset(v, 0, sizeof(*v));
	v->entries = wire_get_u64(&rd);
	v->objects = wire_get_u64(&rd);
	v->large = wire_get_u64(&rd);
	v->submissions = wire_get_u64(&rd);
	v->members = wire_get_u64(&rd);
	v->findings = wire_get_u64(&rd);
	wire_get_str(&rd, v->head, sizeof(v->head));
	return wire_done(&rd, "the store's answer");
}

int
store_audit(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct verdict *v)
{
	struct finding_read f;
	uint64_t told = 0;
	int r, stop = 0;

	if ((r = wire_send(s->sock, STORE_AUDIT, NULL, 0, NULL, 0)) < 0)
		return r;
	for (;;) {
		r = store_link_next(s, STORE_FINDING, STORE_VERDICT);
		if (r < 0 || s->in.type == STORE_VERDICT)
			break;
		if ((r = get_finding(s, &f)) < 0)
			return r;
		told++;
		/* After a stop the rest is only taken off the socket. */
		if (stop == 0 && each != NULL)
			stop = each(&f, arg);
	}
	if (r < 0 || (r = get_verdict(s, v)) < 0)
		return r;
	/* There is no head when the branch cannot be read. */
	if ((!store_link_is_commit(v->head) &&
	    (v->head[0] != '\0' || told == 0)) || v->findings < told ||
	    (v->findings > 0) != (told > 0))
		return store_link_lied("a verdict");
	return stop;
}
