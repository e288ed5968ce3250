/* audit_html.c -- see audit_html.h. */
#include "vault/cmd/audit_html.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/html.h"
#include "vault/cmd/people.h"
#include "vault/cmd/timeline.h"
#include "vault/session/erasure.h"

/* Events that are about nobody's submission. */
#define VAULT_EVENTS "init,policy,member-add,member-remove,member-roles,rotate"

struct page {
	struct bytes *b;
	struct session *s;
	const struct audit_page *of;
	struct people people;
	struct policy policy;
};

/* What an event is called by those who did it. */
static const struct {
	const char *event;
	const char *words;
} done[] = {
	{ "init", "made the vault" },
	{ "policy", "changed the policy" },
	{ "member-add", "added a member" },
	{ "member-remove", "removed a member" },
	{ "member-roles", "changed a member's roles" },
	{ "rotate", "began a new epoch" },
	{ "submit", "brought it in" },
	{ "examine", "examined it" },
	{ "find", "looked for what to redact" },
	{ "decide", "decided what to redact" },
	{ "approve", "approved the decisions" },
	{ "release", "released it" },
	{ "recall", "withdrew a release" },
	{ "assign", "gave somebody a key" },
	{ "opened", "opened it" },
	{ "reply", "answered the source" },
	{ "hold", "held it, or let it go" },
	{ "erase", "signed for its erasure" },
};

static const char *
words_of_event(const char *event)
{
	size_t i;

	for (i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (strcmp(done[i].event, event) == 0)
			return done[i].words;
	return event;
}

static void
put_person(struct page *p, const struct fpr *fpr)
{
	const struct person *who = people_find(&p->people, fpr);
	char words[FPR_WORDS_SIZE];

	if (p->of->labels && who != NULL && who->label[0] != '\0') {
		(void)print_html(p->b, who->label);
		return;
	}
	fpr_words(words, fpr);
	(void)bytes_addf(p->b, "<span class=\"mono\">%s</span>", words);
}

/* --- the head --- */

static void
put_verdict(struct page *p)
{
	const struct verdict *v = p->of->verdict;
	const bool holds = v->findings == 0;

	(void)bytes_addf(p->b, "<header class=\"top\">\n<h1>Audit of a "
	    "Tipline vault</h1>\n<div class=\"verdict %s\">\n"
	    "<strong>%s</strong>\n<p>", holds ? "good" : "bad",
	    holds ? "\xe2\x9c\x93 The history holds" :
	    "\xe2\x9c\x97 Do not trust this vault");
	if (!holds)
		(void)bytes_addf(p->b, "%llu finding%s: each must be explained "
		    "first.", (unsigned long long)v->findings,
		    v->findings == 1 ? "" : "s");
	else if (p->of->since != NULL)
		(void)bytes_add_str(p->b, "It extends the checkpoint that was "
		    "given, and every entry since then keeps the rules.");
	else
		(void)bytes_add_str(p->b, "Every entry is signed by a member "
		    "who might make it, every object is there and unchanged, "
		    "and nothing was taken away.");
	if (v->overdue > 0)
		(void)bytes_addf(p->b, " %llu thing%s overdue.",
		    (unsigned long long)v->overdue,
		    v->overdue == 1 ? " is" : "s are");
	(void)bytes_add_str(p->b, "</p>\n</div>\n</header>\n<main>\n");
}

static void
put_count(struct page *p, const char *what, uint64_t n)
{
	(void)bytes_addf(p->b, "<li><b>%llu</b> %s</li>\n",
	    (unsigned long long)n, what);
}

static void
put_checked(struct page *p)
{
	const struct verdict *v = p->of->verdict;

	(void)bytes_addf(p->b, "<section>\n<h2>What was checked</h2>\n"
	    "<p>%s, with public data alone: the signature and the role behind "
	    "each, that files were only ever added, the SHA-1 and SHA-256 of "
	    "every object, every large object, every key that was given to "
	    "somebody, and the approvals behind every release.</p>\n"
	    "<ul class=\"counts\">\n", p->of->since != NULL ?
	    "Every entry since the checkpoint" : "Every entry");
	put_count(p, "entries", v->entries);
	put_count(p, "submissions", v->submissions);
	put_count(p, "objects", v->objects);
	put_count(p, "large objects", v->large);
	put_count(p, "members added", v->members);
	put_count(p, "findings", v->findings);
	put_count(p, "overdue", v->overdue);
	(void)bytes_add_str(p->b, "</ul>\n<p class=\"soft\">Newest entry: "
	    "<span class=\"mono\">");
	(void)print_html(p->b, v->head[0] != '\0' ? v->head : "cannot be read");
	(void)bytes_add_str(p->b, "</span>. Checked on ");
	(void)html_time(p->b, (int64_t)time(NULL));
	(void)bytes_add_str(p->b, ".</p>\n</section>\n");
}

/* --- findings --- */

static void
put_finding(struct page *p, const struct finding_read *f)
{
	(void)bytes_addf(p->b, "<li class=\"%s\"><span class=\"pill\">",
	    f->weight == WEIGHT_BROKEN ? "bad" : "due");
	(void)print_html(p->b, f->rule);
	(void)bytes_add_str(p->b, "</span> ");
	if (f->entry != 0)
		(void)bytes_addf(p->b, "entry %llu: ",
		    (unsigned long long)f->entry);
	(void)print_html(p->b, f->line);
	if (f->path[0] != '\0') {
		(void)bytes_add_str(p->b, "<br><span class=\"mono soft\">");
		(void)print_html(p->b, f->path);
		(void)bytes_add_str(p->b, "</span>");
	}
	(void)bytes_add_str(p->b, "</li>\n");
}

static void
put_findings(struct page *p, enum weight weight, uint64_t all,
    const char *title, const char *none)
{
	uint64_t n = 0;
	size_t i;

	(void)bytes_addf(p->b, "<section>\n<h2>%s</h2>\n", title);
	if (all == 0)
		(void)bytes_addf(p->b, "<p>%s</p>\n", none);
	else
		(void)bytes_add_str(p->b, "<ul class=\"told\">\n");
	for (i = 0; i < p->of->nfound; i++)
		if (p->of->found[i].weight == weight &&
		    n < AUDIT_HTML_FINDINGS_MAX) {
			put_finding(p, &p->of->found[i]);
			n++;
		}
	if (all > 0)
		(void)bytes_add_str(p->b, "</ul>\n");
	if (all > n)
		(void)bytes_addf(p->b, "<p class=\"soft\">%llu more are not "
		    "shown here; <span class=\"mono\">tipline audit</span> "
		    "tells more of them.</p>\n", (unsigned long long)(all - n));
	(void)bytes_add_str(p->b, "</section>\n");
}

/* --- members --- */

static void
put_member(struct page *p, const struct person *who)
{
	char roles[ROLES_SIZE], ssh[FPR_SSH_SIZE];

	roles_format(roles, who->roles);
	fpr_ssh(ssh, &who->fpr);
	(void)bytes_add_str(p->b, "<tr><td>");
	if (p->of->labels && who->label[0] != '\0') {
		(void)bytes_add_str(p->b, "<b>");
		(void)print_html(p->b, who->label);
		(void)bytes_add_str(p->b, "</b><br>");
	}
	(void)bytes_addf(p->b, "<span class=\"mono\">%s</span></td><td>%s</td>"
	    "<td>%u</td><td class=\"mono soft\">%s</td></tr>\n", who->words,
	    roles[0] != '\0' ? roles :
	    "<span class=\"pill\">removed</span>", who->epoch, ssh);
}

/* A table has a row, even if a damaged vault has none to tell. */
static void
end_rows(struct page *p, bool none)
{
	if (none)
		(void)bytes_add_str(p->b, "<tr><td colspan=\"4\">Nothing can "
		    "be read.</td></tr>\n");
	(void)bytes_add_str(p->b, "</tbody>\n</table>\n</section>\n");
}

static void
put_members(struct page *p)
{
	size_t i;

	(void)bytes_addf(p->b, "<section>\n<h2>Members</h2>\n<p class=\"soft\">"
	    "Every member is known by its key; six words stand for it.%s</p>\n"
	    "<table>\n<thead><tr><th scope=\"col\">Member</th>"
	    "<th scope=\"col\">Roles</th><th scope=\"col\">Epoch</th>"
	    "<th scope=\"col\">Fingerprint</th></tr></thead>\n<tbody>\n",
	    p->of->labels ? " Other names are this copy's own labels: they "
	    "are in no vault, and nothing proves them." : "");
	for (i = 0; i < p->people.n; i++)
		put_member(p, &p->people.v[i]);
	end_rows(p, i == 0);
}

/* --- submissions --- */

static void
put_happening(struct page *p, const struct happening *h)
{
	(void)bytes_addf(p->b, "<li%s>", strcmp(h->event, "erase") == 0 ?
	    " class=\"end\"" : "");
	(void)html_time(p->b, h->time);
	(void)bytes_add_str(p->b, "<br><b>");
	put_person(p, &h->actor);
	(void)bytes_add_str(p->b, "</b> ");
	(void)print_html(p->b, words_of_event(h->event));
	(void)bytes_addf(p->b, " <span class=\"nr\">entry %llu</span></li>\n",
	    (unsigned long long)h->number);
}

static void
put_marks(struct page *p, const struct id *submission)
{
	struct erasure e;

	/* What cannot be read is among the findings. */
	if (erasure_read(&e, p->s, submission) < 0)
		return;
	if (e.done)
		(void)bytes_add_str(p->b, "<span class=\"pill bad\">erased"
		    "</span>");
	else if (e.n > 0)
		(void)bytes_addf(p->b, "<span class=\"pill due\">erasing, "
		    "%zu of %u signatures</span>", e.n, p->policy.erasers);
	if (e.held && !e.done)
		(void)bytes_add_str(p->b, "<span class=\"pill good\">held"
		    "</span>");
	erasure_free(&e);
}

static void
put_reasons(struct page *p, const struct id *submission)
{
	struct erasure e;
	size_t i;

	if (erasure_read(&e, p->s, submission) < 0)
		return;
	for (i = 0; i < e.n; i++) {
		(void)bytes_add_str(p->b, "<p class=\"soft\">To be erased, "
		    "says ");
		put_person(p, &e.v[i].member);
		(void)bytes_add_str(p->b, ": ");
		(void)print_html(p->b, e.v[i].reason);
		(void)bytes_add_str(p->b, "</p>\n");
	}
	if (e.holds > 0) {
		(void)bytes_addf(p->b, "<p class=\"soft\">%s: ",
		    e.held ? "Held" : "Let go again");
		(void)print_html(p->b, e.hold);
		(void)bytes_add_str(p->b, "</p>\n");
	}
	erasure_free(&e);
}

static void
put_submission(struct page *p, const struct happening *v, size_t n)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];
	size_t i;

	id_hex(hex, &v->submission);
	id_name(name, &v->submission);
	(void)bytes_addf(p->b, "<article id=\"s-%s\">\n<header><h3>%s</h3>",
	    hex, name);
	put_marks(p, &v->submission);
	(void)bytes_addf(p->b, "</header>\n<p class=\"mono soft\">%s</p>\n"
	    "<ol class=\"line\">\n", hex);
	if (strcmp(v->event, "submit") != 0)
		(void)bytes_add_str(p->b, "<li><span>what came before is left "
		    "out here</span></li>\n");
	for (i = 0; i < n; i++)
		put_happening(p, &v[i]);
	(void)bytes_add_str(p->b, "</ol>\n");
	put_reasons(p, &v->submission);
	(void)bytes_add_str(p->b, "</article>\n");
}

/* A group, by the entry that began it, newest first. */
struct group {
	size_t at, n;
	uint64_t number;
};

static int
newest_first(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

static int
put_groups(struct page *p, const struct timelines *t)
{
	struct group *g = calloc(t->n + 1, sizeof(*g));
	size_t i, j, n = 0;

	if (g == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < t->n; i = j) {
		j = timelines_group(t, i);
		g[n++] = (struct group){ i, j - i, t->v[i].number };
	}
	qsort(g, n, sizeof(*g), newest_first);
	(void)bytes_add_str(p->b, n > 0 ? "<div class=\"cards\">\n" :
	    "<p>There are none yet.</p>\n");
	for (i = 0; i < n && i < TIMELINE_SUBMISSIONS_MAX; i++)
		put_submission(p, &t->v[g[i].at], g[i].n);
	if (n > 0)
		(void)bytes_add_str(p->b, "</div>\n");
	if (t->cut || n > TIMELINE_SUBMISSIONS_MAX)
		(void)bytes_addf(p->b, "<p>These are the newest; at most %d "
		    "submissions are shown on this page, and older entries "
		    "are left out. <span class=\"mono\">tipline log "
		    "--submission ID</span> shows any of them.</p>\n",
		    TIMELINE_SUBMISSIONS_MAX);
	free(g);
	return bytes_ok(p->b);
}

static int
put_submissions(struct page *p)
{
	struct timelines t;
	int r;

	if ((r = timelines_read(&t, p->s)) < 0)
		return r;
	(void)bytes_add_str(p->b, "<section>\n<h2>Submissions</h2>\n"
	    "<p class=\"soft\">Each with its time line, by the newest. Dates "
	    "are rounded as the policy says, UTC.</p>\n");
	r = put_groups(p, &t);
	(void)bytes_add_str(p->b, "</section>\n");
	timelines_free(&t);
	return r;
}

/* --- the vault as a whole --- */

static int
put_row(const struct entry_read *e, void *arg)
{
	struct page *p = arg;

	(void)bytes_add_str(p->b, "<tr><td>");
	(void)html_time(p->b, e->time);
	(void)bytes_add_str(p->b, "</td><td>");
	put_person(p, &e->entry.actor);
	(void)bytes_add_str(p->b, "</td><td>");
	(void)print_html(p->b, words_of_event(e->entry.event));
	(void)bytes_addf(p->b, "</td><td class=\"soft nr\">entry %llu</td></tr>"
	    "\n", (unsigned long long)e->number);
	return bytes_ok(p->b);
}

static int
put_vault(struct page *p)
{
	const struct log_ask ask = { .events = VAULT_EVENTS,
	    .most = AUDIT_HTML_EVENTS_MAX };
	size_t before;
	int r;

	(void)bytes_addf(p->b, "<section>\n<h2>Members and policy over time"
	    "</h2>\n<p class=\"soft\">The newest %d at most.</p>\n<table>\n"
	    "<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Who</th>"
	    "<th scope=\"col\">Did what</th><th scope=\"col\">Entry</th></tr>"
	    "</thead>\n<tbody>\n", AUDIT_HTML_EVENTS_MAX);
	before = p->b->len;
	r = store_log_with(p->s->store, &ask, put_row, p);
	end_rows(p, p->b->len == before);
	return r;
}

/* All that must be read from the vault; a damaged one may not have it. */
static int
put_body(struct page *p)
{
	int r;

	if ((r = store_policy(p->s->store, &p->policy)) < 0 ||
	    (r = people_read(&p->people, p->s)) < 0)
		return r;
	put_members(p);
	if ((r = put_submissions(p)) < 0)
		return r;
	return put_vault(p);
}

int
audit_html(struct bytes *b, struct session *s, const struct audit_page *of)
{
	struct page p = { .b = b, .s = s, .of = of };
	size_t whole;
	int r;

	(void)html_begin(b, of->verdict->findings == 0 ?
	    "Audit: the history holds" : "Audit: do not trust this vault");
	put_verdict(&p);
	put_checked(&p);
	put_findings(&p, WEIGHT_BROKEN, of->verdict->findings, "Findings",
	    "None.");
	put_findings(&p, WEIGHT_OVERDUE, of->verdict->overdue, "Overdue",
	    "Nothing is overdue.");
	whole = b->len;
	r = put_body(&p);
	if (r < 0 && of->verdict->findings > 0 && bytes_ok(b) == 0) {
		b->len = whole;
		(void)bytes_add_str(b, "<p>Who is in the vault and what was "
		    "done to each submission cannot be shown: ");
		(void)print_html(b, err_line());
		(void)bytes_add_str(b, "</p>\n");
		r = 0;
	}
	(void)bytes_add_str(b, "</main>\n<footer class=\"soft\">\n<p>Made by "
	    "<span class=\"mono\">tipline audit --html</span> on one machine "
	    "from one copy of the vault. To check it anew, run it on another "
	    "copy, with a checkpoint that was kept elsewhere.</p>\n</footer>"
	    "\n");
	(void)html_end(b);
	people_free(&p.people);
	return r < 0 ? r : bytes_ok(b);
}
