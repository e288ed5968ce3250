/* scan.c -- `tipline scan FILE...`: what should be redacted in it, and what
 * stands beside its text: metadata, names. */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/sought.h"
#include "redact/cmd/traces.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

/* What is found in one text. */
static int
scan_text(const struct visit *v, const struct subject *about,
    const struct bytes *text)
{
	struct findings found = { 0 };
	size_t i;
	int r;

	r = find_in(text->data, text->len, v->arg, &found);
	for (i = 0; r == 0 && i < found.n; i++)
		r = show_finding(v->options, about, &found.list[i],
		    text->data);
	findings_free(&found);
	return r;
}

/* What its name and its metadata tell; of the one that was named, only the
 * last part of the path: the folders are the reader's. */
static int
scan_beside(const struct visit *v, size_t node, const struct subject *about)
{
	const struct exam *exam = &v->tree.nodes[node]->exam;
	struct traces found;
	int r;

	r = traces_of(&found, &exam->report, visit_name(v, node), v->arg);
	for (size_t i = 0; r == 0 && i < found.n; i++)
		r = show_trace(v->options, about, &found.list[i]);
	traces_free(&found);
	return r;
}

static int
scan_one(const struct visit *v)
{
	const struct exam *exam;
	struct subject about;
	int r, result = 0;
	size_t i;

	for (i = 0; i < v->tree.n; i++) {
		about = visit_subject(v, i);
		exam = &v->tree.nodes[i]->exam;
		if ((r = scan_beside(v, i, &about)) < 0)
			return r;
		if (exam->report.state == EXAM_DONE) {
			r = scan_text(v, &about, &exam->text);
		} else {
			r = show_undone(v->options, &about, &exam->report);
			result = EXIT_SOME_REFUSED;
		}
		if (r < 0)
			return r;
	}
	return result;
}

static int
list_kinds(const struct options *o)
{
	struct bytes b = BYTES_INIT(64u << 10);
	struct json j = json_writer(&b);
	const struct finder *const *f;
	const char *const *k;
	int r = 0;

	for (f = finders; r == 0 && *f != NULL; f++)
		for (k = (*f)->kinds; r == 0 && *k != NULL; k++) {
			if (!o->json) {
				(void)printf("%-18s %-10s %s\n", *k,
				    (*f)->name, (*f)->what);
				continue;
			}
			json_open(&j, '{');
			json_kstr(&j, "kind", *k);
			json_kstr(&j, "finder", (*f)->name);
			json_kstr(&j, "what", (*f)->what);
			json_close(&j, '}');
			r = json_line(&b);
			j = json_writer(&b);
		}
	bytes_free(&b);
	return r;
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
		r = list_kinds(o);
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
