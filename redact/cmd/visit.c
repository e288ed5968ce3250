/* visit.c -- the files of a call, several at a time, told in order (input.h). */
#include "redact/cmd/input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/examine/pool.h"
#include "redact/cmd/left.h"
#include "redact/doc/plan.h"
#include "redact/find/known/known.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* Documents in a row that no worker process survived: then it is not them. */
#define WALLS_MAX 3

struct round {
	const struct options *options;
	const struct call *call;
	const struct visiting *visiting;
	int begun, told;
	int walls, failed;
	int result;
};

struct job {
	const struct round *round;
	struct visit visit;
};

static int
next(void **out, void *arg)
{
	struct round *n = arg;
	struct job *job;

	if (n->begun == n->call->nfiles)
		return 0;
	if ((job = calloc(1, sizeof(*job))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	job->round = n;
	job->visit = (struct visit){ .options = n->options, .call = n->call,
	    .file = n->call->files[n->begun++], .arg = n->visiting->arg };
	*out = job;
	return 1;
}

static int
work(struct worker *w, void *arg, void *unused)
{
	struct job *job = arg;
	struct visit *v = &job->visit;
	struct tree_request q = { .name = v->file,
	    .want = job->round->visiting->want, .unknown = v->call->unknown,
	    .password = v->call->password, .patient = v->call->patient,
	    .make = job->round->visiting->make, .arg = v };
	int r;

	(void)unused;
	if (v->call->unseen)
		q.want &= ~(unsigned)(WANT_OCR | WANT_CODES);
	if ((r = input_open(&q.fd, v->file)) < 0)
		return r;
	r = tree_run(w, &q, &v->tree);
	if (r == 0 && v->tree.n > 1 && job->round->visiting->seen != NULL &&
	    (r = job->round->visiting->seen(v)) == 1) {
		tree_free(&v->tree);
		labels_free(v->labels);
		v->labels = NULL;
		v->removed = 0;
		r = lseek(q.fd, 0, SEEK_SET) != 0 ? err_sys("%s cannot be read "
		    "again", v->file) : tree_run(w, &q, &v->tree);
	}
	io_close(&q.fd);
	return r;
}

static int
tell(void *arg, int r, void *all)
{
	struct job *job = arg;
	struct round *n = all;

	if (r == 0) {
		n->walls = 0;
		r = n->visiting->each(&job->visit);
	} else if (r == ERR_WALL) {
		n->walls++;
	}
	if (r < 0) {
		progress_end(n->options);
		show_failure(n->options, job->visit.file);
		(void)left_tell(n->options, job->visit.file, &job->visit.hits);
		n->failed++;
		if (n->result >= 0)
			n->result = r;
	} else if (r > 0 && n->result == 0) {
		n->result = r;
	}
	n->told++;
	if (n->call->nfiles > 1)
		progress(n->options, "examining", (uint64_t)n->told,
		    (uint64_t)n->call->nfiles);
	return n->walls == WALLS_MAX ? r : 0;
}

static void
drop(void *arg)
{
	struct job *job = arg;

	tree_free(&job->visit.tree);
	labels_free(job->visit.labels);
	known_free(job->visit.known);
	hits_free(&job->visit.hits);
	free(job);
}

struct subject
visit_subject(const struct visit *v, size_t node)
{
	const struct tree_node *n = v->tree.nodes[node];

	return (struct subject){ .file = n->path, .depth = n->depth,
	    .parent = node > 0 ? v->tree.nodes[n->parent]->path : NULL };
}

const char *
visit_name(const struct visit *v, size_t node)
{
	const char *path = v->tree.nodes[node]->path, *above;
	size_t len;

	if (node == 0)
		return strcmp(path, "-") == 0 ? NULL : input_base(path);
	above = v->tree.nodes[v->tree.nodes[node]->parent]->path;
	len = strlen(above);
	return strncmp(path, above, len) == 0 && path[len] == '/' ?
	    path + len + 1 : path;
}

int
visit_files(const struct options *o, const struct call *c,
    const struct visiting *visiting)
{
	struct round n = { .options = o, .call = c, .visiting = visiting };
	const struct pool_jobs jobs = { .next = next, .work = work,
	    .tell = tell, .drop = drop, .arg = &n };
	struct pool *pool = NULL;
	int r;

	if ((r = pool_new(&pool)) == 0)
		r = pool_run(pool, &jobs);
	pool_free(pool);
	progress_end(o);
	if (r < 0 || n.failed == 0)
		return r < 0 ? r : n.result;
	return err_set((enum err)n.result, "%d of %d files could not be worked "
	    "on; each is named above with the reason", n.failed, c->nfiles);
}
