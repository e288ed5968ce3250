/* find.c -- the finders in a row; see find.h. */
#include "redact/find/engine/find.h"

#include "redact/find/engine/choice.h"
#include "redact/find/engine/finders.h"
#include "redact/find/engine/pass.h"
#include "redact/find/engine/settle.h"
#include "redact/find/known/watchlist.h"
#include "redact/find/view/fold.h"
#include "redact/find/view/view.h"
#include "vault/base/err.h"

const struct finder *const finders[] = {
	&find_email, &find_phone, &find_onion, &find_url, &find_messenger,
	&find_ip, &find_mac, &find_iban, &find_card, &find_gps,
	&find_token, &find_path, &find_host, &find_ident,
	&find_us,
	NULL
};

#define FINDERS_MAX (sizeof(finders) / sizeof(finders[0]))

static bool
is_wanted(const struct finder *f, const struct choice *choice)
{
	for (size_t i = 0; f->kinds[i] != NULL; i++)
		if (choice_has(choice, f->kinds[i]))
			return true;
	return false;
}

static int
run_finders(const struct view *v, const struct choice *choice)
{
	const struct finder *at[FINDERS_MAX];
	size_t n = 0, i;
	int r = 0;

	for (i = 0; r == 0 && finders[i] != NULL; i++) {
		if (!is_wanted(finders[i], choice))
			continue;
		if (finders[i]->at != NULL)
			at[n++] = finders[i];
		if (finders[i]->run != NULL)
			r = finders[i]->run(v);
	}
	return r < 0 ? r : pass_run(at, n, v);
}

/* What was not asked for goes, and what is not sure enough. */
static void
leave_out(struct findings *f, const struct find_options *o)
{
	double least = o->mode == FIND_PRECISE ? FIND_LEAST_PRECISE :
	    FIND_LEAST_SAFE;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->list[i].confidence >= least &&
		    choice_has(o->choice, f->list[i].kind))
			f->list[n++] = f->list[i];
	f->n = n;
}

int
find_in(const void *text, size_t len, const struct find_options *options,
    struct findings *out)
{
	struct fold *fold = NULL;
	struct view v = { .where = options->where, .mode = options->mode,
	    .out = out };
	int r;

	*out = (struct findings){ .list = NULL, .n = 0 };
	if ((r = fold_new(&fold, text, len, FOLD_READ)) < 0)
		return r;
	v.fold = fold;
	v.s = fold_bytes(fold, &v.len);
	if ((r = run_finders(&v, options->choice)) < 0)
		goto done;
	leave_out(out, options);
	/* The watchlist makes a view of its own: this one is not needed. */
	fold_free(fold);
	fold = NULL;
	if ((options->watchlist != NULL && (r = watchlist_run(
	    options->watchlist, text, len, out)) < 0) ||
	    (r = settle(out, len)) < 0)
		goto done;
done:
	fold_free(fold);
	if (r < 0)
		findings_free(out);
	return r;
}
