/* contents.c -- see contents.h. */
#include "vault/cmd/contents.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define WALK_MAX (256u << 20)	/* bytes of one submission's names */

void
contents_free(struct contents *c)
{
	free(c->paths);
	free(c->items);
	memset(c, 0, sizeof(*c));
}

/* Names that classify; the audit speaks about those that do not. */
static int
classify(struct contents *c, const struct bytes *names)
{
	const char *at = (const char *)names->data;
	size_t i, n = 0;

	for (i = 0; i < names->len; i++)
		n += names->data[i] == '\0';
	if ((c->paths = calloc(n + 1, sizeof(*c->paths))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < n; i++, at += strlen(at) + 1) {
		c->paths[c->npaths] = path_parse(at);
		if (c->paths[c->npaths].kind != PATH_NONE)
			c->npaths++;
	}
	return 0;
}

/* By item, then object, then version: what contents_newest() searches in. */
static int
by_item(const void *a, const void *b)
{
	const struct path *x = a, *y = b;
	int d;

	if ((d = memcmp(x->item.b, y->item.b, ID_BYTES)) != 0)
		return d;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	if (x->version != y->version)
		return x->version < y->version ? -1 : 1;
	return memcmp(x->member.b, y->member.b, FPR_BYTES);
}

int
contents_read(struct contents *c, struct session *s,
    const struct id *submission)
{
	struct bytes names = BYTES_INIT(WALK_MAX);
	char folder[PATH_SIZE];
	int r;

	memset(c, 0, sizeof(*c));
	path_submission(folder, submission);
	if ((r = store_walk(s->store, folder, &names)) == 0 &&
	    (r = classify(c, &names)) == 0)
		r = session_items(s, submission, &c->items, &c->nitems);
	if (r == 0)
		qsort(c->paths, c->npaths, sizeof(*c->paths), by_item);
	bytes_free(&names);
	if (r < 0)
		contents_free(c);
	return r;
}

/* The last one of them whose version is at most `most`. */
static const struct path *
find_upto(const struct contents *c, const struct id *item,
    enum object_kind kind, uint32_t most)
{
	struct path past = { .kind = PATH_OBJECT, .item = *item,
	    .object = kind, .tier = object_tier(kind), .version = most };
	const struct path *p;
	size_t low = 0, high = c->npaths, mid;

	/* The last path that does not stand behind `past`. */
	while (low < high) {
		mid = low + (high - low) / 2;
		if (by_item(&c->paths[mid], &past) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return NULL;
	p = &c->paths[low - 1];
	return p->kind == PATH_OBJECT && p->object == kind &&
	    id_equal(&p->item, item) ? p : NULL;
}

const struct path *
contents_newest(const struct contents *c, const struct id *item,
    enum object_kind kind)
{
	return find_upto(c, item, kind, UINT32_MAX);
}

const struct path *
contents_version(const struct contents *c, const struct id *item,
    enum object_kind kind, uint32_t version)
{
	const struct path *p = find_upto(c, item, kind, version);

	return p != NULL && p->version == version ? p : NULL;
}
