/* tagger.c -- see tagger.h. */
#include "redact/find/name/tagger.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/name/expf.h"
#include "redact/find/name/usage.h"
#include "vault/base/err.h"

/* A row of the model, and a sum of rows, side by side. */
typedef int8_t steps __attribute__((vector_size(LABEL_COUNT)));
typedef int16_t weights __attribute__((vector_size(LABEL_COUNT * 2)));

#define ROW_LEAST 40u	/* tokens */
#define WORDS_OF_TOKENS 16u	/* a sentence has a word in so many, or is none */
#define REACH 2u	/* tokens that are looked at beside one worth it */

struct tagger {
	const struct view *v;
	size_t at;
	struct sentence s;
	struct usage usage;
	struct chain chain;
	float p[TOKENS_MAX][LABEL_COUNT];
};

int
tagger_new(struct tagger **out)
{
	*out = malloc(sizeof(**out));
	return *out != NULL ? 0 : err_set(ERR_NO_MEMORY, "not enough memory "
	    "to look for names; close other programs");
}

void
tagger_free(struct tagger *t)
{
	free(t);
}

void
tagger_begin(struct tagger *t, const struct view *v)
{
	t->v = v;
	t->at = 0;
	usage_begin(&t->usage, v);
}

bool
tagger_read(struct tagger *t)
{
	struct sentence *s = &t->s;

	if (!tokens_next(&s->t, t->v, t->at))
		return false;
	t->at = s->t.next;
	lists_mark(&s->t, s->bits);
	s->nrules = rules_mark(&s->t, s->bits, s->rules);
	usage_mark(&t->usage, &s->t, s->used);
	features_prepare(s);
	return true;
}

const struct sentence *
tagger_sentence(const struct tagger *t)
{
	return &t->s;
}

/* Can this token be a name, or a part of one? */
static bool
is_worth(const struct sentence *s, size_t i)
{
	const uint32_t dull = LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
	    LIST_BIT(LIST_STOP_FR) | LIST_BIT(LIST_COMMON) |
	    LIST_BIT(LIST_PLACE_CUE) | LIST_BIT(LIST_LAW) |
	    LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_CODE_CUE);

	return (s->t.list[i].is & (TOKEN_CAPITAL | TOKEN_DIGIT |
	    TOKEN_MIXED)) != 0 || s->looks[i].rule != 0 ||
	    (s->bits[i] & ~dull) != 0;
}

/* A sentence is looked at where it is worth it; one without a capital at all
 * places, since names may be small there; a long row of marks and numbers at
 * none. */
enum look { LOOK_WORTH, LOOK_ALL, LOOK_NONE };

static enum look
how_to_look(const struct sentence *s)
{
	size_t words = 0, capitals = 0;

	for (size_t i = 0; i < s->t.n; i++) {
		words += s->t.list[i].sort == TOKEN_WORD;
		capitals += (s->t.list[i].is & TOKEN_CAPITAL) != 0;
	}
	if (words * WORDS_OF_TOKENS < s->t.n && s->t.n > ROW_LEAST)
		return LOOK_NONE;
	return capitals > 0 || words < 2 ? LOOK_WORTH : LOOK_ALL;
}

static void
score(const struct model *m, const struct sentence *s, size_t i,
    float e[LABEL_COUNT])
{
	uint64_t f[FEATURES_MAX];
	const int8_t *rows[FEATURES_MAX];
	size_t n = features_of(s, i, f), found = 0;
	weights sum = { 0 };
	float most = -1e9f;

	for (size_t k = 0; k < n; k++)
		model_touch(m, f[k]);
	for (size_t k = 0; k < n; k++)
		if ((rows[found] = model_row(m, f[k])) != NULL)
			__builtin_prefetch(rows[found++]);
	for (size_t k = 0; k < found; k++) {
		steps w;

		memcpy(&w, rows[k], sizeof(w));
		sum += __builtin_convertvector(w, weights);
	}
	for (size_t y = 0; y < LABEL_COUNT; y++) {
		e[y] = (float)sum[y] * m->unit;
		most = e[y] > most ? e[y] : most;
	}
	for (size_t y = 0; y < LABEL_COUNT; y++)
		e[y] = e[y] - most;
	exp_row(e);
}

/* The tokens from `from` to `to`, as a chain of their own. */
static void
run_part(struct tagger *t, const struct model *m, size_t from, size_t to)
{
	t->chain.n = to - from;
	for (size_t i = from; i < to; i++)
		score(m, &t->s, i, t->chain.e[i - from]);
	chain_run(&t->chain, m->hop);
	memcpy(t->p[from], t->chain.p, (to - from) * sizeof(t->p[0]));
}

static void
skip_part(struct tagger *t, size_t from, size_t to)
{
	memset(t->p[from], 0, (to - from) * sizeof(t->p[0]));
	for (size_t i = from; i < to; i++)
		t->p[i][LABEL_NONE] = 1.0f;
}

const float (*
tagger_run(struct tagger *t, const struct model *m))[LABEL_COUNT]
{
	enum look how = how_to_look(&t->s);
	bool look[TOKENS_MAX] = { false };
	size_t n = t->s.t.n, i, j;

	for (i = 0; i < n; i++) {
		if (how == LOOK_NONE ||
		    (how == LOOK_WORTH && !is_worth(&t->s, i)))
			continue;
		for (j = i > REACH ? i - REACH : 0; j <= i + REACH && j < n;
		    j++)
			look[j] = true;
	}
	for (i = 0; i < n; i = j) {
		for (j = i; j < n && look[j] == look[i]; j++)
			;
		if (look[i])
			run_part(t, m, i, j);
		else
			skip_part(t, i, j);
	}
	return (const float (*)[LABEL_COUNT])t->p;
}

double
tagger_confidence(const struct model *m, enum label label, float score_)
{
	double safe = m->worth[label][0] / 65536.0;
	double precise = m->worth[label][1] / 65536.0;
	double x = (double)score_;

	if (x < safe)
		return FIND_LEAST_SAFE * x / safe;
	if (x < precise)
		return FIND_LEAST_SAFE + (FIND_LEAST_PRECISE -
		    FIND_LEAST_SAFE) * (x - safe) / (precise - safe);
	x = FIND_LEAST_PRECISE + (0.95 - FIND_LEAST_PRECISE) * (x - precise) /
	    (1.0 - precise);
	return x < 0.94 ? x : 0.94;
}
