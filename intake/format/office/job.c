/* job.c -- the parts of a package, noted and walked; see job.h. */
#include "intake/format/office/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

int
office_job_init(struct office_job *job, const struct opc *p,
    const char *folder)
{
	memset(job, 0, sizeof *job);
	job->package = p;
	job->folder = folder;
	job->hidden.text = job->deleted.text = BYTES_INIT(OFFICE_SEEN_MAX);
	return story_new(&job->text);
}

void
office_job_free(struct office_job *job)
{
	while (job->nparts > 0)
		free(job->parts[--job->nparts].source);
	free(job->parts);
	story_free(job->text);
	zip_writer_free(job->zip);
	pictures_free(&job->pictures);
	map_free(&job->part_of);
	map_free(&job->numbers);
	map_free(&job->dropped);
	map_free(&job->links);
	bytes_free(&job->hidden.text);
	bytes_free(&job->deleted.text);
	memset(job, 0, sizeof *job);
}

static const struct office_part *
failed(struct office_job *job, int err)
{
	if (job->chars.err == 0)
		job->chars.err = err;
	return NULL;
}

/* The kind's name with the number in place of its %u, if it has one. */
static void
name_of(struct office_part *p, const char *folder, unsigned number)
{
	const char *pattern = p->kind->name, *at = strstr(pattern, "%u");

	if (at == NULL)
		(void)snprintf(p->name, sizeof p->name, "%s%s", folder,
		    pattern);
	else
		(void)snprintf(p->name, sizeof p->name, "%s%.*s%u%s", folder,
		    (int)(at - pattern), pattern, number, at + 2);
}

const struct office_part *
office_job_part(struct office_job *job, const struct office_kind *kind,
    const char *source)
{
	struct map_entry *e, *number;
	struct office_part *p;
	size_t room;

	if (zip_find(job->package->zip, source) == NULL)
		return NULL;
	if ((e = map_put(&job->part_of, source)) == NULL ||
	    (number = map_put(&job->numbers, kind->name)) == NULL)
		return failed(job, ERR_NO_MEMORY);
	if (e->value != 0) {
		p = &job->parts[e->value - 1];
		return p->kind == kind ? p : NULL;
	}
	if (job->nparts == OFFICE_PARTS_MAX)
		return failed(job, err_set(ERR_TOO_BIG, "the document has too "
		    "many parts; split it"));
	if (job->nparts == job->room) {
		room = job->room == 0 ? 32 : job->room * 2;
		if ((p = realloc(job->parts, room * sizeof *p)) == NULL)
			return failed(job, err_set(ERR_NO_MEMORY,
			    "out of memory"));
		job->parts = p;
		job->room = room;
	}
	p = &job->parts[job->nparts];
	*p = (struct office_part){ .kind = kind, .source = strdup(source) };
	if (p->source == NULL)
		return failed(job, err_set(ERR_NO_MEMORY, "out of memory"));
	number->value++;
	name_of(p, job->folder, number->value);
	e->value = (unsigned)++job->nparts;
	return p;
}

static int
walk_one(struct office_job *job, size_t i)
{
	const struct office_kind *kind = job->parts[i].kind;
	struct office_out out = OFFICE_OUT_INIT;
	struct opc_rels rels = OPC_RELS_INIT;
	int r;

	job->parts[i].done = true;
	if ((r = opc_rels_read(job->package, job->parts[i].source,
	    &rels)) < 0 ||
	    (r = kind->walk(job, kind, job->parts[i].source, &rels,
	    &out)) < 0 || (r = story_ok(job->text)) < 0 ||
	    (r = job->chars.err) < 0)
		goto done;
	if (job->writing)
		r = office_job_put(job, job->parts[i].name, &out);
done:
	opc_rels_free(&rels);
	office_out_free(&out);
	return r;
}

/* Relations among parts are circles too: what is done is not done again. */
static int
walk_near(struct office_job *job, size_t i, unsigned depth)
{
	size_t k;
	int r;

	if (depth > NESTING_MAX)
		return 0;	/* office_job_rest() finds it */
	if (!job->writing)
		job->parts[i].first = job->nparts;
	if ((r = walk_one(job, i)) < 0)
		return r;
	if (!job->writing)
		job->parts[i].last = job->nparts;
	for (k = job->parts[i].first; k < job->parts[i].last && r == 0; k++)
		if (job->parts[k].kind->near && !job->parts[k].done)
			r = walk_near(job, k, depth + 1);
	return r;
}

int
office_job_walk(struct office_job *job, const struct office_part *part)
{
	size_t i = (size_t)(part - job->parts);

	return job->parts[i].done ? 0 : walk_near(job, i, 0);
}

int
office_job_rest(struct office_job *job)
{
	size_t i;
	int r = 0;

	for (i = 0; i < job->nparts && r == 0; i++)
		if (!job->parts[i].done)
			r = walk_near(job, i, 0);
	return r;
}

void
office_job_seen(struct office_job *job, struct office_seen *seen,
    const char *s, size_t len)
{
	if (!job->writing && len <= OFFICE_SEEN_MAX - seen->text.len)
		(void)bytes_add(&seen->text, s, len);
}

void
office_job_dropped(struct office_job *job, const char *element,
    const char *attribute)
{
	char key[2 * XML_NAME_MAX + 32];
	struct map_entry *e;

	if (job->writing || (attribute != NULL &&
	    (strcmp(attribute, "count") == 0 ||
	    strcmp(attribute, "uniqueCount") == 0)))
		return;
	(void)snprintf(key, sizeof key, "%s%s%s", element,
	    attribute != NULL ? " " : "", attribute != NULL ? attribute : "");
	if ((e = map_put(&job->dropped, key)) != NULL)
		e->value++;
	else
		(void)failed(job, ERR_TOO_BIG);
}
