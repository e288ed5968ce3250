/* audit.c -- tipline audit: does the history hold?  Needs no key. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/audit_html.h"
#include "vault/cmd/checkpoint.h"
#include "vault/cmd/textfile.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"

#define FINDINGS_KEPT 10000	/* shown; all are counted */
#define EXIT_FINDINGS 3

/* The verdict comes first, so what was found waits here for it. */
struct found {
	const struct options *options;
	struct finding_read *list;
	size_t n, cap;
};

static int
keep(const struct finding_read *f, void *arg)
{
	struct found *found = arg;
	struct finding_read *list;
	size_t cap;

	if (found->n >= FINDINGS_KEPT)
		return 0;
	if (found->n == found->cap) {
		cap = found->cap > 0 ? found->cap * 2 : 16;
		if ((list = realloc(found->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		found->list = list;
		found->cap = cap;
	}
	found->list[found->n++] = *f;
	return 0;
}

static int
tell_verdict_json(const struct verdict *v)
{
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "verdict", v->findings == 0 ? "holds" : "broken");
	json_kuint(&j, "findings", v->findings);
	json_kuint(&j, "overdue", v->overdue);
	json_kuint(&j, "entries", v->entries);
	json_kuint(&j, "objects", v->objects);
	json_kuint(&j, "large", v->large);
	json_kuint(&j, "submissions", v->submissions);
	json_kuint(&j, "members", v->members);
	json_kstr(&j, "head", v->head);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell_verdict(const struct options *o, const char *since,
    const struct verdict *v)
{
	if (o->json)
		return tell_verdict_json(v);
	if (v->findings == 0)
		(void)printf("%s: %llu entries, %llu objects "
		    "(%llu large), %llu submissions, %llu members; head %s\n",
		    since == NULL ? "the history holds" :
		    "it extends the checkpoint, and what is new holds",
		    (unsigned long long)v->entries,
		    (unsigned long long)v->objects,
		    (unsigned long long)v->large,
		    (unsigned long long)v->submissions,
		    (unsigned long long)v->members, v->head);
	if (v->findings == 0 && since == NULL)
		(void)printf("this copy is complete: every object and every "
		    "large object is here\n");
	else if (v->findings > 0)
		(void)printf("%llu finding%s: do not trust this vault until "
		    "each is explained\n", (unsigned long long)v->findings,
		    v->findings == 1 ? "" : "s");
	return 0;
}

static int
tell_finding(const struct options *o, const struct finding_read *f)
{
	struct bytes line = BYTES_INIT(65536);
	struct json j = json_writer(&line);
	int r;

	if (!o->json) {
		(void)fputs("  ", stdout);
		print_word(f->rule);
		if (f->entry != 0)
			(void)printf(", entry %llu",
			    (unsigned long long)f->entry);
		(void)fputs(": ", stdout);
		print_word(f->line);
		if (f->path[0] != '\0') {
			(void)fputs("\n      ", stdout);
			print_word(f->path);
		}
		(void)fputc('\n', stdout);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "weight", f->weight == WEIGHT_BROKEN ? "broken" :
	    "overdue");
	json_kstr(&j, "rule", f->rule);
	json_kuint(&j, "entry", f->entry);
	json_kstr(&j, "commit", f->commit);
	json_kstr(&j, "path", f->path);
	json_kstr(&j, "line", f->line);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

/* Those of one weight, behind a line that counts them. */
static int
tell_weight(const struct options *o, const struct found *found,
    enum weight weight, uint64_t all)
{
	uint64_t told = 0;
	size_t i;
	int r = 0;

	if (!o->json && weight == WEIGHT_OVERDUE && all > 0)
		(void)printf("%llu thing%s overdue; nothing is broken by "
		    "that\n", (unsigned long long)all,
		    all == 1 ? " is" : "s are");
	for (i = 0; i < found->n && r == 0; i++)
		if (found->list[i].weight == weight) {
			r = tell_finding(o, &found->list[i]);
			told++;
		}
	if (r == 0 && all > told)
		say(o, "%llu more are not shown",
		    (unsigned long long)(all - told));
	return r;
}

struct words {
	const char *since;	/* only what is newer than this checkpoint */
	const char *other;	/* only compare with it */
	const char *html;	/* where the page goes; NULL: none is made */
	bool no_labels;
};

static int
read_words(struct words *w, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--since", &w->since)) {
			if (w->since == NULL)
				return usage("--since needs a checkpoint");
		} else if (option_is(argc, argv, &i, "--compare", &w->other)) {
			if (w->other == NULL)
				return usage("--compare needs a vault, or a "
				    "checkpoint");
		} else if (option_is(argc, argv, &i, "--html", &w->html)) {
			if (w->html == NULL)
				return usage("--html needs a file, or -");
		} else if (option_is(argc, argv, &i, "--no-labels", NULL)) {
			w->no_labels = true;
		} else {
			return usage("audit takes no %s", argv[i]);
		}
	}
	if (w->other != NULL && (w->since != NULL || w->html != NULL))
		return usage("--compare is a question of its own");
	return 0;
}

static void
show_progress(uint64_t done, uint64_t of, void *arg)
{
	const struct found *found = arg;

	progress(found->options, "audit", done, of);
}

static int
write_page(struct session *s, const struct words *w,
    const struct found *found, const struct verdict *v)
{
	const struct audit_page page = { .verdict = v, .since = w->since,
	    .found = found->list,
	    .nfound = found->n, .labels = !w->no_labels };
	struct bytes b = BYTES_INIT(AUDIT_HTML_MAX);
	int r;

	if ((r = audit_html(&b, s, &page)) == 0)
		r = textfile_write(w->html, b.data, b.len);
	bytes_free(&b);
	return r;
}

/* All of the history, or what is newer than a checkpoint. */
static int
walk(struct session *s, const struct words *w, struct found *found,
    struct verdict *v)
{
	struct audit_from from;
	struct audit_ask ask = { .each = keep, .progress = show_progress,
	    .arg = found };
	int r;

	if (w->since != NULL) {
		if ((r = checkpoint_since(s, w->since, &from)) < 0)
			return r;
		ask.from = &from;
	}
	r = store_audit_with(s->store, &ask, v);
	progress_end(found->options);
	return r;
}

static int
tell(const struct options *o, const struct words *w,
    const struct found *found, const struct verdict *v)
{
	int r;

	if ((r = tell_verdict(o, w->since, v)) < 0 ||
	    (r = tell_weight(o, found, WEIGHT_BROKEN, v->findings)) < 0)
		return r;
	return tell_weight(o, found, WEIGHT_OVERDUE, v->overdue);
}

int
cmd_audit(const struct options *o, int argc, char **argv)
{
	struct found found = { .options = o };
	struct words w = { .html = NULL };
	struct verdict v = { .findings = 0 };
	struct session *s = NULL;
	int r;

	if ((r = read_words(&w, argc, argv)) < 0 ||
	    (r = session_open(&s, o, NEED_STORE | TAKE_DAMAGED)) < 0)
		return r;
	if (w.other != NULL) {
		r = checkpoint_compare(s, w.other);
		session_close(s);
		return r;
	}
	r = walk(s, &w, &found, &v);
	if (r == 0 && w.html != NULL)
		r = write_page(s, &w, &found, &v);
	/* A page on stdout is all there is on it. */
	if (r == 0 && (w.html == NULL || strcmp(w.html, "-") != 0))
		r = tell(o, &w, &found, &v);
	free(found.list);
	session_close(s);
	return r == 0 && v.findings > 0 ? EXIT_FINDINGS : r;
}
