/*
 * release.c -- `tipline release ID --to MEMBER|ROLE`: apply the signed plan to
 * every item, prove each result, seal all of it for the analysts in one entry;
 * with --outbox also to a partner who has no key of this vault (outgoing.h).
 * What was found in an item is released on its own; the item itself without it,
 * unless it is an archive, which has no content of its own.
 * Nothing is released unless everything could be.  Others may write while the
 * files are made; what they must not change is looked at again under the lock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/earlier.h"
#include "redact/cmd/input.h"
#include "redact/cmd/outgoing.h"
#include "redact/cmd/releasing.h"
#include "redact/cmd/show.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define BESIDE 2u		/* files of a drop beside those of the items */
#define PEOPLE_UNREDACTED 2u	/* who sign for sound or film as it is */

struct release {
	const struct options *options;
	const char *to;		/* a member or a role, as typed, or cards */
	const char *outbox;	/* where the drop for these cards goes */
	struct making making;
};

/* Are enough people's signatures under just these plans? */
static int
signed_enough(struct work *w, struct standing *st)
{
	bool unredacted = false;
	size_t i;
	int r;

	if ((r = plans_standing(w, st)) < 0)
		return r;
	for (i = 0; i < w->n; i++)
		unredacted = unredacted || w->plans[i].unredacted;
	if (unredacted && st->needed < PEOPLE_UNREDACTED)
		st->needed = PEOPLE_UNREDACTED;
	if (st->people < st->needed)
		return err_set(ERR_NOT_PERMITTED, "%zu of %u people have "
		    "signed the plan of %s%s; another desk member runs "
		    "`tipline approve %s`", st->people, st->needed, w->name,
		    unredacted ? ", which lets sound or film go as it is" : "",
		    w->name);
	return 0;
}

/* Who it goes to: one member, or everybody who holds the role. */
static int
recipients(struct session *s, const char *to, struct fpr **out, size_t *n)
{
	struct fpr *all = NULL;
	size_t i, count = 0;
	unsigned role, held;
	int r;

	*out = NULL;
	*n = 0;
	if (!roles_parse(&role, to)) {
		if ((*out = calloc(1, sizeof(**out))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		*n = 1;
		return session_member(s, to, *out);
	}
	if ((r = session_members(s, &all, &count)) < 0)
		return r;
	for (i = 0; r == 0 && i < count; i++)
		if ((r = store_roles(s->store, &all[i], &held)) == 0 &&
		    (held & role) != 0)
			all[(*n)++] = all[i];
	*out = all;
	if (r == 0 && *n == 0)
		r = err_set(ERR_NOT_FOUND, "no member has the role %s; add one "
		    "with `tipline member add CARD --role %s`", to, to);
	return r;
}

static int
add_grants(struct work *w, const struct fpr *to, size_t n)
{
	struct grant_ctx ctx = { .submission = w->id, .tier = TIER_RELEASE };
	size_t i;
	bool has;
	int r = 0;

	for (i = 0; r == 0 && i < n; i++)
		/* Whoever got an earlier release has it already. */
		if ((r = session_has_grant(w->session, &ctx, &to[i],
		    &has)) == 0 && !has)
			r = session_add_grant(w->session, w->release, &ctx,
			    &to[i]);
	return r;
}

/* The entry, under the lock; whatever fails takes all of it back. */
static int
commit(struct releasing *rel, struct work *w, const struct fpr *to, size_t n,
    const struct outgoing *out)
{
	int r;

	if ((r = session_begin(w->session)) < 0)
		return r;
	if ((r = plans_still_newest(w)) < 0 ||
	    (r = releasing_add(rel)) < 0 ||
	    (r = out != NULL ? outgoing_record(out, w->session, &w->id,
	    rel->number) : add_grants(w, to, n)) < 0)
		return session_abort(w->session, r);
	return work_commit(w, "release", out != NULL ? "to a partner" :
	    "to the analysts");
}

/* It is on record; now it may be seen. */
static int
hand_over(const struct releasing *rel, struct outgoing *out,
    const struct work *w)
{
	char why[ERR_LINE_MAX];
	int r;

	if (out == NULL || (r = outgoing_appear(out)) == 0)
		return 0;
	(void)snprintf(why, sizeof(why), "%s", err_line());
	return err_set((enum err)r, "release %u of %s is on record, but its "
	    "drop could not be handed over (%.200s); release it again",
	    rel->number, w->name, why);
}

static int
tell(const struct release *all, const struct releasing *rel,
    const struct work *w, size_t people)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	if (all->options->json) {
		id_hex(hex, &w->id);
		json_open(&j, '{');
		json_kstr(&j, "submission", hex);
		json_kuint(&j, "release", rel->number);
		json_kuint(&j, "files", rel->files);
		json_kuint(&j, "withheld", w->withheld);
		json_kuint(&j, all->outbox != NULL ? "partners" : "members",
		    people);
		json_close(&j, '}');
		r = json_line(&b);
		bytes_free(&b);
		return r;
	}
	if (!all->options->quiet)
		(void)printf("%s: release %u, %zu files to %zu %s, "
		    "%zu items withheld\n", w->name, rel->number, rel->files,
		    people, all->outbox != NULL ? "partners" : "members",
		    w->withheld);
	return 0;
}

/* The release stands whatever comes of this: it is only told. */
static void
tell_earlier(const struct release *all, struct work *w)
{
	uint64_t found = 0;

	if (earlier_tell(w, &found) < 0)
		show_failure(all->options, w->name);
	else if (found > 0)
		(void)fprintf(stderr, "tipline: what is redacted in %s was left "
		    "in earlier releases, as told above; `tipline recall` "
		    "withdraws one\n", w->name);
}

static int
release_one(struct work *w, void *arg)
{
	struct release *all = arg;
	struct releasing *rel = NULL;
	struct outgoing *out = NULL;
	struct standing st;
	struct fpr *to = NULL;
	size_t n = 0;
	int r;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0 ||
	    (r = signed_enough(w, &st)) < 0 ||
	    (r = all->outbox != NULL ? outgoing_new(&out, w->session,
	    all->to, all->outbox, w->n + BESIDE) :
	    recipients(w->session, all->to, &to, &n)) < 0)
		goto done;
	if (out != NULL)
		n = outgoing_people(out);
	show_unread(all->options, w->name, work_unread(w));
	if ((r = releasing_new(&rel, all->options, w, &all->making)) < 0)
		goto done;
	releasing_to(rel, out);
	if ((r = releasing_make(rel, &st)) < 0 ||
	    (r = commit(rel, w, to, n, out)) < 0 ||
	    (r = hand_over(rel, out, w)) < 0 ||
	    (r = tell(all, rel, w, n)) < 0)
		goto done;
	tell_earlier(all, w);
	if (w->withheld > 0)
		r = EXIT_SOME_REFUSED;
done:
	releasing_free(rel);
	outgoing_free(out);
	free(to);
	return r;
}

int
cmd_release(const struct options *o, int argc, char **argv)
{
	struct release rel = { .options = o };
	const char *value = NULL;
	char *id = NULL;
	int i, r = 0;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--to", &value)) {
			if (value == NULL) {
				r = usage("--to needs a member or a role");
				goto done;
			}
			rel.to = value;
		} else if (option_is(argc, argv, &i, "--outbox",
		    &rel.outbox)) {
			if (rel.outbox == NULL) {
				r = usage("--outbox needs a folder");
				goto done;
			}
		} else if ((r = making_option(&rel.making, argc, argv,
		    &i)) != 0) {
			if (r < 0)
				goto done;
		} else if (argv[i][0] == '-' || id != NULL) {
			r = usage("%s is one word too many", argv[i]);
			goto done;
		} else {
			id = argv[i];
		}
	}
	if (id == NULL || rel.to == NULL)
		r = usage("name the submission, and who gets it with --to");
	else
		r = work_each(o, &id, 1, release_one, &rel);
done:
	making_free(&rel.making);
	return r;
}
