/* receipt.c -- see receipt.h. */
#include "vault/session/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define RECEIPT_TEXT_MAX (4u << 20)	/* bytes: some 80,000 items */

int
receipt_needed(struct session *s, bool *needed)
{
	struct policy policy;
	int r = store_policy(s->store, &policy);

	*needed = r == 0 && policy.receipts != 0;
	return r;
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* The lines, sorted: a tier's items by their hex. */
static int
format_lines(struct bytes *b, enum tier tier, const struct id *items, size_t n)
{
	char hex[ID_HEX_SIZE];
	struct id *sorted;
	size_t i;

	if (items == NULL)
		return bytes_addf(b, "%s -\n", tier_name(tier));
	if ((sorted = calloc(n + 1, sizeof(*sorted))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(sorted, items, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare_ids);
	for (i = 0; i < n; i++) {
		id_hex(hex, &sorted[i]);
		(void)bytes_addf(b, "%s %s\n", tier_name(tier), hex);
	}
	free(sorted);
	return bytes_ok(b);
}

static int
commit(struct session *s, const struct id *submission, const struct bytes *b,
    enum tier tier)
{
	struct path p = { .kind = PATH_RECEIPT, .submission = *submission,
	    .member = s->my_fpr };
	struct id id = *submission;
	struct entry e = { .event = "opened", .submissions = &id,
	    .nsubmissions = 1 };
	char hex[41];
	int r;

	(void)snprintf(e.subject, sizeof(e.subject), "%s tier",
	    tier_name(tier));
	if ((r = session_begin(s)) < 0)
		return r;
	if ((r = store_latest(s->store, &p, &p.version)) < 0)
		return session_abort(s, r);
	p.version++;
	if ((r = store_add(s->store, &p, b->data, b->len)) < 0)
		return session_abort(s, r);
	return session_commit(s, &e, hex);
}

int
receipt_sign(struct session *s, const struct id *submission,
    enum tier tier, const struct id *items, size_t n)
{
	struct bytes b = BYTES_INIT(RECEIPT_TEXT_MAX);
	char why[ERR_LINE_MAX / 2];
	bool needed;
	int r;

	if ((r = receipt_needed(s, &needed)) < 0 || !needed)
		return r;
	if ((r = format_lines(&b, tier, items, n)) == 0 &&
	    (r = commit(s, submission, &b, tier)) < 0) {
		(void)snprintf(why, sizeof(why), "%s", err_line());
		r = err_set((enum err)r, "nothing was opened: the policy asks "
		    "for a receipt in the vault first, and %s", why);
	}
	bytes_free(&b);
	return r;
}
