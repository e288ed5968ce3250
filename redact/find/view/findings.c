/* findings.c -- the list that finders add to; see finder.h. */
#include "redact/find/view/finder.h"

#include <stdlib.h>

#include "vault/base/err.h"

#define FINDINGS_FIRST 16u	/* a power of two */

/* The list grows when its count is a power of two: it has no other memory. */
static int
grow(struct findings *out)
{
	struct finding *list;
	size_t cap;

	if (out->n != 0 && (out->n < FINDINGS_FIRST ||
	    (out->n & (out->n - 1)) != 0))
		return 0;
	cap = out->n == 0 ? FINDINGS_FIRST : out->n * 2;
	if ((list = realloc(out->list, cap * sizeof(*list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	out->list = list;
	return 0;
}

int
findings_add(struct findings *out, const struct finding *f)
{
	int r;

	if (out->n >= FIND_FINDINGS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u findings in one "
		    "text: split the document and submit its parts",
		    FIND_FINDINGS_MAX);
	if ((r = grow(out)) < 0)
		return r;
	out->list[out->n++] = *f;
	return 0;
}

void
findings_free(struct findings *f)
{
	free(f->list);
	*f = (struct findings){ .list = NULL, .n = 0 };
}
