/* given.c -- see given.h. */
#include "redact/doc/given.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/doc/pseudonyms.h"
#include "vault/base/err.h"

bool
given_split(const char *label, char kind[PLAN_WORD_SIZE], unsigned *number)
{
	const char *at = label + (label[0] == '[');
	size_t n = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	unsigned long value;
	char *end;

	if (label[0] != '[' || n == 0 || n > PLAN_KIND_MAX || at[n] != '-' ||
	    at[n + 1] < '1' || at[n + 1] > '9')
		return false;
	value = strtoul(at + n + 1, &end, 10);
	if (strcmp(end, "]") != 0 || value >= UINT32_MAX)
		return false;
	memcpy(kind, at, n);
	kind[n] = '\0';
	*number = (unsigned)value;
	return true;
}

/* Where the label, or another number of its kind, stands; ngiven: nowhere. */
static size_t
place_of(const struct plan *p, const char *label, unsigned *number,
    unsigned *there)
{
	char kind[PLAN_WORD_SIZE], other[PLAN_WORD_SIZE];
	size_t i;

	*number = *there = 0;
	if (!given_split(label, kind, number)) {
		for (i = 0; i < p->ngiven; i++)
			if (strcmp(p->given[i].label, label) == 0)
				break;
		return i;
	}
	for (i = 0; i < p->ngiven; i++)
		if (given_split(p->given[i].label, other, there) &&
		    strcmp(kind, other) == 0)
			break;
	return i;
}

bool
given_has(const struct plan *p, const char *label)
{
	unsigned number, there;

	return place_of(p, label, &number, &there) < p->ngiven &&
	    number <= there;
}

int
given_add(struct plan *p, const char *label)
{
	unsigned number, there;
	size_t at = place_of(p, label, &number, &there);
	int r;

	if (strlen(label) > LABEL_MAX || (number == 0 &&
	    !pseudonyms_fits(label)))
		return err_set(ERR_FORMAT, "what was given is no label; take "
		    "the plan as the vault has it");
	if (at < p->ngiven && number <= there)
		return 0;
	if (at == p->ngiven) {
		if ((r = array_grow(&p->given, at, PLAN_GIVEN_MAX,
		    sizeof(*p->given))) < 0)
			return r;
		p->ngiven++;
	}
	memcpy(p->given[at].label, label, strlen(label) + 1);
	return 0;
}

int
given_add_all(struct plan *p, const struct plan *from)
{
	int r = 0;

	for (size_t i = 0; i < from->ngiven && r == 0; i++)
		r = given_add(p, from->given[i].label);
	return r;
}
