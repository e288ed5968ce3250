/* serve_audit.c -- STORE_AUDIT: the folder, then the history. */
#include "vault/store/serving.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/config.h"

static int
send_finding(const struct finding_read *f, void *arg)
{
	struct serve *s = arg;

	wire_put_str(&s->out, f->rule);
	wire_put_u64(&s->out, f->entry);
	wire_put_str(&s->out, f->commit);
	wire_put_str(&s->out, f->path);
	wire_put_str(&s->out, f->line);
	return serving_send(s, STORE_FINDING, NULL);
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
	struct finding_read f = { .entry = t->entry };

	(void)snprintf(f.rule, sizeof(f.rule), "%s", t->rule);
	(void)snprintf(f.path, sizeof(f.path), "%s", t->name);
	(void)snprintf(f.line, sizeof(f.line), "%.*s", (int)sizeof(f.line) - 1,
	    t->line);
	a->told++;
	return send_finding(&f, a->serve);
}

/* A history that cannot even be begun is a finding, too. */
static int
audit_history(struct audited *a, struct verdict *v)
{
	const struct troubles to = { .arg = a, .say = tell_trouble };
	int r;

	memset(v, 0, sizeof(*v));
	r = a->serve->judge->history(a->serve->repo, send_finding, a->serve,
	    v);
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
	struct verdict v;
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = config_examine(repo_dir(s->repo), &to)) < 0 ||
	    (r = audit_history(&a, &v)) < 0)
		return r;
	wire_put_u64(&s->out, v.entries);
	wire_put_u64(&s->out, v.objects);
	wire_put_u64(&s->out, v.large);
	wire_put_u64(&s->out, v.submissions);
	wire_put_u64(&s->out, v.members);
	wire_put_u64(&s->out, v.findings + a.told);
	wire_put_str(&s->out, v.head);
	return serving_send(s, STORE_VERDICT, NULL);
}
