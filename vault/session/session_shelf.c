/* session_shelf.c -- the vault's shelf, its key, and the watchlist on it. */
#include "vault/session/session.h"

#include <stdio.h>
#include <stdlib.h>

#include "vault/base/err.h"

#define SHELF_NAMES_MAX 4096	/* bytes of the names that lie right on it */

static const struct path newest_list = { .kind = PATH_OBJECT,
    .object = OBJECT_WATCHLIST, .tier = TIER_WORKING };

static struct grant_ctx
shelf(void)
{
	return (struct grant_ctx){ .submission = path_shelf,
	    .tier = TIER_WORKING };
}

/* The version of the newest list; 0: there is none. */
static int
newest(struct session *s, uint32_t *version)
{
	struct path p = newest_list;

	p.submission = path_shelf;
	return store_latest(s->store, &p, version);
}

/* It begins with its first key, whatever then lies on it. */
int
session_shelf_begun(struct session *s, bool *there)
{
	struct bytes names = BYTES_INIT(SHELF_NAMES_MAX);
	char folder[PATH_SIZE];
	int r;

	path_submission(folder, &path_shelf);
	r = store_list(s->store, folder, &names);
	*there = names.len > 0;
	bytes_free(&names);
	return r;
}

int
session_shelf_unlock(struct session *s, uint32_t *handle)
{
	bool there;
	int r;

	if ((r = session_shelf_begun(s, &there)) < 0)
		return r;
	if (!there)
		return err_set(ERR_NOT_FOUND, "the vault's shelf is empty; run "
		    "`tipline examine` first");
	r = session_unlock(s, &path_shelf, NULL, TIER_WORKING, handle);
	if (r == ERR_NO_GRANT)
		return err_set(ERR_NO_GRANT, "the vault's shelf is not sealed "
		    "to this key yet; ask another desk member to run "
		    "`tipline watchlist`");
	return r;
}

/* Within a write: the key to everybody of the desk who lacks it. */
int
session_shelf_grant(struct session *s, uint32_t handle, size_t *added)
{
	const struct grant_ctx ctx = shelf();
	struct fpr *all = NULL;
	unsigned roles;
	size_t i, n;
	bool has;
	int r;

	*added = 0;
	r = session_members(s, &all, &n);
	for (i = 0; r == 0 && i < n; i++) {
		if ((r = store_roles(s->store, &all[i], &roles)) < 0 ||
		    (roles & ROLE_DESK) == 0 ||
		    (r = session_has_grant(s, &ctx, &all[i], &has)) < 0 || has)
			continue;
		r = session_add_grant(s, handle, &ctx, &all[i]);
		*added += r == 0;
	}
	free(all);
	return r;
}

int
session_shelf_fresh(struct session *s, uint32_t *handle)
{
	const struct grant_ctx key = shelf();

	return keeper_fresh(s->keeper, &key, handle);
}

static int
commit(struct session *s, const char *subject)
{
	struct id id = path_shelf;
	struct entry e = { .event = "watchlist", .submissions = &id,
	    .nsubmissions = 1 };
	char hex[41];

	(void)snprintf(e.subject, sizeof(e.subject), "%s", subject);
	return session_commit(s, &e, hex);
}

static int
share(struct session *s, uint32_t handle)
{
	size_t added;
	int r;

	if ((r = session_begin(s)) < 0)
		return r;
	if ((r = session_shelf_grant(s, handle, &added)) < 0)
		return session_abort(s, r);
	return added > 0 ? commit(s, "of the vault, shared") :
	    store_abort(s->store);
}

int
session_shelf_share(struct session *s)
{
	uint32_t handle;
	int r;

	if ((s->my_roles & ROLE_DESK) == 0)
		return 0;
	r = session_shelf_unlock(s, &handle);
	return r == ERR_NO_GRANT || r == ERR_NOT_FOUND ? 0 : r < 0 ? r :
	    share(s, handle);
}

int
session_shelf_list(struct session *s, struct bytes *list)
{
	struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_WATCHLIST };
	uint32_t handle;
	int r;

	if ((r = newest(s, &ctx.version)) < 0 || ctx.version == 0)
		return r;
	if ((r = session_shelf_unlock(s, &handle)) < 0)
		return r;
	return session_read_object(s, handle, &ctx, list);
}

int
session_shelf_set(struct session *s, const void *list, size_t len)
{
	struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_WATCHLIST };
	uint32_t handle;
	size_t added;
	bool there;
	int r;

	if ((r = session_begin(s)) < 0)
		return r;
	r = newest(s, &ctx.version);
	ctx.version++;
	if (r < 0 || (r = session_shelf_begun(s, &there)) < 0 ||
	    (r = there ? session_shelf_unlock(s, &handle) :
	    session_shelf_fresh(s, &handle)) < 0 ||
	    (r = session_shelf_grant(s, handle, &added)) < 0 ||
	    (r = session_add_object_bytes(s, handle, &ctx, list, len,
	    NULL)) < 0)
		return session_abort(s, r);
	return commit(s, "of the vault");
}
