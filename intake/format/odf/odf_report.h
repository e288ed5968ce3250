/* odf_report.h -- everything in an OpenDocument file that a copy will not
 * have: nothing of it is told of a cleaned copy. */
#ifndef INTAKE_FORMAT_ODF_ODF_REPORT_H
#define INTAKE_FORMAT_ODF_ODF_REPORT_H

#include "intake/format/odf/odf_job.h"
#include "intake/format/odf/odf_package.h"


/* Strings met while looking, and how often. */
struct odf_lists {
	struct map authors, dates, initials, ids, sessions, styles, fields;
	struct map outside, scripts, names;
	size_t notes;			/* annotations */
	size_t asides;			/* comments of the XML */
};

/*
 * odf_look(xml, len, part, lists, a):
 * Look at one part; short things go to `lists`, the rest to the report.  As
 * xml_read().
 */
int odf_look(const void *xml, size_t len, const char *part,
    struct odf_lists *lists, struct answer *a);

/* `job` has gathered its text. */
int odf_report(const struct odf_package *p, const struct odf_job *job,
    struct answer *a);

#endif
