/*
 * ocr_inner.h -- the words in the pictures of a document that has no pages of
 * its own (format_has_pictures()).  Private to this room.
 */
#ifndef INTAKE_EXAMINE_OCR_INNER_H
#define INTAKE_EXAMINE_OCR_INNER_H

#include "intake/examine/ask.h"

/*
 * ocr_inner(w, q, exam, seen):
 * Like worker_ask(), for the document that was seen as `exam`, with
 * q->pages: its pictures are taken out, each is read by itself, and *seen is
 * the answer that one program would have given.  What cannot be read, what is
 * over OCR_INNER_MAX, and what is not begun in q->cpu_seconds of waiting, stays
 * unread.
 */
int ocr_inner(struct worker *w, const struct ask *q, const struct exam *exam,
    struct exam *seen);

#endif
