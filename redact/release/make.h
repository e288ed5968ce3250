/*
 * make.h -- make a redacted file and prove it: the one path by which both
 * `redact` and `release` come to what leaves the house.
 */
#ifndef REDACT_RELEASE_MAKE_H
#define REDACT_RELEASE_MAKE_H

#include "intake/examine/run.h"
#include "redact/doc/plan.h"

/*
 * make_redacted(w, of, plan, text, made):
 * Apply the plan's redact decisions and boxes to the document of the request
 * `of` (its `want` and `edits` are set here), whose text is `text`; examine the
 * result from scratch; look for every redacted value in it.  `made` (EXAM_INIT) then holds the result: its report
 * and text are those of the redacted file.  0 with made->report.state telling
 * whether it could be done; ERR_NOT_PERMITTED when something was left.
 */
int make_redacted(struct worker *w, const struct exam_request *of,
    const struct plan *plan, const struct bytes *text, struct exam *made);

#endif
