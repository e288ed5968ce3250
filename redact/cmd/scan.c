/* scan.c -- `tipline scan FILE...`: what should be redacted in it, and what
 * stands beside its text: metadata, names. */
#include <stdlib.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/kinds.h"
#include "redact/cmd/sought.h"
#include "redact/cmd/traces.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

/* What was found of one document. */
struct heard {
	struct traces fields, name;
	struct findings found;	/* in its text */
};

static bool
is_done(const struct visit *v, size_t node)
{
	return v->tree.nodes[node]->exam.report.state == EXAM_DONE;
}

/* Metadata first: who wrote it is looked for in all texts of the tree. */
static int
hear_fields(const struct visit *v, struct heard *heard, struct known *known)
{
	const struct find_options *o = v->arg;
	int r = 0;

	if (o->known != NULL && (r = known_add_all(known, o->known)) < 0)
		return r;
	for (size_t i = 0; r == 0 && i < v->tree.n; i++)
		if ((r = traces_of(&heard[i].fields,
		    &v->tree.nodes[i]->exam.report, NULL, o)) == 0)
			r = traces_known(known, &heard[i].fields);
	return r < 0 ? r : known_ready(known);
}

/* Then the texts: what one says is known to the others, and to the names. */
static int
hear_texts(const struct visit *v, struct heard *heard,
    const struct known *before, struct known *all)
{
	struct find_options o = *(const struct find_options *)v->arg;
	const struct bytes *text;
	size_t i;
	int r;

	o.known = before;
	r = known_add_all(all, before);
	for (i = 0; r == 0 && i < v->tree.n; i++) {
		text = &v->tree.nodes[i]->exam.text;
		if (is_done(v, i) && (r = find_in(text->data, text->len, &o,
		    &heard[i].found)) == 0)
			r = known_add_found(all, &heard[i].found, text->data);
	}
	if (r < 0 || (r = known_ready(all)) < 0)
		return r;
	for (i = 0; r == 0 && v->tree.n > 1 && i < v->tree.n; i++) {
		text = &v->tree.nodes[i]->exam.text;
		if (is_done(v, i))
			r = find_known(text->data, text->len, v->arg, all,
			    &heard[i].found);
	}
	/* Of the root's name the last part: the folders are the reader's. */
	o.known = all;
	for (i = 0; r == 0 && i < v->tree.n; i++)
		r = traces_of(&heard[i].name, NULL, visit_name(v, i), &o);
	return r;
}

static int
tell(const struct visit *v, size_t node, const struct heard *heard)
{
	const struct exam *exam = &v->tree.nodes[node]->exam;
	const struct subject about = visit_subject(v, node);
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < heard->name.n; i++)
		r = show_trace(v->options, &about, &heard->name.list[i]);
	for (i = 0; r == 0 && i < heard->fields.n; i++)
		r = show_trace(v->options, &about, &heard->fields.list[i]);
	for (i = 0; r == 0 && i < heard->found.n; i++)
		r = show_finding(v->options, &about, &heard->found.list[i],
		    exam->text.data);
	if (r == 0 && !is_done(v, node)) {
		r = show_undone(v->options, &about, &exam->report);
		return r < 0 ? r : EXIT_SOME_REFUSED;
	}
	return r;
}

static int
scan_one(const struct visit *v)
{
	struct known *before = NULL, *all = NULL;
	struct heard *heard;
	int r, result = 0;
	size_t i;

	if ((heard = calloc(v->tree.n, sizeof(*heard))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = known_new(&before)) < 0 || (r = known_new(&all)) < 0 ||
	    (r = hear_fields(v, heard, before)) < 0 ||
	    (r = hear_texts(v, heard, before, all)) < 0)
		goto done;
	for (i = 0; r >= 0 && i < v->tree.n; i++)
		if ((r = tell(v, i, &heard[i])) > 0)
			result = r;
done:
	for (i = 0; i < v->tree.n; i++) {
		traces_free(&heard[i].fields);
		traces_free(&heard[i].name);
		findings_free(&heard[i].found);
	}
	free(heard);
	known_free(before);
	known_free(all);
	return r < 0 ? r : result;
}

int
cmd_scan(const struct options *o, int argc, char **argv)
{
	struct visiting visiting = { .want = WANT_REPORT | WANT_TEXT |
	    WANT_OCR, .each = scan_one };
	struct sought sought = { .choice = NULL };
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_FINDING | TAKES_LIST_KINDS |
	    TAKES_DOCUMENTS, argc, argv)) < 0)
		return r;
	if (c.list_kinds) {
		r = kinds_show(o);
		goto done;
	}
	if ((r = sought_read(&sought, &c)) < 0)
		goto done;
	visiting.arg = &sought.options;
	r = visit_files(o, &c, &visiting);
done:
	sought_free(&sought);
	call_free(&c);
	return r;
}
