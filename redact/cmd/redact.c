/*
 * redact.c -- `tipline redact FILE... -o DIR`: a redacted, cleaned and proven
 * copy of each file.  The watchlist's matches and the kinds named with
 * --accept are redacted; without either, everything that is found.
 */
#include <string.h>
#include <unistd.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/copy.h"
#include "redact/cmd/input.h"
#include "redact/cmd/show.h"
#include "redact/doc/unread.h"
#include "redact/release/make.h"
#include "redact/review/decide.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

struct redaction {
	const struct watchlist *watchlist;	/* NULL: none */
	int dirfd;
	const struct fpr *nobody;
};

/* Decide what goes by the words of the call. */
static void
decide(const struct visit *v, const struct redaction *red, struct plan *p)
{
	const char *accept = v->call->accept;

	if ((accept == NULL && red->watchlist == NULL) ||
	    (accept != NULL && strcmp(accept, "all") == 0)) {
		(void)decide_all(p, DECISION_REDACT, red->nobody);
		return;
	}
	if (accept != NULL)
		(void)decide_kinds(p, accept, DECISION_REDACT, red->nobody);
	if (red->watchlist != NULL)
		(void)decide_kinds(p, "WATCHLIST", DECISION_REDACT,
		    red->nobody);
}

static int
plan_of(struct plan *p, const struct visit *v, const struct redaction *red)
{
	const struct bytes *text = &v->exam->text;
	struct findings found = { 0 };
	struct labels *labels = NULL;
	int r;

	/* Labels of each file count from 1: what one file says must not
	 * depend on the others that stood in the same call. */
	if ((r = find_in(text->data, text->len, red->watchlist, &found)) < 0 ||
	    (r = plan_from(p, &found)) < 0 ||
	    (r = labels_new(&labels)) < 0 ||
	    (r = plan_label(p, text->data, labels)) < 0)
		goto done;
	decide(v, red, p);
done:
	labels_free(labels);
	findings_free(&found);
	return r;
}

static int
redact_one(const struct visit *v)
{
	const struct redaction *red = v->arg;
	struct visit result = *v;
	struct exam made = EXAM_INIT;
	struct plan plan = { 0 };
	size_t i, removed = 0;
	int r;

	if (v->exam->report.state != EXAM_DONE)
		return copy_done(v, red->dirfd, "", 0);
	if ((r = plan_of(&plan, v, red)) < 0)
		goto done;
	for (i = 0; i < plan.n; i++)
		removed += plan.list[i].decision == DECISION_REDACT;
	if (lseek(v->fd, 0, SEEK_SET) != 0) {
		r = err_sys("%s cannot be read again", v->file);
		goto done;
	}
	if ((r = make_redacted(v->worker, v->fd, &plan, &v->exam->text,
	    &made)) < 0)
		goto done;
	show_unread(v->options, v->file,
	    unread_pages(&v->exam->report, &v->exam->text));
	result.exam = &made;
	r = copy_done(&result, red->dirfd, "", removed);
done:
	plan_free(&plan);
	exam_free(&made);
	return r;
}

int
cmd_redact(const struct options *o, int argc, char **argv)
{
	static const struct fpr nobody;
	struct redaction red = { .dirfd = -1, .nobody = &nobody };
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	struct watchlist *w = NULL;
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_OUTDIR | TAKES_WATCHLIST | TAKES_ACCEPT,
	    argc, argv)) < 0)
		return r;
	if (c.watchlist != NULL &&
	    ((r = input_read(&list, c.watchlist)) < 0 ||
	    (r = watchlist_read(&w, list.data, list.len)) < 0))
		goto done;
	red.watchlist = w;
	if ((r = outdir_open(&red.dirfd, c.outdir)) < 0)
		goto done;
	r = visit_files(o, &c, WANT_TEXT, redact_one, &red);
done:
	io_close(&red.dirfd);
	watchlist_free(w);
	bytes_free(&list);
	return r;
}
