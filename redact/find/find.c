/* find.c -- the finders in a row; see finder.h. */
#include "redact/find/finder.h"

#include <stdlib.h>

#include "redact/find/fold.h"
#include "redact/find/settle.h"
#include "redact/find/watchlist.h"
#include "vault/base/err.h"

const struct finder *const finders[] = {
	&find_email, &find_phone, &find_onion, &find_url, &find_messenger,
	&find_ip, &find_mac, &find_iban, &find_card, &find_gps, NULL
};

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

int
find_in(const void *text, size_t len, const struct watchlist *w,
    struct findings *out)
{
	struct fold *fold = NULL;
	size_t i;
	int r;

	*out = (struct findings){ .list = NULL, .n = 0 };
	if ((r = fold_new(&fold, text, len, FOLD_READ)) < 0)
		return r;
	for (i = 0; finders[i] != NULL; i++)
		if ((r = finders[i]->run(fold, out)) < 0)
			goto done;
	/* The watchlist makes a view of its own: this one is not needed. */
	fold_free(fold);
	fold = NULL;
	if ((w != NULL && (r = watchlist_run(w, text, len, out)) < 0) ||
	    (r = settle(out, len)) < 0)
		goto done;
done:
	fold_free(fold);
	if (r < 0)
		findings_free(out);
	return r;
}
