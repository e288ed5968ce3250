/*
 * examine.c -- `tipline examine [ID...]`: look at each item that has no report
 * yet, in worker children, several at a time; seal what came of it in the
 * working tier.  What is found in an item becomes an item, and is looked at in
 * the next round.  Entries are made for a handful of items at a time, so that
 * what is done stays done when the work is interrupted.  Of submissions that
 * are named, it also tells how the items ended that were examined before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/pool.h"
#include "redact/cmd/cmd.h"
#include "redact/cmd/examined.h"
#include "redact/cmd/input.h"
#include "redact/cmd/show.h"
#include "redact/cmd/work.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/inside.h"
#include "vault/session/sums.h"

/* Items in a row that no worker process survived: then it is not them. */
#define WALLS_MAX 3

struct run {
	const struct options *options;
	const struct call *call;
	struct pool *pool;
	struct work *work;		/* the submission that is examined */
	size_t at, end;			/* items of this round */
	struct examined *batch;
	bool some_undone;
	int walls;			/* failures in a row */
	size_t missed;			/* items that wait for another run */
	struct sums *sums;		/* of what is the same; NULL: not yet */
	bool uncompared;
};

/* One item on its way through the pool. */
struct job {
	size_t number;		/* its place in the manifest */
	int fd;			/* -1: nothing to examine */
	uint32_t before;	/* how often it was examined */
	bool told;		/* it has a report: that is told again */
	char *name;
	const struct call *call;
	struct exam exam;
};

static void
refuse_size(struct exam *exam, uint64_t size)
{
	exam->report.state = EXAM_REFUSED;
	exam->report.reason = REASON_TOO_LARGE;
	(void)snprintf(exam->report.detail, sizeof(exam->report.detail),
	    "%llu bytes; the limit is %llu", (unsigned long long)size,
	    (unsigned long long)DOCUMENT_MAX);
}

/* Its content in a memory file, unless what was said before is told again. */
static int
open_item(struct run *run, struct job *job)
{
	struct work *w = run->work;
	const struct manifest_item *item = &w->manifest.items[job->number];
	struct object_ctx ctx = { .submission = w->id, .item = item->id,
	    .kind = inside_source(item), .version = 1 };
	uint64_t len;

	if (job->told)
		return 0;
	if (item->size > DOCUMENT_MAX) {
		refuse_size(&job->exam, item->size);
		return 0;
	}
	return session_object_memfd(w->session, w->original, &ctx,
	    DOCUMENT_MAX, &job->fd, &len);
}

static void
drop(void *arg)
{
	struct job *job = arg;

	io_close(&job->fd);
	exam_free(&job->exam);
	free(job->name);
	free(job);
}

/*
 * Is it worth another look?  What was refused may be done with a password, with
 * patience, or by a newer program; an empty one that was found in another item
 * has nothing to look at.
 */
static bool
worth_it(const struct call *c, const struct manifest_item *item,
    const struct report *r)
{
	if (r->state == EXAM_DONE || (item->depth > 0 && item->size == 0))
		return false;
	return c->again || (c->patient && r->reason == REASON_CPU) ||
	    (c->password != NULL && (r->reason == REASON_ENCRYPTED ||
	    r->reason == REASON_WRONG_PASSWORD));
}

/* Is there something to do for the item?  1; 0 when not. */
static int
due(struct run *run, const struct manifest_item *item, struct job *job)
{
	const struct call *c = run->call;
	int r;

	if ((r = work_examined(run->work, &item->id, &job->before)) < 0 ||
	    job->before == 0)
		return r < 0 ? r : 1;
	if (c->nfiles == 0 && !c->again && !c->patient && c->password == NULL)
		return 0;
	if ((r = work_report(run->work, &item->id, &job->exam.report)) < 0)
		return r;
	job->told = !worth_it(c, item, &job->exam.report);
	if (!job->told)
		exam_free(&job->exam);
	return !job->told || c->nfiles > 0;
}

/* The next item of this round that there is something to say of. */
static int
next(void **out, void *arg)
{
	struct run *run = arg;
	const struct manifest *m = &run->work->manifest;
	const struct manifest_item *item;
	struct job *job;
	int r = 0;

	if ((job = calloc(1, sizeof(*job))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*job = (struct job){ .fd = -1, .exam = EXAM_INIT };
	for (; r == 0 && run->at < run->end; run->at++) {
		item = &m->items[run->at];
		exam_free(&job->exam);
		*job = (struct job){ .number = run->at, .fd = -1,
		    .call = run->call, .exam = EXAM_INIT };
		r = due(run, item, job);
	}
	if (r > 0 && (job->name = strdup(m->items[job->number].name)) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	if (r > 0 && (r = open_item(run, job)) == 0)
		r = 1;
	if (r > 0)
		*out = job;
	else
		drop(job);
	return r;
}

static int
work(struct worker *w, void *arg, void *unused)
{
	struct job *job = arg;
	struct exam_request request = { .fd = job->fd, .name = job->name,
	    .want = WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_OCR |
	    WANT_CLEAN | WANT_CHILDREN, .alone = true, .patient = job->call->patient,
	    .password = job->call->password };

	(void)unused;
	if (job->call->unseen)
		request.want &= ~(unsigned)WANT_OCR;
	return job->fd < 0 ? 0 : worker_run(w, &request, &job->exam);
}

static int
print_item(const struct run *run, size_t number, const struct report *r)
{
	if (r->state != EXAM_DONE)
		return show_undone(run->options,
		    &(struct subject){ .file = r->name }, r);
	if (run->options->quiet)
		return 0;
	print_escaped(stdout, r->name);
	(void)printf(": %s, %zu metadata, %zu kinds of hidden marks",
	    format_name(r->format), report_metas_left(r), r->nmarks);
	if (inside_count(&run->work->manifest, number) > 0)
		(void)printf(", %zu documents in it",
		    inside_count(&run->work->manifest, number));
	(void)fputc('\n', stdout);
	return 0;
}

static int
tell_item(const struct run *run, size_t number, const struct report *r)
{
	const struct manifest_item *item = &run->work->manifest.items[number];
	struct bytes b = BYTES_INIT(64u << 10);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int x;

	if (!run->options->json)
		return print_item(run, number, r);
	json_open(&j, '{');
	id_hex(hex, &run->work->id);
	json_kstr(&j, "submission", hex);
	id_hex(hex, &item->id);
	json_kstr(&j, "item", hex);
	if (item->depth > 0) {
		id_hex(hex, &item->parent);
		json_kstr(&j, "parent", hex);
		json_kuint(&j, "depth", item->depth);
	}
	json_kstr(&j, "format", format_name(r->format));
	json_kstr(&j, "state", state_name(r->state));
	if (r->state != EXAM_DONE) {
		json_kstr(&j, "reason", reason_name(r->reason));
		json_kstr(&j, "detail", r->detail);
	}
	json_kuint(&j, "pages", r->pages);
	json_kuint(&j, "metadata", report_metas_left(r));
	json_kuint(&j, "marks", r->nmarks);
	json_kuint(&j, "inside", inside_count(&run->work->manifest, number));
	json_close(&j, '}');
	x = json_line(&b);
	bytes_free(&b);
	return x;
}

static int
tell_report(struct run *run, size_t number, const struct report *r)
{
	if (r->state != EXAM_DONE)
		run->some_undone = true;
	return tell_item(run, number, r);
}

static int
tell(void *arg, int r, void *all)
{
	struct job *job = arg;
	struct run *run = all;
	const struct report *report;
	size_t i = examined_waiting(run->batch), number;

	progress(run->options, "examining", job->number, run->end);
	if (r == ERR_WALL && ++run->walls < WALLS_MAX) {
		/* It has no report, so the next run takes it up again. */
		show_failure(run->options, job->name);
		run->missed++;
		return 0;
	}
	if (r < 0)
		return r;
	run->walls = 0;
	if (job->told)
		return tell_report(run, job->number, &job->exam.report);
	r = examined_add(run->batch, run->work, job->number, job->before,
	    &job->exam);
	/* It, and what was found in it and cannot be had. */
	for (; r == 0 && i < examined_waiting(run->batch); i++) {
		report = examined_report(run->batch, i, &number);
		r = tell_report(run, number, report);
	}
	if (r == 0 && examined_full(run->batch))
		r = examined_store(run->batch, run->work);
	return r;
}

/* What came in, and what was found in it, is compared with all there is; that
 * can be done again, and is no failure of what was examined. */
static void
compare(struct run *run, struct work *w)
{
	int r = 0;

	if (run->uncompared)
		return;
	if (run->sums == NULL)
		r = sums_open(&run->sums, w->session);
	if (r == 0 && (r = sums_add(run->sums, &w->id, w->original,
	    &w->manifest)) == 0)
		return;
	run->uncompared = true;
	say(run->options, "what was examined is not compared with what was "
	    "there yet: %s", err_line());
}

static void
store_sums(struct session *s, void *arg)
{
	struct run *run = arg;

	(void)s;
	if (run->sums != NULL && sums_store(run->sums) < 0)
		say(run->options, "what was examined is not compared with what "
		    "was there yet: %s", err_line());
}

/* Round after round, until nothing new was found in what was examined. */
static int
examine_one(struct work *w, void *arg)
{
	struct run *run = arg;
	const struct pool_jobs jobs = { .next = next, .work = work,
	    .tell = tell, .drop = drop, .arg = run };
	int r = 0;

	run->work = w;
	run->at = 0;
	while (r == 0 && run->at < w->manifest.nitems) {
		run->end = w->manifest.nitems;
		if ((r = pool_run(run->pool, &jobs)) == 0)
			r = examined_store(run->batch, w);
		run->at = run->end;
	}
	progress_end(run->options);
	examined_forget(run->batch);
	if (r == 0)
		compare(run, w);
	return r;
}

int
cmd_examine(const struct options *o, int argc, char **argv)
{
	struct run run = { .options = o };
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_DOCUMENTS | TAKES_MEMBERS | TAKES_AGAIN |
	    TAKES_NO_WORDS, argc, argv)) < 0)
		return r;
	if (c.unknown == UNKNOWN_KEEP) {
		r = usage("what nobody can look at is not kept in a vault's "
		    "clean files; abort or omit");
		goto done;
	}
	run.call = &c;
	if ((r = pool_new(&run.pool)) == 0 &&
	    (r = examined_new(&run.batch,
	    c.unknown == UNKNOWN_OMIT)) == 0)
		r = work_each_last(o, c.files, c.nfiles, examine_one,
		    store_sums, &run);
done:
	sums_free(run.sums);
	examined_free(run.batch);
	pool_free(run.pool);
	call_free(&c);
	if (r == 0 && run.missed > 0)
		r = err_set(ERR_WALL, "%zu items were not examined, for the "
		    "parser's process ended; run it again", run.missed);
	if (r < 0)
		return r;
	return run.some_undone ? EXIT_SOME_REFUSED : 0;
}
