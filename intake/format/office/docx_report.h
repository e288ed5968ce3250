/*
 * docx_report.h -- what a DOCX tells beside what it shows.  Nothing is
 * reported of what docx_job_write() writes.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_REPORT_H
#define INTAKE_FORMAT_OFFICE_DOCX_REPORT_H

#include "intake/format/office/docx_job.h"
#include "intake/format/format.h"


/* The package and every part of it; `job` was walked once.  0, or negative. */
int docx_report(const struct opc *p, const struct docx_job *job,
    struct answer *a);

/* docx_look.c: things that occur many times, each value counted once. */
struct docx_seen_lists {
	struct map authors;	/* of tracked changes */
	struct map dates;
	struct map revisions;	/* rsids */
	struct map lists;		/* nsid, tmpl */
	struct map languages;
	struct map paragraphs;	/* paraId, textId */
	struct map bookmarks;
	struct map styles;		/* that somebody named */
	struct map names;		/* of shapes and pictures */
	unsigned long metas;		/* lines given so far */
};

/*
 * docx_look(xml, len, part, seen, a):
 * Report one XML part: what it says once goes to the answer, what occurs many
 * times into `seen`.
 */
int docx_look(const void *xml, size_t len, const char *part,
    struct docx_seen_lists *seen, struct answer *a);

#endif
