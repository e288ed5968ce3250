/* text.c -- `tipline text FILE`: its text, as it stands. */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/show.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define TEXT_LINE_MAX ((size_t)2 << 30)	/* bytes of the JSON line */

static int
text_one(const struct visit *v)
{
	const struct bytes *text = &v->exam->text;
	struct bytes line = BYTES_INIT(TEXT_LINE_MAX);
	struct json j = json_writer(&line);
	int r = 0;

	if (v->exam->report.state != EXAM_DONE) {
		r = show_undone(v->options, v->file, &v->exam->report);
		return r < 0 ? r : EXIT_SOME_REFUSED;
	}
	if (v->options->json) {
		json_open(&j, '{');
		json_kstr(&j, "file", v->file);
		json_key(&j, "text");
		json_bytes(&j, text->data, text->len);
		json_close(&j, '}');
		r = json_line(&line);
	} else if (text->len > 0 &&
	    fwrite(text->data, 1, text->len, stdout) != text->len) {
		r = err_sys("cannot write the text");
	}
	bytes_free(&line);
	return r;
}

int
cmd_text(const struct options *o, int argc, char **argv)
{
	struct call c;
	int r;

	if ((r = call_parse(&c, 0, argc, argv)) < 0)
		return r;
	if (c.nfiles > 1 && !o->json)
		return usage("name one file, or ask for --json");
	if ((r = visit_files(o, &c, WANT_TEXT, text_one, NULL)) < 0)
		return r;
	if (fflush(stdout) != 0)
		return err_sys("cannot write the text");
	return r;
}
