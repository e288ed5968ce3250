/*
 * finders.c -- how fast the finders are, in this process and on one core:
 *
 *	finders [-o KINDS] [-w KINDS] [-p] [-l] [-t] [-n ROUNDS] FILE
 *
 * -o, -w  as --only and --without; -p  the precise mode; -l  each line is a
 * text of its own; -t  tell what was found instead, one line each.
 * Prints the megabytes (10^6) a second of the fastest round, and findings.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "redact/find/engine/choice.h"
#include "redact/find/engine/find.h"
#include "vault/base/err.h"

struct task {
	struct find_options options;
	const char *only, *without;
	bool lines, tell;
	int rounds;
	char *text;
	size_t len;
};

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int
read_file(const char *path, struct task *t)
{
	FILE *f = fopen(path, "rb");
	long size;
	int r = -1;

	if (f == NULL)
		return -1;
	if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 &&
	    (t->text = malloc((size_t)size + 1)) != NULL) {
		rewind(f);
		t->len = fread(t->text, 1, (size_t)size, f);
		r = 0;
	}
	(void)fclose(f);
	return r;
}

static int
look(const struct task *t, size_t at, size_t len, size_t *n)
{
	struct findings found;
	int r;

	if ((r = find_in(t->text + at, len, &t->options, &found)) < 0)
		return r;
	for (size_t i = 0; t->tell && i < found.n; i++)
		(void)printf("%s %zu %zu %.2f %.*s\n", found.list[i].kind,
		    at + found.list[i].start, at + found.list[i].end,
		    found.list[i].confidence,
		    (int)(found.list[i].end - found.list[i].start),
		    t->text + at + found.list[i].start);
	*n += found.n;
	findings_free(&found);
	return 0;
}

static int
look_at_all(const struct task *t, size_t *n)
{
	const char *end;
	size_t at, len;
	int r = 0;

	*n = 0;
	if (!t->lines)
		return look(t, 0, t->len, n);
	for (at = 0; r == 0 && at < t->len; at += len) {
		end = memchr(t->text + at, '\n', t->len - at);
		len = end != NULL ? (size_t)(end - (t->text + at)) + 1 :
		    t->len - at;
		r = look(t, at, len, n);
	}
	return r;
}

static int
measure(const struct task *t)
{
	double best = 0, begin, took;
	size_t n = 0;
	int r = 0;

	for (int i = 0; r == 0 && i < t->rounds; i++) {
		begin = seconds();
		r = look_at_all(t, &n);
		took = seconds() - begin;
		if (i == 0 || took < best)
			best = took;
	}
	if (r == 0 && !t->tell)
		(void)printf("%.2f MB/s %zu findings\n",
		    (double)t->len / 1e6 / best, n);
	return r;
}

int
main(int argc, char **argv)
{
	struct task t = { .rounds = 3 };
	struct choice *choice = NULL;
	int c, r;

	while ((c = getopt(argc, argv, "o:w:pltn:")) != -1)
		switch (c) {
		case 'o':
			t.only = optarg;
			break;
		case 'w':
			t.without = optarg;
			break;
		case 'p':
			t.options.mode = FIND_PRECISE;
			break;
		case 'l':
			t.lines = true;
			break;
		case 't':
			t.tell = true;
			t.rounds = 1;
			break;
		case 'n':
			t.rounds = atoi(optarg);
			break;
		default:
			return 2;
		}
	if (optind + 1 != argc || read_file(argv[optind], &t) < 0) {
		(void)fprintf(stderr, "finders: name one file that can be "
		    "read\n");
		return 2;
	}
	if ((r = choice_new(&choice, t.only, t.without)) == 0) {
		if (t.only != NULL || t.without != NULL)
			t.options.choice = choice;
		r = measure(&t);
	}
	if (r < 0)
		(void)fprintf(stderr, "finders: %s\n", err_line());
	choice_free(choice);
	free(t.text);
	return r < 0;
}
