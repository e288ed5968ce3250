/*
 * lines.h -- the words that were read, by lines: which to try again, and by
 * which to replace them.
 */
#ifndef INTAKE_FORMAT_OCR_LINES_H
#define INTAKE_FORMAT_OCR_LINES_H

#include "intake/format/ocr/engine.h"

#define LINES_SURE 88.0f	/* a page of which one is surer is well read */
#define LINES_SURER 1.0f	/* so much makes another language the better */
#define LINES_SAMPLE 6u		/* lines tried to tell the language */
#define LINES_AGAIN 40u		/* lines of a page tried again */

/* One line: words first .. first + n - 1; its box in pixels, a little wider
 * than its words. */
struct line {
	size_t first, n;
	int x0, y0, x1, y1;
	float sure;
};

struct lines {
	struct line *at;
	size_t n;
};

#define LINES_INIT ((struct lines){ .at = NULL, .n = 0 })

/* All of them; boxes are cut to a page of this size. */
int lines_of(struct lines *l, const struct ocr_words *w, int width,
    int height);
/* The longest of each part of the page: LINES_SAMPLE at most. */
int lines_sample(struct lines *l, const struct ocr_words *w, int width,
    int height);
/* Those that were read badly; from the last to the first, so that replacing
 * one leaves the others where they are. */
int lines_doubtful(struct lines *l, const struct ocr_words *w, int width,
    int height);
/* Put `by` in the place of a line's words if it is clearly surer; `line` is
 * then the new one. */
int lines_replace(struct ocr_words *w, struct line *line,
    const struct ocr_words *by);
void lines_free(struct lines *l);

#endif
