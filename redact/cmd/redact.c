/*
 * redact.c -- `tipline redact FILE... -o DIR`: a redacted, cleaned and proven
 * copy of each file.  The watchlist's matches and the kinds named with
 * --accept are redacted; without either, everything that is found.
 */
#include <string.h>

#include "intake/examine/ocr_edits.h"
#include "redact/apply/edits_of_plan.h"
#include "redact/cmd/cmd.h"
#include "redact/cmd/copy.h"
#include "redact/cmd/family.h"
#include "redact/cmd/sought.h"
#include "redact/doc/pseudonyms.h"
#include "redact/doc/torn.h"
#include "redact/doc/unread.h"
#include "redact/release/make.h"
#include "redact/release/spread.h"
#include "redact/review/decide.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define ROUNDS_MAX 4u		/* of making one document */

struct redaction {
	struct sought sought;
	int dirfd;
	const struct fpr *nobody;
};

/* Decide what goes by the words of the call. */
static void
decide(const struct visit *v, const struct redaction *red, struct plan *p)
{
	const char *accept = v->call->accept;

	if ((accept == NULL && red->sought.known == NULL) ||
	    (accept != NULL && strcmp(accept, "all") == 0)) {
		(void)decide_all(p, DECISION_REDACT, red->nobody);
		return;
	}
	if (accept != NULL)
		(void)decide_kinds(p, accept, DECISION_REDACT, red->nobody);
	if (red->sought.known != NULL)
		(void)decide_kinds(p, "WATCHLIST", DECISION_REDACT,
		    red->nobody);
}

static int
labels_of_tree(struct visit *v)
{
	const struct redaction *red = v->arg;
	int r;

	if (v->labels != NULL)
		return 0;
	if ((r = labels_new(&v->labels)) < 0 || red->sought.names == NULL)
		return r;
	return labels_pseudonyms(v->labels, red->sought.names);
}

/* Labels count on through all documents of a tree, and from 1 in each file of
 * a call: what one file says must not depend on the others. */
static int
plan_of(struct plan *p, struct visit *v, const struct exam *of)
{
	const struct redaction *red = v->arg;
	const struct bytes *text = &of->text;
	struct findings found = { 0 };
	struct torn torn = TORN_INIT;
	int r;

	if ((r = find_in(text->data, text->len, &red->sought.options,
	    &found)) < 0 ||
	    (r = find_known(text->data, text->len, &red->sought.options,
	    v->known, &found)) < 0 ||
	    (r = torn_of(&torn, &of->layout, text->data)) < 0 ||
	    (r = torn_find(&torn, &red->sought.options, v->known, text->data,
	    text->len, &found)) < 0 ||
	    (r = plan_from(p, &found)) < 0)
		goto done;
	decide(v, red, p);
	if ((r = spread_values(p, text, DECISION_REDACT, red->nobody,
	    NULL)) < 0 || (r = labels_of_tree(v)) < 0)
		goto done;
	if (red->sought.names != NULL)
		(void)pseudonyms_show(p);
	r = plan_label(p, text->data, text->len, v->labels);
done:
	torn_free(&torn);
	findings_free(&found);
	return r;
}

/* What the call says of times, and of how it is to be made. */
static int
add_times(struct plan *p, const struct visit *v, const struct report *report)
{
	const struct edits *e = &v->call->times;
	struct planned_time one = { .by = { { 0 } } };
	size_t i;
	int r = 0;

	if (e->ntimes > 0 && !format_plays(report->format))
		return err_set(ERR_USAGE, "%s is no sound or film; give --mute "
		    "and --blank for one that is", v->file);
	p->unredacted = (e->flags & EDITS_UNREDACTED) != 0;
	p->whiten = (e->flags & EDITS_WHITEN) != 0 &&
	    (report->format == FORMAT_PDF || format_is_picture(report->format));
	p->keep = (e->flags & EDITS_KEEP) != 0 && report->format == FORMAT_PDF;
	for (i = 0; r == 0 && i < e->ntimes; i++) {
		one.time = e->times[i];
		r = plan_add_time(p, &one);
	}
	return r;
}

/*
 * Words beside a box are read better than before there was one: what is found by
 * then, on pages that are read, gets boxes too.  How many; or negative.
 */
static int
box_what_is_read(struct plan *p, struct visit *v, const struct exam *made)
{
	struct plan found = { 0 };
	struct edits planned = { 0 }, edits = { 0 };
	size_t i;
	int r;

	if ((r = plan_of(&found, v, made)) < 0 ||
	    (r = edits_of_plan(&planned, &found)) < 0 ||
	    (r = ocr_edits(&edits, &planned, &made->layout,
	    &made->text)) < 0)
		goto done;
	for (i = 0; r == 0 && i < edits.nboxes; i++)
		r = plan_add_box(p, &(struct planned_box){
		    .box = edits.boxes[i] });
	if (r == 0)
		r = (int)edits.nboxes;
done:
	edits_free(&edits);
	edits_free(&planned);
	plan_free(&found);
	return r;
}

/* Made and proven; when something was left, boxed and made again. */
static int
make_rounds(struct worker *w, const struct exam_request *q,
    const struct made_of *m, struct plan *p, struct exam *made,
    struct visit *v)
{
	struct hits hits = { .list = NULL };
	unsigned round;
	int r, boxes = 0;

	for (round = 1;; round++) {
		r = make_redacted(w, q, m, made, &hits);
		if (r != ERR_NOT_PERMITTED || hits.n == 0 ||
		    round == ROUNDS_MAX)
			break;
		if ((boxes = box_what_is_read(p, v, made)) <= 0)
			break;
		hits_free(&hits);
		exam_free(made);
		*made = EXAM_INIT;
	}
	r = boxes < 0 ? boxes : r;
	if (r < 0 && hits_take(&v->hits, &hits) < 0)
		r = ERR_NO_MEMORY;
	hits_free(&hits);
	return r;
}

/* One document of a tree; what was seen of it is its text. */
static int
redact_node(struct worker *w, const struct exam_request *q,
    const struct exam *seen, struct exam *made, void *arg)
{
	struct visit *v = arg;
	struct plan plan = { 0 };
	const struct made_of m = { &plan, &seen->text, &seen->layout };
	size_t i;
	int r;

	if ((r = plan_of(&plan, v, seen)) < 0 ||
	    (r = add_times(&plan, v, &seen->report)) < 0)
		goto done;
	v->removed += plan.ntimes;
	for (i = 0; i < plan.n; i++)
		v->removed += plan.list[i].decision == DECISION_REDACT;
	r = make_rounds(w, q, &m, &plan, made, v);
done:
	plan_free(&plan);
	return r;
}

/* What one document of a tree tells is looked for in all of them. */
static int
redact_seen(struct visit *v)
{
	const struct redaction *red = v->arg;
	int r;

	r = family_known(&v->tree, &red->sought.options, &v->known);
	return r < 0 ? r : !known_empty(v->known);
}

/* Who asks for a form that is kept must not get a copy without one. */
static int
check_keep(const struct visit *v)
{
	size_t i;

	if ((v->call->times.flags & EDITS_KEEP) == 0 ||
	    v->tree.nodes[0]->exam.report.state != EXAM_DONE)
		return 0;
	for (i = 0; i < v->tree.n; i++)
		if (v->tree.nodes[i]->exam.report.format == FORMAT_PDF)
			return 0;
	return err_set(ERR_USAGE, "%s cannot be kept in its form: only a PDF "
	    "can; leave out --keep-form for it", v->file);
}

static int
redact_one(const struct visit *v)
{
	const struct redaction *red = v->arg;
	const struct tree_node *node;
	size_t i;
	int r;

	if ((r = check_keep(v)) < 0)
		return r;
	if (v->tree.nodes[0]->exam.report.state == EXAM_DONE)
		for (i = 0; i < v->tree.n; i++) {
			node = v->tree.nodes[i];
			if (node->exam.report.state == EXAM_DONE)
				show_unread(v->options, node->path,
				    unread_pages(&node->exam.report,
				    &node->exam.layout, &node->exam.text));
		}
	return copy_done(v, red->dirfd, v->removed);
}

static bool
is_kind(const char *p, size_t len)
{
	size_t i, k;

	if (len == strlen("WATCHLIST") && memcmp(p, "WATCHLIST", len) == 0)
		return true;
	for (i = 0; finders[i] != NULL; i++)
		for (k = 0; finders[i]->kinds[k] != NULL; k++)
			if (strlen(finders[i]->kinds[k]) == len &&
			    memcmp(finders[i]->kinds[k], p, len) == 0)
				return true;
	return false;
}

/* A word that is no kind would redact nothing, and nobody would know. */
static int
check_accept(const char *accept)
{
	size_t n;

	if (accept == NULL || strcmp(accept, "all") == 0)
		return 0;
	for (;; accept += n + 1) {
		n = strcspn(accept, ",");
		if (!is_kind(accept, n))
			return usage("%.*s is no kind of finding; `tipline scan "
			    "--list-kinds` names them", (int)n, accept);
		if (accept[n] == '\0')
			return 0;
	}
}

int
cmd_redact(const struct options *o, int argc, char **argv)
{
	static const struct fpr nobody;
	struct redaction red = { .dirfd = -1, .nobody = &nobody };
	const struct visiting visiting = { .want = WANT_TEXT | WANT_LAYOUT | WANT_OCR,
	    .make = redact_node, .seen = redact_seen, .each = redact_one, .arg = &red };
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_OUTDIR | TAKES_FINDING | TAKES_ACCEPT |
	    TAKES_PSEUDONYMS | TAKES_DOCUMENTS | TAKES_MEMBERS | TAKES_TIMES |
	    TAKES_WHITEN | TAKES_KEEP, argc, argv)) < 0)
		return r;
	if ((r = check_accept(c.accept)) < 0)
		goto done;
	if (c.times.ntimes > 0 && c.nfiles > 1) {
		r = usage("times are of one file; name one alone");
		goto done;
	}
	if ((r = sought_read(&red.sought, &c)) < 0 ||
	    (r = outdir_open(&red.dirfd, c.outdir)) < 0)
		goto done;
	r = visit_files(o, &c, &visiting);
done:
	io_close(&red.dirfd);
	sought_free(&red.sought);
	call_free(&c);
	return r;
}
