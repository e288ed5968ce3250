/* rtf_job.c -- see rtf_job.h. */
#include "intake/format/rtf/rtf_job.h"

#include <stdlib.h>

#include "vault/base/err.h"

int
rtf_job_new(struct rtf_job **out, const struct doc *d)
{
	struct rtf_job *job;
	int r;

	*out = NULL;
	if ((job = calloc(1, sizeof *job)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	job->doc = d;
	job->hidden = job->deleted = BYTES_INIT(RTF_SAID_MAX);
	job->out = BYTES_INIT(CLEAN_MAX);
	job->raw = job->text = job->a = job->b = BYTES_INIT(TEXT_MAX);
	job->said = BYTES_INIT(TEXT_MAX);
	job->hex = BYTES_INIT(2 * d->len + 64);
	if ((job->fonts = calloc(RTF_FONTS_MAX, sizeof *job->fonts)) == NULL) {
		rtf_job_free(job);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	if ((r = story_new(&job->story)) < 0) {
		rtf_job_free(job);
		return r;
	}
	*out = job;
	return 0;
}

void
rtf_job_free(struct rtf_job *job)
{
	if (job == NULL)
		return;
	story_free(job->story);
	pictures_free(&job->pictures);
	map_free(&job->styles);
	map_free(&job->bookmarks);
	map_free(&job->lists);
	map_free(&job->fields);
	map_free(&job->words);
	map_free(&job->outside);
	bytes_free(&job->hidden);
	bytes_free(&job->deleted);
	bytes_free(&job->out);
	bytes_free(&job->raw);
	bytes_free(&job->text);
	bytes_free(&job->a);
	bytes_free(&job->b);
	bytes_free(&job->said);
	bytes_free(&job->hex);
	free(job->fonts);
	free(job);
}

int
rtf_job_text(struct rtf_job *job, const struct bytes **text)
{
	int r;

	if ((r = rtf_walk(job)) == 0)
		r = story_settle(job->story, text);
	return r;
}

int
rtf_job_write(struct rtf_job *job, const struct edits *edits)
{
	int r;

	job->writing = true;
	job->chars.quiet = true;
	job->report = job->children = NULL;
	job->npictures = 0;
	if ((r = story_replay(job->story, edits)) == 0)
		r = rtf_walk(job);
	return r;
}
