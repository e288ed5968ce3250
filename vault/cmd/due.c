/* due.c -- see due.h. */
#include "vault/cmd/due.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"
#include "vault/session/erasure.h"

#define DAY_SECONDS 86400

struct due {
	struct standing *all;		/* owned; those that are due */
	size_t n;
	int64_t now;
	uint32_t retain_days;
	const struct fpr *signer;	/* who has not signed yet; may be NULL */
};

static uint64_t
age_days(const struct due *d, const struct standing *st)
{
	return d->now > st->received ?
	    (uint64_t)(d->now - st->received) / DAY_SECONDS : 0;
}

/* By its age and what was done to it; the tree has the last word. */
static int
is_due(const struct due *d, struct session *s, const struct standing *st,
    bool *due)
{
	struct erasure e;
	size_t i;
	int r;

	*due = false;
	if (d->retain_days == 0 || age_days(d, st) <= d->retain_days ||
	    strcmp(st->state, "new") == 0)
		return 0;
	if ((r = erasure_read(&e, s, &st->submission)) < 0)
		return r;
	*due = !e.done && !e.held;
	for (i = 0; i < e.n && d->signer != NULL; i++)
		*due = *due && !fpr_equal(&e.v[i].member, d->signer);
	erasure_free(&e);
	return 0;
}

static int
gather(struct due *d, struct session *s, const struct fpr *signer)
{
	struct policy policy;
	size_t i, n;
	bool due;
	int r;

	memset(d, 0, sizeof(*d));
	d->signer = signer;
	if ((r = store_policy(s->store, &policy)) < 0 ||
	    (r = standing_all(s, &d->all, &n)) < 0)
		return r;
	d->now = (int64_t)time(NULL);
	d->retain_days = policy.retain_days;
	/* They come newest first. */
	for (i = 0; i < n && r == 0; i++)
		if ((r = is_due(d, s, &d->all[i], &due)) == 0 && due)
			d->all[d->n++] = d->all[i];
	return r;
}

int
due_find(struct session *s, struct id **ids, size_t *n)
{
	struct due d;
	size_t i;
	int r;

	*ids = NULL;
	*n = 0;
	if ((r = gather(&d, s, &s->my_fpr)) < 0)
		goto done;
	if ((*ids = calloc(d.n + 1, sizeof(**ids))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = d.n; i > 0; i--)
		(*ids)[(*n)++] = d.all[i - 1].submission;
	if (*n == 0)
		say(s->options, "nothing is due that you have not signed for");
done:
	free(d.all);
	return r;
}

static int
tell(struct session *s, const struct due *d, const struct standing *st)
{
	char id[ID_HEX_SIZE], name[ID_NAME_SIZE], when[WHEN_SIZE];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	id_hex(id, &st->submission);
	id_name(name, &st->submission);
	when_format(when, st->received);
	if (!s->options->json) {
		(void)printf("%s  %s  received %s, %llu days ago  %s\n", name,
		    id, when, (unsigned long long)age_days(d, st), st->state);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "submission", id);
	json_kstr(&j, "name", name);
	json_kstr(&j, "received", when);
	json_kuint(&j, "days", age_days(d, st));
	json_kstr(&j, "state", st->state);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
due_list(struct session *s)
{
	struct due d;
	size_t i;
	int r = gather(&d, s, NULL);

	for (i = d.n; i > 0 && r == 0; i--)
		r = tell(s, &d, &d.all[i - 1]);
	if (r == 0 && d.retain_days == 0)
		say(s->options, "the policy keeps everything; tipline policy "
		    "set retain-days N changes that");
	else if (r == 0 && d.n == 0)
		say(s->options, "nothing is due to be erased");
	else if (r == 0)
		say(s->options, "tipline erase --due --reason TEXT signs for "
		    "these");
	free(d.all);
	return r;
}
