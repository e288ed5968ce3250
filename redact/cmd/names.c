/* names.c -- see names.h. */
#include "redact/cmd/names.h"

#include <stdlib.h>

#include "redact/cmd/input.h"
#include "redact/cmd/show.h"
#include "redact/doc/pseudonyms.h"
#include "vault/base/err.h"

int
names_read(struct plan **out, const char *file)
{
	struct bytes b = BYTES_INIT(PSEUDONYMS_FILE_MAX);
	struct plan *names;
	int r;

	*out = NULL;
	if ((names = calloc(1, sizeof(*names))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = input_read(&b, file)) == 0 &&
	    (r = pseudonyms_read(names, b.data, b.len)) == 0 &&
	    names->npseudonyms == 0)
		r = err_set(ERR_FORMAT, "the list of names is empty; write "
		    "one name a line");
	bytes_free(&b);
	if (r < 0)
		names_free(names);
	else
		*out = names;
	return r;
}

void
names_free(struct plan *names)
{
	if (names == NULL)
		return;
	plan_free(names);
	free(names);
}

int
names_give(struct work *w, const struct plan *names)
{
	size_t i;
	int r;

	for (i = 0; i < names->npseudonyms && w->n > 0; i++)
		if ((r = plan_add_pseudonym(&w->plans[0],
		    names->pseudonyms[i].name)) < 0)
			return r;
	for (i = 0; i < w->n; i++)
		(void)pseudonyms_show(&w->plans[i]);
	return plans_label(w->plan_at, NULL, w->texts, w->n);
}

void
names_tell(const struct options *o, const char *name,
    struct plan *const plans[], size_t n)
{
	size_t wanting = 0;

	for (size_t i = 0; i < n; i++)
		wanting += pseudonyms_wanting(plans[i]);
	if (wanting > 0)
		say(o, "%s: %zu findings have a label and no name, for the "
		    "list has none left that stands nowhere in the texts; add "
		    "names to it", name, wanting);
}
