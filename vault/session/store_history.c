/*
 * store_history.c -- see store.h: the log, as the store tells it.
 */
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

#define PAGE_FIRST 64		/* entries; a page on a screen needs no more */
#define PAGE_FURTHER STORE_LOG_PAGE

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

static void
put_ask(struct store *s, const struct log_ask *ask, bool on, uint32_t most)
{
	static const struct fpr nobody;
	static const struct id nothing;

	wire_put_u8(&s->out, on);
	wire_put_u32(&s->out, most);
	wire_put_u8(&s->out, ask->member != NULL);
	wire_put_raw(&s->out, ask->member != NULL ? ask->member->b : nobody.b,
	    FPR_BYTES);
	wire_put_raw(&s->out, ask->submission != NULL ? ask->submission->b :
	    nothing.b, ID_BYTES);
	wire_put_str(&s->out, ask->events != NULL ? ask->events : "");
	wire_put_u64(&s->out, ask->since);
	wire_put_u64(&s->out, ask->until);
	wire_put_u8(&s->out, ask->by_time);
	wire_put_u64(&s->out, (uint64_t)ask->since_time);
	wire_put_u64(&s->out, (uint64_t)ask->until_time);
}

/* How far a log was read. */
struct reading {
	uint64_t had;			/* entries handed out */
	uint64_t number;		/* of the last of them */
	bool last;			/* nothing is behind them */
};

/* A page is taken out of the frame: `each` may ask the store other things. */
static int
log_page(struct store *s, const struct log_ask *ask, bool on, uint32_t most,
    struct reading *l, int (*each)(const struct entry_read *, void *),
    void *arg)
{
	struct bytes page = BYTES_INIT(WIRE_BODY_MAX);
	struct entry_read e;
	struct wire_reader rd;
	uint32_t n;
	int r;

	put_ask(s, ask, on, most);
	if ((r = store_link_ask(s, STORE_LOG, -1, STORE_ENTRIES, &rd)) < 0 ||
	    (r = bytes_add(&page, rd.p, rd.left)) < 0)
		goto done;
	rd = wire_reader(page.data, page.len);
	l->last = wire_get_u8(&rd) != 0;
	n = wire_get_u32(&rd);
	if (n > most || (n == 0 && !l->last))
		r = store_link_lied("a page");
	for (; n > 0 && r == 0; n--) {
		if ((r = get_entry(&rd, &e)) < 0)
			break;
		if (e.number == 0 || (l->had > 0 && e.number >= l->number))
			r = store_link_lied("an entry's number");
		else
			r = each(&e, arg);
		l->number = e.number;
		l->had++;
		free(e.entry.submissions);
	}
	if (r == 0)
		r = wire_done(&rd, "the store's answer");
done:
	bytes_free(&page);
	return r;
}

int
store_log_with(struct store *s, const struct log_ask *ask,
    int (*each)(const struct entry_read *, void *), void *arg)
{
	struct reading l = { .had = 0 };
	uint32_t most = PAGE_FIRST;
	bool on = false;
	int r = 0;

	while (r == 0 && !l.last && (ask->most == 0 || l.had < ask->most)) {
		if (ask->most > 0 && ask->most - l.had < most)
			most = (uint32_t)(ask->most - l.had);
		r = log_page(s, ask, on, most, &l, each, arg);
		on = true;
		most = PAGE_FURTHER;
	}
	return r;
}

int
store_log(struct store *s, int (*each)(const struct entry_read *, void *),
    void *arg)
{
	const struct log_ask all = { .most = 0 };

	return store_log_with(s, &all, each, arg);
}
