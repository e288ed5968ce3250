/* listed.c -- see listed.h. */
#include "redact/cmd/listed.h"

#include "redact/find/known/watchlist.h"
#include "vault/base/err.h"

static int
newest(struct work *w, uint32_t *version)
{
	const struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .object = OBJECT_WATCHLIST, .tier = TIER_WORKING };

	return store_latest(w->session->store, &p, version);
}

int
listed_of(struct work *w, struct bytes *list)
{
	struct object_ctx ctx = { .submission = w->id,
	    .kind = OBJECT_WATCHLIST };
	int r;

	if ((r = newest(w, &ctx.version)) < 0 || ctx.version == 0)
		return r;
	return session_read_object(w->session, w->working, &ctx, list);
}

int
listed_set(struct work *w, const struct bytes *list)
{
	struct object_ctx ctx = { .submission = w->id,
	    .kind = OBJECT_WATCHLIST };
	int r;

	if ((r = session_begin(w->session)) < 0)
		return r;
	r = newest(w, &ctx.version);
	ctx.version++;
	if (r < 0 || (r = session_add_object_bytes(w->session, w->working,
	    &ctx, list->data, list->len, NULL)) < 0)
		return session_abort(w->session, r);
	return work_commit(w, "watchlist", "of a submission");
}

int
listed_known(struct known *k, struct work *w)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	int r;

	if ((r = session_shelf_list(w->session, &list)) < 0 ||
	    (r = watchlist_read(k, list.data, list.len)) < 0)
		goto done;
	bytes_reset(&list);
	if ((r = listed_of(w, &list)) == 0)
		r = watchlist_read(k, list.data, list.len);
done:
	bytes_free(&list);
	return r;
}
