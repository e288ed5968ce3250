/* places.c -- see places.h. */
#include "redact/find/name/train/places.h"

#include <stdlib.h>

#include "redact/find/name/tagger.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"

/* What is done with a sentence of a text. */
struct doing {
	const struct gold *gold;
	const struct fold *fold;
	struct lexicon *see;	/* NULL: read */
	const struct lexicon *lexicon;
	struct places *p;
};

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "not enough memory to learn; close "
	    "other programs");
}

/* Make room for one more element of `size` bytes. */
static int
room(void **list, size_t n, size_t *cap, size_t size)
{
	void *more;

	if (n < *cap)
		return 0;
	more = reallocarray(*list, *cap * 2 + 1024, size);
	if (more == NULL)
		return no_memory();
	*list = more;
	*cap = *cap * 2 + 1024;
	return 0;
}

static unsigned
labels_at(const struct doing *d, const struct token *k)
{
	size_t start = fold_start(d->fold, k->start);
	size_t end = fold_end(d->fold, k->end);

	for (size_t i = 0; i < d->gold->nspans; i++)
		if (d->gold->spans[i].start < end &&
		    d->gold->spans[i].end > start)
			return d->gold->spans[i].labels;
	return d->gold->outside;
}

static int
add_feature(struct places *p, uint32_t number)
{
	void *list = p->features;
	int r = room(&list, p->nfeatures, &p->features_cap,
	    sizeof(*p->features));

	p->features = list;
	if (r == 0)
		p->features[p->nfeatures++] = number;
	return r;
}

static int
add_place(struct doing *d, const struct sentence *s, size_t i)
{
	struct places *p = d->p;
	uint64_t f[FEATURES_MAX];
	size_t n = features_of(s, i, f);
	void *list = p->list;
	int r = room(&list, p->n, &p->cap, sizeof(*p->list));

	p->list = list;
	if (r < 0)
		return r;
	p->list[p->n] = (struct place){ .first = p->nfeatures,
	    .labels = (uint16_t)labels_at(d, &s->t.list[i]) };
	for (size_t k = 0; r == 0 && k < n; k++) {
		uint32_t number = lexicon_find(d->lexicon, f[k]);

		if (number == LEXICON_NONE)
			continue;
		if (k < 32 && (FEATURES_OF_WORD >> k & 1) != 0)
			number |= PLACE_WORD;
		r = add_feature(p, number);
	}
	p->list[p->n].nfeatures = (uint16_t)(p->nfeatures -
	    p->list[p->n].first);
	p->n++;
	return r;
}

static int
mark_sentence(struct places *p)
{
	void *list = p->sentences;
	int r = room(&list, p->nsentences, &p->sentences_cap,
	    sizeof(*p->sentences));

	p->sentences = list;
	if (r == 0)
		p->sentences[p->nsentences++] = p->n;
	return r;
}

static int
do_sentence(struct doing *d, const struct sentence *s)
{
	uint64_t f[FEATURES_MAX];
	int r = 0;

	for (size_t i = 0; d->see != NULL && r == 0 && i < s->t.n; i++) {
		size_t n = features_of(s, i, f);

		for (size_t k = 0; r == 0 && k < n; k++)
			r = lexicon_see(d->see, f[k]);
	}
	if (d->see != NULL)
		return r;
	r = mark_sentence(d->p);
	for (size_t i = 0; r == 0 && i < s->t.n; i++)
		r = add_place(d, s, i);
	return r;
}

static int
do_text(struct doing *d, struct tagger *t)
{
	struct fold *fold;
	struct view v = { .where = FIND_TEXT };
	int r = fold_new(&fold, d->gold->text, d->gold->len, FOLD_READ);

	if (r < 0)
		return r;
	d->fold = v.fold = fold;
	v.s = fold_bytes(fold, &v.len);
	tagger_begin(t, &v);
	while (r == 0 && tagger_read(t))
		r = do_sentence(d, tagger_sentence(t));
	fold_free(fold);
	return r;
}

static int
do_all(struct doing *d, const struct corpus *c, const struct lesson *lesson)
{
	struct tagger *t;
	int r = tagger_new(&t);

	for (size_t i = 0; r == 0 && i < c->n; i++) {
		if (lesson->folds > 0 &&
		    c->list[i].fold % lesson->folds == lesson->held)
			continue;
		d->gold = &c->list[i];
		r = do_text(d, t);
	}
	tagger_free(t);
	return r;
}

int
places_see(const struct corpus *c, const struct lesson *lesson,
    struct lexicon *l)
{
	struct doing d = { .see = l };

	return do_all(&d, c, lesson);
}

int
places_read(struct places *p, const struct corpus *c,
    const struct lesson *lesson, const struct lexicon *l)
{
	struct doing d = { .p = p, .lexicon = l };
	int r;

	*p = (struct places){ .list = NULL };
	if ((r = do_all(&d, c, lesson)) < 0 || (r = mark_sentence(p)) < 0) {
		places_free(p);
		return r;
	}
	p->nsentences--;	/* the last is the end */
	return 0;
}

void
places_free(struct places *p)
{
	free(p->list);
	free(p->features);
	free(p->sentences);
	*p = (struct places){ .list = NULL };
}
