/*
 * regrant.c -- tipline member regrant NEW --like OLD: after a lost key, all
 * that the old one could open and this one can, granted to the new one.
 */
#include "vault/cmd/member.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define LINE_MAX_BYTES 4096
#define EXIT_SOME_REFUSED 5

struct regrant {
	struct session *s;
	struct fpr to, like;
	unsigned roles;			/* of the new one */
	size_t granted, had, unopened, barred;
};

static int
check_roles(struct regrant *g)
{
	int r;

	if ((r = store_roles(g->s->store, &g->to, &g->roles)) < 0)
		return r;
	if ((g->roles & (ROLE_DESK | ROLE_REPORTER | ROLE_ANALYST)) == 0)
		return err_set(ERR_NOT_PERMITTED, "that member has no role that "
		    "opens anything; an admin can give it one with tipline "
		    "member role");
	return fpr_equal(&g->to, &g->like) ? usage("name two members, the new "
	    "one and the one it replaces") : 0;
}

/* Failures that mean: not with this key. */
static bool
cannot_open(int r)
{
	return r == ERR_NO_GRANT || r == ERR_WRONG_KEY || r == ERR_FORMAT ||
	    r == ERR_INTEGRITY;
}

static int
grant(struct regrant *g, const struct grant_ctx *ctx, bool *done)
{
	const struct id *item = id_is_zero(&ctx->item) ? NULL : &ctx->item;
	uint32_t handle;
	bool had;
	int r;

	*done = false;
	if (ctx->tier != TIER_RELEASE &&
	    (g->roles & (ROLE_DESK | ROLE_REPORTER)) == 0) {
		g->barred++;
		return 0;
	}
	if ((r = session_has_grant(g->s, ctx, &g->to, &had)) < 0)
		return r;
	if (had) {
		g->had++;
		return 0;
	}
	r = session_unlock(g->s, &ctx->submission, item, ctx->tier, &handle);
	if (cannot_open(r)) {
		g->unopened++;
		return 0;
	}
	if (r < 0 || (r = session_add_grant(g->s, handle, ctx, &g->to)) < 0)
		return r;
	*done = true;
	return keeper_drop(g->s->keeper, handle);
}

/* One page in one entry; the write is begun, and has ended when 0 comes out. */
static int
grant_page(struct regrant *g, struct id *after, bool *last)
{
	struct entry e = { .event = "assign" };
	struct held *v = NULL;
	struct id *ids = NULL;
	size_t i, n = 0, added = 0;
	char commit[41];
	bool done;
	int r;

	if ((r = store_held(g->s->store, &g->like, UINT32_MAX, after, &v, &n,
	    last)) < 0)
		goto done;
	if ((ids = calloc(n + 1, sizeof(*ids))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; i < n && r == 0; i++) {
		if ((r = grant(g, &v[i].ctx, &done)) < 0 || !done)
			continue;
		added++;
		if (e.nsubmissions == 0 || !id_equal(&ids[e.nsubmissions - 1],
		    &v[i].ctx.submission))
			ids[e.nsubmissions++] = v[i].ctx.submission;
		progress(g->s->options, "granting", g->granted + added, 0);
	}
	if (r == 0 && added == 0)
		r = store_abort(g->s->store);
	else if (r == 0) {
		e.submissions = ids;
		(void)snprintf(e.subject, sizeof(e.subject), "again, after a "
		    "lost key");
		r = session_commit(g->s, &e, commit);
		g->granted += r == 0 ? added : 0;
	}
done:
	free(v);
	free(ids);
	return r < 0 ? session_abort(g->s, r) : 0;
}

static int
grant_all(struct regrant *g)
{
	struct id after = { { 0 } };
	bool last = false;
	int r = 0;

	while (!last && r == 0)
		if ((r = session_begin(g->s)) == 0)
			r = grant_page(g, &after, &last);
	progress_end(g->s->options);
	return r;
}

static int
tell(const struct regrant *g)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	char hex[FPR_HEX_SIZE], words[FPR_WORDS_SIZE];
	int r;

	if (g->unopened > 0)
		say(g->s->options, "%zu keys are not opened by this key; ask "
		    "another desk member to run the same", g->unopened);
	if (!g->s->options->json) {
		fpr_words(words, &g->to);
		return printf("%s: %zu keys granted, %zu it had already, %zu "
		    "not for its roles, %zu not opened by this key\n", words,
		    g->granted, g->had, g->barred, g->unopened) < 0 ?
		    err_sys("cannot write the answer") : 0;
	}
	fpr_hex(hex, &g->to);
	json_open(&j, '{');
	json_kstr(&j, "member", hex);
	json_kuint(&j, "granted", g->granted);
	json_kuint(&j, "had", g->had);
	json_kuint(&j, "not_for_its_roles", g->barred);
	json_kuint(&j, "unopened", g->unopened);
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
member_regrant(const struct options *o, int argc, char **argv)
{
	const char *to = NULL, *like = NULL;
	struct regrant g = { .granted = 0 };
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--like", &like) ||
		    option_is(argc, argv, &i, "--", NULL))
			continue;
		if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		if (to != NULL)
			return usage("one new member at a time");
		to = argv[i];
	}
	if (to == NULL || like == NULL)
		return usage("name the new member, and with --like the one it "
		    "replaces");
	if ((r = session_open(&g.s, o, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		return r;
	if ((r = session_need_role(g.s, ROLE_DESK, "granting")) == 0 &&
	    (r = session_member(g.s, to, &g.to)) == 0 &&
	    (r = session_member(g.s, like, &g.like)) == 0 &&
	    (r = check_roles(&g)) == 0 && (r = grant_all(&g)) == 0)
		r = tell(&g);
	session_close(g.s);
	return r == 0 && g.unopened > 0 ? EXIT_SOME_REFUSED : r;
}
