/* show.c -- see show.h. */
#include "redact/cmd/show.h"

#include <stdio.h>
#include <string.h>

#include "redact/cmd/traces.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define JSON_MAX ((size_t)1 << 30)	/* bytes of one JSON line */

void
show_failure(const struct options *o, const char *file)
{
	(void)o;		/* a failure is told even when -q asks for silence */
	(void)fputs("tipline: ", stderr);
	/* Most lines name the file themselves. */
	if (strstr(err_line(), file) == NULL) {
		print_escaped(stderr, file);
		(void)fputs(": ", stderr);
	}
	print_escaped(stderr, err_line());
	(void)fputc('\n', stderr);
}

void
show_about(struct json *j, const struct subject *about)
{
	json_kstr(j, "file", about->file);
	if (about->parent == NULL)
		return;
	json_kstr(j, "parent", about->parent);
	json_kuint(j, "depth", about->depth);
}

/* The keys that every JSON line on a document begins with. */
static void
json_head(struct json *j, const struct subject *about, const struct report *r)
{
	json_open(j, '{');
	show_about(j, about);
	json_kstr(j, "format", format_name(r->format));
	json_kstr(j, "state", state_name(r->state));
	if (r->state != EXAM_DONE) {
		json_kstr(j, "reason", reason_name(r->reason));
		json_kstr(j, "detail", r->detail);
		json_kstr(j, "advice", reason_advice(r->reason));
	}
}

static int
undone_json(const struct subject *about, const struct report *r,
    const char *became)
{
	struct bytes b = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&b);
	int x;

	json_head(&j, about, r);
	if (became != NULL)
		json_kstr(&j, "became", became);
	json_close(&j, '}');
	x = json_line(&b);
	bytes_free(&b);
	return x;
}

static int
undone(const struct options *o, const struct subject *about,
    const struct report *r, const char *became, const char *phrase)
{
	if (o->json)
		return undone_json(about, r, became);
	(void)fputs("tipline: ", stderr);
	print_escaped(stderr, about->file);
	(void)fprintf(stderr, " %s: %s", phrase, reason_name(r->reason));
	if (r->detail[0] != '\0') {
		(void)fputs(" (", stderr);
		print_escaped(stderr, r->detail);
		(void)fputc(')', stderr);
	}
	(void)fprintf(stderr, ". %s\n", reason_advice(r->reason));
	return 0;
}

int
show_undone(const struct options *o, const struct subject *about,
    const struct report *r)
{
	return undone(o, about, r, NULL, state_name(r->state));
}

int
show_uncleaned(const struct options *o, const struct subject *about,
    const struct report *r, enum part_what part)
{
	if (part == PART_OMITTED)
		return undone(o, about, r, "omitted", "was left out");
	return undone(o, about, r, "kept", "stays as it is");
}

static int
report_json(const struct subject *about, const struct report *r)
{
	struct bytes b = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&b);
	size_t i;
	int x;

	json_head(&j, about, r);
	json_kstr(&j, "magic", r->magic);
	json_kstr(&j, "structure", r->structure);
	json_kuint(&j, "pages", r->pages);
	json_key(&j, "metadata");
	json_open(&j, '[');
	for (i = 0; i < r->nmetas; i++) {
		json_open(&j, '{');
		json_kstr(&j, "group", r->metas[i].group);
		json_kstr(&j, "name", r->metas[i].name);
		json_kstr(&j, "value", r->metas[i].value);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_key(&j, "marks");
	json_open(&j, '[');
	for (i = 0; i < r->nmarks; i++) {
		json_open(&j, '{');
		json_kstr(&j, "kind", mark_name(r->marks[i].kind));
		json_kuint(&j, "count", r->marks[i].count);
		json_kstr(&j, "detail", r->marks[i].detail);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	x = json_line(&b);
	bytes_free(&b);
	return x;
}

int
show_report(const struct options *o, const struct subject *about,
    const struct report *r)
{
	size_t i;

	if (o->json)
		return report_json(about, r);
	print_escaped(stdout, about->file);
	(void)printf(": %s, %s", format_name(r->format), state_name(r->state));
	if (r->state != EXAM_DONE) {
		(void)printf(": %s", reason_name(r->reason));
		if (r->detail[0] != '\0') {
			(void)fputs(" (", stdout);
			print_escaped(stdout, r->detail);
			(void)fputc(')', stdout);
		}
		(void)printf(". %s", reason_advice(r->reason));
	} else if (r->pages > 0) {
		(void)printf(", %u page%s", r->pages, r->pages == 1 ? "" : "s");
	}
	(void)fputc('\n', stdout);
	for (i = 0; i < r->nmetas; i++) {
		(void)fputs("  ", stdout);
		print_escaped(stdout, r->metas[i].group);
		(void)fputs("  ", stdout);
		print_escaped(stdout, r->metas[i].name);
		(void)fputs(": ", stdout);
		print_escaped(stdout, r->metas[i].value);
		(void)fputc('\n', stdout);
	}
	for (i = 0; i < r->nmarks; i++) {
		(void)printf("  hidden mark  %s: %llu",
		    mark_name(r->marks[i].kind),
		    (unsigned long long)r->marks[i].count);
		if (r->marks[i].detail[0] != '\0') {
			(void)fputs(", ", stdout);
			print_escaped(stdout, r->marks[i].detail);
		}
		(void)fputc('\n', stdout);
	}
	if (r->state == EXAM_DONE && report_metas_left(r) == 0 && r->nmarks == 0)
		(void)puts("  no metadata and no hidden marks found");
	return fflush(stdout) != 0 ? err_sys("cannot write the answer") : 0;
}

void
show_unread(const struct options *o, const char *what, size_t n)
{
	if (n > 0)
		say(o, "%s: %zu page%s without text that could be read; words "
		    "and faces in pictures stay unless a box is drawn over "
		    "them: look at them yourself", what, n, n == 1 ? "" : "s");
}

int
show_finding(const struct options *o, const struct subject *about,
    const struct finding *f, const uint8_t *text)
{
	struct bytes b = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&b);
	int x;

	if (!o->json) {
		print_escaped(stdout, about->file);
		(void)printf(":%llu-%llu  %s  ", (unsigned long long)f->start,
		    (unsigned long long)f->end, f->kind);
		if (print_escape(&b, text + f->start, f->end - f->start) == 0)
			(void)fwrite(b.data, 1, b.len, stdout);
		bytes_free(&b);
		(void)printf("  (%s, %.2f: %s)\n", f->finder, f->confidence,
		    f->why);
		return ferror(stdout) ? err_sys("cannot write the answer") : 0;
	}
	json_open(&j, '{');
	show_about(&j, about);
	json_kstr(&j, "kind", f->kind);
	json_kuint(&j, "start", f->start);
	json_kuint(&j, "end", f->end);
	json_key(&j, "value");
	json_bytes(&j, text + f->start, f->end - f->start);
	json_kstr(&j, "finder", f->finder);
	json_key(&j, "confidence");
	json_real(&j, f->confidence);
	json_kstr(&j, "why", f->why);
	json_close(&j, '}');
	x = json_line(&b);
	bytes_free(&b);
	return x;
}

/* "core.xml:creator" */
static int
show_trace_json(const struct subject *about, const struct trace *t)
{
	const struct finding *f = &t->finding;
	struct bytes b = BYTES_INIT(JSON_MAX), field = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&b);
	int r = 0;

	json_open(&j, '{');
	show_about(&j, about);
	json_kstr(&j, "kind", f->kind);
	json_kstr(&j, "where", t->field == NULL ? "name" : "metadata");
	if (t->field != NULL &&
	    (r = bytes_addf(&field, "%s:%s", t->group, t->field)) == 0) {
		json_key(&j, "field");
		json_bytes(&j, field.data, field.len);
	}
	json_key(&j, "value");
	json_bytes(&j, t->of + f->start, f->end - f->start);
	json_kstr(&j, "finder", f->finder);
	json_key(&j, "confidence");
	json_real(&j, f->confidence);
	json_kstr(&j, "why", f->why);
	json_close(&j, '}');
	if (r == 0)
		r = json_line(&b);
	bytes_free(&field);
	bytes_free(&b);
	return r;
}

int
show_trace(const struct options *o, const struct subject *about,
    const struct trace *t)
{
	const struct finding *f = &t->finding;
	struct bytes b = BYTES_INIT(JSON_MAX);

	if (o->json)
		return show_trace_json(about, t);
	print_escaped(stdout, about->file);
	(void)fputs(t->field == NULL ? ":name" : ":metadata ", stdout);
	if (t->field != NULL) {
		print_escaped(stdout, t->group);
		(void)fputc(':', stdout);
		print_escaped(stdout, t->field);
	}
	(void)printf("  %s  ", f->kind);
	if (print_escape(&b, t->of + f->start, f->end - f->start) == 0)
		(void)fwrite(b.data, 1, b.len, stdout);
	bytes_free(&b);
	(void)printf("  (%s, %.2f: %s)\n", f->finder, f->confidence, f->why);
	return ferror(stdout) ? err_sys("cannot write the answer") : 0;
}
