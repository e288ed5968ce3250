/*
 * serve_held.c -- STORE_HELD: the grants that a member holds, of everything
 * that was not erased, submission by submission.
 */
#include "vault/store/serving.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/grant.h"
#include "vault/session/store_records.h"
#include "vault/store/tree.h"

#define GRANT_READ_MAX (2 * GRANT_BYTES)

struct holding {
	struct serve *serve;
	struct fpr member;
	uint32_t below;			/* only of an epoch before this one */
	struct id after;		/* the last submission looked at */
	struct bytes out;
	size_t grants, looked;
};

static bool
is_full(const struct holding *h)
{
	return h->grants >= STORE_HELD_PAGE || h->looked >= STORE_HELD_LOOKED;
}

/* The member's newest grant of what `p` names, if it has one. */
static int
add_grant(struct holding *h, struct path *p)
{
	struct bytes names = BYTES_INIT(LOOK_NAMES_MAX);
	struct bytes box = BYTES_INIT(GRANT_READ_MAX);
	char name[PATH_SIZE], head[FPR_HEX_SIZE + 1];
	int r;

	p->version = 1;
	path_format(name, p);
	*strrchr(name, '/') = '\0';
	fpr_hex(head, &h->member);
	(void)memcpy(head + FPR_HEX_SIZE - 1, ".", 2);
	if ((r = tree_list(h->serve->repo, &h->serve->look.tree, name,
	    &names)) < 0)
		goto done;
	p->version = tree_highest(&names, head);
	if (p->version == 0 || p->version >= h->below)
		goto done;
	path_format(name, p);
	if ((r = tree_file(h->serve->repo, &h->serve->look.tree, name,
	    &box)) < 0)
		goto done;
	wire_put_u8(&h->out, (uint8_t)p->tier);
	wire_put_raw(&h->out, p->submission.b, ID_BYTES);
	wire_put_raw(&h->out, p->item.b, ID_BYTES);
	wire_put_u32(&h->out, p->version);
	wire_put_bytes(&h->out, box.data,
	    box.len == GRANT_BYTES ? box.len : 0);
	h->grants++;
	r = bytes_ok(&h->out);
done:
	bytes_free(&names);
	bytes_free(&box);
	return r;
}

static int
add_tiers(struct holding *h, const struct id *submission, const struct id *item)
{
	struct path p = { .kind = PATH_GRANT, .member = h->member,
	    .submission = *submission, .item = *item };
	int t, r = 0;

	for (t = TIER_ORIGINAL; t <= TIER_LAST && r == 0; t++) {
		p.tier = (enum tier)t;
		r = add_grant(h, &p);
	}
	return r;
}

/*
 * Each name of a folder in turn, that of a folder without its '/'.  A walk
 * over folders stops when each() returns 1.
 */
static int
each_name(struct holding *h, const char *folder,
    int (*each)(struct holding *, const char *folder, const char *name))
{
	struct bytes names = BYTES_INIT(LOOK_NAMES_MAX);
	char name[PATH_SIZE];
	const char *at;
	size_t i, n;
	int r;

	if ((r = tree_list(h->serve->repo, &h->serve->look.tree, folder,
	    &names)) < 0)
		goto done;
	for (i = 0; i < names.len && r == 0; i += n + 1) {
		at = (const char *)names.data + i;
		n = strlen(at);
		if (n >= sizeof(name))
			continue;
		memcpy(name, at, n + 1);
		if (n > 0 && name[n - 1] == '/')
			name[n - 1] = '\0';
		r = each(h, folder, name);
	}
done:
	bytes_free(&names);
	return r;
}

static int
add_item(struct holding *h, const char *folder, const char *name)
{
	struct id item;

	(void)folder;
	return hex_parse(item.b, ID_BYTES, name, strlen(name)) ?
	    add_tiers(h, &h->after, &item) : 0;
}

static int
add_items(struct holding *h, const char *folder, const char *name)
{
	char below[PATH_SIZE];

	(void)snprintf(below, sizeof(below), "%.400s/%.2s", folder, name);
	return each_name(h, below, add_item);
}

/* What was erased is held by nobody. */
static int
was_erased(const struct holding *h, const char *folder)
{
	char name[PATH_SIZE];
	git_oid blob;
	int r;

	(void)snprintf(name, sizeof(name), "%.400s/erased/done", folder);
	r = tree_find(h->serve->repo, &h->serve->look.tree, name, &blob);
	return r == 0 ? 1 : r == ERR_NOT_FOUND ? 0 : r;
}

static int
add_submission(struct holding *h, const char *folder, const char *name)
{
	static const struct id whole;
	char below[PATH_SIZE];
	struct id id;
	int r;

	if (!hex_parse(id.b, ID_BYTES, name, strlen(name)) ||
	    memcmp(id.b, h->after.b, ID_BYTES) <= 0)
		return 0;
	if (is_full(h))
		return 1;
	h->after = id;
	h->looked++;
	(void)snprintf(below, sizeof(below), "%.300s/%.32s", folder, name);
	if ((r = was_erased(h, below)) != 0)
		return r < 0 ? r : 0;
	if ((r = add_tiers(h, &id, &whole)) < 0)
		return r;
	(void)strcat(below, "/items");	/* PATH_SIZE holds any path of ours */
	return each_name(h, below, add_items);
}

/* Folders of ids that were looked at are not opened again. */
static int
add_second(struct holding *h, const char *folder, const char *name)
{
	char below[PATH_SIZE], after[ID_HEX_SIZE];

	id_hex(after, &h->after);
	(void)snprintf(below, sizeof(below), "%.300s/%.2s", folder, name);
	if (strncmp(below + strlen("submissions/"), after, 2) == 0 &&
	    strncmp(name, after + 2, 2) < 0)
		return 0;
	return each_name(h, below, add_submission);
}

static int
add_first(struct holding *h, const char *folder, const char *name)
{
	char below[PATH_SIZE], after[ID_HEX_SIZE];

	id_hex(after, &h->after);
	if (strncmp(name, after, 2) < 0)
		return 0;
	(void)snprintf(below, sizeof(below), "%.300s/%.2s", folder, name);
	return each_name(h, below, add_second);
}

int
serve_held(struct serve *s)
{
	struct bytes answer = BYTES_INIT(STORE_HELD_MAX);
	struct holding h = { .serve = s, .out = BYTES_INIT(STORE_HELD_MAX) };
	int r;

	wire_get_raw(&s->rd, h.member.b, FPR_BYTES);
	h.below = wire_get_u32(&s->rd);
	wire_get_raw(&s->rd, h.after.b, ID_BYTES);
	if ((r = serving_done(s)) < 0 ||
	    (r = each_name(&h, "submissions", add_first)) < 0)
		goto done;
	wire_put_u8(&answer, r == 0);
	wire_put_raw(&answer, h.after.b, ID_BYTES);
	wire_put_raw(&answer, h.out.data, h.out.len);
	if ((r = bytes_ok(&answer)) == 0)
		r = serving_parts(s, &answer);
done:
	bytes_free(&answer);
	bytes_free(&h.out);
	return r;
}
