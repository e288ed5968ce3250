/* left.c -- see left.h. */
#include "redact/cmd/left.h"

#include <stdio.h>

#define LINE_SIZE 1024
#define JSON_MAX 8192u		/* bytes of a line */

static int
tell_json(const char *of, const struct hit *hit)
{
	struct bytes line = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "file", of);
	json_key(&j, "left");
	hit_json(&j, hit);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
left_tell(const struct options *o, const char *of, const struct hits *hits)
{
	char line[LINE_SIZE];
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < hits->n; i++) {
		if (o->json) {
			r = tell_json(of, &hits->list[i]);
			continue;
		}
		hit_line(line, sizeof(line), &hits->list[i]);
		(void)fputs("tipline: ", stderr);
		print_escaped(stderr, of);
		(void)fputs(": still there: ", stderr);
		print_escaped(stderr, line);
		(void)fputc('\n', stderr);
	}
	if (hits->more > 0 && !o->json)
		(void)fprintf(stderr, "tipline: and %llu more\n",
		    (unsigned long long)hits->more);
	return r;
}
