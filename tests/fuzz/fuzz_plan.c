/*
 * fuzz_plan.c -- the first line is a text, the rest a plan for it: a plan that
 * is read without error is written, read again and written as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes once = BYTES_INIT(PLAN_MAX), twice = BYTES_INIT(PLAN_MAX);
	const uint8_t *line = len > 0 ? memchr(data, '\n', len) : NULL;
	size_t text = line != NULL ? (size_t)(line - data) : 0;
	struct plan p, q;

	if (line != NULL && plan_read(&p, line + 1, len - text - 1, data,
	    text) == 0) {
		if (plan_write(&once, &p, data) < 0 ||
		    plan_read(&q, once.data, once.len, data, text) < 0 ||
		    plan_write(&twice, &q, data) < 0 ||
		    once.len != twice.len ||
		    memcmp(once.data, twice.data, once.len) != 0)
			abort();
		plan_free(&p);
		plan_free(&q);
	}
	bytes_free(&once);
	bytes_free(&twice);
	return 0;
}
