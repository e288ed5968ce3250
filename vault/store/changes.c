/* changes.c -- see changes.h. */
#include "vault/store/changes.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define CAP_FIRST 16

int
changes_add(struct changes *l, const char *name, enum change_what what,
    struct change **out)
{
	struct change *v;
	size_t cap;

	if (l->n >= CHANGES_MAX)
		return err_set(ERR_TOO_BIG, "more than %d files in one entry; "
		    "make several", CHANGES_MAX);
	if (l->n == l->cap) {
		cap = l->cap != 0 ? l->cap * 2 : CAP_FIRST;
		if ((v = realloc(l->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->v = v;
		l->cap = cap;
	}
	v = &l->v[l->n];
	memset(v, 0, sizeof(*v));
	if ((v->name = strdup(name)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->what = what;
	v->path = path_parse(name);
	v->mode = CHANGE_FILE_MODE;
	l->n++;
	if (out != NULL)
		*out = v;
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
changes_sort(struct changes *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(l->v[0]), by_name);
}

const struct change *
changes_find(const struct changes *l, const char *name)
{
	size_t lo = 0, hi = l->n, mid;
	int c;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		c = strcmp(name, l->v[mid].name);
		if (c == 0)
			return &l->v[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

void
changes_free(struct changes *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->v[i].name);
	free(l->v);
	*l = (struct changes){ .v = NULL };
}

int
changes_digest(uint8_t out[SHA256_BYTES], const struct changes *l)
{
	struct digest *d = NULL;
	char hex[SHA256_HEX_SIZE];
	size_t i;
	int r;

	if ((r = digest_new(&d)) < 0)
		return r;
	for (i = 0; i < l->n && r == 0; i++) {
		if (l->v[i].what == CHANGE_REMOVED)
			continue;
		hex_of(hex, l->v[i].sha256, SHA256_BYTES);
		if ((r = digest_add(d, hex, SHA256_HEX_SIZE - 1)) == 0 &&
		    (r = digest_add(d, " ", 1)) == 0 &&
		    (r = digest_add(d, l->v[i].name,
		    strlen(l->v[i].name))) == 0)
			r = digest_add(d, "\n", 1);
	}
	if (r == 0)
		r = digest_end(d, out);
	digest_free(d);
	return r;
}
