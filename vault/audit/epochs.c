/* epochs.c -- the rule `epoch`: a new epoch is its member's, with a new key. */
#include "vault/audit/ruling.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/epoch.h"

/*
 * What a change brings: of its path's member and number, and not from later
 * on.  It may be older: sync makes an entry again that was made before.
 */
static int
read_new(const struct ruling *r, const struct change *c, struct epoch *e)
{
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	struct fpr fpr;
	int code;

	if ((code = ruling_after(r, c, &text)) <= 0)
		goto done;
	code = 0;
	if (epoch_parse(e, text.data, text.len) < 0 ||
	    card_fpr(&fpr, &e->card) < 0)
		ruling_say(r, "epoch", c->name, "it is no epoch");
	else if (!fpr_equal(&fpr, &c->path.member) ||
	    e->card.epoch != c->path.version)
		ruling_say(r, "epoch", c->name, "it is not the epoch of the "
		    "member it is filed under");
	else if (e->since > r->facts->time)
		ruling_say(r, "epoch", c->name, "it begins later than its "
		    "entry");
	else
		code = 1;
done:
	bytes_free(&text);
	return code;
}

int
epochs_check_first(const struct ruling *r, const struct change *c,
    const struct card *card)
{
	struct epoch e;
	int code;

	if ((code = read_new(r, c, &e)) == 1 &&
	    memcmp(e.card.signature, card->signature, SIGN_BYTES) != 0)
		ruling_say(r, "member", c->name, "it is not the member's "
		    "card");
	return code < 0 ? code : 0;
}

/* The epoch before must have had another key: else nothing is forgotten. */
static int
check_key(const struct ruling *r, const struct change *c,
    const struct epoch *e)
{
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	struct path last = c->path;
	struct epoch before;
	char name[PATH_SIZE];
	int code;

	last.version--;
	path_format(name, &last);
	if ((code = ruling_before(r, name, &text)) == 1 &&
	    epoch_parse(&before, text.data, text.len) == 0 &&
	    memcmp(before.card.box_pk, e->card.box_pk, BOX_PK_BYTES) == 0)
		ruling_say(r, "epoch", c->name, "it has the key of the epoch "
		    "before");
	bytes_free(&text);
	return code < 0 ? code : 0;
}

static int
check_next(const struct ruling *r, const struct change *c)
{
	struct epoch e;
	uint32_t last;
	int code;

	if (!fpr_equal(&c->path.member, &r->facts->entry->actor)) {
		ruling_say(r, "epoch", c->name, "nobody rotates for somebody "
		    "else");
		return 0;
	}
	if ((code = ruling_epoch(r, &c->path.member, &last)) <= 0)
		return code;
	if (c->path.version != last + 1) {
		ruling_say(r, "order", c->name, "epoch %u follows on %u",
		    c->path.version, last);
		return 0;
	}
	if ((code = read_new(r, c, &e)) == 1)
		code = check_key(r, c, &e);
	return code < 0 ? code : 0;
}

int
epochs_check(const struct ruling *r)
{
	const struct change *c;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind == PATH_EPOCH && c->what == CHANGE_ADDED)
			code = check_next(r, c);
	}
	return code;
}
