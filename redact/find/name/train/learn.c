/* learn.c -- see learn.h. */
#include "redact/find/name/train/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/name/chain.h"
#include "redact/find/name/expf.h"
#include "redact/find/name/features.h"
#include "redact/find/name/train/lexicon.h"
#include "redact/find/name/train/places.h"
#include "redact/find/name/train/write.h"
#include "vault/base/err.h"

#define SEEN_LEAST 2u		/* times; rarer features are not learned */
#define STEP 0.12f		/* of AdaGrad, at first */
#define STEEP_FIRST 0.4f	/* squared slope that is taken as seen */
#define DECAY 0.004f		/* of a weight, where it is used */
#define SLOPE_LEAST 2e-4f	/* smaller ones are not worth a step */
#define DROP_WORD 5u		/* of 16: the very word is not looked at */
#define DROP_OTHER 1u		/* of 16: any other feature */

typedef float row[LABEL_COUNT];

struct pupil {
	struct places p;
	size_t nweights;
	row *weights, *steep;
	row hop[LABEL_COUNT], hop_steep[LABEL_COUNT], hop_exp[LABEL_COUNT];
	struct chain free, bound;	/* all labels; those it may have */
	bool use[TOKENS_MAX][FEATURES_MAX];
	uint64_t chance;
};

/* xorshift64: the next of a row of numbers that only look like chance. */
static uint64_t
chance(struct pupil *u)
{
	u->chance ^= u->chance << 13;
	u->chance ^= u->chance >> 7;
	u->chance ^= u->chance << 17;
	return u->chance;
}

static void
score_place(struct pupil *u, const struct place *k, size_t t)
{
	const uint32_t *f = u->p.features + k->first;
	float sum[LABEL_COUNT] = { 0 }, most = -1e9f;

	for (size_t i = 0; i < k->nfeatures; i++) {
		const float *w = u->weights[f[i] & ~PLACE_WORD];

		u->use[t][i] = (chance(u) >> 40 & 15) >=
		    ((f[i] & PLACE_WORD) != 0 ? DROP_WORD : DROP_OTHER);
		if (!u->use[t][i])
			continue;
		for (size_t y = 0; y < LABEL_COUNT; y++)
			sum[y] += w[y];
	}
	for (size_t y = 0; y < LABEL_COUNT; y++)
		most = sum[y] > most ? sum[y] : most;
	for (size_t y = 0; y < LABEL_COUNT; y++) {
		u->free.e[t][y] = exp_of(sum[y] - most);
		u->bound.e[t][y] = (k->labels >> y & 1) != 0 ?
		    u->free.e[t][y] : 0.0f;
	}
}

static void
step(float *w, float *steep, float slope, float size)
{
	slope += DECAY * *w;
	*steep += slope * slope;
	*w -= size * slope / sqrtf(*steep);
}

static void
step_place(struct pupil *u, const struct place *k, size_t t, float size)
{
	const uint32_t *f = u->p.features + k->first;
	float slope[LABEL_COUNT], most = 0;

	for (size_t y = 0; y < LABEL_COUNT; y++) {
		slope[y] = u->free.p[t][y] - u->bound.p[t][y];
		most = slope[y] > most ? slope[y] : most;
	}
	if (most < SLOPE_LEAST)
		return;
	for (size_t i = 0; i < k->nfeatures; i++) {
		float *w = u->weights[f[i] & ~PLACE_WORD];
		float *s = u->steep[f[i] & ~PLACE_WORD];

		if (!u->use[t][i])
			continue;
		for (size_t y = 0; y < LABEL_COUNT; y++)
			step(&w[y], &s[y], slope[y], size);
	}
}

/* Add to sum[] how often each label follows each, times `sign`. */
static void
count_hops(const struct chain *c, const row *hop, float sign, row *sum)
{
	for (size_t t = 1; t < c->n; t++)
		for (size_t x = 0; x < LABEL_COUNT; x++)
			for (size_t y = 0; y < LABEL_COUNT; y++)
				sum[x][y] += sign * c->alpha[t - 1][x] *
				    hop[x][y] * c->e[t][y] * c->beta[t][y] *
				    c->part[t];
}

static void
step_hops(struct pupil *u, float size)
{
	row sum[LABEL_COUNT];

	memset(sum, 0, sizeof(sum));
	count_hops(&u->free, (const row *)u->hop_exp, 1.0f, sum);
	count_hops(&u->bound, (const row *)u->hop_exp, -1.0f, sum);
	for (size_t x = 0; x < LABEL_COUNT; x++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			step(&u->hop[x][y], &u->hop_steep[x][y], sum[x][y],
			    size);
}

static void
learn_sentence(struct pupil *u, size_t which, float size)
{
	size_t from = u->p.sentences[which];
	size_t n = u->p.sentences[which + 1] - from;

	for (size_t x = 0; x < LABEL_COUNT; x++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			u->hop_exp[x][y] = exp_of(u->hop[x][y]);
	u->free.n = u->bound.n = n;
	for (size_t t = 0; t < n; t++)
		score_place(u, &u->p.list[from + t], t);
	chain_run(&u->free, (const row *)u->hop_exp);
	chain_run(&u->bound, (const row *)u->hop_exp);
	for (size_t t = 0; t < n; t++)
		step_place(u, &u->p.list[from + t], t, size);
	step_hops(u, size);
}

static void
learn_round(struct pupil *u, size_t *order, float size)
{
	for (size_t i = u->p.nsentences; i > 1; i--) {
		size_t j = (size_t)(chance(u) % i), k = order[i - 1];

		order[i - 1] = order[j];
		order[j] = k;
	}
	for (size_t i = 0; i < u->p.nsentences; i++)
		learn_sentence(u, order[i], size);
}

static int
pupil_new(struct pupil **out, size_t nweights)
{
	struct pupil *u = calloc(1, sizeof(*u));

	*out = u;
	if (u != NULL) {
		u->nweights = nweights;
		u->weights = calloc(nweights + 1, sizeof(row));
		u->steep = calloc(nweights + 1, sizeof(row));
	}
	if (u == NULL || u->weights == NULL || u->steep == NULL)
		return err_set(ERR_NO_MEMORY, "not enough memory to learn; "
		    "close other programs");
	u->chance = 0x243f6a8885a308d3u;	/* digits of pi */
	for (size_t i = 0; i < nweights; i++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			u->steep[i][y] = STEEP_FIRST;
	for (size_t x = 0; x < LABEL_COUNT; x++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			u->hop_steep[x][y] = 10.0f;
	return 0;
}

static void
pupil_free(struct pupil *u)
{
	if (u == NULL)
		return;
	places_free(&u->p);
	free(u->weights);
	free(u->steep);
	free(u);
}

int
learn(struct bytes *model, const struct corpus *c,
    const struct lesson *lesson)
{
	struct lexicon *l = NULL;
	struct pupil *u = NULL;
	size_t *order = NULL;
	int r;

	if ((r = lexicon_new(&l)) < 0 ||
	    (r = places_see(c, lesson, l)) < 0 ||
	    (r = pupil_new(&u, lexicon_number(l, SEEN_LEAST))) < 0 ||
	    (r = places_read(&u->p, c, lesson, l)) < 0)
		goto done;
	if ((order = calloc(u->p.nsentences + 1, sizeof(*order))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "not enough memory to learn; "
		    "close other programs");
		goto done;
	}
	for (size_t i = 0; i < u->p.nsentences; i++)
		order[i] = i;
	for (unsigned i = 0; i < lesson->rounds; i++)
		learn_round(u, order, STEP * (float)(lesson->rounds - i) /
		    (float)lesson->rounds);
	r = model_write(model, l, u->nweights, (const row *)u->weights,
	    (const row *)u->hop);
done:
	free(order);
	pupil_free(u);
	lexicon_free(l);
	return r;
}
