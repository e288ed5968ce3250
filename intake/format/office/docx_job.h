/*
 * docx_job.h -- one document on its way to its text or its cleaned copy: what
 * the walks over its parts share.
 *
 * A job walks all parts once to gather the text, and for a copy once more to
 * write.  Everything that numbers or names things anew lives here, so that
 * both times give the same.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_JOB_H
#define INTAKE_FORMAT_OFFICE_DOCX_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/office/job.h"

#define DOCX_STORIES_MAX 3000u		/* headers and footers */

enum docx_kind {
	DOCX_BODY, DOCX_HEADER, DOCX_FOOTER, DOCX_FOOTNOTES, DOCX_ENDNOTES,
	DOCX_STYLES, DOCX_NUMBERING, DOCX_SETTINGS, DOCX_THEME
};

struct docx_story {
	enum docx_kind kind;	/* header or footer */
	char part[ZIP_NAME_MAX + 1];	/* in the document read */
	unsigned number;	/* header3.xml; from 1 within its kind */
};

struct docx_job {
	struct office_job office;	/* what any application's job has */
	struct docx_story *stories;
	size_t nstories;
	struct map bookmarks;	/* name -> its number; 0: unused */
	unsigned nbookmarks;
	struct map bookmark_ids;	/* w:id -> the same number */
	struct map styles;		/* style id -> enum docx_visible */
	struct map custom;		/* id of a style somebody named -> its
					 * number */
	struct map notes;		/* "f3", "e3": somebody refers to it */
};

enum docx_visible { VISIBLE_UNSAID = 0, VISIBLE_YES = 1, VISIBLE_NO = 2 };

int docx_job_new(struct docx_job **out, const struct opc *p);
void docx_job_free(struct docx_job *job);	/* NULL is fine */

/* Walk everything once; *text is owned by the job. */
int docx_job_text(struct docx_job *job, const struct bytes **text);

/* After docx_job_text(): the copy, with `edits` unless NULL, into `out`. */
int docx_job_write(struct docx_job *job, const struct edits *edits,
    struct bytes *out);

/* docx_styles.c: which styles hide their text, which get new names. */
int docx_styles_read(struct docx_job *job, const char *part);

/* Add a relationship; the number of its id, "rId<n>". */
unsigned docx_part_relate(struct office_out *part, const char *type,
    const char *target, bool external);

/*
 * docx_walk.c: walk one part, keeping what docx_names.h names.  `rels` are the
 * part's own, as read.  What is written is appended to `out`.
 */
int docx_walk(struct docx_job *job, enum docx_kind kind, const char *part,
    const struct opc_rels *rels, struct office_out *out);

#endif
