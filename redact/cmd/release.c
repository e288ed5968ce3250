/*
 * release.c -- `tipline release ID --to MEMBER|ROLE`: apply the signed plan to
 * every item, prove each result, seal all of it for the analysts in one entry.
 * What was found in an item is released on its own; the item itself without it,
 * unless it is an archive, which has no content of its own.
 * Nothing is released unless everything could be.  Others may write while the
 * files are made; what they must not change is looked at again under the lock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/making.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/show.h"
#include "redact/cmd/work.h"
#include "redact/release/summary.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

struct release {
	const struct options *options;
	const char *to;		/* a member or a role, as typed */
	struct making making;
	uint32_t version;	/* of the release manifest */
	struct staged *staged;	/* each item's file, then the manifest */
	size_t nstaged;
};

/* Are enough people's signatures under just these plans? */
static int
signed_enough(struct work *w)
{
	struct standing st;
	int r;

	if ((r = plans_standing(w, &st)) < 0)
		return r;
	if (st.people < st.needed)
		return err_set(ERR_NOT_PERMITTED, "%zu of %u people have "
		    "signed the plan of %s; another desk member runs "
		    "`tipline approve %s`", st.people, st.needed, w->name,
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
next_version(struct work *w, size_t i, enum object_kind kind, uint32_t *version)
{
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .object = kind, .tier = TIER_RELEASE };
	int r;

	if (kind == OBJECT_RELEASE)
		p.item = w->manifest.items[w->number[i]].id;
	r = store_latest(w->session->store, &p, version);
	*version += 1;
	return r;
}

/* Make item i, seal it, tell the manifest. */
static int
stage_item(struct release *rel, struct work *w, size_t i,
    struct summary *summary)
{
	struct exam made = EXAM_INIT;
	struct object_ctx ctx = work_ctx(w, i, OBJECT_RELEASE, 1);
	struct summary_file f = { .original = &w->reports[i],
	    .plan = &w->plans[i], .plan_version = w->version[i] };
	char name[SAFE_NAME_SIZE];
	uint8_t hash[SHA256_BYTES];
	int r;

	progress(rel->options, "redacting", i, w->n);
	if (format_is_container(w->reports[i].format))
		return 0;	/* what was in it is released by itself */
	if ((r = making_item(&rel->making, w, i, &w->plans[i], &made)) < 0)
		goto done;
	if (made.report.state != EXAM_DONE) {
		r = err_set(ERR_NOT_PERMITTED, "item %zu of %s could not be "
		    "redacted (%s: %s); nothing was released; keep it out or "
		    "review it again", w->number[i] + 1, w->name,
		    reason_name(made.report.reason), made.report.detail);
		goto done;
	}
	if ((r = next_version(w, i, OBJECT_RELEASE, &ctx.version)) < 0)
		goto done;
	if (lseek(made.file, 0, SEEK_SET) != 0) {
		r = err_sys("cannot rewind a memory file");
		goto done;
	}
	if ((r = sha256_fd(hash, made.file, &f.size)) < 0)
		goto done;
	if (lseek(made.file, 0, SEEK_SET) != 0) {
		r = err_sys("cannot rewind a memory file");
		goto done;
	}
	if ((r = session_stage_object(w->session, w->release, &ctx, made.file,
	    &rel->staged[rel->nstaged])) < 0)
		goto done;
	rel->nstaged++;
	manifest_safe_name(name, w->number[i] + 1, w->manifest.nitems,
	    format_ext(made.report.format));
	f.item = &ctx.item;
	f.name = name;
	f.pages = made.report.pages;
	f.sha256 = hash;
	summary_file(summary, &f);
done:
	exam_free(&made);
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

static int
stage_manifest(struct release *rel, struct work *w, const struct bytes *text)
{
	struct object_ctx ctx = { .submission = w->id,
	    .kind = OBJECT_RELEASES };
	int fd, r;

	if ((r = next_version(w, 0, OBJECT_RELEASES, &rel->version)) < 0 ||
	    (r = io_memfd_from(&fd, "manifest", text->data, text->len)) < 0)
		return r;
	ctx.version = rel->version;
	if ((r = session_stage_object(w->session, w->release, &ctx, fd,
	    &rel->staged[rel->nstaged])) == 0)
		rel->nstaged++;
	io_close(&fd);
	return r;
}

/* Make and seal everything, without the vault's lock. */
static int
stage_all(struct release *rel, struct work *w)
{
	struct bytes text = BYTES_INIT(SUMMARY_MAX);
	struct summary summary;
	size_t i;
	int r = 0;

	if ((rel->staged = calloc(w->n + 1, sizeof(*rel->staged))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	summary_begin(&summary, &text, &w->id, w->withheld);
	for (i = 0; r == 0 && i < w->n; i++)
		r = stage_item(rel, w, i, &summary);
	progress_end(rel->options);
	if (r == 0 && (r = summary_end(&summary)) == 0)
		r = stage_manifest(rel, w, &text);
	bytes_free(&text);
	return r;
}

/* Everything of the entry but its commit, under the lock. */
static int
add_all(struct release *rel, struct work *w, const struct fpr *to, size_t n)
{
	uint32_t version;
	size_t i;
	int r;

	if ((r = plans_still_newest(w)) < 0 ||
	    (r = next_version(w, 0, OBJECT_RELEASES, &version)) < 0)
		return r;
	if (version != rel->version)
		return err_set(ERR_BUSY, "somebody else released %s meanwhile; "
		    "see `tipline log` and release it again if it is still "
		    "needed", w->name);
	for (i = 0; r == 0 && i < rel->nstaged; i++)
		r = session_add_staged(w->session, &rel->staged[i], NULL);
	return r < 0 ? r : add_grants(w, to, n);
}

static int
tell(const struct release *rel, const struct work *w, size_t people)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	if (rel->options->json) {
		id_hex(hex, &w->id);
		json_open(&j, '{');
		json_kstr(&j, "submission", hex);
		json_kuint(&j, "release", rel->version);
		json_kuint(&j, "files", rel->nstaged - 1);
		json_kuint(&j, "withheld", w->withheld);
		json_kuint(&j, "members", people);
		json_close(&j, '}');
		r = json_line(&b);
		bytes_free(&b);
		return r;
	}
	if (!rel->options->quiet)
		(void)printf("%s: release %u, %zu files to %zu members, "
		    "%zu items withheld\n", w->name, rel->version,
		    rel->nstaged - 1, people, w->withheld);
	return 0;
}

static int
release_one(struct work *w, void *arg)
{
	struct release *rel = arg;
	struct fpr *to = NULL;
	size_t n = 0;
	int r;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0 ||
	    (r = signed_enough(w)) < 0 ||
	    (r = recipients(w->session, rel->to, &to, &n)) < 0)
		goto done;
	show_unread(rel->options, w->name, work_unread(w));
	if ((r = stage_all(rel, w)) < 0 ||
	    (r = session_begin(w->session)) < 0)
		goto done;
	if ((r = add_all(rel, w, to, n)) < 0) {
		r = session_abort(w->session, r);
		goto done;
	}
	if ((r = work_commit(w, "release", "to the analysts")) < 0 ||
	    (r = tell(rel, w, n)) < 0)
		goto done;
	if (w->withheld > 0)
		r = EXIT_SOME_REFUSED;
done:
	free(rel->staged);
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
	else if ((r = worker_start(&rel.making.worker)) == 0)
		r = work_each(o, &id, 1, release_one, &rel);
done:
	making_free(&rel.making);
	return r;
}
