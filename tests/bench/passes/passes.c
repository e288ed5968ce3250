/*
 * passes.c -- ways to go over a text for the first time, compared on the same
 * patterns (patterns.tsv) and the same text, one core:
 *
 *	passes ENGINE PATTERNS FILE
 *
 * ENGINE is pcre2, pcre2-jit (one pattern after the other), hyperscan (all at
 * once; where this was built with it), or ours: the product's first pass with
 * the triggers of all its finders, each of which only counts.  What a pass
 * hands on still has to be judged.  Prints MB/s (10^6 bytes over CPU time, the
 * best of three) and how often something was handed on.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#ifdef HAVE_HYPERSCAN
#include <hs.h>
#endif
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "redact/find/engine/find.h"
#include "redact/find/engine/pass.h"

#define PATTERNS_MAX 256u
#define ROUNDS 3

struct task {
	char *text, *patterns;
	size_t len;
	const char *re[PATTERNS_MAX];
	unsigned n;
	size_t hits;
};

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static char *
read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;
	long size;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 &&
	    (p = calloc((size_t)size + 1, 1)) != NULL) {
		rewind(f);
		*len = fread(p, 1, (size_t)size, f);
	}
	(void)fclose(f);
	return p;
}

/* "NAME<tab>pattern" a line. */
static void
split(struct task *t)
{
	char *line, *tab;

	for (line = strtok(t->patterns, "\n"); line != NULL;
	    line = strtok(NULL, "\n"))
		if ((tab = strchr(line, '\t')) != NULL && t->n < PATTERNS_MAX)
			t->re[t->n++] = tab + 1;
}

static pcre2_code *
compile(const char *re, bool jit)
{
	pcre2_code *code;
	size_t at;
	int e;

	code = pcre2_compile((PCRE2_SPTR)re, PCRE2_ZERO_TERMINATED, PCRE2_UTF,
	    &e, &at, NULL);
	if (code != NULL && jit &&
	    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
		pcre2_code_free(code);
		return NULL;
	}
	return code;
}

static size_t
match_all(const struct task *t, const pcre2_code *code, pcre2_match_data *m)
{
	size_t at = 0, hits = 0, *edges = pcre2_get_ovector_pointer(m);

	while (at < t->len && pcre2_match(code, (PCRE2_SPTR)t->text, t->len,
	    at, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, m, NULL) > 0) {
		hits++;
		at = edges[1];
	}
	return hits;
}

static double
run_pcre2(struct task *t, bool jit)
{
	pcre2_match_data *m = pcre2_match_data_create(16, NULL);
	pcre2_code *code;
	double took = 0, begin;

	for (unsigned i = 0; i < t->n; i++) {
		if ((code = compile(t->re[i], jit)) == NULL) {
			(void)fprintf(stderr, "refused: %s\n", t->re[i]);
			continue;
		}
		begin = seconds();
		t->hits += match_all(t, code, m);
		took += seconds() - begin;
		pcre2_code_free(code);
	}
	pcre2_match_data_free(m);
	return took;
}

#ifdef HAVE_HYPERSCAN
static int
on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	struct task *t = arg;

	(void)id;
	(void)from;
	(void)to;
	(void)flags;
	t->hits++;
	return 0;
}

static double
run_hyperscan(struct task *t)
{
	unsigned flags[PATTERNS_MAX], ids[PATTERNS_MAX];
	hs_compile_error_t *e = NULL;
	hs_scratch_t *scratch = NULL;
	hs_database_t *db = NULL;
	double took = 0;

	for (unsigned i = 0; i < t->n; i++) {
		/* A match is told once for each place it may end at. */
		flags[i] = HS_FLAG_DOTALL;
		ids[i] = i;
	}
	if (hs_compile_multi(t->re, flags, ids, t->n, HS_MODE_BLOCK, NULL,
	    &db, &e) != HS_SUCCESS) {
		(void)fprintf(stderr, "refused: %s: %s\n", e->expression >= 0 ?
		    t->re[e->expression] : "all", e->message);
		hs_free_compile_error(e);
		return 0;
	}
	if (hs_alloc_scratch(db, &scratch) == HS_SUCCESS) {
		took = seconds();
		(void)hs_scan(db, t->text, (unsigned)t->len, 0, scratch,
		    on_match, t);
		took = seconds() - took;
	}
	hs_free_scratch(scratch);
	hs_free_database(db);
	return took;
}
#else
static double
run_hyperscan(struct task *t)
{
	(void)t;
	(void)fprintf(stderr, "built without hyperscan\n");
	return 0;
}
#endif

static size_t called;

static int
count(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)v;
	(void)at;
	(void)trigger;
	(void)next;
	called++;
	return 0;
}

static double
run_ours(struct task *t)
{
	static struct finder counting[PASS_FINDERS_MAX];
	static const struct finder *list[PASS_FINDERS_MAX + 1];
	struct view v = { .s = (const uint8_t *)t->text, .len = t->len };
	struct pass *p;
	double took;
	size_t i;

	for (i = 0; finders[i] != NULL && i < PASS_FINDERS_MAX; i++) {
		counting[i] = *finders[i];
		if (counting[i].at != NULL)
			counting[i].at = count;
		list[i] = &counting[i];
	}
	if (pass_new(&p, list) < 0)
		return 0;
	called = 0;
	took = seconds();
	(void)pass_run(p, NULL, &v);
	took = seconds() - took;
	t->hits = called;
	pass_free(p);
	return took;
}

static double
run(struct task *t, const char *engine)
{
	t->hits = 0;
	if (strcmp(engine, "pcre2") == 0)
		return run_pcre2(t, false);
	if (strcmp(engine, "pcre2-jit") == 0)
		return run_pcre2(t, true);
	if (strcmp(engine, "hyperscan") == 0)
		return run_hyperscan(t);
	return strcmp(engine, "ours") == 0 ? run_ours(t) : 0;
}

int
main(int argc, char **argv)
{
	struct task t = { .n = 0 };
	double best = 0, took;
	size_t len;

	if (argc != 4 || (t.patterns = read_file(argv[2], &len)) == NULL ||
	    (t.text = read_file(argv[3], &t.len)) == NULL) {
		(void)fprintf(stderr, "usage: passes ENGINE PATTERNS FILE\n");
		return 2;
	}
	split(&t);
	for (int i = 0; i < ROUNDS; i++) {
		if ((took = run(&t, argv[1])) <= 0)
			return 1;
		if (i == 0 || took < best)
			best = took;
	}
	(void)printf("%.2f MB/s %zu handed on\n", (double)t.len / 1e6 / best,
	    t.hits);
	free(t.text);
	free(t.patterns);
	return 0;
}
