/* told.c -- see told.h. */
#include "vault/cmd/told.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"

#define LINE_MAX_BYTES 65536

int
told_add(struct told *f, const struct finding_read *finding)
{
	const size_t cap = f->cap > 0 ? f->cap * 2 : 16;
	struct finding_read *list;

	if (f->all++ >= TOLD_SHOWN)
		return 0;
	if (f->n == f->cap) {
		if ((list = realloc(f->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		f->list = list;
		f->cap = cap;
	}
	f->list[f->n++] = *finding;
	return 0;
}

static int
tell_json(const struct finding_read *f)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "rule", f->rule);
	json_kuint(&j, "entry", f->entry);
	json_kstr(&j, "path", f->path);
	json_kstr(&j, "line", f->line);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static void
tell(const struct finding_read *f)
{
	(void)fputs("  ", stdout);
	print_word(f->rule);
	if (f->entry != 0)
		(void)printf(", entry %llu", (unsigned long long)f->entry);
	(void)fputs(": ", stdout);
	print_word(f->line);
	if (f->path[0] != '\0') {
		(void)fputs("\n      ", stdout);
		print_word(f->path);
	}
	(void)fputc('\n', stdout);
}

int
told_tell(const struct told *f, const struct options *o)
{
	size_t i;
	int r = 0;

	for (i = 0; i < f->n && r == 0; i++)
		if (o->json)
			r = tell_json(&f->list[i]);
		else
			tell(&f->list[i]);
	if (r == 0 && f->all > f->n)
		say(o, "%llu more findings are not shown",
		    (unsigned long long)(f->all - f->n));
	return r;
}

void
told_free(struct told *f)
{
	free(f->list);
	*f = (struct told){ .n = 0 };
}
