/* family.c -- see family.h. */
#include "redact/cmd/family.h"

#include "vault/base/err.h"

static int
add_document(struct known *known, const struct exam *exam,
    const struct find_options *options)
{
	struct findings found = { 0 };
	int r;

	if (exam->report.state != EXAM_DONE)
		return 0;
	if ((r = find_in(exam->text.data, exam->text.len, options,
	    &found)) == 0)
		r = known_add_found(known, &found, exam->text.data);
	findings_free(&found);
	return r;
}

int
family_known(const struct tree *t, const struct find_options *options,
    struct known **known)
{
	struct known *all = NULL;
	int r;

	*known = NULL;
	if ((r = known_new(&all)) < 0)
		return r;
	for (size_t i = 0; r == 0 && i < t->n; i++)
		r = add_document(all, &t->nodes[i]->exam, options);
	if (r < 0 || (r = known_ready(all)) < 0) {
		known_free(all);
		return r;
	}
	*known = all;
	return 0;
}
