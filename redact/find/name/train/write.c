/* write.c -- see write.h. */
#include "redact/find/name/train/write.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define BUCKETS (1u << 15)
#define UNIT 3277u		/* of 1/65536: 0.05 */
#define WEIGHT_LEAST 0.08f	/* of the greatest, or the feature is left out */

/* What a label's score must be for FIND_LEAST_SAFE and FIND_LEAST_PRECISE, of
 * 1000: chosen by cross-validation (docs/models.md). */
static const uint16_t worth[LABEL_COUNT][2] = {
	[LABEL_PERSON] = { 80, 500 },
	[LABEL_ORG] = { 82, 985 },
	[LABEL_PLACE] = { 220, 880 },
	[LABEL_TRAIT] = { 350, 850 },
	[LABEL_DATE] = { 60, 750 },
	[LABEL_AMOUNT] = { 120, 600 },
	[LABEL_CODE] = { 50, 400 },
	[LABEL_ADDRESS] = { 150, 500 },
	[LABEL_MISC] = { 300, 950 },
};

struct entry {
	uint64_t feature;
	uint32_t number;
	float weight;		/* how much it can say */
};

static int
heavier(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static void
put(struct bytes *b, uint64_t n, size_t size)
{
	uint8_t p[8];

	for (size_t i = 0; i < size; i++)
		p[i] = (uint8_t)(n >> (8 * i));
	(void)bytes_add(b, p, size);
}

/* A weight in whole steps, within the bounds of int8_t or int16_t. */
static int
whole(float w, int most)
{
	float steps = w * 65536.0f / (float)UNIT;
	int n = (int)(steps + (steps < 0 ? -0.5f : 0.5f));

	return n > most ? most : n < -most ? -most : n;
}

static float
reach(const float w[LABEL_COUNT])
{
	float least = w[0], most = w[0];

	for (size_t y = 1; y < LABEL_COUNT; y++) {
		least = w[y] < least ? w[y] : least;
		most = w[y] > most ? w[y] : most;
	}
	return most - least;
}

static void
fill(uint8_t *keys, int8_t *rows, const struct entry *list, size_t n,
    const float weights[][LABEL_COUNT])
{
	for (size_t i = 0; i < n && list[i].weight >= WEIGHT_LEAST; i++) {
		size_t at = (size_t)model_bucket(list[i].feature, BUCKETS) *
		    MODEL_WAYS, end = at + MODEL_WAYS;
		uint16_t key = model_key(list[i].feature), other;

		for (; at < end; at++) {
			other = (uint16_t)(keys[at * 2] |
			    keys[at * 2 + 1] << 8);
			if (other == 0 || other == key)
				break;
		}
		if (at == end || other == key)
			continue;
		keys[at * 2] = (uint8_t)key;
		keys[at * 2 + 1] = (uint8_t)(key >> 8);
		for (size_t y = 0; y < LABEL_COUNT; y++)
			rows[at * LABEL_COUNT + y] = (int8_t)whole(
			    weights[list[i].number][y], 127);
	}
}

static int
rank(struct entry **out, const struct lexicon *l, size_t n,
    const float weights[][LABEL_COUNT])
{
	struct entry *list = calloc(n + 1, sizeof(*list));
	uint64_t *features = calloc(n + 1, sizeof(*features));
	uint32_t *seen = calloc(n + 1, sizeof(*seen));
	int r = 0;

	*out = NULL;
	if (list == NULL || features == NULL || seen == NULL) {
		r = err_set(ERR_NO_MEMORY, "not enough memory to write the "
		    "model; close other programs");
		free(list);
		goto done;
	}
	lexicon_list(l, features, seen);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct entry){ .feature = features[i],
		    .number = (uint32_t)i, .weight = reach(weights[i]) };
	qsort(list, n, sizeof(*list), heavier);
	*out = list;
done:
	free(features);
	free(seen);
	return r;
}

int
model_write(struct bytes *file, const struct lexicon *l, size_t n,
    const float weights[][LABEL_COUNT],
    const float hop[LABEL_COUNT][LABEL_COUNT])
{
	struct bytes body = BYTES_INIT(MODEL_MAX);
	size_t rows = (size_t)BUCKETS * MODEL_WAYS;
	struct entry *list;
	uint8_t *keys;
	int r;

	if ((r = rank(&list, l, n, weights)) < 0)
		return r;
	put(&body, 1, 4);
	put(&body, LABEL_COUNT, 4);
	put(&body, BUCKETS, 4);
	put(&body, UNIT, 4);
	for (size_t x = 0; x < LABEL_COUNT; x++)
		for (size_t y = 0; y < LABEL_COUNT; y++)
			put(&body, (uint16_t)whole(hop[x][y], 32767), 2);
	for (size_t y = 0; y < LABEL_COUNT; y++)
		for (size_t k = 0; k < 2; k++)
			put(&body, worth[y][k] * 65536u / 1000u, 2);
	if ((r = bytes_room(&body, rows * (2 + LABEL_COUNT), &keys)) < 0)
		goto done;
	memset(keys, 0, rows * (2 + LABEL_COUNT));
	fill(keys, (int8_t *)(keys + rows * 2), list, n, weights);
	(void)bytes_add(file, "TIPNAMES", 8);
	put(file, model_check(body.data, body.len), 8);
	r = bytes_add(file, body.data, body.len);
done:
	bytes_free(&body);
	free(list);
	return r;
}
