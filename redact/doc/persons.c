/*
 * persons.c -- see persons.h.  Names lie in chains by the first letters of
 * their surname, which no case changes; those that are one person's are joined
 * as sets are (union by the older one).
 */
#include "redact/doc/persons.h"

#include <stdlib.h>

#include "redact/find/known/person.h"
#include "vault/base/err.h"

#define CHAINS 4096u
#define HEAD 3u			/* letters */
#define COMPARED_MAX 4000u	/* names of a chain that are looked at */

struct named {
	struct person name;
	bool full;
	uint32_t older;		/* the one it was joined to; itself */
	uint32_t next;		/* in its chain */
	struct persons_given given;
};

struct persons {
	struct named *list;
	size_t n, cap;
	uint32_t chains[CHAINS];
};

int
persons_new(struct persons **out)
{
	struct persons *p;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < CHAINS; i++)
		p->chains[i] = PERSONS_NONE;
	*out = p;
	return 0;
}

void
persons_free(struct persons *p)
{
	if (p == NULL)
		return;
	free(p->list);
	free(p);
}

static uint32_t *
chain_of(struct persons *p, const struct person *name)
{
	const struct person_word *w = &name->surname[0];
	uint32_t h = 0;

	for (uint32_t i = 0; i < HEAD && i < w->n; i++)
		h = h * 1000003u + w->letters[i];
	return &p->chains[(h ^ h >> 12) % CHAINS];
}

static uint32_t
root_of(struct persons *p, uint32_t id)
{
	while (p->list[id].older != id)
		id = p->list[id].older = p->list[p->list[id].older].older;
	return id;
}

static void
join(struct persons *p, uint32_t a, uint32_t b)
{
	struct persons_given *to, *from;
	uint32_t x = root_of(p, a), y = root_of(p, b);

	if (x == y)
		return;
	if (y < x) {
		uint32_t t = x;

		x = y;
		y = t;
	}
	p->list[y].older = x;
	to = &p->list[x].given;
	from = &p->list[y].given;
	for (int i = 0; i < 2; i++)
		if (to->number[i] == 0 || (from->number[i] != 0 &&
		    from->number[i] < to->number[i]))
			to->number[i] = from->number[i];
	if (to->pseudonym == 0)
		to->pseudonym = from->pseudonym;
}

static int
grow(struct persons *p)
{
	size_t cap = p->cap ? p->cap * 2 : 64;
	struct named *list;

	if (p->n < p->cap)
		return 0;
	if ((list = realloc(p->list, cap * sizeof(*list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->list = list;
	p->cap = cap;
	return 0;
}

int
persons_add(struct persons *p, const void *value, size_t len, uint32_t *id)
{
	struct named *one;
	uint32_t *chain, at;
	unsigned steps = 0;
	int r;

	*id = PERSONS_NONE;
	if (p->n == PERSONS_MAX)
		return 0;
	if ((r = grow(p)) < 0)
		return r;
	one = &p->list[p->n];
	*one = (struct named){ .older = (uint32_t)p->n };
	if (!person_read(&one->name, value, len))
		return 0;
	one->full = person_is_full(&one->name);
	chain = chain_of(p, &one->name);
	one->next = *chain;
	*chain = *id = (uint32_t)p->n++;
	for (at = one->next; one->full && at != PERSONS_NONE &&
	    steps++ < COMPARED_MAX; at = p->list[at].next)
		if (p->list[at].full && person_same(&p->list[at].name,
		    &one->name) == PERSON_SAME)
			join(p, at, *id);
	return 0;
}

/* The only person named in full that this may be; itself. */
static uint32_t
meant_by(struct persons *p, uint32_t id)
{
	const struct person *name = &p->list[id].name;
	uint32_t at, found = id;
	unsigned steps = 0;

	for (at = *chain_of(p, name); at != PERSONS_NONE; at =
	    p->list[at].next) {
		if (steps++ == COMPARED_MAX)
			return id;
		if (!p->list[at].full || person_same(&p->list[at].name,
		    name) == PERSON_OTHER)
			continue;
		if (found != id && found != root_of(p, at))
			return id;	/* two people's */
		found = root_of(p, at);
	}
	return found;
}

struct persons_given *
persons_of(struct persons *p, uint32_t id)
{
	id = p->list[id].full ? root_of(p, id) : meant_by(p, id);
	return &p->list[id].given;
}
