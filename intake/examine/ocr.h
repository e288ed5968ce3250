/*
 * ocr.h -- words that are seen and not said: which pages to have read by
 * tipline-worker-ocr, and how its answer joins the first one.
 *
 * It is an answer of its own: when it does not come, or is not believed, the
 * first one stands as it is, and its pages stay unread.
 */
#ifndef INTAKE_EXAMINE_OCR_H
#define INTAKE_EXAMINE_OCR_H

#include "intake/examine/run.h"

/*
 * ocr_pages(pages, exam, before, &n):
 * A bit for each page (bit i % 8 of byte i / 8) that is a picture, has no text
 * of its own, or whose text is in doubt; with `before`, that was read there.
 * *n of them.  0; ERR_NO_MEMORY.
 */
int ocr_pages(struct bytes *pages, const struct exam *exam,
    const struct layout *before, uint32_t *n);

/* CPU seconds for the reading of `n` pages. */
unsigned ocr_cpu_seconds(uint32_t n);

/*
 * ocr_merge(exam, seen, pages):
 * Put what was read behind each page's own text, boxes in the page's own
 * units; add marks and metadata.  Pages that were not asked for get nothing.
 * 0; ERR_FORMAT when `seen` has other pages; ERR_TOO_BIG; ERR_NO_MEMORY: then
 * `exam` is as it was.
 */
int ocr_merge(struct exam *exam, const struct exam *seen,
    const struct bytes *pages);
/*
 * Marks and metadata alone.  Where every page was read, what the first answer
 * only suspected of the text (MARK_OTHER_TEXT) makes room for what was seen.
 */
int ocr_merge_report(struct exam *exam, const struct exam *seen);

#endif
