/* releasing.c -- see releasing.h. */
#include "redact/cmd/releasing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/examine/pool.h"
#include "redact/cmd/input.h"
#include "redact/cmd/left.h"
#include "redact/doc/sheets.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* One item on its way through the pool. */
struct job {
	struct releasing *rel;
	size_t i;			/* of the work */
	int fd;				/* as it came in */
	struct exam made;
	struct hits hits;
	char libraries[2 * WORKER_LIBRARIES_SIZE + 2];
	uint8_t sha256[SHA256_BYTES], sha1[DIGEST_SHA1_BYTES];
	uint64_t size;
};

static int
next_number(struct releasing *rel, uint32_t *number)
{
	const struct path p = { .kind = PATH_OBJECT,
	    .submission = rel->work->id, .object = OBJECT_RELEASES,
	    .tier = TIER_RELEASE };
	int r = store_latest(rel->work->session->store, &p, number);

	*number += 1;
	return r;
}

int
releasing_new(struct releasing **out, const struct options *o,
    struct work *w, const struct making *m)
{
	struct releasing *rel;
	int r;

	*out = NULL;
	if ((rel = calloc(1, sizeof(*rel))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*rel = (struct releasing){ .options = o, .work = w, .making = m,
	    .manifest = BYTES_INIT(SUMMARY_MAX),
	    .entities = BYTES_INIT(FTM_MAX) };
	if ((rel->staged = calloc(w->n + 2, sizeof(*rel->staged))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else if ((r = pool_new(&rel->pool)) == 0)
		r = next_number(rel, &rel->number);
	if (r < 0)
		releasing_free(rel);
	else
		*out = rel;
	return r;
}

void
releasing_free(struct releasing *rel)
{
	if (rel == NULL)
		return;
	pool_free(rel->pool);
	ftm_free(rel->ftm);
	bytes_free(&rel->manifest);
	bytes_free(&rel->entities);
	free(rel->staged);
	free(rel);
}

void
releasing_to(struct releasing *rel, struct outgoing *out)
{
	rel->out = out;
}

/* --- one item --- */

static void
drop(void *arg)
{
	struct job *job = arg;

	io_close(&job->fd);
	exam_free(&job->made);
	hits_free(&job->hits);
	free(job);
}

static int
next(void **out, void *arg)
{
	struct releasing *rel = arg;
	struct work *w = rel->work;
	struct job *job;
	int r;

	/* What is in an archive is released by itself. */
	while (rel->at < w->n &&
	    format_is_container(w->reports[rel->at].format))
		rel->at++;
	if (rel->at == w->n)
		return 0;
	if ((job = calloc(1, sizeof(*job))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*job = (struct job){ .rel = rel, .i = rel->at++, .fd = -1,
	    .made = EXAM_INIT };
	if ((r = making_source(w, job->i, &job->fd)) < 0) {
		drop(job);
		return r;
	}
	*out = job;
	return 1;
}

static int
rewound(int fd)
{
	return lseek(fd, 0, SEEK_SET) == 0 ? 0 :
	    err_sys("cannot rewind a memory file");
}

/* In a thread of the pool. */
static int
work(struct worker *worker, void *arg, void *unused)
{
	struct job *job = arg;
	const struct work *w = job->rel->work;
	const struct made_of of = { &w->plans[job->i], &w->texts[job->i],
	    &w->layouts[job->i] };
	int r;

	(void)unused;
	if ((r = making_from(job->rel->making, worker, job->fd, &of,
	    &job->made, &job->hits)) < 0 || job->made.report.state != EXAM_DONE)
		return r;
	(void)snprintf(job->libraries, sizeof(job->libraries), "%s, %s",
	    worker_libraries(worker, PROGRAM_DOCUMENTS),
	    worker_libraries(worker, PROGRAM_MEDIA));
	if ((r = rewound(job->made.file)) < 0 ||
	    (r = sha256_fd(job->sha256, job->made.file, &job->size)) < 0 ||
	    (r = rewound(job->made.file)) < 0 ||
	    (r = digest_sha1_fd(job->sha1, job->made.file)) < 0)
		return r;
	return rewound(job->made.file);
}

/* Each library once. */
static void
note_libraries(struct releasing *rel, char *list)
{
	char *one, *rest = NULL;
	size_t len = strlen(rel->libraries);

	for (one = strtok_r(list, ",", &rest); one != NULL;
	    one = strtok_r(NULL, ",", &rest)) {
		one += strspn(one, " ");
		if (*one == '\0' || strstr(rel->libraries, one) != NULL ||
		    len + strlen(one) + 3 > sizeof(rel->libraries))
			continue;
		len += (size_t)snprintf(rel->libraries + len,
		    sizeof(rel->libraries) - len, "%s%s", len > 0 ? ", " : "",
		    one);
	}
}

/* Has somebody seen every sheet of it, or said so? */
static int
looked_at(const struct work *w, size_t i, enum looked *out)
{
	const struct plan *p = &w->plans[i];
	static const struct fpr nobody;
	struct sheet *sheets = NULL;
	size_t n = 0;
	int r;

	if ((r = sheets_of(&sheets, &n, &w->layouts[i], &w->texts[i])) < 0)
		return r;
	free(sheets);
	*out = p->npages_seen >= n ? LOOKED_SEEN :
	    fpr_equal(&p->stated_by, &nobody) ? LOOKED_NOT : LOOKED_STATED;
	return 0;
}

static int
tell_item(struct releasing *rel, struct job *job)
{
	struct work *w = rel->work;
	const struct manifest_item *item =
	    &w->manifest.items[w->number[job->i]];
	char name[SAFE_NAME_SIZE];
	const struct ftm_file entity = { .item = &item->id, .name = name,
	    .format = job->made.report.format, .size = job->size,
	    .sha256 = job->sha256, .sha1 = job->sha1,
	    .plan = &w->plans[job->i] };
	struct summary_file row = { .item = &item->id, .name = name,
	    .original = &w->reports[job->i], .size = job->size,
	    .pages = job->made.report.pages, .sha256 = job->sha256,
	    .plan = &w->plans[job->i], .plan_version = w->version[job->i] };
	int r;

	manifest_safe_name(name, w->number[job->i] + 1, w->manifest.nitems,
	    format_ext(job->made.report.format));
	note_libraries(rel, job->libraries);
	if (rel->out != NULL && (r = outgoing_file(rel->out, job->made.file,
	    name)) < 0)
		return r;
	if ((r = looked_at(w, job->i, &row.looked)) < 0 ||
	    (r = summary_file(&rel->summary, &row)) < 0)
		return r;
	return ftm_file(rel->ftm, &entity);
}

/* In the order of the items: seal it, and tell of it. */
static int
tell(void *arg, int r, void *all)
{
	struct job *job = arg;
	struct releasing *rel = all;
	struct work *w = rel->work;
	struct object_ctx ctx = work_ctx(w, job->i, OBJECT_RELEASE,
	    rel->number);

	progress(rel->options, "redacting", ++rel->told, w->n);
	if (r < 0) {
		(void)left_tell(rel->options,
		    w->manifest.items[w->number[job->i]].name, &job->hits);
		return r;
	}
	if (job->made.report.state != EXAM_DONE)
		return err_set(ERR_NOT_PERMITTED, "item %zu of %s could not be "
		    "redacted (%s: %s); nothing was released; keep it out or "
		    "review it again", w->number[job->i] + 1, w->name,
		    reason_name(job->made.report.reason),
		    job->made.report.detail);
	if ((r = session_stage_object(w->session, w->release, &ctx,
	    job->made.file, &rel->staged[rel->nstaged])) < 0)
		return r;
	rel->nstaged++;
	rel->files++;
	return tell_item(rel, job);
}

/* --- what goes with the files --- */

static int
stage_text(struct releasing *rel, enum object_kind kind,
    const struct bytes *text)
{
	struct work *w = rel->work;
	const struct object_ctx ctx = { .submission = w->id, .kind = kind,
	    .version = rel->number };
	int fd, r;

	if ((r = io_memfd_from(&fd, object_name(kind), text->data,
	    text->len)) < 0)
		return r;
	if ((r = session_stage_object(w->session, w->release, &ctx, fd,
	    &rel->staged[rel->nstaged])) == 0)
		rel->nstaged++;
	io_close(&fd);
	return r;
}

int
releasing_make(struct releasing *rel, const struct standing *st)
{
	const struct summary_head head = { .submission = &rel->work->id,
	    .withheld = rel->work->withheld, .people = st->people,
	    .needed = st->needed, .plans = st->lines };
	const struct pool_jobs jobs = { .next = next, .work = work,
	    .tell = tell, .drop = drop, .arg = rel };
	int r;

	if ((r = ftm_new(&rel->ftm, &rel->entities, &rel->work->id,
	    st->lines)) < 0)
		return r;
	summary_begin(&rel->summary, &rel->manifest, &head);
	r = pool_run(rel->pool, &jobs);
	progress_end(rel->options);
	if (r < 0 || (r = summary_end(&rel->summary, rel->libraries)) < 0 ||
	    (r = ftm_end(rel->ftm)) < 0)
		return r;
	if (rel->files == 0)
		return err_set(ERR_NOT_FOUND, "%s has nothing to release; "
		    "tipline show %s tells what is in it", rel->work->name,
		    rel->work->name);
	if ((r = stage_text(rel, OBJECT_RELEASES, &rel->manifest)) < 0 ||
	    (r = stage_text(rel, OBJECT_ENTITIES, &rel->entities)) < 0 ||
	    rel->out == NULL)
		return r;
	if ((r = outgoing_text(rel->out, "manifest.json",
	    &rel->manifest)) < 0 ||
	    (r = outgoing_text(rel->out, "entities.ftm.json",
	    &rel->entities)) < 0)
		return r;
	return outgoing_seal(rel->out, rel->work->session);
}

int
releasing_add(struct releasing *rel)
{
	struct work *w = rel->work;
	uint32_t number;
	size_t i;
	int r;

	if ((r = next_number(rel, &number)) < 0)
		return r;
	if (number != rel->number)
		return err_set(ERR_BUSY, "somebody else released %s meanwhile; "
		    "see `tipline log` and release it again if it is still "
		    "needed", w->name);
	for (i = 0; r == 0 && i < rel->nstaged; i++)
		r = session_add_staged(w->session, &rel->staged[i], NULL);
	return r;
}
