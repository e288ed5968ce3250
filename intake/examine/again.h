/*
 * again.h -- may the file that came out be let go?  It was examined again, by
 * a second child that knew nothing of the first.
 */
#ifndef INTAKE_EXAMINE_AGAIN_H
#define INTAKE_EXAMINE_AGAIN_H

#include "intake/examine/run.h"

/*
 * again_judge(first, second, want, detail):
 * REASON_NONE when the file holds no metadata and no hidden mark, is of a
 * format that `want` may give, and has as many pages as the document had.
 * Else the reason, and one line of detail without any document text.
 */
enum exam_reason again_judge(const struct report *first,
    const struct report *second, unsigned want, char detail[DETAIL_MAX + 1]);

/* The same of the documents in it, by what should have become of them. */
enum exam_reason again_judge_parts(const struct parts_file *parts,
    const struct children *found, char detail[DETAIL_MAX + 1]);

#endif
