/* lists.c -- which lists a token stands in; see names.h. */
#include "redact/find/name/names.h"

#include <string.h>

void
lists_mark(const struct tokens *t, uint32_t bits[TOKENS_MAX])
{
	memset(bits, 0, t->n * sizeof(bits[0]));
}
