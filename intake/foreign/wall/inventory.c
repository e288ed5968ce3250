/* inventory.c -- see inventory.h. */
#include "intake/foreign/wall/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "intake/foreign/foreign.h"
#include "intake/foreign/wall/gunzip.h"
#include "intake/foreign/wall/unpack.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define PART 65536

static int
group_of(struct inventory *p, const char *source, uint32_t at, uint32_t *group)
{
	struct group *grown;
	size_t i;

	/* The newest first: an export holds one source after the other. */
	for (i = p->ngroups; i > 0; i--)
		if (strcmp(p->groups[i - 1].source, source) == 0) {
			*group = (uint32_t)i - 1;
			return 0;
		}
	if (p->ngroups == FOREIGN_SOURCES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u sources in the packed "
		    "export; export fewer at once", FOREIGN_SOURCES_MAX);
	if ((grown = realloc(p->groups, (p->ngroups + 1) *
	    sizeof(*grown))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->groups = grown;
	p->groups[p->ngroups] = (struct group){ .source = strdup(source),
	    .begins = at };
	if (p->groups[p->ngroups].source == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*group = (uint32_t)p->ngroups++;
	return 0;
}

static int
nothing(void *arg, const char *name, const uint8_t *p, size_t len)
{
	(void)arg;
	(void)name;
	(void)p;
	(void)len;
	return 0;
}

/* All of the entry, and whether it is what its name says.  What is not taken is
 * read, too: so all that it unpacks to is counted. */
static int
check(struct unpack *in, const struct place *at, bool taken,
    struct planned *one)
{
	struct bytes text = BYTES_INIT(FOREIGN_TEXT_MAX);
	struct gunzip *g = NULL;
	bool packed = taken && at->packed && !at->sealed, good = true;
	bool message = taken && at->message && !at->sealed;
	static uint8_t part[PART];
	size_t got;
	int r = 0;

	if (packed && (r = gunzip_new(&g)) < 0)
		return r;
	while ((r = unpack_read(in, part, PART, &got)) == 0 && got > 0) {
		one->size += got;
		if (packed && good)
			good = gunzip_feed(g, part, got, nothing,
			    NULL) == 0;
		if (message)
			(void)bytes_add(&text, part, got);
	}
	one->opens = packed && good && gunzip_whole(g);
	one->text = message && bytes_ok(&text) == 0 && text.len > 0 &&
	    utf8_valid(text.data, text.len) &&
	    memchr(text.data, '\0', text.len) == NULL;
	bytes_free(&text);
	gunzip_free(g);
	return r;
}

static int
look_at(struct inventory *p, struct unpack *in, const struct pack_entry *e)
{
	struct planned one = { .folder = e->folder }, *grown;
	struct place at;
	struct group *g;
	int r;

	if (p->n == p->cap) {
		p->cap = p->cap > 0 ? p->cap * 2 : 256;
		if ((grown = realloc(p->entries, p->cap *
		    sizeof(*grown))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		p->entries = grown;
	}
	p->look(&at, e->name);
	if (!e->folder) {
		if ((r = group_of(p, at.source, e->at, &one.group)) < 0)
			return r;
		g = &p->groups[one.group];
		g->items += e->why == FOREIGN_TAKEN && !at.own;
		g->ends = e->at + 1;
	}
	if ((r = check(in, &at, !e->folder && e->why == FOREIGN_TAKEN,
	    &one)) < 0)
		return r;
	p->entries[p->n++] = one;
	return 0;
}

static int
read_all(struct inventory *p, int fd)
{
	struct pack_entry e;
	struct unpack *in;
	int r;

	if ((r = unpack_open(&in, fd)) < 0)
		return r;
	while ((r = unpack_next(in, &e)) == 1 && (r = look_at(p, in, &e)) == 0)
		;
	unpack_free(in);
	return r;
}

/* What no source is said of goes to the only one there is. */
static void
join_nameless(struct inventory *p)
{
	struct group *g = p->groups, *to, *none;
	size_t i;

	if (p->ngroups != 2 || (g[0].source[0] != '\0' &&
	    g[1].source[0] != '\0'))
		return;
	none = g[0].source[0] == '\0' ? &g[0] : &g[1];
	to = none == &g[0] ? &g[1] : &g[0];
	to->items += none->items;
	to->begins = to->begins < none->begins ? to->begins : none->begins;
	to->ends = to->ends > none->ends ? to->ends : none->ends;
	free(none->source);
	*none = *to;
	if (none != &g[0])
		g[0] = g[1];
	p->ngroups = 1;
	for (i = 0; i < p->n; i++)
		p->entries[i].group = 0;
}

int
inventory_make(struct inventory *p, int fd)
{
	int r;

	if ((r = read_all(p, fd)) == 0)
		join_nameless(p);
	return r;
}

void
inventory_free(struct inventory *p)
{
	for (size_t i = 0; i < p->ngroups; i++)
		free(p->groups[i].source);
	free(p->groups);
	free(p->entries);
}

bool
inventory_in_a_row(const struct inventory *p)
{
	for (size_t i = 1; i < p->ngroups; i++)
		if (p->groups[i].begins < p->groups[i - 1].ends)
			return false;
	return true;
}
