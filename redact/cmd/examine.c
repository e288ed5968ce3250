/*
 * examine.c -- `tipline examine [ID...]`: every item that has no report yet is
 * examined in the worker; report, clean copy, text and layout are sealed in
 * the working tier.  Entries are made for a handful of items at a time, so
 * that what is done stays done when the work is interrupted.  Of submissions
 * that are named, it also tells how the items ended that were examined before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/run.h"
#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/show.h"
#include "redact/cmd/work.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define BATCH_ITEMS 64			/* in one entry at the most */
#define BATCH_BYTES ((uint64_t)64 << 20)	/* held before they are sealed */
#define NAME_SHOWN_MAX (REPORT_NAME_SIZE - 1)

/* One examined item that waits to be sealed. */
struct ready {
	struct id item;
	struct exam exam;
};

struct run {
	const struct options *options;
	struct worker *worker;
	struct ready *batch;		/* BATCH_ITEMS of them */
	size_t nbatch;
	uint64_t held;			/* bytes in the batch */
	bool some_undone;
	bool named;		/* tell of what was examined before, too */
};

/* The name as submitted, in UTF-8 without control characters. */
static void
set_name(struct report *r, const char *name)
{
	struct bytes b = BYTES_INIT(8 * MANIFEST_NAME_MAX);
	size_t n = 0, step;
	uint32_t cp;

	if (print_escape(&b, name, strlen(name)) == 0 && b.len > 0) {
		while (n < b.len && (step = utf8_next(b.data + n, b.len - n,
		    &cp)) > 0 && n + step <= NAME_SHOWN_MAX)
			n += step;
		memcpy(r->name, b.data, n);
	}
	r->name[n] = '\0';
	bytes_free(&b);
}

/* Open the original into memory and have it looked at. */
static int
look(struct run *run, struct work *w, const struct manifest_item *item,
    struct exam *exam)
{
	struct object_ctx ctx = { .submission = w->id, .item = item->id,
	    .kind = OBJECT_ORIGINAL, .version = 1 };
	struct exam_request request = { .want = WANT_REPORT | WANT_TEXT |
	    WANT_LAYOUT | WANT_CLEAN };
	uint64_t len;
	int r;

	if (item->size > DOCUMENT_MAX) {
		exam->report.state = EXAM_REFUSED;
		exam->report.reason = REASON_TOO_LARGE;
		(void)snprintf(exam->report.detail, sizeof(exam->report.detail),
		    "%llu bytes; the limit is %llu",
		    (unsigned long long)item->size,
		    (unsigned long long)DOCUMENT_MAX);
		return 0;
	}
	if ((r = session_object_memfd(w->session, w->original, &ctx,
	    DOCUMENT_MAX, &request.fd, &len)) < 0)
		return r;
	r = worker_run(run->worker, &request, exam);
	io_close(&request.fd);
	return r;
}

static int
seal_ready(struct work *w, struct ready *one)
{
	struct object_ctx ctx = { .submission = w->id, .item = one->item,
	    .version = 1 };
	struct bytes b = BYTES_INIT(REPORT_MAX);
	struct bytes l = BYTES_INIT(LAYOUT_MAX);
	struct exam *e = &one->exam;
	int r;

	ctx.kind = OBJECT_REPORT;
	if ((r = report_write(&b, &e->report)) < 0 ||
	    (r = session_add_object_bytes(w->session, w->working, &ctx,
	    b.data, b.len, NULL)) < 0 ||
	    e->report.state != EXAM_DONE)
		goto done;
	ctx.kind = OBJECT_TEXT;
	if ((r = session_add_object_bytes(w->session, w->working, &ctx,
	    e->text.data, e->text.len, NULL)) < 0)
		goto done;
	ctx.kind = OBJECT_LAYOUT;
	if ((r = layout_write(&l, &e->layout)) < 0 ||
	    (r = session_add_object_bytes(w->session, w->working, &ctx,
	    l.data, l.len, NULL)) < 0)
		goto done;
	ctx.kind = OBJECT_CLEAN;
	r = session_add_object(w->session, w->working, &ctx, e->file, NULL);
done:
	bytes_free(&b);
	bytes_free(&l);
	return r;
}

/* Make one entry of what is ready. */
static int
flush(struct run *run, struct work *w)
{
	char subject[ENTRY_SUBJECT_SIZE];
	size_t i;
	bool there;
	int r;

	if (run->nbatch == 0)
		return 0;
	if ((r = session_begin(w->session)) < 0)
		return r;
	for (i = 0; r == 0 && i < run->nbatch; i++) {
		r = work_has(w, &run->batch[i].item, OBJECT_REPORT, &there);
		if (r == 0 && there)
			r = err_set(ERR_BUSY, "somebody else examined %s "
			    "meanwhile; run it again for what is left",
			    w->name);
		if (r == 0)
			r = seal_ready(w, &run->batch[i]);
	}
	if (r < 0)
		return session_abort(w->session, r);
	(void)snprintf(subject, sizeof(subject), "%zu items", run->nbatch);
	if ((r = work_commit(w, "examine", subject)) < 0)
		return r;
	for (i = 0; i < run->nbatch; i++)
		exam_free(&run->batch[i].exam);
	run->nbatch = 0;
	run->held = 0;
	return 0;
}

static int
tell(const struct run *run, const struct work *w,
    const struct manifest_item *item, const struct report *r)
{
	struct bytes b = BYTES_INIT(64u << 10);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int x;

	if (!run->options->json) {
		if (r->state != EXAM_DONE)
			return show_undone(run->options,
			    &(struct subject){ .file = r->name }, r);
		if (run->options->quiet)
			return 0;
		print_escaped(stdout, r->name);
		(void)printf(": %s, %zu metadata, %zu kinds of hidden marks\n",
		    format_name(r->format), r->nmetas, r->nmarks);
		return 0;
	}
	json_open(&j, '{');
	id_hex(hex, &w->id);
	json_kstr(&j, "submission", hex);
	id_hex(hex, &item->id);
	json_kstr(&j, "item", hex);
	json_kstr(&j, "format", format_name(r->format));
	json_kstr(&j, "state", state_name(r->state));
	if (r->state != EXAM_DONE) {
		json_kstr(&j, "reason", reason_name(r->reason));
		json_kstr(&j, "detail", r->detail);
	}
	json_kuint(&j, "pages", r->pages);
	json_kuint(&j, "metadata", r->nmetas);
	json_kuint(&j, "marks", r->nmarks);
	json_close(&j, '}');
	x = json_line(&b);
	bytes_free(&b);
	return x;
}

static int
examine_item(struct run *run, struct work *w, const struct manifest_item *item)
{
	struct ready *one = &run->batch[run->nbatch];
	struct report *r;
	uint64_t size = 0;
	int x;

	one->item = item->id;
	one->exam = EXAM_INIT;
	if ((x = look(run, w, item, &one->exam)) < 0) {
		exam_free(&one->exam);
		return x;
	}
	run->nbatch++;
	r = &one->exam.report;
	set_name(r, item->name);
	if (one->exam.file >= 0)
		(void)io_size(one->exam.file, &size);
	run->held += size + one->exam.text.len;
	if (r->state != EXAM_DONE)
		run->some_undone = true;
	if ((x = tell(run, w, item, r)) < 0)
		return x;
	if (run->nbatch == BATCH_ITEMS || run->held >= BATCH_BYTES)
		return flush(run, w);
	return 0;
}

/* How an item ended that was examined before. */
static int
tell_again(struct run *run, struct work *w, const struct manifest_item *item)
{
	struct report report = REPORT_INIT;
	int r;

	if ((r = work_report(w, &item->id, &report)) == 0) {
		r = tell(run, w, item, &report);
		if (report.state != EXAM_DONE)
			run->some_undone = true;
	}
	report_free(&report);
	return r;
}

static int
examine_one(struct work *w, void *arg)
{
	struct run *run = arg;
	const struct manifest_item *item;
	size_t i;
	bool there;
	int r = 0;

	for (i = 0; r == 0 && i < w->manifest.nitems; i++) {
		item = &w->manifest.items[i];
		progress(run->options, "examining", i, w->manifest.nitems);
		if ((r = work_has(w, &item->id, OBJECT_REPORT, &there)) < 0)
			break;
		if (!there)
			r = examine_item(run, w, item);
		else if (run->named)
			r = tell_again(run, w, item);
	}
	progress_end(run->options);
	if (r == 0)
		r = flush(run, w);
	for (i = 0; i < run->nbatch; i++)
		exam_free(&run->batch[i].exam);
	run->nbatch = 0;
	return r;
}

int
cmd_examine(const struct options *o, int argc, char **argv)
{
	struct run run = { .options = o, .named = argc > 1 };
	int r;

	if (argc > 1 && argv[1][0] == '-')
		return usage("%s is no option of examine", argv[1]);
	if ((run.batch = calloc(BATCH_ITEMS, sizeof(*run.batch))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = worker_start(&run.worker)) == 0)
		r = work_each(o, argv + 1, argc - 1, examine_one, &run);
	worker_stop(run.worker);
	free(run.batch);
	if (r < 0)
		return r;
	return run.some_undone ? EXIT_SOME_REFUSED : 0;
}
