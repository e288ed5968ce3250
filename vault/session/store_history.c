/*
 * store_history.c -- see store.h: the log, as the store tells it.
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
