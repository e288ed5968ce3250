/* hits.c -- see hits.h. */
#include "redact/release/hits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static bool
is_like(const struct hit *a, const struct hit *b)
{
	return a->page == b->page && strcmp(a->place, b->place) == 0 &&
	    strcmp(a->how, b->how) == 0 && strcmp(a->kind, b->kind) == 0 &&
	    strcmp(a->label, b->label) == 0;
}

static int
append(struct hits *h, const struct hit *one)
{
	struct hit *list;
	size_t cap;

	if (h->n == HITS_MAX) {
		h->more++;
		return 0;
	}
	if (h->n == h->cap) {
		cap = h->cap > 0 ? h->cap * 2 : 16;
		if ((list = realloc(h->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		h->list = list;
		h->cap = cap;
	}
	h->list[h->n++] = *one;
	return 0;
}

int
hits_add(struct hits *h, const struct hit *one)
{
	struct hit first = *one;
	size_t i;

	for (i = 0; i < h->n; i++)
		if (is_like(&h->list[i], one)) {
			/* Seen once more by another look. */
			if (one->offset > h->list[i].last) {
				h->list[i].last = one->offset;
				h->list[i].count++;
			}
			return 0;
		}
	first.last = one->offset;
	first.count = 1;
	return append(h, &first);
}

int
hits_take(struct hits *h, const struct hits *from)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->n; i++)
		r = append(h, &from->list[i]);
	h->more += from->more;
	return r;
}

void
hits_free(struct hits *h)
{
	free(h->list);
	*h = (struct hits){ .list = NULL };
}

void
hit_line(char *to, size_t size, const struct hit *one)
{
	char page[32] = "", times[32] = "";

	if (one->page > 0)
		(void)snprintf(page, sizeof(page), ", page %u", one->page);
	if (one->count > 1)
		(void)snprintf(times, sizeof(times), ", %llu times",
		    (unsigned long long)one->count);
	(void)snprintf(to, size, "%s%s, byte %llu: %s%s%s, as %s%s", one->place,
	    page, (unsigned long long)one->offset, one->kind,
	    one->label[0] != '\0' ? " " : "", one->label, one->how, times);
}

void
hit_json(struct json *j, const struct hit *one)
{
	json_open(j, '{');
	json_kstr(j, "place", one->place);
	json_kuint(j, "page", one->page);
	json_kuint(j, "offset", one->offset);
	json_kuint(j, "count", one->count);
	json_kstr(j, "as", one->how);
	json_kstr(j, "kind", one->kind);
	json_kstr(j, "label", one->label);
	json_close(j, '}');
}
