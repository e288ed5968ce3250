/*
 * odf_job.h -- all parts of an OpenDocument file, to its text or to a new
 * package.
 *
 * The same walk is done twice: the first time it gathers the text (story.h),
 * the second time it writes.  The text is that of the body, of the headers and
 * footers, and the words that styles put around numbers, in this order;
 * embedded charts, formulas and documents are in the place where they stand.
 */
#ifndef INTAKE_FORMAT_ODF_ODF_JOB_H
#define INTAKE_FORMAT_ODF_ODF_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/odf/odf_hidden.h"
#include "intake/format/package/xml.h"
#include "intake/format/package/zip.h"
#include "intake/format/story/chars.h"
#include "intake/format/story/map.h"
#include "intake/format/story/pictures.h"
#include "intake/format/story/story.h"

#define ODF_OBJECTS_MAX 1000u		/* documents inside one */
#define ODF_OBJECT_SIZE 160u		/* of the new name of one */
#define ODF_SEEN_MAX 4096u		/* bytes remembered of what is left out */

/* What is left out and should be told. */
struct odf_seen {
	uint64_t count;
	struct bytes text;
};

/* An embedded document: its parts, as they may stay. */
struct odf_object {
	char name[ODF_OBJECT_SIZE];	/* "Object 1/Object 2" */
	const char *mime;
	struct bytes content, styles;
	bool writing;		/* walked the second time */
};

struct odf_job {
	const struct zip *zip;
	struct story *story;
	struct chars chars;
	struct pictures pictures;
	struct map styles, ids;		/* new numbers of names */
	struct map literals;		/* strings of formulas, told already */
	struct map object_of;		/* 1 + index */
	struct odf_object *objects;
	size_t nobjects;
	unsigned picture_in[PICTURES_MAX];	/* which object's; 0: the whole */
	unsigned nesting;
	bool writing;			/* the second time round */
	bool redacting;			/* something is to go */
	struct odf_seen hidden, deleted;
	uint64_t shown;		/* hidden rows, sheets, slides: shown now */
};

/* `zip` is borrowed. */
int odf_job_new(struct odf_job **out, const struct zip *zip);
void odf_job_free(struct odf_job *job);		/* NULL is fine */

/* Once, first: the text, which is the job's. */
int odf_job_text(struct odf_job *job, const struct bytes **text);

/* Then: append the cleaned package to `out`; `edits` may be NULL. */
int odf_job_write(struct odf_job *job, const char *mime,
    const struct edits *edits, struct bytes *out);

/* The parts of a (sub)document, `folder` being "" or "Object 1/". */
struct odf_parts {
	struct bytes content, styles;	/* whole XML; styles may be empty */
	const char *mime;		/* what its body says it is */
};

/* odf_walk.c: the parts of `folder`, which is object number `object` (0: the
 * whole), walked; its text goes to the story. */
int odf_parts_walk(struct odf_job *job, const char *folder, unsigned object,
    struct odf_parts *parts);
/* Can it be walked?  Before anything of it is told. */
bool odf_parts_readable(const struct odf_job *job, const char *folder);

#endif
