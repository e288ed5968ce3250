/*
 * answer.h -- where an answer goes, and how it begins and ends; what is in it
 * comes from the formats by the calls of format.h.
 *
 * What was not asked for is dropped here, so a format need not ask.  Boxes of
 * places are cut to their page.  The first refusal counts; a limit that is
 * passed is one.
 */
#ifndef INTAKE_FORMAT_ANSWER_H
#define INTAKE_FORMAT_ANSWER_H

#include "intake/examine/collect.h"
#include "intake/format/format.h"

/* Exit codes of the worker's child that the clean side gives a meaning. */
enum child_exit {
	CHILD_DONE = 0,
	CHILD_NO_ANSWER = 1,	/* the answer pipe broke */
	CHILD_NO_SANDBOX = 2,	/* nothing was read */
	CHILD_NO_DOCUMENT = 3,	/* what came cannot be mapped */
	CHILD_NO_MEMORY = 4,
	CHILD_NO_PARTS = 5	/* the edits or parts that came are not such */
};

/* Records into a pipe.  A pipe that breaks ends the process. */
int answer_new_pipe(struct answer **out, int fd, unsigned want);

/* Records straight to a collector of the same process (tests). */
int answer_new_sink(struct answer **out, struct collect *to);

/* Only the file, appended to `file`; all else is dropped. */
int answer_new_file(struct answer **out, struct bytes *file);

void answer_type(struct answer *a, enum format_id f, const char *magic,
    const char *structure);

/* How many bytes the document has, for the limit on what it unpacks to. */
void answer_document(struct answer *a, uint64_t packed);

/* Its file can be made when the parts are known (parts.h), or it has none of
 * its own, only those of the documents in it. */
void answer_waits(struct answer *a);

/* Another program has the code for it: nothing but the end may follow. */
void answer_elsewhere(struct answer *a, enum program program);

/* Like answer_refuse(), for what ends as EXAM_QUARANTINED. */
int answer_quarantine(struct answer *a, enum exam_reason reason,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The size of a page that was told, from 0; false: there are not so many. */
bool answer_page_size(const struct answer *a, uint32_t page, uint32_t *width,
    uint32_t *height);

/* Was anything refused so far? */
bool answer_refused(const struct answer *a);

/* Refuse with the reason that goes with a failure's code, and its line; -1. */
int answer_refuse_code(struct answer *a, int code);

/* What was refused in an answer of one's own (answer_new_file()) is refused in
 * `a`, in the same words; -1. */
int answer_refuse_as(struct answer *a, const struct answer *own);

/* From here on page.h's writers draw this one page and no document; `p` is
 * borrowed.  NULL, also at first: they write documents. */
void answer_show(struct answer *a, const struct pictured *p);
const struct pictured *answer_shown(const struct answer *a);

/* The end record, and all that waits.  0; a sink's or a file's failure. */
int answer_end(struct answer *a);
void answer_free(struct answer *a);	/* NULL is fine */

#endif
