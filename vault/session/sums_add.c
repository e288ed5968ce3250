/* sums_add.c -- see sums.h: sums of what came in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/inside.h"
#include "vault/session/sums_store.h"

#define OPENED_MAX 1000u	/* keys between two looks at the shelf's */
#define WORD_SIZE (MANIFEST_FACT_MAX + MANIFEST_CHANNEL_SIZE + 16)

int
sums_open(struct sums **out, struct session *s)
{
	struct sums *u;
	bool there;
	int r;

	if ((r = sums_read(&u, s)) < 0)
		return r;
	if ((r = session_shelf_begun(s, &there)) == 0 && !there) {
		u->first = true;
		r = session_shelf_fresh(s, &u->shelf);
	}
	if (r < 0)
		sums_free(u);
	else
		*out = u;
	return r;
}

int
sums_part(struct sums *u, int fd, uint64_t offset, uint64_t length,
    uint8_t sum[SUM_BYTES])
{
	return keeper_sum_part(u->session->keeper, u->shelf, fd, offset,
	    length, sum);
}

/* --- contents --- */

static int
add_item(struct sums *u, uint32_t handle, const struct id *submission,
    const struct manifest *m, size_t i)
{
	const struct manifest_item *item = &m->items[i];
	const struct object_ctx ctx = { .submission = *submission,
	    .item = item->id, .kind = inside_source(item), .version = 1 };
	const struct path p = { .kind = PATH_OBJECT, .submission = *submission,
	    .item = item->id, .tier = TIER_ORIGINAL, .object = ctx.kind,
	    .version = 1 };
	struct sum one = { .submission = *submission, .item = item->id,
	    .place = (uint32_t)i + 1, .what = SUM_OF_CONTENT };
	uint64_t size;
	int fd = -1, r;

	if ((r = store_open_object(u->session->store, &p, &fd, &size)) == 0 &&
	    (r = keeper_sum(u->session->keeper, u->shelf, handle, &ctx, fd,
	    one.sum)) == 0)
		r = sums_fresh(u, &one);
	io_close(&fd);
	return r;
}

/* --- threads --- */

/* The word by which a fact joins its submission to others; "": it does not.
 * Ids of mails are the same whatever way they came. */
static void
word_of(char word[WORD_SIZE], const struct manifest *m,
    const struct manifest_fact *f)
{
	word[0] = '\0';
	switch (f->what) {
	case FACT_THREAD:
	case FACT_MESSAGE_ID:
	case FACT_REFERENCE:
		if (f->value[0] == '<')
			(void)snprintf(word, WORD_SIZE, "id %s", f->value);
		else if (f->what == FACT_THREAD)
			(void)snprintf(word, WORD_SIZE, "thread %s %s",
			    m->channel, f->value);
		break;
	case FACT_LETTERBOX:
		(void)snprintf(word, WORD_SIZE, "box %s", f->value);
		break;
	default:
		break;
	}
}

static bool
is_fresh(const struct sums *u, size_t from, const uint8_t sum[SUM_BYTES])
{
	for (; from < u->nfresh; from++)
		if (memcmp(u->fresh[from].sum, sum, SUM_BYTES) == 0)
			return true;
	return false;
}

static int
add_threads(struct sums *u, const struct id *submission,
    const struct manifest *m)
{
	struct sum one = { .submission = *submission, .what = SUM_OF_THREAD };
	const size_t from = u->nfresh;
	char word[WORD_SIZE];
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < m->nfacts &&
	    u->nfresh - from < SUMS_WORDS_MAX; i++) {
		word_of(word, m, &m->facts[i]);
		if (word[0] == '\0' || (r = keeper_sum_word(
		    u->session->keeper, u->shelf, SUM_OF_THREAD, word,
		    one.sum)) < 0)
			continue;
		if (!is_fresh(u, from, one.sum))
			r = sums_fresh(u, &one);
	}
	return r;
}

/* --- submissions --- */

/* A submission with nothing to compare, so that it is not looked at again. */
static int
add_nothing(struct sums *u, const struct id *submission)
{
	struct sum one = { .submission = *submission, .what = SUM_OF_THREAD };
	char word[WORD_SIZE], hex[ID_HEX_SIZE];
	int r;

	id_hex(hex, submission);
	(void)snprintf(word, sizeof(word), "alone %s", hex);
	if ((r = keeper_sum_word(u->session->keeper, u->shelf, SUM_OF_THREAD,
	    word, one.sum)) == 0)
		r = sums_fresh(u, &one);
	return r;
}

int
sums_add(struct sums *u, const struct id *submission, uint32_t handle,
    const struct manifest *m)
{
	const size_t before = u->nfresh;
	size_t i;
	int r = 0;

	if (!sums_has(u, submission, NULL))
		r = add_threads(u, submission, m);
	for (i = 0; r == 0 && i < m->nitems; i++)
		if (m->items[i].size > 0 && !sums_has(u, submission,
		    &m->items[i].id))
			r = add_item(u, handle, submission, m, i);
	if (r == 0 && u->nfresh == before && !sums_has(u, submission, NULL))
		r = add_nothing(u, submission);
	return r;
}

static int
add_one(struct sums *u, const struct id *submission)
{
	struct session *s = u->session;
	const struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_MANIFEST, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	const size_t before = u->nfresh;
	struct manifest m = { .items = NULL };
	uint32_t handle;
	int r;

	if ((r = session_unlock(s, submission, NULL, TIER_ORIGINAL,
	    &handle)) < 0)
		return r;
	if ((r = session_read_object(s, handle, &ctx, &b)) == 0 &&
	    (r = manifest_read(&m, b.data, b.len)) == 0 &&
	    (r = inside_read(s, handle, submission, &m)) == 0)
		r = sums_add(u, submission, handle, &m);
	if (r < 0)
		u->nfresh = before;
	/* Many come after it, and the keeper holds so many keys. */
	(void)keeper_drop(s->keeper, handle);
	manifest_free(&m);
	bytes_free(&b);
	return r;
}

/* What lies in the submission, such as that it was erased, and stops nothing
 * else. */
static bool
is_its_own(int r)
{
	return r == ERR_NO_GRANT || r == ERR_NOT_PERMITTED ||
	    r == ERR_WRONG_KEY || r == ERR_FORMAT || r == ERR_INTEGRITY ||
	    r == ERR_NOT_FOUND || r == ERR_TOO_BIG;
}

/* The keeper holds so many keys, and lets the oldest go: the shelf's must not
 * be that.  A new one nobody could open again, so what there is is stored. */
static int
renew_key(struct sums *u)
{
	int r = u->first ? sums_store(u) : 0;

	return r < 0 || u->first ? r : session_shelf_unlock(u->session,
	    &u->shelf);
}

int
sums_add_all(struct sums *u)
{
	struct id *ids = NULL;
	size_t i, n, opened = 0;
	int r;

	if ((r = session_submissions(u->session, &ids, &n)) < 0)
		return r;
	for (i = 0; r == 0 && i < n; i++) {
		if (id_equal(&ids[i], &path_shelf) ||
		    sums_has(u, &ids[i], NULL))
			continue;
		if (++opened % OPENED_MAX == 0 && (r = renew_key(u)) < 0)
			break;
		if ((r = add_one(u, &ids[i])) < 0 && is_its_own(r))
			r = 0;
		progress(u->session->options, "comparing", i + 1, n);
	}
	progress_end(u->session->options);
	free(ids);
	return r;
}

void
sums_update(struct session *s)
{
	struct sums *u = NULL;
	int r;

	if (s->keeper == NULL || (s->my_roles & ROLE_DESK) == 0)
		return;
	if ((r = sums_open(&u, s)) == 0 && (r = sums_add_all(u)) == 0)
		r = sums_store(u);
	if (r < 0)
		say(s->options, "what came in is not compared with what was "
		    "there yet: %s", err_line());
	sums_free(u);
}
