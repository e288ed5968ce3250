/* text.c -- `tipline text FILE`: its text, as it stands. */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define TEXT_LINE_MAX ((size_t)2 << 30)	/* bytes of the JSON line */

static int
text_json(const struct subject *about, const struct bytes *text)
{
	struct bytes line = BYTES_INIT(TEXT_LINE_MAX);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	show_about(&j, about);
	json_key(&j, "text");
	json_bytes(&j, text->data, text->len);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

/* The text itself; that of a document inside stands below its path. */
static int
text_plain(const struct subject *about, const struct bytes *text)
{
	if (about->parent != NULL) {
		(void)fputs("\n[", stdout);
		print_escaped(stdout, about->file);
		(void)fputs("]\n", stdout);
	}
	if (text->len > 0 &&
	    fwrite(text->data, 1, text->len, stdout) != text->len)
		return err_sys("cannot write the text");
	return 0;
}

static int
text_one(const struct visit *v)
{
	const struct exam *exam;
	struct subject about;
	int r, result = 0;
	size_t i;

	for (i = 0; i < v->tree.n; i++) {
		about = visit_subject(v, i);
		exam = &v->tree.nodes[i]->exam;
		if (exam->report.state != EXAM_DONE) {
			r = show_undone(v->options, &about, &exam->report);
			result = EXIT_SOME_REFUSED;
		} else if (v->options->json) {
			r = text_json(&about, &exam->text);
		} else {
			r = text_plain(&about, &exam->text);
		}
		if (r < 0)
			return r;
	}
	return result;
}

int
cmd_text(const struct options *o, int argc, char **argv)
{
	static const struct visiting visiting = {
		.want = WANT_TEXT | WANT_OCR, .each = text_one
	};
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_DOCUMENTS, argc, argv)) < 0)
		return r;
	if (c.nfiles > 1 && !o->json)
		r = usage("name one file, or ask for --json");
	else if ((r = visit_files(o, &c, &visiting)) >= 0 &&
	    fflush(stdout) != 0)
		r = err_sys("cannot write the text");
	call_free(&c);
	return r;
}
