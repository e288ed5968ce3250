/*
 * labels.c -- a table of values seen so far, and what was given to each; see
 * plan.h.  Open addressing over FNV-1a of kind and folded value.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/general.h"
#include "redact/doc/given.h"
#include "redact/doc/persons.h"
#include "redact/doc/plan.h"
#include "redact/doc/pseudonyms.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"

#define LABELS_FIRST 256u	/* slots; a power of two */
#define LABELS_KEYS_MAX ((size_t)1 << 30)	/* bytes of all values */
#define KINDS_MAX 256u

struct slot {
	size_t at, len;		/* of the key in `keys` */
	uint64_t hash;
	unsigned number;	/* from 1; 0: none yet */
	uint32_t person;	/* PERSONS_NONE */
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
	struct persons *persons;
	struct pseudonyms *names;
	const struct bytes *texts;	/* while plans are labelled */
	size_t ntexts;
};

int
labels_new(struct labels **out)
{
	struct labels *l;

	*out = NULL;
	if ((l = calloc(1, sizeof(*l))) == NULL ||
	    (l->slots = calloc(LABELS_FIRST, sizeof(*l->slots))) == NULL ||
	    persons_new(&l->persons) < 0 || pseudonyms_new(&l->names) < 0) {
		labels_free(l);
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
	persons_free(l->persons);
	pseudonyms_free(l->names);
	free(l);
}

int
labels_pseudonyms(struct labels *l, const struct plan *from)
{
	int r = 0;

	for (size_t i = 0; i < from->npseudonyms && r == 0; i++)
		r = pseudonyms_add(l->names, from->pseudonyms[i].name);
	return r;
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
		if (s->len == 0 || (s->hash == hash && s->len == len &&
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
		if (old[i].len != 0)
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

/* What stands in a label for a kind. */
static const char *
shown(const char *kind)
{
	return strcmp(kind, "WATCHLIST") == 0 ? "NAME" : kind;
}

/* Which of a person's numbers; -1: the kind is of no persons. */
static int
of_persons(const char *kind)
{
	return strcmp(kind, "PERSON") == 0 ? 0 :
	    strcmp(kind, "NAME") == 0 ? 1 : -1;
}

/* The slot of a value, made when it is not there; good until the next one. */
static int
slot_for(struct labels *l, const char *kind, const void *value, size_t len,
    struct slot **out)
{
	struct bytes key = BYTES_INIT(LABELS_KEYS_MAX);
	struct slot *s;
	uint64_t hash;
	int r;

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
	if (s->len == 0) {
		size_t at = l->keys.len;
		uint32_t person = PERSONS_NONE;

		if ((r = bytes_add(&l->keys, key.data, key.len)) < 0 ||
		    (of_persons(kind) >= 0 && (r = persons_add(l->persons,
		    value, len, &person)) < 0))
			goto done;
		*s = (struct slot){ .at = at, .len = key.len, .hash = hash,
		    .person = person };
		l->used++;
	}
	*out = s;
	r = 0;
done:
	bytes_free(&key);
	return r;
}

/* The highest number of a kind so far. */
static int
last_of(struct labels *l, const char *kind, unsigned **last)
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
	*last = &l->kinds[i].last;
	return 0;
}

/* Where the number of the person is that the value names; NULL: of none. */
static unsigned *
number_of_person(struct labels *l, const struct slot *s, const char *kind)
{
	return s->person == PERSONS_NONE ? NULL :
	    &persons_of(l->persons, s->person)->number[of_persons(kind)];
}

static int
number_for(struct labels *l, const char *kind, struct slot *s)
{
	unsigned *person, *last;
	int r;

	if (s->number != 0)
		return 0;
	person = number_of_person(l, s, kind);
	if (person != NULL && *person != 0) {
		s->number = *person;
		return 0;
	}
	if ((r = last_of(l, kind, &last)) < 0)
		return r;
	s->number = ++*last;
	if (person != NULL)
		*person = s->number;
	return 0;
}

int
labels_for(struct labels *l, const char *kind, const void *value, size_t len,
    char label[LABEL_MAX + 1])
{
	struct slot *s;
	int r;

	kind = shown(kind);
	if ((r = slot_for(l, kind, value, len, &s)) < 0 ||
	    (r = number_for(l, kind, s)) < 0)
		return r;
	(void)snprintf(label, LABEL_MAX + 1, "[%s-%u]", kind, s->number);
	return 0;
}

/* The number in "[KIND-12]"; 0: the label is none of this kind. */
static unsigned
number_in(const char *label, const char *kind)
{
	char its[PLAN_WORD_SIZE];
	unsigned number;

	return given_split(label, its, &number) && strcmp(its, kind) == 0 ?
	    number : 0;
}

/* May the label that the finding has stay? */
static bool
stays(const struct planned *f)
{
	if (f->show == SHOW_LABEL)
		return number_in(f->label, shown(f->kind)) != 0;
	return f->show == SHOW_PSEUDONYM && f->label[0] != '\0' &&
	    f->label[0] != '[';
}

/* Note a value, and what was given to it. */
static int
see(struct labels *l, const struct planned *f, const uint8_t *text)
{
	const char *kind = shown(f->kind);
	unsigned number = number_in(f->label, kind), *last, *person;
	struct slot *s;
	int r;

	if ((r = slot_for(l, kind, text + f->start,
	    (size_t)(f->end - f->start), &s)) < 0)
		return r;
	if (f->show == SHOW_PSEUDONYM && stays(f) &&
	    s->person != PERSONS_NONE)
		return pseudonyms_take(l->names, f->label,
		    &persons_of(l->persons, s->person)->pseudonym);
	if (number == 0)
		return 0;
	if ((r = last_of(l, kind, &last)) < 0)
		return r;
	*last = number > *last ? number : *last;
	if (s->number == 0)
		s->number = number;
	person = number_of_person(l, s, kind);
	if (person != NULL && (*person == 0 || number < *person))
		*person = number;
	return 0;
}

/* A name of the list for the person; `label` stays empty when there is none. */
static int
pseudonym_for(struct labels *l, const struct planned *f, const uint8_t *text,
    char label[LABEL_MAX + 1])
{
	struct slot *s;
	int r;

	label[0] = '\0';
	if ((r = slot_for(l, shown(f->kind), text + f->start,
	    (size_t)(f->end - f->start), &s)) < 0)
		return r;
	if (s->person != PERSONS_NONE)
		r = pseudonyms_give(l->names, l->texts, l->ntexts,
		    &persons_of(l->persons, s->person)->pseudonym, label);
	return r;
}

static int
give(struct labels *l, struct planned *f, const uint8_t *text)
{
	const uint8_t *value = text + f->start;
	size_t len = (size_t)(f->end - f->start);
	int r = 0;

	if (stays(f))
		return 0;
	if (f->show == SHOW_GENERAL && general_of(f->kind, value, len,
	    f->label))
		return 0;
	if (f->show == SHOW_PSEUDONYM && ((r = pseudonym_for(l, f, text,
	    f->label)) < 0 || f->label[0] != '\0'))
		return r;
	return labels_for(l, f->kind, value, len, f->label);
}

/* What was given is not given again, whoever had it. */
static int
see_given(struct labels *l, const struct plan *p)
{
	char kind[PLAN_WORD_SIZE];
	unsigned number, *last;
	int r = 0;

	for (size_t i = 0; i < p->ngiven && r == 0; i++) {
		if (!given_split(p->given[i].label, kind, &number))
			r = pseudonyms_keep(l->names, p->given[i].label);
		else if ((r = last_of(l, kind, &last)) == 0)
			*last = number > *last ? number : *last;
	}
	return r;
}

static int
see_all(struct labels *l, const struct plan *p, const uint8_t *text)
{
	int r = see_given(l, p);

	for (size_t i = 0; i < p->n && r == 0; i++)
		r = see(l, &p->list[i], text);
	return r;
}

/* A label that others gave meanwhile, and not to this finding, is not its: if
 * it means the same, it gets it again. */
static void
give_way(struct plan *p, const struct plan *stored, const struct plan *first)
{
	const struct planned *was;
	struct planned *f;

	for (size_t i = 0; i < p->n; i++) {
		f = &p->list[i];
		was = plan_find(stored, f);
		if ((was == NULL || strcmp(was->label, f->label) != 0) &&
		    given_has(first, f->label))
			f->label[0] = '\0';
	}
}

/* What is given by now, for the plan of the first item. */
static int
note_given(const struct labels *l, struct plan *p)
{
	char label[LABEL_MAX + 1];
	const char *name;
	size_t i;
	int r = 0;

	for (i = 0; i < l->nkinds && r == 0; i++) {
		if (l->kinds[i].last == 0)
			continue;
		(void)snprintf(label, sizeof(label), "[%s-%u]",
		    l->kinds[i].kind, l->kinds[i].last);
		r = given_add(p, label);
	}
	for (i = 0; r == 0 && (name = pseudonyms_given(l->names, &i)) != NULL;)
		r = given_add(p, name);
	return r;
}

static int
give_all(struct labels *l, struct plan *p, const uint8_t *text)
{
	int r = 0;

	for (size_t i = 0; i < p->n && r == 0; i++)
		r = give(l, &p->list[i], text);
	return r;
}

int
plan_label(struct plan *p, const void *text, size_t len, struct labels *l)
{
	const struct bytes whole = { .data = (uint8_t *)text, .len = len };
	int r;

	l->texts = &whole;
	l->ntexts = 1;
	if ((r = see_all(l, p, text)) == 0)
		r = give_all(l, p, text);
	l->texts = NULL;
	l->ntexts = 0;
	return r;
}

int
plans_label(struct plan *const plans[], struct plan *const stored[],
    const struct bytes texts[], size_t n)
{
	struct labels *l = NULL;
	size_t i;
	int r;

	if ((r = labels_new(&l)) < 0)
		return r;
	l->texts = texts;
	l->ntexts = n;
	for (i = 0; i < n && r == 0; i++)
		r = labels_pseudonyms(l, plans[i]);
	for (i = 0; i < n && r == 0 && stored != NULL; i++) {
		r = see_all(l, stored[i], texts[i].data);
		give_way(plans[i], stored[i], stored[0]);
	}
	for (i = 0; i < n && r == 0; i++)
		r = see_all(l, plans[i], texts[i].data);
	for (i = 0; i < n && r == 0; i++)
		r = give_all(l, plans[i], texts[i].data);
	if (r == 0 && n > 0)
		r = note_given(l, plans[0]);
	labels_free(l);
	return r;
}
