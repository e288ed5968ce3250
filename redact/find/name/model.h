/*
 * model.h -- what the tagger learned: a file that is a part of the program.
 *
 * A model is a table of features.  A feature is a 64-bit hash; its row holds a
 * weight for every label.  Rows stand in buckets of four, each with a 16-bit
 * key, so that a feature that was never learned is told from the others.
 *
 * The file, little endian:
 *	0	8	"TIPNAMES"
 *	8	8	a hash of all that follows
 *	16	4	the version, 1
 *	20	4	labels, LABEL_COUNT
 *	24	4	buckets, a power of two
 *	28	4	weights are this many units of 1/65536
 *	32	2 each	weights from label to label, LABEL_COUNT times LABEL_COUNT
 *	...	4 each	per label, the scores that are worth FIND_LEAST_SAFE and
 *			FIND_LEAST_PRECISE, units of 1/65536, two of 2 bytes
 *	...	2 each	keys, four a bucket; 0 is none
 *	...	1 each	weights, LABEL_COUNT a row
 */
#ifndef REDACT_FIND_MODEL_H
#define REDACT_FIND_MODEL_H

#include <stddef.h>
#include <stdint.h>

#define MODEL_MAX 5000000u	/* bytes of the file */
#define MODEL_BUCKETS_MAX (1u << 16)
#define MODEL_WAYS 4u		/* rows of a bucket */

/* PUBLIC: what is named but tells on nobody, as a state or its highest court. */
enum label {
	LABEL_NONE, LABEL_PERSON, LABEL_ORG, LABEL_PLACE, LABEL_TRAIT,
	LABEL_DATE, LABEL_AMOUNT, LABEL_CODE, LABEL_ADDRESS, LABEL_MISC,
	LABEL_ORG_PUBLIC, LABEL_PLACE_PUBLIC, LABEL_TRAIT_PUBLIC,
	LABEL_DATE_PUBLIC, LABEL_MISC_PUBLIC,
	LABEL_NUMBER,		/* what the finders of numbers are for */
	LABEL_COUNT
};

_Static_assert(LABEL_COUNT == 16, "rows are worked on 16 labels at a time");

struct model {
	uint32_t buckets;
	float unit;		/* one weight step */
	float hop[LABEL_COUNT][LABEL_COUNT];	/* exp() of it, from and to */
	uint16_t worth[LABEL_COUNT][2];
	const uint8_t *keys;
	const int8_t *weights;
};

/*
 * model_open(m, file, len): `file` is borrowed while m is used.
 * ERR_FORMAT when it is damaged, cut, or of another version.
 */
int model_open(struct model *m, const uint8_t *file, size_t len);

/* The weights of a feature; NULL when it has none. */
const int8_t *model_row(const struct model *m, uint64_t feature);

/* Say that model_row() will be asked for this one soon. */
void model_touch(const struct model *m, uint64_t feature);

/* Which key in which bucket a feature has (for the one who writes a model). */
uint16_t model_key(uint64_t feature);
uint32_t model_bucket(uint64_t feature, uint32_t buckets);

/* The hash at offset 8, of what begins at offset 16. */
uint64_t model_check(const uint8_t *p, size_t len);

/*
 * model_own(): the model that is a part of this program, opened at the first
 * call.  NULL, with err_set(), when it is damaged.
 */
const struct model *model_own(void);

#endif
