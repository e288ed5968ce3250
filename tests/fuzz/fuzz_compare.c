/*
 * Any two texts: changes lie in them, in order, and a text compared with
 * itself has none.
 */
#include <stdlib.h>
#include <string.h>

#include "redact/compare/compare.h"
#include "vault/base/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *half = len > 0 ? memchr(data, '\0', len) : NULL;
	size_t alen, blen, i;
	struct comparison c;

	if (half == NULL)
		return 0;
	alen = (size_t)(half - data);
	blen = len - alen - 1;
	if (!utf8_valid(data, alen) || !utf8_valid(half + 1, blen) ||
	    compare_texts(&c, data, alen, half + 1, blen) < 0)
		return 0;
	for (i = 0; i < c.nchanges; i++)
		if (c.changes[i].a_end < c.changes[i].a_start ||
		    c.changes[i].b_end < c.changes[i].b_start ||
		    c.changes[i].a_end > alen || c.changes[i].b_end > blen ||
		    (i > 0 && (c.changes[i].a_start < c.changes[i - 1].a_end ||
		    c.changes[i].b_start < c.changes[i - 1].b_end)))
			abort();
	comparison_free(&c);
	if (compare_texts(&c, data, alen, data, alen) < 0 || c.nchanges != 0)
		abort();
	comparison_free(&c);
	return 0;
}
