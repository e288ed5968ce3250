/* reach.c -- see reach.h. */
#include "vault/cmd/reach.h"

#include <string.h>

#include "vault/base/err.h"

#define PEOPLE_TOLD_MAX 16384	/* bytes of their names */

struct reach {
	struct session *s;
	bool mine, i_can;	/* sealed to this member; and it opens */
	bool ended;		/* ... though the epoch has ended */
	struct bytes sure;	/* others, at their newest epoch */
	struct bytes doubtful;	/* others, at one that has ended */
};

/* "Ana, Bo": the label, or the words. */
static void
add_person(struct reach *w, struct bytes *b, const struct fpr *member)
{
	char label[LABEL_SIZE], words[FPR_WORDS_SIZE];

	session_label(w->s, member, label);
	fpr_words(words, member);
	(void)bytes_addf(b, "%s%s", b->len > 0 ? ", " : "",
	    label[0] != '\0' ? label : words);
}

static int
look_at(struct reach *w, const struct path *grant)
{
	struct path p = { .kind = PATH_EPOCH, .member = grant->member };
	struct epochs held;
	unsigned roles = 0;
	uint32_t newest;
	int r;

	if ((r = store_roles(w->s->store, &p.member, &roles)) < 0 ||
	    (r = store_latest(w->s->store, &p, &newest)) < 0)
		return r == ERR_NOT_FOUND ? 0 : r;
	if ((roles & ROLE_DESK) == 0)
		return 0;
	if (!fpr_equal(&p.member, &w->s->my_fpr)) {
		add_person(w, grant->version == newest ? &w->sure :
		    &w->doubtful, &p.member);
		return 0;
	}
	if ((r = keeper_epochs(w->s->keeper, &held)) < 0)
		return r;
	w->mine = true;
	w->i_can = grant->version >= held.oldest &&
	    grant->version <= held.newest;
	w->ended = grant->version != newest;
	return 0;
}

static void
tell(struct reach *w, const char *name)
{
	const struct options *o = w->s->options;
	const char *sure = bytes_str(&w->sure);
	const char *doubtful = bytes_str(&w->doubtful);

	if (sure == NULL || doubtful == NULL)
		return;
	if (w->mine && w->i_can && w->ended)
		say(o, "%s is sealed to an epoch of this key that has ended; "
		    "tipline rotate --finish seals it to the new one", name);
	if (w->i_can)
		return;
	if (w->sure.len > 0 && w->mine)
		say(o, "%s is sealed to an epoch that this key no longer "
		    "holds; ask for tipline assign: %s can open it", name,
		    sure);
	else if (w->sure.len == 0 && w->doubtful.len > 0)
		say(o, "%s is sealed to epochs that have ended: only who has "
		    "not yet run tipline rotate --finish can open it, of: %s%s",
		    name, doubtful, w->mine ? " (this key no longer can)" : "");
	else if (w->sure.len == 0)
		say(o, "%s is sealed to an epoch that this key no longer holds, "
		    "and to nobody else: it cannot be opened; give intake the "
		    "new card and ask for the files again", name);
}

void
reach_tell(struct session *s, const struct drop *drop)
{
	struct reach w = { .s = s, .sure = BYTES_INIT(PEOPLE_TOLD_MAX),
	    .doubtful = BYTES_INIT(PEOPLE_TOLD_MAX) };
	char name[ID_NAME_SIZE];
	size_t i;
	int r = 0;

	for (i = 0; i < drop->nfiles && r == 0; i++)
		if (drop->files[i].path.kind == PATH_GRANT &&
		    drop->files[i].path.tier == TIER_ORIGINAL)
			r = look_at(&w, &drop->files[i].path);
	id_name(name, &drop->submission);
	if (r == 0)
		tell(&w, name);
	bytes_free(&w.sure);
	bytes_free(&w.doubtful);
}
