/* chain.c -- see chain.h. */
#include "redact/find/name/chain.h"

#define LEAST 1e-30f

/* Make a row add up to 1; returns what it was multiplied with. */
static float
divide(float row[LABEL_COUNT])
{
	float sum = 0;

	for (size_t y = 0; y < LABEL_COUNT; y++)
		sum += row[y];
	if (sum < LEAST)
		sum = LEAST;
	sum = 1.0f / sum;
	for (size_t y = 0; y < LABEL_COUNT; y++)
		row[y] = row[y] * sum;
	return sum;
}

static void
forward(struct chain *c, const float hop[LABEL_COUNT][LABEL_COUNT])
{
	for (size_t t = 0; t < c->n; t++) {
		float row[LABEL_COUNT] = { 0 };

		for (size_t x = 0; t > 0 && x < LABEL_COUNT; x++)
			for (size_t y = 0; y < LABEL_COUNT; y++)
				row[y] += c->alpha[t - 1][x] * hop[x][y];
		for (size_t y = 0; y < LABEL_COUNT; y++)
			c->alpha[t][y] = t > 0 ? row[y] * c->e[t][y] :
			    c->e[t][y];
		c->part[t] = divide(c->alpha[t]);
	}
}

static void
backward(struct chain *c, const float back[LABEL_COUNT][LABEL_COUNT])
{
	for (size_t y = 0; y < LABEL_COUNT; y++)
		c->beta[c->n - 1][y] = 1.0f;
	for (size_t t = c->n - 1; t-- > 0;) {
		float row[LABEL_COUNT] = { 0 };

		for (size_t y = 0; y < LABEL_COUNT; y++) {
			float g = c->e[t + 1][y] * c->beta[t + 1][y] *
			    c->part[t + 1];

			for (size_t x = 0; x < LABEL_COUNT; x++)
				row[x] += g * back[y][x];
		}
		for (size_t x = 0; x < LABEL_COUNT; x++)
			c->beta[t][x] = row[x];
	}
}

void
chain_run(struct chain *c, const float hop[LABEL_COUNT][LABEL_COUNT])
{
	float back[LABEL_COUNT][LABEL_COUNT];

	for (size_t x = 0; x < LABEL_COUNT; x++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			back[y][x] = hop[x][y];
	forward(c, hop);
	backward(c, (const float (*)[LABEL_COUNT])back);
	for (size_t t = 0; t < c->n; t++) {
		for (size_t y = 0; y < LABEL_COUNT; y++)
			c->p[t][y] = c->alpha[t][y] * c->beta[t][y];
		(void)divide(c->p[t]);
	}
}
