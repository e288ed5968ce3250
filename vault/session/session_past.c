/* session_past.c -- looking at the vault as it was at a past entry. */
#include "vault/session/session.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define NUMBER_DIGITS_MAX 8	/* of an entry's number; more is a commit */
#define PREFIX_LEAST 7		/* digits of a shortened commit */
#define COMMIT_HEX 40

struct search {
	uint64_t number;	/* 0: by its commit */
	const char *prefix;
	size_t len, fits;
	char commit[COMMIT_HEX + 1];
};

static int
look(const struct entry_read *e, void *arg)
{
	struct search *q = arg;

	if (q->number != 0 ? e->number != q->number :
	    strncmp(e->commit, q->prefix, q->len) != 0)
		return 0;
	q->fits++;
	memcpy(q->commit, e->commit, sizeof(q->commit));
	return q->number != 0;	/* a number is one entry */
}

int
session_look_at(struct session *s, const char *word)
{
	struct search q = { .prefix = word, .len = strlen(word) };
	int r;

	if (strspn(word, "0123456789") == q.len && q.len > 0 &&
	    q.len <= NUMBER_DIGITS_MAX)
		q.number = strtoull(word, NULL, 10);
	if (q.number == 0 && (q.len < PREFIX_LEAST ||
	    q.len > COMMIT_HEX ||
	    strspn(word, "0123456789abcdef") != q.len))
		return err_set(ERR_USAGE, "%s names no entry; give its number "
		    "as tipline log shows it, or its commit", word);
	if ((r = store_log(s->store, look, &q)) < 0)
		return r;
	if (q.fits == 0)
		return err_set(ERR_NOT_FOUND, "there is no entry %s; tipline "
		    "log shows them", word);
	if (q.fits > 1)
		return err_set(ERR_USAGE, "%zu entries fit %s; give more "
		    "digits", q.fits, word);
	s->alive = (struct id){ 0 };
	return store_look_at(s->store, q.commit);
}
