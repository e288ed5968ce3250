/* model.c -- see model.h. */
#include "redact/find/name/model.h"

#include <stdatomic.h>
#include <string.h>

#include "redact/find/name/expf.h"
#include "vault/base/err.h"

#define HEAD 32u
#define HOPS ((size_t)LABEL_COUNT * LABEL_COUNT)
#define TABLES (HEAD + HOPS * 2 + (size_t)LABEL_COUNT * 4)

/* names.model, by the assembler. */
__asm__(".section .rodata\n"
    ".balign 16\n"
    ".globl names_model\n"
    ".globl names_model_end\n"
    "names_model:\n"
    ".incbin \"" NAMES_MODEL "\"\n"
    "names_model_end:\n"
    ".byte 0\n"
    ".text\n");
extern const uint8_t names_model[], names_model_end[];

static uint32_t
get(const uint8_t *p, size_t bytes)
{
	uint32_t n = 0;

	for (size_t i = bytes; i-- > 0;)
		n = n << 8 | p[i];
	return n;
}

uint64_t
model_check(const uint8_t *p, size_t len)
{
	uint64_t h = len, w;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		w = get(p + i, 4) | (uint64_t)get(p + i + 4, 4) << 32;
		h = (h ^ w) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
	}
	for (; i < len; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h ^ (h >> 32);
}

uint16_t
model_key(uint64_t feature)
{
	uint16_t k = (uint16_t)(feature >> 48);

	return k == 0 ? 1 : k;
}

uint32_t
model_bucket(uint64_t feature, uint32_t buckets)
{
	return (uint32_t)(feature >> 16) & (buckets - 1);
}

int
model_open(struct model *m, const uint8_t *file, size_t len)
{
	uint32_t buckets;
	size_t rows;

	if (len < TABLES || len > MODEL_MAX ||
	    memcmp(file, "TIPNAMES", 8) != 0 || get(file + 16, 4) != 1 ||
	    get(file + 20, 4) != LABEL_COUNT)
		goto damaged;
	buckets = get(file + 24, 4);
	if (buckets == 0 || buckets > MODEL_BUCKETS_MAX ||
	    (buckets & (buckets - 1)) != 0)
		goto damaged;
	rows = (size_t)buckets * MODEL_WAYS;
	if (len != TABLES + rows * 2 + rows * LABEL_COUNT ||
	    model_check(file + 16, len - 16) != (get(file + 8, 4) |
	    (uint64_t)get(file + 12, 4) << 32))
		goto damaged;
	m->buckets = buckets;
	m->unit = (float)get(file + 28, 4) / 65536.0f;
	for (size_t i = 0; i < HOPS; i++)
		m->hop[i / LABEL_COUNT][i % LABEL_COUNT] = exp_of(m->unit *
		    (float)(int16_t)get(file + HEAD + i * 2, 2));
	for (size_t i = 0; i < (size_t)LABEL_COUNT * 2; i++)
		m->worth[i / 2][i % 2] = (uint16_t)get(file + HEAD +
		    HOPS * 2 + i * 2, 2);
	m->keys = file + TABLES;
	m->weights = (const int8_t *)(m->keys + rows * 2);
	return 0;
damaged:
	return err_set(ERR_FORMAT, "what this program learned of names is "
	    "damaged; install it again");
}

void
model_touch(const struct model *m, uint64_t feature)
{
	__builtin_prefetch(m->keys + (size_t)model_bucket(feature,
	    m->buckets) * MODEL_WAYS * 2);
}

const int8_t *
model_row(const struct model *m, uint64_t feature)
{
	const uint64_t ones = 0x0001000100010001u;
	size_t at = (size_t)model_bucket(feature, m->buckets) * MODEL_WAYS;
	const uint8_t *k = m->keys + at * 2;
	uint64_t x = (uint64_t)k[0] | (uint64_t)k[1] << 8 |
	    (uint64_t)k[2] << 16 | (uint64_t)k[3] << 24 |
	    (uint64_t)k[4] << 32 | (uint64_t)k[5] << 40 |
	    (uint64_t)k[6] << 48 | (uint64_t)k[7] << 56;

	/* The lowest of four 16-bit lanes that is zero, if one is. */
	x ^= ones * model_key(feature);
	x = (x - ones) & ~x & ones << 15;
	if (x == 0)
		return NULL;
	return m->weights + (at + (size_t)__builtin_ctzll(x) / 16) *
	    LABEL_COUNT;
}

const struct model *
model_own(void)
{
	static struct model own;
	static atomic_flag busy = ATOMIC_FLAG_INIT;
	static atomic_int state;	/* 0, or 1 when it is open */

	if (atomic_load(&state) == 1)
		return &own;
	while (atomic_flag_test_and_set(&busy))
		;	/* another thread opens it: a few milliseconds */
	if (atomic_load(&state) == 0 && model_open(&own, names_model,
	    (size_t)(names_model_end - names_model)) == 0)
		atomic_store(&state, 1);
	atomic_flag_clear(&busy);
	return atomic_load(&state) == 1 ? &own : NULL;
}
