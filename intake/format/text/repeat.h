/* repeat.h -- lines that stand on every page of a text: a watermark. */
#ifndef INTAKE_FORMAT_TEXT_REPEAT_H
#define INTAKE_FORMAT_TEXT_REPEAT_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define REPEAT_LINES_MAX 1000000u	/* lines of a text that are compared */
#define REPEAT_LEAST 3u			/* pages, for a line to be a mark */

/*
 * Tell lines that are the same (figures and white space apart) on at least
 * four of five pages, or, in a text without pages, that say for whom the copy
 * is and come again.  A finding: running titles look like that, too.
 */
void repeat_report(const uint8_t *utf8, size_t len, struct answer *a);

#endif
