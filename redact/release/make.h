/*
 * make.h -- make a redacted file and prove it: the one path by which both
 * `redact` and `release` come to what leaves the house.
 */
#ifndef REDACT_RELEASE_MAKE_H
#define REDACT_RELEASE_MAKE_H

#include "intake/examine/run.h"
#include "redact/doc/plan.h"
#include "redact/release/hits.h"

/* What an examination found, and what was decided on it. */
struct made_of {
	const struct plan *plan;
	const struct bytes *text;
	const struct layout *layout;	/* places only where something was read */
};

/*
 * make_redacted(w, of, m, made):
 * Apply the plan's redact decisions and boxes to the document of the request
 * `of` (its `want` and `edits` are set here); examine the result from scratch,
 * reading the pages that were read before; look for every redacted value in it.
 * `made` (EXAM_INIT) then holds the result: its report and text are those of
 * the redacted file.  0 with made->report.state telling whether it could be
 * done; ERR_NOT_PERMITTED when something was left (`hits` says where) or is not
 * proven.
 */
int make_redacted(struct worker *w, const struct exam_request *of,
    const struct made_of *m, struct exam *made, struct hits *hits);

#endif
