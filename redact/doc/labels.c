/*
 * labels.c -- a table of values seen so far, and the number that each was
 * given; see plan.h.  Open addressing over FNV-1a of kind and folded value.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/plan.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"

#define LABELS_FIRST 256u	/* slots; a power of two */
#define LABELS_KEYS_MAX ((size_t)1 << 30)	/* bytes of all values */
#define KINDS_MAX 256u

struct slot {
	size_t at, len;		/* of the key in `keys` */
	uint64_t hash;
	unsigned number;	/* from 1; 0: free */
};

struct labels {
	struct bytes keys;	/* kind | NUL | folded value */
	struct slot *slots;
	size_t nslots, used;
	struct {
		char kind[PLAN_WORD_SIZE];
		unsigned last;
	} kinds[KINDS_MAX];
	size_t nkinds;
};

int
labels_new(struct labels **out)
{
	struct labels *l;

	*out = NULL;
	if ((l = calloc(1, sizeof(*l))) == NULL ||
	    (l->slots = calloc(LABELS_FIRST, sizeof(*l->slots))) == NULL) {
		free(l);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	l->nslots = LABELS_FIRST;
	l->keys = BYTES_INIT(LABELS_KEYS_MAX);
	*out = l;
	return 0;
}

void
labels_free(struct labels *l)
{
	if (l == NULL)
		return;
	bytes_free(&l->keys);
	free(l->slots);
	free(l);
}

static uint64_t
hash_of(const uint8_t *p, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

/* The slot of this key, or the free one where it belongs. */
static struct slot *
slot_of(const struct labels *l, const uint8_t *key, size_t len, uint64_t hash)
{
	size_t i = (size_t)hash & (l->nslots - 1);
	struct slot *s;

	for (;; i = (i + 1) & (l->nslots - 1)) {
		s = &l->slots[i];
		if (s->number == 0 || (s->hash == hash && s->len == len &&
		    memcmp(l->keys.data + s->at, key, len) == 0))
			return s;
	}
}

static int
grow(struct labels *l)
{
	struct slot *old = l->slots, *fresh;
	size_t nold = l->nslots, i;

	if (l->used * 2 < l->nslots)
		return 0;
	if ((fresh = calloc(nold * 2, sizeof(*fresh))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	l->slots = fresh;
	l->nslots = nold * 2;
	for (i = 0; i < nold; i++)
		if (old[i].number != 0)
			*slot_of(l, l->keys.data + old[i].at, old[i].len,
			    old[i].hash) = old[i];
	free(old);
	return 0;
}

/* As plan.h says. */
static bool
kind_fits(const char *kind)
{
	size_t len = strlen(kind);

	if (len == 0 || len > PLAN_KIND_MAX)
		return false;
	for (; *kind != '\0'; kind++)
		if (!(*kind >= 'A' && *kind <= 'Z') && *kind != '_' &&
		    !(*kind >= '0' && *kind <= '9'))
			return false;
	return true;
}

static int
next_number(struct labels *l, const char *kind, unsigned *number)
{
	size_t i;

	for (i = 0; i < l->nkinds; i++)
		if (strcmp(l->kinds[i].kind, kind) == 0)
			break;
	if (i == KINDS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u kinds in the plans "
		    "of one submission: name them alike", KINDS_MAX);
	if (i == l->nkinds) {
		(void)snprintf(l->kinds[i].kind, sizeof(l->kinds[i].kind),
		    "%s", kind);
		l->nkinds++;
	}
	*number = ++l->kinds[i].last;
	return 0;
}

/* What stands in a label for a kind. */
static const char *
shown(const char *kind)
{
	return strcmp(kind, "WATCHLIST") == 0 ? "NAME" : kind;
}

int
labels_for(struct labels *l, const char *kind, const void *value, size_t len,
    char label[LABEL_MAX + 1])
{
	struct bytes key = BYTES_INIT(LABELS_KEYS_MAX);
	struct slot *s;
	uint64_t hash;
	int r;

	kind = shown(kind);
	if (!kind_fits(kind)) {
		r = err_set(ERR_FORMAT, "a kind is 1 to %u of A-Z, 0-9 and "
		    "_: name it like EMAIL or PERSON", PLAN_KIND_MAX);
		goto done;
	}
	if ((r = bytes_add(&key, kind, strlen(kind) + 1)) < 0 ||
	    (r = fold_value(&key, value, len)) < 0 ||
	    (r = grow(l)) < 0)
		goto done;
	hash = hash_of(key.data, key.len);
	s = slot_of(l, key.data, key.len, hash);
	if (s->number == 0) {
		s->at = l->keys.len;
		s->len = key.len;
		s->hash = hash;
		if ((r = bytes_add(&l->keys, key.data, key.len)) < 0 ||
		    (r = next_number(l, kind, &s->number)) < 0)
			goto done;
		l->used++;
	}
	(void)snprintf(label, LABEL_MAX + 1, "[%s-%u]", kind, s->number);
	r = 0;
done:
	bytes_free(&key);
	return r;
}

int
plan_label(struct plan *p, const void *text, struct labels *l)
{
	int r;

	for (size_t i = 0; i < p->n; i++) {
		struct planned *f = &p->list[i];

		if ((r = labels_for(l, f->kind, (const uint8_t *)text +
		    f->start, (size_t)(f->end - f->start), f->label)) < 0)
			return r;
	}
	return 0;
}

int
plans_label(struct plan *const plans[], const struct bytes texts[], size_t n)
{
	struct labels *labels = NULL;
	int r;

	if ((r = labels_new(&labels)) < 0)
		return r;
	for (size_t i = 0; i < n && r == 0; i++)
		r = plan_label(plans[i], texts[i].data, labels);
	labels_free(labels);
	return r;
}
