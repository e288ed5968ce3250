/* inside.c -- see inside.h. */
#include "vault/session/inside.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define PATH_NAME_MAX ((size_t)64 << 10)	/* before it is cut */

static size_t
place_of(const struct manifest *m, const struct id *id)
{
	size_t i;

	for (i = 0; i < m->nitems && !id_equal(&m->items[i].id, id); i++)
		;
	return i;
}

/* The end of a path, at most what a manifest's name may have. */
static const char *
fitting(const char *path)
{
	size_t len = strlen(path);

	if (len <= MANIFEST_NAME_MAX)
		return path;
	path += len - MANIFEST_NAME_MAX;
	while (((unsigned char)*path & 0xc0) == 0x80)
		path++;		/* not from the middle of a character */
	return path;
}

int
inside_add(struct manifest *m, size_t parent, const struct id *id,
    const char *name, uint64_t size)
{
	struct bytes b = BYTES_INIT(PATH_NAME_MAX);
	struct id of = m->items[parent].id;
	unsigned depth = m->items[parent].depth + 1;
	struct manifest_item *fresh;
	const char *path;
	int r;

	(void)bytes_addf(&b, "%s/%s", m->items[parent].name, name);
	if ((path = bytes_str(&b)) == NULL)
		r = bytes_ok(&b);
	else if ((r = manifest_add(m, id, ITEM_FILE, fitting(path))) == 0) {
		fresh = &m->items[m->nitems - 1];
		fresh->parent = of;
		fresh->depth = depth;
		fresh->size = size;
	}
	bytes_free(&b);
	return r;
}

size_t
inside_count(const struct manifest *m, size_t i)
{
	size_t k, n = 0;

	for (k = 0; k < m->nitems; k++)
		n += id_equal(&m->items[k].parent, &m->items[i].id);
	return n;
}

size_t
inside_root(const struct manifest *m, size_t i)
{
	size_t up;

	while (m->items[i].depth > 0) {
		if ((up = place_of(m, &m->items[i].parent)) == m->nitems)
			break;
		i = up;
	}
	return i;
}

enum object_kind
inside_source(const struct manifest_item *item)
{
	return item->depth > 0 ? OBJECT_UNPACKED : OBJECT_ORIGINAL;
}

/* Is there something that was found in the item? */
static int
has_contents(struct session *s, const struct object_ctx *ctx, bool *there)
{
	struct path p = { .kind = PATH_OBJECT, .submission = ctx->submission,
	    .item = ctx->item, .object = ctx->kind,
	    .tier = object_tier(ctx->kind), .version = 1 };
	uint64_t size;
	int fd, r;

	r = store_open_object(s->store, &p, &fd, &size);
	*there = r == 0;
	if (r == 0)
		io_close(&fd);
	return r == ERR_NOT_FOUND ? 0 : r;
}

/* Append what was found in the item at `i`. */
static int
read_contents(struct session *s, uint32_t handle, const struct id *submission,
    struct manifest *m, size_t i)
{
	struct object_ctx ctx = { .submission = *submission,
	    .item = m->items[i].id, .kind = OBJECT_CONTENTS, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest found = { .items = NULL };
	size_t k;
	bool there;
	int r;

	if ((r = has_contents(s, &ctx, &there)) < 0 || !there)
		return r;
	if ((r = session_read_object(s, handle, &ctx, &b)) == 0 &&
	    (r = manifest_read(&found, b.data, b.len)) == 0)
		for (k = 0; r == 0 && k < found.nitems; k++)
			r = inside_add(m, i, &found.items[k].id,
			    found.items[k].name, found.items[k].size);
	manifest_free(&found);
	bytes_free(&b);
	return r;
}

static int
by_id(const void *a, const void *b)
{
	const struct manifest_item *x = a, *y = b;

	return memcmp(x->id.b, y->id.b, ID_BYTES);
}

int
inside_read(struct session *s, uint32_t handle, const struct id *submission,
    struct manifest *m)
{
	const size_t came = m->nitems;
	size_t i;
	int r;

	for (i = 0; i < m->nitems; i++)
		if ((r = read_contents(s, handle, submission, m, i)) < 0)
			return r;
	if (m->nitems == came)
		return 0;
	qsort(m->items + came, m->nitems - came, sizeof(*m->items), by_id);
	for (i = came; i < m->nitems; i++)
		if ((i > came && by_id(&m->items[i - 1], &m->items[i]) == 0) ||
		    place_of(m, &m->items[i].id) < came)
			return err_set(ERR_INTEGRITY, "an item was found in two "
			    "others; run `tipline audit`");
	return 0;
}
