/*
 * expf.h -- exp() that gives the same bits on every machine: additions and
 * multiplications alone, in this order, of IEEE 754 single precision.
 */
#ifndef REDACT_FIND_EXPF_H
#define REDACT_FIND_EXPF_H

#include <stdint.h>
#include <string.h>

static inline float
exp_of(float x)
{
	float n, r, p;
	int32_t k;

	x = x < -80.0f ? -80.0f : x > 80.0f ? 80.0f : x;
	n = x * 1.44269504f;
	k = (int32_t)(n + (n < 0.0f ? -0.5f : 0.5f));
	r = x - (float)k * 0.693359375f;
	r = r + (float)k * 2.12194440e-4f;
	p = 1.3888889e-3f;
	p = p * r + 8.3333333e-3f;
	p = p * r + 4.1666667e-2f;
	p = p * r + 1.6666667e-1f;
	p = p * r + 0.5f;
	p = p * r + 1.0f;
	p = p * r + 1.0f;
	k = (k + 127) * (1 << 23);
	memcpy(&n, &k, sizeof(n));
	return p * n;
}

/* exp_of() of a row of 16, in steps that a compiler does side by side. */
static inline void
exp_row(float row[16])
{
	float r[16], p[16];
	int32_t k[16];

	for (int i = 0; i < 16; i++) {
		float x = row[i] < -80.0f ? -80.0f : row[i];
		float n;

		x = x > 80.0f ? 80.0f : x;
		n = x * 1.44269504f;
		k[i] = (int32_t)(n + (n < 0.0f ? -0.5f : 0.5f));
		r[i] = x - (float)k[i] * 0.693359375f;
		r[i] = r[i] + (float)k[i] * 2.12194440e-4f;
		k[i] = (k[i] + 127) * (1 << 23);
	}
	for (int i = 0; i < 16; i++) {
		p[i] = 1.3888889e-3f;
		p[i] = p[i] * r[i] + 8.3333333e-3f;
		p[i] = p[i] * r[i] + 4.1666667e-2f;
		p[i] = p[i] * r[i] + 1.6666667e-1f;
		p[i] = p[i] * r[i] + 0.5f;
		p[i] = p[i] * r[i] + 1.0f;
		p[i] = p[i] * r[i] + 1.0f;
	}
	memcpy(r, k, sizeof(r));
	for (int i = 0; i < 16; i++)
		row[i] = p[i] * r[i];
}

#endif
