/* serve_audit.c -- questions about the history as a whole. */
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/config.h"
#include "vault/store/serving.h"

static int
send_finding(const struct finding_read *f, void *arg)
{
	struct serve *s = arg;

	wire_put_u8(&s->out, (uint8_t)f->weight);
	wire_put_str(&s->out, f->rule);
	wire_put_u64(&s->out, f->entry);
	wire_put_str(&s->out, f->commit);
	wire_put_str(&s->out, f->path);
	wire_put_str(&s->out, f->line);
	return serving_send(s, STORE_FINDING, NULL);
}

void
serving_finding(struct serve *s, const struct trouble *t)
{
	char path[PATH_SIZE], line[ERR_LINE_SIZE_IN_FINDING];

	(void)snprintf(path, sizeof(path), "%s", t->name);
	(void)snprintf(line, sizeof(line), "%s", t->line);
	wire_put_u8(&s->out, WEIGHT_BROKEN);
	wire_put_str(&s->out, t->rule);
	wire_put_u64(&s->out, t->entry);
	wire_put_str(&s->out, "");
	wire_put_str(&s->out, path);
	wire_put_str(&s->out, line);
}

static int
send_progress(uint64_t done, uint64_t of, void *arg)
{
	struct serve *s = arg;

	wire_put_u64(&s->out, done);
	wire_put_u64(&s->out, of);
	return serving_send(s, STORE_PROGRESS, NULL);
}

static void
get_from(struct serve *s, struct audit_from *from)
{
	memset(from, 0, sizeof(*from));
	from->number = wire_get_u64(&s->rd);
	wire_get_str(&s->rd, from->commit, sizeof(from->commit));
	wire_get_raw(&s->rd, from->sha256, SHA256_BYTES);
}

/* What is wrong with the folder, as findings in front of the history's. */
struct audited {
	struct serve *serve;
	uint64_t told;
};

static int
tell_trouble(void *arg, const struct trouble *t)
{
	struct audited *a = arg;

	a->told++;
	serving_finding(a->serve, t);
	return serving_send(a->serve, STORE_FINDING, NULL);
}

/* A history that cannot even be begun is a finding, too. */
static int
audit_history(struct audited *a, const struct stretch *stretch,
    struct verdict *v)
{
	const struct troubles to = { .arg = a, .say = tell_trouble };
	int r;

	memset(v, 0, sizeof(*v));
	r = a->serve->judge->history(a->serve->repo, stretch, v);
	if (r == ERR_INTEGRITY || r == ERR_NO_VAULT ||
	    (r == ERR_IO && a->told > 0))
		r = trouble_say(&to, "damage", "refs/heads/main",
		    REMEDY_BRANCH, "%s", err_line());
	return r;
}

int
serve_audit(struct serve *s)
{
	struct audited a = { .serve = s };
	const struct troubles to = { .arg = &a, .say = tell_trouble };
	struct audit_from from;
	char upto[sizeof(from.commit)];
	struct stretch stretch = { .upto = upto, .each = send_finding,
	    .progress = send_progress, .arg = s };
	struct verdict v;
	bool folder;
	int r;

	get_from(s, &from);
	wire_get_str(&s->rd, upto, sizeof(upto));
	folder = wire_get_u8(&s->rd) != 0;
	if (from.number > 0)
		stretch.from = &from;
	if ((r = serving_done(s)) < 0 || (folder &&
	    (r = config_examine(repo_dir(s->repo), &to)) < 0) ||
	    (r = audit_history(&a, &stretch, &v)) < 0)
		return r;
	wire_put_u64(&s->out, v.entries);
	wire_put_u64(&s->out, v.objects);
	wire_put_u64(&s->out, v.large);
	wire_put_u64(&s->out, v.submissions);
	wire_put_u64(&s->out, v.members);
	wire_put_u64(&s->out, v.findings + a.told);
	wire_put_u64(&s->out, v.overdue);
	wire_put_str(&s->out, v.head);
	return serving_send(s, STORE_VERDICT, NULL);
}

/* An entry as where a part begins; false when it cannot be read. */
static bool
put_split(struct serve *s, const git_oid *id, uint64_t number)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	uint8_t sum[SHA256_BYTES];
	char hex[GIT_OID_HEXSZ + 1];
	bool ok;

	ok = repo_read(s->repo, id, GIT_OBJECT_COMMIT, &raw) == 0 &&
	    sha256(sum, raw.data, raw.len) == 0;
	bytes_free(&raw);
	if (!ok)
		return false;
	wire_put_u64(&s->out, number);
	wire_put_str(&s->out, git_oid_tostr(hex, sizeof(hex), id));
	wire_put_raw(&s->out, sum, sizeof(sum));
	return true;
}

/* A history that does not hang together is walked in one part. */
int
serve_split(struct serve *s)
{
	struct chain c = { .v = NULL };
	struct audit_from from;
	uint32_t parts, n = 0, i;
	git_oid end, head;
	size_t at;
	bool born;
	int r;

	get_from(s, &from);
	parts = wire_get_u32(&s->rd);
	if ((r = serving_done(s)) < 0)
		return r;
	if (from.number > 0 && git_oid_fromstr(&end, from.commit) != 0)
		return err_set(ERR_PROTOCOL, "a commit is not one");
	if (s->unsound == 0 && repo_head(s->repo, &head, &born) == 0 && born &&
	    chain_read(s->repo, &head, from.number > 0 ? &end : NULL,
	    &c) == 0 && !c.broken && c.met == (from.number > 0)) {
		if (c.n / STORE_SPLIT_LEAST < parts)
			parts = (uint32_t)(c.n / STORE_SPLIT_LEAST);
		n = parts > 1 ? parts - 1 : 0;
	}
	wire_put_u32(&s->out, n);
	for (i = 1; i <= n; i++) {
		at = c.n / parts * i;	/* entries before the split */
		if (put_split(s, &c.v[c.n - at], from.number + at))
			continue;
		bytes_reset(&s->out);
		wire_put_u32(&s->out, 0);
		break;
	}
	chain_free(&c);
	return serving_send(s, STORE_SPLITS, NULL);
}

/*
 * All of the history up to this commit was found to hold.  On a copy that
 * cannot be written to, nothing is remembered; nor when a writer is ahead of
 * this, or is about to replace what is remembered.
 */
int
serve_saw(struct serve *s)
{
	struct remembered m;
	struct memory is;
	char hex[GIT_OID_HEXSZ + 1];
	git_oid commit;
	int r;

	wire_get_str(&s->rd, hex, sizeof(hex));
	if ((r = serving_done(s)) < 0)
		return r;
	if (git_oid_fromstr(&commit, hex) != 0)
		return err_set(ERR_PROTOCOL, "a commit is not one");
	r = remembered_read(s->repo, REMEMBERED_FILE, &is);
	if ((r == ERR_NOT_FOUND || (r == 0 && is.n == 1 &&
	    !git_oid_equal(&is.v[0].commit, &commit))) &&
	    chain_state(s->repo, &commit, &m) == 0)
		(void)remembered_write(s->repo, REMEMBERED_FILE, &m);
	return serving_send(s, STORE_OK, NULL);
}

static void
send_overdue(void *arg, const char *rule, const char *path, const char *line)
{
	struct finding_read f = { .weight = WEIGHT_OVERDUE };

	(void)snprintf(f.rule, sizeof(f.rule), "%s", rule);
	(void)snprintf(f.path, sizeof(f.path), "%s", path);
	(void)snprintf(f.line, sizeof(f.line), "%s", line);
	/* When the face has gone, so has the next question. */
	(void)send_finding(&f, arg);
}

int
serve_overdue(struct serve *s)
{
	const struct report report = { .arg = s, .say = send_overdue };
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = s->judge->overdue(s->repo, &report)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}
