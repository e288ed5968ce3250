/* order.c -- the rule `order`: versions count up, for things that exist. */
#include "vault/audit/ruling.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/store/tree.h"

static bool
has_name(const struct bytes *names, const char *name)
{
	size_t at;

	for (at = 0; at < names->len;
	    at += strlen((const char *)names->data + at) + 1)
		if (strcmp((const char *)names->data + at, name) == 0)
			return true;
	return false;
}

/*
 * A version is one above the highest there was.  What belongs to a release of
 * the submission has that one's number; so has a recall (releases.c).
 */
static void
check_version(const struct ruling *r, const struct change *c,
    const struct bytes *names)
{
	const struct path *p = &c->path;
	char head[32] = "";
	uint32_t highest;

	if (p->kind != PATH_OBJECT || !object_versioned(p->object) ||
	    p->object == OBJECT_RECALL)
		return;
	if (!id_is_zero(&p->item))
		(void)strcat(strcpy(head, object_name(p->object)), ".");
	highest = tree_highest(names, head);
	if (p->object == OBJECT_RELEASE ?
	    p->version != ruling_release(r, &p->submission) :
	    p->version != highest + 1)
		ruling_say(r, "order", c->name, "version %u follows on %u",
		    p->version, highest);
}

/* It came in with its submission, or was found in another item: before this
 * entry or by it. */
static bool
is_item(const struct ruling *r, const struct bytes *names, size_t i, size_t j)
{
	static const enum object_kind whole[] = { OBJECT_ORIGINAL,
	    OBJECT_UNPACKED };
	char name[32];
	size_t k;

	for (k = 0; k < sizeof(whole) / sizeof(whole[0]); k++) {
		(void)strcat(strcpy(name, object_name(whole[k])), ".sealed");
		if (has_name(names, name))
			return true;
		(void)strcat(strcpy(name, object_name(whole[k])), ".large");
		if (has_name(names, name))
			return true;
	}
	for (; i < j; i++)
		if (r->changes->v[i].path.kind == PATH_OBJECT &&
		    r->changes->v[i].path.object == OBJECT_UNPACKED)
			return true;
	return false;
}

/* All that the entry adds to one item, or to the submission itself. */
static int
check_place(const struct ruling *r, size_t i, size_t j)
{
	const struct path *p = &r->changes->v[i].path;
	const bool item = !id_is_zero(&p->item);
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct bytes versions = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE];
	int code;

	if (item)
		path_item(folder, &p->submission, &p->item);
	else
		path_submission(folder, &p->submission);
	if ((code = ruling_list(r, folder, &names)) < 0)
		goto done;
	if (item ? !is_item(r, &names, i, j) : !has_name(&names, "drop") &&
	    !id_equal(&p->submission, &path_shelf))
		ruling_say(r, "order", r->changes->v[i].name, "there is no "
		    "such %s", item ? "item" : "submission");
	if (!item) {
		(void)strcat(folder, ruling_event(r, "watchlist") ?
		    "/watchlist" : ruling_event(r, "reply") ? "/replies" :
		    ruling_event(r, "compare") ? "/sums" : "/releases");
		if ((code = ruling_list(r, folder, &versions)) < 0)
			goto done;
	}
	for (; i < j; i++)
		check_version(r, &r->changes->v[i], item ? &names : &versions);
done:
	bytes_free(&names);
	bytes_free(&versions);
	return code < 0 ? code : 0;
}

/* What comes in comes in whole, and once. */
static int
check_new(const struct ruling *r, size_t i)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE];
	int code;

	path_submission(folder, &r->changes->v[i].path.submission);
	if ((code = ruling_list(r, folder, &names)) == 1)
		ruling_say(r, "order", folder, "this submission came in "
		    "before");
	bytes_free(&names);
	return code < 0 ? code : 0;
}

int
order_check(const struct ruling *r)
{
	const bool submit = strcmp(r->facts->entry->event, "submit") == 0;
	size_t i, j;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i = j) {
		j = submit ? ruling_group(r, i) : ruling_item(r, i);
		if (id_is_zero(&r->changes->v[i].path.submission))
			continue;
		code = submit ? check_new(r, i) : check_place(r, i, j);
	}
	return code;
}
