/*
 * window.h -- a text in windows, so that what a search needs beside the text
 * does not grow with it.
 *
 * Windows do not overlap but for what stands around them: a finding belongs to
 * the window it begins in, and is looked for with at least WINDOW_REACH
 * visible characters before and after it.
 */
#ifndef REDACT_FIND_WINDOW_H
#define REDACT_FIND_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/finder.h"

#define WINDOW_REACH (3u * FIND_REACH)	/* bytes, what is invisible not counted */
#define WINDOW_MAX (1u << 20)	/* bytes of a window */
#define WINDOW_MIN (16u << 10)
/* What is around a window is cut off here, invisible or not. */
#define WINDOW_AROUND_MAX (1u << 19)

/* All in bytes of the text, at edges of characters: from <= start, end <= to. */
struct window {
	size_t start, end;	/* of the window itself */
	size_t from, to;	/* with what stands around it */
};

/*
 * window_next(w, text, len, size):
 * The window behind w, {0} being before the first: `size` bytes or a little
 * less, so that it ends behind a line where one ends near its end, or else
 * behind white space.  False when the text is over.
 */
bool window_next(struct window *w, const uint8_t *text, size_t len,
    size_t size);

#endif
