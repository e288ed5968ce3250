/* sums_store.c -- see sums_store.h, and docs/format.md "Sums". */
#include "vault/session/sums_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"

#define SUMS_VERSION 1
#define SUM_RECORD (2 * ID_BYTES + 4 + 1 + SUM_BYTES)

static int
newest(struct session *s, uint32_t *version)
{
	struct path p = { .kind = PATH_OBJECT, .submission = path_shelf,
	    .object = OBJECT_SUMS, .tier = TIER_WORKING };

	return store_latest(s->store, &p, version);
}

static int
grow(struct sum **list, size_t n, size_t more)
{
	struct sum *all = realloc(*list, (n + more + 1) * sizeof(*all));

	if (all == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*list = all;
	return 0;
}

/* --- reading --- */

static int
read_sums(struct sums *u, struct wire_reader *rd, size_t n)
{
	struct sum *one;
	int r;

	if ((r = grow(&u->all, u->n, n)) < 0)
		return r;
	for (; n > 0; n--) {
		one = &u->all[u->n++];
		memset(one, 0, sizeof(*one));
		wire_get_raw(rd, one->submission.b, ID_BYTES);
		wire_get_raw(rd, one->item.b, ID_BYTES);
		one->place = wire_get_u32(rd);
		one->what = wire_get_u8(rd);
		wire_get_raw(rd, one->sum, SUM_BYTES);
	}
	return 0;
}

static int
read_segment(struct sums *u, struct segment *g)
{
	const struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_SUMS, .version = g->version };
	struct bytes b = BYTES_INIT(SUMS_MAX);
	struct wire_reader rd;
	uint32_t n;
	int r;

	if ((r = session_read_object(u->session, u->shelf, &ctx, &b)) < 0)
		goto done;
	rd = wire_reader(b.data, b.len);
	rd.bad = wire_get_u8(&rd) != SUMS_VERSION || rd.bad;
	g->oldest = wire_get_u32(&rd);
	n = wire_get_u32(&rd);
	g->first = u->n;
	g->n = n;
	rd.bad = rd.bad || g->oldest == 0 || g->oldest > g->version ||
	    rd.left != (size_t)n * SUM_RECORD;
	if (!rd.bad)
		r = read_sums(u, &rd, n);
	if (r == 0)
		r = wire_done(&rd, "a list of sums");
done:
	bytes_free(&b);
	return r;
}

int
sums_load(struct sums *u)
{
	struct segment *all, g;
	uint32_t version;
	int r;

	if ((r = newest(u->session, &version)) < 0)
		return r;
	for (; r == 0 && version > 0; version = g.oldest - 1) {
		g = (struct segment){ .version = version, .oldest = 1 };
		all = realloc(u->segments, (u->nsegments + 1) * sizeof(*all));
		if (all == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		u->segments = all;
		if ((r = read_segment(u, &g)) == 0)
			all[u->nsegments++] = g;
	}
	return r;
}

/* --- writing --- */

int
sums_fresh(struct sums *u, const struct sum *one)
{
	int r = 0;

	if ((u->nfresh & (u->nfresh - 1)) == 0)
		r = grow(&u->fresh, u->nfresh, u->nfresh);
	if (r == 0)
		u->fresh[u->nfresh++] = *one;
	return r;
}

static void
put(struct bytes *b, const struct sum *list, size_t n)
{
	for (; n > 0; n--, list++) {
		wire_put_raw(b, list->submission.b, ID_BYTES);
		wire_put_raw(b, list->item.b, ID_BYTES);
		wire_put_u32(b, list->place);
		wire_put_u8(b, list->what);
		wire_put_raw(b, list->sum, SUM_BYTES);
	}
}

/*
 * The newest segments that the next one takes in: each at most twice as long as
 * all that is newer, so a sum is written again a few times in the vault's life.
 */
static size_t
taken_in(const struct sums *u, uint32_t version, size_t *n)
{
	size_t i;

	*n = u->nfresh;
	for (i = 0; i < u->nsegments; i++) {
		/* Somebody stored one meanwhile: it stays by itself. */
		if (u->segments[i].version != version ||
		    u->segments[i].n > 2 * *n ||
		    (*n + u->segments[i].n + 1) * SUM_RECORD > SUMS_MAX)
			break;
		*n += u->segments[i].n;
		version = u->segments[i].oldest - 1;
	}
	return i;
}

static int
seal(struct sums *u, uint32_t handle)
{
	struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_SUMS };
	struct bytes b = BYTES_INIT(SUMS_MAX);
	uint32_t version;
	size_t i, k, n;
	int r;

	if ((r = newest(u->session, &version)) < 0)
		return r;
	k = taken_in(u, version, &n);
	ctx.version = version + 1;
	wire_put_u8(&b, SUMS_VERSION);
	wire_put_u32(&b, k > 0 ? u->segments[k - 1].oldest : ctx.version);
	wire_put_u32(&b, (uint32_t)n);
	for (i = 0; i < k; i++)
		put(&b, u->all + u->segments[i].first, u->segments[i].n);
	put(&b, u->fresh, u->nfresh);
	if ((r = bytes_ok(&b)) == 0)
		r = session_add_object_bytes(u->session, handle, &ctx, b.data,
		    b.len, NULL);
	bytes_free(&b);
	return r;
}

static int
commit(struct session *s)
{
	struct id id = path_shelf;
	struct entry e = { .event = "compare", .submissions = &id,
	    .nsubmissions = 1 };
	char hex[41];

	(void)snprintf(e.subject, sizeof(e.subject), "what came in");
	return session_commit(s, &e, hex);
}

int
sums_store(struct sums *u)
{
	struct session *s = u->session;
	size_t added;
	bool there;
	int r;

	if (u->nfresh == 0)
		return 0;
	if ((r = session_begin(s)) < 0)
		return r;
	if ((r = session_shelf_begun(s, &there)) < 0)
		return session_abort(s, r);
	if (there && u->first) {
		/* Somebody began it meanwhile, with another key: these sums
		 * are worth nothing, and are made again the next time. */
		u->nfresh = 0;
		return store_abort(s->store);
	}
	if ((r = session_shelf_grant(s, u->shelf, &added)) < 0 ||
	    (r = seal(u, u->shelf)) < 0)
		return session_abort(s, r);
	if ((r = commit(s)) == 0) {
		u->nfresh = 0;
		u->first = false;
	}
	return r;
}
