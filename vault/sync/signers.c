/* signers.c -- see signers.h. */
#include "vault/sync/signers.h"

#include <string.h>

#include "vault/base/err.h"

static int
add(struct signers *k, struct keeper *keeper)
{
	struct signer *one = &k->v[k->n];
	int r;

	one->keeper = keeper;
	if ((r = keeper_card(keeper, &one->card)) == 0 &&
	    (r = card_fpr(&one->fpr, &one->card)) == 0)
		k->n++;
	return r;
}

int
signers_open(struct signers *k, struct session *s,
    const char *const files[], size_t nfiles)
{
	struct keeper_options o = {
	    .passphrase_fd = s->options->passphrase_fd };
	struct keeper *keeper;
	size_t i;
	int r;

	memset(k, 0, sizeof(*k));
	k->own = s->keeper;
	if (s->keeper != NULL && (r = add(k, s->keeper)) < 0)
		return r;
	for (i = 0; i < nfiles; i++) {
		if (k->n == SIGNERS_MAX)
			return err_set(ERR_USAGE, "more than %d keys are too "
			    "many for one sync; sync in several steps",
			    SIGNERS_MAX);
		o.key_file = files[i];
		if ((r = keeper_start(&keeper, &o)) < 0)
			return r;
		if ((r = add(k, keeper)) < 0) {
			keeper_stop(keeper);
			return r;
		}
	}
	return 0;
}

void
signers_close(struct signers *k, struct session *s)
{
	size_t i;

	/* The session stops its own keeper. */
	s->keeper = k->own;
	for (i = 0; i < k->n; i++)
		if (k->v[i].keeper != k->own)
			keeper_stop(k->v[i].keeper);
	k->n = 0;
}

int
signers_use(const struct signers *k, struct session *s,
    const struct fpr *member)
{
	size_t i;

	for (i = 0; i < k->n; i++) {
		if (!fpr_equal(&k->v[i].fpr, member))
			continue;
		s->keeper = k->v[i].keeper;
		s->me = k->v[i].card;
		s->my_fpr = k->v[i].fpr;
		return 0;
	}
	return ERR_NOT_FOUND;
}
